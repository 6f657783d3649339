//! Real systems and what they claim, from the outside.

use crate::started::quorate;

#[test]
fn a_system_is_told_with_its_sources_and_what_was_found() {
    let text = quorate(&["systems", "cockroachdb", "--trials", "10"], "").fine();
    for part in [
        "0 of 10 trials broke it",
        "does not keep Linearizable: broken by s=raft",
        "source: CockroachDB",
        "not simulated:",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn claims_come_as_json_with_the_link_that_breaks_them() {
    let systems = quorate(&["systems", "etcd", "--trials", "5", "--json"], "").json();
    let claims = systems[0]["modes"][1]["claims"].as_array().expect("a list");
    let claim = claims.iter().find(|claim| claim["model"] == "linearizable").expect("it is spoken of");
    assert_eq!(
        (&claim["claimed"], &claim["found"], &claim["contradicted"]),
        (&"broken".into(), &"broken".into(), &false.into())
    );
    let link = claim["link"].as_str().expect("a link");
    assert_eq!(quorate(&["run", link, "--fail-on", "linearizable"], "").code, 1);
}

#[test]
fn all_systems_stand_in_one_table_and_nothing_is_contradicted() {
    let text = quorate(&["systems", "--trials", "3"], "").fine();
    assert!(text.contains("Cassandra · QUORUM") && text.contains("Spanner · Strong reads"), "{text}");
    assert!(text.contains(" 0 contradicted"), "{text}");
}

#[test]
fn an_unknown_system_is_answered_with_those_there_are() {
    let ended = quorate(&["systems", "oracle"], "");
    assert_eq!((ended.code, ended.problems.len()), (2, 1), "{ended:?}");
    assert!(ended.problems[0].contains("zookeeper"), "{ended:?}");
}
