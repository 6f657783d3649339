//! The session's half: keeps to the nearest replica, and takes along what it has seen when it moves.

use history::{NodeId, ReplicaId};
use sim::{Ask, Context, Machine, Outbox, Reply, Request};

use super::dots::{After, Clock, Dot, Seen};
use super::message::Message;
use super::{Causal, Timer};

/// A session. Reads move when a replica is silent. A write does not: two replicas would give it two
/// places, so it is sent to the same one again, which knows what it took on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    patience_us: u64,
    remembers: bool,
    /// Which of the replicas from near to far it keeps to.
    home: u8,
    /// Whether that one is known to have carried out all that the session has seen.
    at_home: bool,
    context: Seeing,
    request: Option<Request>,
    attempt: u8,
}

/// What a session has seen: its context in COPS.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Seeing {
    /// The nearest writes: its own last one, and those that it read since. In a list for each
    /// replica, in order.
    Nearest(Vec<Vec<u32>>),
    /// What its replicas had carried out.
    Clock(Clock),
}

impl Seeing {
    fn new(cx: &Context<'_>) -> Self {
        if cx.cluster.knobs.choice("mechanism") == "vector_clock" {
            Self::Clock(Clock::default())
        } else {
            Self::Nearest(vec![Vec::new(); cx.cluster.n.into()])
        }
    }

    fn after(&self) -> After {
        match self {
            Self::Clock(clock) => After::Clock(*clock),
            Self::Nearest(lists) => {
                let of =
                    |(origin, list): (_, &Vec<u32>)| list.clone().into_iter().map(move |number| Dot { origin, number });
                let dots: Vec<Dot> = (0..).map(ReplicaId).zip(lists).flat_map(of).collect();
                if dots.is_empty() { After::Nothing } else { After::Dots(dots.into()) }
            }
        }
    }

    fn add(&mut self, seen: Seen, written: bool) {
        match (self, seen) {
            (Self::Clock(clock), Seen::Clock(seen)) => clock.join(seen),
            (Self::Nearest(lists), Seen::Dot(Some(Dot { origin, number }))) => {
                if written {
                    // All that it had seen stands before this write.
                    lists.iter_mut().for_each(Vec::clear);
                }
                if let Some(list) = lists.get_mut(origin.index())
                    && let Err(place) = list.binary_search(&number)
                {
                    list.insert(place, number);
                }
            }
            _ => {}
        }
    }
}

impl Client {
    fn ask(&self, cx: &Context<'_>, out: &mut Outbox<Causal>) {
        let Some(Request { operation, key, ask, .. }) = self.request else { return };
        let Some(replica) = cx.nearest().get(usize::from(self.home)) else { return };
        let attempt = self.attempt;
        let message = match ask {
            Ask::Read => {
                let after = if self.at_home { After::Nothing } else { self.context.after() };
                Message::Read { operation, key, after, attempt }
            }
            Ask::Write(value) => Message::Write { operation, key, value, after: self.context.after(), attempt },
        };
        out.send(NodeId::Replica(*replica), message);
        out.wake(self.patience_us, Timer::Waited { operation, attempt });
    }

    fn move_on(&mut self, cx: &Context<'_>) {
        self.home = (self.home + 1) % cx.cluster.n;
        self.at_home = false;
        if !self.remembers {
            self.context = Seeing::new(cx);
        }
    }
}

impl Machine<Causal> for Client {
    fn new(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let patience_us = u64::try_from(knobs.number("patience_ms")).unwrap_or(1) * 1000;
        let remembers = knobs.choice("without") != "context";
        let (context, request) = (Seeing::new(cx), None);
        Self { patience_us, remembers, home: 0, at_home: true, context, request, attempt: 0 }
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<Causal>) {
        self.request = Some(request);
        self.attempt = 0;
        self.ask(cx, out);
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Causal>) {
        let (operation, reply, seen) = match message {
            Message::Value { operation, value, seen, .. } => (operation, Reply::Value(value), seen),
            Message::Done { operation, seen, .. } => (operation, Reply::Done, seen),
            _ => return,
        };
        if self.request.is_none_or(|request| request.operation != operation) {
            return;
        }
        self.request = None;
        self.context.add(seen, reply == Reply::Done);
        let home = cx.nearest().get(usize::from(self.home)).copied();
        self.at_home = from.replica() == home;
        out.count(operation);
        out.reply(operation, reply);
    }

    fn on_timer(&mut self, cx: &Context<'_>, timer: Timer, out: &mut Outbox<Causal>) {
        let Timer::Waited { operation, attempt } = timer else { return };
        let Some(request) = self.request.filter(|request| request.operation == operation) else { return };
        if self.attempt == attempt {
            if request.ask == Ask::Read {
                self.move_on(cx);
            }
            self.attempt = attempt.wrapping_add(1);
            self.ask(cx, out);
        }
    }
}
