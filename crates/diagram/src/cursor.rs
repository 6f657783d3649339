//! What a picture shows of the moment at its cursor: what is still to come, what happens then and to
//! whom, and what each replica holds. Laid over a finished [`Scene`], which stays as it is.

use history::{FaultKind, Instant, Key, NodeId, Operation, ReplicaId, Value};

use crate::font::{abbreviate, width};
use crate::path::{Path, Point};
use crate::scene::{Area, Column, Scene};
use crate::story::{End, Message, Story};
use crate::view::Orientation;

/// The moment at the cursor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AtCursor {
    /// What is still to come, as path data, but for the place of the cursor's own tag; empty where the
    /// cursor stands at the end.
    pub ahead: String,
    /// The messages that arrive, from their sending on, as path data.
    pub arriving: String,
    /// A ring around everyone to whom something happens and who holds nothing, as path data.
    pub rings: String,
    /// What each replica holds.
    pub held: Vec<Held>,
}

/// What one replica holds, on its lifeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Which.
    pub replica: ReplicaId,
    /// Its place.
    pub area: Area,
    /// What is written there, as much as there is room for.
    pub text: String,
    /// All that it holds.
    pub whole: String,
    /// Whether that is what it held at first.
    pub initial: bool,
    /// Whether something happens to it.
    pub concerned: bool,
}

/// The size of the words in px, and their weight.
pub const HELD_SIZE: f64 = 11.0;
const HELD_WEIGHT: u16 = 600;
/// The height of a box of them, and what it is wider than they.
const HELD_HEIGHT: f64 = 17.0;
const HELD_PADDING: f64 = 10.0;
/// Between the boxes of two lifelines.
const GAP: f64 = 3.0;
/// A box with less room than this for words says nothing.
const LEAST_ROOM: f64 = 7.0;
const RING: f64 = 6.5;
/// Half of the tag that names the cursor's moment: along the ruler, and beside it.
const TAG: (f64, f64) = (24.0, 9.0);
/// What is ahead leaves the edge of the picture to the frame around it.
const EDGE: f64 = 2.0;

/// What is to be seen at a moment of a run.
#[must_use]
pub fn at(scene: &Scene, story: &Story, moment: Instant) -> AtCursor {
    if !scene.axis.shows(moment) {
        return AtCursor::default();
    }
    // Between two events nothing happens to anybody: while a long run plays, most frames fall there.
    let happens = story.moments.binary_search(&moment).is_ok();
    let concerned = if happens { concerned(story, moment) } else { Vec::new() };
    let latest = Latest::of(story, moment);
    let mut rings = Path::default();
    let mut all_held = Vec::new();
    for column in &scene.columns {
        let is_concerned = concerned.contains(&column.node);
        match held(scene, story, column, (moment, &latest)) {
            Some(held) => all_held.push(Held { concerned: is_concerned, ..held }),
            None if is_concerned => rings.circle(point(scene, column.position, moment), RING),
            None => {}
        }
    }
    AtCursor {
        ahead: ahead(scene, scene.axis.position(moment)),
        arriving: if happens { arriving(scene, story, moment) } else { String::new() },
        rings: rings.into_data(),
        held: all_held,
    }
}

fn ahead(scene: &Scene, along: f64) -> String {
    if along >= scene.axis.stop() {
        return String::new();
    }
    let (right, lower) = (scene.width - EDGE, scene.height - EDGE);
    let mut path = Path::default();
    path.polygon(&match scene.axis.orientation {
        Orientation::Down => {
            let (inner, below) = (TAG.0 * 2.0, along + TAG.1);
            [(inner, along), (right, along), (right, lower), (EDGE, lower), (EDGE, below), (inner, below)]
        }
        Orientation::Across => {
            let (inner, beside) = (TAG.1 * 2.0, along + TAG.0);
            [(along, inner), (along, lower), (right, lower), (right, EDGE), (beside, EDGE), (beside, inner)]
        }
    });
    path.into_data()
}

fn point(scene: &Scene, across: f64, at: Instant) -> Point {
    let along = scene.axis.position(at);
    match scene.axis.orientation {
        Orientation::Down => (across, along),
        Orientation::Across => (along, across),
    }
}

/// The messages that arrive at a moment.
fn arrivals(story: &Story, moment: Instant) -> impl Iterator<Item = &Message> {
    let sent = story.messages.partition_point(|message| message.sent <= moment);
    let arrives = move |end: &End| end.at == moment && end.lost.is_none();
    story.messages[..sent].iter().filter(move |message| message.ends.iter().any(arrives))
}

