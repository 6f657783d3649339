//! The guarantee table and calls on objects, from the outside.

use crate::started::{file, quorate};

const ONE: &[&str] = &["table", "--protocol", "single_copy", "--trials"];

#[test]
fn the_table_tells_what_each_cell_rests_on() {
    let rows = quorate(&[ONE, &["60", "--json"]].concat(), "").json();
    let row = &rows[0];
    assert_eq!(row["protocol"], "single_copy");
    let cells = row["cells"].as_array().expect("a list");
    assert!(cells.iter().all(|cell| cell[1] == "kept"), "{row}");
    let promise = &row["promises"][0];
    assert_eq!((&promise["trials"], &promise["broken"]), (&60.into(), &0.into()));
    assert!(promise["broken_without"].as_u64() > Some(0), "without its rule nothing is caught: {promise}");
    assert!(promise["struck"].as_u64() > promise["watched"].as_u64().map(|watched| watched / 2), "{promise}");
    let text = quorate(&[ONE, &["20"]].concat(), "").fine();
    assert!(text.contains("15 cells, 0 contradicted"), "{text}");
}

#[test]
fn a_series_goes_on_where_it_was() {
    let path = file("series.jsonl", "");
    let first = quorate(&[ONE, &["30", "--keep", &path, "--json"]].concat(), "").json();
    let kept = std::fs::read_to_string(&path).expect("it was written");
    assert_eq!(kept.lines().count(), 4, "{kept}");
    let again = quorate(&[ONE, &["30", "--keep", &path, "--json"]].concat(), "").json();
    assert_eq!(first, again);
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), kept, "nothing was run again");
    let torn = file("torn.jsonl", "{\"engine\": 1\n");
    let ended = quorate(&[ONE, &["30", "--keep", &torn]].concat(), "");
    assert_eq!((ended.code, ended.problems.len()), (2, 1), "{ended:?}");
    assert!(ended.problems[0].contains("line 1"), "{ended:?}");
}

#[test]
fn an_unknown_protocol_is_answered_with_those_there_are() {
    let ended = quorate(&["table", "--protocol", "carrier_pigeon"], "");
    assert_eq!(ended.code, 2);
    assert!(ended.problems[0].contains("single_copy"), "{ended:?}");
}

#[test]
fn money_is_lost_on_a_store_that_keeps_every_promise() {
    let link = "n=3&w=2&r=2&net=zones&sessions=0,1&object=account&initial=1000&ops=0&do=A.-800.x@0,B.-800.x@0";
    let run = quorate(&["run", link, "--json"], "").json();
    let application = &run["application"];
    assert_eq!((&application["taken"], &application["refused"]), (&1600.into(), &0.into()));
    assert!(application["linearizable"]["violated"].is_object(), "{application}");
    assert_eq!(application["invariants"][0]["key"], "balance_never_negative");
    assert!(application["invariants"][0]["broken"].is_array(), "{application}");
    let linearizable = run["verdicts"].as_array().expect("a list").iter().find(|v| v["model"] == "linearizable");
    assert_eq!(linearizable.expect("it is judged")["verdict"], "holds");
    let text = quorate(&["run", link], "").fine();
    assert!(text.contains("✗ Balance never negative: broken"), "{text}");
    for watched in ["any", "linearizable", "balance_never_negative"] {
        assert_eq!(quorate(&["run", link, "--fail-on", watched], "").code, 1, "{watched}");
        assert_eq!(quorate(&["run", link, "--seeds", "5", "--fail-on", watched], "").code, 1, "{watched}, five seeds");
    }
    assert_eq!(quorate(&["run", link, "--fail-on", "sequential", "--fail-on", "no_oversell"], "").code, 0);
    let many = quorate(&["run", link, "--seeds", "5"], "").fine();
    assert!(
        many.lines()
            .any(|line| line.starts_with("Balance never negative") && line.split_whitespace().nth(4) != Some("0")),
        "{many}"
    );
    let money = quorate(&["money"], "").fine();
    assert!(!money.contains("FAILED"), "{money}");
}

