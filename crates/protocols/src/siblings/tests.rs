//! Who overwrites whom, held against causal histories written out in full (R. Schwarz, F. Mattern,
//! "Detecting Causal Relationships in Distributed Computations", 1994).

use std::collections::BTreeSet;

use history::calls::Item;
use history::{Value, Version};

use super::cart::{Content, Resolve, Thing, items};
use super::held::{Held, Knowledge, Sibling, Versions};
use crate::version_vector::{Dot, Vector};

/// A write of a value at a replica, with what its client knew.
fn write(held: &mut Held, versions: Versions, (replica, client): (u16, u16), knowledge: &Knowledge, value: i64) -> Dot {
    let content = |_| Content::Value(Value::Int(value));
    put(held, versions, (replica, client), knowledge, value, content)
}

fn put(
    held: &mut Held,
    versions: Versions,
    (replica, client): (u16, u16),
    knowledge: &Knowledge,
    stamp: i64,
    content: impl Fn(Dot) -> Content,
) -> Dot {
    let dot = held.next(versions, replica, client, knowledge);
    let version = Version { stamp, counter: 0, writer: 0 };
    held.put(versions, Sibling { dot, past: knowledge.seen.clone(), content: content(dot), version }, knowledge);
    dot
}

fn read(held: &Held) -> Knowledge {
    Knowledge { seen: held.seen.clone(), own: None, highest: 0 }
}

fn values(held: &Held) -> Vec<i64> {
    held.items(Resolve::Union)
        .iter()
        .filter_map(|sibling| if let [Item::Int(value)] = sibling[..] { Some(value) } else { None })
        .collect()
}

/// The example of Preguiça et al. 2010, section 2: two clients write through one server, neither having
/// read the other's; then the first reads no more, and writes again knowing its own write.
#[test]
fn two_writes_through_one_server_are_told_apart_by_dots_alone() {
    let blind = Knowledge::default();
    let after = |versions| {
        let mut held = Held::default();
        write(&mut held, versions, (0, 256), &blind, 1);
        let first = read(&held);
        write(&mut held, versions, (0, 257), &blind, 2);
        let both = values(&held);
        write(&mut held, versions, (0, 256), &first, 3);
        (both, values(&held))
    };
    assert_eq!(after(Versions::Dotted), (vec![1, 2], vec![2, 3]), "it overwrites what its writer had read");
    assert_eq!(after(Versions::Client), (vec![1, 2], vec![2, 3]));
    assert_eq!(after(Versions::Server), (vec![2], vec![3]), "false causality: what nobody had read is gone");
    assert_eq!(after(Versions::Object), (vec![1, 2], vec![1, 2, 3]), "false concurrency: what was read stays");
    assert_eq!(after(Versions::Clock), (vec![2], vec![3]));
}

#[test]
fn a_client_that_forgot_its_count_loses_a_write_where_clients_count() {
    let blind = Knowledge::default();
    let twice = |versions| {
        let mut held = Held::default();
        write(&mut held, versions, (0, 256), &blind, 1);
        write(&mut held, versions, (0, 256), &blind, 2);
        values(&held)
    };
    assert_eq!(twice(Versions::Client), [1], "the second has the number of the first");
    assert_eq!(twice(Versions::Dotted), [1, 2]);
}

#[test]
fn a_session_overwrites_its_own_last_write_and_no_other_that_it_never_read() {
    let mut held = Held::default();
    let own = write(&mut held, Versions::Dotted, (0, 256), &Knowledge::default(), 1);
    write(&mut held, Versions::Dotted, (0, 257), &Knowledge::default(), 2);
    write(&mut held, Versions::Dotted, (0, 256), &Knowledge { own: Some(own), ..Knowledge::default() }, 3);
    assert_eq!(values(&held), [2, 3]);
}

#[test]
fn by_the_clock_a_later_write_of_a_slow_clock_is_gone_at_once() {
    let mut held = Held::default();
    for (value, kept) in [(50, 50), (20, 50), (70, 70)] {
        write(&mut held, Versions::Clock, (0, 256), &Knowledge::default(), value);
        assert_eq!(values(&held), [kept]);
    }
}

