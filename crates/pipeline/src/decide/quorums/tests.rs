//! What is known of quorums, beside runs, which know nothing of the mathematics.

use super::*;
use crate::decide::probe::{self, Alone};
use crate::decide::requirements::Fresh;

/// A setting in one region, or in three, whose sessions write and read as in a search.
fn setting(preset: &str, [n, w, r]: [u8; 3], knobs: &[(&str, &str)]) -> (Requirements, ValidScenario) {
    let mut requirements = Requirements { quantile: 0.9, ..Requirements::default() };
    requirements.network.preset = preset.to_owned();
    requirements.sessions = Requirements::beside(&requirements.network);
    let mut scenario = requirements.scenario();
    (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (n, w, r);
    scenario.cluster.spares = u8::from(knobs.contains(&("coordinator", "proxy")));
    scenario.strategy.knobs.extend(knobs.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())));
    (requirements, validate(&scenario).expect("it is valid"))
}

/// Knobs, and sizes to try them with.
type Case = (&'static [(&'static str, &'static str)], &'static [[u8; 3]]);

/// Runs know nothing of the mathematics: a quantile of theirs lies between two of its ranks.
#[test]
fn times_are_those_of_runs() {
    let cases: [Case; 6] = [
        (&[("session", "tracked")], &[[3, 1, 1], [5, 2, 3], [4, 1, 2]]),
        (&[("anti_entropy_ms", "100")], &[[3, 1, 1], [5, 3, 2]]),
        (&[("versions", "logical")], &[[3, 2, 2], [5, 2, 4]]),
        (&[("write_back", "on")], &[[3, 1, 3], [3, 3, 2], [4, 4, 1], [3, 2, 2], [5, 2, 4], [5, 4, 5], [4, 4, 4]]),
        (&[("write_back", "on"), ("versions", "logical")], &[[3, 1, 3], [5, 4, 3], [4, 4, 1], [3, 2, 2], [5, 3, 4]]),
        (&[("write_back", "on"), ("coordinator", "proxy")], &[[3, 1, 3], [3, 2, 2], [5, 4, 3], [5, 3, 4]]),
    ];
    for (preset, (knobs, sizes)) in ["zones", "lnkd-disk"].iter().flat_map(|preset| cases.map(|case| (preset, case))) {
        for sizes in sizes {
            let (requirements, valid) = setting(preset, *sizes, knobs);
            let mut exact = Exact::default();
            let seen = probe::look(&valid, 0, 3, &mut Alone::default());
            for (reads, seen_us) in [(false, seen.writes_us), (true, seen.reads_us)] {
                let (found, _) = time_of(&requirements, &valid, reads, &mut exact).expect("it is known");
                let ms = found.value;
                let below = seen_us.iter().filter(|us| **us as f64 <= 1_000.0 * ms).count() as f64;
                let (count, share) = (seen_us.len() as f64, requirements.quantile);
                let deviation = (count * share * (1.0 - share)).sqrt();
                let off = (below - count * share) / deviation;
                assert!(off.abs() < 4.5, "{preset} {knobs:?} {sizes:?}: {ms} ms is {off} deviations off");
            }
        }
    }
}

#[test]
fn reads_are_as_fresh_as_in_runs() {
    let tracked: &[(&str, &str)] = &[("session", "tracked")];
    let cases = [
        ("lnkd-disk", tracked, [3, 1, 1]),
        ("lnkd-disk", tracked, [5, 1, 2]),
        ("lnkd-disk", tracked, [5, 2, 1]),
        // So many sets of replicas that trials are drawn.
        ("zones", tracked, [9, 2, 4]),
        ("worldwide", &[], [9, 2, 4]),
    ];
    for (preset, knobs, sizes) in cases {
        let (requirements, valid) = setting(preset, sizes, knobs);
        let (fresh, method) = fresh(&requirements, &valid, &mut Exact::default()).expect("it is known");
        assert_eq!(matches!(method, Method::Drawn(_)), sizes[0] == 9, "{sizes:?}");
        let seen = probe::look(&valid, 0, 3, &mut Alone::default());
        let (count, share) = (f64::from(seen.followed), fresh.value);
        let off = (f64::from(seen.fresh) - count * share) / (count * share * (1.0 - share)).sqrt();
        assert!(off.abs() < 4.5, "{preset} {sizes:?}: {share} is {off} deviations off");
    }
}

/// Who compares is never staler, read by read: of the same seeds, whose messages take as long.
#[test]
fn comparing_makes_no_read_staler() {
    let mut fresher = 0;
    for (preset, sizes) in [("zones", [3, 1, 1]), ("lnkd-disk", [5, 1, 2]), ("ymmr", [3, 1, 1])] {
        let seen = |knobs| {
            let (_, valid) = setting(preset, sizes, knobs);
            probe::look(&valid, 20_000, 3, &mut Alone::default())
        };
        let (plain, compared) = (seen(&[]), seen(&[("anti_entropy_ms", "100")]));
        assert_eq!((&plain.writes_us, &plain.reads_us), (&compared.writes_us, &compared.reads_us), "{preset}");
        assert!(plain.fresh <= compared.fresh, "{preset} {sizes:?}");
        fresher += u32::from(plain.fresh < compared.fresh);
    }
    assert!(fresher > 0, "nothing came of comparing");
    let (mut requirements, valid) = setting("lnkd-disk", [5, 1, 3], &[("anti_entropy_ms", "100")]);
    requirements.fresh = Some(Fresh { share: 0.5, within_ms: 10.0 });
    let (found, method) = fresh(&requirements, &valid, &mut Exact::default()).expect("that is near enough");
    let (_, plain) = setting("lnkd-disk", [5, 1, 3], &[]);
    let (plain, _) = fresh(&requirements, &plain, &mut Exact::default()).expect("the mathematics knows it");
    assert_eq!((found.low, found.high, method), (plain.value, 1.0, Method::AtLeast));
}

/// The last answers of a run are not sent before it is over.
#[test]
fn messages_are_as_many_as_in_runs() {
    for knobs in [&[][..], &[("versions", "logical")], &[("session", "tracked")]] {
        let (mut requirements, valid) = setting("zones", [5, 2, 3], knobs);
        // As often as that in the run.
        let mut scenario = valid.scenario().clone();
        scenario.workload.random.write_percent = 100;
        requirements.read_percent = 0;
        let known = messages(&requirements, &valid).expect("nothing goes on beside");
        let counted = probe::messages(&validate(&scenario).expect("it is valid"));
        assert!(counted <= known && counted > 0.98 * known, "{knobs:?}: {counted} of {known}");
    }
    let (requirements, valid) = setting("zones", [5, 2, 3], &[("write_back", "on")]);
    assert_eq!(messages(&requirements, &valid), None);
}
