//! The drawn timeline on the page: the scene, the cursor over it, and what can be pointed at.

use std::rc::Rc;

use diagram::number::coordinate;
use diagram::{Aim, Flight, Orientation, Scene};
use history::{Clock, FaultId, Instant, NodeId, OperationId};
use scenario::Scenario;
use yew::prelude::*;

use super::at_cursor::at_cursor;
use super::playback::LONG_US;
use super::targets::{Change, Targets};
use crate::browser::{is_whole, pointer};
use crate::components::{Layers, Which};
use crate::hooks::{Evaluated, Shared, use_rest};

/// What the head leaves free above the first moment, in px.
const HEAD_GAP: f64 = 8.0;

#[derive(PartialEq, Properties)]
pub(crate) struct SheetProps {
    pub(crate) scene: Shared<Scene>,
    pub(crate) run: Shared<Evaluated>,
    pub(crate) scenario: Rc<Scenario>,
    /// Where the cursor stands, if it is shown.
    pub(crate) cursor: Option<Instant>,
    /// The lifeline that is chosen by keyboard.
    pub(crate) line: Option<NodeId>,
    /// Whether messages are shown on their way.
    pub(crate) playing: bool,
    /// Whether the run is only looked at.
    pub(crate) fixed: bool,
    pub(crate) hands: Shared<Hands>,
}

/// What is done to the picture.
pub(crate) struct Hands {
    /// Something is chosen, by keyboard or not.
    pub(crate) on_target: Callback<(Aim, bool)>,
    pub(crate) on_hover: Callback<Option<OperationId>>,
    /// A fault is moved, taken away or asked about.
    pub(crate) on_fault: Callback<(FaultId, Change)>,
    /// A pointer comes down, or a key is pressed on an operation.
    pub(crate) on_press: Callback<PointerEvent>,
    pub(crate) on_key: Callback<(OperationId, KeyboardEvent)>,
    /// A place is chosen where there is nothing, in the scene's coordinates.
    pub(crate) on_place: Callback<(f64, f64)>,
}

/// The scene in two sheets: the names stay on top (or at the left) while the rest scrolls.
#[component]
pub(crate) fn Sheet(props: &SheetProps) -> Html {
    let SheetProps { scene, hands, .. } = props;
    let (width, height) = (coordinate(scene.width), coordinate(scene.height));
    let across = scene.axis.orientation == Orientation::Across;
    // The first mark of the ruler reaches a little above its moment: the head leaves it room.
    let (head_width, head_height) =
        if across { (scene.head - HEAD_GAP * 2.0, scene.height) } else { (scene.width, scene.head - HEAD_GAP) };
    let head_box = format!("0 0 {} {}", coordinate(head_width), coordinate(head_height));
    // Events are delegated, so the event itself does not know which element this is.
    let body = use_node_ref();
    use_effect_with(body.clone(), |body| {
        let sheet = body.cast::<web_sys::Element>();
        let kept = sheet.map(|sheet| pointer::keep_fingers(&sheet, ".handle, .fault-body"));
        move || drop(kept)
    });
    let asked =
        use_callback((body.clone(), scene.clone(), hands.clone()), |event: MouseEvent, (body, scene, hands)| {
            if let Some(sheet) = body.cast::<web_sys::Element>() {
                hands.on_place.emit(pointer::place_in_sheet(&sheet, &event, scene.width, scene.height));
            }
        });
    let rest = use_rest();
    // The other button asks too, on an operation as well, which has its own use of a press.
    let oncontextmenu = (!props.fixed).then(|| {
        asked.reform(|event: MouseEvent| {
            event.prevent_default();
            event
        })
    });
    let onpointerdown = {
        let (rest, hands) = (rest.ondown.clone(), hands.clone());
        Callback::from(move |event: PointerEvent| {
            rest.emit(event.clone());
            hands.on_press.emit(event);
        })
    };
    html! {
        <div class={classes!("sheet", across.then_some("is-across"))} style={format!("--head:{}px", coordinate(if across { head_width } else { head_height }))}>
            <svg key="head" class="sheet-head" viewBox={head_box} width={coordinate(head_width)}
                height={coordinate(head_height)} aria-hidden="true">
                <rect class="sheet-ground" width="100%" height="100%" />
                <Layers scene={scene.clone()} which={Which::Head} />
            </svg>
            <svg key="body" ref={body} class="sheet-body" viewBox={format!("0 0 {width} {height}")} {width} {height}
                role="group" aria-label={scene.title.clone()} onclick={asked} {oncontextmenu}
                {onpointerdown}>
                <Layers scene={scene.clone()} which={Which::BehindCursor} />
                <g class="cursor-place">{ cursor_line(props) }</g>
                <Layers scene={scene.clone()} which={Which::BeforeCursor} />
                <g class="flights">{ for over(props) }</g>
                <Targets scene={scene.clone()} scenario={Rc::clone(&props.scenario)} {rest} hands={hands.clone()} />
            </svg>
            <p class="visually-hidden">{ scene.description.clone() }</p>
        </div>
    }
}

