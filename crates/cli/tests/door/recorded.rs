//! Recorded delays as a link's distribution, in `run`, `analyse` and `sweep`.

use crate::started::{file, quorate};

/// Two thousand delays from 1 ms to 5 ms, evenly.
fn evenly(name: &str) -> String {
    let delays: String = (0..2_000).map(|step| format!("{}\n", 1.0 + f64::from(step) / 499.75)).collect();
    file(name, &delays)
}

#[test]
fn runs_and_figures_are_those_of_the_recorded_delays() {
    let path = evenly("recorded-lan.csv");
    let run = quorate(&["run", "net=rack&seed=5", "--delays", &path, "--json"], "").json();
    let network = &run["scenario"]["network"];
    assert_eq!(network["preset"], "custom");
    let quantiles = network["custom"]["one_way"]["empirical"]["quantiles_ms"].as_array().expect("a list");
    assert_eq!((quantiles.len(), quantiles[50].as_f64().map(|ms| (ms - 3.0).abs() < 0.01)), (101, Some(true)));
    let nearest = &run["recorded"][0]["fits"][0];
    assert!((nearest["distribution"]["uniform"]["high_ms"].as_f64().expect("a uniform") - 5.0).abs() < 1e-9, "{run}");
    assert!(nearest["ks_distance"].as_f64().expect("a number") < 0.001);
    // The link that it prints holds the delays, so it runs to the same end anywhere.
    let again = quorate(&["run", run["link"].as_str().expect("a link"), "--json"], "").json();
    assert_eq!(again["digest"], run["digest"]);
    let text = quorate(&["run", "net=rack&seed=5", "--delays", &path], "").fine();
    assert!(
        text.contains("2000 delays, nearest to uniform, 1.0000 to 5.0000 ms (Kolmogorov–Smirnov distance 0.000"),
        "{text}"
    );

    let same = quorate(&["analyse", "net=custom&region=A&way=uniform:1,5&sessions=0", "--json"], "").json();
    let told = quorate(&["analyse", "net=rack&sessions=0", "--delays", &path, "--json"], "").json();
    let median = |told: &serde_json::Value| told["latency_read"][0][1].as_f64().expect("a time");
    assert!((median(&told) / median(&same) - 1.0).abs() < 1e-3, "{told}");
    let rows =
        quorate(&["sweep", "net=rack&ops=2", "--over", "w=1,2", "--delays", &path, "--runs", "2", "--json"], "").fine();
    let row: serde_json::Value = serde_json::from_str(rows.lines().next().expect("a row")).expect("JSON");
    let shortest = row["write_p50_ms"].as_f64().expect("a time");
    assert!((2.0..10.0).contains(&shortest), "{row}");
}

#[test]
fn four_columns_are_told_apart_where_the_mathematics_takes_them() {
    let path = file("recorded-legs.csv", "write,ack,read,response\n1,2,3,4\n2,3,4,5\n3,4,5,7\n");
    let text = quorate(&["analyse", "--n", "3", "--w=1", "--r=1", "--net", &path], "").fine();
    assert!(text.contains("recorded-legs.csv, response: 3 delays, nearest to "), "{text}");
    let ended = quorate(&["run", "net=rack", "--delays", &path], "");
    assert!(ended.code == 2 && ended.problems[0].contains("there can be one column"), "{ended:?}");
}

#[test]
fn what_is_wrong_with_recorded_delays_is_told_by_line_and_all_at_once() {
    let path = file("recorded-wrong.csv", "5\n\n-3\nfast\n");
    for command in [&["run", "w=9"][..], &["sweep", "w=x"], &["analyse", "w=9"]] {
        let ended = quorate(&[command, &["--delays", &path, "--delays", "0-1@x.csv"]].concat(), "");
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{ended:?}");
        for told in [": line 2 is empty", ": line 3 has the negative delay -3", ": line 4 has `fast`", "FROM,TO@FILE"] {
            assert!(ended.problems.iter().any(|problem| problem.contains(told)), "{told}: {ended:#?}");
        }
        assert!(ended.problems.len() == 5, "{ended:#?}");
    }
}
