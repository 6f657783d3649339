//! Why operations stop though a number of replicas that sounds sufficient is up: what each of them hangs on.

use scenario::{Knobs, Scenario};

use super::space::Candidate;

/// What an operation of a session hangs on beside so many answers, in a sentence; nothing where it hangs on no more
/// than those, or its strategy's own words say it.
pub(super) fn hangs_on(candidate: &Candidate, writes: bool) -> Option<&'static str> {
    let knobs = Knobs::of(candidate.protocol, &candidate.scenario.strategy.knobs);
    if by_nearest(candidate.protocol.id, &knobs, writes) {
        return Some(match writes {
            true => "A session writes through one replica, the one nearest to it, and tries no other.",
            false => "A session reads from one replica, the one nearest to it, and tries no other.",
        });
    }
    if candidate.protocol.id != "quorum" {
        return None;
    }
    let Scenario { cluster, .. } = &candidate.scenario;
    let asks_first = writes && knobs.choice("versions") == "logical" && cluster.r > cluster.w;
    let writes_back = !writes && knobs.on("write_back") && cluster.w > cluster.r;
    match (asks_first, writes_back) {
        (true, _) => Some("A write first asks R replicas for the highest version."),
        (_, true) => Some("A read writes back what it found, and waits until W replicas have it."),
        _ => None,
    }
}

/// Whether sessions go to the replica nearest to them, and wait for that one alone. A session that its own reads have
/// led elsewhere writes there, and tries no other either.
fn by_nearest(protocol: &str, knobs: &Knobs, writes: bool) -> bool {
    match protocol {
        "siblings" | "multi_leader" | "causal" => writes,
        "crdt" => true,
        "paxos" => knobs.choice("proposer") == "nearest" || !writes && knobs.choice("reads") == "nearest",
        "weak" => !writes && knobs.choice("reads") == "nearest",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::requirements::Requirements;
    use super::super::space::candidates;
    use super::super::survive::goes_on_without;
    use super::*;

    fn read(link: &str) -> Option<Scenario> {
        let wanted = ["k.", "s=", "n=", "w=", "r=", "spares="];
        let mut scenario = Scenario::default();
        for part in link.split('&').filter(|part| wanted.iter().any(|start| part.starts_with(start))) {
            let (key, value) = part.split_once('=')?;
            match key {
                "s" => value.clone_into(&mut scenario.strategy.protocol),
                "n" => scenario.cluster.n = value.parse().ok()?,
                "w" => scenario.cluster.w = value.parse().ok()?,
                "r" => scenario.cluster.r = value.parse().ok()?,
                "spares" => scenario.cluster.spares = value.parse().ok()?,
                _ => drop(scenario.strategy.knobs.insert(key.get(2..)?.to_owned(), value.to_owned())),
            }
        }
        Some(scenario)
    }

    /// With all others down operations go on, as long as they need no more; without the nearest they stop, however
    /// many others there are.
    #[test]
    fn what_hangs_on_the_nearest_replica_stops_with_it_alone() {
        let mut asked = Requirements { replicas: (3, 3), ..Requirements::default() };
        asked.network.preset = "zones".to_owned();
        asked.sessions.truncate(1);
        let mut told = 0;
        for candidate in candidates(&asked, read) {
            let valid = crate::evaluate::validate(&candidate.scenario).expect("a candidate can run");
            for writes in [true, false] {
                let Some(why) = hangs_on(&candidate, writes).filter(|why| why.contains("nearest")) else { continue };
                let of = |(of_writes, of_reads): (bool, bool)| if writes { of_writes } else { of_reads };
                assert!(!of(goes_on_without(&valid, &[0])), "{} {why}", candidate.key());
                let alone = candidate.scenario.cluster.w == 1 || !candidate.votes();
                // Of a majority two are needed, the nearest among them.
                let others: &[u8] = if candidate.protocol.id == "paxos" && writes { &[2] } else { &[1, 2] };
                let majority = candidate.protocol.id == "paxos" && others.len() == 2;
                if alone && !majority {
                    assert!(of(goes_on_without(&valid, others)), "{} {why}", candidate.key());
                    told += 1;
                }
            }
        }
        assert!(told > 10, "only {told} were put to the test");
    }
}
