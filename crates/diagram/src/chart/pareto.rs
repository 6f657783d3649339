//! Settings between two costs: the further to the lower left, the better, and a line joins those that no
//! other beats in both. A circle is as large as a setting's third cost.

use history::decimal::Decimal;

use super::frame::{self, FONT};
use crate::font;
use crate::path::Path;
use crate::scene::{Anchor, Area, Scene, Text};
use crate::timeline::words;
use crate::tokens::{Beside, Plain};

/// Room for the numbers at the left, above the plot, and below it.
const LEFT: f64 = 44.0;
const ABOVE: f64 = 24.0;
const BELOW: f64 = 38.0;
const RIGHT: f64 = 12.0;
/// Radii of the smallest and the largest circle.
const RADII: (f64, f64) = (3.5, 9.0);
/// Around a circle, so that a finger finds it.
const REACH: f64 = 4.0;
/// Between words and whatever else there is.
const GAP: f64 = 3.0;

/// A setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What it costs across, upwards, and by its size.
    pub costs: [f64; 3],
    /// A few words beside it where it stands out, and there is room.
    pub name: String,
    /// A sign or two that stand for it, where there is less.
    pub short: String,
    /// Whether it stands out: it is drawn full, and named first.
    pub best: bool,
}

/// What is plotted: the names of the axes, with their units, and of the size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Costs {
    /// Across.
    pub across: &'static str,
    /// Upwards.
    pub up: &'static str,
    /// The size of a circle.
    pub size: &'static str,
}

/// Draws settings; with it the place of each, in their order.
#[must_use]
pub fn pareto(choices: &[Choice], costs: Costs, width: f64, height: f64) -> (Scene, Vec<Area>) {
    let (width, height) = (width.max(200.0), height.max(160.0));
    let most = |axis: usize| {
        choices.iter().map(|choice| choice.costs[axis]).filter(|cost| cost.is_finite()).fold(0.0, f64::max)
    };
    let (across, up) = (Axis::to(most(0), (width - LEFT) / 64.0), Axis::to(most(1), (height - ABOVE - BELOW) / 44.0));
    let x = |cost: f64| LEFT + across.share(cost) * (width - LEFT - RIGHT);
    let y = |cost: f64| height - BELOW - up.share(cost) * (height - ABOVE - BELOW);
    let (largest, (small, large)) = (most(2).max(f64::MIN_POSITIVE), RADII);
    let circles: Vec<(f64, f64, f64)> = choices
        .iter()
        .map(|choice| {
            let size = (choice.costs[2] / largest).clamp(0.0, 1.0).sqrt();
            (x(choice.costs[0]), y(choice.costs[1]), small + (large - small) * size)
        })
        .collect();
    let (mut ticks, mut frame_line, mut others, mut best) =
        (Path::default(), Path::default(), Path::default(), Path::default());
    let mut labels = Vec::new();
    for cost in across.ticks() {
        ticks.line(&[(x(cost), ABOVE), (x(cost), height - BELOW)]);
        labels.push(words(
            Plain::WordsRuler,
            FONT,
            Anchor::Middle,
            (x(cost), height - BELOW + 15.0),
            Decimal(cost).to_string(),
        ));
    }
    for cost in up.ticks() {
        ticks.line(&[(LEFT, y(cost)), (width - RIGHT, y(cost))]);
        labels.push(words(
            Plain::WordsRuler,
            FONT,
            Anchor::End,
            (LEFT - 8.0, y(cost) + 4.0),
            Decimal(cost).to_string(),
        ));
    }
    frame_line.line(&[(LEFT, ABOVE), (LEFT, height - BELOW), (width - RIGHT, height - BELOW)]);
    labels.push(words(Plain::WordsRuler, FONT, Anchor::Start, (0.0, 12.0), costs.up));
    labels.push(words(Plain::WordsRuler, FONT, Anchor::End, (width - RIGHT, height - 6.0), costs.across));
    for ((cx, cy, radius), choice) in circles.iter().zip(choices) {
        if choice.best { &mut best } else { &mut others }.circle((*cx, *cy), *radius);
    }
    let mut line = Path::default();
    let corners: Vec<(f64, f64)> = staircase(choices).into_iter().map(|[across, up]| (x(across), y(up))).collect();
    line.line(&corners);
    let marks = vec![
        ticks.mark(Plain::ChartTick),
        frame_line.mark(Plain::ChartAxis),
        line.mark(Plain::ChartCurve),
        others.mark(Plain::ReplicaIdle),
        best.mark(Beside::ChoiceBest),
    ];
    labels.extend(names(choices, &circles, &corners, (width, height)));
    let areas = circles.iter().map(|(cx, cy, radius)| around((*cx, *cy), radius + REACH)).collect();
    let description = format!("{} settings by {}, {} and {}.", choices.len(), costs.across, costs.up, costs.size);
    let axis = frame::axis(1, 0.0, width);
    let title = format!("Settings by {} and {}", costs.across, costs.up);
    (frame::scene((width, height), &title, description, axis, (marks, labels)), areas)
}

