//! Tells why a register whose values repeat cannot have behaved so.

use history::OperationId;

use super::Broken;
use crate::index::{Index, NEVER};
use crate::telling::{Story, tell};
use crate::{Anomaly, Violation};

/// The roles that operations can play beside `r`, the read that fits no order.
const ROLES: &[u8] = b"abcdefghijklmnopq";

pub(super) fn explain(index: &Index<'_>, broken: Broken) -> Violation {
    let Broken { entries, stuck } = broken;
    let failing = entries[stuck.task as usize];
    let mut cast: Vec<(u8, Option<OperationId>)> = vec![(b'r', Some(index.entry(failing).id))];
    let mut sentence = "[r {who r} read {what r}] at {ended r}, which fits no order together with ".to_owned();
    let others = entries.iter().filter(|entry| **entry != failing).zip(ROLES);
    for (place, (entry, role)) in others.enumerate() {
        let entry = index.entry(*entry);
        cast.push((*role, Some(entry.id)));
        // What follows the letter of the role, with the letter left out.
        let words: &[&str] = match (entry.write, entry.end) {
            (true, NEVER) => &["[", " {who ", "} wrote {what ", "}] from {began ", "} on"],
            (true, _) => &["[", " {who ", "} wrote {what ", "}] from {began ", "} to {ended ", "}"],
            (false, _) => &["[", " {who ", "} read {what ", "}] at {ended ", "}"],
        };
        if place > 0 {
            sentence.push_str(", ");
        }
        for (number, words) in words.iter().enumerate() {
            if number > 0 {
                sentence.push(char::from(*role));
            }
            sentence.push_str(words);
        }
    }
    let values = values(index, &stuck.states);
    sentence.push_str(": by then it could only be ");
    sentence.push_str(&values);
    sentence.push('.');
    let allowed = ["{who r} may read ", &values, "."].concat();
    let story =
        Story { anomaly: Anomaly::NoOrder, sentence: &sentence, allowed: &allowed, before: &[], read_from: &[] };
    tell(index.history, &story, &cast)
}

/// The values of some states: "1 or nil".
fn values(index: &Index<'_>, states: &[u32]) -> String {
    let mut words = String::new();
    for (place, state) in states.iter().enumerate() {
        if place > 0 {
            words.push_str(if place + 1 == states.len() { " or " } else { ", " });
        }
        let class = index.classes.get(*state as usize);
        let member = class.filter(|class| !class.initial).and_then(|class| index.members(class).first());
        let value = member.map_or(index.history.initial, |member| index.operation(*member).value());
        words.push_str(&index.history.value_in_words(value));
    }
    words
}
