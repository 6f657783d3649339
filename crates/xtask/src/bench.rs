//! `cargo xtask bench`: the same figures natively and in wasm under Node, side by side.

use crate::house::House;
use crate::parts::SMALL;
use crate::setup::{self, Need};
use crate::steps::{run, run_and_read};
use std::path::PathBuf;
use std::process::Command;

/// A figure: what it is of, and nanoseconds an operation.
type Figure = (String, f64);

/// What takes longer is told by how long it takes.
const SLOW_NS: f64 = 20_000.0;

/// Builds the figures as each side ships them, runs both and prints them.
pub(crate) fn bench(mut house: House) -> Result<(), String> {
    setup::require(&mut house, &[Need::Crates, Need::WasmTarget, Need::Node, Need::WasmOpt, Need::WasmBindgen])?;
    let native = built(&house, &["--profile", "native"])?;
    let wasm = built(&house, &["--release", "--target", "wasm32-unknown-unknown"])?;
    let folder = wasm.with_extension("node");
    let mut bindgen = house.command("wasm-bindgen");
    bindgen.args(["--target", "nodejs", "--out-name", "figures", "--out-dir"]).arg(&folder).arg(&wasm);
    run(&mut bindgen)?;
    let bound = folder.join("figures_bg.wasm");
    run(house.command("wasm-opt").arg(&bound).args(SMALL).arg("-o").arg(&bound))?;
    let native = figures(&mut house.command(&native.to_string_lossy()))?;
    let wasm = figures(house.command("node").arg(folder.join("figures.js")))?;
    println!("\n{}", table(&native, &wasm)?);
    Ok(())
}

/// Builds the figures; gives where Cargo put them.
fn built(house: &House, options: &[&str]) -> Result<PathBuf, String> {
    let mut cargo = house.command("cargo");
    cargo.args(["build", "--locked", "--package", "tests", "--bench", "figures"]).args(options);
    run(&mut cargo)?;
    // Again, now that there is nothing to build: only to be told the file's name.
    let output = cargo.args(["--quiet", "--message-format", "json"]).output();
    let output = output.map_err(|why| format!("cargo could not be started: {why}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    executable(&said).ok_or_else(|| "cargo does not say where it put the figures".to_owned())
}

/// The file that Cargo's messages name as the last thing to run.
fn executable(messages: &str) -> Option<PathBuf> {
    let named = messages.rsplit("\"executable\":\"").next().filter(|rest| rest.len() < messages.len())?;
    Some(PathBuf::from(named.split('"').next()?.replace("\\\\", "\\")))
}

fn figures(command: &mut Command) -> Result<Vec<Figure>, String> {
    let said = run_and_read(command)?;
    let figures: Vec<Figure> = said.lines().filter_map(figure).collect();
    if figures.is_empty() { Err("it printed no figure".to_owned()) } else { Ok(figures) }
}

fn figure(line: &str) -> Option<Figure> {
    let (what, ns) = line.split_once('\t')?;
    Some((what.to_owned(), ns.trim().parse().ok()?))
}

fn table(native: &[Figure], wasm: &[Figure]) -> Result<String, String> {
    let mut text = format!("{:50}{:>12}{:>12}{:>12}\n", "operations a second", "native", "wasm", "wasm/native");
    for (what, native_ns) in native {
        let (_, wasm_ns) =
            wasm.iter().find(|(other, _)| other == what).ok_or_else(|| format!("no figure in wasm: {what}"))?;
        let [native, wasm] = [native_ns, wasm_ns].map(|ns| pace(*ns));
        text.push_str(&format!("{what:50}{native:>12}{wasm:>12}{:>12.2}\n", native_ns / wasm_ns));
    }
    Ok(text)
}

/// How many go in a second, in millions; for something long, how long it takes.
fn pace(ns: f64) -> String {
    if ns < SLOW_NS { format!("{:.2} M", 1e3 / ns) } else { format!("{:.2} ms", ns / 1e6) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_executable_of_the_messages_is_found() {
        let messages = "{\"executable\":\"/a/b\"}\n{\"executable\":null}\n{\"executable\":\"C:\\\\c\",\"x\":1}\n";
        assert_eq!(executable(messages), Some(PathBuf::from("C:\\c")));
        assert_eq!(executable("{\"executable\":null}"), None);
    }

    #[test]
    fn figures_stand_side_by_side_and_none_is_left_out() {
        let lines = |text: &str| text.lines().filter_map(figure).collect::<Vec<_>>();
        let native = lines("noise\na\t100.0\nb\t500\n");
        let table_of = |wasm| table(&native, &lines(wasm));
        let both = table_of("b\t1000\na\t200\n").expect("every figure is there");
        let rows: Vec<Vec<&str>> = both.lines().skip(1).map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(rows, [["a", "10.00", "M", "5.00", "M", "0.50"], ["b", "2.00", "M", "1.00", "M", "0.50"]]);
        assert!(table_of("a\t200\n").is_err_and(|why| why.ends_with('b')));
        assert_eq!([500.0, 1_250_000.0].map(pace), ["2.00 M", "1.25 ms"]);
    }
}