/// The corners of the line through all that no other beats in both costs.
fn staircase(choices: &[Choice]) -> Vec<[f64; 2]> {
    let mut costs: Vec<[f64; 2]> = choices.iter().map(|choice| [choice.costs[0], choice.costs[1]]).collect();
    costs.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    let mut corners: Vec<[f64; 2]> = Vec::new();
    for [across, up] in costs {
        match corners.last().copied() {
            Some([_, least]) if up >= least => {}
            // Whoever pays a little less across pays as much upwards.
            Some([_, least]) => corners.extend([[across, least], [across, up]]),
            None => corners.push([across, up]),
        }
    }
    corners
}

fn around((x, y): (f64, f64), half: f64) -> Area {
    Area { x: x - half, y: y - half, width: 2.0 * half, height: 2.0 * half }
}

/// Names beside circles, the best first, wherever they touch neither a circle nor the line nor other words. What has
/// no room for its name has its sign there, if that fits.
fn names(
    choices: &[Choice],
    circles: &[(f64, f64, f64)],
    corners: &[(f64, f64)],
    (width, height): (f64, f64),
) -> Vec<Text> {
    let mut taken: Vec<Area> = circles.iter().map(|(x, y, radius)| around((*x, *y), *radius)).collect();
    taken.extend(corners.windows(2).map(|ends| along(ends[0], ends[1])));
    let mut names = Vec::new();
    let mut order: Vec<usize> = (0..choices.len()).collect();
    order.sort_by_key(|place| !choices[*place].best);
    for place in order {
        let choice = &choices[place];
        let forms = if choice.best { [Some(&choice.name), Some(&choice.short)] } else { [None, Some(&choice.short)] };
        let free = forms.into_iter().flatten().find_map(|words| {
            let long = font::width(words, FONT, 400);
            let free = places(circles[place], long).into_iter().find(|area| {
                let inside = area.x >= LEFT + 2.0
                    && area.x + long <= width
                    && area.y >= ABOVE - FONT
                    && area.y + FONT <= height - BELOW;
                inside && !taken.iter().any(|other| meet(area, other))
            });
            free.map(|area| (area, words))
        });
        let Some((area, name)) = free else { continue };
        let (x, y) = (area.x - GAP, area.y - GAP);
        taken.push(Area { x, y, width: area.width + 2.0 * GAP, height: area.height + 2.0 * GAP });
        names.push(words(Plain::WordsRuler, FONT, Anchor::Start, (area.x, area.y + FONT - 2.0), name.clone()));
    }
    names
}

/// Where words so long may stand beside a circle.
fn places((x, y, radius): (f64, f64, f64), long: f64) -> [Area; 8] {
    let beside = radius + GAP;
    let corners = [
        (x + beside, y - FONT / 2.0),
        (x - beside - long, y - FONT / 2.0),
        (x - long / 2.0, y - beside - FONT),
        (x - long / 2.0, y + beside),
        // Aslant, where those are taken.
        (x + radius, y - beside - FONT * 0.6),
        (x + radius, y + beside - FONT * 0.4),
        (x - radius - long, y - beside - FONT * 0.6),
        (x - radius - long, y + beside - FONT * 0.4),
    ];
    corners.map(|(x, y)| Area { x, y, width: long, height: FONT })
}

/// What a line along an axis takes.
fn along((from_x, from_y): (f64, f64), (to_x, to_y): (f64, f64)) -> Area {
    let (x, y) = (from_x.min(to_x) - 1.0, from_y.min(to_y) - 1.0);
    Area { x, y, width: (to_x - from_x).abs() + 2.0, height: (to_y - from_y).abs() + 2.0 }
}

fn meet(one: &Area, other: &Area) -> bool {
    one.x < other.x + other.width
        && other.x < one.x + one.width
        && one.y < other.y + other.height
        && other.y < one.y + one.height
}

/// An axis from nothing to a round cost.
#[derive(Clone, Copy, Debug)]
struct Axis {
    step: f64,
    steps: u32,
}

impl Axis {
    /// An axis that reaches to `most`, in about so many steps of 1, 2 or 5 times a power of ten.
    fn to(most: f64, steps: f64) -> Self {
        let most = if most > 0.0 && most.is_finite() { most } else { 1.0 };
        let rough = most / steps.floor().clamp(1.0, 8.0);
        let mut unit = 1.0;
        while unit > rough {
            unit /= 10.0;
        }
        while unit * 10.0 <= rough {
            unit *= 10.0;
        }
        let step =
            [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * unit).find(|step| *step >= rough).unwrap_or(rough);
        Self { step, steps: (most / step).ceil().max(1.0) as u32 }
    }

