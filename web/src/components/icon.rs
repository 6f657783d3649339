//! Icons: our own strokes on a 16 px grid, in the colour of the words beside them.

use yew::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IconName {
    Undo,
    Redo,
    Share,
    Theme,
    Add,
    Next,
    Play,
    Pause,
    StepBack,
    StepForward,
    Down,
    Across,
    Chevron,
    Close,
    Copy,
    Save,
    Controls,
    Timeline,
    Ladder,
    Bars,
    Menu,
    Pin,
    Swap,
}

impl IconName {
    const fn path(self) -> &'static str {
        match self {
            Self::Undo => "M6 3.5 2.5 7 6 10.5M3 7h6.5a4 4 0 0 1 0 8H8",
            Self::Redo => "M10 3.5 13.5 7 10 10.5M13 7H6.5a4 4 0 0 0 0 8H8",
            Self::Share => "M8 10V1.5M4.8 4.5 8 1.5l3.2 3M4.5 7H3v7.5h10V7h-1.5",
            Self::Theme => "M8 1.8a6.2 6.2 0 1 0 0 12.4zM8 1.8a6.2 6.2 0 0 1 0 12.4",
            Self::Add => "M8 2.5v11M2.5 8h11",
            Self::Next => "M13.5 8A5.5 5.5 0 1 1 11 3.4M11 .8v3H8",
            Self::Play => "M4.5 2.5v11l9-5.5z",
            Self::Pause => "M5 3v10M11 3v10",
            Self::StepBack => "M4 3v10M12.5 3 6.5 8l6 5",
            Self::StepForward => "M12 3v10M3.5 3l6 5-6 5",
            Self::Down => "M8 2.5v11M4 9.5l4 4 4-4",
            Self::Across => "M2.5 8h11M9.5 4l4 4-4 4",
            Self::Chevron => "M4 6l4 4 4-4",
            Self::Close => "M3.5 3.5l9 9M12.5 3.5l-9 9",
            Self::Copy => "M5.5 5.5h8v8h-8zM3 10.5H2.5v-8h8V3",
            Self::Save => "M8 2v8.5M4.5 7 8 10.5 11.5 7M3 13.5h10",
            Self::Controls => {
                "M2 5h6M12 5h2M2 11h2M8 11h6M8 5a2 2 0 1 0 4 0 2 2 0 1 0-4 0M4 11a2 2 0 1 0 4 0 2 2 0 1 0-4 0"
            }
            Self::Timeline => "M4 2v12M12 2v12M4 4l8 3M12 9l-8 4",
            Self::Ladder => "M5 2v12M11 2v12M5 5h6M5 8h6M5 11h6",
            Self::Bars => "M3.5 14V9M8 14V3M12.5 14V6",
            Self::Menu => "M2.5 5.5h11M2.5 10.5h11",
            Self::Pin => "M5.5 2.5h5M6.5 2.5v4.5L4.5 9.5h7l-2-2.5V2.5M8 9.5V14",
            Self::Swap => "M2.5 5.5h10.5M10.5 3 13 5.5 10.5 8M13.5 10.5H3M5.5 8 3 10.5 5.5 13",
        }
    }

    const fn is_filled(self) -> bool {
        matches!(self, Self::Play)
    }
}

/// An icon beside words, or inside a button that is named otherwise; never alone.
pub(crate) fn icon(name: IconName) -> Html {
    let fill = if name.is_filled() { "currentColor" } else { "none" };
    html! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" {fill}
            stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">
            <path d={name.path()} />
        </svg>
    }
}
