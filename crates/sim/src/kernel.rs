//! The loop: take what happens next, let it act, write it down.

use history::{FaultId, Happening, Instant, MessageId, NodeId, ProcessId, ReplicaId, SessionId, Stop, Trace};
use scenario::{ValidScenario, limits};

use crate::chance::{self, Source, Stream};
use crate::clocks::Clock;
use crate::cluster::Cluster;
use crate::contents::Contents;
use crate::faults::{Acting, code};
use crate::machines::{Act, Machines, MachinesOf};
use crate::outbox::Effect;
use crate::queue::{Pending, Queue};
use crate::recorder::Recorder;
use crate::sessions::Session;
use crate::wire::Envelope;
use crate::{Context, Protocol, Recording};

/// Runs a scenario to its end and returns what happened.
#[must_use]
pub fn simulate<P: Protocol>(valid: &ValidScenario, recording: Recording) -> Trace {
    run(valid, recording, &mut MachinesOf::<P>::new(recording))
}

fn run(valid: &ValidScenario, recording: Recording, machines: &mut dyn Machines) -> Trace {
    let mut kernel = Kernel::new(valid, recording, machines);
    let stop = kernel.run();
    let end = kernel.recorder.last_work;
    // A store that was stopped in the middle has not settled: what it holds would prove nothing.
    let holdings = if stop == Stop::Finished {
        kernel.probe();
        kernel.take_stock()
    } else {
        Vec::new()
    };
    kernel.into_trace(stop, end, holdings)
}

/// Whom a timer wakes, unless that node crashed in between.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Woken {
    node: NodeId,
    life: u32,
}

/// What reached a paused replica and waits.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Held {
    Message(u32),
    Timer(u32),
}

/// What surrounds a machine at its place.
pub(crate) struct Place {
    clock: Clock,
    /// Which life it lives: a crash ends one.
    pub(crate) life: u32,
    pub(crate) held: Vec<Held>,
    /// It crashed and has not started again.
    pub(crate) crashed: bool,
    pub(crate) disk_lost: bool,
    /// How many waiting times it had drawn so far.
    waits: u32,
}

impl Place {
    fn new(me: NodeId, valid: &ValidScenario) -> Self {
        let clock = Clock::of(me, &valid.scenario().faults);
        Self { clock, life: 0, held: Vec::new(), crashed: false, disk_lost: false, waits: 0 }
    }
}

pub(crate) struct Kernel<'a> {
    pub(crate) valid: &'a ValidScenario,
    pub(crate) cluster: Cluster,
    pub(crate) queue: Queue,
    pub(crate) recorder: Recorder,
    pub(crate) acting: Acting,
    pub(crate) sessions: Vec<Session>,
    pub(crate) machines: &'a mut dyn Machines,
    clients: Vec<Place>,
    pub(crate) replicas: Vec<Place>,
    effects: Vec<Effect>,
    /// What stands on each message under way, by its slot.
    pub(crate) envelopes: Vec<Envelope>,
    /// Whom each timer wakes, by its slot.
    woken: Vec<Woken>,
    /// Of every message one delay is drawn.
    pub(crate) delays: Source,
    pub(crate) now_us: u64,
    /// The message whose handling is under way.
    pub(crate) handling: Option<MessageId>,
    /// Sessions that still have work.
    at_work: usize,
    pub(crate) steps: u64,
    pub(crate) next_operation: u32,
    pub(crate) next_message: u32,
    pub(crate) next_call: u32,
    /// What chance calls each operation.
    pub(crate) names: Vec<u32>,
    pub(crate) next_process: u32,
    pub(crate) next_value: Vec<i64>,
    /// Where keys hold many things: what each number among the values stands for.
    pub(crate) contents: Option<Contents>,
}

