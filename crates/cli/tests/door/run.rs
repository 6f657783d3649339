//! `quorate run`, from the outside.

use crate::started::{Ended, file, quorate};

/// A write that is acknowledged by one replica, and a read of another one, far away, right after.
const STALE: &str = "w=1&r=1&net=worldwide&lat=1&tail=1&sessions=0,4&ops=0&do=A.w.x@10,B.r.x@30";

#[test]
fn a_link_is_run_and_its_verdicts_are_said() {
    let text = quorate(&["run", STALE], "").fine();
    for words in ["Quorum, N=5 W=1 R=1", "2 operations", "✗ Linearizable", "x=2", "Stale reads: 1 of 1", "digest "] {
        assert!(text.contains(words), "{words} is missing:\n{text}");
    }
    assert!(!text.contains('\u{a0}'), "a terminal has no use for no-break spaces");
}

#[test]
fn what_no_read_could_have_broken_is_told_as_untested() {
    let text = quorate(&["run", STALE], "").fine();
    let row = |name: &str| text.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{text}"));
    assert!(row("Monotonic writes").starts_with("– ") && row("Monotonic writes").ends_with("untested"), "{text}");
    assert!(text.contains("No read in it could have shown otherwise."), "{text}");
    let run = quorate(&["run", STALE, "--json"], "").json();
    let verdicts = run["verdicts"].as_array().expect("a list");
    let line = verdicts.iter().find(|line| line["model"] == "monotonic_writes").expect("it is judged");
    assert_eq!((&line["verdict"], &line["reason"]), (&"holds".into(), &"untested".into()), "{line}");
    let many = quorate(&["run", STALE, "--seeds", "3"], "").fine();
    let cells = |name: &str| {
        let row = many.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{many}"));
        row[name.len()..].split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(cells("Monotonic writes")[..4], ["-", "-", "-", "3"]);
    assert_eq!(cells("Linearizable")[..4], ["0", "3", "0", "0"]);
    let checked = quorate(&["check", "-"], "A w(x,1) 0..8\nB r(x)=1 10..20").fine();
    assert!(checked.contains("– Monotonic writes"), "{checked}");
}

#[test]
fn a_link_a_file_and_the_standard_input_give_the_same_run() {
    let json = quorate(&["link", "decode", STALE], "").fine();
    let path = file("stale.json", &json);
    let address = format!("https://example.org/q/#/e?{STALE}");
    let runs = [
        quorate(&["run", STALE], ""),
        quorate(&["run", &path], ""),
        quorate(&["run", "-"], &json),
        quorate(&["run", "-"], &address),
        quorate(&["run", &address], ""),
    ];
    let texts: Vec<String> = runs.into_iter().map(Ended::fine).collect();
    assert!(texts.iter().all(|text| *text == texts[0]), "{texts:#?}");
}

#[test]
fn sessions_that_a_file_leaves_out_fit_its_network() {
    let delay = r#"{"exponential": {"mean_ms": 5}}"#;
    let network =
        format!(r#""network": {{"preset": "custom", "custom": {{"regions": ["Here"], "one_way": {delay}}}}}"#);
    let run = quorate(&["run", "-", "--json"], &format!("{{{network}}}")).json();
    let places: Vec<&str> = run["trace"]["sessions"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|session| session["region"].as_str())
        .collect();
    assert!(places.len() >= 3 && places.iter().all(|place| *place == "Here"), "{places:?}");
    let far = format!(r#"{{{network}, "sessions": [{{"region": 3}}]}}"#);
    let ended = quorate(&["run", "-"], &far);
    assert_eq!(
        (ended.code, ended.problems),
        (2, vec!["session A: its region is 3, but the regions are 0 to 0".to_owned()])
    );
}

#[test]
fn the_json_holds_the_scenario_the_verdicts_the_numbers_and_the_trace() {
    let run = quorate(&["run", STALE, "--json"], "").json();
    assert_eq!(run["scenario"]["cluster"]["w"], 1);
    assert_eq!(run["verdicts"][0]["model"], "linearizable");
    assert_eq!(run["verdicts"][0]["verdict"], "violated");
    assert_eq!(run["verdicts"][0]["operations"], serde_json::json!([0, 1]));
    assert_eq!(run["summary"]["reads"]["count"], 1);
    assert_eq!(run["summary"]["staleness"]["stale"][0]["newer"], 0);
    let (events, operations) = (run["trace"]["events"].as_array(), run["history"]["operations"].as_array());
    assert!(events.is_some_and(|events| events.len() > 20) && operations.is_some_and(|list| list.len() >= 2));
    let again = quorate(&["run", run["link"].as_str().expect("a link"), "--json"], "").json();
    assert_eq!(again["digest"], run["digest"]);
    assert_ne!(quorate(&["run", &format!("{STALE}&seed=1"), "--json"], "").json()["scenario"], run["scenario"]);
}

#[test]
fn a_broken_promise_fails_only_where_it_was_asked_for() {
    for (flags, code) in [
        (&["--fail-on", "linearizable"][..], 1),
        (&["--fail-on=read-your-writes", "--fail-on", "linearizable"], 1),
        (&["--fail-on", "any", "--json"], 1),
        (&["--fail-on", "read_your_writes"], 0),
        (&["--seeds", "3", "--fail-on", "linearizable"], 1),
        (&[], 0),
    ] {
        let ended = quorate(&[&["run", STALE], flags].concat(), "");
        assert_eq!(ended.code, code, "{flags:?}: {ended:?}");
    }
}

#[test]
fn every_problem_has_its_own_line() {
    let ended =
        quorate(&["run", "n=3&w=9&r=0&q=1&crash=r7@5", "--seeds", "0", "--fail-on", "moon", "--theme", "red"], "");
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    let starts = ["q=1: ", "W, the ack", "R, the answers", "fault 1: ", "--seeds ", "--fail-on: ", "--theme "];
    assert_eq!(ended.problems.len(), starts.len(), "{ended:#?}");
    for (problem, start) in ended.problems.iter().zip(starts) {
        assert!(problem.starts_with(start), "{problem} does not start with {start}");
    }
    let ended = quorate(&["run", "-"], r#"{"sead": 7, "cluster": {"n": "five", "w": 2.5}}"#);
    assert_eq!((ended.code, ended.problems.len()), (2, 3), "{ended:#?}");
}

#[test]
fn parameters_that_no_distribution_has_are_all_told_with_whose_they_are() {
    let link = "net=custom&region=A&sessions=0&way=pareto:1.5,70000,0.5,0&link=0,0@exp:-3&think=pareto:0.5,1,1,0&loss=1.2&dup=-0.1";
    let parameters = [
        "every link: the Pareto share is 1.5; it can be from 0 to 1",
        "every link: the Pareto scale in ms is 70000; it can be from 0 to 60000",
        "every link: the exponential rate per ms is 0; it can be from 0.00001 to 100000",
        "every link: its mean is infinite; the Pareto shape has to be above 1",
        "link 1: the mean delay in ms is -3; it can be from 0 to 60000",
        "the share of messages lost is 1.2; it can be from 0 to 1",
        "the share of messages doubled is -0.1; it can be from 0 to 1",
        "the pause before an operation: the exponential rate per ms is 0; it can be from 0.00001 to 100000",
        "the pause before an operation: its mean is infinite; the Pareto shape has to be above 1",
    ];
    let run = quorate(&["run", link], "");
    assert_eq!((run.code, run.problems), (2, parameters.map(str::to_owned).to_vec()));
    let analysed = quorate(&["analyse", link, "--visible", "1.2", "--failure=-1", "--quantile", "1"], "");
    let asked = ["--visible is `1.2`", "--failure is `-1`", "--quantile is `1`"];
    for told in parameters.into_iter().chain(asked) {
        assert!(analysed.problems.iter().any(|problem| problem.starts_with(told)), "{told}: {analysed:#?}");
    }
    let swept = quorate(&["sweep", link, "--over", "r=1,2", "--strict"], "");
    assert_eq!((swept.code, swept.problems.len()), (2, 2), "{swept:#?}");
    assert!(parameters.iter().all(|told| swept.problems[1].contains(told)), "{swept:#?}");
    let heavy = "net=custom&region=A&sessions=0&way=pareto:0.5,1,0.9,1";
    let infinite = "every link: its mean is infinite; the Pareto shape has to be above 1";
    for command in ["run", "analyse"] {
        let ended = quorate(&[command, heavy], "");
        assert_eq!((ended.code, ended.problems), (2, vec![infinite.to_owned()]), "{command}");
    }
    let row = quorate(&["sweep", heavy, "--over", "w=1", "--runs", "2", "--json"], "").json();
    assert_eq!((row["skipped"].as_str(), &row["runs"]), (Some(infinite), &serde_json::Value::Null), "{row}");
}

#[test]
fn what_is_no_scenario_is_refused_in_a_sentence() {
    for (word, words) in [
        ("1.eJwz", "end of the link is missing"),
        ("1.????", "damaged"),
        ("2.abc", "newer version"),
        ("no-such-file.json", "neither a link nor a file"),
        ("", "neither a link nor a file"),
    ] {
        let ended = quorate(&["run", word], "");
        assert_eq!((ended.code, ended.problems.len()), (2, 1), "{word}: {ended:?}");
        assert!(ended.problems[0].contains(words), "{ended:?}");
    }
}

#[test]
fn many_seeds_are_counted_model_by_model() {
    let text = quorate(&["run", "ops=4", "--seeds", "40"], "").fine();
    assert!(text.contains("40 runs") && text.contains("first seed") && text.contains("p99.99"), "{text}");
    let sweep = quorate(&["run", "ops=4", "--seeds", "40", "--json"], "").json();
    assert_eq!(sweep["runs"], 40);
    for model in sweep["models"].as_array().expect("a list") {
        let share = &model[1];
        let count = |name: &str| share[name].as_u64().expect("a count");
        assert_eq!(count("held") + count("violated") + count("undecided"), 40, "{model}");
        if let Some(seed) = share["first_violating_seed"].as_u64() {
            let key = model[0].as_str().expect("a name");
            let alone = quorate(&["run", &format!("ops=4&seed={seed}"), "--json"], "").json();
            let verdict = alone["verdicts"].as_array().expect("a list").iter().find(|line| line["model"] == key);
            assert_eq!(verdict.expect("the same models")["verdict"], "violated");
        }
    }
    // Three sessions with four operations each, none of which can fail here.
    let answered = |kind: usize| sweep["times"][kind]["answered"].as_u64().expect("a count");
    assert_eq!(answered(0) + answered(1), 3 * 4 * 40);
    assert_eq!(sweep["reads"], answered(0));
}

#[test]
fn pictures_are_written_as_svg_and_as_mermaid() {
    let path = file("run.svg", "");
    assert_eq!(quorate(&["run", STALE, "--svg", &path, "--theme", "dark"], "").fine(), "");
    let svg = std::fs::read_to_string(&path).expect("it was written");
    assert_eq!(quorate(&["run", STALE, "--svg", "-", "--theme", "dark"], "").fine(), svg);
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
    assert_ne!(quorate(&["run", STALE, "--svg", "-", "--across"], "").fine(), svg);
    assert!(svg.contains("<desc id=\"q-desc\">Not linearizable: ") && svg.contains(">linearizable</text>"), "{svg}");
    let mermaid = quorate(&["run", STALE, "--mermaid"], "").fine();
    assert!(mermaid.starts_with("sequenceDiagram\n") && mermaid.contains("Not linearizable"), "{mermaid}");
    let ended = quorate(&["run", STALE, "--svg", "-", "--mermaid"], "");
    assert_eq!((ended.code, ended.problems.len()), (2, 1), "{ended:?}");
    let ended = quorate(&["run", STALE, "--mermaid", "--seeds", "2"], "");
    assert_eq!((ended.code, ended.problems.len()), (2, 1), "{ended:?}");
}

#[test]
fn a_run_is_told_in_sentences() {
    let told = quorate(&["run", STALE, "--transcript"], "").fine();
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines.len() > 6 && lines.iter().all(|line| line.starts_with("At ") && line.ends_with('.')), "{told}");
    assert!(!told.contains('\u{a0}'), "a terminal has no use for no-break spaces");
    let wrong = lines.iter().position(|line| line.contains("Not linearizable: B read x=1"));
    let read = lines.iter().position(|line| line.contains("B's read of x returns 1"));
    assert!(read < wrong && read.is_some(), "{told}");
    let ended = quorate(&["run", STALE, "--transcript", "--seeds", "2", "--json"], "");
    assert_eq!((ended.code, ended.problems.len()), (2, 1), "{ended:?}");
}
