//! `quorate sweep`: shards, files that it goes on from, its tables, and input that is wrong.

use std::collections::BTreeMap;

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;

use crate::started::{Ended, file, quorate};

/// A name for a file that is not there yet.
fn fresh(name: &str) -> String {
    let path = file(name, "");
    std::fs::remove_file(&path).expect("it was just written");
    path
}

fn read(path: &str) -> String {
    std::fs::read_to_string(path).expect("the command wrote it")
}

/// A small sweep of sixteen points, four of which cannot run, with more words.
fn sweep(more: &[&str]) -> Ended {
    let words = ["sweep", "ops=2", "--over", "n=3,5", "--over", "w=1..4", "--over", "net=rack,zones", "--runs", "6"];
    quorate(&[&words[..], more].concat(), "")
}

/// The columns of a file of comma-separated values, by name.
fn columns(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().expect("a first line").iter().map(str::to_owned).collect();
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for record in reader.records() {
        for (name, cell) in names.iter().zip(record.expect("as many cells as names").iter()) {
            columns.entry(name.clone()).or_default().push(cell.to_owned());
        }
    }
    columns
}

#[test]
fn a_row_says_what_its_runs_say_one_by_one() {
    let out = fresh("sweep-rows.csv");
    sweep(&["--out", &out]).fine();
    let columns = columns(&read(&out));
    let at = |name: &str, row: usize| columns[name][row].as_str();
    // Point 9 is N=5, W=1 on the network `zones`.
    assert_eq!(["n", "w", "net", "runs", "first_seed"].map(|name| at(name, 9)), ["5", "1", "zones", "6", "16"]);
    let many = quorate(&["run", at("address", 9), "--seeds", "6", "--json"], "").json();
    let violated = |model: &str| {
        let models = many["models"].as_array().expect("a list");
        models.iter().find(|pair| pair[0] == model).expect("it is judged")[1]["violated"].to_string()
    };
    assert_eq!(at("linearizable_violated", 9), violated("linearizable"));
    assert_eq!(at("monotonic_reads_violated", 9), violated("monotonic_reads"));
    assert_eq!(
        (at("stale_reads", 9), at("read_count", 9)),
        (&*many["stale_reads"].to_string(), &*many["reads"].to_string())
    );
    let mut times = Vec::new();
    let (mut sent, mut begun) = (0, 0);
    for seed in 16..22 {
        let run = quorate(&["run", &format!("{}&seed={seed}", at("address", 9)), "--json"], "").json();
        let of_writes = run["summary"]["writes"]["sorted_us"].as_array().expect("a list").iter();
        times.extend(of_writes.map(|us| us.as_u64().expect("a time")));
        sent += run["summary"]["messages"]["sent"].as_u64().expect("a count");
        begun += run["history"]["operations"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|one| one["role"] == "client")
            .count();
    }
    times.sort_unstable();
    let rank = |share: f64| times[((times.len() as f64 * share).ceil() as usize).max(1) - 1] as f64 / 1_000.0;
    assert_eq!(at("write_p50_ms", 9).parse(), Ok(rank(0.5)));
    assert_eq!(at("write_p99_9_ms", 9).parse(), Ok(rank(0.999)));
    assert_eq!(at("messages_per_operation", 9).parse(), Ok(sent as f64 / begun as f64));
    let exact = quorate(&["analyse", at("address", 9), "--at", "0", "--quantile", "0.99", "--json"], "").json();
    let near = |name: &str, value: &Value| {
        let (found, expected) = (at(name, 9).parse::<f64>().expect("a number"), value.as_f64().expect("a number"));
        assert!((found / expected - 1.0).abs() < 1e-9, "{name}: {found}, not {expected}");
    };
    near("exact_write_p99_ms", &exact["latency_write"][0][1]);
    near("exact_consistent_at_once", &exact["p_consistent"][0][1]);
    assert_eq!(at("exact_method", 9), "exact");
}

