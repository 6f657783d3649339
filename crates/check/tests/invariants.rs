//! Invariants: what keeps them, what breaks them, and every order tried.

use check::invariants::{Broken, Deed, Finding, Log, Note, Recorded, invariant, invariants};
use check::objects::object;
use history::calls::{Ending, Recorder, Reply, Request};
use history::{Instant, OperationId, Outcome};
use proptest::prelude::*;
use proptest::test_runner::Config as ProptestConfig;

/// A log from lines such as `A take 80 of account 0..10`, with `fail` behind what did not happen,
/// and no end where no answer came.
fn log(lines: &str) -> Log {
    let mut log = Log::default();
    for line in lines.split(';').map(str::trim) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [who, verb, what, "of", of, span, rest @ ..] = words.as_slice() else { panic!("`{line}`") };
        let (from, to) = span.split_once("..").expect("a span");
        let ms = |text: &str| Instant::from_us(text.parse::<u64>().expect("whole milliseconds") * 1000);
        let amount = || what.parse().expect("an amount");
        let deed = match *verb {
            "supply" => Deed::Supply(amount()),
            "take" => Deed::Take(amount()),
            "hold" => Deed::Hold(what.parse().expect("a balance")),
            "add" => Deed::Add(log.name(what)),
            "answer" => {
                let (item, to) = what.split_once('>').expect("a message and what it answers");
                Deed::Answer { item: log.name(item), to: log.name(to) }
            }
            "remove" => Deed::Remove(log.name(what)),
            "see" => Deed::See(what.split(',').filter(|item| *item != "nothing").map(|item| log.name(item)).collect()),
            "do" => Deed::Do(log.name(what)),
            "undo" => Deed::Undo(log.name(what)),
            other => panic!("`{other}`"),
        };
        let (who, of) = (log.name(who), log.name(of));
        let ended = (!to.is_empty()).then(|| ms(to));
        let outcome = match (ended, rest) {
            (_, ["fail"]) => Outcome::Fail,
            (Some(_), []) => Outcome::Ok,
            _ => Outcome::Info,
        };
        log.notes.push(Note { who, of, deed, began: ms(from), ended, outcome });
    }
    log
}

fn judge(key: &str, log: &Log) -> Option<Broken> {
    invariant(key).expect("it is registered").judge(log)
}

fn holds(key: &str, lines: &str) {
    assert_eq!(judge(key, &log(lines)), None, "{lines}");
}

/// Broken by these notes, in these words.
fn breaks(key: &str, lines: &str, notes: &[u32], sentence: &str, allowed: &str) {
    let log = log(lines);
    let broken = judge(key, &log).expect("it is broken");
    assert_eq!(broken.sentence.replace('\u{a0}', " "), sentence);
    assert_eq!(broken.allowed.replace('\u{a0}', " "), allowed);
    assert_eq!(broken.notes, notes);
    is_minimal(key, &log, &broken);
}

/// The notes alone break the invariant, and without any of them, what was supplied aside, they do
/// not.
fn is_minimal(key: &str, log: &Log, broken: &Broken) {
    let part = |left_out: Option<u32>| {
        let kept = broken.notes.iter().filter(|place| left_out != Some(**place));
        Log {
            notes: kept.map(|place| log.notes[*place as usize].clone()).collect(),
            names: log.names.clone(),
            clock: log.clock,
        }
    };
    assert!(judge(key, &part(None)).is_some(), "{broken:?} is no reason");
    for spared in &broken.notes {
        if !matches!(log.notes[*spared as usize].deed, Deed::Supply(_)) {
            assert_eq!(judge(key, &part(Some(*spared))), None, "{broken:?} could do without {spared}");
        }
    }
}

const BALANCE: &str = "balance_never_negative";
const STOCK: &str = "no_oversell";
const REPLY: &str = "no_reply_before_its_message";
const DISAPPEARANCE: &str = "nothing_disappears";
const CART: &str = "no_item_lost";
const SAGA: &str = "saga_all_or_nothing";

#[test]
fn two_who_withdraw_what_only_one_of_them_can_have_overdraw_the_account() {
    let lines = "A supply 100 of acc 0..10; B take 80 of acc 20..30; C take 60 of acc 22..35; D take 5 of acc 20..25";
    breaks(
        BALANCE,
        lines,
        &[0, 1, 2],
        "By 35 ms 140 had been paid out of acc (B 80, C 60), but at most 100 paid in.",
        "By then at most 100 may be paid out of acc.",
    );
}

