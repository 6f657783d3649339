//! All machines of a run behind one door, so that the kernel is compiled once and not once a
//! protocol: it hands over events, takes effects, and knows messages and timers by number.

use history::calls::{self, Item};
use history::{Describe, Key, Label, NodeId, ReplicaId, Value};

use crate::outbox::Effect;
use crate::{Call, Context, Machine, Outbox, Protocol, Recording, Request};

/// What a machine is given to handle.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    /// The session asks.
    Ask(Request),
    /// The session calls an object.
    Call(Call),
    /// A message arrives: its sender, and its slot.
    Take(NodeId, u32),
    /// A wait is over: the slot of the timer.
    Ring(u32),
    /// It starts again after a crash, its storage intact.
    Restart,
    /// It begins, or begins anew, and knows nothing.
    Begin,
}

/// The machines of a run, whatever their protocol.
pub(crate) trait Machines {
    /// Lets the machine of a node handle something; what it wants is put into `effects`, which is
    /// empty before.
    fn act(&mut self, cx: &Context<'_>, act: Act, effects: &mut Vec<Effect>);

    /// Doubles a message; gives the slot of the copy.
    fn double(&mut self, message: u32) -> u32;

    /// A message reaches no one.
    fn discard(&mut self, message: u32);

    /// A timer wakes no one.
    fn forget(&mut self, timer: u32);

    /// What a message is about.
    fn label(&self, message: u32) -> Label;

    /// What a replica stores for a key; nothing if it stores no data.
    fn holds(&self, replica: ReplicaId, key: Key) -> Option<Value>;

    /// What a replica stores for a key that holds many things.
    fn contains(&self, replica: ReplicaId, key: Key) -> Option<Vec<Item>>;

    /// What a replica stores side by side for a key.
    fn siblings(&self, replica: ReplicaId, key: Key) -> Option<Vec<Vec<Item>>>;

    /// Takes the answer to a call.
    fn answer(&mut self, slot: u32) -> calls::Reply;

    /// Takes what a key holds, all that is side by side.
    fn contents(&mut self, slot: u32) -> Vec<Vec<Item>>;
}

/// The machines of one protocol.
pub(crate) struct MachinesOf<P: Protocol> {
    clients: Vec<P::Client>,
    replicas: Vec<P::Replica>,
    outbox: Outbox<P>,
}

impl<P: Protocol> MachinesOf<P> {
    pub(crate) const fn new(recording: Recording) -> Self {
        Self { clients: Vec::new(), replicas: Vec::new(), outbox: Outbox::new(recording) }
    }
}

impl<P: Protocol> Machines for MachinesOf<P> {
    fn act(&mut self, cx: &Context<'_>, act: Act, effects: &mut Vec<Effect>) {
        let Self { clients, replicas, outbox } = self;
        std::mem::swap(effects, &mut outbox.effects);
        match cx.me {
            NodeId::Session(id) => handle(clients, id.index(), cx, act, outbox),
            NodeId::Replica(id) => handle(replicas, id.index(), cx, act, outbox),
        }
        std::mem::swap(effects, &mut outbox.effects);
    }

    fn double(&mut self, message: u32) -> u32 {
        let copy = self.outbox.messages.get(message).clone();
        self.outbox.messages.put(copy)
    }

    fn discard(&mut self, message: u32) {
        self.outbox.messages.free(message);
    }

    fn forget(&mut self, timer: u32) {
        self.outbox.timers.free(timer);
    }

    fn label(&self, message: u32) -> Label {
        self.outbox.messages.get(message).describe()
    }

    fn holds(&self, replica: ReplicaId, key: Key) -> Option<Value> {
        self.replicas.get(replica.index())?.holds(key)
    }

    fn contains(&self, replica: ReplicaId, key: Key) -> Option<Vec<Item>> {
        self.replicas.get(replica.index())?.contains(key)
    }

    fn siblings(&self, replica: ReplicaId, key: Key) -> Option<Vec<Vec<Item>>> {
        self.replicas.get(replica.index())?.siblings(key)
    }

    fn answer(&mut self, slot: u32) -> calls::Reply {
        self.outbox.answers.take(slot)
    }

    fn contents(&mut self, slot: u32) -> Vec<Vec<Item>> {
        self.outbox.contents.take(slot)
    }
}

fn handle<P: Protocol, M: Machine<P>>(
    machines: &mut Vec<M>,
    index: usize,
    cx: &Context<'_>,
    act: Act,
    out: &mut Outbox<P>,
) {
    let Some(machine) = machines.get_mut(index) else {
        // Nodes begin in order of their numbers.
        let mut machine = M::new(cx);
        machine.start(cx, out);
        return machines.push(machine);
    };
    match act {
        Act::Ask(request) => machine.on_request(cx, request, out),
        Act::Call(call) => machine.on_call(cx, call, out),
        Act::Take(from, slot) => {
            let message = out.messages.take(slot);
            machine.on_message(cx, from, message, out);
        }
        Act::Ring(slot) => {
            let timer = out.timers.take(slot);
            machine.on_timer(cx, timer, out);
        }
        Act::Restart => *machine = machine.clone().restart(cx, out),
        Act::Begin => {
            *machine = M::new(cx);
            machine.start(cx, out);
        }
    }
}
