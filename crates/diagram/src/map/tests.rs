//! The map keeps distances, hides nothing, and finds who is where.

use history::{NodeId, ReplicaId};

use super::*;

fn distances(points: &[(f64, f64)]) -> Vec<Vec<f64>> {
    let apart = |a: &(f64, f64), b: &(f64, f64)| libm::hypot(a.0 - b.0, a.1 - b.1);
    points.iter().map(|a| points.iter().map(|b| apart(a, b)).collect()).collect()
}

fn sites(counts: &[usize]) -> Vec<Site> {
    let mut ids = (0..).map(ReplicaId);
    let node = |id: ReplicaId| (NodeId::Replica(id), format!("r{}", id.0 + 1));
    counts
        .iter()
        .enumerate()
        .map(|(index, count)| Site {
            name: format!("Region number {index}"),
            nodes: ids.by_ref().take(*count).map(node).collect(),
        })
        .collect()
}

/// Points drawn by a fixed sequence.
fn scattered(count: usize, mut draw: u64) -> Vec<(f64, f64)> {
    let mut next = || {
        draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (draw >> 33) as f64 / f64::from(1_u32 << 31) * 100.0
    };
    (0..count).map(|_| (next(), next())).collect()
}

#[test]
fn what_a_plane_can_hold_is_drawn_exactly() {
    for seed in 0..50 {
        let apart = distances(&scattered(2 + seed as usize % 8, seed));
        let map = map(&sites(&vec![0; apart.len()]), &apart, None, 300.0, Size::Desktop);
        assert!(map.off < 1e-6, "{seed}: off by {}", map.off);
        let drawn = distances(&map.sites);
        let scale = drawn[0][1] / apart[0][1];
        for (drawn, apart) in drawn.iter().flatten().zip(apart.iter().flatten()) {
            assert!((drawn - apart * scale).abs() < 1e-3, "{seed}: {drawn} for {apart}");
        }
    }
}

#[test]
fn what_no_plane_holds_says_how_far_it_is_off() {
    // Four regions that are all as far from each other need three dimensions.
    let alike = |count: usize| -> Vec<Vec<f64>> {
        (0..count).map(|a| (0..count).map(|b| if a == b { 0.0 } else { 80.0 }).collect()).collect()
    };
    assert!(map(&sites(&[0; 3]), &alike(3), None, 300.0, Size::Desktop).off < 1e-6);
    // In the square, the best of all, sides are short and diagonals long.
    let four = map(&sites(&[0; 4]), &alike(4), None, 300.0, Size::Desktop).off;
    assert!((0.1..0.2).contains(&four), "{four}");
}

#[test]
fn nothing_lies_on_anything_else_or_outside() {
    for seed in 0..200 {
        let points = scattered(2 + seed as usize % 8, seed);
        let counts: Vec<usize> = points.iter().enumerate().map(|(at, _)| (at + seed as usize) % 6).collect();
        let (width, size) = [(224.0, Size::Desktop), (358.0, Size::Phone)][seed as usize % 2];
        let map = map(&sites(&counts), &distances(&points), None, width, size);
        let texts = map.scene.layers[0].marks.iter().filter_map(|mark| match mark {
            Mark::Text(text) => {
                let long = font::width(&text.text, text.size, 400);
                Some(Area { x: text.x - long / 2.0, y: text.y - 9.0, width: long, height: 11.0 })
            }
            Mark::Path { .. } => None,
        });
        let areas: Vec<Area> = map.chips.iter().map(|chip| chip.area).chain(texts).collect();
        for (dot, area) in map.sites.iter().flat_map(|dot| areas.iter().map(move |area| (dot, area))) {
            let on_it = area.x < dot.0 && dot.0 < area.x + area.width && area.y < dot.1 && dot.1 < area.y + area.height;
            assert!(!on_it, "{seed}: {area:?} on the dot at {dot:?}");
        }
        for (index, a) in areas.iter().enumerate() {
            let inside = a.x >= 0.0 && a.y >= 0.0 && a.x + a.width <= width && a.y + a.height <= map.scene.height;
            assert!(inside, "{seed}: {a:?} of {width}×{}", map.scene.height);
            for b in &areas[..index] {
                let apart = a.x + a.width <= b.x + 0.01
                    || b.x + b.width <= a.x + 0.01
                    || a.y + a.height <= b.y + 0.01
                    || b.y + b.height <= a.y + 0.01;
                assert!(apart, "{seed}: {a:?} on {b:?}");
            }
        }
    }
}

#[test]
fn a_chip_finds_its_region_and_the_next_one_every_way() {
    let points = [(0.0, 0.0), (50.0, -10.0), (100.0, 0.0), (50.0, 40.0)];
    let map = map(&sites(&[1, 0, 2, 1]), &distances(&points), Some(0), 300.0, Size::Desktop);
    for chip in &map.chips {
        assert_eq!(map.near(middle(chip.area)), Some(chip.site));
    }
    for (site, dot) in (0..).zip(&map.sites) {
        assert_eq!(map.near(*dot), Some(site));
    }
    assert_eq!(map.towards(0, (1.0, 0.0)), Some(1));
    assert_eq!(map.towards(1, (1.0, 0.0)), Some(2));
    assert_eq!(map.towards(2, (1.0, 0.0)), None);
    assert_eq!(map.towards(1, (0.0, 1.0)), Some(3));
    let names: Vec<&str> = map.scene.layers[0]
        .marks
        .iter()
        .filter_map(|mark| if let Mark::Text(text) = mark { Some(text.text.as_str()) } else { None })
        .collect();
    assert_eq!(names, ["Region number 0", "Region number 1", "Region number 2", "Region number 3"]);
}

#[test]
fn one_region_and_none_are_drawn_too() {
    let one = map(&sites(&[3]), &[vec![0.0]], None, 224.0, Size::Desktop);
    assert_eq!((one.chips.len(), one.off), (3, 0.0));
    assert!(map(&[], &[], None, 224.0, Size::Desktop).chips.is_empty());
}