#[test]
fn a_deposit_under_way_may_cover_a_withdrawal() {
    holds(BALANCE, "A supply 100 of acc 20..40; B take 100 of acc 0..20");
    holds(BALANCE, "A supply 100 of acc 20..; B take 100 of acc 0..20");
    holds(
        BALANCE,
        "A supply 100 of acc 0..10; B take 80 of acc 20..30; C take 60 of acc 20.. ; D take 60 of acc 5..9 fail",
    );
    assert!(judge(BALANCE, &log("A supply 100 of acc 21..40; B take 100 of acc 0..20")).is_some());
    assert!(judge(BALANCE, &log("A supply 100 of acc 0..10 fail; B take 100 of acc 20..30")).is_some());
}

#[test]
fn a_negative_balance_that_was_seen_is_enough() {
    let lines = "A supply 100 of acc 0..10; B hold -40 of acc 20..30";
    breaks(BALANCE, lines, &[1], "B saw -40 on acc at 30 ms.", "Any balance of acc from 0 on.");
    holds(BALANCE, "A supply 100 of acc 0..10; B hold 0 of acc 20..30");
}

#[test]
fn the_last_one_in_stock_is_not_sold_twice() {
    let lines = "Shop supply 1 of book 0..1; A take 1 of book 10..20; B take 1 of book 12..22";
    breaks(
        STOCK,
        lines,
        &[0, 1, 2],
        "By 22 ms 2 of book had been sold (A 1, B 1), but at most 1 put in stock.",
        "By then at most 1 of book may be sold.",
    );
    holds(STOCK, "Shop supply 1 of book 0..1; A take 1 of book 10..20; B take 1 of book 12..22 fail");
    holds(STOCK, "Shop supply 1 of book 0..1; A take 1 of book 10..20; B take 1 of cup 12..22 fail");
}

#[test]
fn a_reply_is_not_seen_before_its_message() {
    let lines = "A add lost of chat 0..10; B see lost of chat 12..14; B answer found>lost of chat 20..30; \
                 C see found of chat 40..50";
    breaks(
        REPLY,
        lines,
        &[2, 3],
        "C saw found at 50 ms, which B posted in reply to lost, and had never seen lost.",
        "C may see lost alone, both, or neither.",
    );
}

#[test]
fn whoever_knows_the_message_may_see_the_reply_alone() {
    let before = "A add lost of chat 0..10; B answer found>lost of chat 20..30; ";
    holds(REPLY, &[before, "C see lost,found of chat 40..50"].concat());
    holds(REPLY, &[before, "C see lost of chat 12..14; C see found of chat 40..50"].concat());
    holds(REPLY, &[before, "A see found of chat 40..50"].concat());
    let later = [before, "C see found of chat 40..50; C see lost of chat 60..70"].concat();
    assert!(judge(REPLY, &log(&later)).is_some(), "seeing it afterwards is too late");
}

#[test]
fn what_was_seen_does_not_disappear() {
    let lines = "A add photo of album 0..10; B see photo of album 5..8; C see nothing of album 9..12";
    breaks(
        DISAPPEARANCE,
        lines,
        &[1, 2],
        "B had seen photo in album at 8.0 ms, but at 12 ms C did not, and nobody had taken it out.",
        "C may see anything in album, photo among it.",
    );
}

#[test]
fn what_may_have_been_taken_out_may_be_gone() {
    let seen = "B see photo of album 5..8; C see nothing of album 20..30; ";
    holds(DISAPPEARANCE, &[seen, "A remove photo of album 30.."].concat());
    holds(DISAPPEARANCE, &[seen, "A remove photo of album 0..5"].concat());
    holds(DISAPPEARANCE, "B see photo of album 5..20; C see nothing of album 20..30");
    for late in ["A remove photo of album 31..40", "A remove photo of album 0..4", "A remove photo of album 9..10 fail"]
    {
        assert!(judge(DISAPPEARANCE, &log(&[seen, late].concat())).is_some(), "{late}");
    }
}

#[test]
fn an_item_put_into_a_cart_is_found_there() {
    let lines = "A add milk of cart 0..10; A add tea of cart 20..30; A see tea of cart 40..50";
    breaks(
        CART,
        lines,
        &[0, 2],
        "A had put milk into cart by 10 ms, but at 50 ms A did not find it there, and nobody had taken it out.",
        "A may find anything in cart, milk among it.",
    );
    holds(
        CART,
        "A add milk of cart 0..10; A see milk of cart 40..50; A add tea of cart 45..; A see milk of cart 60..70",
    );
    holds(CART, "A add milk of cart 0..10; B remove milk of cart 5..8; A see nothing of cart 40..50");
    holds(CART, "A add milk of cart 0..10 fail; A see nothing of cart 40..50");
    holds(CART, "A add milk of cart 0..10; A see nothing of other 40..50");
}

