//! What applications make of the store: calls on objects, sagas, and what was lost.

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
pub(crate) const NONE_CONFIRMED: &str = "none of them as confirmed";

pub(crate) fn some_confirmed(misled: u32) -> String {
    format!("{misled} of them as confirmed")
}

pub(crate) const SAGA: &str = "saga";
pub(crate) const SAGAS: &str = "sagas";

pub(crate) fn sagas(
    begun: u32,
    sagas: &str,
    confirmed: u32,
    cancelled: u32,
    open: u32,
    standing: u32,
    reads: u32,
    dirty: u32,
    told: &str,
) -> String {
    format!(
        "\
        {begun} {sagas}: {confirmed} confirmed, {cancelled} cancelled, {open} still open; {standing} steps \
        left standing. Of {reads} reads {dirty} saw what was later taken back, {told}."
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
