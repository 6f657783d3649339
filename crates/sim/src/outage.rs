//! Faults begin and end: crashes and restarts, pauses and what waited through them.

use history::{FaultId, Happening, Instant, Key, NodeId, ReplicaId, Version};
use scenario::FaultAction;

use crate::kernel::{Held, Kernel, Pending};
use crate::queue::Rank;
use crate::{Machine, Protocol};

impl<P: Protocol> Kernel<'_, P> {
    pub(crate) fn fault_begin(&mut self, id: FaultId) {
        let fault = &self.valid.scenario().faults[id.index()];
        self.acting.begin(id, fault);
        self.recorder.detail(Instant::from_us(self.now_us), || Happening::FaultBegin { fault: id });
        if let FaultAction::Crash { node, disk_lost } = &fault.action
            && let NodeId::Replica(replica) = node.0
        {
            let place = &mut self.replicas[replica.index()];
            place.life += 1;
            place.held.clear();
            place.crashed = true;
            place.disk_lost |= *disk_lost;
        }
    }

    pub(crate) fn fault_end(&mut self, id: FaultId) {
        let fault = &self.valid.scenario().faults[id.index()];
        self.acting.end(id);
        self.recorder.detail(Instant::from_us(self.now_us), || Happening::FaultEnd { fault: id });
        if let FaultAction::Crash { node, .. } | FaultAction::Pause { node } = &fault.action
            && let NodeId::Replica(replica) = node.0
        {
            self.queue.push(self.now_us, Rank::Start, Pending::Start(replica));
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
                Held::Message(message_id, from, message) => {
                    self.receive(NodeId::Replica(id), message_id, from, message);
                }
                Held::Timer(timer) => self.replica(id, None, |machine, cx, out| machine.on_timer(cx, timer, out)),
            }
        }
    }

    fn restart(&mut self, id: ReplicaId) {
        let keys = self.next_value.len() as u16;
        let held = |kernel: &Self| -> Vec<_> {
            (0..keys).map(Key).map(|key| kernel.replicas[id.index()].machine.holds(key)).collect()
        };
        let before = held(self);
        let disk_lost = std::mem::take(&mut self.replicas[id.index()].disk_lost);
        self.replica(id, None, |machine, cx, out| {
            *machine = if disk_lost { Machine::new(cx) } else { machine.clone().restart(cx, out) };
        });
        let now = Instant::from_us(self.now_us);
        for (key, (was, is)) in (0..).map(Key).zip(before.into_iter().zip(held(self))) {
            if let (true, Some(value)) = (was != is, is) {
                let version = Version::INITIAL;
                self.recorder.detail(now, || Happening::Apply { replica: id, key, value, version });
            }
        }
    }
}
