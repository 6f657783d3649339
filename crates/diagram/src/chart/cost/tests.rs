//! What the chart of costs shows and says, at every width.

use super::*;
use crate::scene::Scene;

fn row(strategy: &str, p50_us: u64, p99_us: u64) -> CostRow {
    let cost = Some(Cost { p50_us, p99_us });
    CostRow {
        name: "Causal".to_owned(),
        strategy: strategy.to_owned(),
        sizes: "W=3 R=3".to_owned(),
        mode: "Overlapping quorums, logical versions".to_owned(),
        reads: cost,
        writes: cost,
        current: false,
    }
}

fn chart(rows: &[CostRow], width: f64) -> Chart {
    cost(&CostRows { rows, axis: CostAxis::of(rows, None), kept: "kept in all 100 runs" }, width)
}

fn texts(scene: &Scene) -> Vec<&Text> {
    let marks = scene.layers[0].marks.iter();
    let texts = marks.filter_map(|mark| match mark {
        Mark::Text(text) => Some(text),
        Mark::Path { .. } => None,
    });
    texts.collect()
}

#[test]
fn what_is_kept_stands_beside_the_bars_and_every_row_can_be_read() {
    let mut rows = vec![row("Raft", 184_000, 334_000), row("Quorum", 1_000, 2_000)];
    rows[1].name = "Monotonic reads; Writes follow reads; Eventual".to_owned();
    rows[1].writes = None;
    let chart = chart(&rows, 456.0);
    let said: Vec<&str> = texts(&chart.scene).into_iter().map(|text| text.text.as_str()).collect();
    for words in ["Causal", &rows[1].name, "kept in all 100 runs"] {
        assert!(said.contains(&words), "{words}: {said:?}");
    }
    assert_eq!(chart.along, Along::Down { row: ROW });
    let read: Vec<&str> = chart.readings.iter().map(|reading| reading.words.as_str()).collect();
    assert_eq!(
        read[1],
        "Monotonic reads; Writes follow reads; Eventual: Quorum, Overlapping quorums, logical versions, W=3 R=3: \
         reads p50 1.0\u{a0}ms, p99 2.0\u{a0}ms; no writes answered"
    );
    assert!(read[0].starts_with("Causal: Raft"), "{read:?}");
}

#[test]
fn a_break_is_drawn_and_said() {
    let mut rows = vec![row("Raft", 100_000, 300_000); 9];
    assert!(!chart(&rows, 456.0).scene.description.contains("breaks"));
    rows.push(row("Cache aside", 900_000, 40_000_000));
    let scene = chart(&rows, 456.0).scene;
    let said = "The axis breaks at 300\u{a0}ms and goes on to 45000\u{a0}ms on a scale of its own.";
    assert!(scene.description.ends_with(said), "{}", scene.description);
    let numbers: Vec<&str> = texts(&scene).into_iter().map(|text| text.text.as_str()).collect();
    assert!(numbers.contains(&"45\u{a0}s") && numbers.contains(&"300"), "{numbers:?}");
}

#[test]
fn figures_are_fine_where_they_are_few() {
    for (us, words) in [(0, "0"), (95, "0.10"), (996, "1.0"), (2_149, "2.1"), (19_990, "20.0"), (184_600, "185")] {
        assert_eq!(figure(us), words);
    }
}

#[test]
fn words_of_a_row_stay_apart_at_both_widths() {
    let mut rows = vec![row("Total-order broadcast with very long words", 184_000, 1_334_000); 3];
    rows[1].current = true;
    rows[2].name = "Per-key sequential".to_owned();
    rows.push(row("Quorum", 1_000, 2_000));
    let far = [row("Cache aside", 1_000, 31_334_000)];
    for (rows, width) in [(rows.clone(), 328.0), (rows.clone(), 456.0)]
        .into_iter()
        .chain([328.0, 456.0].map(|width| ([&rows[..], &far].concat(), width)))
    {
        let scene = chart(&rows, width).scene;
        let areas: Vec<Area> = texts(&scene).into_iter().map(bounds).collect();
        for (index, a) in areas.iter().enumerate() {
            assert!(a.x >= -0.1 && a.x + a.width <= width + 0.1, "{a:?}");
            let meets =
                |b: &Area| a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
            assert!(!areas[..index].iter().any(meets), "{a:?} at {width}");
        }
    }
}

#[test]
fn long_words_are_cut_between_words() {
    let mode = "Failover with fencing, a majority has every write";
    let room = |text: &str| font::width(text, FIGURE, 400);
    assert_eq!(words_within(mode, room(mode)), mode);
    assert_eq!(words_within(mode, room(mode) - 1.0), "Failover with fencing, a majority has every…");
    assert_eq!(words_within(mode, room("Failover with fencing, a ")), "Failover with fencing…");
    assert_eq!(words_within("Unhyphenated", room("Unhyph.")), "Unhyph.");
}
