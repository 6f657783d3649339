//! The tools that Cargo compiles: trunk, and the wasm-bindgen that `Cargo.lock` names.

use crate::house::House;
use crate::install::{self, Tool};
use crate::steps::run;
use std::fs;

/// The newest trunk that the project's Rust version compiles.
const TRUNK_VERSION: &str = "0.21.14";

/// Puts trunk on PATH, installing it if need be.
pub(crate) fn trunk(house: &mut House) -> Result<(), String> {
    let version = format!("trunk {TRUNK_VERSION}");
    if house.answer("trunk", &["--version"]).as_ref() == Some(&version) {
        return Ok(());
    }
    let name = format!("trunk-{TRUNK_VERSION}");
    // Without the default features it neither looks for updates nor links the system's TLS.
    let options = ["--locked", "--no-default-features", "--features", "rustls"];
    compile(house, "trunk", TRUNK_VERSION, &name, &options)
}

/// Puts the matching wasm-bindgen and its test runner on PATH, installing them if need be.
pub(crate) fn wasm_bindgen(house: &mut House) -> Result<(), String> {
    let file = house.root.join("Cargo.lock");
    let lock = fs::read_to_string(&file).map_err(|why| format!("cannot read {}: {why}", file.display()))?;
    let version = locked_version(&lock, "wasm-bindgen")
        .ok_or("Cargo.lock names no wasm-bindgen, which the page is built with")?;
    let both = ["wasm-bindgen", "wasm-bindgen-test-runner"];
    let matches = |program: &&str| {
        let answer = house.answer(program, &["--version"]);
        answer.is_some_and(|text| text.split_whitespace().any(|word| word == version))
    };
    if both.iter().all(matches) {
        return Ok(());
    }
    let name = format!("wasm-bindgen-{version}");
    // Not `--locked`: the published lock file names a crate that the registry does not have.
    compile(house, "wasm-bindgen-cli", version, &name, &[])
}

/// The version of a package as a lock file states it.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{package}\""))?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    version.strip_suffix('"')
}

fn compile(house: &mut House, package: &str, version: &str, name: &str, options: &[&str]) -> Result<(), String> {
    let program = match package {
        "wasm-bindgen-cli" => "wasm-bindgen",
        other => other,
    };
    let proof = format!("bin/{program}{}", std::env::consts::EXE_SUFFIX);
    let tool = Tool { name, proof: &proof };
    // Compiled objects outlive an interruption here, so that the next try goes on from them.
    let objects = house.cache.join(format!("{name}.objects"));
    let home = install::once(&house.cache, &tool, |folder| {
        println!("  this compiles {package} {version} once, which takes some minutes");
        let mut cargo = house.command("cargo");
        cargo
            .args(["install", package, "--version", version, "--quiet"])
            .args(options)
            .arg("--root")
            .arg(folder)
            .arg("--target-dir")
            .arg(&objects);
        // These run for seconds: compile time matters more than their speed.
        cargo
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
            .env("CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS", "fallback");
        run(&mut cargo)?;
        install::remove(&objects)
    })?;
    house.prefer(home.join("bin"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_package_and_not_of_its_namesakes() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "bindgen"), None);
    }
}
