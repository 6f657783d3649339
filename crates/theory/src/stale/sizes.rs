//! Response times, and how fresh reads are, in many sizes of one store. Its delays are worked out once. H does not
//! depend on W: the integrals of each R are worked out once too, and each W looks up another head start in them.

use std::collections::BTreeMap;
use std::rc::Rc;

use scenario::ValidScenario;

use super::answers::Answers;
use super::{Rest, Set, Staleness, head_starts};
use crate::analysis::{WORSE, latency};
use crate::law::Law;
use crate::model::{Asking, Laws, Model, Round};

/// A store whose sessions ask all its replicas, for every W and R.
#[derive(Clone, Debug)]
pub struct Sizes {
    model: Model,
    laws: Laws,
    /// H, by R and pair.
    answers: BTreeMap<(u8, usize), Answers>,
    head_starts: BTreeMap<Rest, Rc<Law>>,
}

/// What the replicas are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// To hold what is written.
    ToHold,
    /// What they hold.
    Held,
}

impl Sizes {
    /// Those of a scenario, whatever its W and R. What the figures are made of may be so far off, as a probability.
    /// Nothing for a protocol without quorums of W and R, or where these decide who is asked, or replicas ask.
    #[must_use]
    pub fn of(valid: &ValidScenario, tolerance: f64) -> Option<Self> {
        let model = Model::of(valid)?;
        let asks_all = model.pairs.iter().flat_map(|pair| &pair.classes).all(|(profile, _)| {
            let all = profile.write.is_some() && profile.read.is_some();
            all && profile.counts
        });
        let hands_over = model.writes.iter().any(|asking| !asking.around.is_empty());
        if !asks_all || hands_over || valid.knobs().choice("requests") != "all" {
            return None;
        }
        let mut laws = model.laws.clone();
        laws.tolerance = tolerance;
        Some(Self { model, laws, answers: BTreeMap::new(), head_starts: BTreeMap::new() })
    }

    /// The quantile of the time of rounds, one after the other, in milliseconds: in each so many hold what is written,
    /// or if it is a question say what they hold. Nothing where it is further off than a hundred times the tolerance.
    pub fn quantile_ms(&mut self, rounds: &[(Ask, u8)], quantile: f64) -> Option<f64> {
        let of = |(write, read): (&Asking, &Asking)| {
            let round = |(ask, needed): &(Ask, u8)| {
                let round = if *ask == Ask::ToHold { write.rounds.last() } else { read.rounds.first() };
                Some(Round { needed: *needed, ways: round?.ways.clone() })
            };
            let rounds = rounds.iter().map(round).collect::<Option<Vec<Round>>>()?;
            Some(Asking { share: write.share, around: Vec::new(), rounds })
        };
        let asking: Option<Vec<Asking>> = self.model.writes.iter().zip(&self.model.reads).map(of).collect();
        let law = latency::law(&asking?, &mut self.laws);
        (law.error <= WORSE * self.laws.tolerance).then(|| law.quantile(quantile))
    }

    /// The probability that a read of R that begins `t_ms` after the answer of a write to W returns it or something
    /// newer; nothing where it cannot be worked out in good time, and off by no more than a hundred times the
    /// tolerance.
    pub fn fresh(&mut self, (w, r): (u8, u8), t_ms: f64) -> Option<f64> {
        for pair in &mut self.model.pairs {
            (pair.w, pair.r) = (w, r);
        }
        if !Staleness::is_feasible(&self.model, &mut self.laws) {
            return None;
        }
        let mut staleness = Staleness::default();
        for (place, pair) in self.model.pairs.iter().enumerate() {
            let sets: Vec<Set> = Set::all(pair).into_iter().filter(|set| set.rest(pair).is_some()).collect();
            if sets.is_empty() {
                continue;
            }
            let laws = &mut self.laws;
            // They are to serve every head start.
            let answers = self.answers.entry((r, place)).or_insert_with(|| Answers::of(pair, laws, &sets, &[])).clone();
            let heads = head_starts(pair, laws, &mut self.head_starts, &sets);
            staleness.add_late(pair, (&sets, heads, answers));
        }
        (staleness.error <= WORSE * self.laws.tolerance).then(|| 1.0 - staleness.at(t_ms))
    }
}

#[cfg(test)]
mod tests {
    use scenario::{Scenario, Session};

    use super::*;
    use crate::Question;
    use crate::stale::tests::QUORUM;

    #[test]
    fn every_size_is_as_fresh_as_by_itself() {
        let tolerance = 1e-6;
        for (preset, regions) in [("zones", &[0, 2][..]), ("lnkd-disk", &[0])] {
            let mut scenario = Scenario::default();
            scenario.network.preset = preset.to_owned();
            scenario.cluster.n = 4;
            scenario.sessions = regions.iter().map(|region| Session { region: *region }).collect();
            let valid = |scenario: &Scenario| scenario.validate([&QUORUM]).expect("it is valid");
            let mut sizes = Sizes::of(&valid(&scenario), tolerance).expect("all are asked");
            for (w, r) in (1..=4).flat_map(|w| (1..=4).map(move |r| (w, r))) {
                (scenario.cluster.w, scenario.cluster.r) = (w, r);
                let question = Question { times_ms: vec![2.0], tolerance, ..Question::default() };
                let analysis = Model::of(&valid(&scenario)).expect("quorums").analyse(&question);
                let (itself, shared) = (analysis.p_consistent[0].1, sizes.fresh((w, r), 2.0).expect("feasible"));
                assert!((itself - shared).abs() < 2.0 * WORSE * tolerance, "{preset} {w} {r}: {itself} {shared}");
                assert!(w + r <= 4 || shared == 1.0, "{w} {r}");
                let quantiles = [vec![(Ask::Held, r)], vec![(Ask::ToHold, w)], vec![(Ask::Held, r), (Ask::ToHold, w)]]
                    .map(|rounds| sizes.quantile_ms(&rounds, 0.5).expect("near enough"));
                let mut logical = scenario.clone();
                logical.strategy.knobs.insert("versions".to_owned(), "logical".to_owned());
                let logical = Model::of(&valid(&logical)).expect("quorums").analyse(&question);
                let by_itself = [analysis.latency_read[0].1, analysis.latency_write[0].1, logical.latency_write[0].1];
                for (own, shared) in by_itself.iter().zip(quantiles) {
                    assert!((own - shared).abs() < 1e-3 * own, "{preset} {w} {r}: {own} {shared}");
                }
            }
        }
    }
}
