//! `quorate decide`: answers with links, why others are none, and input that is wrong.

use crate::started::quorate;

#[test]
fn answers_come_with_links_that_run_and_the_cheapest_first() {
    let words =
        ["decide", "--needs", "linearizable", "--survive=1", "--net", "zones", "--n=3", "--strategies=raft,quorum"];
    let told = quorate(&[&words[..], &["--json"]].concat(), "").json();
    let answers = told["answers"].as_array().expect("a list");
    assert!(answers.len() > 3 && told["candidates"].as_u64() > Some(20), "{}", answers.len());
    let messages: Vec<f64> = answers.iter().filter_map(|answer| answer["messages"].as_f64()).collect();
    assert!(messages.windows(2).all(|pair| pair[0] <= pair[1]), "{messages:?}");
    for answer in answers {
        let link = answer["link"].as_str().expect("a link");
        let run = quorate(&["run", link, "--json"], "").json();
        assert_eq!(run["scenario"]["cluster"]["n"], 3, "{link}");
        assert_eq!(run["scenario"]["strategy"]["protocol"], answer["protocol"], "{link}");
    }
    let text = quorate(&words, "").fine();
    assert!(text.contains("★") && text.contains("The others") && text.contains("breaks"), "{text}");
    assert!(text.contains(answers[0]["link"].as_str().expect("a link")), "{text}");
}

#[test]
fn what_cannot_be_had_says_what_excludes_what() {
    let ended = quorate(&["decide", "--needs=linearizable", "--survive=2", "--n=3", "--net=zones"], "");
    assert_eq!(ended.code, 1, "{}", ended.out);
    assert!(
        ended.out.contains("Each can be had, but not both: “Linearizable”, and reads with 2 replicas down."),
        "{}",
        ended.out
    );
}

#[test]
fn every_problem_is_named_at_once() {
    let words = ["decide", "--needs=strong", "--p99-write=soon", "--p90-read=5", "--fresh=1", "--under=rain", "--n=0"];
    let ended = quorate(&words, "");
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    assert_eq!(ended.problems.len(), 5, "{:?}", ended.problems);
    let ended = quorate(&["decide", "--net=moon", "--n=0", "--survive=9", "--strategies=magic"], "");
    assert_eq!(ended.code, 2);
    assert!(ended.problems.len() >= 4, "{:?}", ended.problems);
}
