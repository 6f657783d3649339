//! Whether the protocol exists, and its knobs are set to something that they accept.

use super::Problems;
use crate::{Knobs, ProtocolInfo, Scenario};

impl Problems {
    pub(super) fn strategy<'a>(
        &mut self,
        scenario: &Scenario,
        protocols: impl IntoIterator<Item = &'a ProtocolInfo>,
    ) -> Option<ProtocolInfo> {
        let strategy = &scenario.strategy;
        let object = scenario.workload.object;
        let protocols: Vec<&ProtocolInfo> = protocols.into_iter().collect();
        for info in &protocols {
            if info.id != strategy.protocol {
                continue;
            }
            if object.is_only_native() && !info.native.contains(&object) {
                let able: Vec<&str> =
                    protocols.iter().filter(|info| info.native.contains(&object)).map(|info| info.name).collect();
                let sentence = format!(
                    "{} does not know the object `{}`, which is more than a key that is read and written: it goes \
                     with {}",
                    info.name,
                    object.id(),
                    able.join(", ")
                );
                self.add("workload.object", sentence);
            }
            for (id, value) in &strategy.knobs {
                let field = format!("strategy.knobs.{id}");
                match (info.knobs)().iter().find(|knob| knob.id == id) {
                    None => {
                        let known: Vec<&str> = (info.knobs)().iter().map(|knob| knob.id).collect();
                        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                        self.add(&field, format!("{} has no knob `{id}`; it has {known}", info.name));
                    }
                    Some(knob) => {
                        if let Err(sentence) = knob.accepts(value) {
                            self.add(&field, sentence);
                        }
                    }
                }
            }
            let object = scenario.workload.object;
            if object.needs_services() && !info.native.contains(&object) {
                let sentence = format!(
                    "an {} takes a saga over several services, and {} only stores values; choose another object, or \
                     the strategy Saga",
                    object.id(),
                    info.name
                );
                self.add("workload.object", sentence);
            }
            if self.0.is_empty() {
                // Only settings that are each allowed can be weighed against each other.
                for sentence in (info.clashes)(scenario, &Knobs::of(info, &strategy.knobs)) {
                    self.add("strategy.knobs", sentence);
                }
            }
            return Some(**info);
        }
        let ids: Vec<&str> = protocols.iter().map(|info| info.id).collect();
        let sentence = format!("there is no strategy `{}`; there are {}", strategy.protocol, ids.join(", "));
        self.add("strategy.protocol", sentence);
        None
    }
}
