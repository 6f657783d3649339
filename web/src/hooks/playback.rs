//! Playing a finished run: a cursor that moves, and nothing else.

use diagram::window::Window;
use history::Instant;
use yew::prelude::*;

use crate::browser::frame::Ticking;

/// How long a whole run takes to play, in milliseconds of the wall clock, at normal speed.
const PLAY_MS: f64 = 9_000.0;

/// A cursor that can be played.
#[derive(Clone, PartialEq)]
pub(crate) struct Playback {
    pub(crate) playing: bool,
    pub(crate) speed: f64,
    /// Begins or stops playing.
    pub(crate) toggle: Callback<()>,
    pub(crate) stop: Callback<()>,
    pub(crate) set_speed: Callback<f64>,
}

/// Moves `cursor` from where it is to `end` while playing; from the start if it stood at the end. Where only
/// a window is shown, that takes as long to pass as a whole run does.
#[hook]
pub(crate) fn use_playback(
    cursor: Instant,
    end: Instant,
    shown: Option<Window>,
    on_move: &Callback<Instant>,
) -> Playback {
    let span_us = shown.map_or(end.as_us(), |(from, to)| to.since(from).as_us());
    let playing = use_state_eq(|| false);
    let speed = use_state_eq(|| 1.0_f64);
    let at_us = use_mut_ref(|| 0.0_f64);
    if !*playing {
        *at_us.borrow_mut() = cursor.as_us() as f64;
    }
    {
        let (setter, at_us, on_move) = (playing.setter(), at_us.clone(), on_move.clone());
        use_effect_with((*playing, *speed, end, span_us), move |(playing, speed, end, span_us)| {
            let (end_us, speed, span_us) = (end.as_us() as f64, *speed, *span_us as f64);
            let ticking = playing.then(|| {
                if *at_us.borrow() >= end_us {
                    *at_us.borrow_mut() = 0.0;
                }
                Ticking::start(move |elapsed_ms| {
                    let mut at_us = at_us.borrow_mut();
                    *at_us = (*at_us + elapsed_ms / PLAY_MS * span_us * speed).min(end_us);
                    on_move.emit(Instant::from_us(*at_us as u64));
                    if *at_us >= end_us {
                        setter.set(false);
                    }
                    *at_us < end_us
                })
            });
            move || drop(ticking)
        });
    }
    let toggle = use_callback((playing.setter(), *playing), |(): (), (setter, playing)| setter.set(!playing));
    let stop = use_callback(playing.setter(), |(): (), setter| setter.set(false));
    let set_speed = use_callback(speed.setter(), |value, setter| setter.set(value));
    Playback { playing: *playing, speed: *speed, toggle, stop, set_speed }
}
