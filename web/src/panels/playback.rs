//! Play, pause, step and scrub through a finished run.

use diagram::number::coordinate;
use history::{Instant, ModelId, Role};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Icon, IconName};
use crate::hooks::{Evaluated, Playback, Shared};

#[derive(PartialEq, Properties)]
pub(crate) struct PlaybackProps {
    pub(crate) run: Option<Shared<Evaluated>>,
    pub(crate) cursor: Instant,
    pub(crate) end: Instant,
    pub(crate) playback: Playback,
    pub(crate) model: Option<ModelId>,
    pub(crate) on_cursor: Callback<Instant>,
}

/// The speeds that the button goes through.
const SPEEDS: [f64; 4] = [1.0, 2.0, 0.25, 0.5];

/// The bar under the timeline.
#[component]
pub(crate) fn PlaybackBar(props: &PlaybackProps) -> Html {
    let PlaybackProps { run, cursor, end, playback, on_cursor, .. } = props;
    let step = |forward: bool| {
        let (run, cursor, end, on_cursor, stop) =
            (run.clone(), *cursor, *end, on_cursor.clone(), playback.stop.clone());
        Callback::from(move |_: MouseEvent| {
            stop.emit(());
            let story = run.as_ref().map(|run| &run.story);
            let to = match forward {
                true => story.and_then(|story| story.step_after(cursor)).unwrap_or(end),
                false => story.and_then(|story| story.step_before(cursor)).unwrap_or(Instant::ZERO),
            };
            on_cursor.emit(to);
        })
    };
    let oninput = {
        let (on_cursor, stop) = (on_cursor.clone(), playback.stop.clone());
        Callback::from(move |event: InputEvent| {
            let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let Some(field) = field {
                stop.emit(());
                on_cursor.emit(Instant::from_us(field.value_as_number() as u64));
            }
        })
    };
    let next_speed = {
        let place = SPEEDS.iter().position(|speed| *speed == playback.speed).unwrap_or(0);
        let speed = SPEEDS[(place + 1) % SPEEDS.len()];
        playback.set_speed.reform(move |_: MouseEvent| speed)
    };
    let toggle = playback.toggle.reform(|_: MouseEvent| ());
    let (icon, word) = if playback.playing { (IconName::Pause, "Pause") } else { (IconName::Play, "Play") };
    html! {
        <div class="playback">
            <div class="playback-keys">
                <button type="button" class="tool" aria-label="Previous event" onclick={step(false)}><Icon name={IconName::StepBack} /></button>
                <button type="button" class="tool tool-play" aria-label={word} onclick={toggle}><Icon name={icon} /></button>
                <button type="button" class="tool" aria-label="Next event" onclick={step(true)}><Icon name={IconName::StepForward} /></button>
            </div>
            <div class="scrubber">
                { lanes(props) }
                <input type="range" class="scrubber-range" min="0" max={end.as_us().to_string()} step="1"
                    value={cursor.as_us().to_string()} aria-label="Moment of the run"
                    aria-valuetext={format!("{:.1} ms", cursor.as_ms())} {oninput} />
            </div>
            <p class="playback-time"><strong>{ format!("{:.1}", cursor.as_ms()) }</strong>{ format!(" / {:.0} ms", end.as_ms()) }</p>
            <button type="button" class="tool tool-words playback-speed" title="Speed" aria-label={format!("Speed {}", playback.speed)}
                onclick={next_speed}>{ format!("{}×", playback.speed) }</button>
        </div>
    }
}

/// One lane a session with its operations, a tick a delivery, and the violated moment.
fn lanes(props: &PlaybackProps) -> Html {
    const WIDTH: f64 = 1000.0;
    let Some(run) = &props.run else { return html! { <svg class="scrubber-lanes" aria-hidden="true" /> } };
    let end_us = props.end.as_us().max(1) as f64;
    let place = |at: Instant| (at.as_us() as f64 / end_us).min(1.0) * WIDTH;
    let (mut reads, mut writes, mut ticks, mut broken) = (String::new(), String::new(), String::new(), String::new());
    let violation =
        props.model.and_then(|model| run.report.judgement.get(model)).and_then(|verdict| verdict.violation());
    let sessions = run.report.trace.sessions.len().max(1) as f64;
    for operation in run.report.history.operations.iter().filter(|operation| operation.role == Role::Client) {
        let lane = 2.0 + 12.0 * f64::from(operation.session.0) / sessions;
        let until = operation.returned.unwrap_or(props.end);
        let line =
            format!("M{} {}H{}", coordinate(place(operation.invoked)), coordinate(lane), coordinate(place(until)));
        if operation.is_write() { writes.push_str(&line) } else { reads.push_str(&line) }
    }
    for event in &run.report.trace.events {
        if matches!(event.what, history::Happening::Deliver { .. }) {
            ticks.push_str(&format!("M{} 24v4", coordinate(place(event.at))));
        }
    }
    let last =
        violation.and_then(|violation| violation.operations.last()).and_then(|id| run.report.history.operation(*id));
    if let Some(at) = last.and_then(|operation| operation.returned) {
        broken = format!("M{} 12v18", coordinate(place(at)));
    }
    html! {
        <svg class="scrubber-lanes" viewBox="0 0 1000 32" preserveAspectRatio="none" aria-hidden="true">
            <path class="lane-read" d={reads} /><path class="lane-write" d={writes} />
            <path class="lane-tick" d={ticks} /><path class="lane-broken" d={broken} />
        </svg>
    }
}
