//! What goes on without a region, as far as the setting alone tells.

use scenario::{Knobs, Links, Scenario};
use serde::{Deserialize, Serialize};

use crate::protocol;

/// Whether operations go on without a region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithoutRegion {
    /// The region.
    pub region: String,
    /// Whether writes go on.
    pub writes: bool,
    /// Whether reads go on.
    pub reads: bool,
}

/// For each region that holds a replica, whether operations of sessions elsewhere go on while all of its
/// replicas are away.
///
/// # Errors
/// Why the setting alone does not tell.
pub fn without_region(scenario: &Scenario) -> Result<Vec<WithoutRegion>, &'static str> {
    let (writes, reads) = needed(scenario)?;
    let links = Links::of(&scenario.network);
    let mut placement = scenario.placement(&links);
    placement.truncate(usize::from(scenario.cluster.n));
    let [writes, reads] = [writes, reads].map(|needed| theory::survives_without_region(&placement, needed));
    let name = |region: u8| links.regions().get(usize::from(region)).cloned().unwrap_or_default();
    let both = writes.into_iter().zip(reads);
    Ok(both.map(|((region, writes), (_, reads))| WithoutRegion { region: name(region), writes, reads }).collect())
}

/// How many replicas a write needs, and how many a read.
pub(super) fn needed(scenario: &Scenario) -> Result<(u8, u8), &'static str> {
    let cluster = &scenario.cluster;
    let Some(info) = protocol(&scenario.strategy.protocol).filter(|info| info.quorums) else {
        return Err("The strategy does not count answers, so its setting alone does not tell.");
    };
    let knobs = Knobs::of(info, &scenario.strategy.knobs);
    let is = |id: &str, value: &str| knobs.choice(id) == value;
    if is("quorum_scope", "local") {
        return Err("Quorums of one region go down with it, and which one it is depends on the session.");
    }
    if is("requests", "quorum") {
        return Err("Only as many replicas are asked as are needed: whoever is away is not replaced.");
    }
    if is("coordinator", "nearest") || is("coordinator", "random") || is("coordinator", "proxy") {
        return Err("A coordinator that is away takes the operations along that it was asked for.");
    }
    if knobs.on("sloppy") {
        return Err("Spare nodes stand in for replicas that are away, and their own regions may be away too.");
    }
    // A write that looks for the highest version first reads; a read that writes back writes.
    let writes = if is("versions", "logical") { cluster.w.max(cluster.r) } else { cluster.w };
    let reads = if knobs.on("write_back") { cluster.r.max(cluster.w) } else { cluster.r };
    Ok((writes, reads))
}
