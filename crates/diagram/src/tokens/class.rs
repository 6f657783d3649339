//! The classes of marks: what a mark is, from which its looks follow.

use super::beside::Beside;

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A line, head or dashed line of messages.
    Message(Hue, Strength, Part),
    /// Any other mark of the playground.
    Plain(Plain),
    /// A mark of the pictures on the pages beside it.
    Beside(Beside),
}

/// What a message is about; it decides its hue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hue {
    /// Serves a read.
    Read,
    /// Serves a write, or brings a written value elsewhere.
    Write,
    /// Keeps the cluster together.
    Control,
}

/// How strongly a message is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Not part of what is pointed out.
    Dimmed,
    /// Came after the quorum was full.
    Late,
    /// Helped to fill the quorum.
    Counted,
}

/// A part of a message's arrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The solid line of a request, and the open head of an answer, which is never dashed.
    Line,
    /// The dashed line of an answer.
    Dash,
    /// The filled head of a request.
    Head,
}

impl Class {
    /// All classes of messages.
    pub fn messages() -> impl Iterator<Item = Self> {
        let hues = [Hue::Read, Hue::Write, Hue::Control];
        hues.into_iter().flat_map(|hue| {
            let strengths = [Strength::Dimmed, Strength::Late, Strength::Counted];
            strengths.into_iter().flat_map(move |strength| {
                [Part::Line, Part::Dash, Part::Head].into_iter().map(move |part| Self::Message(hue, strength, part))
            })
        })
    }

    /// All classes of the playground.
    pub fn playground() -> impl Iterator<Item = Self> {
        let plain = Plain::ALL.iter().map(|plain| Self::Plain(*plain));
        Self::messages().chain(plain)
    }

    /// All classes of the pages beside it, whose looks come with them.
    pub fn beside() -> impl Iterator<Item = Self> {
        Beside::ALL.iter().map(|beside| Self::Beside(*beside))
    }

    /// Its name in a stylesheet. All begin with `q-`, so that a picture set into a foreign page
    /// meets no style of that page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain(plain) => plain.name(),
            Self::Beside(beside) => beside.name(),
            Self::Message(hue, strength, part) => message_name(hue, strength, part),
        }
    }
}

impl From<Plain> for Class {
    fn from(plain: Plain) -> Self {
        Self::Plain(plain)
    }
}

impl From<Beside> for Class {
    fn from(beside: Beside) -> Self {
        Self::Beside(beside)
    }
}

const fn message_name(hue: Hue, strength: Strength, part: Part) -> &'static str {
    use Hue::{Control, Read, Write};
    use Part::{Dash, Head, Line};
    use Strength::{Counted, Dimmed, Late};
    match (hue, strength, part) {
        (Read, Dimmed, Line) => "q-read-dimmed-line",
        (Read, Dimmed, Dash) => "q-read-dimmed-dash",
        (Read, Dimmed, Head) => "q-read-dimmed-head",
        (Read, Late, Line) => "q-read-late-line",
        (Read, Late, Dash) => "q-read-late-dash",
        (Read, Late, Head) => "q-read-late-head",
        (Read, Counted, Line) => "q-read-counted-line",
        (Read, Counted, Dash) => "q-read-counted-dash",
        (Read, Counted, Head) => "q-read-counted-head",
        (Write, Dimmed, Line) => "q-write-dimmed-line",
        (Write, Dimmed, Dash) => "q-write-dimmed-dash",
        (Write, Dimmed, Head) => "q-write-dimmed-head",
        (Write, Late, Line) => "q-write-late-line",
        (Write, Late, Dash) => "q-write-late-dash",
        (Write, Late, Head) => "q-write-late-head",
        (Write, Counted, Line) => "q-write-counted-line",
        (Write, Counted, Dash) => "q-write-counted-dash",
        (Write, Counted, Head) => "q-write-counted-head",
        (Control, Dimmed, Line) => "q-control-dimmed-line",
        (Control, Dimmed, Dash) => "q-control-dimmed-dash",
        (Control, Dimmed, Head) => "q-control-dimmed-head",
        (Control, Late, Line) => "q-control-late-line",
        (Control, Late, Dash) => "q-control-late-dash",
        (Control, Late, Head) => "q-control-late-head",
        (Control, Counted, Line) => "q-control-counted-line",
        (Control, Counted, Dash) => "q-control-counted-dash",
        (Control, Counted, Head) => "q-control-counted-head",
    }
}

macro_rules! classes {
    ($(#[$about:meta])* $of:ident: $($variant:ident $name:literal $doc:literal;)*) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $of {
            $(#[doc = $doc] $variant,)*
        }

        impl $of {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in a stylesheet.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => concat!("q-", $name),)* }
            }
        }
    };
}

pub(super) use classes;

