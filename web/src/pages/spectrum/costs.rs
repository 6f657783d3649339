//! The figures of every strategy, worked out piece by piece between frames: first how long answers
//! take, which a slider moves, then what is kept, which decides the order.

use std::cell::RefCell;
use std::rc::Rc;

use diagram::chart::{Cost, CostRow, cost_end_us};
use gloo::timers::callback::Timeout;
use history::ModelId;
use measure::Quantiles;
use pipeline::{Contender, Strength, Times, contenders, ranked, times};
use scenario::Scenario;
use yew::prelude::*;

use crate::browser::now_ms;
use crate::words;

/// On how many runs the order rests.
pub(super) const RUNS: u32 = 100;
/// How many strategies are measured at a time, and how many runs are judged.
const MEASURED_AT_ONCE: usize = 3;
const JUDGED_AT_ONCE: u32 = 8;
/// So long it goes on before the page is shown again, in ms.
const TURN_MS: f64 = 16.0;

/// What is worked out so far.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Costs {
    /// The strategies that can run the scenario.
    pub(super) contenders: Vec<Contender>,
    /// Those that cannot, and why.
    pub(super) unable: Vec<(&'static str, String)>,
    replicas: u8,
    times: Vec<Option<Times>>,
    fresh: Vec<bool>,
    next: usize,
    shown: Vec<Strength>,
    coming: Vec<Strength>,
    /// Where the axis ends, in microseconds.
    pub(super) end_us: u64,
}

impl Costs {
    /// Nothing yet of a scenario.
    pub(super) fn of(scenario: &Scenario) -> Self {
        let (contenders, unable) = contenders(scenario, read);
        let count = contenders.len();
        Self {
            contenders,
            unable: unable.into_iter().map(|(info, why)| (info.name, why)).collect(),
            replicas: scenario.cluster.n,
            times: vec![None; count],
            fresh: vec![false; count],
            next: 0,
            shown: Vec::new(),
            coming: vec![Strength::default(); count],
            end_us: 1,
        }
    }

    /// Goes over to another scenario. What is known stays to be seen until it is known anew.
    pub(super) fn turn_to(&mut self, scenario: &Scenario) {
        let next = Self::of(scenario);
        let same = |a: &[Contender], b: &[Contender]| a.iter().map(key).eq(b.iter().map(key));
        *self = if same(&self.contenders, &next.contenders) {
            let old = self.clone();
            Self { times: old.times, next: old.next, shown: old.shown, end_us: old.end_us, ..next }
        } else {
            next
        };
    }

    /// Does a little; whether something is left to do.
    pub(super) fn step(&mut self) -> bool {
        let count = self.contenders.len();
        let mut done = 0;
        for _ in 0..count {
            let place = self.next;
            self.next = (place + 1) % count;
            if !self.fresh[place] && done < MEASURED_AT_ONCE {
                self.times[place] = Some(times(&self.contenders[place].scenario));
                self.fresh[place] = true;
                done += 1;
            }
        }
        if done > 0 {
            self.end_us = cost_end_us(&self.rows(), (self.end_us > 1).then_some(self.end_us));
            return true;
        }
        let Some(place) = self.coming.iter().position(|strength| strength.runs < RUNS) else { return false };
        for _ in self.coming[place].runs..RUNS.min(self.coming[place].runs + JUDGED_AT_ONCE) {
            if self.coming[place].run(&self.contenders[place].scenario).is_err() {
                break;
            }
        }
        let all = self.coming.iter().all(|strength| strength.runs >= RUNS);
        if all {
            self.shown.clone_from(&self.coming);
        }
        !all
    }

    /// How many runs are judged, and of how many.
    pub(super) fn progress(&self) -> (u32, u32) {
        let done = self.coming.iter().map(|strength| strength.runs).sum();
        (done, RUNS * u32::try_from(self.contenders.len()).unwrap_or(u32::MAX))
    }

    /// Whether the order is known.
    pub(super) fn is_ranked(&self) -> bool {
        self.shown.len() == self.contenders.len() && !self.shown.is_empty()
    }

    /// The places of the strategies, strongest first; as registered until that is known.
    fn order(&self) -> Vec<usize> {
        if !self.is_ranked() {
            return (0..self.contenders.len()).collect();
        }
        let names: Vec<String> = self.contenders.iter().map(Contender::name).collect();
        ranked(&names.iter().map(String::as_str).zip(&self.shown).collect::<Vec<_>>())
    }

    /// The rows of the chart, strongest first.
    pub(super) fn rows(&self) -> Vec<CostRow> {
        let row = |place: usize| {
            let strongest = self.shown.get(place).map(Strength::strongest);
            let name = strongest.map_or(words::costs::JUDGING, |models| {
                models.first().map_or(words::spectrum::WEAK, |model| model.name())
            });
            let times = self.times[place].unwrap_or_default();
            let contender = &self.contenders[place];
            let sizes = contender.sizes();
            // As many replicas as everybody has go without saying.
            let replicas = format!("N={}", self.replicas);
            let sizes = sizes.strip_prefix(&replicas).unwrap_or(&sizes).trim_start_matches([',', ' ']);
            CostRow {
                name: name.to_owned(),
                strategy: contender.protocol.name.to_owned(),
                sizes: sizes.to_owned(),
                mode: contender.mode_name().to_owned(),
                reads: times.reads.as_ref().map(cost_of),
                writes: times.writes.as_ref().map(cost_of),
                current: contender.current,
            }
        };
        self.order().into_iter().map(row).collect()
    }

