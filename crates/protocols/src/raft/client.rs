//! The session's half: asks the leader it last heard of, follows a redirection, and tries another
//! replica when there is no answer (sections 8 of the paper, 6.2 of the thesis).

use history::{Key, NodeId, OperationId, ReplicaId, Value};
use sim::{Ask, Context, Machine, Outbox, Reply, Request};

use super::knobs::{Reads, Rules, Without};
use super::message::Message;
use super::{Raft, Timer};

/// The session's half.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    rules: Rules,
    /// Who leads, as far as it has heard.
    leader: Option<ReplicaId>,
    waiting: Option<Waiting>,
}

/// The operation that waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Waiting {
    operation: OperationId,
    key: Key,
    ask: Ask,
    only_if: Option<Value>,
    asked: ReplicaId,
    attempt: u8,
    /// How many redirections it followed since it last waited: two replicas may each take the other
    /// for the leader.
    hops: u8,
}

impl Client {
    fn send(waiting: Waiting, out: &mut Outbox<Raft>) {
        let Waiting { operation, key, ask, only_if, asked, attempt, .. } = waiting;
        out.send(NodeId::Replica(asked), Message::Ask { operation, key, ask, only_if, attempt });
    }

    /// Whether the operation is read from whoever is near, and not from the leader.
    fn reads_near(&self, ask: Ask) -> bool {
        ask == Ask::Read && matches!(self.rules.reads, Reads::Follower | Reads::FollowerReadIndex)
    }

    /// The operation that an answer is to, which ends with it.
    fn end(&mut self, operation: OperationId) -> Option<Waiting> {
        self.waiting.take_if(|waiting| waiting.operation == operation)
    }
}

impl Machine<Raft> for Client {
    fn new(cx: &Context<'_>) -> Self {
        // Every run begins with r1 in office; a process that begins later finds out.
        let leader = (cx.clock_us == 0).then_some(ReplicaId(0));
        Self { rules: Rules::of(cx), leader, waiting: None }
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<Raft>) {
        let Request { operation, key, ask, lot, only_if } = request;
        let any = ReplicaId((lot % u64::from(self.rules.n)) as u8);
        let asked = match self.reads_near(ask) {
            false => self.leader.unwrap_or(any),
            true if self.rules.without == Without::OneReplica => any,
            true => cx.nearest()[0],
        };
        let waiting = Waiting { operation, key, ask, only_if, asked, attempt: 0, hops: 0 };
        self.waiting = Some(waiting);
        Self::send(waiting, out);
        out.wake(self.rules.retry_us, Timer::Retry { operation });
    }

    fn on_message(&mut self, _cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Raft>) {
        let Some(from) = self.rules.replica(from) else { return };
        match message {
            Message::Done { operation, version, .. } => {
                let Some(_) = self.end(operation) else { return };
                self.leader = Some(from);
                out.count(operation);
                let Some(version) = version else { return out.reply(operation, Reply::Failed) };
                // Its index in the log. Stamped here, so that it is told once: a leader cannot
                // know whether one before it told it too.
                out.stamp(operation, version);
                out.reply(operation, Reply::Done);
            }
            Message::Value { operation, value, .. } => {
                if let Some(waiting) = self.end(operation) {
                    if !self.reads_near(waiting.ask) {
                        self.leader = Some(from);
                    }
                    out.count(operation);
                    out.reply(operation, Reply::Value(value));
                }
            }
            Message::Redirect { operation, leader, .. } => {
                let most = self.rules.n;
                let follows = |waiting: &&mut Waiting| {
                    waiting.operation == operation && waiting.asked == from && waiting.hops < most
                };
                if let Some(waiting) = self.waiting.as_mut().filter(follows) {
                    self.leader = Some(leader);
                    waiting.asked = leader;
                    waiting.hops += 1;
                    waiting.attempt = waiting.attempt.wrapping_add(1);
                    Self::send(*waiting, out);
                }
            }
            _ => {}
        }
    }

    fn on_timer(&mut self, _cx: &Context<'_>, timer: Timer, out: &mut Outbox<Raft>) {
        let Timer::Retry { operation } = timer else { return };
        let Some(mut waiting) = self.waiting.filter(|waiting| waiting.operation == operation) else { return };
        // Whoever reads at once from one replica stays with it: another may be further behind.
        if !(self.rules.reads == Reads::Follower && waiting.ask == Ask::Read) {
            waiting.asked = ReplicaId((waiting.asked.0 + 1) % self.rules.n);
        }
        waiting.attempt = waiting.attempt.wrapping_add(1);
        waiting.hops = 0;
        self.waiting = Some(waiting);
        Self::send(waiting, out);
        out.wake(self.rules.retry_us, Timer::Retry { operation });
    }
}
