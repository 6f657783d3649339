//! The types against what they are meant to be, worked out from all that happened: who knew of what
//! when he did something (S. Burckhardt et al., "Replicated Data Types: Specification, Verification,
//! Optimality", POPL 2014). Three replicas do what chance draws, and states, parts and operations
//! reach others in any order that is allowed.

use std::collections::BTreeSet;

use sim::chance;

use super::*;
use crate::crdt::rules::Policy;

const N: u8 = 3;

/// Something that was done.
struct Done {
    origin: u8,
    tag: Tag,
    request: Request,
    /// What was answered.
    reply: Reply,
    /// By number, what its replica knew of.
    knew: BTreeSet<usize>,
    part: Option<Data>,
}

/// A replica: what it holds, and what it knows of.
#[derive(Clone)]
struct Replica {
    data: Data,
    knows: BTreeSet<usize>,
}

struct Run {
    rules: Rules,
    seed: u32,
    drawn: u64,
    done: Vec<Done>,
    replicas: Vec<Replica>,
    /// Pairs of things of a text that somebody saw in this order.
    orders: BTreeSet<(usize, usize)>,
}

const fn rules(form: Form, policy: Policy) -> Rules {
    Rules { form, policy, period_us: 0, fan_out: 1, causal: true, tags: true, once: true, again: true }
}

impl Run {
    fn new(object: Object, rules: Rules, seed: u32) -> Self {
        let replica = Replica { data: Data::new(object, &rules), knows: BTreeSet::new() };
        let replicas = vec![replica; N.into()];
        Self { rules, seed, drawn: 0, done: Vec::new(), replicas, orders: BTreeSet::new() }
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.drawn += 1;
        chance::draw(self.seed, chance::Stream::Lot, self.drawn) % bound
    }

    fn request(&mut self, object: Object) -> Request {
        let (kind, number) = (self.below(3), self.below(3));
        // Letters that differ, so that each can be followed.
        let letter = Item::Int(self.done.len() as i64);
        match (object, kind) {
            (Object::Counter, 0) => Request::Add(Item::Int(-1 - number as i64)),
            (Object::Counter, _) => Request::Add(Item::Int(1 + number as i64)),
            (Object::Set, 0) => Request::Remove(Item::Word(number as u32)),
            (Object::Set, _) => Request::Add(Item::Word(number as u32)),
            (Object::List, _) => Request::Append(letter),
            (_, 0) => Request::Delete { at: number as u32 },
            _ => Request::Insert { at: number as u32, item: letter },
        }
    }

    /// A replica does something.
    fn act(&mut self, place: usize, object: Object) {
        let request = self.request(object);
        let (id, origin) = (self.done.len(), place as u8);
        let knew = self.replicas[place].knows.clone();
        let stamp = knew.iter().map(|known| self.done[*known].tag.stamp).max().unwrap_or(0) + 1;
        let tag = Tag { stamp, origin: ReplicaId(origin) };
        let before = self.replicas[place].data.things();
        let Some((part, reply)) = self.replicas[place].data.change(request, tag, &self.rules) else { return };
        self.done.push(Done { origin, tag, request, reply, knew, part });
        self.take(place, id);
        if let (Request::Insert { at, item }, Some(mut before)) = (request, before) {
            before.insert(before.len().min(at as usize), item);
            assert_eq!(self.replicas[place].data.things(), Some(before), "it stands where it was typed");
        }
    }

    /// A replica learns of one thing that was done.
    fn take(&mut self, place: usize, id: usize) {
        if let Some(part) = &self.done[id].part {
            match self.rules.form {
                Form::Operation => self.replicas[place].data.carry_out(part),
                Form::State | Form::Delta => self.replicas[place].data.join(part),
            }
        }
        self.replicas[place].knows.insert(id);
    }

