//! `quorate analyse`: figures, tables, and input that is wrong.

use serde_json::Value;

use crate::started::quorate;

/// A file beside the tests' other scratch files, gone when it is dropped.
struct Scratch(std::path::PathBuf);

impl Scratch {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("quorate-{}-{name}", std::process::id()));
        std::fs::write(&path, text).expect("a scratch file can be written");
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("it is text")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn pair(list: &Value, place: usize) -> (f64, f64) {
    let at = |side: usize| list[place][side].as_f64().expect("a number");
    (at(0), at(1))
}

#[test]
fn the_figures_of_a_fit_are_exact() {
    let told =
        quorate(&["analyse", "--n", "3", "--w=1", "--r=1", "--net", "lnkd-ssd", "--at", "0,5", "--json"], "").json();
    assert_eq!((told["method"].as_str(), told["n"].as_u64()), (Some("exact"), Some(3)));
    let (t_ms, p) = pair(&told["p_consistent"], 0);
    assert!(t_ms == 0.0 && (p - 0.973_607).abs() < 1e-5, "{told}");
    assert_eq!(told["p_consistent"].as_array().map(Vec::len), Some(2));
    assert!((pair(&told["t_visibility"], 2).1 / 1.9683 - 1.0).abs() < 1e-4, "{told}");
    assert_eq!(told["overlap"]["guaranteed"].as_u64(), Some(0));
    assert!((told["availability"][1]["read_unavailable"].as_f64().expect("a number") - 1e-6).abs() < 1e-18);
    let text = quorate(&["analyse", "--n", "3", "--w=1", "--r=1", "--net", "lnkd-ssd"], "").fine();
    let head = "N=3 W=1 R=1, network lnkd-ssd, asked by 1 session in Datacenter, 0.66667 writes of all for each read of one\nexact: ";
    assert!(text.starts_with(head), "{text}");
    assert!(text.contains("97.3607 %"), "{text}");
}

#[test]
fn who_is_taken_to_ask_is_told_for_monotonic_reads_depend_on_it() {
    let asked = |words: &[&str]| quorate(&[&["analyse"], words, &["--json"]].concat(), "").json();
    let flags = asked(&["--n=3", "--w=1", "--r=1", "--net=lnkd-disk"]);
    let link = asked(&["n=3&w=1&r=1&net=lnkd-disk&sessions=0,0,0"]);
    assert_eq!(flags["clients"]["sessions"].as_array().map(Vec::len), Some(1));
    assert_eq!(link["clients"]["sessions"].as_array().map(Vec::len), Some(3));
    for told in [&flags, &link] {
        // Bailis et al. 2012, section 3.3, of three replicas of which one is written and one is read.
        let writes = told["clients"]["writes_per_read"].as_f64().expect("random reads");
        let expected = 1.0 - (2.0_f64 / 3.0).powf(1.0 + writes);
        assert!((told["monotonic_reads"].as_f64().expect("a number") - expected).abs() < 1e-12, "{told}");
    }
    let text = quorate(&["analyse", "net=zones&sessions=0,0,2&ops=0"], "").fine();
    assert!(text.contains("3 sessions in Zone 1 (2), Zone 3, no random reads\n"), "{text}");
}

#[test]
fn the_opening_names_what_it_leaves_aside() {
    let told = quorate(&["analyse", "crash=r3@10-20&loss=0.1&k.read_repair=on", "--json"], "").json();
    let assumptions = told["assumptions"].as_array().expect("a list");
    for word in ["Faults", "Lost", "Read repair"] {
        assert!(assumptions.iter().any(|one| one.as_str().is_some_and(|text| text.starts_with(word))), "{told}");
    }
    assert_eq!(told["without_region"].as_array().map(Vec::len), Some(5));
}

#[test]
fn files_of_all_kinds_are_networks() {
    let leg = r#"{"exponential": {"mean_ms": 10}}"#;
    let legs =
        Scratch::new("legs.json", &format!(r#"{{"write": {leg}, "ack": {leg}, "read": {leg}, "response": {leg}}}"#));
    let custom = Scratch::new("custom.json", &format!(r#"{{"regions": ["Here"], "one_way": {leg}}}"#));
    let whole = Scratch::new(
        "whole.json",
        &format!(r#"{{"preset": "custom", "custom": {{"regions": ["Here"], "one_way": {leg}}}}}"#),
    );
    for file in [&legs, &custom, &whole] {
        let told =
            quorate(&["analyse", "--n=3", "--w=1", "--r=1", "--at=0", "--json", "--net", file.path()], "").json();
        // The fraction that the model has for memoryless legs.
        assert!((pair(&told["p_consistent"], 0).1 - (1.0 - 965.0 / 3888.0)).abs() < 1e-7, "{told}");
    }
    let recorded = Scratch::new("delays.csv", "write,ack,read,response\n2,1,1,1\n8,3,3,3\n");
    let told = quorate(&["analyse", "--n=3", "--w=1", "--r=1", "--json", "--net", recorded.path()], "").json();
    assert_eq!(told["method"].as_str(), Some("exact"));
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let recorded = Scratch::new("wrong.csv", "1\n\n-3\n");
    let ended = quorate(
        &["analyse", "w=2&r=9", "--n=0", "--visible=1.5", "--failure", "x", "--quantile=-1", "--net", recorded.path()],
        "",
    );
    assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{ended:#?}");
    for told in [
        "--n is `0`",
        "--visible is `1.5`",
        "--failure is `x`",
        "--quantile is `-1`",
        "line 2 is empty",
        "line 3 has the negative",
        "R, the answers a read waits for, is 9",
    ] {
        assert!(ended.problems.iter().any(|problem| problem.contains(told)), "{told}: {ended:#?}");
    }
    let heavy = r#"{"pareto_exponential": {"pareto_share": 0.5, "scale_ms": 1, "shape": 0.9, "rate_per_ms": 0}}"#;
    let legs = Scratch::new("heavy.json", &format!(r#"{{"regions": ["Here"], "one_way": {heavy}}}"#));
    let ended = quorate(&["analyse", "--net", legs.path()], "");
    assert_eq!(ended.code, 2, "{ended:#?}");
    for told in ["its mean is infinite", "the exponential rate per ms is 0"] {
        assert!(ended.problems.iter().any(|problem| problem.contains(told)), "{told}: {ended:#?}");
    }
    let ended = quorate(&["analyse", "s=raft"], "");
    assert!(ended.code == 2 && ended.problems[0].contains("quorums"), "{ended:#?}");
}

#[test]
fn the_published_table_stands_beside_the_exact_one() {
    let rows = quorate(&["analyse", "--table", "--json"], "").json();
    let rows = rows.as_array().expect("a list");
    assert_eq!(rows.len(), 30, "the 24 published, six of them by both exponents");
    for row in rows.iter().filter(|row| row["fit"] != "YMMR as printed") {
        for figure in ["read_ms", "write_ms"] {
            let [exact, published] = [&row[figure], &row["published"][figure]].map(|ms| ms.as_f64().expect("a number"));
            assert!((exact / published - 1.0).abs() < 0.03, "{row}");
        }
        let [exact, published] =
            [&row["visible_ms"], &row["published"]["visible_ms"]].map(|ms| ms.as_f64().expect("a number"));
        let as_told = if published == 0.0 { exact == 0.0 } else { (0.86..0.985).contains(&(published / exact)) };
        assert!(as_told, "{row}");
    }
    let text = quorate(&["analyse", "--table"], "").fine();
    assert!(text.contains("YMMR as printed") && text.contains("YMMR as simulated") && text.contains("3.35"), "{text}");
}
