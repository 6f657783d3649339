//! The page through Trunk: served while it is worked on, built for deployment.

use crate::house::House;
use crate::parts;
use crate::setup::{self, PAGE, SITE};
use crate::steps::{run, seconds};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

const FIRST_PORT: u16 = 8080;
const LAST_PORT: u16 = 8099;

/// `cargo xtask build`.
pub(crate) fn build_alone(mut house: House) -> Result<(), String> {
    setup::require(&mut house, &SITE)?;
    build(&house)?;
    println!("The site is in dist/: copy it to any static host, at any path.");
    Ok(())
}

/// Builds `dist/`, with all tools on PATH.
pub(crate) fn build(house: &House) -> Result<(), String> {
    let start = Instant::now();
    let mut command = trunk(house, "build");
    // Where data lies: the cut moves it along with the code that reads it.
    let flags = format!("{} -C link-arg=--emit-relocs", without_places(house));
    run(command.arg("--release").env("RUSTFLAGS", flags))?;
    parts::cut(house)?;
    println!("· built dist/ in {}", seconds(start.elapsed()));
    Ok(())
}

/// Keeps the builder's folders out of what is downloaded: the places in panic messages name them.
fn without_places(house: &House) -> String {
    let home = std::env::var("HOME").unwrap_or_default();
    let cargo = std::env::var("CARGO_HOME").unwrap_or_else(|_| format!("{home}/.cargo"));
    let rust = house.answer("rustc", &["--print", "sysroot"]).unwrap_or_default();
    let root = house.root.display();
    format!("--remap-path-prefix={rust}=rust --remap-path-prefix={cargo}=cargo --remap-path-prefix={root}=.")
}

/// `cargo xtask serve`: builds, serves, and builds again at every change, until interrupted.
pub(crate) fn serve(mut house: House, arguments: &[String]) -> Result<(), String> {
    let start = Instant::now();
    let (port, others) = take_port(arguments)?;
    let port = match port {
        Some(port) => port,
        None => free_port()?,
    };
    setup::require(&mut house, &PAGE)?;
    let mut command = trunk(&house, "serve");
    // A folder of its own, so that dist/ always holds a site made for deployment.
    let dist = house.root.join("target").join("serve");
    command.arg("--dist").arg(&dist);
    command.args(["--public-url", "/", "--address", "127.0.0.1"]);
    command.arg("--port").arg(port.to_string()).args(others);
    println!("· building the page; the first time compiles everything");
    let mut child = command.spawn().map_err(|why| format!("trunk could not be started: {why}"))?;
    announce(&mut child, port, start)?;
    let status = child.wait().map_err(|why| why.to_string())?;
    if status.success() {
        return Ok(());
    }
    Err(format!("trunk ended with {status}"))
}

fn trunk(house: &House, subcommand: &str) -> Command {
    let mut command = house.command("trunk");
    command.arg(subcommand);
    // This trunk reads NO_COLOR as its own option and refuses the usual value `1`.
    if std::env::var_os("NO_COLOR").is_some() {
        command.env("NO_COLOR", "true");
    }
    command.env("TRUNK_SKIP_VERSION_CHECK", "true");
    command
}

/// Waits until the page answers, then says where it is.
fn announce(child: &mut Child, port: u16, start: Instant) -> Result<(), String> {
    while child.try_wait().map_err(|why| why.to_string())?.is_none() {
        if answers(port) {
            let took = seconds(start.elapsed());
            println!("\nQuorate is at http://127.0.0.1:{port}/ (ready after {took}; Ctrl+C ends)\n");
            return Ok(());
        }
        thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

fn answers(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        stream.write_all(b"GET / HTTP/1.0\r\nHost: localhost\r\nAccept: text/html\r\n\r\n")?;
        let mut first = [0; 16];
        let length = stream.read(&mut first)?;
        Ok(String::from_utf8_lossy(&first[..length]).into_owned())
    };
    ask().is_ok_and(|line| line.contains(" 200"))
}

/// Splits `--port N` off the arguments; the rest is for trunk.
fn take_port(arguments: &[String]) -> Result<(Option<u16>, Vec<String>), String> {
    let mut port = None;
    let mut others = Vec::new();
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let value = match word.split_once('=') {
            Some(("--port", value)) => Some(value.to_owned()),
            _ if word == "--port" => Some(words.next().cloned().unwrap_or_default()),
            _ => None,
        };
        match value {
            Some(text) => {
                let number = text.parse().map_err(|_| format!("`{text}` is not a port"))?;
                port = Some(number);
            }
            None => others.push(word.clone()),
        }
    }
    Ok((port, others))
}

fn free_port() -> Result<u16, String> {
    (FIRST_PORT..=LAST_PORT)
        .find(|&port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok())
        .ok_or_else(|| format!("ports {FIRST_PORT} to {LAST_PORT} are taken: give --port N"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_port_is_taken_out_of_what_trunk_gets() {
        let expected = (Some(9000), words("--release --open"));
        assert_eq!(take_port(&words("--release --port 9000 --open")), Ok(expected.clone()));
        assert_eq!(take_port(&words("--release --port=9000 --open")), Ok(expected));
    }

    #[test]
    fn a_port_that_is_none_is_refused_in_words() {
        assert_eq!(take_port(&words("--port many")), Err("`many` is not a port".to_owned()));
        assert_eq!(take_port(&words("--port")), Err("`` is not a port".to_owned()));
    }
}
