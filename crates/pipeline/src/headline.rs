//! What ran, in one line.

use scenario::Scenario;

use crate::protocol;

/// What runs, in one line.
#[must_use]
pub fn headline(scenario: &Scenario) -> String {
    let name = protocol(&scenario.strategy.protocol).map_or("?", |info| info.name);
    let cluster = &scenario.cluster;
    let mut text = format!("{name}, N={}", cluster.n);
    if protocol(&scenario.strategy.protocol).is_some_and(|info| info.quorums) {
        text.push_str(&format!(" W={} R={}", cluster.w, cluster.r));
    }
    match cluster.spares {
        0 => {}
        1 => text.push_str(", 1 spare node"),
        spares => text.push_str(&format!(", {spares} spare nodes")),
    }
    for (knob, value) in &scenario.strategy.knobs {
        text.push_str(&format!(", {knob} {value}"));
    }
    text.push_str(&format!(", network {}, {} sessions", scenario.network.preset, scenario.sessions.len()));
    match scenario.faults.len() {
        0 => {}
        1 => text.push_str(", 1 fault"),
        count => text.push_str(&format!(", {count} faults")),
    }
    text.push_str(&format!(", seed {}", scenario.seed));
    text
}
