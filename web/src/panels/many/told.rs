//! What a series says of one model: as a figure, and as a sentence.

use check::Measure;
use history::decimal::{fixed, grouped};
use measure::Interval;
use pipeline::{Series, Share};

use crate::words;

/// What a series says of one model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Told {
    /// Every history keeps it.
    Always,
    /// Nothing in any run could have shown otherwise.
    Untested,
    /// It is a scale, and this is the worst of it, with the first seed that showed it.
    Worst(Measure, Option<u32>),
    /// No run broke it.
    None { high: f64 },
    /// Some runs broke it: how many, the share, and the first seed.
    Some { violated: u32, share: f64, between: Interval, first: Option<u32> },
    /// Some runs could not tell, and so many broke it.
    Open { violated: u32, undecided: u32, between: Interval, first: Option<u32> },
}

impl Told {
    pub(super) fn of(series: &Series, share: &Share, always: bool) -> Self {
        let (violated, undecided, first) = (share.violated, share.undecided, share.first_violating_seed);
        let between = series.broken(share);
        match share.worst {
            _ if always => Self::Always,
            Some(worst) => Self::Worst(worst, share.worst_seed),
            None if share.is_untested() => Self::Untested,
            None if undecided > 0 => Self::Open { violated, undecided, between, first },
            None if violated == 0 => Self::None { high: between.high },
            None => Self::Some { violated, share: f64::from(violated) / f64::from(series.runs), between, first },
        }
    }

    /// In as few letters as a column has.
    pub(super) fn figure(&self) -> String {
        match self {
            Self::Always => words::shared::NEVER.to_owned(),
            Self::Untested => words::verdicts::UNTESTED.to_owned(),
            Self::Worst(Measure::Delay(delay), _) => delay.to_string(),
            Self::Worst(worst, _) => worst.to_string(),
            Self::None { high } => format!("≤\u{a0}{}", percent(*high)),
            Self::Some { share, .. } => percent(*share),
            Self::Open { between, .. } => span(*between, "–"),
        }
    }

    /// In full.
    pub(super) fn sentence(&self, series: &Series) -> String {
        let runs = words::many::runs(series.runs);
        match self {
            Self::Always => words::many::ALWAYS.to_owned(),
            Self::Untested => words::many::untested(&runs),
            Self::Worst(worst, _) if worst.is_ideal() => words::many::at_best(&runs),
            Self::Worst(worst, seed) => words::many::at_worst(&runs, worst, &first(*seed)),
            Self::None { high } => words::many::in_none(&runs, &percent(*high)),
            Self::Some { share, between, first: seed, .. } => {
                words::many::in_some(&percent(*share), &runs, &span(*between, words::shared::TO), &first(*seed))
            }
            Self::Open { violated, undecided, between, first: seed } => {
                let (violated, undecided) = (grouped(u64::from(*violated)), grouped(u64::from(*undecided)));
                let between = span(*between, words::shared::TO);
                words::many::open(&violated, &runs, &undecided, &between, &first(*seed))
            }
        }
    }

    /// The first seed that shows it.
    pub(super) const fn seed(&self) -> Option<u32> {
        match self {
            Self::Worst(worst, seed) if !worst.is_ideal() => *seed,
            Self::Some { first, .. } | Self::Open { first, .. } => *first,
            _ => None,
        }
    }

    /// The class that colours it.
    pub(super) const fn class(&self) -> &'static str {
        match self {
            Self::Some { .. } => "is-seen",
            Self::Open { violated, .. } if *violated > 0 => "is-seen",
            _ => "is-unseen",
        }
    }
}

fn first(seed: Option<u32>) -> String {
    seed.map(words::many::first_with).unwrap_or_default()
}

/// A share in per cent: small ones with as many decimals as they need.
pub(in crate::panels) fn percent(share: f64) -> String {
    format!("{}\u{a0}%", digits(share))
}

fn digits(share: f64) -> String {
    let hundredths = 100.0 * share;
    let places = match hundredths {
        _ if hundredths >= 99.95 || hundredths <= 0.0 => 0,
        _ if hundredths >= 0.095 => 1,
        _ if hundredths >= 0.0095 => 2,
        _ => 3,
    };
    // Whatever is not all of them is not shown as if it were.
    if places == 0 && (0.0..1.0).contains(&share) && share > 0.0 {
        return if share > 0.99995 { fixed(hundredths, 3) } else { fixed(hundredths, 2) };
    }
    fixed(hundredths, places)
}

/// Both ends of an interval in per cent.
pub(in crate::panels) fn span(between: Interval, joint: &str) -> String {
    format!("{}{joint}{}", digits(between.low), percent(between.high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use scenario::Scenario;

    fn told(violated: u32, undecided: u32, runs: u32) -> (Told, Series) {
        let share = Share {
            held: runs - violated - undecided,
            violated,
            undecided,
            first_violating_seed: (violated > 0).then_some(41),
            ..Share::default()
        };
        let series = Series { runs, ..Series::default() };
        (Told::of(&series, &share, false), series)
    }

    #[test]
    fn a_share_is_said_with_its_interval_and_its_first_seed() {
        let check = |violated, undecided, runs, figure: &str, sentence: &str| {
            let (told, series) = told(violated, undecided, runs);
            let plain = |text: String| text.replace('\u{a0}', " ");
            assert_eq!((plain(told.figure()).as_str(), plain(told.sentence(&series)).as_str()), (figure, sentence));
        };
        check(123, 0, 1_000, "12.3 %", "Violated in 12.3 % of 1,000 runs, 10.4 to 14.5 %; first with seed 41.");
        check(0, 0, 1_000, "≤ 0.4 %", "Violated in none of 1,000 runs: a share of at most 0.4 %.");
        check(0, 0, 100_000, "≤ 0.004 %", "Violated in none of 100,000 runs: a share of at most 0.004 %.");
        check(1_000, 0, 1_000, "100 %", "Violated in 100 % of 1,000 runs, 99.6 to 100 %; first with seed 41.");
        check(9_999, 0, 10_000, "99.99 %", "Violated in 99.99 % of 10,000 runs, 99.9 to 99.998 %; first with seed 41.");
        check(
            3,
            230,
            1_000,
            "0.1–26.0 %",
            "Violated in 3 of 1,000 runs, not told in 230: 0.1 to 26.0 %; first with seed 41.",
        );
    }

    #[test]
    fn what_was_never_at_stake_is_no_share() {
        let mut scenario = Scenario::default();
        scenario.workload.random.write_percent = 0;
        let series = Series::part(&scenario, 0..5).expect("it can run");
        let share = series.of(history::ModelId::MonotonicWrites).expect("it is a model");
        assert_eq!(Told::of(&series, share, false), Told::Untested);
        assert_eq!(Told::of(&series, share, true).figure(), "never");
    }

    #[test]
    fn a_scale_says_its_worst() {
        let scenario = Scenario::default();
        let series = Series::part(&scenario, 0..20).expect("it can run");
        let share = series.of(history::ModelId::BoundedStaleness).expect("it is a model");
        let told = Told::of(&series, share, false);
        assert_eq!((told.figure().as_str(), told.seed()), ("k = 2", share.worst_seed));
        assert!(told.sentence(&series).starts_with("At worst in 20 runs: k = 2; first with seed "));
    }
}
