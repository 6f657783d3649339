//! A finished run on the way from the worker that made it to the page, in pieces: the page's thread unpacks each
//! in a moment, and whoever moves something in between does not wait for the rest. The first can be drawn, the
//! last is its judgement.

use std::rc::Rc;

use check::Judgement;
use diagram::{Index, Message, Story};
use history::{Digest, Event, History, Trace};
use serde::{Deserialize, Serialize};

use crate::parcel::{pack, unpack};
use crate::{Application, Report};

/// So many events are unpacked at once, and so many messages, which take longer each.
const EVENTS_AT_ONCE: usize = 8_192;
const MESSAGES_AT_ONCE: usize = 4_096;
/// No more room is made at once than any run needs, whatever a piece claims.
const ROOM_MAX: u64 = 20_000_000;

#[derive(Serialize, Deserialize)]
enum Piece {
    Sketch(Box<Sketch>),
    Messages(Vec<Message>),
    Events(Vec<Event>),
    /// The last.
    Head(Box<Head>),
}

/// What a picture needs that counts events: a story without its messages, by time; and what was measured.
#[derive(Serialize, Deserialize)]
struct Sketch {
    trace: Trace,
    summary: measure::Summary,
    story: Story,
    index: Index,
    events: u64,
    messages: u64,
}

/// The rest of the report.
#[derive(Serialize, Deserialize)]
struct Head {
    digest: Digest,
    judgement: Judgement,
    lost: Option<measure::Lost>,
    application: Option<Application>,
    /// Whether the application says that its calls are serializable: a parcel has no room for a field that
    /// is left out, so one that says nothing carries another verdict in its place.
    says_serializable: bool,
}

/// A run as far as it has arrived.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrived {
    /// Its report. Until all has come it has neither events nor verdicts.
    pub report: Report,
    /// Its story. Until all has come it has no messages.
    pub story: Story,
    /// Its story by time.
    pub index: Rc<Index>,
}

/// Puts a run in order for its picture, hands on all of it piece by piece, then judges it and hands on that: it
/// can be drawn while it is judged.
pub fn send(trace: Trace, mut hand_on: impl FnMut(Vec<u8>)) {
    let mut hand = |piece: Piece| hand_on(pack(&piece));
    let history = History::of(&trace);
    let summary = measure::summarize(&trace, &history);
    let mut story = Story::of(&trace);
    let index = Index::of(&story);
    let messages = story.take_messages();
    hand(Piece::Sketch(Box::new(Sketch {
        trace: without_events(&trace),
        summary,
        story,
        index,
        events: trace.events.len() as u64,
        messages: messages.len() as u64,
    })));
    for messages in messages.chunks(MESSAGES_AT_ONCE) {
        hand(Piece::Messages(messages.to_vec()));
    }
    for events in trace.events.chunks(EVENTS_AT_ONCE) {
        hand(Piece::Events(events.to_vec()));
    }
    hand(Piece::Head(Box::new(Head::of(Report::of(trace)))));
}

/// What has come so far.
#[derive(Default)]
pub struct Arriving {
    sketch: Option<Arrived>,
    messages: Vec<Message>,
    events: Vec<Event>,
}

/// What a piece was.
#[derive(Debug)]
pub enum Receipt {
    /// There are more to come.
    More,
    /// The first, which can be drawn already.
    Drawable(Box<Arrived>),
    /// The last one: all is here.
    All(Box<Arrived>),
    /// None of a run, or not the next of this one.
    Wrong,
}

impl Arriving {
    /// Takes the next piece.
    pub fn take(&mut self, parcel: &[u8]) -> Receipt {
        match (unpack(parcel), self.sketch.is_some()) {
            (Some(Piece::Sketch(sketch)), _) => {
                *self = Self::default();
                // Where there is no such room, what comes may still be less than it claims.
                let _ = self.messages.try_reserve_exact(room(sketch.messages));
                let _ = self.events.try_reserve_exact(room(sketch.events));
                let sketch = sketch.arrived();
                self.sketch = Some(sketch.clone());
                return Receipt::Drawable(Box::new(sketch));
            }
            (Some(Piece::Messages(messages)), true) => self.messages.extend(messages),
            (Some(Piece::Events(events)), true) => self.events.extend(events),
            (Some(Piece::Head(head)), true) => {
                let Self { sketch: Some(sketch), messages, events } = std::mem::take(self) else {
                    return Receipt::Wrong;
                };
                return Receipt::All(Box::new(head.complete(sketch, messages, events)));
            }
            _ => return Receipt::Wrong,
        }
        Receipt::More
    }
}

