//! How every class of mark looks.

use super::class::{Class, Hue, Part, Plain, Strength};
use super::colour::Colour;

/// The looks of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What fills it.
    pub fill: Option<Colour>,
    /// What outlines it.
    pub stroke: Option<Colour>,
    /// How wide the outline is, in px.
    pub width: &'static str,
    /// The dashes of the outline.
    pub dash: Option<&'static str>,
    /// How lines end.
    pub cap: Cap,
    /// How strong it is.
    pub opacity: Opacity,
    /// The weight of its words, if it is words.
    pub weight: Option<u16>,
    /// Whether its words stand in a halo of the surface.
    pub halo: bool,
}

/// How lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cap {
    /// At their last point.
    Butt,
    /// Around it.
    Round,
}

/// How strong a mark is; the values differ between the themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opacity {
    /// Full.
    Full,
    /// A lit message that came late.
    Late,
    /// A dimmed message.
    Dimmed,
    /// A dimmed bar or cross.
    DimmedBar,
}

impl Opacity {
    /// Those below full strength.
    pub const PARTIAL: [Self; 3] = [Self::Late, Self::Dimmed, Self::DimmedBar];

    /// Its name in a stylesheet, its value on light and on dark ground.
    #[must_use]
    pub const fn values(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Full => ("full", "1", "1"),
            Self::Late => ("late", "0.5", "0.6"),
            Self::Dimmed => ("dimmed", "0.17", "0.27"),
            Self::DimmedBar => ("dimmed-bar", "0.4", "0.4"),
        }
    }
}

const EMPTY: Rule = Rule {
    fill: None,
    stroke: None,
    width: "1",
    dash: None,
    cap: Cap::Butt,
    opacity: Opacity::Full,
    weight: None,
    halo: false,
};

pub(super) const fn fill(colour: Colour) -> Rule {
    Rule { fill: Some(colour), ..EMPTY }
}

pub(super) const fn line(colour: Colour, width: &'static str) -> Rule {
    Rule { stroke: Some(colour), width, ..EMPTY }
}

pub(super) const fn words(colour: Colour, weight: u16) -> Rule {
    Rule { fill: Some(colour), weight: Some(weight), halo: true, ..EMPTY }
}

impl Rule {
    pub(super) const fn dash(self, dash: &'static str) -> Self {
        Self { dash: Some(dash), ..self }
    }

    pub(super) const fn round(self) -> Self {
        Self { cap: Cap::Round, ..self }
    }

    pub(super) const fn filled(self, colour: Colour) -> Self {
        Self { fill: Some(colour), ..self }
    }

    const fn opacity(self, opacity: Opacity) -> Self {
        Self { opacity, ..self }
    }

    pub(super) const fn bare(self) -> Self {
        Self { halo: false, ..self }
    }
}

impl Class {
    /// How it looks.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::Plain(plain) => plain.rule(),
            Self::Beside(beside) => beside.rule(),
            Self::Message(hue, strength, part) => message(hue, strength, part),
        }
    }

    /// The weight of its words.
    #[must_use]
    pub const fn weight(self) -> u16 {
        match self.rule().weight {
            Some(weight) => weight,
            None => 400,
        }
    }
}

const fn message(hue: Hue, strength: Strength, part: Part) -> Rule {
    let colour = match hue {
        Hue::Read => Colour::Read,
        Hue::Write => Colour::Write,
        Hue::Control => Colour::Ink3,
    };
    let (width, opacity) = match strength {
        Strength::Dimmed => ("1", Opacity::Dimmed),
        Strength::Late => ("1", Opacity::Late),
        Strength::Counted => ("1.75", Opacity::Full),
    };
    let rule = match part {
        Part::Line => line(colour, width),
        Part::Dash => line(colour, width).dash("4 3"),
        Part::Head => fill(colour),
    };
    rule.opacity(opacity)
}

impl Plain {
    const fn rule(self) -> Rule {
        match self {
            Self::Ground => fill(Colour::Surface),
            Self::Grid => line(Colour::Grid, "1"),
            Self::Divider => line(Colour::Hairline, "1"),
            Self::Zigzag => line(Colour::HairlineStrong, "1"),
            Self::Lifeline => line(Colour::Lifeline, "1"),
            Self::State => line(Colour::Write, "2.5"),
            Self::Wall => line(Colour::Fault, "1"),
            Self::WallHatch => fill(Colour::Fault),
            Self::WallCap => line(Colour::Fault, "2"),
            Self::Crash => line(Colour::Ink3, "1").dash("3 2"),
            Self::CrashHatch => line(Colour::Lifeline, "1"),
            Self::Slow => line(Colour::Fault, "1.5").dash("1.5 3").round(),
            Self::Notch => line(Colour::Fault, "1.5"),
            Self::Lost => line(Colour::Fault, "2").round(),
            Self::LostDimmed => line(Colour::Fault, "2").round().opacity(Opacity::DimmedBar),
            Self::Held => fill(Colour::Ink3),
            Self::Wait | Self::WaitHatch => line(Colour::Accent, "1"),
            Self::Arrival => fill(Colour::Accent),
            Self::Chip => line(Colour::Write, "1").filled(Colour::WriteFill),
            Self::ChipInitial => line(Colour::HairlineStrong, "1").filled(Colour::Surface),
            Self::Dot => fill(Colour::Write),
            Self::Contact => line(Colour::Read, "2").filled(Colour::Surface),
            Self::OrderEdge => line(Colour::Violated, "1.5").dash("1.5 3").round(),
            Self::OrderHead => fill(Colour::Violated),
            Self::Disc => fill(Colour::Violated),
            Self::FocusRing => line(Colour::Accent, "2"),
            Self::Flight => fill(Colour::Accent),
            _ => self.second_rule(),
        }
    }

