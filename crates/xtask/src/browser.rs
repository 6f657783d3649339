//! The real browsers of the end-to-end tests: found, or installed through the system's packages.

use crate::house::House;
use crate::steps::{run, step};
use std::path::Path;

/// A browser, and how it comes to be there.
pub(crate) struct Browser {
    name: &'static str,
    /// The variable that names its executable.
    pub(crate) variable: &'static str,
    programs: &'static [&'static str],
    places: &'static [&'static str],
    /// Debian's packages. A system without any font draws no text at all.
    packages: &'static [&'static str],
    home: &'static str,
}

pub(crate) const CHROMIUM: Browser = Browser {
    name: "Chromium",
    variable: "CHROME_PATH",
    programs: &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"],
    places: &[
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ],
    packages: &["chromium", "fonts-liberation"],
    home: "https://www.chromium.org",
};

pub(crate) const FIREFOX: Browser = Browser {
    name: "Firefox",
    variable: "FIREFOX_PATH",
    programs: &["firefox-esr", "firefox"],
    places: &["/Applications/Firefox.app/Contents/MacOS/firefox"],
    packages: &["firefox-esr", "fonts-liberation"],
    home: "https://www.firefox.com",
};

impl Browser {
    /// Sees to it that the browser is there.
    pub(crate) fn provide(&self, house: &House) -> Result<(), String> {
        let Self { name, packages, .. } = self;
        if self.path(house)?.is_some() {
            return Ok(());
        }
        let root = house.answer("id", &["-u"]).as_deref() == Some("0");
        if !(root && house.find_program("apt-get").is_some()) {
            return Err(format!("no {name} was found: {}", self.how_to_get()));
        }
        step(&format!("installing {name} with apt-get"), || {
            let apt = |arguments: &[&str]| {
                let mut command = house.command("apt-get");
                command.env("DEBIAN_FRONTEND", "noninteractive");
                run(command.args(arguments))
            };
            apt(&["update", "-qq"])?;
            apt(&[&["install", "-y", "-qq", "--no-install-recommends"], *packages].concat())
        })?;
        match self.path(house)? {
            Some(_) => Ok(()),
            None => Err(format!("apt-get left no {name}: {}", self.how_to_get())),
        }
    }

    /// The executable: what the variable names, or the first that is found.
    pub(crate) fn path(&self, house: &House) -> Result<Option<String>, String> {
        let variable = self.variable;
        if let Some(named) = std::env::var_os(variable).filter(|value| !value.is_empty()) {
            let named = named.to_string_lossy().into_owned();
            if Path::new(&named).is_file() {
                return Ok(Some(named));
            }
            return Err(format!("{variable} names {named}, which is not there"));
        }
        let found = self.programs.iter().find_map(|name| house.find_program(name));
        let installed = || self.places.iter().map(Path::new).find(|place| place.is_file());
        let file = found.or_else(|| installed().map(Path::to_path_buf));
        Ok(file.map(|file| file.to_string_lossy().into_owned()))
    }

    /// The same for a command that cannot do without it.
    pub(crate) fn found(&self, house: &House) -> Result<String, String> {
        self.path(house)?.ok_or_else(|| format!("{} is gone", self.name))
    }

    fn how_to_get(&self) -> String {
        let Self { name, variable, packages, home, .. } = self;
        format!(
            "install {name} (Debian: `sudo apt-get install {}`; elsewhere: {home}), \
             or set {variable} to one that is already there",
            packages[0]
        )
    }
}
