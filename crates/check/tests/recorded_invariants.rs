//! Invariants of recorded calls: of which objects they speak, what counts as put to the test, and
//! logs that are long or whose amounts are large.

use std::collections::BTreeSet;

use check::invariants::{Deed, Finding, Log, Note, Recorded, invariant, invariants};
use check::objects::object;
use history::calls::{Ending, Item, Recorder, Reply, Request};
use history::{Instant, Outcome};
use proptest::prelude::*;
use proptest::test_runner::Config as ProptestConfig;

/// One call after the other, each of a process of its own, on one key.
fn calls(each: impl IntoIterator<Item = (Request, Reply)>) -> Recorder {
    let mut recorder = Recorder::default();
    for (number, (request, reply)) in (1..).zip(each) {
        let process = number.to_string();
        recorder.invoke(2 * number, &process, "it", request, None);
        recorder.finish(2 * number + 1, &process, Ending::Ok(reply), None);
    }
    recorder
}

fn find(key: &str, of: &str, each: impl IntoIterator<Item = (Request, Reply)>) -> Finding {
    let recorded = Recorded::of(&calls(each).finished().expect("nothing is wrong with it"));
    invariant(key).expect("it is registered").find(&recorded, object(of).expect("it is registered"))
}

const DONE: Reply = Reply::Done;
const MILK: Item = Item::Int(1);

fn sees(items: &[Item]) -> (Request, Reply) {
    (Request::Read, Reply::List(items.to_vec()))
}

#[test]
fn what_nothing_put_to_the_test_is_unknown() {
    let paid = (Request::Deposit(5), DONE);
    let (stocked, bought) = ((Request::Restock(5), DONE), (Request::Buy(5), Reply::Answer(true)));
    let (add, take) = ((Request::Add(MILK), DONE), (Request::Do(MILK), DONE));
    let (second, undo) = ((Request::Do(Item::Int(2)), DONE), (Request::Undo(MILK), DONE));
    let undo_second = (Request::Undo(Item::Int(2)), DONE);
    for (key, of, idle, tested) in [
        ("balance_never_negative", "account", vec![paid.clone()], (Request::Read, Reply::Value(Item::Int(5)))),
        ("no_oversell", "stock", vec![stocked], bought),
        ("nothing_disappears", "set", vec![sees(&[]), sees(&[MILK])], sees(&[MILK])),
        ("no_item_lost", "set", vec![sees(&[]), add.clone()], sees(&[MILK])),
        ("no_letter_lost", "text", vec![sees(&[]), (Request::Insert { at: 0, item: MILK }, DONE)], sees(&[MILK])),
        ("one_order_for_all", "list", vec![sees(&[MILK, Item::Int(2)])], sees(&[MILK, Item::Int(2)])),
        ("saga_all_or_nothing", "saga", vec![take.clone(), take.clone()], (Request::Do(Item::Int(2)), DONE)),
        ("saga_backwards", "saga", vec![take.clone(), second.clone(), undo_second], undo.clone()),
        ("saga_once", "saga", vec![take, second], undo),
    ] {
        let Finding::Unknown(why) = find(key, of, idle.clone()) else { panic!("{key} is put to the test") };
        assert!(why.sentence.ends_with('.'), "{why:?}");
        assert_eq!(find(key, of, [idle, vec![tested]].concat()), Finding::Holds, "{key}");
    }
    assert!(matches!(find("no_reply_before_its_message", "set", [add, sees(&[MILK])]), Finding::Unknown(_)));
}

