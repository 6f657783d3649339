//! `quorate check` and the invariants of recorded calls: in text, in JSON, and for `--fail-on`.

use crate::started::{Ended, quorate};
use serde_json::{Value, json};

/// A log without times from short lines: `0 append chat "lost"`, asked and answered at once; what
/// stands behind `->` is the answer.
fn edn(lines: &str) -> String {
    let event = |line: &str| {
        let (asked, answer) = line.split_once("->").unwrap_or((line, ""));
        let mut words = asked.trim().splitn(4, ' ');
        let [process, f, key, value] = [(); 4].map(|()| words.next().unwrap_or_default());
        let who = format!(":process {process}, :f :{f}, :key \"{key}\"");
        let answer = match answer.trim() {
            "" => ":type :ok".to_owned(),
            kind @ (":fail" | ":info") => format!(":type {kind}"),
            answer => format!(":type :ok, {answer}"),
        };
        format!("{{{who}, :type :invoke, {value}}}\n{{{who}, {answer}}}\n")
    };
    lines.split(';').map(event).collect()
}

fn judged(lines: &str, words: &[&str]) -> Ended {
    quorate(&[&["check", "-"], words].concat(), &edn(lines))
}

/// The line of an invariant.
fn line(lines: &str, invariant: &str) -> Value {
    let json = judged(lines, &["--json"]).json();
    let list = json["invariants"].as_array().expect("a list").clone();
    list.into_iter().find(|line| line["invariant"] == invariant).expect("it is judged")
}

/// For each invariant: its object, and what breaks it, what keeps it, and what does not test it.
const RECORDS: [(&str, &str, &str, &str, &str); 10] = [
    (
        "balance_never_negative",
        "account",
        "0 deposit acc :value 100; 1 withdraw acc :value 80; 2 withdraw acc :value 60",
        "0 deposit acc :value 100; 1 withdraw acc :value 80; 2 withdraw acc :value 60 -> :answer false",
        "0 deposit acc :value 100",
    ),
    (
        "no_oversell",
        "stock",
        "0 restock book :value 1; 1 buy book :value 1; 2 buy book :value 1",
        "0 restock book :value 1; 1 buy book :value 1; 2 buy book :value 1 -> :fail",
        "0 restock book :value 1; 1 buy book :value 1 -> :info",
    ),
    (
        "no_reply_before_its_message",
        "list",
        "0 append chat :value \"lost\"; 1 append chat :value \"found\", :in-reply-to \"lost\"; 2 read chat -> :value [\"found\"]",
        "0 append chat :value \"lost\"; 1 append chat :value \"found\", :in-reply-to \"lost\"; 2 read chat -> :value [\"lost\" \"found\"]",
        "0 append chat :value \"lost\"; 1 append chat :value \"found\"; 2 read chat -> :value [\"found\"]",
    ),
    (
        "nothing_disappears",
        "set",
        "0 add album :value 1 -> :info; 1 read album -> :value #{1}; 2 read album -> :value #{}",
        "0 add album :value 1 -> :info; 1 read album -> :value #{1}; 2 remove album :value 1; 2 read album -> :value #{}",
        "0 add album :value 1; 1 read album -> :value #{1}",
    ),
    (
        "no_item_lost",
        "set",
        "0 add cart :value 1; 0 add cart :value 2; 0 read cart -> :value #{2}",
        "0 add cart :value 1; 0 add cart :value 2; 0 read cart -> :value #{1 2}",
        "0 add cart :value \"milk\"; 0 add cart :value \"tea\"",
    ),
    (
        "no_letter_lost",
        "text",
        "0 insert doc :value [0 \"a\"]; 0 insert doc :value [1 \"b\"]; 1 read doc -> :value [\"a\"]",
        "0 insert doc :value [0 \"a\"]; 0 insert doc :value [1 \"b\"]; 1 delete doc :value 1; 1 read doc -> :value [\"a\"]",
        "0 insert doc :value [0 \"a\"]; 0 delete doc :value 0",
    ),
    (
        "one_order_for_all",
        "list",
        "0 append feed :value 1; 1 append feed :value 2; 0 read feed -> :value [1 2]; 1 read feed -> :value [2 1]",
        "0 append feed :value 1; 1 append feed :value 2; 0 read feed -> :value [2 1]; 1 read feed -> :value [2 1]",
        "0 append feed :value 1; 1 append feed :value 2; 0 read feed -> :value [1 2]; 1 read feed -> :value [2]",
    ),
    (
        "saga_all_or_nothing",
        "saga",
        "0 do trip :value \"flight\"; 0 do trip :value \"hotel\" -> :fail",
        "0 do trip :value \"flight\"; 0 do trip :value \"hotel\" -> :fail; 0 undo trip :value \"flight\"",
        "0 do trip :value \"flight\"",
    ),
    (
        "saga_backwards",
        "saga",
        "0 do trip :value 1; 0 do trip :value 2; 0 undo trip :value 1; 0 undo trip :value 2",
        "0 do trip :value 1; 0 do trip :value 2; 0 undo trip :value 2; 0 undo trip :value 1",
        "0 do trip :value 1; 0 do trip :value 2; 0 undo trip :value 1",
    ),
    (
        "saga_once",
        "saga",
        "0 do trip :value 1; 1 do trip :value 1",
        "0 do trip :value 1; 0 undo trip :value 1; 1 do trip :value 1",
        "0 do trip :value 1; 1 do trip :value 2",
    ),
];

