//! A finished run on the way from the worker that made and judged it to the page, in pieces: the page's
//! thread unpacks each in a moment, and whoever moves something in between does not wait for the rest.

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
    Head(Box<Head>),
    Events(Vec<Event>),
    Messages(Vec<Message>),
    Story(Box<Story>),
    /// The last.
    Index(Box<Index>),
}

/// The report without its events.
#[derive(Serialize, Deserialize)]
struct Head {
    digest: Digest,
    trace: Trace,
    history: History,
    judgement: Judgement,
    summary: measure::Summary,
    lost: Option<measure::Lost>,
    application: Option<Application>,
    /// Whether the application says that its calls are serializable: a parcel has no room for a field that
    /// is left out, so one that says nothing carries another verdict in its place.
    says_serializable: bool,
    events: u64,
    messages: u64,
}

/// A run that has arrived.
#[derive(Debug, PartialEq)]
pub struct Arrived {
    /// Its report.
    pub report: Report,
    /// Its story.
    pub story: Story,
    /// Its story by time.
    pub index: Index,
}

/// Judges a run, puts it in order for its picture, and hands on all of it piece by piece.
pub fn send(trace: Trace, mut hand_on: impl FnMut(Vec<u8>)) {
    let mut story = Story::of(&trace);
    let index = Index::of(&story);
    let mut report = Report::of(trace);
    let events = std::mem::take(&mut report.trace.events);
    let messages = std::mem::take(&mut story.messages);
    let mut hand = |piece: Piece| hand_on(pack(&piece));
    hand(Piece::Head(Box::new(Head::of(report, events.len() as u64, messages.len() as u64))));
    for events in events.chunks(EVENTS_AT_ONCE) {
        hand(Piece::Events(events.to_vec()));
    }
    for messages in messages.chunks(MESSAGES_AT_ONCE) {
        hand(Piece::Messages(messages.to_vec()));
    }
    hand(Piece::Story(Box::new(story)));
    hand(Piece::Index(Box::new(index)));
}

/// What has come so far.
#[derive(Default)]
pub struct Arriving {
    report: Option<Report>,
    messages: Vec<Message>,
    story: Option<Box<Story>>,
}

/// What a piece was.
#[derive(Debug)]
pub enum Receipt {
    /// There are more to come.
    More,
    /// The last one: all is here.
    All(Box<Arrived>),
    /// None of a run, or not the next of this one.
    Wrong,
}

impl Arriving {
    /// Takes the next piece.
    pub fn take(&mut self, parcel: &[u8]) -> Receipt {
        match (unpack(parcel), self.report.as_mut()) {
            (Some(Piece::Head(head)), _) => {
                let mut messages = Vec::new();
                // Where there is no such room, what comes may still be less than it claims.
                let _ = messages.try_reserve_exact(room(head.messages));
                *self = Self { report: Some(head.report()), messages, story: None };
            }
            (Some(Piece::Events(events)), Some(report)) => report.trace.events.extend(events),
            (Some(Piece::Messages(messages)), Some(_)) => self.messages.extend(messages),
            (Some(Piece::Story(story)), Some(_)) => self.story = Some(story),
            (Some(Piece::Index(index)), Some(_)) => {
                let (Some(report), Some(mut story)) = (self.report.take(), self.story.take()) else {
                    return Receipt::Wrong;
                };
                story.messages = std::mem::take(&mut self.messages);
                return Receipt::All(Box::new(Arrived { report, story: *story, index: *index }));
            }
            _ => return Receipt::Wrong,
        }
        Receipt::More
    }
}

fn room(claimed: u64) -> usize {
    usize::try_from(claimed.min(ROOM_MAX)).unwrap_or(0)
}

impl Head {
    fn of(report: Report, events: u64, messages: u64) -> Self {
        let Report { digest, trace, history, judgement, summary, lost, mut application } = report;
        let says_serializable = application.as_ref().is_some_and(|application| application.serializable.is_some());
        if let Some(application) = &mut application {
            application.serializable.get_or_insert_with(|| application.linearizable.clone());
        }
        Self { digest, trace, history, judgement, summary, lost, application, says_serializable, events, messages }
    }

    fn report(self) -> Report {
        let Self { digest, mut trace, history, judgement, summary, lost, mut application, .. } = self;
        let _ = trace.events.try_reserve_exact(room(self.events));
        if let Some(application) = application.as_mut().filter(|_| !self.says_serializable) {
            application.serializable = None;
        }
        Report { digest, trace, history, judgement, summary, lost, application }
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
        let index = Index::of(&story);
        let mut parcels = Vec::new();
        send(trace, |parcel| parcels.push(parcel));
        let mut arriving = Arriving::default();
        let last = parcels.pop().expect("a last piece");
        for parcel in &parcels {
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
