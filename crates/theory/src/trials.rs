//! Writes, and reads that begin a given time after them, drawn from the delays alone: the same trials show every W and
//! R of a store.
//!
//! They know what no integral here does: whether a read writes back, which depends on how many of those that answer
//! it hold what it met, and so on the write before it (H. Attiya, A. Bar-Noy, D. Dolev, "Sharing Memory Robustly in
//! Message-Passing Systems", JACM 1995).

use std::collections::BTreeMap;

use history::{NodeId, ReplicaId, SessionId};
use scenario::{Delay, Leg, ValidScenario};

use crate::monte_carlo::Source;

/// A store all of whose replicas are asked, by its sessions or by a proxy for them.
#[derive(Clone, Debug)]
pub struct Trials<'a> {
    n: usize,
    /// For each who writes and each who reads: trials take them in turn.
    ways: Vec<Ways<'a>>,
}

/// Response times in microseconds, in no order.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// Of the round of a write that W hold, by W from one on.
    pub writes: Vec<Vec<u64>>,
    /// Of reads that write back what fewer than W of R hold, by W and R; where these overlap.
    pub reads: BTreeMap<(u8, u8), Vec<u64>>,
}

#[derive(Clone, Debug)]
struct Ways<'a> {
    /// To a proxy and back: of a write, and of a read.
    around: Option<[[&'a Delay; 2]; 2]>,
    /// To each replica and back: of a write, of a read, and of what a read writes back.
    replicas: Vec<[[&'a Delay; 2]; 3]>,
}

/// What came first in a trial, in microseconds after the requests went out.
#[derive(Debug, Default)]
struct Race {
    /// When replicas had acknowledged the write, ascending.
    held: Vec<u64>,
    /// When they had answered the read, ascending; and how much later than asked they got the write.
    answered: Vec<(u64, i64)>,
    /// When they had acknowledged what was written back, ascending.
    back: Vec<u64>,
    /// On the ways to the proxy and back: the write, and the read.
    around: [[u64; 2]; 2],
}

impl<'a> Trials<'a> {
    /// Those of a scenario, whatever its W and R.
    #[must_use]
    pub fn of(valid: &'a ValidScenario) -> Self {
        let (scenario, links) = (valid.scenario(), valid.links());
        let n = scenario.cluster.n;
        let replica = |id: u8| valid.region(NodeId::Replica(ReplicaId(id)));
        let way =
            |from: u8, to: u8, [there, back]: [Leg; 2]| [links.delay(from, to, there), links.delay(to, from, back)];
        let (write, read) = ([Leg::Write, Leg::Ack], [Leg::Read, Leg::Response]);
        let proxied = valid.knobs().choice("coordinator") == "proxy";
        // Who asks, and the ways to it and back.
        let asker = |home: u8| {
            let near_us = |id: &u8| (links.delay(home, replica(*id), Leg::Read).at_us(0.5), *id);
            let proxy = (n..scenario.cluster.nodes()).filter(|_| proxied).min_by_key(near_us).map(replica);
            (proxy.unwrap_or(home), proxy.map(|proxy| [write, read].map(|legs| way(home, proxy, legs))))
        };
        let regions = (0..scenario.sessions.len()).map(|id| valid.region(NodeId::Session(SessionId(id as u8))));
        let askers: Vec<_> = regions.map(asker).collect();
        let pairs = askers.iter().flat_map(|writer| askers.iter().map(move |reader| (writer, reader)));
        let ways = pairs.map(|((writer, its), (reader, other))| {
            let to = |id: u8| {
                [way(*writer, replica(id), write), way(*reader, replica(id), read), way(*reader, replica(id), write)]
            };
            let around = its.zip(*other).map(|([write, _], [_, read])| [write, read]);
            Ways { around, replicas: (0..n).map(to).collect() }
        });
        Self { n: usize::from(n), ways: ways.collect() }
    }

    /// In how many of `count` trials a read that begins so long after the answer of a write meets it, by W and R from
    /// one on.
    #[must_use]
    pub fn fresh(&self, after_us: u64, count: u32) -> Vec<Vec<u32>> {
        let mut met = vec![vec![0; self.n]; self.n];
        self.each(count, false, |race| {
            for (w, met) in met.iter_mut().enumerate() {
                let began_us = race.read_began_us(w, after_us);
                let first = race.answered.iter().position(|(_, late_us)| *late_us <= began_us);
                if let Some(met) = first.and_then(|r| met.get_mut(r)) {
                    *met += 1;
                }
            }
        });
        // Who waits for more answers has those of fewer.
        for met in &mut met {
            for r in 1..self.n {
                met[r] += met[r - 1];
            }
        }
        met
    }

    /// How long operations take in `count` trials, where reads begin so long after the answer of a write.
    #[must_use]
    pub fn times(&self, after_us: u64, count: u32) -> Times {
        let n = self.n;
        let list = || Vec::with_capacity(count as usize);
        let mut writes: Vec<Vec<u64>> = (0..n).map(|_| list()).collect();
        // By W and R, both from zero on.
        let mut reads: Vec<Vec<Vec<u64>>> =
            (0..n).map(|w| (0..n).map(|r| if w + r + 1 >= n { list() } else { Vec::new() }).collect()).collect();
        self.each(count, true, |race| {
            let [write_us, read_us] = race.around.map(|ways| ways.iter().sum::<u64>());
            for (w, reads) in reads.iter_mut().enumerate() {
                writes[w].push(write_us + race.held[w]);
                let began_us = race.read_began_us(w, after_us);
                let mut holders = 0;
                for (r, (answered_us, late_us)) in race.answered.iter().enumerate() {
                    holders += usize::from(*late_us <= began_us);
                    if w + r + 1 >= n {
                        let back_us = if holders > w { 0 } else { race.back[w] };
                        reads[r].push(read_us + answered_us + back_us);
                    }
                }
            }
        });
        let by_size = reads
            .into_iter()
            .zip(1..)
            .flat_map(|(reads, w)| reads.into_iter().zip(1..).map(move |(list, r)| ((w, r), list)));
        Times { writes, reads: by_size.filter(|(_, list)| !list.is_empty()).collect() }
    }

    fn each(&self, count: u32, writes_back: bool, mut see: impl FnMut(&Race)) {
        let (mut source, mut race) = (Source::new(1), Race::default());
        for ways in self.ways.iter().cycle().take(count as usize) {
            race.draw(ways, writes_back, &mut || source.uniform());
            see(&race);
        }
    }
}

impl Race {
    fn draw(&mut self, ways: &Ways<'_>, writes_back: bool, uniform: &mut impl FnMut() -> f64) {
        let mut drawn = |way: [&Delay; 2]| way.map(|delay| delay.at_us(uniform()));
        self.held.clear();
        self.answered.clear();
        self.back.clear();
        for [write, read, back] in &ways.replicas {
            let [[arrives_us, ack_us], [asked_us, answer_us]] = [*write, *read].map(&mut drawn);
            self.held.push(arrives_us + ack_us);
            self.answered.push((asked_us + answer_us, arrives_us as i64 - asked_us as i64));
            if writes_back {
                self.back.push(drawn(*back).iter().sum());
            }
        }
        self.held.sort_unstable();
        self.answered.sort_by_key(|(answered_us, _)| *answered_us);
        self.back.sort_unstable();
        self.around = ways.around.map_or([[0; 2]; 2], |around| around.map(drawn));
    }

    /// When the replicas are asked for what they hold, after the requests of the write went out, of which W, from zero
    /// on, are waited for.
    fn read_began_us(&self, w: usize, after_us: u64) -> i64 {
        let [[_, from_proxy_us], [to_proxy_us, _]] = self.around;
        (self.held[w] + from_proxy_us + after_us + to_proxy_us) as i64
    }
}

#[cfg(test)]
mod tests {
    use scenario::{Scenario, Session};

    use super::*;
    use crate::stale::tests::QUORUM;
    use crate::{Ask, Sizes};

    /// Integrals of another making: shares lie within 4.5 standard deviations of them.
    #[test]
    fn trials_show_what_integrals_say() {
        let count = 20_000;
        for (preset, regions) in [("zones", &[0, 2][..]), ("lnkd-disk", &[0]), ("worldwide", &[0, 1, 2])] {
            let mut scenario = Scenario::default();
            scenario.network.preset = preset.to_owned();
            scenario.cluster.n = 4;
            scenario.sessions = regions.iter().map(|region| Session { region: *region }).collect();
            let valid = scenario.validate([&QUORUM]).expect("it is valid");
            let mut sizes = Sizes::of(&valid, 1e-6).expect("all are asked");
            let trials = Trials::of(&valid);
            let near = |seen: usize, share: f64, what: &str| {
                let of = f64::from(count);
                let deviation = (of * share * (1.0 - share)).sqrt().max(1.0);
                assert!((seen as f64 - of * share).abs() < 4.5 * deviation, "{preset} {what}: {seen}, {share}");
            };
            let fresh = trials.fresh(1_000, count);
            let Times { writes, reads } = trials.times(1_000, count);
            for (w, r) in (1..=4_u8).flat_map(|w| (1..=4_u8).map(move |r| (w, r))) {
                let share = sizes.fresh((w, r), 1.0).expect("feasible");
                near(fresh[usize::from(w) - 1][usize::from(r) - 1] as usize, share, &format!("{w} {r}"));
            }
            let within = |list: &[u64], ms: f64| list.iter().filter(|us| **us as f64 <= 1_000.0 * ms).count();
            for (w, times) in (1..).zip(&writes) {
                let ms = sizes.quantile_ms(&[(Ask::ToHold, w)], 0.9).expect("near enough");
                near(within(times, ms), 0.9, &format!("{w} hold it"));
            }
            assert_eq!(reads.len(), 10, "as many sizes overlap");
            // Of one, a read meets it; fewer than three have it for sure where one answers.
            for (size, rounds) in [((1, 4), vec![(Ask::Held, 4)]), ((3, 2), vec![(Ask::Held, 2), (Ask::ToHold, 3)])] {
                let ms = sizes.quantile_ms(&rounds, 0.9).expect("near enough");
                near(within(&reads[&size], ms), 0.9, &format!("reads of {size:?}"));
            }
        }
    }
}
