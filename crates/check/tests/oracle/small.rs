//! Every history of a few sessions that do so many operations each, over two keys, up to
//! isomorphism: no two differ only in what sessions, keys and values are called, or in times that
//! put the same operations before the same.
//!
//! Each write writes a value of its own, and each read returns one of them or the initial value.

use history::{Action, History, Instant, Key, Operation, OperationId, Outcome, ProcessId, Role, SessionId, Value};

/// What the operations do: of each, session by session, a number below [`WRITES`] for a write of
/// that key, below [`SOURCES`] for a read of the initial value, and from there on for a read of
/// what the operation of that number wrote.
pub(crate) type Script = Vec<usize>;

const WRITES: usize = 2;
const SOURCES: usize = 2 * WRITES;

/// When each operation starts and ends.
pub(crate) type Timing = Vec<(u64, u64)>;

/// The histories of one size.
pub(crate) struct Small {
    sessions: usize,
    length: usize,
    permutations: Vec<Vec<usize>>,
    timings: Vec<Timing>,
}

impl Small {
    pub(crate) fn new(sessions: usize, length: usize) -> Self {
        let mut small = Self { sessions, length, permutations: Vec::new(), timings: Vec::new() };
        permute(&mut (0..sessions).collect(), 0, &mut small.permutations);
        let idle = vec![(u64::MAX, u64::MAX); sessions * length];
        small.time(&vec![0; sessions], 0, &idle);
        small
    }

    /// Calls `visit` with each script and its timings; each of them is a [history](Self::history).
    pub(crate) fn each(&self, visit: &mut dyn FnMut(&Script, &mut dyn Iterator<Item = &Timing>)) {
        let count = self.sessions * self.length;
        let mut script = vec![0; count];
        loop {
            if well_formed(&script) {
                self.visit(&script, visit);
            }
            // The next number in base SOURCES + count.
            let Some(place) = script.iter().rposition(|what| what + 1 < SOURCES + count) else { return };
            script[place] += 1;
            script[place + 1..].fill(0);
        }
    }

    fn visit(&self, script: &Script, visit: &mut dyn FnMut(&Script, &mut dyn Iterator<Item = &Timing>)) {
        let mut same = Vec::new();
        for permutation in &self.permutations {
            for swapped in [false, true] {
                let image = self.image(script, permutation, swapped);
                match image.cmp(script) {
                    std::cmp::Ordering::Less => return,
                    std::cmp::Ordering::Equal => same.push(permutation),
                    std::cmp::Ordering::Greater => {}
                }
            }
        }
        let is_first = |timing: &&Timing| same.iter().all(|permutation| **timing <= self.moved(timing, permutation));
        visit(script, &mut self.timings.iter().filter(is_first));
    }

    fn place(&self, operation: usize, permutation: &[usize]) -> usize {
        permutation[operation / self.length] * self.length + operation % self.length
    }

    /// The script with sessions renamed, and keys, if they are swapped.
    fn image(&self, script: &Script, permutation: &[usize], swapped: bool) -> Script {
        let mut image = vec![0; script.len()];
        for (operation, what) in script.iter().enumerate() {
            image[self.place(operation, permutation)] = match *what {
                key if key < SOURCES => {
                    if swapped {
                        key ^ 1
                    } else {
                        key
                    }
                }
                source => SOURCES + self.place(source - SOURCES, permutation),
            };
        }
        image
    }

    fn moved(&self, timing: &Timing, permutation: &[usize]) -> Timing {
        let mut moved = timing.clone();
        for (operation, times) in timing.iter().enumerate() {
            moved[self.place(operation, permutation)] = *times;
        }
        moved
    }

    /// All timings from here on. Some sessions start, then some end, and so on: any other timing
    /// puts the same before the same as one of these, and no two of these do.
    fn time(&mut self, progress: &[usize], phase: u64, timing: &[(u64, u64)]) {
        if progress.iter().all(|events| *events == 2 * self.length) {
            self.timings.push(timing.to_vec());
            return;
        }
        let able = |events: usize| events < 2 * self.length && events as u64 % 2 == phase % 2;
        let able: Vec<usize> = (0..self.sessions).filter(|session| able(progress[*session])).collect();
        for chosen in 1..1_usize << able.len() {
            let chosen = able.iter().enumerate().filter(|(bit, _)| chosen >> bit & 1 == 1).map(|(_, session)| *session);
            let (mut later, mut timing) = (progress.to_vec(), timing.to_vec());
            for session in chosen {
                let times = &mut timing[session * self.length + later[session] / 2];
                if phase.is_multiple_of(2) {
                    times.0 = phase
                } else {
                    times.1 = phase
                }
                later[session] += 1;
            }
            self.time(&later, phase + 1, &timing);
        }
    }

    pub(crate) fn history(&self, script: &Script, timing: &Timing) -> History {
        let value = |operation: usize| Value::Int(operation as i64 + 1);
        let mut operations: Vec<Operation> = (0..script.len())
            .map(|operation| {
                let session = operation / self.length;
                let action = match script[operation] {
                    what if what < WRITES => Action::Write(value(operation)),
                    what if what < SOURCES => Action::Read(Value::Nil),
                    source => Action::Read(value(source - SOURCES)),
                };
                Operation {
                    id: OperationId(0),
                    process: ProcessId(session as u32),
                    session: SessionId(session as u8),
                    key: Key(key(script, operation) as u16),
                    action,
                    invoked: Instant::from_us(timing[operation].0),
                    returned: Some(Instant::from_us(timing[operation].1)),
                    outcome: Outcome::Ok,
                    role: Role::Client,
                }
            })
            .collect();
        operations.sort_by_key(|operation| operation.invoked);
        for (id, operation) in (0..).zip(&mut operations) {
            operation.id = OperationId(id);
        }
        History {
            operations,
            keys: (0..2).map(Key::default_name).collect(),
            sessions: (0..self.sessions as u8).map(|id| SessionId(id).to_string()).collect(),
            initial: Value::Nil,
            contents: Vec::new(),
            ..History::default()
        }
    }
}

/// Reads see what was written.
fn well_formed(script: &Script) -> bool {
    script.iter().all(|what| *what < SOURCES || script[*what - SOURCES] < WRITES)
}

fn key(script: &Script, operation: usize) -> usize {
    match script[operation] {
        what if what < SOURCES => what % WRITES,
        source => script[source - SOURCES],
    }
}

fn permute(order: &mut Vec<usize>, from: usize, all: &mut Vec<Vec<usize>>) {
    if from == order.len() {
        all.push(order.clone());
    }
    for place in from..order.len() {
        order.swap(from, place);
        permute(order, from + 1, all);
        order.swap(from, place);
    }
}