#[test]
fn a_model_that_was_never_tested_has_no_share_and_a_scale_says_what_was_measured() {
    // One write and one read each: no session writes twice, so nothing can show writes out of turn.
    let link = "w=1&r=1&net=worldwide&tail=1&sessions=0,4&ops=0&do=A.w.x@10,B.r.x@30";
    let out = fresh("sweep-untested.csv");
    quorate(&["sweep", link, "--over", "r=1,5", "--runs", "4", "--out", &out], "").fine();
    let columns = columns(&read(&out));
    let runs = |name: &str| columns[name].iter().map(String::as_str).collect::<Vec<_>>();
    for end in ["share", "low", "high"] {
        assert_eq!(runs(&format!("monotonic_writes_{end}")), ["", ""], "{end}");
    }
    assert_eq!(runs("monotonic_writes_violated"), ["0", "0"]);
    assert_eq!(runs("linearizable_share"), ["1", "0"]);
    assert!(!columns.contains_key("k_atomicity_min_k_violated") && !columns.contains_key("delta_atomicity_min_share"));
    for (row, address) in columns["address"].iter().enumerate() {
        let mut measures: Vec<(f64, f64)> = (0..4)
            .map(|seed| {
                let seed = columns["first_seed"][row].parse::<u32>().expect("a seed") + seed;
                let run = quorate(&["run", &format!("{address}&seed={seed}"), "--json"], "").json();
                let value = |model: &str| {
                    let verdicts = run["verdicts"].as_array().expect("a list");
                    verdicts.iter().find(|line| line["model"] == model).expect("it is judged")["value"].as_f64()
                };
                (value("k_atomicity_min_k").expect("k"), value("delta_atomicity_min").expect("ms"))
            })
            .collect();
        measures.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
        let number = |name: &str| columns[name][row].parse::<f64>().expect("a number");
        assert_eq!(number("k_atomicity_min_k_most"), measures[3].0);
        assert_eq!(number("k_atomicity_min_k_p50"), measures[1].0);
        let longest = measures.iter().map(|pair| pair.1).fold(0.0, f64::max);
        assert_eq!(number("delta_atomicity_min_most_ms"), longest);
    }
}

#[test]
fn shards_put_together_are_the_whole() {
    let whole = fresh("sweep-whole.csv");
    sweep(&["--out", &whole]).fine();
    let parts: Vec<String> = (1..=3).map(|part| fresh(&format!("sweep-part-{part}.jsonl"))).collect();
    let kept: Vec<String> = (1..=3).map(|part| fresh(&format!("sweep-kept-{part}"))).collect();
    for (number, kept) in (1..).zip(&kept) {
        sweep(&["--shard", &format!("{number}/3"), "--keep", kept, "--out", &parts[number - 1]]).fine();
    }
    let rows: usize = parts.iter().map(|part| read(part).lines().count()).sum();
    assert_eq!(rows, 16);
    let merged = fresh("sweep-merged.csv");
    let told = quorate(&["sweep", "merge", &kept[2], &kept[0], &kept[1], "--out", &merged], "").fine();
    assert_eq!(told, format!("16 points, 6 runs each, written to {merged}\n"));
    assert_eq!(read(&merged), read(&whole));

    let two = quorate(&["sweep", "merge", &kept[0], &kept[1]], "");
    assert_eq!((two.code, two.problems.len()), (2, 1), "{two:?}");
    assert!(two.problems[0].starts_with("5 of 16 points are missing: 2, 5, 8, 11, 14."), "{two:?}");
    quorate(&["sweep", "merge", &kept[0], &kept[1], "--partial"], "").fine();
    let other = fresh("sweep-other");
    quorate(&["sweep", "ops=2", "--over", "n=3,5", "--runs", "2", "--keep", &other], "").fine();
    let mixed = quorate(&["sweep", "merge", &kept[0], &other], "");
    assert!(mixed.problems[0].ends_with("these differ: fields, runs"), "{mixed:?}");
}

#[test]
fn a_sweep_that_was_stopped_goes_on_where_it_was() {
    let (whole, again, kept) = (fresh("sweep-once.csv"), fresh("sweep-again.csv"), fresh("sweep-stopped"));
    sweep(&["--keep", &kept, "--out", &whole]).fine();
    // Stopped in the middle of writing its eighth point.
    let lines: Vec<String> = read(&kept).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 17);
    let cut = format!("{}\n{}", lines[..8].join("\n"), &lines[8][..40]);
    std::fs::write(&kept, cut).expect("it is ours");
    let ended = sweep(&["--keep", &kept, "--out", &again]);
    let goes_on = format!("interrupt at any time: the same command goes on from {kept}");
    assert_eq!(ended.problems[..2], ["7 points were done before; 9 are left".to_owned(), goes_on]);
    ended.fine();
    assert_eq!(read(&again), read(&whole));
    let mut sorted: Vec<String> = read(&kept).lines().map(str::to_owned).collect();
    let mut before = lines.clone();
    sorted.sort();
    before.sort();
    assert_eq!(sorted, before);

    let other = quorate(&["sweep", "ops=3", "--over", "n=3,5", "--runs", "6", "--keep", &kept], "");
    assert_eq!(other.code, 2);
    assert!(
        other.problems[0].contains("holds another sweep: these differ: base, fields. Name another file."),
        "{other:?}"
    );
    let old = read(&kept).replacen("\"format\":2", "\"format\":1", 1);
    let old = sweep(&["--keep", &file("sweep-old", &old)]);
    assert!(
        old.problems[0].ends_with("line 1: it was kept in the form of another version. Name another file."),
        "{old:?}"
    );
    let no_sweep = file("sweep-no-sweep", "hello\n{}\n");
    let ended = sweep(&["--keep", &no_sweep]);
    assert!(ended.problems[0].contains("line 1: this names no sweep"), "{ended:?}");
    assert_eq!(read(&no_sweep), "hello\n{}\n", "a file of something else stays as it was");
}

