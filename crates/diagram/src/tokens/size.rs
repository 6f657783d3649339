//! The sizes of a timeline, in px, for a large screen and for a small one.

use crate::view::Size;

/// The sizes of a timeline's marks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sizes {
    /// Between two sessions; stretched or squeezed with the rest to fit.
    pub session_pitch: f64,
    /// Between two replicas.
    pub replica_pitch: f64,
    /// Between the last session and the first replica.
    pub group_gap: f64,
    /// From the first ruler line's begin to the first session.
    pub lead: f64,
    /// From the last replica to the ruler lines' end.
    pub trail: f64,
    /// Where the ruler lines begin; their labels end 8 before.
    pub ruler: f64,
    /// Width of an operation's bar.
    pub bar: f64,
    /// Length of a message's head.
    pub head_length: f64,
    /// Width of a message's head.
    pub head_width: f64,
    /// Least width of a version's chip.
    pub chip_width: f64,
    /// Height of a version's chip.
    pub chip_height: f64,
    /// What a chip is wider than its words.
    pub chip_padding: f64,
    /// From the lifeline to its chip.
    pub chip_gap: f64,
    /// Radius of the dot where a version lands.
    pub dot: f64,
    /// Radius of the hollow dot where a read looks.
    pub contact: f64,
    /// Radius of a number's disc.
    pub disc: f64,
    /// Half the size of the cross of a lost message.
    pub cross: f64,
    /// Width of a partition's wall.
    pub wall: f64,
    /// Width of a crashed replica's box.
    pub crash: f64,
    /// Font size of operation labels.
    pub label_font: f64,
    /// Font size of chips.
    pub chip_font: f64,
    /// Font size of the ruler and of notes.
    pub small_font: f64,
    /// Font size of regions' names.
    pub region_font: f64,
    /// Font size of participants' names.
    pub name_font: f64,
    /// Height of the head with names, time running down.
    pub head: f64,
    /// From a line of region names to a second one, where one does not hold them.
    pub region_line: f64,
    /// From the heads to the first moment, time running down: what replicas hold at the start
    /// stands there.
    pub above: f64,
    /// The same, time running across.
    pub before: f64,
}

impl Sizes {
    /// The sizes for a kind of screen.
    #[must_use]
    pub const fn of(size: Size) -> Self {
        match size {
            Size::Desktop => DESKTOP,
            Size::Phone => PHONE,
            Size::Embed => EMBED,
        }
    }
}

const DESKTOP: Sizes = Sizes {
    session_pitch: 92.0,
    replica_pitch: 77.0,
    group_gap: 84.0,
    lead: 86.0,
    trail: 66.0,
    ruler: 48.0,
    bar: 10.0,
    head_length: 7.0,
    head_width: 6.0,
    chip_width: 32.0,
    chip_height: 16.0,
    chip_padding: 11.0,
    chip_gap: 7.0,
    dot: 3.5,
    contact: 4.5,
    disc: 8.5,
    cross: 4.0,
    wall: 8.0,
    crash: 14.0,
    label_font: 12.0,
    chip_font: 11.0,
    small_font: 11.0,
    region_font: 11.0,
    name_font: 13.0,
    head: 72.0,
    region_line: 14.0,
    above: 16.0,
    before: 26.0,
};

const EMBED: Sizes = Sizes { lead: 74.0, trail: 56.0, ruler: 40.0, ..DESKTOP };

const PHONE: Sizes = Sizes {
    session_pitch: 40.0,
    replica_pitch: 42.0,
    group_gap: 48.0,
    lead: 28.0,
    trail: 26.0,
    ruler: 34.0,
    bar: 7.0,
    head_length: 5.5,
    head_width: 4.8,
    chip_width: 22.0,
    chip_height: 13.0,
    chip_padding: 5.0,
    chip_gap: 4.0,
    dot: 2.6,
    contact: 3.2,
    disc: 7.0,
    cross: 3.0,
    wall: 6.0,
    crash: 10.0,
    label_font: 11.0,
    chip_font: 9.5,
    small_font: 10.0,
    region_font: 9.5,
    name_font: 13.0,
    head: 48.0,
    region_line: 12.0,
    above: 12.0,
    before: 14.0,
};
