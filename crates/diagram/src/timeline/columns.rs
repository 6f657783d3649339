//! Who stands where: sessions first, in order of name, then replicas by region.

use history::{NodeId, Participant, ReplicaId, SessionId, order};

use super::regions;
use crate::number::within;
use crate::scene::Column;
use crate::story::Story;
use crate::tokens::Sizes;
use crate::view::{Orientation, Size, Viewport};

/// The places of all participants.
pub(super) struct Columns {
    /// In the order in which they stand.
    pub(super) list: Vec<Column>,
    /// How many of them are sessions.
    pub(super) sessions: usize,
    /// Between two sessions.
    pub(super) session_pitch: f64,
    /// Between two replicas.
    pub(super) replica_pitch: f64,
    /// Where the picture ends across the time axis.
    pub(super) extent: f64,
    /// Where ruler lines begin and lifelines' heads end, along the reading direction.
    pub(super) head: f64,
    /// The name's share of a row's head, time running across.
    pub(super) name_room: f64,
    /// On how many lines regions are named, time running down.
    pub(super) region_lines: usize,
}

/// Columns never stand closer than this; where they would, the picture is wider than the view.
const LEAST_PITCH: f64 = 25.0;
/// Nor are they stretched by more than this, up to such a width of the view, and beyond it.
const MOST_STRETCH: f64 = 1.5;
const WIDE: f64 = 1_000.0;
const MOST_STRETCH_WIDE: f64 = 2.6;

/// Height of the ruler above the rows, time running across.
pub(super) const RULER_HEIGHT: f64 = 23.0;
const ROW: f64 = 62.0;
const ROW_PHONE: f64 = 48.0;
/// Rows are not stretched as far as columns: words stand in them, not between them.
const MOST_ROW_STRETCH: f64 = 1.35;
/// The name's share of a row's head, at least and at most.
const ROW_NAME: f64 = 26.0;
const ROW_NAME_MOST: f64 = 96.0;

impl Columns {
    /// Places the participants of a story in a viewport.
    pub(super) fn of(story: &Story, view: &Viewport, sizes: &Sizes, skew: Option<f64>) -> Self {
        let mut list: Vec<Column> = Vec::new();
        list.extend(column(&story.sessions, |index| NodeId::Session(SessionId(index))));
        let sessions = list.len();
        let mut replicas: Vec<Column> = column(&story.replicas, |index| NodeId::Replica(ReplicaId(index))).collect();
        by_region(&mut replicas);
        list.extend(replicas);
        let mut columns = Self {
            list,
            sessions,
            session_pitch: 0.0,
            replica_pitch: 0.0,
            extent: 0.0,
            head: 0.0,
            name_room: 0.0,
            region_lines: 1,
        };
        match view.orientation {
            Orientation::Down => columns.place_down(view, sizes, skew),
            Orientation::Across => columns.place_across(view, sizes, skew),
        }
        columns
    }

    /// Where a node's lifeline lies, if it has one.
    pub(super) fn position(&self, node: NodeId) -> Option<f64> {
        let mut columns = self.list.iter();
        let column = columns.find(|column| column.node == node)?;
        Some(column.position)
    }

    /// The place of a node among all.
    pub(super) fn place(&self, node: NodeId) -> Option<usize> {
        self.list.iter().position(|column| column.node == node)
    }

    /// The distance to the participant before this one; the room at the edge for the first.
    pub(super) fn room_before(&self, place: usize) -> f64 {
        let here = self.list.get(place).map_or(0.0, |column| column.position);
        let before = place.checked_sub(1).and_then(|place| self.list.get(place));
        here - before.map_or(0.0, |column| column.position)
    }

    fn gaps(&self) -> (f64, f64, f64) {
        let replicas = self.list.len() - self.sessions;
        (
            self.sessions.saturating_sub(1) as f64,
            replicas.saturating_sub(1) as f64,
            if self.sessions > 0 && replicas > 0 { 1.0 } else { 0.0 },
        )
    }

    fn place_down(&mut self, view: &Viewport, sizes: &Sizes, skew: Option<f64>) {
        let (sessions, replicas, groups) = self.gaps();
        let natural = sessions * sizes.session_pitch + replicas * sizes.replica_pitch + groups * sizes.group_gap;
        let room = view.width - sizes.ruler - sizes.lead - sizes.trail;
        let least = regions::least_pitch(&self.list, sizes).max(LEAST_PITCH);
        let most = within(MOST_STRETCH * view.width / WIDE, MOST_STRETCH, MOST_STRETCH_WIDE);
        let stretch = if natural > 0.0 { within(room / natural, least / sizes.session_pitch, most) } else { 1.0 };
        self.session_pitch = sizes.session_pitch * stretch;
        self.replica_pitch = (sizes.replica_pitch * stretch).max(least);
        let group_gap = (sizes.group_gap * stretch).max(least);
        self.spread(sizes.ruler + sizes.lead, group_gap);
        let last = self.list.last().map_or(0.0, |column| column.position);
        self.extent = view.width.max(last + sizes.trail);
        self.region_lines = regions::lines(&regions::regions(&self.list, self.sessions, sizes));
        let second = (self.region_lines - 1) as f64 * sizes.region_line;
        self.head = sizes.head + second + if skew.is_some() { 14.0 } else { 0.0 };
    }

    fn place_across(&mut self, view: &Viewport, sizes: &Sizes, skew: Option<f64>) {
        let (sessions, replicas, groups) = self.gaps();
        let row = if view.size == Size::Phone { ROW_PHONE } else { ROW };
        let (lead, trail) = (RULER_HEIGHT + 30.0, 32.0);
        let natural = (sessions + replicas + groups * 1.2) * row;
        let room = view.height - lead - trail;
        let stretch = if natural > 0.0 { within(room / natural, 0.75, MOST_ROW_STRETCH) } else { 1.0 };
        self.session_pitch = row * stretch;
        self.replica_pitch = row * stretch;
        self.spread(lead, row * stretch * 1.2);
        let last = self.list.last().map_or(lead, |column| column.position);
        self.extent = last + trail;
        let widest = self.list.iter().map(|column| regions::width(&column.region, sizes)).fold(0.0, f64::max);
        let most = if view.size == Size::Phone { 60.0 } else { 120.0 };
        let names = self.list.iter().map(|column| regions::name_width(&column.name, sizes));
        self.name_room = within(names.fold(0.0, f64::max) + 6.0, ROW_NAME, ROW_NAME_MOST);
        self.head = self.name_room + widest.min(most).max(skew.unwrap_or(0.0)) + 22.0;
    }

    fn spread(&mut self, lead: f64, group_gap: f64) {
        let mut position = lead;
        for index in 0..self.list.len() {
            if index > 0 {
                position += match index {
                    _ if index < self.sessions => self.session_pitch,
                    _ if index == self.sessions => group_gap,
                    _ => self.replica_pitch,
                };
            }
            self.list[index].position = position;
        }
    }
}

fn column(participants: &[Participant], node: impl Fn(u8) -> NodeId) -> impl Iterator<Item = Column> {
    let numbers = 0..=u8::MAX;
    numbers.zip(participants).map(move |(index, participant)| Column {
        node: node(index),
        name: participant.name.clone(),
        region: participant.region.clone(),
        position: 0.0,
    })
}

/// Puts replicas of one region side by side, regions in order of their first replica.
fn by_region(replicas: &mut [Column]) {
    let regions: Vec<String> = replicas.iter().map(|column| column.region.clone()).collect();
    let first = |region: &str| regions.iter().position(|known| known == region);
    order::sort_by_key(replicas, |column| first(&column.region));
}
