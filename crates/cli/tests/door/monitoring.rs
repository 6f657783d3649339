//! What an operator watches, in the text and the JSON of `quorate run`.

use crate::started::quorate;

#[test]
fn lag_conflicts_and_answers_are_told() {
    let link = "w=1&r=1&n=3&seed=7&crash=r3@40-&crash=r2@60-300&timeout=100&net=rack&ops=40";
    let told = quorate(&["run", link, "--json"], "").json();
    let watched = &told["monitoring"];
    let lag = watched["lag"].as_array().expect("a list");
    assert_eq!(lag.len(), 3);
    assert!(
        lag[2]["missing"].as_u64() > Some(0) && lag[2]["worst_us"].as_u64() > lag[0]["worst_us"].as_u64(),
        "{lag:?}"
    );
    assert_eq!(lag[0]["windows_us"].as_array().map(Vec::len), Some(40));
    let sum = |name: &str| {
        let windows = watched["availability"].as_array().expect("a list");
        windows.iter().map(|window| window[name].as_u64().expect("a count")).sum::<u64>()
    };
    let of = |kind: &str| told["summary"][kind]["count"].as_u64().expect("a count");
    assert_eq!((sum("begun"), sum("answered")), (120, of("reads") + of("writes")));
    let conflicts = watched["conflicts"]["writes"].as_array().expect("a list").len();
    let all = &watched["latencies"]["all"];
    assert_eq!(all["reads"]["p99_9_us"], told["summary"]["reads"]["quantiles"]["p99_9_us"]);
    let text = quorate(&["run", link], "").fine();
    assert!(text.contains("Replication lag: "), "{text}");
    assert!(text.contains(&format!("Conflicts: {conflicts} of ")), "{text}");
}

#[test]
fn an_open_loop_is_measured_from_when_operations_were_meant_to_begin() {
    let link = "net=continent&ops=40&think=exp:10&arrivals=open&seed=9";
    let told = quorate(&["run", link, "--json"], "").json();
    let [all, meant] =
        ["all", "intended"].map(|from| told["monitoring"]["latencies"][from]["reads"]["p99_us"].as_u64());
    assert!(meant > all && all > Some(0), "{all:?} {meant:?}");
    assert_eq!(told["scenario"]["workload"]["random"]["open_loop"], true);
    let text = quorate(&["run", link], "").fine();
    assert!(text.contains("\nreads, from when they were meant to begin "), "{text}");
    let closed = quorate(&["run", "net=continent&ops=40&think=exp:10&seed=9", "--json"], "").json();
    assert!(closed["monitoring"]["latencies"].get("intended").is_none());
}
