//! What applications make of the store: calls on objects, sagas, and what was lost.

use pipeline::Sagas;

use super::plural;

pub(crate) fn each_key_as(title: &str) -> String {
    format!("Each key as {title}")
}

pub(crate) fn all_keys_as(title: &str) -> String {
    format!("All keys as {title}")
}

pub(crate) fn calls(calls: u32) -> String {
    format!("{calls} calls")
}

pub(crate) fn done(done: u32) -> String {
    format!("{done} done")
}

pub(crate) fn refused(refused: u32) -> String {
    format!("{refused} refused")
}

pub(crate) fn unanswered(unanswered: u32) -> String {
    format!("{unanswered} without an answer")
}

pub(crate) fn taken(taken: i64) -> String {
    format!("{taken} taken")
}

pub(crate) const SERIALIZABLE: &str = "Serializable";

pub(crate) fn sagas(sagas: Sagas) -> String {
    let Sagas { begun, confirmed, cancelled, open, standing, reads, dirty, misled } = sagas;
    let told = match misled {
        0 => "none of them as confirmed".to_owned(),
        _ => format!("{misled} of them as confirmed"),
    };
    format!(
        "{begun} {}: {confirmed} confirmed, {cancelled} cancelled, {open} still open; {standing} steps left standing. \
         Of {reads} reads {dirty} saw what was later taken back, {told}.",
        plural(begun.into(), "saga", "sagas")
    )
}

pub(crate) fn broken(invariant: &str) -> String {
    format!("Broken: {invariant}")
}

pub(crate) const NOT_SERIALIZABLE: &str = "The transactions are not strictly serializable";
pub(crate) const NOT_LINEARIZABLE: &str = "The calls are not linearizable";

pub(crate) fn more(more: usize) -> String {
    format!("{more} more")
}

pub(crate) const LOST: &str = "Lost";

pub(crate) fn lost(told: &str) -> String {
    format!("{told}: confirmed, and in no replica any more.")
}

pub(crate) const ALL_OR_NOTHING: &str = "All or nothing";

pub(crate) fn held(calls: u32) -> String {
    format!("held in this run of {calls} calls.")
}