#[test]
fn a_reply_that_was_seen_puts_its_message_to_the_test() {
    let reply = |seen: &[Item]| {
        let mut recorder = Recorder::default();
        for (number, message) in [(1, 1), (2, 2)] {
            let process = number.to_string();
            recorder.invoke(2 * number, &process, "chat", Request::Append(Item::Int(message)), None);
            if message == 2 {
                recorder.in_reply_to(&process, Item::Int(1));
            }
            recorder.finish(2 * number + 1, &process, Ending::Ok(DONE), None);
        }
        recorder.invoke(8, "3", "chat", Request::Read, None);
        let items = Reply::List(seen.to_vec());
        recorder.finish(9, "3", Ending::Ok(items), None);
        let recorded = Recorded::of(&recorder.finished().expect("nothing is wrong with it"));
        let reply = invariant("no_reply_before_its_message").expect("it is registered");
        reply.find(&recorded, object("list").expect("it is registered"))
    };
    assert_eq!(reply(&[Item::Int(1), Item::Int(2)]), Finding::Holds);
    assert!(matches!(reply(&[Item::Int(1)]), Finding::Unknown(_)));
    assert!(matches!(reply(&[Item::Int(2)]), Finding::Broken(broken, calls) if calls.len() == 2
        && broken.sentence.replace('\u{a0}', " ") == "process 3 saw 2 at line 9, which process 2 posted in reply to 1, and had never seen 1."));
}

#[test]
fn an_invariant_speaks_of_its_objects_alone() {
    for invariant in invariants() {
        assert!(!invariant.objects.is_empty());
        for name in invariant.objects {
            assert!(object(name).is_some(), "{}: there is no {name}", invariant.key);
        }
        let Finding::NotApplicable(why) = find(invariant.key, "mutex", [(Request::Acquire, DONE)]) else {
            panic!("{} speaks of a lock", invariant.key)
        };
        assert!(why.sentence.ends_with("these are calls on a lock."), "{why:?}");
    }
}

#[test]
fn a_letter_is_lost_unless_somebody_may_have_deleted_it() {
    let [a, b] = [1, 2].map(Item::Int);
    let typed = |at, item| (Request::Insert { at, item }, DONE);
    let deleted = |told| (Request::Delete { at: 0 }, told);
    let found = |between: Vec<(Request, Reply)>, seen: &[Item]| {
        find("no_letter_lost", "text", [vec![typed(0, a), typed(1, b)], between, vec![sees(seen)]].concat())
    };
    assert_eq!(found(vec![], &[a, b]), Finding::Holds);
    let Finding::Broken(broken, _) = found(vec![], &[b]) else { panic!("a is lost") };
    assert!(broken.sentence.contains("had typed 1 into"), "{}", broken.sentence);
    assert_eq!(found(vec![deleted(Reply::Value(a))], &[b]), Finding::Holds);
    assert!(matches!(found(vec![deleted(Reply::Value(a))], &[a]), Finding::Broken(..)), "b is lost");
    assert!(matches!(found(vec![deleted(Reply::Value(Item::Nil))], &[b]), Finding::Broken(..)));
    assert_eq!(found(vec![deleted(DONE)], &[a]), Finding::Holds, "it may have been b");
}

/// Looks at up to five things in a row, against the definition: any two of any two looks.
#[test]
fn no_two_looks_have_two_things_in_different_orders() {
    let (mut held, mut broken, mut state) = (0, 0, 7_u64);
    let mut below = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    for _ in 0..3_000 {
        let mut each = vec![(Request::Insert { at: 0, item: Item::Int(0) }, DONE); below(3) as usize];
        let mut looks: Vec<Vec<i64>> = Vec::new();
        for _ in 0..2 + below(3) {
            let mut seen: Vec<i64> = (0..5).filter(|_| below(2) == 0).collect();
            if below(3) == 0 && seen.len() > 1 {
                let place = below(seen.len() as u64 - 1) as usize;
                seen.swap(place, place + 1);
            }
            each.push(sees(&seen.iter().copied().map(Item::Int).collect::<Vec<_>>()));
            looks.push(seen);
        }
        // What was put in twice cannot be told apart.
        let twice = each.iter().filter(|(request, _)| matches!(request, Request::Insert { .. })).count() > 1;
        let before = |look: &Vec<i64>, a: i64, b: i64| {
            let place = |item| look.iter().position(|other| *other == item);
            matches!((place(a), place(b)), (Some(a), Some(b)) if a < b)
        };
        let told = |item: &i64| !(twice && *item == 0);
        let pairs = (0..5).flat_map(|a| (0..5).map(move |b| (a, b))).filter(|(a, b)| told(a) && told(b));
        let differ = pairs
            .clone()
            .any(|(a, b)| looks.iter().any(|look| before(look, a, b)) && looks.iter().any(|look| before(look, b, a)));
        match find("one_order_for_all", "text", each) {
            Finding::Broken(told, calls) => {
                assert!(differ && calls.len() == 2, "{looks:?}: {}", told.sentence);
                broken += 1;
            }
            _ => {
                assert!(!differ, "{looks:?}");
                held += 1;
            }
        }
    }
    assert!(held > 500 && broken > 500, "{held} hold, {broken} do not");
}

