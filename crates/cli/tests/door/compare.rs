//! `quorate compare` from the outside.

use crate::started::quorate;

#[test]
fn what_r_of_four_heals_and_costs_is_told() {
    let text = quorate(&["compare", "v=1", "r=4"], "").fine();
    for line in [
        "A  Quorum, N=5 W=2 R=2, network worldwide, 3 sessions, seed 16",
        "R 2 → 4",
        "  Linearizable: violated in A, held in B",
        "  Session A, read 1: x=1 in A, x=2 in B; 78 ms in A, 178 ms in B",
        "Stale reads: 1 of 8 in A, 0 of 8 in B.",
    ] {
        assert!(text.lines().any(|told| told == line), "{line} is missing:\n{text}");
    }
}

#[test]
fn one_link_holds_both_runs_and_is_written_from_both() {
    let told = quorate(&["compare", "v=1", "r=4", "--json"], "").json();
    let link = told["link"].as_str().expect("a link");
    assert_eq!(link, "#/?r=4&a.v=1");
    assert_eq!(quorate(&["compare", link, "--json"], "").json(), told);
    let digest = |link: &str| quorate(&["run", link, "--json"], "").json()["digest"].clone();
    assert_eq!([&told["a"]["digest"], &told["b"]["digest"]], [&digest("v=1"), &digest("r=4")]);
    assert_eq!(told["settings"][0]["name"], "R");
    let explained = quorate(&["link", "explain", link], "").fine();
    assert!(explained.contains("a.v=1") && explained.contains("compared with"), "{explained}");
}

#[test]
fn a_run_beside_itself_has_no_change() {
    let text = quorate(&["compare", "w=3", "w=3"], "").fine();
    let whole = ["The two scenarios are the same.", "Verdicts that changed: none", "Operations that changed: none"];
    assert!(whole.iter().all(|line| text.contains(line)), "{text}");
}

#[test]
fn it_fails_on_what_b_breaks_and_a_kept() {
    let code = |words: &[&str]| quorate(&[&["compare"], words].concat(), "").code;
    assert_eq!(code(&["r=4", "v=1", "--fail-on", "linearizable"]), 1);
    assert_eq!(code(&["r=4", "v=1", "--fail-on", "any"]), 1);
    assert_eq!(code(&["r=4", "v=1"]), 0);
    assert_eq!(code(&["v=1", "r=4", "--fail-on", "linearizable"]), 0);
    assert_eq!(code(&["v=1", "v=1", "--fail-on", "linearizable"]), 0, "broken in both is no change");
}

#[test]
fn bad_input_is_named_of_both() {
    for (words, count) in [
        (&["r=9", "w=x"][..], 2),
        (&["r=4"], 1),
        (&["r=4&a.w=x"], 1),
        (&["r=9&a.w=9"], 2),
        (&["v=1", "r=4", "r=5"], 1),
        (&["v=1", "r=x", "--fail-on", "nothing"], 2),
    ] {
        let ended = quorate(&[&["compare"], words].concat(), "");
        assert_eq!((ended.code, ended.problems.len()), (2, count), "{words:?}: {ended:?}");
    }
}