/// A write, and all writes that its writer knew of, each by its number.
type History = (usize, BTreeSet<usize>);

/// Replicas with what they know, beside the same as explicit sets.
struct Model {
    replicas: Vec<(Held, BTreeSet<usize>)>,
    writes: Vec<History>,
}

impl Model {
    fn alive(&self, replica: usize) -> BTreeSet<i64> {
        let known = &self.replicas[replica].1;
        let overwritten = |write: &usize| known.iter().any(|other| self.writes[*other].1.contains(write));
        known.iter().filter(|write| !overwritten(write)).map(|write| *write as i64).collect()
    }
}

#[test]
fn dots_keep_exactly_what_no_one_overwrote_knowingly() {
    let mut draws = 1_u64;
    let mut below = |bound: usize| {
        draws = draws.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (draws >> 33) as usize % bound
    };
    let mut most = 0;
    for _ in 0..300 {
        let mut model = Model { replicas: vec![(Held::default(), BTreeSet::new()); 3], writes: Vec::new() };
        // What each of three clients read last.
        let mut clients = vec![(Knowledge::default(), BTreeSet::new()); 3];
        for _ in 0..40 {
            let (replica, client) = (below(3), below(3));
            match below(3) {
                0 => {
                    let (held, known) = &model.replicas[replica];
                    clients[client] = (read(held), known.clone());
                }
                1 => {
                    let (knowledge, known) = clients[client].clone();
                    let number = model.writes.len();
                    model.writes.push((number, known.clone()));
                    let (held, here) = &mut model.replicas[replica];
                    write(held, Versions::Dotted, (replica as u16, 256 + client as u16), &knowledge, number as i64);
                    here.extend(known);
                    here.insert(number);
                }
                _ => {
                    let (held, known) = model.replicas[replica].clone();
                    let (other, here) = &mut model.replicas[below(3)];
                    other.merge(Versions::Dotted, &held);
                    here.extend(known);
                }
            }
            for (place, (held, _)) in model.replicas.iter().enumerate() {
                let kept: BTreeSet<i64> = values(held).into_iter().collect();
                assert_eq!(kept, model.alive(place));
                most = most.max(kept.len());
            }
        }
    }
    assert!(most >= 4, "never more than {most} side by side");
}

/// One puts a and b in; then one takes a out while another, who has seen both, puts c in.
fn carts() -> Held {
    let cart = |things: &[Thing]| Content::Cart(things.into());
    let word = |number, put| Thing { item: Item::Word(number), put };
    let mut held = Held::default();
    let first =
        put(&mut held, Versions::Dotted, (0, 256), &Knowledge::default(), 1, |dot| cart(&[word(0, dot), word(1, dot)]));
    let known = read(&held);
    let mut other = held.clone();
    put(&mut held, Versions::Dotted, (0, 256), &known, 2, |_| cart(&[word(1, first)]));
    put(&mut other, Versions::Dotted, (1, 257), &known, 3, |dot| cart(&[word(0, first), word(1, first), word(2, dot)]));
    held.merge(Versions::Dotted, &other);
    held
}

#[test]
fn what_was_taken_out_comes_back_by_union_and_stays_out_of_an_or_set() {
    let held = carts();
    let resolved = |resolve: Resolve| items(&resolve.cart(&held.siblings));
    let [a, b, c] = [0, 1, 2].map(Item::Word);
    assert_eq!(held.siblings.len(), 2);
    assert_eq!(resolved(Resolve::Union), [a, b, c]);
    assert_eq!(resolved(Resolve::ObservedRemove), [b, c]);
    assert_eq!(resolved(Resolve::Newest), [a, b, c], "the one that never knew of the taking out");
    assert_eq!(held.seen, Vector::default().with(Dot { who: 0, number: 2 }).with(Dot { who: 1, number: 1 }));
}