impl<'a> Kernel<'a> {
    fn new(valid: &'a ValidScenario, recording: Recording, machines: &'a mut dyn Machines) -> Self {
        let scenario = valid.scenario();
        let ids = (0..).map(SessionId).take(scenario.sessions.len());
        let clients: Vec<Place> = ids.clone().map(|id| Place::new(NodeId::Session(id), valid)).collect();
        let replicas: Vec<Place> =
            (0..scenario.cluster.nodes()).map(|id| Place::new(NodeId::Replica(ReplicaId(id)), valid)).collect();
        let mut kernel = Self {
            valid,
            cluster: Cluster::of(valid),
            queue: Queue::new(),
            recorder: Recorder::new(recording, scenario.operations()),
            acting: Acting::default(),
            next_process: clients.len() as u32,
            at_work: clients.len(),
            sessions: ids.map(|id| Session::of(scenario, id, ProcessId(id.0.into()))).collect(),
            machines,
            clients,
            replicas,
            effects: Vec::new(),
            envelopes: Vec::new(),
            woken: Vec::new(),
            delays: Source::of(scenario.seed, Stream::Delay),
            now_us: 0,
            handling: None,
            steps: 0,
            next_operation: 0,
            next_message: 0,
            next_call: 0,
            names: Vec::new(),
            next_value: vec![2; scenario.workload.key_count().into()],
            contents: Contents::of(&scenario.workload, valid.info().siblings),
        };
        for id in (0..kernel.clients.len() as u8).map(SessionId) {
            kernel.act(NodeId::Session(id), Act::Begin);
        }
        // Where nobody talks to a spare, it has nothing to say either, and never begins.
        let beginning = if valid.info().spares { scenario.cluster.nodes() } else { scenario.cluster.n };
        for id in (0..beginning).map(ReplicaId) {
            kernel.act(NodeId::Replica(id), Act::Begin);
        }
        kernel.schedule_script();
        kernel
    }

