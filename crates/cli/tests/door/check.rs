//! `quorate check`, from the outside: the litmus histories, the text notation, bad input.

use std::path::{Path, PathBuf};

use crate::started::{file, quorate};
use serde_json::Value;

/// The data beside the project, if it is there.
fn data() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("QUORATE_DATA").map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// What the litmus file expects of a verdict, in the words of the command.
fn expected(expect: &Value) -> Option<&'static str> {
    match expect {
        Value::Bool(true) => Some("holds"),
        Value::Bool(false) => Some("violated"),
        Value::String(word) if word == "yes" => Some("holds"),
        Value::String(word) if word == "no" => Some("violated"),
        Value::String(word) if word == "untested" => Some("unknown"),
        _ => None,
    }
}

#[test]
fn every_litmus_history_gets_the_verdicts_it_expects() {
    let Some(folder) = data() else {
        println!("skipped: the litmus histories are not beside the project");
        return;
    };
    let (mut files, mut compared) = (0, 0);
    for entry in std::fs::read_dir(folder.join("litmus")).expect("the folder is there") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("text");
        let litmus: Value = serde_json::from_str(&text).expect("JSON");
        let name = path.to_str().expect("plain letters");
        let judged = quorate(&["check", name, "--json"], "").json();
        assert_eq!(judged["operations"].as_u64(), litmus["ops"].as_array().map(|ops| ops.len() as u64), "{name}");
        for line in judged["verdicts"].as_array().expect("a list") {
            let model = line["model"].as_str().expect("a name");
            let Some(word) = litmus["expect"].get(model).and_then(expected) else { continue };
            assert_eq!(line["verdict"], word, "{name}: {model}: {line}");
            compared += 1;
        }
        files += 1;
    }
    assert!(files >= 34 && compared >= 4 * files, "only {compared} verdicts of {files} files were compared");
}

const STALE: &str = "A w(x,1) 0..8 ; A r(x)=nil 10..18";
const STALE_JSON: &str = r#"{"ops": [
    {"id": "w", "proc": "A", "op": "w", "key": "x", "value": 1, "start": 0, "end": 8, "status": "ok"},
    {"id": "r", "proc": "A", "op": "r", "key": "x", "value": null, "start": 10, "end": 18, "status": "ok"}]}"#;

#[test]
fn text_and_json_of_the_same_history_get_the_same_verdicts() {
    let text = quorate(&["check", "-"], STALE).fine();
    assert_eq!(quorate(&["check", &file("stale-history.json", STALE_JSON)], "").fine(), text);
    assert!(text.contains("✗ Read your writes"), "{text}");
    let json = quorate(&["check", "-", "--json"], STALE_JSON).json();
    assert_eq!(json["verdicts"][0]["operations"], serde_json::json!(["w", "r"]), "the ids of the file are kept");
    let json = quorate(&["check", "-", "--json"], STALE).json();
    assert_eq!(json["verdicts"][0]["operations"], serde_json::json!([0, 1]));
}

#[test]
fn a_violation_fails_only_where_it_was_asked_for() {
    assert_eq!(quorate(&["check", "-", "--fail-on", "read_your_writes"], STALE).code, 1);
    assert_eq!(quorate(&["check", "-", "--fail-on", "monotonic_reads"], STALE).code, 0);
}