    /// How far along the axis a cost is; what is beyond it is at its end.
    fn share(&self, cost: f64) -> f64 {
        (cost / (self.step * f64::from(self.steps))).clamp(0.0, 1.0)
    }

    /// Round costs, without the binary dust of sums.
    fn ticks(self) -> impl Iterator<Item = f64> {
        let Self { step, steps } = self;
        (0..=steps).map(move |count| {
            let cost = step * f64::from(count);
            if step >= 1.0 { cost.round() } else { (cost / step).round() / (1.0 / step).round() }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::Mark;

    const COSTS: Costs = Costs { across: "write, ms", up: "read, ms", size: "messages" };

    fn choice(costs: [f64; 3], best: bool) -> Choice {
        Choice { costs, name: format!("Quorum N={}", costs[2]), short: format!("{}", costs[2]), best }
    }

    /// A spread of settings, some of them on one place.
    fn many() -> Vec<Choice> {
        (0..60_u32)
            .map(|n| {
                let n = f64::from(n);
                choice([(n * 37.0) % 101.0, (n * 53.0) % 67.0, 2.0 + n % 9.0], n % 5.0 == 0.0)
            })
            .collect()
    }

    #[test]
    fn the_line_goes_through_what_nothing_beats_in_both() {
        let all = many();
        let corners = staircase(&all);
        for one in &all {
            let beaten = all.iter().any(|other| {
                other.costs[0] <= one.costs[0]
                    && other.costs[1] <= one.costs[1]
                    && (other.costs[0] < one.costs[0] || other.costs[1] < one.costs[1])
            });
            assert_eq!(corners.contains(&[one.costs[0], one.costs[1]]), !beaten, "{one:?}");
        }
        assert!(corners.windows(2).all(|pair| pair[0][0] <= pair[1][0] && pair[0][1] >= pair[1][1]));
    }

    #[test]
    fn words_touch_neither_each_other_nor_a_circle_nor_the_line() {
        for (width, height) in [(720.0, 420.0), (343.0, 300.0)] {
            let (scene, areas) = pareto(&many(), COSTS, width, height);
            let all_words = |mark: &Mark| matches!(mark, Mark::Text(text) if text.text.starts_with("Quorum"));
            assert!(scene.layers.iter().flat_map(|layer| &layer.marks).any(all_words), "some are named in full");
            let boxes: Vec<Area> = scene
                .layers
                .iter()
                .flat_map(|layer| &layer.marks)
                .filter_map(|mark| match mark {
                    Mark::Text(text) => {
                        let long = font::width(&text.text, text.size, text.class.weight());
                        let left = match text.anchor {
                            Anchor::Start => text.x,
                            Anchor::Middle => text.x - long / 2.0,
                            Anchor::End => text.x - long,
                        };
                        Some(Area { x: left, y: text.y - 8.0, width: long, height: 10.0 })
                    }
                    Mark::Path { .. } => None,
                })
                .collect();
            assert!(boxes.len() > 12, "{}", boxes.len());
            for (place, one) in boxes.iter().enumerate() {
                assert!(one.x >= -0.5 && one.x + one.width <= width + 0.5, "{one:?}");
                assert!(boxes[place + 1..].iter().all(|other| !meet(one, other)), "{width}: {one:?} {boxes:?}");
                for circle in &areas {
                    let reach = REACH + 0.5;
                    let (x, y) = (circle.x + reach, circle.y + reach);
                    let inner = Area { x, y, width: circle.width - 2.0 * reach, height: circle.height - 2.0 * reach };
                    // Words of the axes stand outside of the plot, where a circle's edge may reach.
                    let outside = one.x < LEFT || one.y > height - BELOW || one.y < ABOVE - 11.0;
                    assert!(outside || !meet(one, &inner), "{one:?} {inner:?}");
                }
            }
        }
    }

    #[test]
    fn ticks_are_round_and_reach_to_the_end() {
        for most in [0.0, 0.003, 0.07, 1.0, 4.2, 99.0, 101.0, 8_300.0] {
            let axis = Axis::to(most, 6.0);
            let ticks: Vec<f64> = axis.ticks().collect();
            assert!(ticks.last().is_some_and(|last| *last >= most * 0.999_999), "{most}: {ticks:?}");
            assert!(ticks.len() <= 11 && ticks.iter().all(|tick| Decimal(*tick).to_string().len() <= 6), "{ticks:?}");
        }
    }
}