#[test]
fn each_is_violated_kept_or_not_put_to_the_test() {
    for (key, object, broken, kept, idle) in RECORDS {
        let json = judged(broken, &["--json"]).json();
        assert_eq!(json["object"], object, "{key}");
        let [broken_line, kept_line, idle_line] = [broken, kept, idle].map(|lines| line(lines, key));
        assert_eq!(broken_line["verdict"], "violated", "{key}: {broken_line}");
        assert!(broken_line["sentence"].is_string() && broken_line["allowed"].is_string(), "{broken_line}");
        assert!(broken_line["operations"].as_array().is_some_and(|list| list.len() > 1), "{broken_line}");
        assert_eq!(kept_line, json!({ "invariant": key, "verdict": "holds" }));
        assert_eq!((&idle_line["verdict"], &idle_line["reason"]), (&json!("unknown"), &json!("untested")), "{key}");
        for (lines, code) in [(broken, 1), (kept, 0), (idle, 0)] {
            assert_eq!(judged(lines, &["--fail-on", key]).code, code, "{key}: {lines}");
        }
        assert_eq!(judged(broken, &["--fail-on", "any"]).code, 1, "{key}");
        assert_eq!(judged(broken, &["--fail-on", "converged"]).code, 0, "{key}");
    }
}

#[test]
fn text_shows_them_beside_the_models_and_says_of_what_the_others_speak() {
    let text = judged(RECORDS[1].2, &[]).fine();
    let (models, invariants) = text.rsplit_once("\n\n").expect("two families");
    assert!(models.contains("✗ Linearizable  violated"), "{text}");
    assert_eq!(
        invariants,
        "✗ No more sold than in stock  violated\n    By line 6 2 of book had been sold (process 1 1, process 2 1), but \
         at most 1 put in stock.\n  The other invariants speak of an account, a list with append, a set, a text or a saga; \
         these are calls on a stock.\n"
    );
    let text = judged(RECORDS[3].4, &[]).fine();
    assert!(text.contains("? Nothing once seen disappears  unknown\n    Nobody looked again"), "{text}");
    let text = judged(RECORDS[3].4, &["--model", "no-item-lost"]).fine();
    assert_eq!(text, "2 operations, in order and without times\n\n✓ No item lost from a cart  holds\n");
    let text = judged(RECORDS[3].4, &["--model", "linearizable"]).fine();
    assert!(!text.contains("cart"), "{text}");
}