    const fn second_rule(self) -> Rule {
        match self {
            Self::BarRead => line(Colour::Read, "1.5").filled(Colour::ReadFill),
            Self::BarWrite => line(Colour::Write, "1.5").filled(Colour::Write),
            Self::BarReadDimmed => line(Colour::Read, "1.5").filled(Colour::ReadFill).opacity(Opacity::DimmedBar),
            Self::BarWriteDimmed => line(Colour::Write, "1.5").filled(Colour::Write).opacity(Opacity::DimmedBar),
            Self::OpenRead => line(Colour::Read, "1.5").dash("3 3"),
            Self::OpenWrite => line(Colour::Write, "1.5").dash("3 3"),
            Self::OpenDimmed => line(Colour::Ink3, "1.5").dash("3 3").opacity(Opacity::DimmedBar),
            Self::Failed => line(Colour::Fault, "2").round(),
            Self::ChartAxis => line(Colour::HairlineStrong, "1"),
            Self::ChartTick => line(Colour::Hairline, "1"),
            Self::ChartRead => fill(Colour::Read),
            Self::ChartWrite => fill(Colour::Write),
            Self::ChartReadMark => line(Colour::Read, "1.25").dash("1.5 2.5"),
            Self::ChartWriteMark => line(Colour::Write, "1.25").dash("1.5 2.5"),
            Self::ChartArea => fill(Colour::Grid),
            Self::ChartCurve => line(Colour::Ink2, "1.25"),
            Self::ChartMark => line(Colour::Ink, "1.25").dash("1.5 2.5"),
            Self::CapsuleWritten => line(Colour::Write, "1.25"),
            Self::CapsuleRead => line(Colour::Read, "1.25").dash("4 3"),
            Self::ReplicaWritten => fill(Colour::Write),
            Self::ReplicaRead => line(Colour::Read, "2").filled(Colour::Surface),
            Self::ReplicaIdle => line(Colour::Ink3, "1.25").filled(Colour::Surface),
            Self::LaneRead => line(Colour::Read, "2"),
            Self::LaneWrite => line(Colour::Write, "2"),
            Self::LaneReadDimmed => line(Colour::Read, "2").opacity(Opacity::DimmedBar),
            Self::LaneWriteDimmed => line(Colour::Write, "2").opacity(Opacity::DimmedBar),
            Self::Track => line(Colour::HairlineStrong, "2"),
            Self::TrackTick => line(Colour::Lifeline, "1"),
            Self::TrackWrong => line(Colour::Violated, "2"),
            _ => self.words_rule(),
        }
    }

    const fn words_rule(self) -> Rule {
        match self {
            Self::WordsName => words(Colour::Ink, 650).bare(),
            Self::WordsRegion => words(Colour::Ink2, 400).bare(),
            Self::WordsSkew => words(Colour::Fault, 550).bare(),
            Self::WordsRead => words(Colour::Read, 600),
            Self::WordsWrite => words(Colour::Write, 600),
            Self::WordsWrong => words(Colour::Violated, 600),
            Self::WordsDimmed => words(Colour::Ink3, 450),
            Self::WordsLength => words(Colour::Ink2, 450),
            Self::WordsChip => words(Colour::Write, 650).bare(),
            Self::WordsInitial => words(Colour::Ink2, 400).bare(),
            Self::WordsFault => words(Colour::Fault, 600),
            Self::WordsNumber => words(Colour::Surface, 650).bare(),
            Self::WordsReadMessage => words(Colour::Read, 500),
            Self::WordsWriteMessage => words(Colour::Write, 500),
            Self::WordsControlMessage => words(Colour::Ink2, 500),
            Self::WordsNote => words(Colour::Ink2, 450),
            Self::WordsWait => words(Colour::Accent, 600),
            Self::WordsGroup => words(Colour::Ink3, 400).bare(),
            // The ruler and the length of a cut; every other class is named above.
            _ => words(Colour::Ink3, 400),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = Class> {
        Class::playground().chain(Class::beside())
    }

    #[test]
    fn every_class_has_a_name_of_its_own() {
        let mut names: Vec<_> = all().map(Class::name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|name| name.starts_with("q-")));
    }

    #[test]
    fn exactly_the_classes_named_words_are_words() {
        for class in all() {
            let named = class.name().starts_with("q-words-");
            assert_eq!(class.rule().weight.is_some(), named, "{}", class.name());
        }
    }

    #[test]
    fn words_are_never_dimmed_by_opacity() {
        for class in all().filter(|class| class.rule().weight.is_some()) {
            assert_eq!(class.rule().opacity, Opacity::Full, "{}", class.name());
        }
    }
}
