//! The figures of every strategy, worked out by workers: first how long answers take, which a slider
//! moves, then what is kept, which decides the order.

use std::cell::RefCell;
use std::rc::Rc;

use diagram::chart::{Cost, CostAxis, CostRow};
use history::ModelId;
use measure::Quantiles;
use pipeline::{Contender, Strength, Times, contenders, ranked};
use scenario::Scenario;
use yew::prelude::*;

use super::sheet::kept_words;
use crate::browser::worker::Task;
use crate::hooks::{Answers, Place, Question, use_crew};
use crate::words;

/// On how many runs the order rests.
pub(super) const RUNS: u32 = 100;
/// How often what is worked out is shown, at most, in ms.
const BUNDLE_MS: u32 = 32;

/// What is worked out so far.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Costs {
    /// The strategies that can run the scenario.
    pub(super) contenders: Vec<Contender>,
    /// Those that cannot, and why.
    pub(super) unable: Vec<(&'static str, String)>,
    replicas: u8,
    /// The number of the scenario: an answer may be about an older one.
    scenario: usize,
    times: Vec<Option<Times>>,
    fresh: Vec<bool>,
    next: usize,
    shown: Vec<Strength>,
    coming: Vec<Strength>,
    /// The axis of all rows.
    pub(super) axis: CostAxis,
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
            scenario: 0,
            times: vec![None; count],
            fresh: vec![false; count],
            next: 0,
            shown: Vec::new(),
            coming: vec![Strength::default(); count],
            axis: CostAxis::of(&[], None),
        }
    }

    /// Goes over to another scenario. What is known stays to be seen until it is known anew.
    pub(super) fn turn_to(&mut self, scenario: &Scenario) {
        let next = Self { scenario: self.scenario + 1, ..Self::of(scenario) };
        let same = |a: &[Contender], b: &[Contender]| a.iter().map(key).eq(b.iter().map(key));
        *self = if same(&self.contenders, &next.contenders) {
            let old = self.clone();
            Self { times: old.times, next: old.next, shown: old.shown, axis: old.axis, ..next }
        } else {
            next
        };
    }

    /// What is still to be worked out: the times first, from where that was left, then what is kept.
    pub(super) fn questions(&self) -> Vec<Question> {
        let count = self.contenders.len();
        let places = || (0..count).map(|step| (self.next + step) % count);
        let times = places().filter(|place| !self.fresh[*place]).map(|place| (place, Task::Times));
        let judge = Task::Strength { first: 0, count: RUNS };
        let kept = (0..count).filter(|place| self.coming[*place].runs < RUNS).map(|place| (place, judge));
        let asked = times.chain(kept).filter_map(|(place, task)| {
            let link = share::encode(&share::Link::from(self.contenders[place].scenario.clone())).ok()?;
            Some(Question { place: (self.scenario, place, usize::from(task == judge)), link, task })
        });
        asked.collect()
    }

    /// Takes in an answer. Times of the scenario before are better than none, as long as nothing newer is known.
    pub(super) fn take(&mut self, (scenario, place, judged): Place, answer: Option<Vec<u8>>) {
        let (Some(parcel), true) = (answer, place < self.contenders.len()) else { return };
        let newest = scenario == self.scenario;
        if judged == 0 && (newest || !self.fresh[place]) {
            self.times[place] = pipeline::unpack(&parcel);
            self.fresh[place] = newest;
            self.next = (place + 1) % self.contenders.len();
            self.axis = CostAxis::of(&self.rows(), Some(self.axis));
            // Among a few rows nobody knows yet which is far from all others.
            if self.times.iter().any(Option::is_none) {
                self.axis.break_us = None;
            }
        } else if let (1, true, Some(strength)) = (judged, newest, pipeline::unpack(&parcel)) {
            self.coming[place] = strength;
            if self.coming.iter().all(|strength| strength.runs >= RUNS) {
                self.shown.clone_from(&self.coming);
            }
        }
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
            let name = self.shown.get(place).map_or_else(|| words::costs::JUDGING.to_owned(), kept_words);
            let times = self.times[place].unwrap_or_default();
            let contender = &self.contenders[place];
            let sizes = contender.sizes();
            // As many replicas as everybody has go without saying.
            let replicas = format!("N={}", self.replicas);
            let sizes = sizes.strip_prefix(&replicas).unwrap_or(&sizes).trim_start_matches([',', ' ']);
            CostRow {
                name,
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

    /// The quickest strategy, by the sum of both medians, that promises these models, and kept them in all its runs:
    /// some runs keep more than is promised.
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
            let keeps = |model: &ModelId| kept.contains(model) && contender.promises(*model);
            if models.iter().all(keeps) && best.is_none_or(|(least, ..)| sum < least) {
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

/// The figures of a scenario, kept up to date.
#[hook]
pub(super) fn use_costs(scenario: &Rc<Scenario>) -> Rc<Costs> {
    let desk: Rc<RefCell<Costs>> = use_mut_ref(|| Costs::of(scenario));
    let known = use_mut_ref(|| Rc::clone(scenario));
    if *known.borrow() != *scenario {
        *known.borrow_mut() = Rc::clone(scenario);
        desk.borrow_mut().turn_to(scenario);
    }
    let (turned, answered) = (use_force_update(), Rc::clone(&desk));
    let tell = Callback::from(move |answers: Answers| {
        for (place, answer) in answers {
            answered.borrow_mut().take(place, answer);
        }
        turned.force_update();
    });
    let crew = use_crew(BUNDLE_MS, tell);
    {
        let desk = Rc::clone(&desk);
        // A scenario that changes starts the work again where it was left.
        use_effect_with(Rc::clone(scenario), move |_| crew.ask(desk.borrow().questions()));
    }
    let costs = desk.borrow().clone();
    Rc::new(costs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browser::worker::answer_here;

    fn answer(costs: &mut Costs, questions: Vec<Question>) {
        for Question { place, link, task } in questions {
            costs.take(place, answer_here(&link, task));
        }
    }

    fn finished(scenario: &Scenario) -> Costs {
        let mut costs = Costs::of(scenario);
        let questions = costs.questions();
        answer(&mut costs, questions);
        assert!(costs.questions().is_empty(), "it comes to an end");
        costs
    }

    #[test]
    fn rows_stand_from_strong_to_weak_with_all_their_figures() {
        let costs = finished(&Scenario::default());
        let rows = costs.rows();
        assert!(costs.is_ranked() && rows.len() > 40 && costs.unable.len() < pipeline::protocols().count());
        assert_eq!(rows[0].name, "Linearizable; Eventual");
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
        let fits = |row: &CostRow| name.starts_with(&row.strategy) && row.name.starts_with("Linearizable");
        assert!(rows.iter().any(fits), "{name}");
        // Causally consistent stores are quicker, and a hundred runs do not show that they break it.
        let (sequential, _) = costs.quickest(&[ModelId::Sequential]).expect("something is sequential");
        let modes = costs.contenders.iter().filter(|one| one.promises(ModelId::Sequential));
        assert!(modes.into_iter().any(|one| sequential.starts_with(one.protocol.name)), "{sequential}");
        assert!(!sequential.starts_with("Causal"), "{sequential}");
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
        let (before, mut questions) = (costs.rows(), costs.questions());
        questions.truncate(3);
        answer(&mut costs, questions);
        assert!(costs.is_ranked() && names(&costs) == order && costs.rows() != before);
    }

    #[test]
    fn an_answer_that_is_late_is_no_more_than_a_beginning() {
        let scenario = Scenario::default();
        let mut costs = Costs::of(&scenario);
        let late = costs.questions();
        let count = costs.contenders.len();
        let mut slower = scenario;
        slower.network.stretch = 1.5;
        costs.turn_to(&slower);
        let Question { place, link, task } = late[0].clone();
        costs.take(place, answer_here(&link, task));
        assert!(costs.times[0].is_some() && costs.questions().len() == 2 * count, "it is asked again");
        assert_eq!(costs.questions()[0].place, (1, 1 % count, 0), "and in its turn");
        let Question { place, link, task } = late[count].clone();
        costs.take(place, answer_here(&link, task));
        assert_eq!(costs.progress().0, 0, "what another network keeps does not count");
    }
}