fn cursor_line(props: &SheetProps) -> Html {
    let Some(cursor) = props.cursor else { return html! { <g></g> } };
    let scene = &props.scene;
    let at = scene.axis.position(cursor);
    let line = match scene.axis.orientation {
        Orientation::Down => format!("M0 {0}H{1}", coordinate(at), coordinate(scene.width)),
        Orientation::Across => {
            format!("M{0} {1}V{2}", coordinate(at), coordinate(scene.head.min(0.0)), coordinate(scene.height))
        }
    };
    let chosen = props.line.and_then(|node| scene.position_of(node)).map(|across| {
        let (x, y) = match scene.axis.orientation {
            Orientation::Down => (across, at),
            Orientation::Across => (at, across),
        };
        html! { <circle class="cursor-line" cx={coordinate(x)} cy={coordinate(y)} r="9" /> }
    });
    html! {
        <g class="cursor">
            <g>{ chosen.unwrap_or_default() }</g>
            <path class="cursor-line" d={line} />
        </g>
    }
}

/// The moment of the cursor, in the unit of the ruler beside it; over all words that stand there.
fn cursor_tag(scene: &Scene, clock: Clock, cursor: Instant) -> Html {
    let at = scene.axis.position(cursor);
    let in_seconds = scene.axis.end().since(scene.axis.begin()).as_us() >= LONG_US;
    let label = match clock {
        Clock::Time => history::decimal::fixed(cursor.as_ms() / if in_seconds { 1_000.0 } else { 1.0 }, 1),
        _ => Clock::number(cursor).to_string(),
    };
    let width = 16.0 + 6.2 * label.len() as f64;
    let (x, y) = match scene.axis.orientation {
        Orientation::Down => (0.0, at - 9.0),
        Orientation::Across => (at - width / 2.0, 0.0),
    };
    html! {
        <g key="tag" class="cursor">
            <rect class="cursor-tag" x={coordinate(x)} y={coordinate(y)} width={coordinate(width)} height="18" rx="3" />
            <text class="cursor-words" x={coordinate(x + width / 2.0)} y={coordinate(y + 13.0)}
                text-anchor="middle" font-size="11">{ label }</text>
        </g>
    }
}

/// What is laid over the picture at the cursor: what happens there, and while the run plays, the messages.
fn over(props: &SheetProps) -> Vec<Html> {
    let Some(cursor) = props.cursor else { return Vec::new() };
    let mut over = if is_whole() { at_cursor(&props.scene, &props.run, cursor) } else { Vec::new() };
    if props.playing {
        over.extend(flights(props, cursor));
    }
    over.push(cursor_tag(&props.scene, props.run.story.clock, cursor));
    over
}

/// A dot on every message that is on its way.
fn flights(props: &SheetProps, cursor: Instant) -> Vec<Html> {
    let scene = &props.scene;
    let along = scene.axis.position(cursor);
    let dot = |(index, flight): (usize, Flight)| {
        let (from, to) = (scene.position_of(flight.from)?, scene.position_of(flight.to)?);
        let across = from + (to - from) * flight.share;
        let (x, y) = match scene.axis.orientation {
            Orientation::Down => (across, along),
            Orientation::Across => (along, across),
        };
        Some(html! { <circle key={index} class="flight" cx={coordinate(x)} cy={coordinate(y)} r="2.5" /> })
    };
    props.run.story.at(cursor).enumerate().filter_map(dot).collect()
}
