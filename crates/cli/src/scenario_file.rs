//! A scenario as a JSON file. What is left out is as in the default scenario.

use scenario::{Links, Scenario};
use serde_json::{Map, Value, json};

/// The parts of a scenario whose fields may be left out one by one.
const OPEN_PARTS: [&str; 6] = ["", "strategy", "cluster", "network", "workload", "workload.random"];
/// The lists of a scenario.
const LISTS: [&str; 3] = ["sessions", "workload.script", "faults"];

/// Reads a scenario.
///
/// # Errors
/// Every field that is wrong, each with its place.
pub(crate) fn read(text: &str) -> Result<Scenario, Vec<String>> {
    let value: Value = serde_json::from_str(text).map_err(|error| vec![format!("the JSON is broken: {error}")])?;
    if !value.is_object() {
        return Err(vec!["a scenario is written as a JSON object".to_owned()]);
    }
    let mut problems = Vec::new();
    search("", &value, &mut problems);
    let placed = value.get("sessions").is_some();
    match serde_json::from_value::<Scenario>(value) {
        Ok(mut scenario) if problems.is_empty() => {
            if !placed {
                spread(&mut scenario);
            }
            Ok(scenario)
        }
        Err(error) if problems.is_empty() => Err(vec![error.to_string()]),
        _ => Err(problems),
    }
}

/// Sessions that nobody placed go round the regions of the network where it has fewer than they need, as on the
/// page when a network is chosen.
fn spread(scenario: &mut Scenario) {
    let regions = Links::of(&scenario.network).regions().len();
    if regions == 0 || scenario.sessions.iter().all(|session| usize::from(session.region) < regions) {
        return;
    }
    for (index, session) in scenario.sessions.iter_mut().enumerate() {
        session.region = u8::try_from(index % regions).unwrap_or(0);
    }
}

/// Writes a scenario.
pub(crate) fn write(scenario: &Scenario) -> String {
    let mut text = serde_json::to_string_pretty(scenario).unwrap_or_default();
    text.push('\n');
    text
}

/// Reading stops at the first mistake; so each part is read alone, in an otherwise empty scenario.
fn search(place: &str, value: &Value, problems: &mut Vec<String>) {
    match value {
        Value::Object(fields) if OPEN_PARTS.contains(&place) => {
            for (name, field) in fields {
                let place = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                search(&place, field, problems);
            }
        }
        Value::Array(items) if LISTS.contains(&place) => {
            for (index, item) in items.iter().enumerate() {
                attempt(place, &json!([item]), &format!("{place}[{index}]"), problems);
            }
        }
        _ => attempt(place, value, place, problems),
    }
}

fn attempt(place: &str, value: &Value, name: &str, problems: &mut Vec<String>) {
    let mut scenario = value.clone();
    for step in place.rsplit('.').filter(|step| !step.is_empty()) {
        scenario = Value::Object(Map::from_iter([(step.to_owned(), scenario)]));
    }
    if let Err(error) = serde_json::from_value::<Scenario>(scenario) {
        problems.push(if name.is_empty() { error.to_string() } else { format!("{name}: {error}") });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_with_its_place() {
        let text = r#"{"cluster": {"n": -1, "w": 2, "q": 3}, "sead": 7, "faults": [{"at_us": 1}, {"at_us": 1, "action": {"loss": {"share": 0.5}}}]}"#;
        let problems = read(text).unwrap_err();
        let places: Vec<&str> = problems.iter().filter_map(|problem| problem.split(':').next()).collect();
        assert_eq!(places, ["cluster.n", "cluster.q", "faults[0]", "sead"], "{problems:?}");
    }

    #[test]
    fn what_is_left_out_is_as_in_the_default_scenario() {
        assert_eq!(read("{}"), Ok(Scenario::default()));
        assert_eq!(read(r#"{"seed": 9}"#), Ok(Scenario { seed: 9, ..Scenario::default() }));
        assert_eq!(read(&write(&Scenario::default())), Ok(Scenario::default()));
        let places = |text: &str| read(text).unwrap().sessions.iter().map(|one| one.region).collect::<Vec<_>>();
        assert_eq!(places(r#"{"network": {"preset": "rack"}}"#), [0, 0, 0]);
        assert_eq!(places(r#"{"network": {"preset": "zones"}}"#), [0, 1, 2]);
        assert_eq!(places(r#"{"network": {"preset": "continent"}}"#), [0, 3, 4], "they fit as they are");
        assert_eq!(places(r#"{"network": {"preset": "rack"}, "sessions": [{"region": 3}]}"#), [3], "said, not fitted");
        assert!(read("[]").is_err() && read("{").is_err());
    }
}
