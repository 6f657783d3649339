//! The lattice has room for all that is written on it, at every width that there is.

use super::*;
use diagram::timeline::bounds;
use diagram::{Area, Mark};
use pipeline::Strength;
use scenario::Scenario;

/// What is left by margins: from phones of 360 px and 390 to screens of 1440 and more.
const WIDTHS: [f64; 8] = [328.0, 358.0, 430.0, 700.0, 760.0, 872.0, 960.0, 1_200.0];

/// What may be found, with the longest words: nothing, one run, many.
fn findings() -> Vec<Option<Found>> {
    let report = pipeline::evaluate(&Scenario::default(), pipeline::Recording::HistoryOnly).expect("it can run");
    let mut weak = Scenario::default();
    weak.strategy.protocol = "weak".to_owned();
    let mut found = vec![None, Some(Found::of_run(&report.judgement))];
    for scenario in [Scenario::default(), weak] {
        let mut strength = Strength::default();
        (0..12).for_each(|_| strength.run(&scenario).expect("it can run"));
        found.push(Some(Found::of_runs(&strength)));
    }
    found
}

fn pictures() -> impl Iterator<Item = (f64, Lattice)> {
    findings().into_iter().flat_map(|found| WIDTHS.map(|width| (width, draw(found.as_ref(), None, width))))
}

fn meet(a: &Area, b: &Area) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/// Whether a line runs through an area: some point of it, a pixel apart, lies within.
fn crosses(line: &[(f64, f64); 2], area: &Area) -> bool {
    let [(ax, ay), (bx, by)] = *line;
    let count = ((bx - ax).abs() + (by - ay).abs()).ceil().max(1.0);
    (0..=count as u32).any(|step| {
        let share = f64::from(step) / count;
        let (x, y) = (ax + (bx - ax) * share, ay + (by - ay) * share);
        x > area.x && x < area.x + area.width && y > area.y && y < area.y + area.height
    })
}

fn captions(lattice: &Lattice) -> Vec<Area> {
    let ground = &lattice.scene.layers[0].marks;
    ground.iter().filter_map(|mark| if let Mark::Text(text) = mark { Some(bounds(text)) } else { None }).collect()
}

#[test]
fn every_registered_model_has_a_place_and_every_step_leads_down() {
    let models: Vec<ModelId> = check::models().iter().map(|model| model.id).collect();
    for model in &models {
        assert_eq!(PLACES.iter().filter(|placed| placed.model == *model).count(), 1, "{model}");
    }
    assert_eq!(PLACES.len(), models.len());
    assert_eq!(steps().count(), IMPLICATIONS.len());
    for narrow in [false, true] {
        for step in IMPLICATIONS {
            let y = |model| {
                let placed = Placed::of(model).expect("it has a place");
                if narrow { placed.narrow.y } else { placed.wide.y }
            };
            assert!(y(step.stronger) < y(step.weaker), "{} → {}", step.stronger, step.weaker);
        }
    }
}

#[test]
fn nothing_lies_on_anything_else_or_leaves_the_picture() {
    let mut wrong = Vec::new();
    for (width, lattice) in pictures() {
        let named = lattice.nodes.iter().zip(PLACES);
        let mut areas: Vec<(String, Area)> = Vec::new();
        for (place, placed) in named {
            areas.push((format!("{} node", placed.model), place.shape));
            areas.extend(place.labels.iter().map(|label| (format!("{} words", placed.model), *label)));
        }
        areas.extend(captions(&lattice).into_iter().map(|area| (format!("caption at {:.0}", area.y), area)));
        for (index, (name, area)) in areas.iter().enumerate() {
            let inside = area.x >= -0.5 && area.x + area.width <= lattice.scene.width + 0.5;
            if !inside || area.y < 0.0 || area.y + area.height > lattice.scene.height {
                wrong.push(format!("{width}: {name} leaves the picture: {area:.0?}"));
            }
            for (other, there) in &areas[..index] {
                // The lines of one name stand as close as lines of a text do.
                if name != other && meet(area, there) {
                    wrong.push(format!("{width}: {name} on {other}: {area:.0?} {there:.0?}"));
                }
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn no_step_runs_through_a_node_or_words() {
    let mut wrong = Vec::new();
    for (width, lattice) in pictures() {
        for (line, ends) in lattice.steps.iter().zip(IMPLICATIONS) {
            let step = format!("{} → {}", ends.stronger, ends.weaker);
            for (place, placed) in lattice.nodes.iter().zip(PLACES) {
                // It ends short of its own ends, by construction.
                let own = [ends.stronger, ends.weaker].contains(&placed.model);
                let mut all = if own { Vec::new() } else { vec![("node", place.shape)] };
                all.extend(place.labels.iter().map(|label| ("words", *label)));
                for (what, area) in all.iter().filter(|(_, area)| crosses(line, area)) {
                    wrong.push(format!("{width}: {step} through the {what} of {}: {area:.0?}", placed.model));
                }
            }
            for area in captions(&lattice).iter().filter(|area| crosses(line, area)) {
                wrong.push(format!("{width}: {step} through a caption at {:.0}", area.y));
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// From the top every model but weak's ground is reached along steps and rows, and every arrow has a way
/// back.
#[test]
fn arrows_lead_from_the_top_to_every_model() {
    for narrow in [false, true] {
        let mut reached = vec![ModelId::Linearizable];
        let mut next = 0;
        while let Some(from) = reached.get(next).copied() {
            for way in [Way::Up, Way::Down, Way::Left, Way::Right] {
                if let Some(model) = beside(from, way, narrow)
                    && !reached.contains(&model)
                {
                    reached.push(model);
                }
            }
            next += 1;
        }
        let missing: Vec<_> = ModelId::ALL.iter().filter(|model| !reached.contains(model)).collect();
        assert!(missing.is_empty(), "narrow {narrow}: {missing:?}");
    }
}
