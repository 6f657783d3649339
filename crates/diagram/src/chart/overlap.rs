//! Quorum overlap: the replicas in a row, those that a write reached in one capsule, those that a
//! read asked in another. Where the capsules share replicas, a read meets the write.

use super::frame::{self, FONT, label};
use crate::font;
use crate::path::Path;
use crate::scene::{Area, Scene, Text};
use crate::tokens::Plain;

const RADIUS: f64 = 6.0;
const PITCH: f64 = 44.0;
const HEIGHT: f64 = 64.0;
/// Half the height of the two capsules: both outlines stay visible where they cross.
const WRITTEN: f64 = 14.0;
const READ: f64 = 11.0;

/// Which replicas a write reached and a read asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replicas<'a> {
    /// As few in common as the numbers allow: W from one end, R from the other.
    Worst {
        /// How many a write reaches.
        w: u8,
        /// How many a read asks.
        r: u8,
    },
    /// Those of a run, by number.
    Known {
        /// The ones written.
        written: &'a [u8],
        /// The ones read.
        read: &'a [u8],
    },
}

/// Draws the overlap of a write and a read on `n` replicas.
#[must_use]
pub fn overlap(n: u8, replicas: Replicas<'_>, width: f64) -> Scene {
    let is_written = |replica: u8| match replicas {
        Replicas::Worst { w, .. } => replica < w,
        Replicas::Known { written, .. } => written.contains(&replica),
    };
    let is_read = |replica: u8| match replicas {
        Replicas::Worst { r, .. } => replica >= n.saturating_sub(r),
        Replicas::Known { read, .. } => read.contains(&replica),
    };
    let shared = (0..n).any(|replica| is_written(replica) && is_read(replica));
    // Both capsules hold neighbours: written only, both, read only; the rest where it parts none.
    let group = |replica: &u8| match (is_written(*replica), is_read(*replica)) {
        (true, false) => 0,
        (true, true) => 1,
        (false, true) => 3,
        (false, false) if shared => 4,
        (false, false) => 2,
    };
    // Five passes over nine replicas: a sort of its own would weigh more in wasm than all this.
    let order: Vec<u8> = (0..5).flat_map(|wanted| (0..n).filter(move |replica| group(replica) == wanted)).collect();
    let gaps = f64::from(n.max(2) - 1);
    let pitch = ((width - 2.0 * WRITTEN - 2.0) / gaps).min(PITCH);
    let start = (width - pitch * f64::from(n.saturating_sub(1))) / 2.0;
    let y = 34.0;
    let dot = |place: usize| (start + pitch * place as f64, y);
    let mut drawing = Drawing::default();
    for (place, replica) in order.iter().enumerate() {
        drawing.replica(dot(place), is_written(*replica), is_read(*replica));
        let name = format!("r{}", u32::from(*replica) + 1);
        let text = label(Plain::WordsRegion, dot(place).0, HEIGHT - 4.0, name, width);
        drawing.labels.push(text);
    }
    let span = |of: &dyn Fn(u8) -> bool| {
        let mut places = order.iter().enumerate().filter(|(_, replica)| of(**replica));
        let first = places.next()?.0;
        let last = places.next_back().map_or(first, |(place, _)| place);
        Some((dot(first).0, dot(last).0))
    };
    let (written, read) = (span(&is_written), span(&is_read));
    drawing.capsules(y, written, read);
    let count = |of: &dyn Fn(u8) -> bool| order.iter().filter(|replica| of(**replica)).count();
    let (w, r) = (count(&is_written), count(&is_read));
    let both = count(&|replica| is_written(replica) && is_read(replica));
    drawing.names(width, written.map(|span| (span, w)), read.map(|span| (span, r)));
    let noun = if n == 1 { "replica" } else { "replicas" };
    let description = format!("{n} {noun}, {w} written, {r} read, {both} in common.");
    let axis = frame::axis(1, 0.0, width);
    let marks = vec![
        drawing.written.mark(Plain::CapsuleWritten),
        drawing.read.mark(Plain::CapsuleRead),
        drawing.idle_dots.mark(Plain::ReplicaIdle),
        drawing.read_dots.mark(Plain::ReplicaRead),
        drawing.written_dots.mark(Plain::ReplicaWritten),
    ];
    let content = (marks, drawing.labels);
    frame::scene((width, HEIGHT), "Quorum overlap", description, axis, content)
}