#[test]
fn parquet_and_json_lines_say_what_the_comma_separated_values_say() {
    let [csv, lines, parquet] = ["sweep-same.csv", "sweep-same.jsonl", "sweep-same.parquet"].map(fresh);
    sweep(&["--out", &csv, "--out", &lines, "--out", &parquet]).fine();
    let columns = columns(&read(&csv));
    let reader = SerializedFileReader::new(std::fs::File::open(&parquet).expect("it was written")).expect("Parquet");
    let (rows, lines) = (reader.get_row_iter(None).expect("rows"), read(&lines));
    let mut count = 0;
    for ((number, row), line) in (0..).zip(rows).zip(lines.lines()) {
        let (row, object): (_, Value) = (row.expect("a row"), serde_json::from_str(line).expect("JSON"));
        assert_eq!(object.as_object().map(serde_json::Map::len), Some(columns.len()));
        for (name, field) in row.get_column_iter() {
            let (text, value) = match field {
                Field::Null => (String::new(), Value::Null),
                Field::Str(text) => (text.clone(), text.clone().into()),
                Field::Long(number) => (number.to_string(), (*number).into()),
                Field::Double(number) => (number.to_string(), (*number).into()),
                other => panic!("{name} holds {other:?}"),
            };
            assert_eq!((&columns[name][number], &object[name]), (&text, &value), "{name} of point {number}");
        }
        count += 1;
    }
    assert_eq!((count, columns["point"].len()), (16, 16));
}

#[test]
fn points_that_cannot_run_are_told_and_with_strict_refused() {
    let (out, words) =
        (fresh("sweep-skipped.csv"), "W, the acknowledgements a write waits for, is 4, but there are only 3 replicas");
    let ended = sweep(&["--out", &out]);
    // On a slow machine the progress is told before.
    let told: Vec<&String> = ended.problems.iter().skip_while(|line| line.contains(" points, about ")).collect();
    assert_eq!(told[0], "2 of 16 points cannot run and are skipped:");
    assert_eq!(*told[1], format!("  n=3 w=4 net=rack: {words}"));
    let columns = columns(&read(&out));
    assert_eq!((columns["skipped"][6].as_str(), columns["runs"][6].as_str()), (words, ""));
    let strict = sweep(&["--strict"]);
    assert_eq!((strict.code, strict.out.as_str(), strict.problems.len()), (2, "", 2), "{strict:?}");
    assert_eq!(strict.problems[1], format!("point 7, n=3 w=4 net=zones: {words}"));
}

#[test]
fn drawn_points_are_the_same_for_every_shard() {
    let words = ["sweep", "--over", "lat=0.5..2", "--over", "w=1..3", "--random", "9", "--runs", "2", "--json"];
    let whole = quorate(&words, "").fine();
    let shard = |text: &str| quorate(&[&words[..], &["--shard", text]].concat(), "").fine();
    let mut rows: Vec<String> =
        [shard("1/2"), shard("2/2")].iter().flat_map(|out| out.lines()).map(str::to_owned).collect();
    let number = |row: &String| serde_json::from_str::<Value>(row).expect("JSON")["point"].as_u64();
    rows.sort_by_key(number);
    assert_eq!(rows, whole.lines().collect::<Vec<_>>());
    let other = quorate(&[&words[..], &["--random-seed", "2"]].concat(), "").fine();
    assert_ne!(other, whole);
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let words =
        ["sweep", "w=many", "--over", "n=x", "--over", "lat=1..2", "--runs", "0", "--shard", "3/2", "--out", "a.txt"];
    let ended = quorate(&[&words[..], &["--model", "fast", "--random-seed", "3"]].concat(), "");
    let told = [
        "`many`",
        "needs the steps",
        "--random-seed goes with",
        "--runs is `0`",
        "`fast`",
        "--shard is `3/2`",
        "a.txt",
    ];
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    for told in told {
        assert!(ended.problems.iter().any(|problem| problem.contains(told)), "{told}: {ended:#?}");
    }
    let ended = quorate(&["sweep", "--over", "n=x,3", "--over", "moon=1"], "");
    assert_eq!(ended.problems.len(), 2, "{ended:#?}");
}
