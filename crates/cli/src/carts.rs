//! `quorate carts`: what becomes of three things that are put into one cart at once, under each strategy.
//!
//! Three sessions put a, b and c into an empty cart; a fourth looks at it in the end. Where a store
//! writes on a condition, or merges what is concurrent, the cart holds all three; where the last write
//! wins, it holds what the winner had seen. The command fails where a strategy does not show what it
//! should.

use std::collections::BTreeMap;

use history::calls::{Calls, Item, Reply, Request};
use history::{History, Outcome, Trace};
use pipeline::{LostCount, Recording};
use serde::Serialize;

use crate::answer::{Answer, Outcome as Ended, json};
use crate::arguments::Arguments;
use crate::source;
use crate::table::table;

const SEEDS: u32 = 200;
const SEEDS_MAX: u32 = 10_000;

/// Three sessions far from each other put something in at once; one looks when all is over.
const WORK: &str = "net=zones&sessions=0,1,2,0&object=set&ops=0&do=A.+1.x@10,B.+2.x@10,C.+3.x@10,D.r.x@4000";

/// Rows beside the modes of the protocols: what differs on sets alone, and all sessions beside one replica.
/// Which mode, its name with the difference, the settings of that, and whether it loses nothing.
const VARIANTS: &[(&str, &str, &str, &str, bool)] = &[
    ("multi_leader", "lamport", "Lamport clock, sets united", "k.conflicts=union", true),
    ("siblings", "dotted", "Dotted version vectors, OR-set", "k.resolve=observed_remove", true),
    ("siblings", "dotted", "Dotted version vectors, the newest read", "k.resolve=newest", false),
    ("siblings", "dotted", "Dotted version vectors, all at one replica", "sessions=0,0,0,0", true),
    ("siblings", "server", "Version vectors by server, all at one replica", "sessions=0,0,0,0", false),
    ("siblings", "client", "Version vectors by client, all at one replica", "sessions=0,0,0,0", true),
];

