//! `cargo xtask fuzz`: libFuzzer on the targets of `tests/fuzz`.
//!
//! The instrumentation is LLVM's own and its switches are stable, so the project's compiler does,
//! and nothing else has to be installed. Everything fuzzed is safe Rust: no sanitizer is needed.

use crate::house::House;
use crate::setup::{self, Need};
use crate::steps::run;
use std::fs;
use std::path::{Path, PathBuf};

/// What `cargo fuzz` passes for coverage, without the sanitizer.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// Fuzzes the named targets, or all, for so many minutes each.
pub(crate) fn fuzz(mut house: House, arguments: &[String]) -> Result<(), String> {
    let (names, minutes) = parsed(arguments)?;
    let package = house.root.join("tests").join("fuzz");
    let known = targets(&package)?;
    if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
        return Err(format!("there is no fuzz target `{unknown}`; there are {}", known.join(", ")));
    }
    setup::require(&mut house, &[Need::Crates])?;
    let host = house.answer("rustc", &["--print", "host-tuple"]).ok_or("rustc does not say what machine this is")?;
    let made = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| house.root.join("target"), PathBuf::from);
    let made = house.root.join(made).join("fuzz");
    let mut cargo = house.command("cargo");
    cargo.args(["build", "--locked", "--release", "--manifest-path"]).arg(package.join("Cargo.toml"));
    // With a target named, build scripts are not instrumented.
    run(cargo.args(["--target", &host]).env("CARGO_TARGET_DIR", &made).env("RUSTFLAGS", COVERAGE))?;
    for name in if names.is_empty() { &known } else { &names } {
        let program = made.join(&host).join("release").join(name);
        let [corpus, found] = ["corpus", "artifacts"].map(|kind| made.join(kind).join(name));
        for folder in [&corpus, &found] {
            fs::create_dir_all(folder).map_err(|why| format!("cannot make {}: {why}", folder.display()))?;
        }
        let mut fuzzer = house.command(&program.to_string_lossy());
        fuzzer.arg(corpus).arg(package.join("seeds").join(name));
        fuzzer.arg(format!("-dict={}", package.join("words").join(format!("{name}.dict")).display()));
        fuzzer.arg(format!("-artifact_prefix={}{}", found.display(), std::path::MAIN_SEPARATOR));
        fuzzer.arg(format!("-max_total_time={}", minutes * 60));
        fuzzer.args(["-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1"]);
        run(&mut fuzzer).map_err(|why| format!("{name}: {why}; what it found is in {}", found.display()))?;
    }
    Ok(())
}

fn parsed(arguments: &[String]) -> Result<(Vec<String>, u32), String> {
    let (mut names, mut minutes) = (Vec::new(), 10);
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--minutes" => {
                let number =
                    rest.next().and_then(|text| text.parse().ok()).filter(|number| (1..=10_000).contains(number));
                minutes = number.ok_or("--minutes takes a whole number from 1 to 10000")?;
            }
            option if option.starts_with('-') => return Err(format!("unexpected: {option}")),
            name => names.push(name.to_owned()),
        }
    }
    Ok((names, minutes))
}

/// The targets: one source file each.
fn targets(package: &Path) -> Result<Vec<String>, String> {
    let sources = package.join("src");
    let entries = fs::read_dir(&sources).map_err(|why| format!("cannot read {}: {why}", sources.display()))?;
    let name = |file: String| file.strip_suffix(".rs").map(str::to_owned);
    let mut names: Vec<String> =
        entries.filter_map(|entry| name(entry.ok()?.file_name().into_string().ok()?)).collect();
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_and_minutes_are_taken_in_any_order_and_anything_else_is_refused() {
        let parsed = |words: &[&str]| parsed(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(parsed(&[]), Ok((Vec::new(), 10)));
        assert_eq!(parsed(&["link", "--minutes", "3", "judge"]), Ok((vec!["link".to_owned(), "judge".to_owned()], 3)));
        for wrong in [&["--minutes"][..], &["--minutes", "0"], &["--minutes", "x"], &["-x"]] {
            assert!(parsed(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn every_target_has_a_binary_seeds_and_words() {
        let package = House::find().expect("the tests run inside the project").root.join("tests/fuzz");
        let manifest = fs::read_to_string(package.join("Cargo.toml")).expect("the package is there");
        let names = targets(&package).expect("its sources are there");
        assert!(names.len() >= 8, "{names:?}");
        for name in names {
            assert!(manifest.contains(&format!("path = \"src/{name}.rs\"")), "{name} has no binary");
            let seeds = fs::read_dir(package.join("seeds").join(&name)).map(Iterator::count);
            assert!(seeds.is_ok_and(|count| count > 0), "{name} has no seeds");
            assert!(package.join("words").join(format!("{name}.dict")).is_file(), "{name} has no words");
        }
    }
}
