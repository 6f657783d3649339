//! `quorate check` on what is odd or wrong, in each form that can express it: what a person sees.

use crate::started::{Ended, quorate};

/// Judges a text in a form, which is recognised too if it can be.
fn judged(form: &str, input: &str) -> Ended {
    quorate(&["check", "-", "--format", form], input)
}

/// Every input of a form is refused, with one line that says that.
#[track_caller]
fn refused(inputs: &[(&str, &str, &str)]) {
    for (form, input, told) in inputs {
        let ended = judged(form, input);
        assert_eq!((ended.code, ended.out.as_str(), ended.problems.len()), (2, "", 1), "{form}: {ended:#?}");
        assert!(ended.problems[0].contains(told), "{form}: {ended:#?}");
    }
}

/// Every input of a form is judged, and the answer says that.
#[track_caller]
fn told(inputs: &[(&str, &str, &str)]) {
    for (form, input, told) in inputs {
        let text = judged(form, input).fine();
        assert!(text.contains(told), "{form}: {text}");
    }
}

/// Events of Jepsen's EDN or of the store's log, a line each, from `0 invoke read nil`.
fn events(form: &str, lines: &[&str]) -> String {
    let event = |line: &&str| {
        let [process, kind, f, value] = line.splitn(4, ' ').collect::<Vec<_>>()[..] else { panic!("`{line}`") };
        match form {
            "etcd" => format!("INFO  jepsen.util - {process}\t:{kind}\t:{f}\t{value}\n"),
            "kv" => format!("{{:process {process}, :type :{kind}, :f :{f}, :key \"a\", :value {value}}}\n"),
            _ => format!("{{:process {process}, :type :{kind}, :f :{f}, :value {value}}}\n"),
        }
    };
    lines.iter().map(event).collect()
}

/// Operations of the JSON form on `x`, from `A w 1 0 8`.
fn ops(lines: &[&str]) -> String {
    let op = |line: &&str| {
        let [session, op, value, start, end] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("`{line}`") };
        format!(
            r#"{{"proc": "{session}", "op": "{op}", "key": "x", "value": {value}, "start": {start}, "end": {end}, "status": "ok"}}"#
        )
    };
    format!(r#"{{"ops": [{}]}}"#, lines.iter().map(op).collect::<Vec<_>>().join(", "))
}

#[test]
fn nothing_at_all_is_refused() {
    refused(&[
        ("text", "", "there is no operation in it"),
        ("text", "# only a comment\n\n", "there is no operation in it"),
        ("json", &ops(&[]), "there is no operation in `ops`"),
        ("json", "[]", "a history in JSON is an object with `ops`"),
        ("json", "{}", "cannot be read as a history in JSON: missing field `ops`"),
        ("edn", "[]", "there is no call in it"),
        ("edn", "; only a comment", "there is no call in it"),
        ("etcd", &events("etcd", &[":nemesis info start nil"]), "there is no call in it"),
        ("kv", "", "there is no call in it"),
    ]);
    for input in ["", "[]", "\n \n"] {
        let ended = quorate(&["check", "-"], input);
        assert!(ended.code == 2 && ended.problems[0].starts_with("line 1: there is no "), "{ended:#?}");
    }
}

#[test]
fn one_operation_is_judged() {
    let [edn, etcd] = ["edn", "etcd"].map(|form| events(form, &["0 invoke write 1", "0 ok write 1"]));
    let kv = events("kv", &["0 invoke append \"b\"", "0 ok append \"b\""]);
    let json = ops(&["A w 1 0 8"]);
    told(&[
        ("text", "A w(x,1) 0..8", "1 operation\n"),
        ("json", &json, "1 operation\n"),
        ("edn", &edn, "1 operation, in order and without times\n"),
        ("etcd", &etcd, "1 operation, in order and without times\n"),
        ("kv", &kv, "✓ Linearizable  holds\n"),
    ]);
}

#[test]
fn a_session_that_does_two_things_at_once() {
    let json = ops(&["A w 1 0 10", "A r 1 5 15"]);
    let sentence = "? Sequential           not applicable\n    A began an operation at 5.0 ms, not after its previous \
                    one was over: a session does one thing at a time.\n";
    told(&[("text", "A w(x,1) 0..10; A r(x)=1 5..15", sentence), ("json", &json, sentence)]);
    let twice = ["0 invoke write 1", "0 invoke read nil", "0 ok write 1", "0 ok read 1"];
    let [edn, etcd] = ["edn", "etcd"].map(|form| events(form, &twice));
    let kv = events("kv", &["0 invoke get nil", "0 invoke append \"b\"", "0 ok get \"\"", "0 ok append \"b\""]);
    let again = "line 2: process 0 asks again; its call of line 1 has no answer yet";
    refused(&[("edn", &edn, again), ("etcd", &etcd, again), ("kv", &kv, again)]);
}

#[test]
fn an_answer_to_nothing() {
    let [edn, etcd] = ["edn", "etcd"].map(|form| events(form, &["0 ok read 1"]));
    let kv = events("kv", &["0 ok get \"b\""]);
    let nothing = "line 1: process 0 has an answer, but asked nothing before";
    refused(&[("edn", &edn, nothing), ("etcd", &etcd, nothing), ("kv", &kv, nothing)]);
}

#[test]
fn a_question_that_makes_no_sense_is_told_once() {
    let [edn, etcd] = ["edn", "etcd"].map(|form| events(form, &["0 invoke cas 1", "0 ok cas 1"]));
    let pair = "line 1: the value of `:cas` is 1; it has to be a pair [OLD NEW]";
    let kv = events("kv", &["0 invoke append 1.5", "0 ok append 1.5"]);
    refused(&[("edn", &edn, pair), ("etcd", &etcd, pair), ("kv", &kv, "line 1: the value of `:append` is 1.5")]);
    let reply =
        "{:process 0 :type :invoke :f :write :value 1 :in-reply-to 2}\n{:process 0 :type :ok :f :write :value 1}";
    refused(&[("edn", reply, "line 1: `:in-reply-to` belongs to :append or :add, not to `:write`")]);
}

