//! The loop: take what happens next, let it act, write it down.

use history::{FaultId, Happening, Instant, MessageId, NodeId, ProcessId, ReplicaId, SessionId, Stop, Trace};
use scenario::{ValidScenario, limits};

use crate::clocks::Clock;
use crate::cluster::Cluster;
use crate::faults::Acting;
use crate::outbox::Effect;
use crate::queue::{Queue, Rank};
use crate::recorder::Recorder;
use crate::sessions::Session;
use crate::wire::Envelope;
use crate::{Context, Machine, Outbox, Protocol, Recording};

/// Runs a scenario to its end and returns what happened.
#[must_use]
pub fn simulate<P: Protocol>(valid: &ValidScenario, recording: Recording) -> Trace {
    let mut kernel = Kernel::<P>::new(valid, recording);
    let stop = kernel.run();
    let end = kernel.last_sight();
    // A store that was stopped in the middle has not settled: what it holds would prove nothing.
    if stop == Stop::Finished {
        kernel.probe();
    }
    kernel.into_trace(stop, end)
}

/// What is still to happen.
pub(crate) enum Pending<P: Protocol> {
    FaultBegin(FaultId),
    FaultEnd(FaultId),
    Start(ReplicaId),
    Begin(SessionId),
    Arrive(Envelope<P::Message>),
    Wake(Woken<P::Timer>),
    Deadline(SessionId),
    Settled,
}

/// A timer that goes off, unless its node crashed in between.
pub(crate) struct Woken<T> {
    node: NodeId,
    life: u32,
    timer: T,
}

/// What reached a paused replica and waits.
pub(crate) enum Held<P: Protocol> {
    Message(Option<MessageId>, NodeId, P::Message),
    Timer(P::Timer),
}

/// A machine at its place.
pub(crate) struct Place<P: Protocol, M> {
    pub(crate) machine: M,
    clock: Clock,
    /// Which life it lives: a crash ends one.
    pub(crate) life: u32,
    pub(crate) held: Vec<Held<P>>,
    /// It crashed and has not started again.
    pub(crate) crashed: bool,
    pub(crate) disk_lost: bool,
}

impl<P: Protocol, M: Machine<P>> Place<P, M> {
    fn new(me: NodeId, valid: &ValidScenario, cluster: &Cluster) -> Self {
        let clock = Clock::of(me, &valid.scenario().faults);
        let cx = Context { me, clock_us: clock.show_us(0), cluster };
        Self { machine: M::new(&cx), clock, life: 0, held: Vec::new(), crashed: false, disk_lost: false }
    }
}

pub(crate) struct Kernel<'a, P: Protocol> {
    pub(crate) valid: &'a ValidScenario,
    pub(crate) cluster: Cluster,
    pub(crate) queue: Queue<Pending<P>>,
    pub(crate) recorder: Recorder,
    pub(crate) acting: Acting,
    pub(crate) sessions: Vec<Session>,
    clients: Vec<Place<P, P::Client>>,
    pub(crate) replicas: Vec<Place<P, P::Replica>>,
    outbox: Outbox<P>,
    pub(crate) now_us: u64,
    /// The message whose handling is under way.
    pub(crate) handling: Option<MessageId>,
    /// Sessions that still have work.
    at_work: usize,
    pub(crate) steps: u64,
    pub(crate) next_operation: u32,
    pub(crate) next_message: u32,
    /// What chance calls each operation.
    pub(crate) names: Vec<u32>,
    pub(crate) next_process: u32,
    pub(crate) next_value: Vec<i64>,
}

impl<'a, P: Protocol> Kernel<'a, P> {
    fn new(valid: &'a ValidScenario, recording: Recording) -> Self {
        let scenario = valid.scenario();
        let cluster = Cluster::of(valid);
        let sessions = (0..).map(SessionId).take(scenario.sessions.len());
        let clients = sessions.clone().map(|id| Place::new(NodeId::Session(id), valid, &cluster)).collect();
        let replicas =
            (0..scenario.cluster.n).map(|id| Place::new(NodeId::Replica(ReplicaId(id)), valid, &cluster)).collect();
        let work: Vec<Session> = sessions.map(|id| Session::of(scenario, id, ProcessId(id.0.into()))).collect();
        let mut kernel = Self {
            valid,
            cluster,
            queue: Queue::new(),
            recorder: Recorder::new(recording),
            acting: Acting::default(),
            next_process: work.len() as u32,
            at_work: work.len(),
            sessions: work,
            clients,
            replicas,
            outbox: Outbox::new(),
            now_us: 0,
            handling: None,
            steps: 0,
            next_operation: 0,
            next_message: 0,
            names: Vec::new(),
            next_value: vec![2; scenario.workload.key_count().into()],
        };
        kernel.schedule_script();
        kernel
    }