/// What one strategy comes to.
#[derive(Debug, Serialize)]
struct Row {
    protocol: &'static str,
    mode: &'static str,
    name: &'static str,
    link: String,
    /// What is expected: `all` things, where a call is one step or what is concurrent is merged.
    expected: Expected,
    /// What was found in the cart at the end, with in how many runs, most often first.
    carts: Vec<(String, u32)>,
    /// Things whose putting was acknowledged, and that were not found, over all runs.
    not_found: u64,
    /// What no replica held any more, over all runs.
    lost: LostCount,
    seeds: u32,
    /// What it should have shown and did not.
    missing: Vec<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Expected {
    /// Everything that was put in is found.
    All,
    /// Something is lost in some run.
    Fewer,
    /// Neither is promised.
    Either,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Ended {
    let seeds = arguments.count("seeds", SEEDS_MAX).map_err(|problem| vec![problem])?.unwrap_or(SEEDS);
    let mut rows = Vec::new();
    // Services take orders, and keep no carts.
    for row in pipeline::guarantees().into_iter().filter(|row| row.protocol.services.is_empty()) {
        let (protocol, mode, link) =
            (row.protocol, row.mode, scenario::overlaid(&row.mode.link(row.protocol.id), WORK));
        rows.push(Row::of(protocol.id, mode.id, mode.name, link.clone(), expected(protocol, mode.id), seeds)?);
        for (_, _, name, settings, all) in
            VARIANTS.iter().filter(|(of, base, ..)| (*of, *base) == (protocol.id, mode.id))
        {
            let expected = if *all { Expected::All } else { Expected::Fewer };
            rows.push(Row::of(protocol.id, mode.id, name, scenario::overlaid(&link, settings), expected, seeds)?);
        }
    }
    let broken = rows.iter().any(|row| !row.missing.is_empty());
    let text = if arguments.has("json") { json(&rows)? } else { write(&rows, seeds) };
    Ok(Answer { text, broken })
}

/// What a mode should show. Vectors by server lose what one replica takes twice at once, which these
/// sessions do not do; those by client lose what is counted twice.
fn expected(protocol: &scenario::ProtocolInfo, mode: &str) -> Expected {
    match (protocol.id, mode) {
        ("crdt", _) => Expected::All,
        ("siblings", "clock") => Expected::Fewer,
        ("siblings", "dotted" | "partial" | "object") => Expected::All,
        ("siblings", _) => Expected::Either,
        _ if protocol.conditional => Expected::All,
        _ => Expected::Fewer,
    }
}

impl Row {
    fn of(
        protocol: &'static str,
        mode: &'static str,
        name: &'static str,
        link: String,
        expected: Expected,
        seeds: u32,
    ) -> Result<Self, Vec<String>> {
        let mut scenario = source::valid_scenario(&link)?;
        let (mut carts, mut not_found, mut lost) = (BTreeMap::new(), 0, LostCount::default());
        for seed in 1..=seeds {
            scenario.seed = seed;
            let trace =
                pipeline::run(&scenario, Recording::HistoryOnly).map_err(|problems| source::lines(&problems))?;
            let (cart, missed) = found(&trace);
            *carts.entry(cart).or_insert(0) += 1;
            not_found += missed;
            if let Some(found) = measure::Lost::of(&trace, &History::of(&trace)) {
                lost.add(&found);
            }
        }
        let mut carts: Vec<(String, u32)> = carts.into_iter().collect();
        carts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut row = Self { protocol, mode, name, link, expected, carts, not_found, lost, seeds, missing: Vec::new() };
        row.missing = row.missing();
        Ok(row)
    }

    fn missing(&self) -> Vec<&'static str> {
        let all = self.not_found == 0;
        let expectations = [
            (self.expected != Expected::All || all, "something put into the cart is not found in it"),
            (self.expected != Expected::Fewer || !all, "nothing was lost, though nothing prevents it"),
            (!all || self.lost.puts == 0, "something is lost, and yet found"),
            (self.carts.iter().any(|(cart, _)| cart != NOBODY), "nobody ever saw the cart"),
        ];
        expectations.into_iter().filter(|(met, _)| !met).map(|(_, sentence)| sentence).collect()
    }
}

/// In the place of a cart, where the look at it got no answer.
const NOBODY: &str = "no answer";

/// What the last look found in the cart, and how many things it should have found beyond that.
fn found(trace: &Trace) -> (String, u64) {
    let Some(calls) = Calls::of_trace(trace) else { return (NOBODY.to_owned(), 0) };
    let look = calls.calls.iter().rev().find(|call| call.request == Request::Read && call.outcome == Outcome::Ok);
    let Some(Reply::List(things)) = look.map(|look| &look.reply) else { return (NOBODY.to_owned(), 0) };
    let missed = calls.calls.iter().filter(|call| match call.request {
        Request::Add(item) => call.outcome == Outcome::Ok && !things.contains(&item),
        _ => false,
    });
    let names = things.iter().map(|thing| match thing {
        Item::Word(number) => Item::letter(*number),
        _ => "?".to_owned(),
    });
    (names.collect::<Vec<_>>().join(" "), missed.count() as u64)
}

fn write(rows: &[Row], seeds: u32) -> String {
    let heads = ["", "in the cart at the end", "not found", "lost"];
    let mut cells = vec![heads.map(str::to_owned).to_vec()];
    for row in rows {
        let carts = row.carts.iter().map(|(cart, count)| {
            let cart = if cart.is_empty() { "nothing" } else { cart };
            if *count == seeds { cart.to_owned() } else { format!("{cart} ×{count}") }
        });
        cells.push(vec![
            format!("{} · {}", row.protocol, row.name),
            carts.collect::<Vec<_>>().join(", "),
            row.not_found.to_string(),
            row.lost.puts.to_string(),
        ]);
    }
    let mut text = table(&cells);
    text.push_str(&format!(
        "\nThree sessions in three zones put a, b and c into one cart at once; a fourth looks 4 s later. Seeds 1 to {seeds}.\n\
         not found: things whose putting was acknowledged and that are not in the cart that is read; lost: those\n\
         that no replica holds any more. What is read is lost once it is written back.\n"
    ));
    for row in rows {
        for sentence in &row.missing {
            text.push_str(&format!("FAILED  {} · {}: {sentence}\n", row.protocol, row.name));
        }
    }
    text
}
