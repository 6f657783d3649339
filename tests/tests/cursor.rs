//! What a picture says at its cursor, held to what replicas answered, over random runs.

mod random;

use diagram::cursor::{self, Held};
use diagram::{Annotation, Area, Orientation, Scene, Size, Story, Viewport, timeline};
use history::{Instant, NodeId};
use proptest::prelude::*;
use protocols::Recording;
use random::{any_scenario, cases, run};
use scenario::{Cluster, Scenario};

const DOWN: Viewport =
    Viewport { width: 776.0, height: 600.0, orientation: Orientation::Down, size: Size::Desktop, window: None };
const VIEWS: [Viewport; 3] = [
    DOWN,
    Viewport { width: 1160.0, height: 540.0, orientation: Orientation::Across, ..DOWN },
    Viewport { width: 390.0, height: 540.0, size: Size::Phone, ..DOWN },
];

fn drawn(story: &Story, view: &Viewport) -> Scene {
    timeline::layout(story, &Annotation::default(), view)
}

/// How deep an area lies in another, in px.
fn overlap(a: Area, b: Area) -> f64 {
    let across = (a.x + a.width).min(b.x + b.width) - a.x.max(b.x);
    let along = (a.y + a.height).min(b.y + b.height) - a.y.max(b.y);
    across.min(along)
}

fn are_apart(held: &[Held], scene: &Scene) {
    for (index, one) in held.iter().enumerate() {
        let area = one.area;
        assert!(area.x >= 0.0 && area.x + area.width <= scene.width, "{one:?} leaves the picture");
        for other in &held[index + 1..] {
            assert!(overlap(area, other.area) <= 0.0, "{one:?} meets {other:?}");
        }
    }
}

proptest! {
    #![proptest_config(cases(300))]

    /// Nothing at the cursor leaves the picture or meets another box, and at every step somebody is
    /// ringed to whom something happens, unless a message is lost or a fault begins or ends then.
    #[test]
    fn every_step_shows_whom_it_concerns(scenario in any_scenario()) {
        let story = Story::of(&run(&scenario, Recording::Full));
        for view in &VIEWS {
            let scene = drawn(&story, view);
            for moment in &story.steps {
                let seen = cursor::at(&scene, &story, *moment);
                are_apart(&seen.held, &scene);
                let lost = story.messages.iter().flat_map(|message| &message.ends);
                let lost = lost.filter(|end| end.lost.is_some()).any(|end| end.at == *moment);
                let fault = story.faults.iter().any(|fault| fault.begin == *moment || fault.end == Some(*moment));
                let ringed = !seen.rings.is_empty() || seen.held.iter().any(|held| held.concerned);
                prop_assert!(ringed || lost || fault, "{moment}");
            }
        }
    }

    /// A replica that answers a read from its own state says what the cursor says that it holds.
    #[test]
    fn what_is_held_is_what_is_answered(seed in 0..10_000_u32, n in 1..6_u8) {
        let mut scenario = Scenario { seed, ..Scenario::default() };
        scenario.cluster = Cluster { n, w: 1 + n / 3, r: 1 + n / 3, placement: Vec::new(), ..scenario.cluster };
        let story = Story::of(&run(&scenario, Recording::Full));
        let scene = drawn(&story, &DOWN);
        for look in &story.looks {
            // At the very instant of a change either may be what was answered.
            if story.changes.iter().any(|change| change.at == look.at && change.replica == look.replica) {
                continue;
            }
            let seen = cursor::at(&scene, &story, look.at);
            let held = seen.held.iter().find(|held| held.replica == look.replica).expect("it answers, so it is up");
            prop_assert_eq!(&held.whole, &format!("{}={}", story.key_name(look.key), story.value(look.value)));
            prop_assert_eq!(held.initial, look.value == story.initial);
        }
    }
}

#[test]
fn what_is_to_come_lies_behind_the_cursor() {
    let story = Story::of(&run(&Scenario::default(), Recording::Full));
    for view in &VIEWS {
        let scene = drawn(&story, view);
        let ahead = cursor::at(&scene, &story, Instant::from_us(100_000)).ahead;
        let numbers: Vec<f64> = ahead
            .split(|sign: char| !(sign.is_ascii_digit() || sign == '.'))
            .filter_map(|number| number.parse().ok())
            .collect();
        let along = usize::from(view.orientation == Orientation::Down);
        let places: Vec<f64> = numbers.chunks(2).map(|point| point[along]).collect();
        let at = scene.axis.position(Instant::from_us(100_000));
        assert!(places.iter().all(|place| *place > at - 0.1), "{ahead} reaches before {at}");
        assert!(places.iter().any(|place| *place >= scene.axis.stop() - 2.1), "{ahead}");
        assert_eq!(cursor::at(&scene, &story, story.end).ahead, "");
    }
}

#[test]
fn a_message_that_arrives_is_drawn_from_its_sender() {
    let story = Story::of(&run(&Scenario::default(), Recording::Full));
    let scene = drawn(&story, &DOWN);
    let message = story.messages.iter().find(|message| message.ends.len() == 1 && message.from != message.to);
    let message = message.expect("the opening sends messages");
    let seen = cursor::at(&scene, &story, message.ends[0].at);
    let place = |node: NodeId| scene.position_of(node).expect("it has a column");
    let starts = format!("M{}", diagram::number::coordinate(place(message.from)));
    assert!(seen.arriving.starts_with(&starts), "{} does not begin at {starts}", seen.arriving);
    assert!(seen.arriving.contains(&diagram::number::coordinate(place(message.to))));
}