    /// What a row keeps besides what names it, and how it did: for the table.
    pub(super) fn kept(&self) -> Vec<(String, Option<Strength>)> {
        let of = |place: usize| (self.contenders[place].name(), self.shown.get(place).cloned());
        self.order().into_iter().map(of).collect()
    }

    /// The quickest strategy, by the sum of both medians, that kept these models in all its runs.
    pub(super) fn quickest(&self, models: &[ModelId]) -> Option<(String, Times)> {
        if !self.is_ranked() {
            return None;
        }
        let mut best: Option<(u64, &Contender, Times)> = None;
        for (place, contender) in self.contenders.iter().enumerate() {
            let Some(times) = self.times[place] else { continue };
            let (Some(reads), Some(writes)) = (times.reads, times.writes) else { continue };
            let kept = self.shown[place].kept();
            let sum = reads.p50_us + writes.p50_us;
            if models.iter().all(|model| kept.contains(model)) && best.is_none_or(|(least, ..)| sum < least) {
                best = Some((sum, contender, times));
            }
        }
        best.map(|(_, contender, times)| {
            (format!("{}, {}", contender.protocol.name, lower(contender.mode_name())), times)
        })
    }
}

fn read(link: &str) -> Option<Scenario> {
    share::decode(link).ok().map(|decoded| decoded.link.scenario)
}

/// What tells a contender from all others, whatever its sizes.
fn key(contender: &Contender) -> (&'static str, &'static str) {
    (contender.protocol.id, contender.mode_name())
}

/// Within a sentence.
fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn cost_of(quantiles: &Quantiles) -> Cost {
    Cost { p50_us: quantiles.p50_us, p99_us: quantiles.p99_us }
}

/// The figures of a scenario, kept up to date between frames.
#[hook]
pub(super) fn use_costs(scenario: &Rc<Scenario>) -> Rc<Costs> {
    let desk: Rc<RefCell<Costs>> = use_mut_ref(|| Costs::of(scenario));
    let known = use_mut_ref(|| Rc::clone(scenario));
    if *known.borrow() != *scenario {
        *known.borrow_mut() = Rc::clone(scenario);
        desk.borrow_mut().turn_to(scenario);
    }
    let turn = use_state(|| 0_u32);
    let setter = turn.setter();
    let now = *turn;
    {
        let desk = Rc::clone(&desk);
        // A scenario that changes starts the work again where it was left.
        use_effect_with((now, Rc::clone(scenario)), move |_| {
            let timeout = Timeout::new(0, move || {
                let begun = now_ms();
                let mut left = true;
                while left && now_ms() < begun + TURN_MS {
                    left = desk.borrow_mut().step();
                }
                if left {
                    setter.set(now.wrapping_add(1));
                } else if now != u32::MAX {
                    setter.set(u32::MAX);
                }
            });
            move || drop(timeout)
        });
    }
    let costs = desk.borrow().clone();
    Rc::new(costs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(scenario: &Scenario) -> Costs {
        let mut costs = Costs::of(scenario);
        let mut steps = 0;
        while costs.step() {
            steps += 1;
            assert!(steps < 1_000, "it comes to an end");
        }
        costs
    }

    #[test]
    fn rows_stand_from_strong_to_weak_with_all_their_figures() {
        let costs = finished(&Scenario::default());
        let rows = costs.rows();
        assert!(costs.is_ranked() && rows.len() > 40 && costs.unable.len() < pipeline::protocols().count());
        assert_eq!(rows[0].name, "Linearizable");
        assert!(rows.iter().all(|row| row.reads.is_some() && row.writes.is_some()), "{rows:?}");
        assert_eq!(
            rows.iter().filter(|row| row.current).map(|row| row.strategy.as_str()).collect::<Vec<_>>(),
            ["Quorum"]
        );
        let kept: Vec<usize> = costs
            .kept()
            .iter()
            .map(|(_, strength)| strength.as_ref().map_or(0, |strength| strength.kept().len()))
            .collect();
        assert!(kept.is_sorted_by(|a, b| a >= b), "{kept:?}");
        let (name, _) = costs.quickest(&[ModelId::Linearizable]).expect("something is linearizable");
        let fits = |row: &CostRow| name.starts_with(&row.strategy) && row.name == "Linearizable";
        assert!(rows.iter().any(fits), "{name}");
    }

    #[test]
    fn a_slower_network_keeps_the_order_until_it_is_judged_anew() {
        let mut costs = finished(&Scenario::default());
        let names = |costs: &Costs| costs.kept().into_iter().map(|(name, _)| name).collect::<Vec<String>>();
        let order = names(&costs);
        let mut slower = Scenario::default();
        slower.network.stretch = 1.5;
        costs.turn_to(&slower);
        assert_eq!(names(&costs), order);
        assert!(costs.step() && costs.is_ranked());
    }
}