    /// What reaches a replica: a state, any part, or an operation that comes after all that it knew.
    fn spread(&mut self, from: usize, to: usize) {
        match self.rules.form {
            Form::State => {
                let Replica { data, knows } = self.replicas[from].clone();
                self.replicas[to].data.join(&data);
                self.replicas[to].knows.extend(knows);
            }
            // A part of a set or a text may come before what it is about, which then comes later: what
            // is known is compared once all is.
            Form::Delta if !self.done.is_empty() => {
                let id = self.below(self.done.len() as u64) as usize;
                self.take(to, id);
            }
            Form::Delta => {}
            Form::Operation => {
                let known = &self.replicas[to].knows;
                let ready = |id: &usize| !known.contains(id) && self.done[*id].knew.is_subset(known);
                let ready: Vec<usize> = (0..self.done.len()).filter(ready).collect();
                if !ready.is_empty() {
                    let place = self.below(ready.len() as u64) as usize;
                    self.take(to, ready[place]);
                }
            }
        }
    }

    /// What a replica ought to hold, from what it knows of.
    fn expect(&mut self, place: usize, object: Object) {
        let Replica { data, knows } = &self.replicas[place];
        let known: Vec<(usize, &Done)> = knows.iter().map(|id| (*id, &self.done[*id])).collect();
        match object {
            Object::Counter => {
                let amount = |(_, done): &(usize, &Done)| match done.request {
                    Request::Add(Item::Int(amount)) => amount,
                    _ => 0,
                };
                assert_eq!(data.value(7), Some(Value::Int(7 + known.iter().map(amount).sum::<i64>())));
            }
            Object::Set => {
                for item in (0..3).map(Item::Word) {
                    let there = in_set(self.rules.policy, &known, item);
                    assert_eq!(data.answer(Request::Contains(item), 0), Reply::Answer(there), "{:?}", self.rules);
                    assert_eq!(data.things().is_some_and(|things| things.contains(&item)), there);
                }
            }
            _ => {
                if let Data::Text(text) = data {
                    assert_eq!(text.things(), text.by_its_tree());
                }
                let (things, number) = (data.things().expect("it holds many"), |item: &Item| match item {
                    Item::Int(number) => *number as usize,
                    _ => usize::MAX,
                });
                let numbers: Vec<usize> = things.iter().map(number).collect();
                let deleted = |id: usize| {
                    let letter = Reply::Value(Item::Int(id as i64));
                    known.iter().any(|(_, done)| matches!(done.request, Request::Delete { .. }) && done.reply == letter)
                };
                let put = |done: &Done| matches!(done.request, Request::Append(_) | Request::Insert { .. });
                let expected = known.iter().filter(|(id, done)| put(done) && !deleted(*id)).map(|(id, _)| *id);
                assert_eq!(numbers.iter().copied().collect::<BTreeSet<_>>(), expected.collect());
                assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len(), "each once");
                for (at, first) in numbers.iter().enumerate() {
                    for second in &numbers[at + 1..] {
                        assert!(!self.orders.contains(&(*second, *first)), "no two see {first} and {second} otherwise");
                        self.orders.insert((*first, *second));
                        let later = object == Object::List && self.done[*first].knew.contains(second);
                        assert!(!later, "what was appended after something was known stands behind it");
                    }
                }
            }
        }
    }
}

/// Whether a thing is in a set, by who knew of which addition and removal.
fn in_set(policy: Policy, known: &[(usize, &Done)], item: Item) -> bool {
    let of = |request: Request| known.iter().filter(move |(_, done)| done.request == request);
    let (adds, removals) = (|| of(Request::Add(item)), || of(Request::Remove(item)));
    match policy {
        Policy::AddWins => adds().any(|(add, _)| removals().all(|(_, removal)| !removal.knew.contains(add))),
        Policy::RemoveWins => {
            adds().count() > 0 && removals().all(|(removal, _)| adds().any(|(_, add)| add.knew.contains(removal)))
        }
        // A removal counts where the thing was there.
        Policy::TwoPhase => {
            adds().count() > 0 && removals().all(|(_, removal)| adds().all(|(add, _)| !removal.knew.contains(add)))
        }
        Policy::GrowOnly => adds().count() > 0,
    }
}