    fn schedule_script(&mut self) {
        for (id, fault) in (0..).map(FaultId).zip(&self.valid.scenario().faults) {
            // An end goes before a begin of the same instant: spans do not overlap at their ends.
            if let Some(until_us) = fault.until_us {
                self.queue.push(until_us, Rank::Fault, Pending::FaultEnd(id));
            }
        }
        for (id, fault) in (0..).map(FaultId).zip(&self.valid.scenario().faults) {
            self.queue.push(fault.at_us, Rank::Fault, Pending::FaultBegin(id));
        }
        for id in (0..).map(SessionId).take(self.sessions.len()) {
            match self.sessions[id.index()].next_us(0) {
                Some(at_us) => self.queue.push(at_us, Rank::Usual, Pending::Begin(id)),
                None => self.rest(),
            }
        }
    }

    fn run(&mut self) -> Stop {
        while let Some((at_us, pending)) = self.queue.pop() {
            if self.steps.max(self.next_message.into()) >= limits::STEPS_MAX {
                return Stop::OutOfSteps;
            }
            self.steps += 1;
            self.now_us = at_us;
            match pending {
                Pending::Settled => break,
                Pending::FaultBegin(id) => self.fault_begin(id),
                Pending::FaultEnd(id) => self.fault_end(id),
                Pending::Start(id) => self.start(id),
                Pending::Begin(id) => self.begin(id),
                Pending::Arrive(envelope) => self.arrive(envelope),
                Pending::Wake(woken) => self.wake(woken),
                Pending::Deadline(id) => self.deadline(id),
            }
        }
        Stop::Finished
    }

    /// A session has no more work. After the last, the store may settle.
    pub(crate) fn rest(&mut self) {
        self.at_work -= 1;
        if self.at_work == 0 {
            let settle_us = u64::from(self.valid.scenario().settle_ms) * 1000;
            self.queue.push(self.now_us + settle_us, Rank::Usual, Pending::Settled);
        }
    }

    fn wake(&mut self, woken: Woken<P::Timer>) {
        let Woken { node, life, timer } = woken;
        let NodeId::Replica(id) = node else {
            let NodeId::Session(id) = node else { return };
            if self.clients[id.index()].life == life {
                self.client(id, |machine, cx, out| machine.on_timer(cx, timer, out));
            }
            return;
        };
        if self.replicas[id.index()].life != life || self.acting.down(node).is_some() {
            return;
        }
        if self.acting.paused(node) {
            self.hold(node, Held::Timer(timer));
        } else {
            self.replica(id, None, |machine, cx, out| machine.on_timer(cx, timer, out));
        }
    }

    pub(crate) fn hold(&mut self, node: NodeId, held: Held<P>) {
        if let NodeId::Replica(id) = node {
            self.replicas[id.index()].held.push(held);
        }
    }

    /// Lets a replica handle something.
    pub(crate) fn replica(
        &mut self,
        id: ReplicaId,
        handling: Option<MessageId>,
        handle: impl FnOnce(&mut P::Replica, &Context<'_>, &mut Outbox<P>),
    ) {
        let me = NodeId::Replica(id);
        let place = &mut self.replicas[id.index()];
        let cx = Context { me, clock_us: place.clock.show_us(self.now_us), cluster: &self.cluster };
        handle(&mut place.machine, &cx, &mut self.outbox);
        self.handling = handling;
        self.carry_out(me);
        self.handling = None;
    }

    /// Lets a session's client handle something.
    pub(crate) fn client(&mut self, id: SessionId, handle: impl FnOnce(&mut P::Client, &Context<'_>, &mut Outbox<P>)) {
        let me = NodeId::Session(id);
        let place = &mut self.clients[id.index()];
        let cx = Context { me, clock_us: place.clock.show_us(self.now_us), cluster: &self.cluster };
        handle(&mut place.machine, &cx, &mut self.outbox);
        self.carry_out(me);
    }

    pub(crate) fn renew_client(&mut self, id: SessionId) {
        self.clients[id.index()].life += 1;
        self.client(id, |client, cx, _| *client = Machine::new(cx));
    }

    fn carry_out(&mut self, me: NodeId) {
        let mut effects = self.outbox.take();
        let now = Instant::from_us(self.now_us);
        for effect in effects.drain(..) {
            match effect {
                Effect::Send(to, message) => self.send(me, to, message),
                Effect::Wake(after_us, timer) => {
                    let life = match me {
                        NodeId::Replica(id) => self.replicas[id.index()].life,
                        NodeId::Session(id) => self.clients[id.index()].life,
                    };
                    let woken = Woken { node: me, life, timer };
                    self.queue.push(self.now_us + after_us, Rank::Usual, Pending::Wake(woken));
                }
                Effect::Reply(operation, reply) => {
                    if let NodeId::Session(id) = me {
                        self.reply(id, operation, reply);
                    }
                }
                Effect::Stamp(operation, version) => {
                    self.recorder.note(now, Happening::Stamp { operation, version });
                }
                Effect::Apply(key, value, version) => {
                    if let NodeId::Replica(replica) = me {
                        self.recorder.detail(now, || Happening::Apply { replica, key, value, version });
                    }
                }
                Effect::Observe(operation, key, value) => {
                    if let NodeId::Replica(replica) = me {
                        self.recorder.detail(now, || Happening::Observe { replica, operation, key, value });
                    }
                }
                Effect::Count(operation) => {
                    if let Some(message) = self.handling {
                        self.recorder.detail(now, || Happening::Count { message, operation });
                    }
                }
            }
        }
        self.outbox.give_back(effects);
    }
}
