//! Histories of true registers, and of registers whose reads lag, as several benches want them.

use history::{Action, History, Instant, Key, Operation, OperationId, Outcome, ProcessId, Role, SessionId, Value};

/// A stream of numbers (Knuth's MMIX constants), the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// What a store is asked.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// How many operations in all, half of them writes.
    pub(crate) operations: u32,
    /// How many sessions, which never rest.
    pub(crate) clients: u32,
    /// How many registers.
    pub(crate) keys: u64,
}

/// The history of registers of which every operation takes effect at a random moment between its
/// start and its end; but a read up to `lag` µs before that, as at a replica that is behind.
pub(crate) fn lagging(shape: Shape, lag: u64) -> History {
    let mut numbers = Numbers(u64::from(shape.clients));
    let (mut operations, mut moments) = asked(shape, &mut numbers);
    // Of the same moment what came first in the list comes first.
    for (moment, number) in &mut moments {
        if lag > 0 && operations[*number as usize].is_read() {
            *moment = moment.saturating_sub(numbers.below(lag));
        }
    }
    moments.sort_unstable();
    let mut held = vec![Value::Nil; shape.keys as usize];
    for (_, number) in moments {
        let operation = &mut operations[number as usize];
        match operation.action {
            Action::Write(value) => held[operation.key.index()] = value,
            Action::Read(_) => operation.action = Action::Read(held[operation.key.index()]),
        }
    }
    operations.sort_by_key(|operation| operation.invoked);
    for (id, operation) in (0..).zip(&mut operations) {
        operation.id = OperationId(id);
    }
    History {
        operations,
        keys: (0..shape.keys as u16).map(Key::default_name).collect(),
        sessions: (0..shape.clients as u8).map(|id| SessionId(id).to_string()).collect(),
        initial: Value::Nil,
        contents: Vec::new(),
        ..History::default()
    }
}

/// Operations whose reads have no answer yet, and for each the moment when it takes effect.
fn asked(shape: Shape, numbers: &mut Numbers) -> (Vec<Operation>, Vec<(u64, u32)>) {
    let mut free_at = vec![0; shape.clients as usize];
    let mut moments = Vec::new();
    let ask = |number| {
        let client = (0..free_at.len()).min_by_key(|client| free_at[*client]).unwrap_or(0);
        let invoked = free_at[client] + 1 + numbers.below(20);
        let length = 1 + numbers.below(2000);
        moments.push((invoked + numbers.below(length + 1), number));
        free_at[client] = invoked + length;
        let value = Value::Int(i64::from(number));
        let choice = numbers.below(2 * shape.keys);
        Operation {
            id: OperationId(number),
            process: ProcessId(client as u32),
            session: SessionId(client as u8),
            key: Key((choice / 2) as u16),
            action: if choice.is_multiple_of(2) { Action::Write(value) } else { Action::Read(value) },
            invoked: Instant::from_us(invoked),
            returned: Some(Instant::from_us(invoked + length)),
            outcome: Outcome::Ok,
            role: Role::Client,
        }
    };
    ((0..shape.operations).map(ask).collect(), moments)
}
