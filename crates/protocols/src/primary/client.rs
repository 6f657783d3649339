//! The session's half: writes to the primary, reads from where it is told to, and finds both.

use history::{NodeId, OperationId, ReplicaId};
use sim::{Ask, Context, Machine, Outbox, Reply, Request};

use super::message::{Message, Referral};
use super::{Primary, Timer};
use crate::register::PRIMARY;
use crate::session_layer::{Behind, Session, Whom, line_of};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Reads {
    Primary,
    Nearest,
    Any,
}

/// What it is waiting for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Doing {
    request: Request,
    whom: Whom,
    asked: ReplicaId,
    attempt: u8,
    /// How often it was sent on since it last waited.
    hops: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    session: Session,
    reads: Reads,
    behind: Behind,
    failover: bool,
    /// How long it waits before it asks another; for ever, if it asks no other.
    patience_us: Option<u64>,
    /// Who is in office, as far as it knows.
    primary: ReplicaId,
    doing: Option<Doing>,
}

impl Client {
    fn ask(&mut self, whom: Whom, request: Request, attempt: u8, out: &mut Outbox<Primary>) {
        let Request { operation, key, ask, only_if, .. } = request;
        let needs = self.session.needs(ask);
        let asked = match whom {
            Whom::Primary => self.primary,
            Whom::Replica(replica) => replica,
        };
        let hops = self.doing.as_ref().map_or(0, |doing| doing.hops);
        self.doing = Some(Doing { request, whom, asked, attempt, hops });
        let message = match ask {
            Ask::Read => Message::Get { operation, key, attempt, whom, needs },
            Ask::Write(value) => Message::Set { operation, key, attempt, value, only_if, needs },
        };
        out.send(NodeId::Replica(asked), message);
        if let Some(after_us) = self.patience_us {
            out.wake(after_us, Timer::Patience { operation, attempt });
        }
    }

    /// The same question to the next.
    fn ask_next(&mut self, cx: &Context<'_>, out: &mut Outbox<Primary>) {
        let Some(Doing { request, whom, asked, attempt, .. }) = self.doing.clone() else { return };
        let whom = match whom {
            Whom::Replica(_) => Whom::Replica(self.session.next(cx, asked)),
            Whom::Primary if self.failover => {
                self.primary = ReplicaId((asked.0 + 1) % cx.cluster.n);
                Whom::Primary
            }
            Whom::Primary => return,
        };
        self.ask(whom, request, attempt.wrapping_add(1), out);
    }

    fn referred(&mut self, cx: &Context<'_>, to: Referral, out: &mut Outbox<Primary>) {
        let Some(doing) = &mut self.doing else { return };
        doing.hops += 1;
        if doing.hops >= cx.cluster.n {
            // All were asked: it asks again when it has waited.
            return;
        }
        let (request, attempt) = (doing.request, doing.attempt.wrapping_add(1));
        match to {
            Referral::Primary(primary) => {
                self.primary = primary;
                self.ask(Whom::Primary, request, attempt, out);
            }
            Referral::Elsewhere if self.behind == Behind::Primary => {
                self.ask(Whom::Primary, request, attempt, out);
            }
            Referral::Elsewhere => self.ask_next(cx, out),
        }
    }

    /// Whether that is what it is waiting for, asked as often.
    fn awaits(&self, operation: OperationId, attempt: u8) -> bool {
        self.doing.as_ref().is_some_and(|doing| doing.request.operation == operation && doing.attempt == attempt)
    }

    /// The first answer to what was asked last is the one.
    fn answered(&mut self, operation: OperationId) -> bool {
        self.doing.take_if(|doing| doing.request.operation == operation).is_some()
    }
}

impl Machine<Primary> for Client {
    fn new(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let (session, behind, failover) = (Session::new(cx), Behind::new(cx), knobs.on("failover"));
        let asks_others = failover || session.moves_on(behind);
        let patience_us = asks_others.then(|| super::knobs::us(cx, "patience_ms"));
        let reads = match knobs.choice("reads") {
            "nearest" => Reads::Nearest,
            "any" => Reads::Any,
            _ => Reads::Primary,
        };
        Self { session, reads, behind, failover, patience_us, primary: PRIMARY, doing: None }
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<Primary>) {
        let whom = match (request.ask, self.reads) {
            (Ask::Write(_), _) | (Ask::Read, Reads::Primary) => Whom::Primary,
            (Ask::Read, Reads::Nearest) => self.session.whom(cx, Whom::Replica(cx.nearest()[0])),
            (Ask::Read, Reads::Any) => {
                let any = ReplicaId((request.lot % u64::from(cx.cluster.n)) as u8);
                self.session.whom(cx, Whom::Replica(any))
            }
        };
        self.doing = None;
        self.ask(whom, request, 0, out);
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Primary>) {
        let (operation, reply) = match message {
            Message::Value { operation, key, held, .. } => {
                if self.answered(operation) {
                    self.session.saw(line_of(key), held.version);
                } else if self.patience_us.is_some() {
                    return;
                }
                (operation, Reply::Value(held.value))
            }
            Message::Ack { operation, key, version, .. } => {
                if self.answered(operation) {
                    if self.failover {
                        out.stamp(operation, version);
                    }
                    self.session.wrote(cx, line_of(key), version);
                    if let NodeId::Replica(primary) = from {
                        self.primary = primary;
                    }
                } else if self.patience_us.is_some() {
                    return;
                }
                (operation, Reply::Done)
            }
            Message::Refused { operation, .. } => {
                if !self.answered(operation) && self.patience_us.is_some() {
                    return;
                }
                (operation, Reply::Failed)
            }
            Message::Refer { operation, attempt, to, .. } => {
                if self.awaits(operation, attempt) {
                    self.referred(cx, to, out);
                }
                return;
            }
            _ => return,
        };
        out.count(operation);
        out.reply(operation, reply);
    }

    fn on_timer(&mut self, cx: &Context<'_>, timer: Timer, out: &mut Outbox<Primary>) {
        let Timer::Patience { operation, attempt } = timer else { return };
        if self.awaits(operation, attempt) {
            if let Some(doing) = &mut self.doing {
                doing.hops = 0;
            }
            self.ask_next(cx, out);
        }
    }
}
