//! The same figures by drawing, for settings whose integrals would take too long, and as a second
//! opinion.
//!
//! One trial gives a whole curve: with `V` the smallest `W_i − R_i` of the first R that answer, less
//! the time of the W-th acknowledgement, a read that begins t after the answer is consistent exactly
//! if V ≤ t.

mod histogram;
mod sampler;

use std::rc::Rc;

use crate::analysis::{Analysis, Method, Question, k_staleness};
use crate::model::{Asking, LawId, Laws, Model, Pair};
use histogram::Histogram;
use sampler::Sampler;
pub(crate) use sampler::Source;

/// The most replicas of a model.
const MOST: usize = 16;
/// The standard normal quantile at 0.9995: both ends of a 99.9 % interval.
const NORMAL_P99_95: f64 = 3.290_526_731_491_9;

impl Model {
    /// Works the figures out by drawing. The same seed gives the same figures, everywhere.
    #[must_use]
    pub fn draw(&self, question: &Question, trials: u32, seed: u32) -> Analysis {
        let trial = Trial::of(self);
        let (mut source, mut race) = (Source::new(seed), Race::default());
        let mut seen = [Histogram::default(), Histogram::default(), Histogram::default()];
        for _ in 0..trials {
            let drawn = trial.draw(&mut source, &mut race);
            seen.iter_mut().zip([drawn.visible_ms, drawn.read_ms, drawn.write_ms]).for_each(|(seen, ms)| seen.add(ms));
        }
        let [visible, read, write] = &seen;
        let reached = |p: f64| (visible.share_up_to(f64::MAX) >= p).then(|| visible.quantile(p).max(0.0));
        let t_visibility: Vec<(f64, Option<f64>)> = question.probabilities.iter().map(|p| (*p, reached(*p))).collect();
        let last_ms = t_visibility.iter().filter_map(|(_, t_ms)| *t_ms).fold(0.0, f64::max);
        let end_ms = if last_ms > 0.0 { last_ms } else { write.quantile(0.99) };
        let times = question.times(end_ms).into_iter();
        let quantiles = |times: &Histogram| question.quantiles.iter().map(|p| (*p, times.quantile(*p))).collect();
        let mut assumptions = self.assumptions.clone();
        assumptions.push(format!("The figures are of {trials} trials, drawn with seed {seed}."));
        Analysis {
            p_consistent: times.map(|t_ms| (t_ms, visible.share_up_to(t_ms))).collect(),
            t_visibility,
            latency_read: quantiles(read),
            latency_write: quantiles(write),
            k_staleness: k_staleness(1.0 - visible.share_up_to(0.0), question.versions),
            monotonic_reads: self.monotonic_reads(),
            method: Method::MonteCarlo,
            error: NORMAL_P99_95 * 0.5 / f64::from(trials.max(1)).sqrt(),
            assumptions,
        }
    }
}

/// What one trial shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drawn {
    /// From this time after the answer on, a read is consistent; below zero: always.
    pub(crate) visible_ms: f64,
    pub(crate) read_ms: f64,
    pub(crate) write_ms: f64,
}

/// Draws write and read together.
pub(crate) struct Trial {
    laws: Laws,
    /// By law; made when it is first drawn from.
    samplers: Vec<(LawId, Rc<Sampler>)>,
    pairs: Vec<(f64, Sides)>,
    /// Ways in which operations are answered, where a pair's own round is not all there is.
    asking: Option<[Vec<Spelled>; 2]>,
    /// Whether answers can tie.
    ties: bool,
}

/// A pair with its samplers.
struct Sides {
    w: usize,
    r: usize,
    replicas: Vec<Replica>,
    between: Vec<Rc<Sampler>>,
}

#[derive(Clone)]
struct Replica {
    write: Option<[Rc<Sampler>; 2]>,
    counts: bool,
    read: Option<[Rc<Sampler>; 2]>,
}

struct Spelled {
    share: f64,
    around: Vec<Rc<Sampler>>,
    rounds: Vec<(usize, Vec<[Rc<Sampler>; 2]>)>,
}

impl Trial {
    pub(crate) fn of(model: &Model) -> Self {
        let mut trial =
            Self { laws: model.laws.clone(), samplers: Vec::new(), pairs: Vec::new(), asking: None, ties: false };
        let mut sum = 0.0;
        for pair in &model.pairs {
            sum += pair.share;
            let sides = trial.sides(pair);
            trial.pairs.push((sum, sides));
        }
        let plain = |asking: &[Asking]| matches!(asking, [only] if only.around.is_empty() && only.rounds.len() == 1);
        if !(model.pairs.len() == 1 && plain(&model.reads) && plain(&model.writes)) {
            trial.asking = Some([&model.reads, &model.writes].map(|asking| trial.spelled(asking)));
        }
        trial.ties = trial.samplers.iter().any(|(_, sampler)| sampler.has_atoms());
        trial
    }

