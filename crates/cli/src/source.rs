//! Where a scenario comes from: a link, a file, or the standard input.

use std::io::Read as _;
use std::path::Path;

use scenario::Scenario;
use share::Link;

use crate::scenario_file;

/// Reads the text that a word names: `-` is the standard input, a file its content.
///
/// # Errors
/// A sentence, if it cannot be read.
pub(crate) fn text(word: &str) -> Result<String, Vec<String>> {
    let read = if word == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(word)
    };
    read.map_err(|error| vec![format!("{word}: {error}")])
}

/// Reads a link, whatever carries it, as far as it can be understood.
///
/// # Errors
/// Every problem of a link or a file of which nothing can be used.
fn understood(word: &str) -> Result<(Link, Vec<String>), Vec<String>> {
    let is_file = word == "-" || Path::new(word).is_file();
    let content = if is_file { text(word)? } else { word.to_owned() };
    if content.trim_start().starts_with('{') {
        let scenario = scenario_file::read(&content)?;
        return Ok((Link::from(scenario), Vec::new()));
    }
    let could_be_a_link = word.contains(['=', '#', '.']) && !word.ends_with(".json");
    if !is_file && !could_be_a_link {
        return Err(vec![format!("`{word}` is neither a link nor a file")]);
    }
    let (_, tail) = share::split_fragment(&content);
    let decoded = share::decode(tail).map_err(|error| vec![error.to_string()])?;
    if decoded.is_of_another_engine() {
        let made = decoded.engine.unwrap_or_default();
        eprintln!("note: the link was made with engine {made}; this is engine {}", history::ENGINE_VERSION);
    }
    Ok((decoded.link, lines(&decoded.problems)))
}

/// Reads a link or a scenario file, whole.
///
/// # Errors
/// Every problem of it.
pub(crate) fn link(word: &str) -> Result<Link, Vec<String>> {
    match understood(word)? {
        (link, problems) if problems.is_empty() => Ok(link),
        (_, problems) => Err(problems),
    }
}

/// Reads a scenario that can run.
///
/// # Errors
/// Every problem of the link or file, and of what is understood of the scenario.
pub(crate) fn valid_scenario(word: &str) -> Result<Scenario, Vec<String>> {
    valid_scenario_after(word, |_| Ok(())).map(|(scenario, ())| scenario)
}

/// Reads a scenario that can run once something was changed in it.
///
/// # Errors
/// Every problem of the link or file, of the change, and of what is understood of the scenario.
pub(crate) fn valid_scenario_after<T: Default>(
    word: &str,
    change: impl FnOnce(&mut Scenario) -> Result<T, Vec<String>>,
) -> Result<(Scenario, T), Vec<String>> {
    let (Link { mut scenario, .. }, mut problems) = understood(word)?;
    let changed = change(&mut scenario).unwrap_or_else(|found| {
        problems.extend(found);
        T::default()
    });
    if let Err(found) = scenario.validate(pipeline::protocols()) {
        problems.extend(lines(&found));
    }
    if problems.is_empty() { Ok((scenario, changed)) } else { Err(problems) }
}

/// Problems, a line each. A scenario has several distributions, and what is wrong with a parameter says
/// nothing unless it is said whose it is.
pub(crate) fn lines(problems: &[scenario::Problem]) -> Vec<String> {
    let whose = [("network.custom.one_way", "every link"), ("workload.random.think", "the pause before an operation")];
    let line = |problem: &scenario::Problem| match whose.iter().find(|(field, _)| problem.field == *field) {
        Some((_, whose)) => format!("{whose}: {}", problem.sentence),
        None => problem.to_string(),
    };
    problems.iter().map(line).collect()
}
