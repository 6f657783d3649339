//! What charts share: an axis of milliseconds, and the frame of their scenes.

use history::Instant;

use crate::axis::{Extent, TimeAxis};
use crate::number::within;
use crate::path::Path;
use crate::scene::{Anchor, Layer, Mark, Omitted, Scene, Text};
use crate::timeline::words;
use crate::tokens::Plain;
use crate::view::Orientation;

/// Font size of all words in charts.
pub(super) const FONT: f64 = 11.0;

/// An axis from zero to a moment.
pub(super) fn axis(end_us: u64, start: f64, room: f64) -> TimeAxis {
    let extent = Extent {
        begin: Instant::ZERO,
        end: Instant::from_us(end_us.max(1)),
        start,
        room,
        least_scale: 0.0,
        most_room: room,
        cut_size: 0.0,
    };
    TimeAxis::fit(Orientation::Across, extent, &[])
}

/// The axis of a picture that has none.
pub(crate) fn no_axis(width: f64) -> TimeAxis {
    axis(1, 0.0, width)
}

/// The finished picture.
pub(super) fn scene(
    (width, height): (f64, f64),
    title: &str,
    description: String,
    axis: TimeAxis,
    (marks, labels): (Vec<Option<Mark>>, Vec<Text>),
) -> Scene {
    let words = labels.into_iter().map(Mark::Text);
    Scene {
        width,
        height,
        head: 0.0,
        title: title.to_owned(),
        description,
        layers: vec![Layer { name: "chart", marks: marks.into_iter().flatten().chain(words).collect() }],
        axis,
        columns: Vec::new(),
        targets: Vec::new(),
        omitted: Omitted::default(),
    }
}

/// A line of words that stays within the width of a chart.
pub(super) fn label(class: Plain, x: f64, y: f64, text: impl Into<String>, width: f64) -> Text {
    let mut text = words(class, FONT, Anchor::Middle, (x, y), text);
    let half = crate::font::width(&text.text, FONT, text.class.weight()) / 2.0;
    text.x = within(text.x, half, (width - half).max(half));
    text
}

/// A dotted line upright at a place.
pub(super) fn upright(path: &mut Path, x: f64, from: f64, to: f64) {
    path.line(&[(x, from), (x, to)]);
}

/// The smallest round length of at least so many microseconds: 1, 1.5, 2, 3, 4, 5 or 8 times a
/// power of ten.
pub(super) fn round_up(us: u64) -> u64 {
    let mut unit = 1_u64;
    loop {
        for half in [2, 3, 4, 6, 8, 10, 16] {
            let round = unit.saturating_mul(half) / 2;
            if round >= us || round > u64::MAX / 100 {
                return round.max(1);
            }
        }
        unit = unit.saturating_mul(10);
    }
}

/// The value below which a share of sorted values lies, in thousandths; by nearest rank.
pub(super) fn quantile(sorted: &[u64], per_mille: u64) -> Option<u64> {
    let count = sorted.len() as u64;
    let rank = (count * per_mille).div_ceil(1_000).clamp(1, count.max(1));
    sorted.get(usize::try_from(rank - 1).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axis_ends_are_round_and_not_much_longer_than_needed() {
        assert_eq!(round_up(223_000), 300_000);
        assert_eq!(round_up(1), 1);
        assert_eq!(round_up(81), 100);
        for us in (1..2_000_000).step_by(997) {
            let round = round_up(us);
            assert!(us <= round && round <= 2 * us, "{us} → {round}");
        }
    }

    #[test]
    fn quantiles_are_values_that_occurred() {
        let sorted = [10, 20, 30, 40];
        assert_eq!(quantile(&sorted, 500), Some(20));
        assert_eq!(quantile(&sorted, 990), Some(40));
        assert_eq!(quantile(&sorted, 1), Some(10));
        assert_eq!(quantile(&[], 500), None);
    }
}
