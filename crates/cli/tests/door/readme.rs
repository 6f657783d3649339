//! What the README of the crate shows is true: its commands run, its scenario can run, its history
//! can be judged.

use crate::started::quorate;

const README: &str = include_str!("../../README.md");

/// The fenced blocks of a language.
fn fenced(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    README.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

/// The words of a line as a shell parts them; quotes hold a word together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, piece) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(piece.to_owned());
        } else {
            words.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn every_command_that_it_shows_runs() {
    let lines: Vec<&str> = fenced("sh").iter().flat_map(|block| block.lines()).collect();
    let commands: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("quorate ")).collect();
    assert!(commands.len() >= 10, "{commands:?}");
    for command in commands {
        let words = words(command);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        assert!(!quorate(&words, "").fine().is_empty(), "{command} says nothing");
    }
}

#[test]
fn its_scenario_can_run_and_leaves_nothing_out() {
    let [scenario] = fenced("json").try_into().expect("one scenario");
    let run = quorate(&["run", "-", "--json"], scenario).json();
    let shown: serde_json::Value = serde_json::from_str(scenario).expect("JSON");
    let fields = |value: &serde_json::Value| value.as_object().map(|fields| fields.keys().cloned().collect::<Vec<_>>());
    assert_eq!(fields(&run["scenario"]), fields(&shown));
    for part in ["strategy", "cluster", "network", "workload"] {
        assert_eq!(fields(&run["scenario"][part]), fields(&shown[part]), "{part}");
    }
}

#[test]
fn its_history_can_be_judged() {
    let [history] = fenced("text").try_into().expect("one history");
    assert!(quorate(&["check", "-"], history).fine().starts_with("5 operations"));
}

#[test]
fn every_invariant_has_a_record_that_breaks_it() {
    let blocks = fenced("clojure");
    for invariant in check::invariants::invariants() {
        let about = format!("; {}, of ", invariant.key);
        let record = blocks.iter().find(|block| block.starts_with(&about)).expect(invariant.key);
        let ended = quorate(&["check", "-", "--fail-on", invariant.key], record);
        assert_eq!(ended.code, 1, "{}: {ended:#?}", invariant.key);
        for name in invariant.objects {
            let title = check::objects::object(name).expect("it is registered").title;
            assert!(record.lines().next().is_some_and(|line| title.contains("list") || line.contains(title)));
        }
    }
    let [answer] = fenced("console").try_into().expect("one answer");
    let record = blocks.iter().find(|block| block.starts_with("; balance")).expect("a record");
    assert_eq!(quorate(&["check", "-", "--model", "balance_never_negative"], record).fine(), answer);
}

#[test]
fn the_answer_on_the_first_page_is_what_its_command_prints() {
    let page = include_str!("../../../../README.md");
    let (_, command) = page.split_once("-p cli -- ").expect("a command");
    let (command, rest) = command.split_once('\n').expect("a line");
    let answer = rest.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an answer");
    let words = words(command);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    assert!(quorate(&words, "").fine().starts_with(answer), "{answer}");
}