#[test]
fn time_that_goes_backwards() {
    let at = |form: &str, f: &str, us: u32| events(form, &[f]).replace(":value", &format!(":time {us}000, :value"));
    let edn = at("edn", "0 invoke write 1", 2) + &at("edn", "0 ok write 1", 1);
    let kv = at("kv", "0 invoke append \"b\"", 2) + &at("kv", "0 ok append \"b\"", 1);
    let before = "line 2: its time, 1000 ns, is before that of the line before, 2000 ns";
    let json = ops(&["A w 1 9 8"]);
    refused(&[
        ("text", "A w(x,1) 10..5", "line 1: `10..5` ends before it starts"),
        ("json", &json, "ops[0]: `end` is before `start`"),
        ("edn", &edn, before),
        ("kv", &kv, before),
    ]);
}

#[test]
fn a_value_that_nobody_wrote() {
    let [edn, etcd] = ["edn", "etcd"].map(|form| events(form, &["0 invoke read nil", "0 ok read 7"]));
    let kv = events("kv", &["0 invoke get nil", "0 ok get \"b\""]);
    let json = ops(&["A r 7 0 8"]);
    told(&[
        ("text", "A r(x)=7 0..8", "    ① A read x=7 at 8.0 ms, but nobody ever wrote it.\n"),
        ("json", &json, "    ① A read x=7 at 8.0 ms, but nobody ever wrote it.\n"),
        ("edn", &edn, "    ① process 0 read x=7 at line 2, but nobody ever wrote it.\n"),
        ("etcd", &etcd, "    ① process 0 read x=7 at line 2, but nobody ever wrote it.\n"),
        ("kv", &kv, "process 0 read a as \"b\" between line 1 and line 2, but no order of the calls leads there"),
    ]);
}

/// So many calls are asked one after the other, then answered.
fn all_at_once(form: &str, count: usize, call: impl Fn(usize) -> String) -> String {
    let ask = |kind: &'static str| (0..count).map(move |process| (process, kind));
    let line = |(process, kind)| events(form, &[&format!("{process} {kind} {}", call(process))]);
    ask("invoke").chain(ask("ok")).map(line).collect()
}

#[test]
fn more_than_a_word_of_calls_open_at_one_time() {
    let pending: String = (1..=70).map(|value| format!("s{value} w(x,{value}) {value}..\n")).collect();
    let writes: Vec<String> = (1..=70).map(|value| format!("s{value} w {value} {value} 90")).collect();
    let writes = writes.iter().map(String::as_str);
    let json = ops(&writes.chain(["r r 3 95 96", "r r 3 97 98", "r r 2 99 100"]).collect::<Vec<_>>());
    let edn = all_at_once("edn", 70, |process| format!("cas [{process} {}]", process + 1));
    let etcd = all_at_once("etcd", 70, |process| format!("write {}", process % 3));
    let kv = all_at_once("kv", 70, |process| format!("append \"{process}\""))
        + &events("kv", &["0 invoke get nil", "0 ok get \"01\""]);
    told(&[
        ("text", &(pending + "r r(x)=3 90..91; r r(x)=2 92..93"), "✓ Linearizable         holds\n"),
        ("json", &json, "✗ Linearizable         violated\n"),
        ("edn", &edn, "set x from 7 to 8: it cannot go next, as x is nil\n    and 62 more calls that are open\n"),
        ("etcd", &etcd, "✓ Linearizable         holds\n"),
        ("kv", &kv, "which leads nowhere either\n    and 60 more calls that are open\n"),
    ]);
    let sums = all_at_once("edn", 600, |process| format!("add {process}"))
        + &events("edn", &["0 invoke read nil", "0 ok read 7"]);
    told(&[("edn", &sums, "? Linearizable  unknown\n    More calls were open at one time")]);
}

#[test]
fn a_value_that_was_written_twice() {
    let twice =
        ["0 invoke write 1", "0 ok write 1", "1 invoke write 1", "1 ok write 1", "2 invoke read nil", "2 ok read 1"];
    let [edn, etcd] = ["edn", "etcd"].map(|form| events(form, &twice));
    let json = ops(&["A w 1 0 5", "B w 1 2 8", "C r 1 10 12"]);
    for (form, input, who) in [
        ("text", "A w(x,1) 0..5; B w(x,1) 2..8; C r(x)=1 10..12", "C"),
        ("json", &json, "C"),
        ("edn", &edn, "process 2"),
        ("etcd", &etcd, "process 2"),
    ] {
        let text = judged(form, input).fine();
        assert!(text.contains("✓ Linearizable         holds\n"), "{form}: {text}");
        let sentence = format!("? Causal               unknown\n    {who} read x=1 at ");
        assert!(text.contains(&sentence) && text.contains("which write it saw, nobody can tell."), "{form}: {text}");
    }
}

#[test]
fn more_processes_than_the_models_can_tell_apart() {
    let writes: String = (0..300)
        .map(|process| events("edn", &[&format!("{process} invoke write 1"), &format!("{process} ok write 1")]))
        .collect();
    let text = judged("edn", &writes).fine();
    assert!(text.contains("✓ Linearizable  holds\n"), "{text}");
    let reason = "The other models speak of reads and writes of numbers; it has more than 256 processes.";
    assert!(text.contains(reason), "{text}");
}
