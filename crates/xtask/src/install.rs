//! Installing a tool into the cache: all of it or nothing, and once, whoever else is installing.

use crate::steps::{seconds, step};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A folder of the cache with the file that shows that it is whole.
pub(crate) struct Tool<'a> {
    /// The folder's name: tool and version.
    pub(crate) name: &'a str,
    /// The file, within the folder, that is there when the tool is.
    pub(crate) proof: &'a str,
}

/// The tool's folder, after running `build` on an empty one if it is not there yet.
///
/// The work is done in a partial folder and renamed, so that an interrupted set-up leaves nothing
/// that looks installed; a lock file keeps two set-ups from doing the same work twice.
pub(crate) fn once(
    cache: &Path,
    tool: &Tool<'_>,
    build: impl FnOnce(&Path) -> Result<(), String>,
) -> Result<PathBuf, String> {
    let home = cache.join(tool.name);
    if home.join(tool.proof).exists() {
        return Ok(home);
    }
    fs::create_dir_all(cache).map_err(|why| format!("cannot create {}: {why}", cache.display()))?;
    // Held until this function returns; the system releases it if the process dies.
    let _lock = lock(&cache.join(format!("{}.lock", tool.name)))?;
    if home.join(tool.proof).exists() {
        return Ok(home);
    }
    let partial = cache.join(format!("{}.partial", tool.name));
    step(&format!("installing {} into {}", tool.name, cache.display()), || {
        empty(&partial)?;
        build(&partial)?;
        if !partial.join(tool.proof).exists() {
            return Err(format!("the installation left no {}", tool.proof));
        }
        remove(&home)?;
        fs::rename(&partial, &home).map_err(|why| format!("cannot rename to {}: {why}", home.display()))
    })?;
    Ok(home)
}

fn lock(file: &Path) -> Result<File, String> {
    let explain = |why: std::io::Error| format!("cannot lock {}: {why}", file.display());
    let handle = File::create(file).map_err(explain)?;
    if handle.try_lock().is_err() {
        println!("· waiting for another set-up that holds {}", file.display());
        let start = Instant::now();
        handle.lock().map_err(explain)?;
        println!("· waited {}", seconds(start.elapsed()));
    }
    Ok(handle)
}

fn empty(folder: &Path) -> Result<(), String> {
    remove(folder)?;
    fs::create_dir_all(folder).map_err(|why| format!("cannot create {}: {why}", folder.display()))
}

/// Removes a folder, if it is there.
pub(crate) fn remove(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(why) if why.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("cannot remove {}: {why}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOOL: Tool<'_> = Tool { name: "hammer-1", proof: "bin/hammer" };

    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        empty(&folder).expect("the system's temporary folder is writable");
        folder
    }

    fn forge(folder: &Path) -> Result<(), String> {
        fs::create_dir_all(folder.join("bin")).map_err(|why| why.to_string())?;
        fs::write(folder.join(TOOL.proof), "hit").map_err(|why| why.to_string())
    }

    #[test]
    fn a_tool_is_installed_once_and_found_the_second_time() {
        let cache = scratch("once");
        let home = once(&cache, &TOOL, forge).expect("the first time builds");
        assert!(home.join(TOOL.proof).exists());
        let again = once(&cache, &TOOL, |_| Err("must not be called".to_owned()));
        assert_eq!(again, Ok(home));
        remove(&cache).expect("the scratch folder goes away");
    }

    #[test]
    fn a_failed_or_interrupted_installation_leaves_nothing_that_looks_installed() {
        let cache = scratch("failed");
        let failed = once(&cache, &TOOL, |folder| {
            forge(folder)?;
            Err("the power went".to_owned())
        });
        assert!(failed.is_err_and(|why| why.contains("the power went")));
        assert!(!cache.join(TOOL.name).exists());
        let partial = cache.join("hammer-1.partial");
        fs::write(partial.join("rubbish"), "half").expect("the partial folder is left");
        let home = once(&cache, &TOOL, forge).expect("the next set-up starts afresh");
        assert!(home.join(TOOL.proof).exists() && !home.join("rubbish").exists());
        remove(&cache).expect("the scratch folder goes away");
    }

    #[test]
    fn an_installation_without_its_proof_is_refused() {
        let cache = scratch("proofless");
        let refused = once(&cache, &TOOL, |_| Ok(()));
        assert!(refused.is_err_and(|why| why.contains("left no bin/hammer")));
        remove(&cache).expect("the scratch folder goes away");
    }
}
