//! Everything that can be chosen: each mode of each strategy, in every size to which its promise reaches.
//!
//! A mode is declared at one size. What it promises rests on how its quorums stand to N: that they
//! overlap, that one of them is all, that a majority confirms. A size in which they stand so is of that
//! mode. `tests/tests/decide.rs` holds the promises at other sizes against random trials.

use scenario::{Mode, ProtocolInfo, Scenario, limits};

use super::requirements::Requirements;

/// A setting that can be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The strategy.
    pub protocol: &'static ProtocolInfo,
    /// Its mode.
    pub mode: &'static Mode,
    /// The setting, with the network, the sessions and the work of the requirements.
    pub scenario: Scenario,
}

/// The knob of primaries: how many backups confirm.
const ACKS: &str = "acks";

impl Candidate {
    /// The sizes: `N=5 W=3 R=3`, `N=5, 2 backups confirm`, `N=2 W=1 R=2, 2 spare nodes`.
    #[must_use]
    pub fn sizes(&self) -> String {
        sizes(self.protocol, &self.scenario)
    }

    /// Whether W and R mean something to it.
    #[must_use]
    pub fn votes(&self) -> bool {
        votes(self.protocol, &self.scenario)
    }

    /// What tells it from all others.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{} · {} · {}", self.protocol.id, self.mode.id, self.sizes())
    }
}

impl Candidate {
    /// What it has in common with all that take as long, send as much and survive as much. How siblings
    /// are told apart travels with the messages, and delays none of them.
    pub(super) fn class(&self) -> String {
        match self.protocol.id {
            "siblings" => format!("siblings · {}", self.sizes()),
            _ => self.key(),
        }
    }
}

/// The sizes of a setting.
pub(crate) fn sizes(protocol: &ProtocolInfo, scenario: &Scenario) -> String {
    let cluster = &scenario.cluster;
    let mut text = format!("N={}", cluster.n);
    if votes(protocol, scenario) {
        text.push_str(&format!(" W={} R={}", cluster.w, cluster.r));
    }
    match scenario.strategy.knobs.get(ACKS).map(String::as_str) {
        None | Some("0") => {}
        Some("1") => text.push_str(", 1 backup confirms"),
        Some(acks) => text.push_str(&format!(", {acks} backups confirm")),
    }
    let proxies = scenario.strategy.knobs.get("coordinator").is_some_and(|coordinator| coordinator == "proxy");
    match (cluster.spares, proxies) {
        (0, _) => {}
        (1, true) => text.push_str(", 1 proxy"),
        (spares, true) => text.push_str(&format!(", {spares} proxies")),
        (1, false) => text.push_str(", 1 spare node"),
        (spares, false) => text.push_str(&format!(", {spares} spare nodes")),
    }
    text
}

fn votes(protocol: &ProtocolInfo, scenario: &Scenario) -> bool {
    let local = scenario.strategy.knobs.get("quorum_scope").is_some_and(|scope| scope == "local");
    protocol.quorums && !local
}

/// The modes of a protocol with the scenarios in which they are declared. `read` reads a readable link.
pub(crate) fn declared(
    protocol: &'static ProtocolInfo,
    read: fn(&str) -> Option<Scenario>,
) -> Vec<(&'static Mode, Scenario)> {
    (protocol.modes)().iter().filter_map(|mode| Some((mode, read(&mode.link(protocol.id))?))).collect()
}

/// All that can be chosen under the requirements. `read` reads a readable link, whose form is not
/// known here.
#[must_use]
pub fn candidates(requirements: &Requirements, read: fn(&str) -> Option<Scenario>) -> Vec<Candidate> {
    let wanted = |id: &str| requirements.strategies.is_empty() || requirements.strategies.iter().any(|one| one == id);
    let mut list = Vec::new();
    for protocol in crate::protocols() {
        // Services are no copies of a store: no model speaks of them.
        if !protocol.services.is_empty() || !wanted(protocol.id) {
            continue;
        }
        let modes = declared(protocol, read);
        let others: Vec<&Scenario> = modes.iter().map(|(_, other)| other).collect();
        for (mode, declared) in &modes {
            let sizes = requirements.replicas.0..=requirements.replicas.1;
            for scenario in sizes.flat_map(|n| settings(&requirements.scenario(), n, protocol, declared, &others)) {
                if scenario.validate([protocol]).is_ok() {
                    list.push(Candidate { protocol, mode, scenario });
                }
            }
        }
    }
    list
}

