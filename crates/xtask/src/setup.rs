//! What a command needs before it can run, and how each need is met.

use crate::browser::{CHROMIUM, FIREFOX};
use crate::house::House;
use crate::steps::{run, seconds, step};
use crate::{cargo_tools, npm};
use std::time::Instant;

/// Something that must be on the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// rustfmt and clippy.
    Components,
    /// Rust's standard library for wasm32.
    WasmTarget,
    /// The crates that `Cargo.lock` names, downloaded.
    Crates,
    /// Node and npm.
    Node,
    /// wasm-opt.
    WasmOpt,
    /// wasm-bindgen and its test runner.
    WasmBindgen,
    /// trunk.
    Trunk,
    /// The packages of `tests/e2e`.
    NpmPackages,
    /// A Chromium.
    Chromium,
    /// A Firefox.
    Firefox,
}

/// Every need, quick ones first so that what only a person can install is said before the long
/// compilations.
const ALL: [Need; 10] = [
    Need::Node,
    Need::Components,
    Need::WasmTarget,
    Need::Crates,
    Need::NpmPackages,
    Need::WasmOpt,
    Need::Chromium,
    Need::Firefox,
    Need::WasmBindgen,
    Need::Trunk,
];

/// What building the page needs.
pub(crate) const PAGE: [Need; 6] =
    [Need::WasmTarget, Need::Crates, Need::Node, Need::WasmOpt, Need::WasmBindgen, Need::Trunk];

/// What building the site for deployment needs.
pub(crate) const SITE: [Need; 8] = [
    Need::WasmTarget,
    Need::Crates,
    Need::Node,
    Need::WasmOpt,
    Need::WasmBindgen,
    Need::Trunk,
    Need::NpmPackages,
    Need::Chromium,
];

/// `cargo xtask setup`.
pub(crate) fn all(mut house: House) -> Result<(), String> {
    let unmet = meet(&mut house, &ALL);
    if unmet.is_empty() {
        return Ok(());
    }
    let reasons: Vec<&str> = unmet.iter().map(|(_, why)| why.as_str()).collect();
    Err(format!("set-up is incomplete:\n  {}", reasons.join("\n  ")))
}

/// Meets the needs for a command that can do nothing without them: stops at the first unmet one.
pub(crate) fn require(house: &mut House, needs: &[Need]) -> Result<(), String> {
    let start = Instant::now();
    for need in in_order(needs) {
        meet_one(house, need)?;
    }
    println!("· set-up ready after {}", seconds(start.elapsed()));
    Ok(())
}

/// Meets the needs, going on after one that cannot be met; those are returned with the reason.
pub(crate) fn meet(house: &mut House, needs: &[Need]) -> Vec<(Need, String)> {
    let start = Instant::now();
    let mut unmet = Vec::new();
    for need in in_order(needs) {
        if let Err(why) = meet_one(house, need) {
            eprintln!("set-up: {why}");
            unmet.push((need, why));
        }
    }
    let verdict = if unmet.is_empty() { "ready" } else { "incomplete" };
    println!("· set-up {verdict} after {}", seconds(start.elapsed()));
    unmet
}

fn in_order(needs: &[Need]) -> impl Iterator<Item = Need> {
    ALL.into_iter().filter(|need| needs.contains(need))
}

fn meet_one(house: &mut House, need: Need) -> Result<(), String> {
    match need {
        Need::Components => components(house),
        Need::WasmTarget => wasm_target(house),
        Need::Crates => crates(house),
        Need::Node => npm::node(house),
        Need::WasmOpt => npm::wasm_opt(house),
        Need::WasmBindgen => cargo_tools::wasm_bindgen(house),
        Need::Trunk => cargo_tools::trunk(house),
        Need::NpmPackages => npm::packages(house),
        Need::Chromium => CHROMIUM.provide(house),
        Need::Firefox => FIREFOX.provide(house),
    }
}

fn components(house: &House) -> Result<(), String> {
    for (component, program) in [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")] {
        // rustup's proxies are there even when the component is not, so they are asked.
        if house.answer(program, &["--version"]).is_none() {
            rustup(house, &["component", "add", component])?;
        }
    }
    Ok(())
}

fn wasm_target(house: &House) -> Result<(), String> {
    let library = ["--print", "target-libdir", "--target", "wasm32-unknown-unknown"];
    let folder = house.answer("rustc", &library).unwrap_or_default();
    // An absent target has no folder, or one without a library in it.
    if std::fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some()) {
        return Ok(());
    }
    rustup(house, &["target", "add", "wasm32-unknown-unknown"])
}

fn rustup(house: &House, arguments: &[&str]) -> Result<(), String> {
    let what = format!("rustup {}", arguments.join(" "));
    if house.find_program("rustup").is_none() {
        return Err(format!("`{what}` is needed, but rustup was not found: install Rust from https://rustup.rs"));
    }
    step(&what, || run(house.command("rustup").args(arguments)))
}

fn crates(house: &House) -> Result<(), String> {
    let answer = house.answer("rustc", &["--print", "host-tuple"]);
    let host = answer.ok_or("rustc does not say what machine this is")?;
    let mut cargo = house.command("cargo");
    cargo.args(["fetch", "--quiet", "--locked", "--target", &host]);
    cargo.args(["--target", "wasm32-unknown-unknown"]);
    step("downloading the crates of Cargo.lock", || run(&mut cargo))
}
