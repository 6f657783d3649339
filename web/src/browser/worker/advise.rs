//! A worker's side of a search for settings: from the last turn on, while the page begins with the first.

use std::cell::RefCell;

use pipeline::decide::{Advisor, Requirements, Verdict};
use scenario::Scenario;
use share::Link;

use crate::browser::now_ms;

/// How long a part takes, in ms: the page may have moved on since.
const PART_MS: f64 = 60.0;

/// Turns with what came of them, from the last to the first.
pub(crate) type Verdicts = Vec<(u32, Verdict)>;

thread_local! {
    /// What is asked, in words, and the search for it.
    static SEARCH: RefCell<Option<(String, Advisor)>> = const { RefCell::new(None) };
}

/// Judges as many settings as there is time for, from that turn back and each so many-th, since others do the rest;
/// nothing where what is asked cannot be read. What is known is kept for the next question.
pub(super) fn part(asked: &str, from: u32, step: u32) -> Option<Vec<u8>> {
    SEARCH.with_borrow_mut(|search| {
        if search.as_ref().is_none_or(|(other, _)| other != asked) {
            let known = search.take().map(|(_, advisor)| advisor.into_known()).unwrap_or_default();
            *search = Some((asked.to_owned(), Advisor::new(read(asked)?, known, read_link).ok()?));
        }
        let (_, advisor) = search.as_mut()?;
        let until_ms = now_ms() + PART_MS;
        let mut verdicts = Verdicts::new();
        for turn in (0..=from).rev().step_by(step.max(1) as usize) {
            if !verdicts.is_empty() && now_ms() >= until_ms {
                break;
            }
            verdicts.push((turn, advisor.verdict(turn as usize)?));
        }
        Some(pipeline::pack(&verdicts))
    })
}

/// What is asked in words; nothing where words do not say all of it.
pub(crate) fn words(requirements: &Requirements) -> Option<String> {
    let words = serde_json::to_string(&asked_pairs(requirements)).ok()?;
    (read(&words).as_ref() == Some(requirements)).then_some(words)
}

fn read(words: &str) -> Option<Requirements> {
    let pairs: Vec<(String, String)> = serde_json::from_str(words).ok()?;
    read_asked(&pairs).ok()
}

/// Names the link that says where clients and replicas are and how long messages take, if requirements do not.
const FROM: &str = "from";

/// Requirements by name. Not all of a network has names there, such as its own links or the share of messages that
/// it loses: then a link to a scenario of it stands for them, and for what else it says of where everyone is.
pub(crate) fn asked_pairs(requirements: &Requirements) -> Vec<(String, String)> {
    let mut pairs = requirements.pairs();
    let named = Requirements::default().read(&pairs).is_ok_and(|read| read.network == requirements.network);
    let link = (!named).then(|| requirements.scenario());
    if let Some(from) = link.and_then(|scenario| share::encode_packed(&Link::from(scenario)).ok()) {
        let said = ["net", "stretch", "tail", "sessions", "place", "reads"];
        pairs.retain(|(name, _)| !said.contains(&name.as_str()));
        pairs.push((FROM.to_owned(), from));
    }
    pairs
}

/// The address of the page that looks for settings which meet requirements.
pub(crate) fn asked_fragment(requirements: &Requirements) -> String {
    let parts: Vec<String> = asked_pairs(requirements).iter().map(|(name, value)| format!("{name}={value}")).collect();
    share::join_fragment("/decide", &parts.join("&"))
}

/// What [`asked_pairs`] says.
///
/// # Errors
/// Everything that cannot be read, in the user's words.
pub(crate) fn read_asked(pairs: &[(String, String)]) -> Result<Requirements, Vec<String>> {
    let (from, named): (Vec<_>, Vec<_>) = pairs.iter().cloned().partition(|(name, _)| name == FROM);
    let mut base = Requirements::default();
    if let Some((_, link)) = from.last() {
        match share::decode(link) {
            Ok(decoded) if decoded.problems.is_empty() => base = base.among(decoded.link.scenario),
            Ok(decoded) => return Err(decoded.problems.iter().map(ToString::to_string).collect()),
            Err(error) => return Err(vec![error.to_string()]),
        }
    }
    base.read(&named)
}

/// Reads the link of a mode.
pub(crate) fn read_link(link: &str) -> Option<Scenario> {
    share::decode(link).ok().map(|decoded| decoded.link.scenario)
}