    fn schedule_script(&mut self) {
        for (id, fault) in (0..).map(FaultId).zip(&self.valid.scenario().faults) {
            // An end goes before a begin of the same instant: spans do not overlap at their ends.
            if let Some(until_us) = fault.until_us {
                self.queue.push(until_us, Pending::FaultEnd(id));
            }
        }
        for (id, fault) in (0..).map(FaultId).zip(&self.valid.scenario().faults) {
            self.queue.push(fault.at_us, Pending::FaultBegin(id));
        }
        for id in (0..).map(SessionId).take(self.sessions.len()) {
            match self.sessions[id.index()].next_us(0) {
                Some(at_us) => self.queue.push(at_us, Pending::Begin(id)),
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
                Pending::Arrive(message) => self.arrive(message),
                Pending::Wake(timer) => self.wake(timer),
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
            self.queue.push(self.now_us + settle_us, Pending::Settled);
        }
    }

    fn wake(&mut self, timer: u32) {
        let Woken { node, life } = self.woken[timer as usize];
        if self.place(node).life != life || self.acting.down(node).is_some() {
            self.machines.forget(timer);
        } else if self.acting.paused(node) {
            self.hold(node, Held::Timer(timer));
        } else {
            self.act(node, Act::Ring(timer));
        }
    }

    fn place(&self, node: NodeId) -> &Place {
        match node {
            NodeId::Session(id) => &self.clients[id.index()],
            NodeId::Replica(id) => &self.replicas[id.index()],
        }
    }

    pub(crate) fn hold(&mut self, node: NodeId, held: Held) {
        if let NodeId::Replica(id) = node {
            self.replicas[id.index()].held.push(held);
        }
    }

    fn wake_after(&mut self, me: NodeId, after_us: u64, timer: u32) {
        let woken = Woken { node: me, life: self.place(me).life };
        write_at(&mut self.woken, timer, woken);
        self.queue.push(self.now_us + after_us, Pending::Wake(timer));
    }

    /// The how manieth wait of which node it is names the draw, so that no other node's waits move.
    fn drawn_wait_us(&mut self, me: NodeId, least_us: u64, most_us: u64) -> u64 {
        let place = match me {
            NodeId::Session(id) => &mut self.clients[id.index()],
            NodeId::Replica(id) => &mut self.replicas[id.index()],
        };
        let key = u64::from(code(me)) << 32 | u64::from(place.waits);
        place.waits += 1;
        let u = chance::uniform(self.valid.scenario().seed, Stream::Wait, key);
        least_us + (u * (most_us.saturating_sub(least_us) + 1) as f64) as u64
    }

    /// Lets a machine handle something, and carries out what it wants.
    pub(crate) fn act(&mut self, me: NodeId, act: Act) {
        let mut effects = std::mem::take(&mut self.effects);
        let clock_us = self.place(me).clock.show_us(self.now_us);
        let cx = Context { me, clock_us, cluster: &self.cluster };
        self.machines.act(&cx, act, &mut effects);
        for effect in effects.drain(..) {
            self.carry_out(me, effect);
        }
        self.effects = effects;
    }

    pub(crate) fn renew_client(&mut self, id: SessionId) {
        self.clients[id.index()].life += 1;
        self.act(NodeId::Session(id), Act::Begin);
    }

    fn carry_out(&mut self, me: NodeId, effect: Effect) {
        let now = Instant::from_us(self.now_us);
        match effect {
            Effect::Send(to, parcel) => self.send(me, to, parcel),
            Effect::Wake(after_us, timer) => self.wake_after(me, after_us, timer),
            Effect::WakeWithin(least_us, most_us, timer) => {
                let after_us = self.drawn_wait_us(me, least_us, most_us);
                self.wake_after(me, after_us, timer);
            }
            Effect::Reply(operation, reply) => {
                if let NodeId::Session(id) = me {
                    self.reply(id, operation, reply);
                }
            }
            Effect::Answer(operation, slot) => {
                let reply = self.machines.answer(slot);
                if let NodeId::Session(id) = me {
                    self.answer(id, operation, reply);
                }
            }
            Effect::ApplyContents(key, slot, version) => {
                let siblings = self.machines.contents(slot);
                if let NodeId::Replica(replica) = me {
                    let value = self.side_by_side(siblings);
                    self.recorder.detail(now, || Happening::Apply { replica, key, value, version });
                }
            }
            Effect::ObserveContents(operation, key, slot) => {
                let siblings = self.machines.contents(slot);
                if let NodeId::Replica(replica) = me {
                    let value = self.side_by_side(siblings);
                    self.recorder.detail(now, || Happening::Observe { replica, operation, key, value });
                }
            }
            Effect::Step(saga, step, deed) => {
                if let NodeId::Replica(replica) = me {
                    self.recorder.note(now, Happening::Step { replica, saga, step: step.into(), deed });
                }
            }
            Effect::SagaOver(saga, stands) => {
                if let NodeId::Replica(replica) = me {
                    self.recorder.note(now, Happening::SagaOver { replica, saga, stands });
                }
            }
            Effect::Stamp(operation, version) => self.recorder.note(now, Happening::Stamp { operation, version }),
            Effect::Apply(key, value, version) => {
                if let NodeId::Replica(replica) = me {
                    let value = self.shown(value);
                    self.recorder.detail(now, || Happening::Apply { replica, key, value, version });
                }
            }
            Effect::Wait(key, value) => {
                if let NodeId::Replica(replica) = me {
                    let value = self.shown(value);
                    self.recorder.detail(now, || Happening::Wait { replica, key, value });
                }
            }
            Effect::Observe(operation, key, value) => {
                if let NodeId::Replica(replica) = me {
                    let value = self.shown(value);
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
}

/// Writes into a list that has as many places as there are slots.
pub(crate) fn write_at<T: Copy>(list: &mut Vec<T>, slot: u32, thing: T) {
    let slot = slot as usize;
    if slot >= list.len() {
        list.resize(slot + 1, thing);
    }
    list[slot] = thing;
}
