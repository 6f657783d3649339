//! A sweep as it was asked for: its base, what it goes over, and the scenario of each of its points.

use scenario::{Scenario, ValidScenario};
use serde::{Deserialize, Serialize};
use share::Link;

use super::axes::Axis;
use crate::source;

/// What files of a sweep are written in; a later form has a later number.
const FORMAT: u32 = 2;
/// More points than any machine finishes.
const POINTS_MAX: u128 = 1_000_000;

/// Everything that tells one sweep from another. Shards of one sweep have the same plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Plan {
    format: u32,
    engine: u32,
    /// The link that the points differ from.
    base: String,
    pub(crate) over: Vec<Axis>,
    /// Nothing where it is a grid.
    random: Option<Random>,
    /// Runs of each point, with seeds from its scenario's own on.
    pub(crate) runs: u32,
    /// The models that are judged, by name.
    pub(crate) models: Vec<String>,
}

/// Points that are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Random {
    pub(crate) points: u32,
    pub(crate) seed: u32,
}

/// A point of a sweep.
pub(crate) struct Point {
    /// The value of each axis.
    pub(crate) values: Vec<String>,
    /// Its link, whether or not it can run.
    pub(crate) link: String,
    /// Its scenario, or every reason why it cannot run.
    pub(crate) scenario: Result<ValidScenario, Vec<String>>,
}

impl Plan {
    /// A sweep from a base.
    ///
    /// # Errors
    /// Every value that no link can have, and what else is wrong.
    pub(crate) fn new(
        base: &Scenario,
        over: Vec<Axis>,
        random: Option<Random>,
        runs: u32,
        models: Vec<String>,
    ) -> Result<Self, Vec<String>> {
        let link = Link::from(base.clone());
        let base = share::encode_readable(&link).map_err(|error| vec![error.to_string()])?;
        let plan = Self { format: FORMAT, engine: history::ENGINE_VERSION, base, over, random, runs, models };
        let problems = plan.problems();
        if problems.is_empty() { Ok(plan) } else { Err(problems) }
    }

    /// Whether files of it are read here.
    pub(crate) const fn is_of_this_form(&self) -> bool {
        self.format == FORMAT
    }

    fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for (place, axis) in self.over.iter().enumerate() {
            if self.over[..place].iter().any(|other| other.key == axis.key) {
                problems.push(format!("--over {}: it is given more than once", axis.key));
            }
            let ends = axis.between.iter().flat_map(|(low, high)| [low.to_string(), high.to_string()]);
            for value in axis.values.iter().cloned().chain(ends).filter(|value| !value.is_empty()) {
                // Alone, so that what is wrong is the value, and not what it meets.
                if let Ok(decoded) = share::decode(&format!("{}={value}", axis.key)) {
                    let told = decoded.problems.iter().filter(|problem| problem.field != "way");
                    problems.extend(told.map(|problem| format!("--over {problem}")));
                }
            }
        }
        let points = self.points_wanted();
        if points > POINTS_MAX {
            problems.push(format!("the sweep has {points} points; it can have up to {POINTS_MAX}"));
        }
        problems
    }

    fn points_wanted(&self) -> u128 {
        let grid = || self.over.iter().map(|axis| axis.values.len() as u128).product();
        self.random.map_or_else(grid, |random| random.points.into())
    }

    /// How many points there are.
    pub(crate) fn points(&self) -> u32 {
        u32::try_from(self.points_wanted()).unwrap_or(u32::MAX)
    }

    /// A point by its number. In a grid the last axis moves fastest.
    pub(crate) fn point(&self, number: u32) -> Point {
        let values = match self.random {
            Some(random) => self.drawn(random, number),
            None => self.listed(number),
        };
        let link = self.link(&values);
        let scenario = match share::decode(&link) {
            Ok(decoded) if decoded.problems.is_empty() => {
                decoded.link.scenario.validate(pipeline::protocols()).map_err(|problems| source::lines(&problems))
            }
            Ok(decoded) => Err(source::lines(&decoded.problems)),
            Err(error) => Err(vec![error.to_string()]),
        };
        Point { values, link, scenario }
    }

    fn listed(&self, number: u32) -> Vec<String> {
        let mut rest = number as usize;
        let mut values: Vec<String> = Vec::with_capacity(self.over.len());
        for axis in self.over.iter().rev() {
            values.push(axis.values[rest % axis.values.len()].clone());
            rest /= axis.values.len();
        }
        values.reverse();
        values
    }

    fn drawn(&self, random: Random, number: u32) -> Vec<String> {
        let lot = |place: u64| scattered(u64::from(random.seed) << 32 | u64::from(number), place);
        (0..).zip(&self.over).map(|(place, axis)| axis.drawn(lot(place))).collect()
    }

    /// What the base says of other fields, and then the values.
    fn link(&self, values: &[String]) -> String {
        let of_axes = |part: &&str| {
            let key = part.split_once('=').map_or(*part, |(key, _)| key);
            self.over.iter().any(|axis| axis.key == key)
        };
        let mut parts: Vec<String> = self.base.split('&').filter(|part| !of_axes(part)).map(str::to_owned).collect();
        let said = self.over.iter().zip(values).filter(|(_, value)| !value.is_empty());
        parts.extend(said.map(|(axis, value)| format!("{}={value}", axis.key)));
        parts.join("&")
    }

    /// In what another plan differs.
    pub(crate) fn differences(&self, other: &Self) -> Vec<&'static str> {
        let all = [
            ("engine", self.engine == other.engine),
            ("base", self.base == other.base),
            ("fields", self.over == other.over),
            ("drawing", self.random == other.random),
            ("runs", self.runs == other.runs),
            ("models", self.models == other.models),
        ];
        all.iter().filter(|(_, alike)| !alike).map(|(name, _)| *name).collect()
    }
}

