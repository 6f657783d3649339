//! Whether the work can be done: its size, its script, and calls that its object knows.

use history::NodeId;

use super::Problems;
use crate::limits::{self as limit};
use crate::{Node, Object, Scenario, ScriptedAction};

/// Whether it is one that there can be, be it gone by now.
fn is_session(node: Node) -> bool {
    matches!(node.0, NodeId::Session(id) if u32::from(id.0) < limit::SESSIONS_MAX)
}

impl Problems {
    pub(super) fn workload(&mut self, scenario: &Scenario) {
        let (random, script) = (&scenario.workload.random, &scenario.workload.script);
        self.range("workload.random.write_percent", "the share of writes in percent", random.write_percent, 0, 100);
        self.range("workload.random.keys", "the number of keys", random.keys, 1, limit::KEYS_MAX);
        for problem in random.think.problems() {
            self.add("workload.random.think", problem);
        }
        let sessions = u32::try_from(scenario.sessions.len()).unwrap_or(u32::MAX);
        let scripted = u32::try_from(script.len()).unwrap_or(u32::MAX);
        let total = u32::from(random.operations).saturating_mul(sessions).saturating_add(scripted);
        self.range("workload", "the number of operations of all sessions", total, 0, limit::OPERATIONS_MAX);
        self.range("workload.script", "the number of scripted operations", scripted, 0, limit::SCRIPT_MAX);
        for (index, operation) in script.iter().enumerate() {
            let field = format!("workload.script[{index}]");
            match operation.session.0 {
                NodeId::Session(_) => self.node(scenario, &field, operation.session),
                NodeId::Replica(_) => {
                    self.add(&field, format!("{} is a replica; only sessions ask", operation.session))
                }
            }
            if let Some(drawn) = operation.drawn.filter(|drawn| !is_session(drawn.session)) {
                self.add(&field, format!("{} never had random work; only sessions ask", drawn.session));
            }
            self.time_range(&field, "its time in ms", operation.at_us);
            self.range(&field, "its key", operation.key, 0, limit::KEYS_MAX - 1);
            self.fits(&field, scenario.workload.object, operation.action);
        }
        let most = limit::AMOUNT_MAX;
        self.range("workload.initial", "what each key holds at the start", scenario.workload.initial, -most, most);
        match scenario.workload.object {
            Object::Bank if scenario.workload.key_count() < 2 => {
                self.add("workload.random.keys", "a bank has at least two accounts: keys=2".to_owned());
            }
            Object::Set => {
                let things = scenario.workload.amount;
                self.range("workload.amount", "the number of different things", things, 1, limit::THINGS_MAX);
            }
            Object::Text => {
                let letters = scenario.workload.amount;
                self.range("workload.amount", "the number of different letters", letters, 1, limit::THINGS_MAX);
            }
            _ => self.range("workload.amount", "the most that a call adds or takes", scenario.workload.amount, 1, most),
        }
    }

    /// Whether an object knows what is asked of it.
    fn fits(&mut self, field: &str, object: Object, action: ScriptedAction) {
        let refused = match (object, action) {
            (_, ScriptedAction::Read) | (Object::Register, ScriptedAction::Write) => None,
            (Object::Register, _) => Some("a register is only read and written; choose another object to call it"),
            (_, ScriptedAction::Write) => Some("only a register is written; this object is called: + or -"),
            (Object::List, ScriptedAction::Take(_)) => Some("a list only grows"),
            (Object::CasRegister, ScriptedAction::Take(_)) => Some("such a register is set (+) or looked at"),
            (Object::Order, ScriptedAction::Take(_)) => Some("an order is placed (+1) or looked at"),
            (_, ScriptedAction::Add(_) | ScriptedAction::Take(_)) => None,
        };
        if let Some(sentence) = refused {
            self.add(field, sentence.to_owned());
        }
        if let ScriptedAction::Add(amount) | ScriptedAction::Take(amount) = action {
            match object {
                Object::Text if matches!(action, ScriptedAction::Add(_)) => {
                    self.range(field, "its letter (1 is a)", amount, 1, limit::THINGS_MAX);
                }
                Object::Text => self.range(field, "its place", amount, 1, limit::OPERATIONS_MAX.into()),
                Object::Set => self.range(field, "its thing (1 is a)", amount, 1, limit::THINGS_MAX),
                Object::Order => self.range(field, "how many are ordered", amount, 1, 1),
                _ => self.range(field, "its amount", amount, 1, limit::AMOUNT_MAX),
            }
        }
    }
}
