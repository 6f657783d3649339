//! A run written down: every operation of it as an entry of a script, random work too, so that each can be moved.

use std::collections::BTreeMap;

use history::{Happening, Instant, NodeId, OperationId, ProcessId, Role, SessionId, Stop, Trace};
use scenario::{Drawn, Node, Scenario, ScriptedOperation, limits};

use crate::lots::drawn_action;
use crate::sessions::{Session, Step};

/// A run as a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What was scripted; where random work was beside it, all work, in order of its begin.
    pub script: Vec<ScriptedOperation>,
    /// Of each operation of the run, by its number: the entry that it comes from.
    pub entries: Vec<Option<u16>>,
    /// Of each entry: when it began, if it did.
    pub begun: Vec<Option<Instant>>,
}

/// Writes a finished run of a scenario down. The script, without random work beside it, runs as the scenario
/// does: chance calls every operation by the same name. Nothing where the run was cut off, or has more operations
/// than a script may.
#[must_use]
pub fn written(scenario: &Scenario, trace: &Trace) -> Option<Written> {
    if trace.stop != Stop::Finished || scenario.operations() > u64::from(limits::SCRIPT_MAX) {
        return None;
    }
    let ids = (0..).map(SessionId).take(scenario.sessions.len());
    let random = scenario.workload.random.operations > 0;
    let script = if random { Vec::new() } else { scenario.workload.script.clone() };
    let mut writing = Writing {
        scenario,
        random,
        sessions: ids.map(|id| (Session::of(scenario, id, ProcessId(id.0.into())), None)).collect(),
        calls: BTreeMap::new(),
        under_way: BTreeMap::new(),
        written: Written { begun: vec![None; script.len()], script, entries: Vec::new() },
    };
    trace.events.iter().try_for_each(|event| writing.take(event.at, &event.what))?;
    Some(writing.written)
}

struct Writing<'a> {
    scenario: &'a Scenario,
    random: bool,
    /// The sessions, and the entry of the call that each is carrying out.
    sessions: Vec<(Session, Option<u16>)>,
    calls: BTreeMap<u32, SessionId>,
    /// Whose operations have no answer yet.
    under_way: BTreeMap<u32, SessionId>,
    written: Written,
}

impl Writing<'_> {
    /// Nothing where the trace is not one of this scenario.
    fn take(&mut self, at: Instant, happening: &Happening) -> Option<()> {
        match happening {
            Happening::Call { call, session, .. } => {
                let entry = self.begin(*session, at)?;
                self.sessions[session.index()].1 = Some(entry);
                self.calls.insert(call.0, *session);
            }
            Happening::Answer { call, .. } => {
                let session = self.calls.remove(&call.0)?;
                self.sessions[session.index()].1 = None;
                self.go_on(session, at);
            }
            Happening::Invoke { operation, session, role, .. } if *role != Role::Probe => {
                let entry = match self.sessions.get(session.index())?.1 {
                    Some(entry) => entry,
                    None => self.begin(*session, at)?,
                };
                self.comes_from(*operation, entry);
                self.under_way.insert(operation.0, *session);
            }
            Happening::Return { operation, .. } => {
                if let Some(session) = self.under_way.remove(&operation.0)
                    && self.sessions[session.index()].1.is_none()
                {
                    self.go_on(session, at);
                }
            }
            _ => {}
        }
        Some(())
    }

    fn begin(&mut self, session: SessionId, at: Instant) -> Option<u16> {
        let step = self.sessions.get_mut(session.index())?.0.step();
        let entry = match step {
            Step::Scripted(entry) if !self.random => entry,
            Step::Scripted(entry) => {
                // Among random work it stands when it began: it may have waited for some that was drawn.
                let entry = self.scenario.workload.script.get(usize::from(entry))?;
                self.push(ScriptedOperation { at_us: at.as_us(), ..*entry })?
            }
            Step::Drawn(count) => {
                let (action, key) = drawn_action(self.scenario, session, count);
                let node = Node(NodeId::Session(session));
                let drawn = Some(Drawn { session: node, count });
                self.push(ScriptedOperation { session: node, at_us: at.as_us(), action, key, drawn })?
            }
        };
        *self.written.begun.get_mut(usize::from(entry))? = Some(at);
        Some(entry)
    }

    fn push(&mut self, entry: ScriptedOperation) -> Option<u16> {
        self.written.script.push(entry);
        self.written.begun.push(None);
        u16::try_from(self.written.script.len() - 1).ok()
    }

    fn go_on(&mut self, session: SessionId, at: Instant) {
        self.sessions[session.index()].0.go_on(self.scenario, session, at.as_us());
    }

    fn comes_from(&mut self, operation: OperationId, entry: u16) {
        let entries = &mut self.written.entries;
        entries.resize(entries.len().max(operation.index() + 1), None);
        entries[operation.index()] = Some(entry);
    }
}
