//! What the sagas of a run come to: which stand, which were taken back and which are still open,
//! what is left standing of them, and who saw in between what was later taken back.

use std::collections::{BTreeMap, BTreeSet};

use history::calls::{OrderState, Reply, Request};
use history::{Happening, Instant, OperationId, Outcome, StepDeed, Trace};
use serde::{Deserialize, Serialize};

/// One saga, by the operation that began it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saga {
    /// That operation.
    pub operation: OperationId,
    /// When its first step was taken.
    pub began: Instant,
    /// When it was over, and whether it stands; nothing while it is open.
    pub over: Option<(Instant, bool)>,
    /// What was done to its steps, in order: when, which, and what.
    pub deeds: Vec<(Instant, String, StepDeed)>,
}

/// The sagas of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sagas {
    /// How many began.
    pub begun: u32,
    /// Those that stand for good.
    pub confirmed: u32,
    /// Those that were taken back.
    pub cancelled: u32,
    /// Those that were not over when the run was.
    pub open: u32,
    /// Steps that stood when the run was over, though their saga does not.
    pub standing: u32,
    /// Reads that were answered.
    pub reads: u32,
    /// Those that saw a step of an order that was later taken back.
    pub dirty: u32,
    /// Those of them that were told that the order is confirmed.
    pub misled: u32,
}

impl Saga {
    /// The sagas of a run in order of beginning.
    #[must_use]
    pub fn all(trace: &Trace) -> Vec<Self> {
        let mut places: BTreeMap<OperationId, usize> = BTreeMap::new();
        let mut sagas: Vec<Self> = Vec::new();
        for event in &trace.events {
            match &event.what {
                Happening::Step { saga: operation, step, deed, .. } => {
                    let place = *places.entry(*operation).or_insert(sagas.len());
                    if place == sagas.len() {
                        sagas.push(Self { operation: *operation, began: event.at, over: None, deeds: Vec::new() });
                    }
                    sagas[place].deeds.push((event.at, step.clone().into_owned(), *deed));
                }
                Happening::SagaOver { saga: operation, stands, .. } => {
                    if let Some(place) = places.get(operation) {
                        sagas[*place].over.get_or_insert((event.at, *stands));
                    }
                }
                _ => {}
            }
        }
        sagas
    }

    /// Whether it stands for good.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.over.is_some_and(|(_, stands)| stands)
    }

    /// Of its steps, how often each was taken and not taken back.
    pub fn standing(&self) -> impl Iterator<Item = (&str, i64)> {
        let mut steps: Vec<(&str, i64)> = Vec::new();
        for (_, step, deed) in &self.deeds {
            let change = match deed {
                StepDeed::Do => 1,
                StepDeed::Undo => -1,
                StepDeed::Refuse => 0,
            };
            match steps.iter_mut().find(|(known, _)| known == step) {
                Some((_, count)) => *count += change,
                None => steps.push((step, change)),
            }
        }
        steps.into_iter()
    }

    /// Whether any of it was taken back.
    fn was_taken_back(&self) -> bool {
        self.deeds.iter().any(|(_, _, deed)| *deed == StepDeed::Undo)
    }
}

impl Sagas {
    /// Counts the sagas of a run, and the reads of orders and stocks.
    #[must_use]
    pub fn of(trace: &Trace) -> Self {
        let sagas = Saga::all(trace);
        let mut counts = Self { begun: sagas.len() as u32, ..Self::default() };
        for saga in &sagas {
            match saga.over {
                Some((_, true)) => counts.confirmed += 1,
                Some((_, false)) => counts.cancelled += 1,
                None => counts.open += 1,
            }
            if !saga.stands() {
                counts.standing += saga.standing().filter(|(_, count)| *count > 0).count() as u32;
            }
        }
        counts.look(trace, &sagas);
        counts
    }

    /// A read saw what was taken back if it names an order of which a step was: the service that
    /// answered had not heard of that yet, or it would not have named it so.
    fn look(&mut self, trace: &Trace, sagas: &[Saga]) {
        let gone = sagas.iter().filter(|saga| saga.was_taken_back());
        let gone: BTreeSet<i64> = gone.map(|saga| i64::from(saga.operation.0) + 1).collect();
        let mut reads = BTreeSet::new();
        for event in &trace.events {
            match &event.what {
                Happening::Call { call, request: Request::Read, .. } => {
                    reads.insert(*call);
                }
                Happening::Answer { call, outcome: Outcome::Ok, reply: Reply::List(items) } => {
                    if !reads.remove(call) {
                        continue;
                    }
                    let of = |states: &[OrderState]| {
                        OrderState::pairs(items).any(|(order, state)| states.contains(&state) && gone.contains(&order))
                    };
                    self.reads += 1;
                    self.dirty += u32::from(of(&[OrderState::Pending, OrderState::Confirmed, OrderState::Reserved]));
                    self.misled += u32::from(of(&[OrderState::Confirmed]));
                }
                _ => {}
            }
        }
    }
}
