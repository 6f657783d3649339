//! `split shorten SITE`, `split watch SITE` and `split cut SITE LINKED SEEN SHOWN`: work on a built site,
//! in its folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["watch", site] => Site::open(site).and_then(|site| site.watch()),
        ["shorten", site] => Site::open(site).and_then(|site| site.shorten()),
        ["cut", site, linked, marks @ ..] if marks.len() == 2 => {
            Site::open(site).and_then(|site| site.cut(Path::new(linked), [marks[0], marks[1]].map(Path::new)))
        }
        _ => Err("usage: split shorten SITE | split watch SITE | split cut SITE LINKED SEEN SHOWN".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("split: {why}");
            ExitCode::FAILURE
        }
    }
}

/// A site as Trunk built it: a page, a script and its wasm, named after one hash.
struct Site {
    folder: PathBuf,
    /// What the names of script and wasm begin with.
    stem: String,
}

impl Site {
    fn open(folder: &str) -> Result<Self, String> {
        let entries = fs::read_dir(folder).map_err(|why| format!("cannot read {folder}: {why}"))?;
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let stems: Vec<String> = names.filter_map(|name| Some(name.strip_suffix("_bg.wasm")?.to_owned())).collect();
        match stems.as_slice() {
            [stem] => Ok(Self { folder: folder.into(), stem: stem.clone() }),
            [] => Err(format!("{folder} holds no built page")),
            _ => Err(format!("{folder} holds several pages: {}", stems.join(", "))),
        }
    }

    fn file(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("{}{ending}", self.stem))
    }

    /// Takes out of the page what it would say when it fails.
    fn shorten(&self) -> Result<(), String> {
        let wasm = read(&self.file("_bg.wasm"))?;
        write(&self.file("_bg.wasm"), &split::cut_short(&wasm).map_err(|why| why.to_string())?)
    }

    /// Makes the page tell which functions it calls. Such a site is for one recording.
    fn watch(&self) -> Result<(), String> {
        let wasm = read(&self.file("_bg.wasm"))?;
        write(&self.file("_bg.wasm"), &split::watch(&wasm).map_err(|why| why.to_string())?)?;
        let script = split::watch_glue(&self.script()?).map_err(|why| why.to_string())?;
        write(&self.file(".js"), script.as_bytes())
    }

    /// Cuts the page's wasm, and gives all that belongs together a new name.
    fn cut(&self, linked: &Path, marks: [&Path; 2]) -> Result<(), String> {
        let (wasm, script) = (read(&self.file("_bg.wasm"))?, self.script()?);
        let read_marks =
            |file: &Path| read_seen(&read(file)?).ok_or_else(|| format!("{} names no function", file.display()));
        let [seen, shown] = [read_marks(marks[0])?, read_marks(marks[1])?];
        let parts = split::cut(&wasm, &read(linked)?, [&seen, &shown], &script).map_err(|why| why.to_string())?;
        let stem = format!("web-{:016x}", hash(&[&parts.first, &parts.next, &parts.late, parts.script.as_bytes()]));
        let named = Self { folder: self.folder.clone(), stem };
        let page = self.folder.join("index.html");
        let text = String::from_utf8(read(&page)?).map_err(|_| "index.html is no text".to_owned())?;
        for (path, bytes) in [
            (named.file("_bg.wasm"), parts.first.as_slice()),
            (named.file("_next.wasm"), parts.next.as_slice()),
            (named.file("_late.wasm"), parts.late.as_slice()),
            (named.file(".js"), parts.script.as_bytes()),
            (page, text.replace(&self.stem, &named.stem).as_bytes()),
        ] {
            write(&path, bytes)?;
        }
        for ending in ["_bg.wasm", ".js"] {
            fs::remove_file(self.file(ending)).map_err(|why| why.to_string())?;
        }
        let [first, next, late] = [&parts.first, &parts.next, &parts.late].map(|part| part.len() / 1000);
        println!(
            "· cut the page: {first} kB first, {next} kB next, {late} kB late; {} steps were seen at work",
            seen.len()
        );
        Ok(())
    }

    fn script(&self) -> Result<String, String> {
        String::from_utf8(read(&self.file(".js"))?).map_err(|_| "the page's script is no text".to_owned())
    }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|why| format!("cannot read {}: {why}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|why| format!("cannot write {}: {why}", path.display()))
}

/// The numbers of the functions that were seen, separated by anything that is not a digit.
fn read_seen(marks: &[u8]) -> Option<BTreeSet<u32>> {
    let text = String::from_utf8_lossy(marks);
    let numbers = text.split(|sign: char| !sign.is_ascii_digit()).filter(|word| !word.is_empty());
    let seen: BTreeSet<u32> = numbers.filter_map(|word| word.parse().ok()).collect();
    (!seen.is_empty()).then_some(seen)
}

/// FNV-1a: names need to differ where contents differ, no more.
fn hash(contents: &[&[u8]]) -> u64 {
    contents
        .iter()
        .flat_map(|bytes| bytes.iter())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