/// The settings of so many replicas that are of a mode that was declared so, beside the other modes of its
/// protocol; with the network, the sessions and the work of `asked`.
fn settings(
    asked: &Scenario,
    n: u8,
    protocol: &ProtocolInfo,
    declared: &Scenario,
    others: &[&Scenario],
) -> Vec<Scenario> {
    let mut list = Vec::new();
    if !fits(declared, n) {
        return list;
    }
    let mut base = asked.clone();
    base.strategy = declared.strategy.clone();
    base.cluster.n = n;
    // Where each replica has a spare of its own, it keeps one.
    let cluster = &declared.cluster;
    base.cluster.spares = if cluster.spares == cluster.n { n } else { cluster.spares };
    if base.cluster.spares > limits::SPARES_MAX || base.cluster.nodes() > limits::REPLICAS_MAX {
        return list;
    }
    base.cluster.placement.truncate(usize::from(base.cluster.nodes()));
    // Where nobody asks for W and R, they stay as they are.
    (base.cluster.w, base.cluster.r) = (base.cluster.w.min(n), base.cluster.r.min(n));
    if votes(protocol, declared) {
        let same = |other: &&&Scenario| other.strategy == declared.strategy;
        let ways: Vec<Way> = others.iter().filter(same).map(|other| Way::of(other)).collect();
        let sizes = (1..=n).flat_map(|w| (1..=n).map(move |r| (w, r)));
        for (w, r) in sizes.filter(|(w, r)| Way::among(&ways, n, *w, *r) == Some(Way::of(declared))) {
            (base.cluster.w, base.cluster.r) = (w, r);
            list.push(base.clone());
        }
    } else {
        for acks in confirming(declared, n) {
            if let Some(acks) = acks {
                base.strategy.knobs.insert(ACKS.to_owned(), acks.to_string());
            }
            list.push(base.clone());
        }
    }
    list
}

/// The one setting that stands for a mode among the work of `asked`: with as many replicas, or as many as it was
/// declared with where it cannot have so many, and of those the one whose quorums are nearest to the declared ones.
pub(crate) fn nearest(
    asked: &Scenario,
    protocol: &ProtocolInfo,
    declared: &Scenario,
    others: &[&Scenario],
) -> Option<Scenario> {
    let away = |scenario: &Scenario| {
        let (mine, its) = (&scenario.cluster, &declared.cluster);
        let [n, of] = [mine.n, its.n].map(i32::from);
        // One stays one, and all stay all.
        let one = |size: u8, declared: u8| match i32::from(declared) {
            1 => of * (i32::from(size) - 1),
            all if all == of => of * (n - i32::from(size)),
            some => (of * i32::from(size) - n * some).abs(),
        };
        one(mine.w, its.w) + one(mine.r, its.r)
    };
    let best = |n: u8| settings(asked, n, protocol, declared, others).into_iter().min_by_key(away);
    best(asked.cluster.n).or_else(|| best(declared.cluster.n))
}

/// Whether a mode can have so many replicas. What is one copy, or one cache beside its store, stays so;
/// and what has several is no copy alone.
fn fits(declared: &Scenario, n: u8) -> bool {
    let cached = declared.strategy.protocol == "cache_aside";
    match declared.cluster.n {
        few @ 1..=2 => n == few,
        _ => n >= if cached { 3 } else { 2 },
    }
}

/// How W and R stand to N.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    ReadAll,
    WriteAll,
    Overlap,
    Partial,
}

impl Way {
    fn of(scenario: &Scenario) -> Self {
        let cluster = &scenario.cluster;
        Self::list(cluster.n, cluster.w, cluster.r)[0]
    }

    /// All that is true of a size, what says most first.
    fn list(n: u8, w: u8, r: u8) -> Vec<Self> {
        let all = [
            (Self::ReadAll, r == n),
            (Self::WriteAll, w == n),
            (Self::Overlap, w + r > n),
            (Self::Partial, w + r <= n),
        ];
        all.into_iter().filter(|(_, is)| *is).map(|(way, _)| way).collect()
    }

    /// Of the ways that there are modes for, the one that says most of a size.
    fn among(ways: &[Self], n: u8, w: u8, r: u8) -> Option<Self> {
        Self::list(n, w, r).into_iter().find(|way| ways.contains(way))
    }
}

/// How many backups confirm, where a primary asks for it: none, fewer than make a majority with it, so
/// many at least, or all, as the mode was declared.
fn confirming(declared: &Scenario, n: u8) -> Vec<Option<u8>> {
    let acks = declared.strategy.knobs.get(ACKS).and_then(|acks| acks.parse::<u8>().ok());
    let (Some(acks), size) = (acks.filter(|acks| *acks > 0), declared.cluster.n) else { return vec![None] };
    let numbers = if acks == size - 1 {
        n - 1..n
    } else if acks >= size / 2 {
        n / 2..n
    } else {
        1..n / 2
    };
    numbers.map(Some).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_tell_the_nodes_beside_the_replicas() {
        let quorum = crate::protocol("quorum").expect("it is registered");
        let told = |spares: u8, knob: (&str, &str)| {
            let mut scenario = Scenario::default();
            (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (2, 1, 2);
            scenario.cluster.spares = spares;
            scenario.strategy.knobs.insert(knob.0.to_owned(), knob.1.to_owned());
            sizes(quorum, &scenario)
        };
        assert_eq!(told(2, ("sloppy", "on")), "N=2 W=1 R=2, 2 spare nodes");
        assert_eq!(told(1, ("sloppy", "on")), "N=2 W=1 R=2, 1 spare node");
        assert_eq!(told(1, ("coordinator", "proxy")), "N=2 W=1 R=2, 1 proxy");
        assert_eq!(told(0, ("write_back", "on")), "N=2 W=1 R=2");
    }
}