fn room(claimed: u64) -> usize {
    usize::try_from(claimed.min(ROOM_MAX)).unwrap_or(0)
}

/// Who took part, and what was done to them.
fn without_events(trace: &Trace) -> Trace {
    Trace {
        sessions: trace.sessions.clone(),
        replicas: trace.replicas.clone(),
        services: trace.services,
        keys: trace.keys.clone(),
        initial: trace.initial,
        contents: trace.contents.clone(),
        holdings: trace.holdings.clone(),
        faults: trace.faults.clone(),
        events: Vec::new(),
        end: trace.end,
        stop: trace.stop,
        steps: trace.steps,
    }
}

impl Sketch {
    fn arrived(self) -> Arrived {
        let Self { trace, summary, story, index, .. } = self;
        // Its names come from the trace: those of a story are made for sentences.
        let history = History { operations: story.operations.clone(), ..History::of(&trace) };
        let (digest, judgement) = (trace.digest(), Judgement::default());
        let report = Report { digest, trace, history, judgement, summary, lost: None, application: None };
        Arrived { report, story, index: Rc::new(index) }
    }
}

impl Head {
    fn of(report: Report) -> Self {
        let Report { digest, judgement, lost, mut application, .. } = report;
        let says_serializable = application.as_ref().is_some_and(|application| application.serializable.is_some());
        if let Some(application) = &mut application {
            application.serializable.get_or_insert_with(|| application.linearizable.clone());
        }
        Self { digest, judgement, lost, application, says_serializable }
    }

    fn complete(self, sketch: Arrived, messages: Vec<Message>, events: Vec<Event>) -> Arrived {
        let Self { digest, judgement, lost, mut application, says_serializable } = self;
        if let Some(application) = application.as_mut().filter(|_| !says_serializable) {
            application.serializable = None;
        }
        let Arrived { report, mut story, index } = sketch;
        story.give_messages(messages);
        let trace = Trace { events, ..report.trace };
        Arrived { report: Report { digest, trace, judgement, lost, application, ..report }, story, index }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocols::Recording;
    use scenario::{Fault, FaultAction, Object, Scenario};

    fn arrives(scenario: &Scenario) {
        let trace = crate::run(scenario, Recording::Full).expect("it can run");
        let (story, report) = (Story::of(&trace), Report::of(trace.clone()));
        let index = Rc::new(Index::of(&story));
        let mut parcels = Vec::new();
        send(trace, |parcel| parcels.push(parcel));
        let mut arriving = Arriving::default();
        let last = parcels.pop().expect("a last piece");
        let mut rest = parcels.iter();
        let first = arriving.take(rest.next().expect("a first piece"));
        let Receipt::Drawable(sketch) = first else { panic!("it cannot be drawn yet") };
        assert_eq!(sketch.report.history, report.history);
        assert_eq!((&sketch.report.summary, &sketch.index), (&report.summary, &index));
        assert!(sketch.report.judgement.0.is_empty() && sketch.story.messages.is_empty());
        for parcel in rest {
            assert!(matches!(arriving.take(parcel), Receipt::More));
        }
        let Receipt::All(arrived) = arriving.take(&last) else { panic!("not all is here") };
        assert_eq!(*arrived, Arrived { report, story, index });
        assert!(matches!(arriving.take(&last), Receipt::Wrong), "there is nothing that it belongs to");
        assert!(matches!(arriving.take(b"no piece"), Receipt::Wrong));
    }

    #[test]
    fn a_run_comes_out_as_it_went_in() {
        let mut scenario = Scenario::default();
        let node: scenario::Node = "r3".parse().expect("a replica");
        let action = FaultAction::Crash { node, disk_lost: true };
        scenario.faults.push(Fault { at_us: 50_000, until_us: Some(90_000), action });
        arrives(&scenario);
        scenario.workload.random.operations = 400;
        arrives(&scenario);
    }

    #[test]
    fn so_does_what_calls_on_objects_come_to() {
        let mut called = 0;
        for (object, _) in Object::ALL {
            let mut scenario = Scenario::default();
            scenario.workload.object = object;
            if scenario.validate(crate::protocols()).is_ok() {
                arrives(&scenario);
                called += 1;
            }
        }
        assert!(called > 5, "{called} objects");
    }
}
