//! The forms of recorded histories: wild text never brings a reader down, and what is wrong is
//! named by its line, the rest not half read.

use history::formats::{Recording, detect, format, formats};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Pieces of every form, so that random text gets deep into the readers.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "#{",
    "#_",
    "#jepsen.history.Op",
    "\"",
    "\\",
    "\\n",
    ";",
    ",",
    " ",
    "\n",
    "\t",
    ":process",
    ":type",
    ":invoke",
    ":ok",
    ":fail",
    ":info",
    ":f",
    ":read",
    ":write",
    ":cas",
    ":append",
    ":add",
    ":withdraw",
    ":value",
    ":key",
    ":time",
    ":index",
    ":answer",
    "nil",
    "true",
    "0",
    "1",
    "-1",
    "99999999999999999999",
    "1.5",
    "x",
    "INFO  jepsen.util - ",
    "0\t:invoke\t:read\tnil\n",
    "0\t:ok\t:read\t1\n",
    ":timed-out",
    "[0 1]",
    "A w(x,1) 0..10",
    "A r(x)=1 0..10",
    "é",
    "\u{0}",
    "{:process 0 :type :invoke :f :write :value 1}\n",
    "{:process 0 :type :ok :f :write :value 1}\n",
];

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

fn read_by_all(text: &str) {
    for form in formats() {
        let lines = text.lines().count().max(1) + 1;
        match (form.read)(text) {
            Ok(Recording::Calls(calls)) => {
                assert!(calls.calls.iter().all(|call| call.end() >= call.invoked));
                assert!(calls.calls.is_sorted_by_key(|call| (call.invoked, call.id)));
                let _ = calls.history();
            }
            Ok(Recording::Registers(history)) => assert!(!history.operations.is_empty()),
            Err(problems) => {
                assert!(!problems.is_empty(), "{}: refused without a reason", form.name);
                for problem in problems {
                    assert!((1..=lines).contains(&(problem.line as usize)), "{}: {problem}", form.name);
                    assert!(!problem.problem.is_empty());
                }
            }
        }
    }
    let _ = (detect(text).read)(text);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_bytes_bring_a_reader_down(bytes in vec(any::<u8>(), 0..400)) {
        read_by_all(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_pieces_of_a_history_bring_a_reader_down(pieces in vec(select(PIECES), 0..60)) {
        read_by_all(&pieces.concat());
    }
}

#[test]
fn a_text_is_recognised_by_what_is_in_it() {
    for (text, name) in [
        ("A w(x,1) 0..10", "text"),
        ("\n\nINFO  jepsen.util - 0\t:invoke\t:read\tnil\n", "etcd"),
        ("; a comment\n[{:process 0, :type :invoke, :f :read}]", "edn"),
        ("#jepsen.history.Op{:process 0, :type :invoke, :f :read}", "edn"),
        ("{:process 0, :type :invoke, :f :append, :value 1}", "edn"),
        ("{:process 0, :type :invoke, :f :append, :key \"a\", :value \"b\"}", "kv"),
        ("{:process 0, :type :invoke, :f :write, :key \"a\", :value 1}", "edn"),
    ] {
        assert_eq!(detect(text).name, name, "{text}");
    }
}

#[test]
fn deep_brackets_and_missing_ones_are_refused() {
    let form = format("edn").expect("it is registered");
    for text in ["[".repeat(200_000), "{:a ".repeat(100_000), "{:a [1\n".repeat(20_000), "\"".repeat(200_001)] {
        assert!((form.read)(&text).is_err());
    }
}

#[test]
fn an_answer_to_another_question_is_refused() {
    let form = format("edn").expect("it is registered");
    for second in [
        "{:process 0 :type :ok :f :write :value 2}",
        "{:process 0 :type :ok :f :read :value 1}",
        "{:process 0 :type :info :f :cas :value [1 2]}",
        "{:process 0 :type :ok :f :write :value 1 :key \"y\"}",
        "{:process 1 :type :ok :f :write :value 1}",
        "{:process 0 :type :ok :f :write :value 1 :time 5}",
    ] {
        let text = format!("{{:process 0 :type :invoke :f :write :value 1}}\n{second}");
        let problems = (form.read)(&text).expect_err(second);
        assert!(problems.iter().all(|problem| problem.line == 2), "{second}: {problems:?}");
    }
}
