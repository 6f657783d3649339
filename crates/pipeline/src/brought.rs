//! A history that somebody recorded elsewhere: judged as a run of ours is, and made ready to be drawn.

use check::Budget;
use check::objects::{Object, fitting, object};
use history::calls::{Call, Calls};
use history::formats::Recording;
use history::{
    Action, CallId, Event, Happening, History, Instant, Operation, OperationId, Participant, ProcessId, Role,
    SessionId, Stop, Trace, Value, in_short, isolated,
};

use crate::{Application, Report};

/// Judges a recorded history. `on` is the object that its calls are on, where that is known by name.
/// The trace of the report holds what clients did, and no replica.
///
/// # Errors
/// A sentence: why nothing can be judged.
pub fn judge_brought(recording: &Recording, on: Option<&str>) -> Result<Report, String> {
    match recording {
        Recording::Registers(history) => Ok(of_registers(history)),
        Recording::Calls(calls) => match calls.history() {
            Ok(history) if on.is_none_or(|name| name == "register") => Ok(of_registers(&history)),
            _ => {
                let known = on.and_then(object).filter(|object| calls.calls.iter().all(|call| object.fits(call)));
                let fits = known.or_else(|| fitting(calls).next());
                fits.map(|object| of_calls(calls, object)).ok_or_else(|| nothing_fits(calls))
            }
        },
    }
}

// Pictures have room for a part of a name, and say all of it where it is pointed at; a sentence says it in short.

fn of_registers(history: &History) -> Report {
    report(trace_of(&history.clone().named(isolated)), history.clone().named(in_short), None)
}

fn of_calls(calls: &Calls, object: &Object) -> Report {
    // Two processes may have one name in short.
    let trace = trace_of_calls(&calls.clone().named(isolated));
    let history = History { clock: calls.clock, ..History::of(&trace).named(in_short) };
    report(trace, history, Some(Application::of_calls(&calls.clone().named(in_short), object)))
}

fn report(trace: Trace, history: History, application: Option<Application>) -> Report {
    Report {
        digest: trace.digest(),
        judgement: check::judge(&history, Budget::default()),
        summary: measure::summarize(&trace, &history),
        lost: None,
        application,
        history,
        trace,
    }
}

fn nothing_fits(calls: &Calls) -> String {
    let objects = check::objects::objects();
    let strange = calls.calls.iter().find(|call| objects.iter().all(|object| !object.fits(call)));
    match strange {
        Some(call) => format!("no object knows this call: {} {}", calls.who(call), calls.deed(call)),
        None => "no single object knows all of these calls".to_owned(),
    }
}

/// What clients did, as a trace that begins with the first of it.
fn trace_of(history: &History) -> Trace {
    let mut events = Vec::with_capacity(2 * history.operations.len());
    for operation in &history.operations {
        let Operation { id, process, session, key, action, invoked, returned, outcome, role } = *operation;
        let asked = if operation.is_read() { Action::Read(Value::Nil) } else { action };
        let what = Happening::Invoke { operation: id, process, session, key, action: asked, role };
        events.push(Event { at: invoked, what });
        if let Some(at) = returned {
            events.push(Event { at, what: Happening::Return { operation: id, outcome, value: operation.value() } });
        }
    }
    let named = |name: &String| Participant { name: name.clone(), region: String::new(), spare: false };
    Trace {
        keys: history.keys.clone(),
        initial: history.initial,
        contents: history.contents.clone(),
        ..trace(events, history.sessions.iter().map(named).collect())
    }
}

/// Calls as operations of the store that carried each of them out in one step.
fn trace_of_calls(calls: &Calls) -> Trace {
    let mut events = Vec::with_capacity(4 * calls.calls.len());
    let mut sessions: Vec<(ProcessId, String)> = Vec::new();
    for (number, call) in (0..).zip(&calls.calls) {
        let session = session_of(&mut sessions, calls, call);
        let (id, operation, Call { process, key, request, .. }) = (CallId(number), OperationId(number), call.clone());
        events.push(Event { at: call.invoked, what: Happening::Call { call: id, process, session, key, request } });
        let action = if request.only_looks() { Action::Read(Value::Nil) } else { Action::Write(Value::Nil) };
        let role = Role::Call;
        events.push(Event {
            at: call.invoked,
            what: Happening::Invoke { operation, process, session, key, action, role },
        });
        if let Some(at) = call.returned {
            let (outcome, reply) = (call.outcome, call.reply.clone());
            events.push(Event { at, what: Happening::Return { operation, outcome, value: Value::Nil } });
            events.push(Event { at, what: Happening::Answer { call: id, outcome, reply } });
        }
    }
    let named = |(_, name): (ProcessId, String)| Participant { name, region: String::new(), spare: false };
    Trace { keys: calls.keys.clone(), ..trace(events, sessions.into_iter().map(named).collect()) }
}

/// The lifeline of a call: processes that bear the same name are one client.
fn session_of(sessions: &mut Vec<(ProcessId, String)>, calls: &Calls, call: &Call) -> SessionId {
    let name = calls.process_name(call.process);
    let place = sessions.iter().position(|(_, known)| known == name).unwrap_or_else(|| {
        sessions.push((call.process, name.to_owned()));
        sessions.len() - 1
    });
    SessionId(u8::try_from(place).unwrap_or(u8::MAX))
}

/// A trace of these events, in order of time.
fn trace(mut events: Vec<Event>, sessions: Vec<Participant>) -> Trace {
    events.sort_by_key(|event| event.at);
    Trace {
        sessions,
        replicas: Vec::new(),
        services: false,
        keys: Vec::new(),
        initial: Value::Nil,
        contents: Vec::new(),
        holdings: Vec::new(),
        faults: Vec::new(),
        end: events.last().map_or(Instant::ZERO, |event| event.at),
        events,
        stop: Stop::Finished,
        steps: 0,
    }
}