const OBJECTS: [Object; 4] = [Object::Counter, Object::Set, Object::List, Object::Text];
const POLICIES: [Policy; 4] = [Policy::AddWins, Policy::RemoveWins, Policy::TwoPhase, Policy::GrowOnly];

/// Every type, in a number of runs; a set by each policy in turn.
fn runs(form: Form) -> impl Iterator<Item = (Object, Run)> {
    let seeds = OBJECTS.into_iter().flat_map(|object| (0..120_u32).map(move |seed| (object, seed)));
    seeds.map(move |(object, seed)| {
        let policy = POLICIES[seed as usize % POLICIES.len()];
        (object, Run::new(object, rules(form, policy), seed))
    })
}

#[test]
fn a_replica_holds_what_follows_from_all_that_it_knows_of() {
    for form in [Form::State, Form::Operation] {
        for (object, mut run) in runs(form) {
            for _ in 0..24 {
                let (from, to) = (run.below(N.into()) as usize, run.below(N.into()) as usize);
                if run.below(2) == 0 {
                    run.act(from, object);
                } else {
                    run.spread(from, to);
                }
                run.expect(to, object);
                run.expect(from, object);
            }
        }
    }
}

#[test]
fn parts_come_in_any_order_and_as_often_as_they_like() {
    for (object, mut run) in runs(Form::Delta) {
        for _ in 0..24 {
            let (from, to) = (run.below(N.into()) as usize, run.below(N.into()) as usize);
            if run.below(2) == 0 {
                run.act(from, object);
            } else {
                run.spread(from, to);
            }
        }
        let all: Vec<usize> = (0..run.done.len()).collect();
        for place in 0..N.into() {
            let backwards = |id: &usize| if place == 1 { all.len() - id } else { *id };
            let mut order = all.clone();
            order.sort_by_key(backwards);
            for id in order {
                run.take(place, id);
                if let Data::Text(text) = &run.replicas[place].data {
                    assert_eq!(text.things(), text.by_its_tree());
                }
            }
            run.expect(place, object);
            assert_eq!(run.replicas[place].data, run.replicas[0].data);
        }
    }
}

#[test]
fn joining_is_commutative_associative_and_idempotent_and_includes_both() {
    let joined = |a: &Data, b: &Data| {
        let mut joined = a.clone();
        joined.join(b);
        joined
    };
    for (object, mut run) in runs(Form::State) {
        for _ in 0..20 {
            let (from, to) = (run.below(N.into()) as usize, run.below(N.into()) as usize);
            if run.below(4) == 0 {
                run.spread(from, to);
            } else {
                run.act(from, object);
            }
        }
        let [a, b, c] = [0, 1, 2].map(|place: usize| run.replicas[place].data.clone());
        assert_eq!(joined(&a, &b), joined(&b, &a));
        assert_eq!(joined(&joined(&a, &b), &c), joined(&a, &joined(&b, &c)));
        assert_eq!(joined(&a, &a), a);
        assert!(joined(&a, &b).includes(&a) && joined(&a, &b).includes(&b));
        assert_eq!(a.includes(&b), joined(&a, &b) == a);
        for done in run.done.iter().filter(|done| done.origin == 0) {
            let part = done.part.as_ref().map_or_else(|| a.clone(), |part| joined(&a, part));
            assert_eq!(part, a, "what it did itself is in it");
        }
    }
}

#[test]
fn of_two_writes_of_a_register_the_later_stays_in_any_order() {
    let version = |stamp, writer| history::Version { stamp, counter: 0, writer };
    let writes = [(1, 0), (1, 1), (2, 0), (3, 2), (2, 1)].map(|(stamp, writer)| {
        let value = Value::Int(i64::from(writer) + 10 * stamp);
        Data::Register(Versioned { value, version: version(stamp, writer) })
    });
    for first in 0..writes.len() {
        let mut held = Data::Register(INITIAL);
        for turn in 0..2 * writes.len() {
            held.join(&writes[(first + turn * 3) % writes.len()]);
        }
        assert_eq!(held, writes[3]);
        assert!(writes.iter().all(|write| held.includes(write)));
    }
}
