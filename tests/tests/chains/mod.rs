//! Chains of causes and effects, for the guarantees of sessions: few operations, of which each rests on
//! the one before.

use proptest::prelude::*;
use proptest::sample::select;
use scenario::Scenario;

/// A chain of writes and reads that goes round sessions and keys, while a backup is slow.
pub(crate) fn chain(settings: String) -> impl Strategy<Value = Scenario> {
    const CHAINS: [&[&str]; 7] = [
        &["A.w.x", "A.r.x", "A.r.x"],
        &["A.w.x", "B.r.x", "B.r.x"],
        &["A.w.x", "B.r.x", "B.w.x", "B.r.x"],
        &["A.w.x", "A.w.y", "B.r.y", "B.r.x"],
        &["A.w.x", "A.w.y", "A.w.x", "B.r.x", "B.r.y"],
        &["A.w.x", "B.r.x", "B.w.y", "C.r.y", "C.r.x"],
        &["A.w.x", "A.w.y", "B.r.y", "B.w.x", "C.r.x", "C.r.y"],
    ];
    let when = (prop::collection::vec(1..12_u32, 6), 0..300_u32, 10..200_u32);
    let where_ = (select(vec!["worldwide", "continent"]), prop::collection::vec(0..3_u8, 3), 1..=3_u8);
    (select(&CHAINS[..]), when, where_, any::<u32>()).prop_map(
        move |(chain, (gaps, slow, long), (net, regions, who), seed)| {
            let mut at_ms = 0;
            let script: Vec<String> = chain
                .iter()
                .zip(gaps)
                .map(|(operation, gap)| {
                    at_ms += gap * 8;
                    format!("{operation}@{at_ms}")
                })
                .collect();
            let [a, b, c] = [regions[0], regions[1], regions[2]];
            let link = format!(
                "{settings}&net={net}&sessions={a},{b},{c}&ops=0&do={}&slow=r{who}@{slow}-{}x10&seed={seed}",
                script.join(","),
                slow + long
            );
            share::decode(&link).unwrap_or_else(|error| panic!("{link}: {error}")).link.scenario
        },
    )
}
