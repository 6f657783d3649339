//! The real browser of the end-to-end tests: found, or installed through the system's packages.

use crate::house::House;
use crate::steps::{run, step};
use std::path::Path;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const PLACES: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const HOW_TO_GET_CHROMIUM: &str = "install Chromium \
    (Debian and Ubuntu: `sudo apt-get install chromium`; elsewhere: https://www.chromium.org), \
    or set CHROME_PATH to a Chromium or Chrome that is already there";

/// Sees to it that there is a Chromium.
pub(crate) fn chromium(house: &mut House) -> Result<(), String> {
    if path(house)?.is_some() {
        return Ok(());
    }
    let root = house.answer("id", &["-u"]).as_deref() == Some("0");
    if !(root && house.find_program("apt-get").is_some()) {
        return Err(format!("no Chromium was found: {HOW_TO_GET_CHROMIUM}"));
    }
    step("installing Chromium with apt-get", || {
        let apt = |arguments: &[&str]| {
            let mut command = house.command("apt-get");
            command.env("DEBIAN_FRONTEND", "noninteractive");
            run(command.args(arguments))
        };
        apt(&["update", "-qq"])?;
        // A system without any font draws no text at all.
        let packages = ["chromium", "fonts-liberation"];
        apt(&[&["install", "-y", "-qq", "--no-install-recommends"], &packages[..]].concat())
    })?;
    match path(house)? {
        Some(_) => Ok(()),
        None => Err(format!("apt-get left no Chromium: {HOW_TO_GET_CHROMIUM}")),
    }
}

/// The browser's executable: what CHROME_PATH names, or the first that is found.
pub(crate) fn path(house: &House) -> Result<Option<String>, String> {
    if let Some(named) = std::env::var_os("CHROME_PATH").filter(|value| !value.is_empty()) {
        let named = named.to_string_lossy().into_owned();
        if Path::new(&named).is_file() {
            return Ok(Some(named));
        }
        return Err(format!("CHROME_PATH names {named}, which is not there"));
    }
    let found = NAMES.iter().find_map(|name| house.find_program(name));
    let installed = || PLACES.iter().map(Path::new).find(|place| place.is_file());
    let file = found.or_else(|| installed().map(Path::to_path_buf));
    Ok(file.map(|file| file.to_string_lossy().into_owned()))
}