#[test]
fn a_saga_does_not_end_in_halves() {
    let lines = "A do flight of trip 0..10; A do hotel of trip 20..30; A do car of trip 40..50 fail; \
                 A undo hotel of trip 60..70";
    breaks(
        SAGA,
        lines,
        &[0, 3],
        "trip ended in halves: flight, which A took by 10 ms, stands, but A took back hotel at 70 ms.",
        "Either hotel stands too in the end, or flight is taken back as well.",
    );
    let failed = "A do flight of trip 0..10; A do car of trip 40..50 fail";
    let sentence = "trip ended in halves: flight, which A took by 10 ms, stands, but A failed to take car at 50 ms.";
    breaks(SAGA, failed, &[0, 1], sentence, "Either car stands too in the end, or flight is taken back as well.");
}

#[test]
fn a_saga_may_end_all_done_or_all_undone() {
    holds(SAGA, "A do flight of trip 0..10; A do hotel of trip 20..30");
    holds(SAGA, "A do flight of trip 0..10; A do hotel of trip 20..30 fail; A undo flight of trip 40..50");
    holds(SAGA, "A do flight of trip 0..10; A do hotel of trip 20..30 fail; A undo flight of trip 40..");
    holds(SAGA, "A do flight of trip 0..10; A do hotel of other 20..30 fail");
    holds(SAGA, "A do flight of trip 0..10; A do hotel of trip 20..30 fail; A do hotel of trip 40..50");
}

#[test]
fn recorded_calls_are_judged_and_a_log_without_times_is_told_by_its_lines() {
    let mut recorder = Recorder::default();
    let mut call = |line: u32, process: &str, request: Request, reply: Reply| {
        recorder.invoke(2 * line, process, "account", request, None);
        recorder.finish(2 * line + 1, process, Ending::Ok(reply), None);
    };
    call(1, "0", Request::Deposit(100), Reply::Done);
    call(2, "1", Request::Withdraw(80), Reply::Answer(true));
    call(3, "2", Request::Withdraw(70), Reply::Answer(false));
    call(4, "2", Request::Withdraw(60), Reply::Done);
    let recorded = Recorded::of(&recorder.finished().expect("nothing is wrong with it"));
    let broken = judge(BALANCE, &recorded.log).expect("it is overdrawn");
    let told = "By line 9 140 had been paid out of account (process 1 80, process 2 60), but at most 100 paid in.";
    assert_eq!(broken.sentence.replace('\u{a0}', " "), told);
    assert_eq!(judge(CART, &recorded.log), None);
    let account = object("account").expect("it is registered");
    let find = |key: &str| invariant(key).expect("it is registered").find(&recorded, account);
    assert_eq!(find(BALANCE), Finding::Broken(broken, [0, 1, 3].map(OperationId).to_vec()));
    assert!(matches!(find(STOCK), Finding::NotApplicable(why) if why.sentence.contains("a stock")));
}

#[test]
fn every_invariant_says_who_it_is_and_holds_where_nothing_happened() {
    for invariant in invariants() {
        assert_eq!(invariant.judge(&Log::default()), None);
        assert!(invariant.promise.ends_with('.') && !invariant.source.is_empty() && !invariant.name.is_empty());
        assert_eq!(invariants().iter().filter(|other| other.key == invariant.key).count(), 1);
    }
}

/// Whether some order of what happened, and of any of what may have, is true to real time and fine.
fn some_order(log: &Log, fine: &dyn Fn(&[&Note]) -> bool) -> bool {
    let certain: Vec<&Note> = log.notes.iter().filter(|note| note.outcome == Outcome::Ok).collect();
    let possible: Vec<&Note> = log.notes.iter().filter(|note| note.outcome == Outcome::Info).collect();
    (0..1_u32 << possible.len()).any(|mask| {
        let chosen = (0..).zip(&possible).filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, note)| *note);
        extends(&certain.iter().copied().chain(chosen).collect::<Vec<_>>(), &mut Vec::new(), fine)
    })
}

fn extends<'l>(left: &[&'l Note], done: &mut Vec<&'l Note>, fine: &dyn Fn(&[&Note]) -> bool) -> bool {
    if left.is_empty() {
        return fine(done);
    }
    (0..left.len()).any(|choice| {
        if left.iter().any(|other| other.precedes(left[choice])) {
            return false;
        }
        let mut rest = left.to_vec();
        done.push(rest.remove(choice));
        let found = extends(&rest, done, fine);
        done.pop();
        found
    })
}

