//! `cargo xtask looks`: takes the reference pictures of the page again, after a change that is meant.

use crate::browser::CHROMIUM;
use crate::house::House;
use crate::setup::{self, Need};
use crate::stages;

/// Takes them of the site in `dist/`.
pub(crate) fn renew(mut house: House) -> Result<(), String> {
    setup::require(&mut house, &[Need::Node, Need::NpmPackages, Need::Chromium])?;
    let mut command = stages::node(&house);
    command.env(CHROMIUM.variable, CHROMIUM.found(&house)?).env("LOOKS", "renew");
    command.args(["--test", "--test-reporter=spec", "specs/looks.spec.mjs"]);
    stages::built(&house, &mut command)?;
    println!("The pictures are in tests/e2e/looks/: look at those that changed before they are committed.");
    Ok(())
}
