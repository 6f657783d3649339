//! What the charts of shares over time keep, whatever they show.

use diagram::chart::{
    Alike, Cdf, Chart, Freshness, LagRow, Seen, Taken, cdf, lag, likeness, share_words, staleness, time_words,
};
use diagram::tokens::{Class, Plain};
use diagram::{Mark, Text, timeline};
use proptest::prelude::*;

fn texts(chart: &Chart) -> Vec<&Text> {
    let marks = chart.scene.layers.iter().flat_map(|layer| &layer.marks);
    let words = marks.filter_map(|mark| match mark {
        Mark::Text(text) => Some(text),
        Mark::Path { .. } => None,
    });
    words.collect()
}

fn paths(chart: &Chart) -> Vec<(Class, &str)> {
    let marks = chart.scene.layers.iter().flat_map(|layer| &layer.marks);
    let paths = marks.filter_map(|mark| match mark {
        Mark::Path { class, d } => Some((*class, d.as_str())),
        Mark::Text(_) => None,
    });
    paths.collect()
}

fn is_sound(chart: &Chart) {
    let (words, scene) = (texts(chart), &chart.scene);
    for (index, one) in words.iter().enumerate() {
        let a = timeline::bounds(one);
        assert!(a.x >= -0.6 && a.x + a.width <= scene.width + 0.6, "{one:?} leaves {} across", scene.width);
        assert!(a.y >= -0.6 && a.y + a.height <= scene.height + 0.6, "{one:?} leaves {} down", scene.height);
        for other in &words[index + 1..] {
            let b = timeline::bounds(other);
            let apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
            assert!(apart, "{one:?} meets {other:?}");
        }
    }
    for (class, d) in paths(chart) {
        assert!(!d.contains("NaN") && !d.contains("inf"), "{class:?}: {d}");
    }
    assert!(paths(chart).len() <= 8, "{} paths", paths(chart).len());
    assert!(chart.readings.is_sorted_by(|one, next| one.at <= next.at));
    assert!(chart.readings.iter().all(|reading| (0.0..=scene.width).contains(&reading.at)));
}

