//! The sign of a verdict: a shape first, a colour second.

use yew::prelude::*;

use crate::words;

/// What a verdict says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Holds,
    Violated,
    /// On a scale, short of its best.
    Measured,
    Unknown,
    NotApplicable,
}

impl Mark {
    /// The word beside the sign.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Holds => words::verdicts::HELD,
            Self::Violated => words::verdicts::VIOLATED,
            Self::Measured => words::verdicts::MEASURED,
            Self::Unknown => words::verdicts::UNKNOWN,
            Self::NotApplicable => words::verdicts::UNTESTED,
        }
    }

    /// The class that colours it.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Violated => "violated",
            Self::Measured | Self::Unknown | Self::NotApplicable => "unknown",
        }
    }
}

/// The sign alone; the word stands beside it.
pub(crate) fn verdict_mark(mark: Mark) -> Html {
    let shape = match mark {
        Mark::Holds => html! { <path class="mark-line" d="M3 8.5 6.5 12 13 4.5" /> },
        Mark::Violated => html! {
            <g><circle class="mark-disc" cx="8" cy="8" r="7.5" /><path class="mark-cut" d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6" /></g>
        },
        Mark::Unknown => html! {
            <g><circle class="mark-ring" cx="8" cy="8" r="6.8" /><path class="mark-line" d="M6.2 6.4a1.9 1.9 0 1 1 2.6 1.8q-.8.4-.8 1.2M8 11.4v.1" /></g>
        },
        // Three steps of a scale.
        Mark::Measured => html! { <path class="mark-line" d="M3 12.5h3M6 8.5h3.5M9.5 4.5H13" /> },
        Mark::NotApplicable => html! {
            <g><circle class="mark-ring" cx="8" cy="8" r="6.8" /><path class="mark-line" d="M5.2 8h5.6" /></g>
        },
    };
    framed(mark.class(), shape)
}

/// The sign of what follows from the setting alone, whatever a run shows: never in the colour of a
/// verdict.
pub(crate) fn setting_mark(safe: bool) -> Html {
    let d = if safe { "M3 8.5 6.5 12 13 4.5" } else { "M8 2.2 14.6 13.6H1.4zM8 6.4v3.4M8 11.7v.1" };
    framed("implied", html! { <path class="mark-line" {d} /> })
}

fn framed(class: &'static str, shape: Html) -> Html {
    html! {
        <svg class={classes!("verdict-mark", class)} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            { shape }
        </svg>
    }
}