#[test]
fn every_bad_line_has_its_own_line() {
    for (input, count) in [
        ("A w(x,1) 0..8\nB r(x)=one 5..6\nC r(x) 5..6\nD r(x)=1 9..2", 3),
        (r#"{"ops": [{"proc": "A"}]}"#, 4),
        (
            r#"{"initial": "x", "ops": [{"proc": "A", "key": "x", "op": "w", "value": 1, "start": 5, "end": 1, "status": "ok"}]}"#,
            2,
        ),
        (r#"{"ops": {}}"#, 1),
        ("{", 1),
        ("", 1),
    ] {
        let ended = quorate(&["check", "-"], input);
        assert_eq!((ended.code, ended.problems.len()), (2, count), "{input}: {ended:#?}");
    }
    let ended = quorate(&["check", "no-such-file", "--fail-on", "moon"], "");
    assert_eq!((ended.code, ended.problems.len()), (2, 2), "{ended:#?}");
}

#[test]
fn a_least_number_of_versions_that_the_budget_leaves_open_is_told_as_an_interval() {
    let stale = "s0 w(x,0) 0.013..1.566 ; s1 r(x)=nil 0.017..1.013 ; s2 w(x,2) 0.01..1.993 ; s3 w(x,3) 0.007..1.041
        s4 r(x)=nil 0.004..1.271 ; s5 r(x)=nil 0.018..1.463 ; s1 w(x,6) 1.023..1.226 ; s3 w(x,7) 1.052..2.019
        s1 r(x)=nil 1.24..1.888 ; s4 w(x,9) 1.278..3.258 ; s5 r(x)=6 1.48..2.014 ; s0 w(x,11) 1.584..3.46
        s1 r(x)=9 1.901..3.356 ; s2 r(x)=3 2.013..3.024";
    let judge = |budget: &str, json: &str| {
        quorate(&["check", "-", "--model", "k_atomicity_min_k", "--budget", budget, json], stale)
    };
    let text = judge("120", "--budget=120").fine();
    assert!(text.contains("? Bounded staleness  unknown\n    Stopped after 120 steps: k is at least "), "{text}");
    let json = judge("120", "--json").json();
    let sentence = json["verdicts"][0]["sentence"].as_str().expect("a sentence");
    let bounds: Vec<u32> = sentence.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect();
    let [120, least, most] = bounds[..] else { panic!("{sentence}") };
    let exact = judge("1000000", "--json").json()["verdicts"][0]["value"].as_u64().expect("it is measured");
    assert!((u64::from(least)..=u64::from(most)).contains(&exact) && least < most, "{sentence}, in truth {exact}");
}

const REFUSED: &str = "{:process 0 :type :invoke :f :withdraw :value 7}\n{:process 0 :type :ok :f :withdraw :value 7}";

#[test]
fn calls_on_an_object_are_judged_with_the_reason_and_the_cost() {
    let json = quorate(&["check", "-", "--json", "--model", "linearizable"], REFUSED).json();
    assert_eq!((&json["object"], &json["format"]), (&"account".into(), &"edn".into()));
    assert_eq!(json["models"], serde_json::json!({ "linearizable": "violated" }));
    let verdict = &json["verdicts"][0];
    assert!(verdict["steps"].as_u64().is_some_and(|steps| steps > 0) && verdict["time_us"].is_number(), "{verdict}");
    assert!(verdict["sentence"].as_str().is_some_and(|sentence| sentence.contains("withdrew 7")), "{verdict}");
    assert_eq!(json["failure"]["call"], 0);
    let all = quorate(&["check", "-", "--json"], REFUSED).json();
    assert_eq!(all["models"]["sequential"], "not_applicable");
    let poor = quorate(&["check", "-", "--json", "--budget", "1"], REFUSED).json();
    assert_eq!(poor["verdicts"][0]["reason"], "out_of_steps");
}

#[test]
fn several_files_get_a_line_each_and_one_bad_file_refuses_all() {
    let (good, calls) = (file("several-history.json", STALE_JSON), file("several-calls.edn", REFUSED));
    let text = quorate(&["check", &good, &calls, "--json"], "").out;
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[1]["file"], calls.as_str());
    let bad = file("several-bad.edn", "{:process 0 :type :ok :f :read :value 1}\n{:type :fly}");
    let ended = quorate(&["check", &good, &bad, "--json"], "");
    assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{ended:#?}");
    assert!(ended.problems.iter().any(|problem| problem.contains("several-bad.edn: line 1")), "{ended:#?}");
}

#[test]
fn unknown_names_are_refused_with_those_there_are() {
    for (flag, known) in [("--object", "mutex"), ("--format", "edn"), ("--model", "sequential"), ("--budget", "steps")]
    {
        let ended = quorate(&["check", "-", flag, "moon"], STALE);
        assert_eq!(ended.code, 2);
        assert!(ended.problems.iter().any(|problem| problem.contains(known)), "{flag}: {ended:#?}");
    }
    let ended = quorate(&["check", "-", "--object", "mutex"], STALE);
    assert_eq!((ended.code, ended.problems.len()), (2, 2), "{ended:#?}");
}
