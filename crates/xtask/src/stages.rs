//! `cargo xtask test`: the stages, their order, and what each needs.

use crate::browser::{CHROMIUM, FIREFOX};
use crate::house::House;
use crate::page;
use crate::setup::{self, Need};
use crate::steps::{run, run_and_read, seconds};
use crate::summary::{Ending, Line, table, verdict};
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

/// One check of the project.
struct Stage {
    name: &'static str,
    about: &'static str,
    needs: &'static [Need],
    /// The stage whose result this one looks at.
    after: Option<&'static str>,
    run: fn(&House) -> Result<(), String>,
}

const WASM: &str = "wasm32-unknown-unknown";
/// What never runs in the browser; the rest of the workspace is linted for wasm32 too.
const NATIVE_ONLY: [&str; 4] = ["cli", "split", "xtask", "tests"];

const STAGES: [Stage; 9] = [
    Stage {
        name: "fmt",
        about: "formatting as rustfmt has it",
        needs: &[Need::Components],
        after: None,
        run: |house| run(house.command("cargo").args(["fmt", "--all", "--check"])),
    },
    Stage {
        name: "clippy",
        about: "lints of every target, natively, warnings denied",
        needs: &[Need::Components, Need::Crates],
        after: None,
        run: |house| clippy(house, &["--workspace", "--all-targets"]),
    },
    Stage {
        name: "clippy-wasm",
        about: "lints of the page and its crates for wasm32, warnings denied",
        needs: &[Need::Components, Need::Crates, Need::WasmTarget],
        after: None,
        run: |house| {
            let excluded = NATIVE_ONLY.iter().flat_map(|name| ["--exclude", name]);
            let mut arguments = vec!["--workspace", "--target", WASM];
            arguments.extend(excluded);
            clippy(house, &arguments)
        },
    },
    Stage {
        name: "test",
        about: "tests of every crate and of the whole house, natively",
        needs: &[Need::Crates],
        after: None,
        run: |house| run(cargo(house, "test").args(["--workspace", "--no-fail-fast"])),
    },
    Stage {
        name: "parity",
        about: "the same digests in wasm, under Node",
        needs: &[Need::Crates, Need::WasmTarget, Need::Node, Need::WasmBindgen],
        after: None,
        run: parity,
    },
    Stage {
        name: "docs",
        about: "API documentation, warnings denied",
        needs: &[Need::Crates],
        after: None,
        run: |house| {
            let mut command = cargo(house, "doc");
            command.env("RUSTDOCFLAGS", "-D warnings");
            run(command.args(["--workspace", "--no-deps", "--keep-going"]))
        },
    },
    Stage {
        name: "build",
        about: "the release build of the site by Trunk",
        needs: &setup::SITE,
        after: None,
        run: page::build,
    },
    Stage {
        name: "size",
        about: "the first load within its budget, compressed",
        needs: &[Need::Node],
        after: Some("build"),
        run: |house| built(house, node(house).args(["support/size.mjs"])),
    },
    Stage {
        name: "e2e",
        about: "the built site in a real Chromium, and the main job in Firefox",
        needs: &[Need::Node, Need::NpmPackages, Need::Chromium, Need::Firefox],
        after: Some("build"),
        run: e2e,
    },
];

/// The stages, a line each, for the help text.
pub(crate) fn list() -> String {
    let lines = STAGES.iter().map(|stage| format!("    {:12} {}", stage.name, stage.about));
    lines.collect::<Vec<_>>().join("\n")
}

/// Runs the named stages, or all, and fails if any of them did not pass.
pub(crate) fn test(mut house: House, names: &[String]) -> Result<(), String> {
    let known = |name: &&String| STAGES.iter().any(|stage| stage.name == **name);
    if let Some(unknown) = names.iter().find(|name| !known(name)) {
        return Err(format!("there is no stage `{unknown}`:\n{}", list()));
    }
    let chosen: Vec<&Stage> =
        STAGES.iter().filter(|stage| names.is_empty() || names.iter().any(|name| name == stage.name)).collect();
    let needs: Vec<Need> = chosen.iter().flat_map(|stage| stage.needs).copied().collect();

    let start = Instant::now();
    let unmet = setup::meet(&mut house, &needs);
    let missing: Vec<String> = unmet.iter().map(|(need, _)| format!("{need:?}")).collect();
    let mut lines = vec![Line {
        name: "set-up",
        ending: match missing.as_slice() {
            [] => Ending::Passed,
            names => Ending::Failed(format!("could not provide {}", names.join(", "))),
        },
        took: start.elapsed(),
    }];
    for stage in chosen {
        let line = match obstacle(stage, &unmet, &lines) {
            Some(why) => Line { name: stage.name, ending: Ending::NotRun(why), took: Duration::ZERO },
            None => attempt(&house, stage),
        };
        lines.push(line);
    }
    println!("\n{}", table(&lines));
    verdict(&lines)
}