fn arriving(scene: &Scene, story: &Story, moment: Instant) -> String {
    let mut path = Path::default();
    // What was sent before the window has no place to come from.
    for message in arrivals(story, moment).filter(|message| scene.axis.shows(message.sent)) {
        if let (Some(from), Some(to)) = (scene.position_of(message.from), scene.position_of(message.to)) {
            path.line(&[point(scene, from, message.sent), point(scene, to, moment)]);
        }
    }
    path.into_data()
}

/// To whom something happens at a moment.
fn concerned(story: &Story, moment: Instant) -> Vec<NodeId> {
    let own = |operation: &&Operation| operation.invoked == moment || operation.returned == Some(moment);
    let sessions = story.drawn().filter(own).map(|operation| NodeId::Session(operation.session));
    let receivers = arrivals(story, moment).map(|message| message.to);
    let changed = story.changes.iter().filter(|change| change.at == moment);
    sessions.chain(receivers).chain(changed.map(|change| NodeId::Replica(change.replica))).collect()
}

/// What a replica holds that is not down.
fn held(scene: &Scene, story: &Story, column: &Column, (moment, latest): (Instant, &Latest)) -> Option<Held> {
    let replica = column.node.replica()?;
    let down = story.faults.iter().any(|fault| {
        matches!(fault.kind, FaultKind::Crash { replica: whose, .. } if whose == replica)
            && fault.begin <= moment
            && fault.end.is_none_or(|end| moment < end)
    });
    if down || story.services {
        return None;
    }
    let values: Vec<(Key, Value)> =
        story.keys_stored(replica).map(|key| (key, latest.value(story, replica, key))).collect();
    let initial = values.iter().all(|(_, value)| *value == story.initial);
    let whole = in_words(story, &values);
    let short = match values.as_slice() {
        [(_, value)] => story.value(*value),
        _ => whole.clone(),
    };
    let room = room(scene, column);
    let fits = |text: &str| width(text, HELD_SIZE, HELD_WEIGHT) + HELD_PADDING <= room;
    let text = match (fits(&whole), fits(&short)) {
        (true, _) => whole.clone(),
        (_, true) => short,
        _ if room < LEAST_ROOM + HELD_PADDING => return None,
        _ => abbreviate(&short, room - HELD_PADDING, HELD_SIZE, HELD_WEIGHT),
    };
    let wide = width(&text, HELD_SIZE, HELD_WEIGHT) + HELD_PADDING;
    let (x, y) = point(scene, column.position, moment);
    let x = (x - wide / 2.0).min(scene.width - wide).max(0.0);
    let area = Area { x, y: y - HELD_HEIGHT / 2.0, width: wide, height: HELD_HEIGHT };
    Some(Held { replica, area, text, whole, initial, concerned: false })
}

/// How much room there is on a lifeline, between its neighbours.
fn room(scene: &Scene, column: &Column) -> f64 {
    if scene.axis.orientation == Orientation::Across {
        return scene.width / 2.0;
    }
    let others = scene.columns.iter().map(|other| (other.position - column.position).abs());
    let pitch = others.filter(|distance| *distance > 0.0).fold(scene.width / 2.0, f64::min);
    // The last one has half of it before the edge.
    let edge = (scene.width - column.position).min(column.position) * 2.0;
    pitch.min(edge.max(pitch / 2.0)) - GAP
}

/// What changed last at each replica, key by key.
struct Latest {
    keys: usize,
    values: Vec<Option<Value>>,
}

impl Latest {
    fn of(story: &Story, moment: Instant) -> Self {
        let keys = story.keys.len();
        let mut values = vec![None; story.replicas.len() * keys];
        let until = story.changes.partition_point(|change| change.at <= moment);
        for change in &story.changes[..until] {
            if let Some(value) = values.get_mut(change.replica.index() * keys + change.key.index()) {
                *value = Some(change.value);
            }
        }
        Self { keys, values }
    }

    fn value(&self, story: &Story, replica: ReplicaId, key: Key) -> Value {
        let place = replica.index() * self.keys + key.index();
        self.values.get(place).copied().flatten().unwrap_or(story.initial)
    }
}

/// The words of them: "x=2", "x=2, y=3", "x, y=1".
fn in_words(story: &Story, values: &[(Key, Value)]) -> String {
    let same = values.len() > 1 && values.windows(2).all(|pair| pair[0].1 == pair[1].1);
    if same {
        let names: Vec<&str> = values.iter().map(|(key, _)| story.key_name(*key)).collect();
        return format!("{}={}", names.join(", "), story.value(values[0].1));
    }
    let each = values.iter().map(|(key, value)| format!("{}={}", story.key_name(*key), story.value(*value)));
    each.collect::<Vec<_>>().join(", ")
}
