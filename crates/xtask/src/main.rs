//! `cargo xtask`: sets up what the project needs, serves the page, builds it, tests everything.
//!
//! Nothing here knows the product's code. Every step says what it does and how long it took.

mod bench;
mod browser;
mod cargo_tools;
mod fuzz;
mod house;
mod install;
mod looks;
mod npm;
mod page;
mod parts;
mod setup;
mod soak;
mod stages;
mod steps;
mod summary;

use house::House;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask serve [--release] [--port N] [trunk options]
    Install what is missing, build the page, serve it and watch for changes.
cargo xtask build
    Install what is missing and build the site for deployment into dist/.
cargo xtask test [stage…]
    Run every check, or the named stages only, and print a summary.
cargo xtask looks
    Take the reference pictures of the page again, of the site in dist/.
cargo xtask bench
    Print how fast the simulator and the checker are natively and in wasm.
cargo xtask fuzz [target…] [--minutes N]
    Feed whatever a random generator comes up with to what reads input, 10 minutes a target.
cargo xtask soak
    Hold the checkers against their definitions on millions of histories; takes minutes.
cargo xtask setup
    Only install what the other commands need.

Tools are kept per user and version in $QUORATE_CACHE, or else $XDG_CACHE_HOME/quorate,
or else ~/.cache/quorate.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let house = match House::find() {
        Ok(house) => house,
        Err(why) => return refuse(&why),
    };
    let outcome = match command {
        "serve" => page::serve(house, rest),
        "build" => no_more(rest).and_then(|()| page::build_alone(house)),
        "test" => stages::test(house, rest),
        "looks" => no_more(rest).and_then(|()| looks::renew(house)),
        "bench" => no_more(rest).and_then(|()| bench::bench(house)),
        "fuzz" => fuzz::fuzz(house, rest),
        "soak" => no_more(rest).and_then(|()| soak::soak(house)),
        "setup" => no_more(rest).and_then(|()| setup::all(house)),
        "help" | "--help" | "-h" => {
            println!("{USAGE}\n\nStages of `test`, in order:\n{}", stages::list());
            Ok(())
        }
        other => Err(format!("there is no command `{other}`\n\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => refuse(&why),
    }
}

fn no_more(rest: &[String]) -> Result<(), String> {
    match rest {
        [] => Ok(()),
        more => Err(format!("unexpected: {}\n\n{USAGE}", more.join(" "))),
    }
}

fn refuse(why: &str) -> ExitCode {
    eprintln!("\nxtask: {why}");
    ExitCode::FAILURE
}