#[test]
fn amounts_may_be_as_large_as_they_can_be_written() {
    let most = || (Request::Deposit(i64::MAX), DONE);
    let out = || (Request::Withdraw(i64::MAX), Reply::Answer(true));
    let all = [most(), most(), most(), out(), out(), out()];
    assert_eq!(find("balance_never_negative", "account", all.clone()), Finding::Holds);
    let more = [all.to_vec(), vec![out()]].concat();
    assert!(matches!(find("balance_never_negative", "account", more), Finding::Broken(_, calls) if calls.len() == 7));
}

/// A thousand items, looked at after each: half a million sightings.
#[test]
fn a_long_record_is_judged_in_one_go() {
    let items: Vec<Item> = (0..1000).map(Item::Int).collect();
    let growing = (1..=items.len()).flat_map(|count| [(Request::Add(items[count - 1]), DONE), sees(&items[..count])]);
    let mut each: Vec<(Request, Reply)> = growing.collect();
    assert_eq!(find("nothing_disappears", "set", each.clone()), Finding::Holds);
    assert_eq!(find("no_item_lost", "set", each.clone()), Finding::Holds);
    each.push(sees(&items[1..]));
    let last = each.len() as u32 - 1;
    let Finding::Broken(broken, _) = find("nothing_disappears", "set", each.clone()) else { panic!("one is gone") };
    assert_eq!(broken.notes, [last - 1, last], "the last to have seen it");
    let Finding::Broken(broken, _) = find("no_item_lost", "set", each) else { panic!("one is gone") };
    assert_eq!(broken.notes, [0, last]);
}

/// Whether somebody saw a reply who neither then nor before had seen or posted what it replies to.
fn replied_too_early(log: &Log) -> bool {
    let fits = |note: &&Note| note.outcome == Outcome::Ok || note.outcome == Outcome::Info && !note.only_looks();
    let notes: Vec<(usize, &Note)> = log.notes.iter().filter(fits).enumerate().collect();
    notes.iter().any(|(place, look)| {
        let Deed::See(seen) = &look.deed else { return false };
        let mut known = BTreeSet::new();
        for (other, note) in &notes {
            if note.who == look.who && (note.began, *other) <= (look.began, *place) {
                match &note.deed {
                    Deed::See(items) => known.extend(items.iter().copied()),
                    Deed::Add(item) | Deed::Answer { item, .. } => known.extend([*item]),
                    _ => {}
                }
            }
        }
        notes.iter().any(
            |(_, post)| matches!(post.deed, Deed::Answer { item, to } if seen.contains(&item) && !known.contains(&to)),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_reply_comes_too_early_exactly_by_its_definition(notes in prop::collection::vec((
        prop_oneof![
            (0..3_u32).prop_map(Deed::Add),
            (0..3_u32, 0..3_u32).prop_map(|(item, to)| Deed::Answer { item, to }),
            prop::collection::vec(0..3_u32, 0..3).prop_map(Deed::See),
        ],
        0..2_u32, 0..9_u64, 0..4_u64,
        prop_oneof![6 => Just(Outcome::Ok), 1 => Just(Outcome::Info), 1 => Just(Outcome::Fail)],
    ), 0..8)) {
        let note = |(deed, who, began, length, outcome): (Deed, u32, u64, u64, Outcome)| Note {
            who,
            of: 0,
            deed,
            began: Instant::from_us(began),
            ended: (outcome != Outcome::Info).then(|| Instant::from_us(began + length)),
            outcome,
        };
        let names = (0..4).map(|name: u32| name.to_string()).collect();
        let log = Log { notes: notes.into_iter().map(note).collect(), names, ..Log::default() };
        let broken = invariant("no_reply_before_its_message").expect("it is registered").judge(&log);
        prop_assert_eq!(broken.is_some(), replied_too_early(&log), "{:?}", log);
    }
}
