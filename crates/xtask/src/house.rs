//! Where things are: the project's root, the per-user cache, and the PATH that children get.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The places that every step works with.
pub(crate) struct House {
    /// The project's top level.
    pub(crate) root: PathBuf,
    /// The per-user folder of installed tools, one folder per tool and version.
    pub(crate) cache: PathBuf,
    /// Folders of the cache that stand in front of PATH.
    tools: Vec<PathBuf>,
}

impl House {
    pub(crate) fn find() -> Result<Self, String> {
        // Cargo tells `cargo run` where the manifest is now; the compiled-in place is only for a
        // binary that is started by hand.
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .ancestors()
            .find(|folder| folder.join("Trunk.toml").is_file())
            .ok_or_else(|| format!("no Trunk.toml above {}", manifest.display()))?
            .to_path_buf();
        Ok(Self { root, cache: cache_folder()?, tools: Vec::new() })
    }

    /// The folder of the JavaScript tooling.
    pub(crate) fn e2e(&self) -> PathBuf {
        self.root.join("tests").join("e2e")
    }

    /// The built site.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Where cargo puts what it builds.
    pub(crate) fn target(&self) -> PathBuf {
        self.root.join(env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from))
    }

    /// Puts a folder of executables in front of PATH for every later command.
    pub(crate) fn prefer(&mut self, folder: PathBuf) {
        if !self.tools.contains(&folder) {
            self.tools.push(folder);
        }
    }

    /// A command in the project's root that finds the cached tools first.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", self.path());
        command
    }

    /// The first executable of this name, cached tools first.
    pub(crate) fn find_program(&self, program: &str) -> Option<PathBuf> {
        env::split_paths(&self.path()).map(|folder| folder.join(program)).find(|file| is_executable(file))
    }

    /// What a program prints, or nothing if it is absent or fails.
    pub(crate) fn answer(&self, program: &str, arguments: &[&str]) -> Option<String> {
        let output = self.command(program).args(arguments).output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        output.status.success().then_some(text)
    }

    fn path(&self) -> OsString {
        let inherited = env::var_os("PATH").unwrap_or_default();
        let folders = self.tools.iter().cloned();
        let all = folders.chain(env::split_paths(&inherited));
        // A folder with the separator in its name cannot be on PATH anyway.
        env::join_paths(all).unwrap_or(inherited)
    }
}

fn cache_folder() -> Result<PathBuf, String> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    if let Some(folder) = set("QUORATE_CACHE") {
        return Ok(PathBuf::from(folder));
    }
    if let Some(folder) = set("XDG_CACHE_HOME") {
        return Ok(PathBuf::from(folder).join("quorate"));
    }
    env::home_dir()
        .map(|home| home.join(".cache").join("quorate"))
        .ok_or_else(|| "no home folder: set QUORATE_CACHE to a folder for tools".to_owned())
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.is_file()
}