#[test]
fn reads_and_writes_of_registers_are_none_of_their_business() {
    let etcd = "INFO  jepsen.util - 0\t:invoke\t:cas\t[1 2]\nINFO  jepsen.util - 0\t:fail\t:cas\t[1 2]\n";
    let ops = r#"{"ops": [{"proc": "A", "op": "w", "key": "x", "value": 1, "start": 0, "end": 8, "status": "ok"}]}"#;
    let append = "{:process 0, :type :invoke, :f :append, :key \"a\", :value \"b\"}";
    for input in ["A w(x,1) 0..8", ops, etcd, append] {
        let json = quorate(&["check", "-", "--json"], input).json();
        let list = json["invariants"].as_array().expect("a list");
        assert_eq!(list.len(), check::invariants::invariants().len());
        assert!(list.iter().all(|line| line["verdict"] == "not_applicable" && line["sentence"].is_string()), "{json}");
        let text = quorate(&["check", "-"], input).fine();
        assert!(text.contains("\n  The invariants speak of an account,"), "{text}");
    }
}

#[test]
fn who_watches_what_gets_no_verdict_is_told_so() {
    let ended = judged(RECORDS[1].4, &["--fail-on", "no_oversell", "--fail-on", "sequential"]);
    assert_eq!(ended.code, 0);
    assert_eq!(
        ended.problems,
        [
            "note: -: sequential is not applicable, so --fail-on says nothing of it",
            "note: -: no_oversell is unknown, so --fail-on says nothing of it",
        ]
    );
    assert!(judged(RECORDS[1].4, &["--fail-on", "any"]).problems.is_empty());
    let left_out = judged(RECORDS[1].4, &["--model", "linearizable", "--fail-on", "no_oversell"]);
    assert_eq!((left_out.code, left_out.problems.len()), (2, 1), "{left_out:#?}");
    let run = quorate(&["run", "seed=7", "--fail-on", "no_oversell"], "");
    assert_eq!(run.code, 0);
    assert!(run.problems[0].starts_with("note: no_oversell speaks of calls"), "{run:#?}");
}

#[test]
fn the_form_of_a_key_value_store_carries_conversations_too() {
    for (record, form) in [(&RECORDS[2], "kv"), (&RECORDS[4], "edn")] {
        assert_eq!(judged(record.2, &["--json"]).json()["format"], form);
    }
    let json = judged(RECORDS[2].2, &["--json", "--format", "kv"]).json();
    assert_eq!(json["object"], "list");
    let verdict = |line: &Value| (line["invariant"].clone(), line["verdict"].clone());
    let list: Vec<_> = json["invariants"].as_array().expect("a list").iter().map(verdict).collect();
    assert!(list.contains(&(json!("no_reply_before_its_message"), json!("violated"))), "{list:?}");
    assert!(list.contains(&(json!("no_item_lost"), json!("violated"))), "{list:?}");
}

#[test]
fn a_payment_without_an_answer_leaves_the_balance_open_where_it_decides() {
    let log = |answer: &str| {
        format!(
            "{{:process 0, :type :invoke, :f :deposit, :value 100}}\n\
             {{:process 0, :type :ok, :f :deposit, :value 100}}\n\
             {{:process 1, :type :invoke, :f :withdraw, :value 80}}\n\
             {{:process 1, :type :{answer}, :f :withdraw, :value 80}}\n\
             {{:process 2, :type :invoke, :f :withdraw, :value 50}}\n\
             {{:process 2, :type :ok, :f :withdraw, :value 50}}\n"
        )
    };
    for (answer, verdict) in [("info", "unknown"), ("ok", "violated"), ("fail", "holds")] {
        let judged = quorate(&["check", "-", "--json"], &log(answer)).json();
        let mut lines = judged["invariants"].as_array().expect("a list").iter();
        let balance = lines.find(|line| line["invariant"] == "balance_never_negative").expect("it is judged");
        assert_eq!(balance["verdict"], verdict, "{balance}");
        if verdict == "unknown" {
            let sentence = balance["sentence"].as_str().expect("it says why");
            assert!(
                sentence.starts_with("If all that was never answered happened") && sentence.contains("130"),
                "{sentence}"
            );
        }
    }
}