#[test]
fn an_order_that_is_refused_leaves_nothing_standing() {
    let link = "s=saga&n=4&net=zones&object=order&k.refuses=shipping&sessions=0,1&ops=0&do=A.+1.x@1,B.r.x@3";
    let run = quorate(&["run", link, "--json"], "").json();
    let sagas = &run["application"]["sagas"];
    let counts = ["begun", "cancelled", "standing", "reads", "dirty", "misled"].map(|count| sagas[count].as_u64());
    assert_eq!(counts, [1, 1, 0, 1, 1, 0].map(Some), "{sagas}");
    let text = quorate(&["run", link], "").fine();
    assert!(text.contains("#1 create ") && text.contains("ship refused") && text.contains("charge undone"), "{text}");
    assert!(!text.contains("linearizable:"), "no saga is asked to be one step: {text}");
    assert_eq!(quorate(&["run", &format!("{link}&k.without=order"), "--fail-on", "saga_backwards"], "").code, 1);
    let rows = quorate(&["sagas", "--seeds", "20", "--json"], "").json();
    let rows = rows.as_array().expect("a list");
    assert_eq!(rows.len(), 24);
    for row in rows {
        assert_eq!((&row["standing"], &row["open"], &row["broken"]), (&0.into(), &0.into(), &0.into()), "{row}");
        assert!(row["sagas"].as_u64() > Some(0) && row["median_us"].as_u64() > Some(0), "{row}");
    }
}

#[test]
fn calls_that_an_object_does_not_know_are_all_named() {
    let ended = quorate(&["run", "object=list&ops=0&do=A.-1.x@0,B.w.x@5,A.+0.x@9"], "");
    assert_eq!((ended.code, ended.problems.len()), (2, 3), "{ended:?}");
    assert!(ended.problems[0].contains("a list only grows"), "{ended:?}");
    assert_eq!(quorate(&["run", "object=kettle"], "").code, 2);
}

#[test]
fn carts_lose_things_where_the_last_write_wins_and_keep_them_where_they_are_merged() {
    let rows = quorate(&["carts", "--seeds", "20", "--json"], "").json();
    let row = |protocol: &str, name: &str| {
        let rows = rows.as_array().expect("a list");
        let found = rows.iter().find(|row| row["protocol"] == protocol && row["name"].as_str() == Some(name));
        found.unwrap_or_else(|| panic!("{protocol} {name}")).clone()
    };
    let united = row("multi_leader", "Lamport clock, sets united");
    assert_eq!((&united["carts"][0][0], &united["not_found"]), (&"a b c".into(), &0.into()), "{united}");
    let last = row("multi_leader", "Lamport clock, always the nearest replica");
    assert_eq!((&last["lost"]["puts"], &last["not_found"]), (&40.into(), &40.into()), "two of three, each time");
    // What the reader passes over is still there, until it is written back.
    let newest = row("siblings", "Dotted version vectors, the newest read");
    assert_eq!((&newest["lost"]["puts"], &newest["not_found"]), (&0.into(), &40.into()), "{newest}");
    let text = quorate(&["carts"], "").fine();
    assert!(!text.contains("FAILED") && text.lines().count() > 40, "{text}");
}

#[test]
fn what_a_run_lost_is_told() {
    let link = "s=multi_leader&n=3&net=zones&sessions=0,1&ops=0&do=A.w.x@10,B.w.x@10";
    let text = quorate(&["run", link], "").fine();
    assert!(text.contains("Overwritten unseen: 1 acknowledged write(s)"), "{text}");
    let many = quorate(&["run", link, "--seeds", "5"], "").fine();
    assert!(many.contains("Overwritten unseen: 5 acknowledged write(s)"), "{many}");
    let json = quorate(&["run", link, "--json"], "").json();
    assert_eq!(json["lost"]["writes"].as_array().map(Vec::len), Some(1), "{}", json["lost"]);
    let alone = quorate(&["run", "s=multi_leader&n=3&net=zones&sessions=0&ops=0&do=A.w.x@10"], "").fine();
    assert!(!alone.contains("Overwritten") && !alone.contains("Came back:"), "{alone}");
}
