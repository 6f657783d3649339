//! Play, pause, step and scrub through a finished run.

use diagram::number::{coordinate, grouped};
use diagram::window::Window;
use history::{Clock, Instant, ModelId};
use yew::prelude::*;

use super::places;
use crate::browser::entry;
use crate::components::{IconName, button, el, picture, tool};
use crate::hooks::{Evaluated, Playback, Shared, use_size};
use crate::words;

#[derive(PartialEq, Properties)]
pub(crate) struct PlaybackProps {
    pub(crate) run: Option<Shared<Evaluated>>,
    pub(crate) cursor: Instant,
    pub(crate) end: Instant,
    pub(crate) playback: Playback,
    pub(crate) model: Option<ModelId>,
    /// Goes to an event, and says what it is.
    pub(crate) on_step: Callback<Instant>,
    /// The part of the run that the picture shows, where it is not all.
    pub(crate) window: Option<Window>,
    pub(crate) on_cursor: Callback<Instant>,
}

/// The speeds that the button goes through.
const SPEEDS: [f64; 4] = [1.0, 2.0, 0.25, 0.5];

/// A run that takes longer has its moments in seconds.
pub(super) const LONG_US: u64 = 10_000_000;

/// Where the cursor stands in a long run, and where that ends.
#[inline(never)]
fn in_seconds(cursor: Instant, end: Instant) -> [String; 3] {
    let seconds = |at: Instant, decimals: u64| {
        let parts = at.as_us() / (1_000_000 / decimals);
        format!("{}.{:0width$}", grouped(parts / decimals), parts % decimals, width = decimals.ilog10() as usize)
    };
    [seconds(cursor, 1_000), words::numbers::of(&seconds(end, 10)), words::numbers::SECONDS.to_owned()]
}

/// The bar under the timeline.
#[component]
pub(crate) fn PlaybackBar(props: &PlaybackProps) -> Html {
    let PlaybackProps { run, cursor, end, playback, on_cursor, .. } = props;
    let keys = use_state_eq(|| false);
    let step = |forward: bool| {
        let (run, cursor, end, on_step, stop) =
            (run.clone(), *cursor, *end, props.on_step.clone(), playback.stop.clone());
        Callback::from(move |_: Event| {
            stop.emit(());
            let story = run.as_ref().map(|run| &run.story);
            let to = match forward {
                true => story.and_then(|story| story.step_after(cursor)).unwrap_or(end),
                false => story.and_then(|story| story.step_before(cursor)).unwrap_or(Instant::ZERO),
            };
            on_step.emit(to);
        })
    };
    let on_scrub = {
        let (on_cursor, stop) = (on_cursor.clone(), playback.stop.clone());
        Callback::from(move |at: Instant| {
            stop.emit(());
            on_cursor.emit(at);
        })
    };
    let next_speed = {
        let place = SPEEDS.iter().position(|speed| *speed == playback.speed).unwrap_or(0);
        let speed = SPEEDS[(place + 1) % SPEEDS.len()];
        playback.set_speed.reform(move |_: Event| speed)
    };
    let toggle = playback.toggle.reform(|_: Event| ());
    let (sign, word) = if playback.playing {
        (IconName::Pause, words::numbers::PAUSE)
    } else {
        (IconName::Play, words::numbers::PLAY)
    };
    let keys_of_time = el("div")
        .class("playback-keys")
        .add(tool(words::numbers::PREVIOUS_EVENT, IconName::StepBack, step(false)))
        .add(tool(word, sign, toggle).class("tool tool-play"))
        .add(tool(words::numbers::NEXT_EVENT, IconName::StepForward, step(true)));
    let scrubber = run.clone().map(|run| {
        html! { <Scrubber {run} cursor={*cursor} model={props.model} window={props.window} {on_scrub} /> }
    });
    let clock = run.as_ref().map_or(Clock::Time, |run| run.story.clock);
    let [at, of, unit] = match end.as_us() {
        _ if !clock.has_times() => places::cursor(clock, *cursor, *end),
        LONG_US.. => in_seconds(*cursor, *end),
        _ => {
            let figure = history::decimal::fixed;
            [figure(cursor.as_ms(), 1), words::numbers::of(&figure(end.as_ms(), 0)), words::numbers::MS.to_owned()]
        }
    };
    // A phone has no room for the end, which the scrubber shows.
    let time = el("p").class("playback-time").add(el("strong").text(at)).add(el("span").text(of)).text(unit);
    let now = history::decimal::plain(playback.speed);
    let speed = button("tool tool-words playback-speed", next_speed)
        .set("title", words::numbers::SPEED)
        .with("aria-label", words::numbers::speed(&now))
        .text(format!("{now}×"));
    el("div")
        .class("playback")
        .add(keys_of_time)
        .add(el("div").class("scrubber-place").child(scrubber.unwrap_or_default()))
        .add(time)
        .add(speed)
        .child(super::timeline_keys::list(&keys))
        .into()
}

#[derive(PartialEq, Properties)]
struct ScrubberProps {
    run: Shared<Evaluated>,
    cursor: Instant,
    model: Option<ModelId>,
    window: Option<Window>,
    on_scrub: Callback<Instant>,
}

/// The run on one line, with a thumb. Its range counts tenths of a px, so that an idle stretch that
/// is cut short in the drawing is passed as quickly by the thumb.
#[component]
fn Scrubber(props: &ScrubberProps) -> Html {
    let place = use_node_ref();
    let width = use_size(&place).map(|(width, _)| width);
    let scene = use_memo((props.run.clone(), props.model, width), |(run, model, width)| {
        let note = model.and_then(|model| run.report.judgement.get(model)).map(pipeline::annotate);
        Some(Shared::new(diagram::scrubber::layout(&run.story, &note.unwrap_or_default(), (*width)?)))
    });
    let oninput = use_callback((props.on_scrub.clone(), (*scene).clone()), |event: InputEvent, (on_scrub, scene)| {
        if let (Some(scene), Some(at)) = (scene, history::decimal::read(&entry::text(&event))) {
            on_scrub.emit(scene.axis.instant(at / 10.0));
        }
    });
    let tenths = |place: f64| ((place * 10.0) as u32).to_string();
    let (min, max, value) = scene
        .as_ref()
        .as_ref()
        .map_or((0.0, 0.0, 0.0), |scene| (scene.axis.start(), scene.axis.stop(), scene.axis.position(props.cursor)));
    let part = scene.as_ref().as_ref().zip(props.window).map(|(scene, (from, to))| {
        let (left, right) = (scene.axis.position(from), scene.axis.position(to));
        format!("left:{}px;width:{}px", coordinate(left), coordinate(right - left))
    });
    let drawn = scene.as_ref().as_ref().map(|scene| picture(scene));
    let at = match props.run.story.clock {
        Clock::Time => words::numbers::ms(&history::decimal::fixed(props.cursor.as_ms(), 1)),
        order => order.moment(props.cursor),
    };
    html! {
        <div class="scrubber" ref={place}>
            <div class="scrubber-lanes" aria-hidden="true">{ drawn.unwrap_or_default() }</div>
            <div class={props.window.map(|_| "scrubber-window")} style={part}></div>
            <input type="range" class="scrubber-range" min={tenths(min)} max={tenths(max)} step="1" value={tenths(value)}
                aria-label={words::numbers::MOMENT} aria-valuetext={at} {oninput} />
        </div>
    }
}