#[derive(Default)]
struct Drawing {
    written: Path,
    read: Path,
    idle_dots: Path,
    read_dots: Path,
    written_dots: Path,
    labels: Vec<Text>,
}

impl Drawing {
    fn replica(&mut self, at: (f64, f64), written: bool, read: bool) {
        match (written, read) {
            (true, true) => {
                self.read_dots.circle(at, RADIUS);
                self.written_dots.circle(at, RADIUS - 2.5);
            }
            (true, false) => self.written_dots.circle(at, RADIUS),
            (false, true) => self.read_dots.circle(at, RADIUS - 1.0),
            (false, false) => self.idle_dots.circle(at, RADIUS - 0.5),
        }
    }

    fn capsules(&mut self, y: f64, written: Option<(f64, f64)>, read: Option<(f64, f64)>) {
        let around = |(from, to): (f64, f64), half: f64| Area {
            x: from - half,
            y: y - half,
            width: to - from + 2.0 * half,
            height: 2.0 * half,
        };
        if let Some(span) = written {
            self.written.area(around(span, WRITTEN), WRITTEN);
        }
        if let Some(span) = read {
            self.read.area(around(span, READ), READ);
        }
    }

    /// Names each capsule above its middle; where the names would meet, they keep to their ends.
    fn names(&mut self, width: f64, written: Option<((f64, f64), usize)>, read: Option<((f64, f64), usize)>) {
        let y = 12.0;
        let middle = |span: (f64, f64)| (span.0 + span.1) / 2.0;
        let name = |class, span, text| label(class, middle(span), y, text, width);
        let mut first = written.map(|(span, w)| name(Plain::WordsWrite, span, format!("written, W\u{a0}=\u{a0}{w}")));
        let mut second = read.map(|(span, r)| name(Plain::WordsRead, span, format!("read, R\u{a0}=\u{a0}{r}")));
        if let (Some(first), Some(second)) = (&mut first, &mut second) {
            let half = |text: &Text| font::width(&text.text, FONT, text.class.weight()) / 2.0;
            if first.x + half(first) + 8.0 > second.x - half(second) {
                first.x = half(first);
                second.x = width - half(second);
            }
        }
        self.labels.extend([first, second].into_iter().flatten());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(n: u8, w: u8, r: u8, description: &str) {
        let scene = overlap(n, Replicas::Worst { w, r }, 224.0);
        assert_eq!(scene.description, description);
        for text in scene.layers[0].marks.iter().filter_map(|mark| match mark {
            crate::scene::Mark::Text(text) => Some(text),
            crate::scene::Mark::Path { .. } => None,
        }) {
            let bounds = crate::timeline::bounds(text);
            assert!(bounds.x >= -0.1 && bounds.x + bounds.width <= 224.1, "{text:?}");
        }
    }

    #[test]
    fn the_worst_case_shares_as_few_replicas_as_possible() {
        check(5, 2, 2, "5 replicas, 2 written, 2 read, 0 in common.");
        check(5, 3, 3, "5 replicas, 3 written, 3 read, 1 in common.");
        check(9, 9, 9, "9 replicas, 9 written, 9 read, 9 in common.");
        check(1, 1, 1, "1 replica, 1 written, 1 read, 1 in common.");
    }

    #[test]
    fn the_replicas_of_a_run_are_drawn_as_they_were() {
        let replicas = Replicas::Known { written: &[4, 0], read: &[4, 2] };
        let scene = overlap(5, replicas, 224.0);
        assert_eq!(scene.description, "5 replicas, 2 written, 2 read, 1 in common.");
    }
}