    fn sampler(&mut self, id: LawId) -> Rc<Sampler> {
        if let Some((_, known)) = self.samplers.iter().find(|(known, _)| *known == id) {
            return Rc::clone(known);
        }
        let sampler = Rc::new(Sampler::of(self.laws.get(id)));
        self.samplers.push((id, Rc::clone(&sampler)));
        sampler
    }

    fn sides(&mut self, pair: &Pair) -> Sides {
        let mut replicas = Vec::new();
        for (profile, count) in &pair.classes {
            let mut way =
                |way: Option<(LawId, LawId)>| way.map(|(there, back)| [self.sampler(there), self.sampler(back)]);
            let replica = Replica { write: way(profile.write), counts: profile.counts, read: way(profile.read) };
            replicas.extend(std::iter::repeat_n(replica, usize::from(*count)));
        }
        let between = pair.between.iter().map(|id| self.sampler(*id)).collect();
        Sides { w: usize::from(pair.w), r: usize::from(pair.r), replicas, between }
    }

    fn spelled(&mut self, asking: &[Asking]) -> Vec<Spelled> {
        let mut list = Vec::new();
        for way in asking {
            let around = way.around.iter().map(|id| self.sampler(*id)).collect();
            let mut rounds = Vec::new();
            for round in &way.rounds {
                let ways = round.ways.iter().map(|(there, back)| [self.sampler(*there), self.sampler(*back)]).collect();
                rounds.push((usize::from(round.needed), ways));
            }
            list.push(Spelled { share: way.share, around, rounds });
        }
        list
    }

    /// One trial.
    #[inline]
    pub(crate) fn draw(&self, source: &mut Source, race: &mut Race) -> Drawn {
        let sides = match &self.pairs[..] {
            [(_, only)] => only,
            pairs => {
                let u = source.uniform();
                let place = pairs.partition_point(|(sum, _)| *sum <= u).min(pairs.len() - 1);
                &pairs[place].1
            }
        };
        let mut drawn = sides.draw(source, race, self.ties);
        if let Some([reads, writes]) = &self.asking {
            drawn.read_ms = response_ms(reads, source);
            drawn.write_ms = response_ms(writes, source);
        }
        drawn
    }
}

/// Where a trial keeps what came first; taken along from one to the next, since clearing it takes a tenth
/// of a trial of three replicas.
#[derive(Default)]
pub(crate) struct Race {
    acks: Smallest,
    answers: Smallest,
    /// By place among the answers: how much later than asked the write came.
    late: [f64; MOST],
}

/// The smallest times seen so far, ascending.
#[derive(Default)]
struct Smallest {
    times: [f64; MOST],
    count: usize,
}

impl Smallest {
    /// Adds a time if it is one of the `most` smallest.
    #[inline]
    fn add(&mut self, ms: f64, most: usize) -> Option<usize> {
        if self.count < most {
            self.count += 1;
        } else if ms >= self.times[most - 1] {
            return None;
        }
        let mut place = self.count - 1;
        while place > 0 && self.times[place - 1] > ms {
            self.times[place] = self.times[place - 1];
            place -= 1;
        }
        self.times[place] = ms;
        Some(place)
    }
}

impl Sides {
    #[inline]
    fn draw(&self, source: &mut Source, race: &mut Race, ties: bool) -> Drawn {
        let Race { acks, answers, late } = race;
        (acks.count, answers.count) = (0, 0);
        for replica in &self.replicas {
            let mut arrives_ms = f64::INFINITY;
            if let Some([there, back]) = &replica.write {
                arrives_ms = there.draw(source);
                let back_ms = back.draw(source);
                if replica.counts {
                    acks.add(arrives_ms + back_ms, self.w);
                }
            }
            if let Some([there, back]) = &replica.read {
                let asked_ms = there.draw(source);
                // Ties are broken evenly.
                let nudge = if ties { 1e-9 * source.uniform() } else { 0.0 };
                let answer_ms = asked_ms + back.draw(source) + nudge;
                let count = answers.count;
                if let Some(place) = answers.add(answer_ms, self.r) {
                    late.copy_within(place..count.min(self.r - 1), place + 1);
                    late[place] = arrives_ms - asked_ms;
                }
            }
        }
        let write_ms = acks.times[self.w - 1];
        let between: f64 = self.between.iter().map(|sampler| sampler.draw(source)).sum();
        let first = late[..self.r].iter().fold(f64::INFINITY, |least, ms| if *ms < least { *ms } else { least });
        Drawn { visible_ms: first - write_ms - between, read_ms: answers.times[self.r - 1], write_ms }
    }
}

fn response_ms(ways: &[Spelled], source: &mut Source) -> f64 {
    let mut u = source.uniform();
    let chosen = ways.iter().find(|way| {
        u -= way.share;
        u < 0.0
    });
    let Some(way) = chosen.or_else(|| ways.last()) else { return 0.0 };
    let mut total = way.around.iter().map(|sampler| sampler.draw(source)).sum();
    for (needed, ways) in &way.rounds {
        let mut answers = Smallest::default();
        for [there, back] in ways {
            answers.add(there.draw(source) + back.draw(source), *needed);
        }
        total += answers.times[needed - 1];
    }
    total
}

#[cfg(test)]
mod tests;
