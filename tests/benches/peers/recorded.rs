//! The recorded histories of real stores, which need a search.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use check::Budget;
use check::objects::{Object, judge, object};
use history::calls::Calls;
use history::formats::{Recording, detect};
use tests::data_dir;

use crate::published::{self, Peers};
use crate::{Row, best};

struct Timed {
    name: String,
    calls: usize,
    processes: usize,
    verdict: &'static str,
    steps: u64,
    best: Duration,
}

/// The lines of the recorded files; with `all`, one for each. None where the data is absent.
pub(crate) fn rows(all: bool) -> Vec<Row> {
    let Some(folder) = data_dir() else { return Vec::new() };
    let mut etcd = timed(&folder.join("porcupine/jepsen"));
    let kv = timed(&folder.join("porcupine/kv"));
    let mut rows: Vec<Row> = kv.iter().map(|file| row(file, published::kv(&file.name))).collect();
    etcd.sort_by_key(|file| file.best);
    let (Some(worst), Some(median)) = (etcd.last(), etcd.get(etcd.len() / 2)) else { return rows };
    let sum: Duration = etcd.iter().map(|file| file.best).sum();
    let calls: usize = etcd.iter().map(|file| file.calls).sum();
    let count = etcd.len();
    let whole = |what: String, operations: usize, best, peers| {
        let (clients, verdict) = (String::new(), String::new());
        Row { what, clients, operations: operations.to_string(), verdict, best, peers }
    };
    rows.push(whole(format!("etcd, {count} files together"), calls, sum, published::NOTHING));
    let mean = sum / u32::try_from(count).unwrap_or(u32::MAX);
    rows.push(whole("etcd, a file on average".to_owned(), calls / count, mean, published::ETCD_MEAN));
    rows.push(Row { what: format!("etcd, the worst: {}", worst.name), ..row(worst, published::ETCD_WORST) });
    rows.push(Row { what: "etcd, the median".to_owned(), ..row(median, published::ETCD_MEDIAN) });
    if all {
        etcd.sort_by(|a, b| a.name.cmp(&b.name));
        rows.extend(etcd.iter().map(|file| row(file, published::NOTHING)));
    }
    rows
}

fn row(file: &Timed, peers: Peers) -> Row {
    Row {
        what: file.name.clone(),
        clients: file.processes.to_string(),
        operations: file.calls.to_string(),
        verdict: format!("{}, {} steps", file.verdict, file.steps),
        best: file.best,
        peers,
    }
}

/// The best time of every file of a folder.
fn timed(folder: &Path) -> Vec<Timed> {
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    paths.sort();
    paths.iter().map(|path| time(path)).collect()
}

fn time(path: &Path) -> Timed {
    let text = fs::read_to_string(path).expect("the file can be read");
    let (calls, object) = read(&text);
    let (best, finding) = best(|| judge(black_box(&calls), object, Budget::default()));
    Timed {
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        calls: calls.calls.len(),
        processes: calls.processes.len(),
        verdict: finding.verdict.word(),
        steps: finding.steps,
        best,
    }
}

fn read(text: &str) -> (Calls, &'static Object) {
    let format = detect(text);
    let Ok(Recording::Calls(calls)) = (format.read)(text) else { panic!("it is no record of calls") };
    (calls, format.object.and_then(object).expect("the form names its object"))
}
