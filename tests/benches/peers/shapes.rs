//! Synthetic histories of a register: half of the operations writes, every value written once.

use history::{Action, History, Instant, Key, Operation, OperationId, Outcome, ProcessId, Role, SessionId, Value};

/// A stream of numbers (Knuth's MMIX constants), the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// The history of a true register under clients that never rest: every operation takes effect at a
/// random moment between its start and its end.
pub(crate) fn register(clients: u32, operations: u32) -> History {
    let mut numbers = Numbers(u64::from(clients));
    let mut free_at = vec![0; clients as usize];
    let mut moments = Vec::new();
    let mut made: Vec<Operation> = Vec::new();
    for number in 0..operations {
        let client = (0..clients as usize).min_by_key(|client| free_at[*client]).unwrap_or(0);
        let invoked = free_at[client] + 1 + numbers.below(20);
        let length = 1 + numbers.below(2000);
        moments.push((invoked + numbers.below(length + 1), number));
        free_at[client] = invoked + length;
        let value = Value::Int(i64::from(number));
        made.push(Operation {
            id: OperationId(number),
            process: ProcessId(client as u32),
            session: SessionId(client as u8),
            key: Key(0),
            action: if numbers.below(2) == 0 { Action::Write(value) } else { Action::Read(value) },
            invoked: Instant::from_us(invoked),
            returned: Some(Instant::from_us(invoked + length)),
            outcome: Outcome::Ok,
            role: Role::Client,
        });
    }
    moments.sort_unstable();
    let mut current = Value::Nil;
    for (_, number) in moments {
        let operation = &mut made[number as usize];
        match operation.action {
            Action::Write(value) => current = value,
            Action::Read(_) => operation.action = Action::Read(current),
        }
    }
    made.sort_by_key(|operation| operation.invoked);
    for (id, operation) in (0..).zip(&mut made) {
        operation.id = OperationId(id);
    }
    let sessions = (0..clients as u8).map(|id| SessionId(id).to_string()).collect();
    History { operations: made, keys: vec!["x".to_owned()], sessions, ..History::default() }
}

/// The same with one late read that returns the first value that was written.
pub(crate) fn with_a_stale_read(mut history: History) -> History {
    let first = history.operations.iter().find(|operation| operation.is_write()).map(Operation::value);
    let late = history.operations.iter_mut().rev().find(|operation| operation.is_read());
    if let (Some(first), Some(late)) = (first, late) {
        late.action = Action::Read(first);
    }
    history
}
