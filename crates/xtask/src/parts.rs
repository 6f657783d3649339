//! The built page in three parts: what an answer on the opening page needs, what the other places show
//! themselves with, and the rest, which is fetched while people look. Which is which is seen by using
//! the page in a real browser.

use crate::browser::CHROMIUM;
use crate::house::House;
use crate::steps::run;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How the wasm is made smaller. The features are named: some that binaryen knows, browsers do not.
pub(crate) const SMALL: [&str; 12] = [
    // The names tell what stays whole; the cut leaves them out.
    "-g",
    "-Oz",
    // What one time leaves behind, the next finds.
    "-Oz",
    "-Oz",
    "--one-caller-inline-max-function-size=20",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Cuts the site in `dist/`.
pub(crate) fn cut(house: &House) -> Result<(), String> {
    let chromium = CHROMIUM.found(house)?;
    let watched = house.root.join("target").join("watched");
    let [seen, shown, words] =
        ["seen.json", "shown.json", "words.json"].map(|name| house.root.join("target").join(name));
    let linked = house.target().join("wasm32-unknown-unknown/release/web.wasm");
    run(split(house).arg("shorten").arg(house.dist()))?;
    let wasm = wasm(&house.dist())?;
    run(house.command("wasm-opt").arg(&wasm).args(SMALL).arg("-o").arg(&wasm))?;
    copy(&house.dist(), &watched)?;
    run(split(house).arg("watch").arg(&watched))?;
    let mut record = house.command("node");
    record.current_dir(house.e2e()).env("DIST", &watched).env(CHROMIUM.variable, chromium);
    run(record.arg("support/record.mjs").arg(&seen).arg(&shown).arg(&words))?;
    run(split(house).arg("cut").arg(house.dist()).arg(&linked).arg(&seen).arg(&shown))?;
    let mut minify = house.command("node");
    run(minify.current_dir(house.e2e()).env("DIST", house.dist()).arg("support/minify.mjs").arg(&words))
}

/// The wasm of a site that is still in one part.
fn wasm(site: &Path) -> Result<PathBuf, String> {
    let entries = fs::read_dir(site).map_err(|why| format!("cannot read {}: {why}", site.display()))?;
    let mut files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let found = files.find(|file| file.extension().is_some_and(|extension| extension == "wasm"));
    found.ok_or_else(|| format!("{} holds no wasm", site.display()))
}

fn split(house: &House) -> Command {
    let mut command = house.command("cargo");
    command.args(["run", "--quiet", "--locked", "-p", "split", "--"]);
    command
}

/// Copies a folder to where there may be an older copy.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let said = |why: std::io::Error| format!("cannot copy {} to {}: {why}", from.display(), to.display());
    if to.exists() {
        fs::remove_dir_all(to).map_err(said)?;
    }
    fs::create_dir_all(to).map_err(said)?;
    for entry in fs::read_dir(from).map_err(said)? {
        let entry = entry.map_err(said)?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target).map_err(said)?;
        }
    }
    Ok(())
}