classes! {
    /// A class other than a message's.
    Plain:
    Ground "ground" "The surface, under marks that must not shine through.";
    Grid "grid" "A ruler line.";
    Divider "divider" "A hairline between groups.";
    Zigzag "zigzag" "The edges of a cut in the axis.";
    Lifeline "lifeline" "A lifeline on which nothing new has landed.";
    State "state" "A lifeline that carries a written value.";
    Wall "wall" "The outline of a partition's wall.";
    WallHatch "wall-hatch" "The hatch of a partition's wall.";
    WallCap "wall-cap" "The end caps and chevrons of a partition's wall.";
    Crash "crash" "The outline of the time that a replica is down or paused.";
    CrashHatch "crash-hatch" "The hatch of the time that a replica is down.";
    Slow "slow" "The span of a slow link, of random loss, of a drifting clock.";
    Notch "notch" "The notch of a stepped clock, and the lifeline around it.";
    Lost "lost" "A lost message.";
    LostDimmed "lost-dimmed" "A lost message that is not part of what is pointed out.";
    Held "held" "Where a message waits at a paused replica.";
    Wait "wait" "The outline of the time that a value waits for another.";
    WaitHatch "wait-hatch" "Its hatch.";
    Arrival "arrival" "The moment at which it arrived.";
    Chip "chip" "The box of a chip of a written value.";
    ChipInitial "chip-initial" "The box of a chip of the initial value.";
    Dot "dot" "The moment at which a written value lands.";
    Contact "contact" "The moment at which a replica answers a read.";
    OrderEdge "order-edge" "The dotted edge between two operations of a violation.";
    OrderHead "order-head" "Its head.";
    BarRead "bar-read" "A read.";
    BarWrite "bar-write" "A write.";
    BarReadDimmed "bar-read-dimmed" "A read that is not part of what is pointed out.";
    BarWriteDimmed "bar-write-dimmed" "A write that is not part of what is pointed out.";
    OpenRead "open-read" "The dashed end of a read that never returned.";
    OpenWrite "open-write" "The dashed end of a write of unknown outcome.";
    OpenDimmed "open-dimmed" "Such an end that is not part of what is pointed out.";
    Failed "failed" "The cross at the end of an operation that failed.";
    Disc "disc" "The ground of a number.";
    FocusRing "focus-ring" "The ring around the focused operation.";
    Flight "flight" "A message in flight, while playing.";
    WordsGroup "words-group" "Words over a group of columns.";
    WordsName "words-name" "The name of a participant.";
    WordsRegion "words-region" "Where a participant is.";
    WordsSkew "words-skew" "By how much a clock is wrong.";
    WordsRuler "words-ruler" "Words of the ruler.";
    WordsIdle "words-idle" "How long a cut stretch is.";
    WordsRead "words-read" "What a read did.";
    WordsWrite "words-write" "What a write did.";
    WordsWrong "words-wrong" "What the violating read did, and the words of a violation.";
    WordsDimmed "words-dimmed" "What an operation did that is not part of what is pointed out.";
    WordsLength "words-length" "How long an operation took.";
    WordsChip "words-chip" "A written value.";
    WordsInitial "words-initial" "The initial value.";
    WordsFault "words-fault" "A fault, a lost message.";
    WordsNote "words-note" "A note beside a mark.";
    WordsWait "words-wait" "What waits, and how long.";
    WordsNumber "words-number" "The number of an operation of a violation.";
    WordsReadMessage "words-read-message" "Words along a message of a read.";
    WordsWriteMessage "words-write-message" "Words along a message of a write.";
    WordsControlMessage "words-control-message" "Words along another message.";
    ChartAxis "chart-axis" "The axis of a chart.";
    ChartTick "chart-tick" "A tick of a chart.";
    ChartRead "chart-read" "The columns of reads.";
    ChartWrite "chart-write" "The columns of writes.";
    ChartReadMark "chart-read-mark" "A quantile of reads.";
    ChartWriteMark "chart-write-mark" "A quantile of writes.";
    ChartArea "chart-area" "The area under a curve.";
    ChartCurve "chart-curve" "A curve.";
    ChartMark "chart-mark" "A marked place on a curve.";
    CapsuleWritten "capsule-written" "Around the replicas that were written.";
    CapsuleRead "capsule-read" "Around the replicas that were read.";
    ReplicaWritten "replica-written" "A replica that was written.";
    ReplicaRead "replica-read" "A replica that was read.";
    ReplicaIdle "replica-idle" "A replica that was neither written nor read.";
    LaneRead "lane-read" "A read on the scrubber.";
    LaneWrite "lane-write" "A write on the scrubber.";
    LaneReadDimmed "lane-read-dimmed" "A read on the scrubber that is not pointed out.";
    LaneWriteDimmed "lane-write-dimmed" "A write on the scrubber that is not pointed out.";
    Track "track" "The line of the scrubber.";
    TrackTick "track-tick" "A delivered message on the scrubber.";
    TrackWrong "track-wrong" "The return of the violating read on the scrubber.";
}