fn never_negative(order: &[&Note]) -> bool {
    let mut balance = 0;
    order.iter().all(|note| {
        match note.deed {
            Deed::Supply(amount) => balance += amount as i64,
            Deed::Take(amount) => balance -= amount as i64,
            _ => {}
        }
        balance >= 0
    })
}

fn all_or_nothing(order: &[&Note]) -> bool {
    let last =
        |step: u32| order.iter().rev().find(|note| matches!(note.deed, Deed::Do(of) | Deed::Undo(of) if of == step));
    let stands = |step: u32| last(step).is_some_and(|note| matches!(note.deed, Deed::Do(_)));
    stands(0) == stands(1)
}

/// Whether one note that showed an item allows for a look that missed it.
fn explained(log: &Log, there: &Note, look: &Note, item: u32) -> bool {
    let shows = |note: &Note| match &note.deed {
        Deed::Remove(other) => *other == item,
        _ => note == there || note == look,
    };
    let notes = log.notes.iter().filter(|note| shows(note)).cloned().collect();
    some_order(&Log { notes, names: Vec::new(), clock: log.clock }, &|order| {
        let mut present = false;
        order.iter().all(|note| {
            present = *note == there || present && !matches!(note.deed, Deed::Remove(_));
            *note != look || !present
        })
    })
}

fn nothing_lost(log: &Log, shows: &dyn Fn(&Deed) -> Vec<u32>) -> bool {
    let happened = || log.notes.iter().filter(|note| note.outcome == Outcome::Ok);
    happened().all(|look| {
        let Deed::See(seen) = &look.deed else { return true };
        happened().filter(|there| there.precedes(look)).all(|there| {
            shows(&there.deed).iter().all(|item| seen.contains(item) || explained(log, there, look, *item))
        })
    })
}

fn logs(deed: impl Strategy<Value = Deed> + 'static) -> impl Strategy<Value = Log> {
    let outcome = prop_oneof![6 => Just(Outcome::Ok), 1 => Just(Outcome::Info), 1 => Just(Outcome::Fail)];
    let note = (deed, 0..20_u64, 0..8_u64, outcome);
    prop::collection::vec(note, 0..7).prop_map(|notes| {
        let note = |(who, (deed, began, length, outcome)): (u32, (Deed, u64, u64, Outcome))| Note {
            who,
            of: 0,
            deed,
            began: Instant::from_us(1000 * began),
            ended: (outcome != Outcome::Info).then(|| Instant::from_us(1000 * (began + length))),
            outcome,
        };
        // Only for names: each note has a client of its own.
        let names = (0..8).map(|name: u32| name.to_string()).collect();
        Log { notes: (0..).zip(notes).map(note).collect(), names, ..Log::default() }
    })
}

fn agrees(key: &str, log: &Log, definition: bool) {
    let broken = judge(key, log);
    assert_eq!(broken.is_none(), definition, "{broken:?}");
    if let Some(broken) = broken {
        is_minimal(key, log, &broken);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_balance_and_a_stock_are_kept_exactly_if_some_order_keeps_them(
        log in logs(prop_oneof![(0..6_u64).prop_map(Deed::Supply), (0..6_u64).prop_map(Deed::Take)])
    ) {
        let kept = some_order(&log, &never_negative);
        agrees(BALANCE, &log, kept);
        agrees(STOCK, &log, kept);
    }

    #[test]
    fn a_saga_is_whole_exactly_if_some_order_ends_whole(
        log in logs((0..2_u32, any::<bool>()).prop_map(|(step, undo)| if undo { Deed::Undo(step) } else { Deed::Do(step) }))
    ) {
        // A step that nobody ever tried to take is no part of the saga.
        let tried = |step: u32| log.notes.iter().any(|note| matches!(note.deed, Deed::Do(of) if of == step));
        let named = |step: u32| {
            let taken_back = Deed::Undo(step);
            tried(step) || log.notes.iter().any(|note| note.deed == taken_back && note.outcome == Outcome::Ok)
        };
        agrees(SAGA, &log, !named(0) || !named(1) || some_order(&log, &all_or_nothing));
    }

    #[test]
    fn nothing_is_lost_exactly_if_every_look_can_be_explained(
        log in logs(prop_oneof![
            Just(Deed::Add(0)),
            Just(Deed::Remove(0)),
            Just(Deed::See(Vec::new())),
            Just(Deed::See(vec![0])),
        ])
    ) {
        agrees(CART, &log, nothing_lost(&log, &|deed| if let Deed::Add(item) = deed { vec![*item] } else { Vec::new() }));
        agrees(DISAPPEARANCE, &log, nothing_lost(&log, &|deed| {
            if let Deed::See(items) = deed { items.clone() } else { Vec::new() }
        }));
    }
}
