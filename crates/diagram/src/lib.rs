//! Pictures of runs: from a trace to a [`Scene`], plain values that any painter can show.
//!
//! [`Story::of`] puts a trace in order once; [`timeline::layout`] draws it for a viewport, with
//! what an [`Annotation`] points out; [`export::svg`] and [`export::mermaid`] write it as text, and
//! [`transcript`] tells it in sentences. The
//! design tokens are data here ([`tokens`]), and words are measured from a table ([`font`]), so
//! that the page and every export agree to the pixel without asking a browser.

mod axis;
pub mod chart;
pub mod cursor;
pub mod export;
pub mod font;
pub mod lattice;
pub mod map;
pub mod number;
mod path;
mod scene;
pub mod scrubber;
mod story;
pub mod timeline;
pub mod tokens;
pub mod transcript;
mod view;
pub mod window;

pub use axis::{Break, TimeAxis};
pub use scene::{Aim, Anchor, Area, CURSOR, Column, HEAD, Layer, Mark, Omitted, Scene, Target, Text};
pub use story::{Change, End, Flight, InView, Index, Kind, Look, Message, Story};
pub use tokens::Theme;
pub use view::{Annotation, Contrast, EdgeKind, OrderEdge, Orientation, Size, Viewport};
