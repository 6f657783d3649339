//! What comes from the npm registry: wasm-opt for the release build, and the browser driver.

use crate::house::House;
use crate::install::{self, Tool};
use crate::steps::{run, step};
use std::fs;

/// Debian's binaryen is too old for today's wasm; this one runs on Node and needs no compiler.
const BINARYEN_VERSION: &str = "132.0.0";
const OLDEST_NODE: u32 = 20;
const HOW_TO_GET_NODE: &str = "install Node.js 20 or newer with npm \
    (Debian and Ubuntu: `apt-get install nodejs npm`; elsewhere: https://nodejs.org)";

/// Sees to it that Node and npm are there: the project does not install them itself.
pub(crate) fn node(house: &mut House) -> Result<(), String> {
    let version =
        house.answer("node", &["--version"]).ok_or_else(|| format!("Node.js was not found: {HOW_TO_GET_NODE}"))?;
    if major(&version).is_none_or(|number| number < OLDEST_NODE) {
        return Err(format!("Node.js is {version}: {HOW_TO_GET_NODE}"));
    }
    match house.answer("npm", &["--version"]) {
        Some(_) => Ok(()),
        None => Err(format!("npm was not found: {HOW_TO_GET_NODE}")),
    }
}

/// Puts wasm-opt on PATH, installing it if need be.
pub(crate) fn wasm_opt(house: &mut House) -> Result<(), String> {
    let name = format!("binaryen-{BINARYEN_VERSION}");
    let tool = Tool { name: &name, proof: "node_modules/.bin/wasm-opt" };
    let package = format!("binaryen@{BINARYEN_VERSION}");
    let home = install::once(&house.cache, &tool, |folder| {
        let mut npm = house.command("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--save-exact"]);
        npm.arg("--prefix").arg(folder).arg(&package);
        run(&mut npm)
    })?;
    house.prefer(home.join("node_modules").join(".bin"));
    Ok(())
}

/// Installs the packages of `tests/e2e` exactly as its lock file names them.
pub(crate) fn packages(house: &mut House) -> Result<(), String> {
    let folder = house.e2e();
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock).map_err(|why| format!("cannot read {}: {why}", lock.display()))?;
    // Written last, so an interrupted installation is done again.
    let stamp = folder.join("node_modules").join(".installed-lock.json");
    if fs::read(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    step("installing the npm packages of tests/e2e", || {
        let mut npm = house.command("npm");
        npm.args(["ci", "--no-audit", "--no-fund"]);
        run(npm.current_dir(&folder))?;
        fs::write(&stamp, &wanted).map_err(|why| format!("cannot write {}: {why}", stamp.display()))
    })
}

fn major(version: &str) -> Option<u32> {
    let number = version.trim_start_matches('v').split('.').next()?;
    number.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read_from_its_answer() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("nightly"), None);
    }
}
