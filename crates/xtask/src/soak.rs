//! `cargo xtask soak`: the checkers against their definitions on far more histories than fit a
//! test run, and every promise of a protocol with far more trials. The first takes minutes, the
//! second hours; stopped, it goes on where it was.

use crate::house::House;
use crate::setup::{self, Need};
use crate::steps::{run, seconds};
use std::time::Instant;

/// Runs it natively, as fast as it goes, and shows how far it has come.
pub(crate) fn soak(mut house: House) -> Result<(), String> {
    setup::require(&mut house, &[Need::Crates])?;
    let start = Instant::now();
    let mut command = house.command("cargo");
    command.env("QUORATE_SOAK", "1");
    // The profile of the native door: the checkers run as they do there.
    command.args(["test", "--profile", "native", "--locked", "--package", "check", "--test", "soak"]);
    run(command.args(["--", "--nocapture"]))?;
    println!("\nno checker was contradicted; it took {}", seconds(start.elapsed()));
    let kept = house.root.join("target").join("soak-guarantees.jsonl");
    let mut command = house.command("cargo");
    command.args(["run", "--profile", "native", "--locked", "--package", "cli", "--", "table"]);
    run(command.args(["--trials", "100000", "--keep"]).arg(&kept))?;
    println!("\nno promise was contradicted; all of it took {}", seconds(start.elapsed()));
    Ok(())
}