/// Why a stage cannot run, if it cannot.
fn obstacle(stage: &Stage, unmet: &[(Need, String)], lines: &[Line]) -> Option<String> {
    if let Some((need, _)) = unmet.iter().find(|(need, _)| stage.needs.contains(need)) {
        return Some(format!("needs {need:?}"));
    }
    let before = stage.after?;
    // Not chosen in this run: the stage looks at what is there from an earlier one.
    let line = lines.iter().find(|line| line.name == before)?;
    let failed = line.ending != Ending::Passed;
    failed.then(|| format!("{before} did not pass"))
}

fn attempt(house: &House, stage: &Stage) -> Line {
    println!("\n━━ {}: {}", stage.name, stage.about);
    let start = Instant::now();
    let ending = match (stage.run)(house) {
        Ok(()) => Ending::Passed,
        Err(why) => {
            eprintln!("{} FAILED: {why}", stage.name);
            Ending::Failed(why)
        }
    };
    Line { name: stage.name, ending, took: start.elapsed() }
}

fn cargo(house: &House, subcommand: &str) -> Command {
    let mut command = house.command("cargo");
    command.args([subcommand, "--quiet", "--locked"]);
    command
}

fn clippy(house: &House, arguments: &[&str]) -> Result<(), String> {
    let mut command = cargo(house, "clippy");
    command.arg("--keep-going").args(arguments);
    run(command.args(["--", "-D", "warnings"]))
}

pub(crate) fn node(house: &House) -> Command {
    let mut command = house.command("node");
    command.current_dir(house.e2e()).env("DIST", house.dist());
    command
}

/// The runner ends well when it finds no test at all, so its closing line is read.
fn parity(house: &House) -> Result<(), String> {
    let mut command = house.command("cargo");
    // Not quiet: Cargo would hand that on to the runner, which does not know it.
    command.args(["test", "--locked", "-p", "tests", "--test", "parity"]);
    let said = run_and_read(command.args(["--target", WASM]))?;
    if said.contains("test result: ok. 0 passed") || !said.contains("test result: ok.") {
        return Err("no test ran in wasm".to_owned());
    }
    Ok(())
}

/// Runs a command that looks at the built site, if there is one, and says how old that is.
pub(crate) fn built(house: &House, command: &mut Command) -> Result<(), String> {
    let page = house.dist().join("index.html");
    let written = fs::metadata(page).and_then(|meta| meta.modified());
    let written = written.map_err(|_| "dist/ holds no site: run `cargo xtask build` first")?;
    // A clock that was set back makes it younger than nothing.
    println!("· dist/ was built {} ago", seconds(written.elapsed().unwrap_or_default()));
    run(command)
}

fn e2e(house: &House) -> Result<(), String> {
    let mut specs: Vec<String> = fs::read_dir(house.e2e().join("specs"))
        .map_err(|why| format!("cannot read tests/e2e/specs: {why}"))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".spec.mjs"))
        .map(|name| format!("specs/{name}"))
        .collect();
    specs.sort();
    if specs.is_empty() {
        return Err("tests/e2e/specs holds no *.spec.mjs".to_owned());
    }
    // The native door says what a link shows; the page in the browser must say the same.
    run(house.command("cargo").args(["build", "--locked", "-p", "cli"]))?;
    let native = house.target().join("debug").join("quorate");
    let mut command = node(house);
    for browser in [CHROMIUM, FIREFOX] {
        command.env(browser.variable, browser.found(house)?);
    }
    command.env("QUORATE", native);
    command.args(["--test", "--test-reporter=spec"]).args(specs);
    built(house, &mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(name: &str) -> &'static Stage {
        let mut stages = STAGES.iter();
        stages.find(|stage| stage.name == name).expect("a stage of the list")
    }

    fn build_that(ending: Ending) -> [Line; 1] {
        let took = Duration::ZERO;
        [Line { name: "build", ending, took }]
    }

    #[test]
    fn every_stage_comes_after_the_one_that_it_looks_at() {
        for (index, stage) in STAGES.iter().enumerate() {
            let earlier = &STAGES[..index];
            let found = |before| earlier.iter().any(|other| other.name == before);
            assert!(stage.after.is_none_or(found), "{}", stage.name);
        }
    }

    #[test]
    fn a_failed_build_stops_the_stages_that_look_at_the_site() {
        let failed = build_that(Ending::Failed("it broke".to_owned()));
        let why = obstacle(stage("e2e"), &[], &failed);
        assert_eq!(why.as_deref(), Some("build did not pass"));
        assert_eq!(obstacle(stage("e2e"), &[], &build_that(Ending::Passed)), None);
        assert_eq!(obstacle(stage("fmt"), &[], &failed), None);
    }

    #[test]
    fn an_unmet_need_stops_only_the_stages_that_have_it() {
        let unmet = [(Need::Chromium, "none".to_owned())];
        assert!(obstacle(stage("e2e"), &unmet, &[]).is_some());
        assert!(obstacle(stage("clippy"), &unmet, &[]).is_none());
    }

    #[test]
    fn a_stage_that_does_not_exist_is_refused_with_the_list() {
        let house = House::find().expect("the tests run inside the project");
        let refused = test(house, &["spelling".to_owned()]);
        assert!(refused.is_err_and(|why| why.contains("`spelling`") && why.contains("clippy")));
    }
}
