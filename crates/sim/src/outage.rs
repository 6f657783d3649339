//! Faults begin and end: crashes and restarts, pauses and what waited through them.

use history::{FaultId, Happening, Instant, Key, NodeId, ReplicaId, Version};
use scenario::FaultAction;

use crate::kernel::{Held, Kernel};
use crate::machines::Act;
use crate::queue::Pending;

impl Kernel<'_> {
    pub(crate) fn fault_begin(&mut self, id: FaultId) {
        let fault = &self.valid.scenario().faults[id.index()];
        self.acting.begin(id, fault);
        self.recorder.detail_aside(Instant::from_us(self.now_us), || Happening::FaultBegin { fault: id });
        if let FaultAction::Crash { node, disk_lost } = &fault.action
            && let NodeId::Replica(replica) = node.0
        {
            let place = &mut self.replicas[replica.index()];
            place.life += 1;
            place.crashed = true;
            place.disk_lost |= *disk_lost;
            for held in std::mem::take(&mut place.held) {
                match held {
                    Held::Message(message) => self.machines.discard(message),
                    Held::Timer(timer) => self.machines.forget(timer),
                }
            }
        }
    }

    pub(crate) fn fault_end(&mut self, id: FaultId) {
        let fault = &self.valid.scenario().faults[id.index()];
        self.acting.end(id);
        self.recorder.detail_aside(Instant::from_us(self.now_us), || Happening::FaultEnd { fault: id });
        if let FaultAction::Crash { node, .. } | FaultAction::Pause { node } = &fault.action
            && let NodeId::Replica(replica) = node.0
        {
            self.queue.push(self.now_us, Pending::Start(replica));
        }
    }

    /// Some fault of a replica is over, and all faults of this instant are known: if no other holds
    /// it, it starts or goes on.
    pub(crate) fn start(&mut self, id: ReplicaId) {
        let node = NodeId::Replica(id);
        if self.acting.down(node).is_some() || self.acting.paused(node) {
            return;
        }
        if std::mem::take(&mut self.replicas[id.index()].crashed) {
            self.restart(id);
        }
        self.go_on(id);
    }

    /// What waited is handled now, in order of arrival.
    fn go_on(&mut self, id: ReplicaId) {
        for held in std::mem::take(&mut self.replicas[id.index()].held) {
            match held {
                Held::Message(message) => self.receive(message),
                Held::Timer(timer) => self.act(NodeId::Replica(id), Act::Ring(timer)),
            }
        }
    }

    fn restart(&mut self, id: ReplicaId) {
        if self.cluster.is_spare(id) && !self.valid.info().spares {
            return;
        }
        let keys = self.next_value.len() as u16;
        let held = |kernel: &Self| -> Vec<_> { (0..keys).map(Key).map(|key| kernel.machines.holds(id, key)).collect() };
        let before = held(self);
        let disk_lost = std::mem::take(&mut self.replicas[id.index()].disk_lost);
        self.act(NodeId::Replica(id), if disk_lost { Act::Begin } else { Act::Restart });
        let now = Instant::from_us(self.now_us);
        for (key, (was, is)) in (0..).map(Key).zip(before.into_iter().zip(held(self))) {
            if let (true, Some(value)) = (was != is, is) {
                let (version, value) = (Version::INITIAL, self.shown(value));
                self.recorder.detail(now, || Happening::Apply { replica: id, key, value, version });
            }
        }
    }
}