/// Where the path of a class goes, point by point.
fn points(chart: &Chart, wanted: impl Into<Class>) -> Vec<(f64, f64)> {
    let (all, wanted) = (paths(chart), wanted.into());
    let (_, d) = all.iter().find(|(class, _)| *class == wanted).expect("it is drawn");
    let numbers: Vec<f64> = d
        .split(['M', 'L', ' '])
        .filter(|number| !number.is_empty())
        .map(|number| number.parse().expect("a number"))
        .collect();
    numbers.chunks(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Ascending, from 0 to 1.
fn ascending(count: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.0..1.0_f64, count).prop_map(|mut list| {
        list.sort_by(f64::total_cmp);
        list
    })
}

prop_compose! {
    fn curve()(end_ms in 0.001..100_000.0_f64, first in 0.0..1.0_f64, shares in ascending(40)) -> Vec<(f64, f64)> {
        let at = |place: usize| end_ms * (place * place) as f64 / 1_521.0;
        shares.iter().enumerate().map(|(place, share)| (at(place), first + (1.0 - first) * share)).collect()
    }
}

prop_compose! {
    fn seen(end_ms: f64)(raw in prop::collection::vec((0.0..1.2_f64, 0_u64..90, 0.0..1.0_f64, 0.0..0.5_f64), 0..12)) -> Vec<Seen> {
        let mut list: Vec<Seen> = raw
            .into_iter()
            .map(|(at, reads, share, off)| Seen {
                t_ms: at * end_ms, reads, share, low: (share - off).max(0.0), high: (share + off).min(1.0),
            })
            .collect();
        list.sort_by(|a, b| a.t_ms.total_cmp(&b.t_ms));
        list
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_of_a_staleness_curve_never_meet_nor_leave(
        (expected, seen) in curve().prop_flat_map(|curve| {
            let end_ms = curve.last().map_or(1.0, |(t_ms, _)| *t_ms);
            (Just(curve), seen(end_ms))
        }),
        drawn in prop::option::of(0.0..0.2_f64),
        (share, at) in (0.5..0.99999_f64, prop::option::of(0.0..1.0_f64)),
        (width, height) in (160.0..900.0_f64, 100.0..400.0_f64),
    ) {
        let end_ms = expected.last().map_or(1.0, |(t_ms, _)| *t_ms);
        let mark = Some((share, at.map(|at| at * end_ms)));
        is_sound(&staleness(&Freshness { expected: &expected, drawn, seen: &seen, mark }, width, height));
    }

    #[test]
    fn words_of_response_times_never_meet_nor_leave(
        (reads, writes) in (curve(), curve()),
        times in prop::collection::vec(0.0..1.1_f64, 0..60),
        (width, height) in (160.0..900.0_f64, 100.0..400.0_f64),
        (drawn, runs, count) in (any::<bool>(), 1_u32..100_000, 0_u64..10_000_000),
    ) {
        let end_ms = reads.last().map_or(1.0, |(ms, _)| *ms);
        let mut times = times;
        times.sort_by(f64::total_cmp);
        let seen: Vec<(f64, f64)> =
            times.iter().enumerate().map(|(place, at)| (at * end_ms, (place + 1) as f64 / times.len() as f64)).collect();
        let [reads, writes] = [(&reads, &seen[..], count), (&writes, &[], 0)]
            .map(|(expected, seen, count)| Taken { expected, seen, count });
        is_sound(&cdf(&Cdf { reads, writes, drawn, runs }, width, height));
    }

    #[test]
    fn words_of_lag_never_meet_nor_leave(
        lags in prop::collection::vec((prop::collection::vec(0_u64..3_000_000, 40), 0_u32..3), 1..10),
        names in "[a-z0-9 ]{1,24}",
        (window_us, width) in (1_u64..1_000_000, 260.0..900.0_f64),
    ) {
        let rows = lags.into_iter().enumerate().map(|(place, (windows_us, missing))| LagRow {
            replica: format!("r{place} {names}"), windows_us, missing,
        });
        is_sound(&lag(&rows.collect::<Vec<_>>(), window_us, 40 * window_us - window_us / 2, width));
    }

    #[test]
    fn words_of_recorded_delays_never_meet_nor_leave(
        (mut recorded_ms, family) in (prop::collection::vec(0.0..5_000.0_f64, 1..300), curve()),
        (width, height) in (200.0..900.0_f64, 100.0..400.0_f64),
    ) {
        recorded_ms.sort_by(f64::total_cmp);
        let name = "Pareto with exponential tail";
        is_sound(&likeness(&Alike { recorded_ms: &recorded_ms, family: &family, name, distance: 0.1 }, width, height));
    }
}

/// A store that is memoryless: half of the reads are fresh at once, and the rest of them with a mean of 10 ms.
fn memoryless() -> Vec<(f64, f64)> {
    (0..128)
        .map(f64::from)
        .map(|place| (place * place / 100.0, 1.0 - 0.5 * libm::exp(-place * place / 1_000.0)))
        .collect()
}

#[test]
fn the_curve_stands_where_its_shares_are() {
    let expected = memoryless();
    let t_ms = 10.0 * libm::log(0.5 / 0.001);
    let chart = staleness(
        &Freshness { expected: &expected, mark: Some((0.999, Some(t_ms))), ..Freshness::default() },
        304.0,
        150.0,
    );
    let line = points(&chart, Plain::ChartCurve);
    let (upper, lower) = chart.span;
    // The axis goes from 50 to 100 %, and to the first round time behind 1.15 times the mark: 80 ms.
    assert_eq!(line[0].1, lower);
    let middle = line.iter().find(|(_, y)| *y <= (upper + lower) / 2.0).expect("it rises");
    let left = line[0].0;
    let expected_x = left + (298.0 - left) * 10.0 * libm::log(2.0) / 80.0;
    assert!((middle.0 - expected_x).abs() < 4.0, "{middle:?} is not near {expected_x}");
    assert_eq!(chart.scene.description, "At once 50.00\u{a0}% of reads are fresh. 99.9\u{a0}% are after 62.1\u{a0}ms.");
    assert!(texts(&chart).iter().any(|text| text.text == "after 62.1\u{a0}ms"));
}

#[test]
fn what_is_always_fresh_or_never_can_be_drawn() {
    let flat = |p: f64| (0..9).map(|t_ms| (f64::from(t_ms), p)).collect::<Vec<_>>();
    for (p, t_ms, words) in [
        (1.0, Some(0.0), "Every read that begins after the answer is fresh."),
        (0.4, None, "At once 40.00\u{a0}% of reads are fresh. 99.9\u{a0}% never are."),
    ] {
        let expected = flat(p);
        let chart = staleness(
            &Freshness { expected: &expected, mark: Some((0.999, t_ms)), ..Freshness::default() },
            304.0,
            150.0,
        );
        is_sound(&chart);
        assert_eq!(chart.scene.description, words);
    }
    is_sound(&staleness(&Freshness::default(), 304.0, 150.0));
    is_sound(&cdf(&Cdf::default(), 304.0, 150.0));
}

#[test]
fn a_steep_curve_goes_by_the_square_root_of_time_and_says_so() {
    let steep: Vec<(f64, f64)> = (0..128)
        .map(f64::from)
        .map(|place| (place * place, if place < 2.0 { 0.5 } else { 0.96 + place / 10_000.0 }))
        .collect();
    let told = |expected: &[(f64, f64)]| {
        let chart = staleness(&Freshness { expected, ..Freshness::default() }, 304.0, 150.0);
        is_sound(&chart);
        texts(&chart).iter().any(|text| text.text.contains("square-root"))
    };
    assert!(told(&steep));
    assert!(!told(&memoryless()));
}

#[test]
fn the_band_of_drawn_figures_is_drawn_and_that_of_exact_ones_is_not() {
    let expected = memoryless();
    let has_band = |drawn| {
        let chart = staleness(&Freshness { expected: &expected, drawn, ..Freshness::default() }, 304.0, 150.0);
        paths(&chart).iter().any(|(class, _)| *class == Class::from(Plain::ChartArea))
    };
    assert_eq!([None, Some(1e-7), Some(0.05)].map(has_band), [false, false, true]);
}

#[test]
fn a_run_goes_up_by_steps_at_its_own_times() {
    let expected = [(0.0, 0.0), (100.0, 1.0)];
    let seen = [(20.0, 0.25), (20.0, 0.5), (60.0, 1.0)];
    let reads = Taken { expected: &expected, seen: &seen, count: 3 };
    let chart = cdf(&Cdf { reads, runs: 1, ..Cdf::default() }, 304.0, 150.0);
    is_sound(&chart);
    let late = Class::Message(diagram::tokens::Hue::Read, diagram::tokens::Strength::Late, diagram::tokens::Part::Line);
    let (upper, lower) = chart.span;
    let middle = (upper + lower) / 2.0;
    let line = points(&chart, late);
    let (left, right) = (line[0].0, 298.0);
    // The axis ends at the first round time behind 1.02 times the 99th percentile: 150 ms.
    let x = |ms: f64| left + (right - left) * ms / 150.0;
    let steps = [(x(20.0), lower), (x(20.0), middle), (x(60.0), middle), (x(60.0), upper), (right, upper)];
    for (found, wanted) in line[1..].iter().zip(steps) {
        assert!((found.0 - wanted.0).abs() < 0.1 && (found.1 - wanted.1).abs() < 0.1, "{found:?} is not {wanted:?}");
    }
    assert!(texts(&chart).iter().any(|text| text.text == "this run, 3 operations"));
}

#[test]
fn shares_and_times_have_the_digits_that_matter() {
    let shares = [0.5, 0.98765, 0.9999, 0.99996, 0.999_999, 1.0].map(share_words);
    assert_eq!(
        shares,
        ["50.00\u{a0}%", "98.77\u{a0}%", "99.9900\u{a0}%", "99.9960\u{a0}%", "over 99.999\u{a0}%", "100\u{a0}%"]
    );
    assert_eq!(
        [0.0, 0.654, 12.34, 1_460.4].map(time_words),
        ["0\u{a0}ms", "0.65\u{a0}ms", "12.3\u{a0}ms", "1460\u{a0}ms"]
    );
}