/// Scatters a number over 64 bits: the finaliser of SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, "Fast
/// Splittable Pseudorandom Number Generators", OOPSLA 2014), twice. A draw depends on its point and its
/// field alone, so shards need not know of each other.
fn scattered(number: u64, place: u64) -> u64 {
    let finish = |mut z: u64| {
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    finish(finish(number.wrapping_add(GOLDEN)).wrapping_add(GOLDEN.wrapping_mul(place + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(over: &[&str], random: Option<Random>) -> Result<Plan, Vec<String>> {
        let axes = over.iter().map(|text| Axis::read(text, random.is_some()).unwrap()).collect();
        Plan::new(&Scenario::default(), axes, random, 1, Vec::new())
    }

    #[test]
    fn a_grid_has_every_combination_once() {
        let plan = plan(&["n=3,5", "w=1..3"], None).unwrap();
        let values: Vec<_> = (0..plan.points()).map(|number| plan.point(number).values).collect();
        assert_eq!(values, [["3", "1"], ["3", "2"], ["3", "3"], ["5", "1"], ["5", "2"], ["5", "3"]]);
    }

    #[test]
    fn a_point_says_why_it_cannot_run() {
        let point = plan(&["n=2", "w=3", "r=0"], None).unwrap().point(0);
        let problems = point.scenario.err().unwrap();
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems[0].contains("W, the acknowledgements a write waits for, is 3"), "{problems:?}");
    }

    #[test]
    fn sessions_stand_round_the_regions_of_the_network_that_is_swept_to() {
        let point = plan(&["net=rack"], None).unwrap().point(0);
        assert_eq!(point.scenario.unwrap().scenario().sessions.iter().map(|one| one.region).max(), Some(0));
    }

    #[test]
    fn an_axis_takes_the_place_of_what_the_base_says() {
        let mut base = Scenario { seed: 7, ..Scenario::default() };
        base.cluster.w = 1;
        let axes = vec![Axis::read("w=2", false).unwrap()];
        let point = Plan::new(&base, axes, None, 1, Vec::new()).unwrap().point(0);
        assert_eq!(point.link, "seed=7&w=2");
        assert_eq!(point.scenario.unwrap().scenario().cluster.w, 2);
    }

    #[test]
    fn values_that_no_link_has_are_all_told_at_once() {
        let problems = plan(&["n=3,many", "moon=full", "n=5"], None).unwrap_err();
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(plan(&["seed=1..2000", "n=1..9", "w=1..9", "r=1..9"], None).unwrap_err()[0].contains("1458000 points"));
    }

    #[test]
    fn drawn_points_are_the_same_again_and_spread_over_the_range() {
        let random = Some(Random { points: 2_000, seed: 3 });
        let plan = plan(&["lat=0.5..1.5", "w=1..2"], random).unwrap();
        let lat = |number: u32| plan.point(number).values[0].parse::<f64>().unwrap();
        let mean = (0..2_000).map(lat).sum::<f64>() / 2_000.0;
        // Of a uniform mean the standard error is 1 / √(12 · 2000) = 0.0065.
        assert!((mean - 1.0).abs() < 0.026, "{mean}");
        assert_eq!(plan.point(7).values, plan.point(7).values);
        assert_ne!(plan.point(7).values, plan.point(8).values);
        let ones = (0..2_000).filter(|number| plan.point(*number).values[1] == "1").count();
        assert!((911..=1_089).contains(&ones), "{ones}");
    }
}
