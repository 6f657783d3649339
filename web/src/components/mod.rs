//! Small parts: each is its HTML as a function of its props.

mod button;
mod element;
mod icon;
mod number_field;
mod quantity;
mod readable;
mod scene;
mod section;
mod select;
mod sentence;
mod sifted;
mod slider;
mod toggle;
mod verdict_mark;

pub(crate) use button::{button, tool};
pub(crate) use element::{Element, el, nothing, words};
pub(crate) use icon::{IconName, icon};
pub(crate) use number_field::{NumberFieldProps, number_field};
pub(crate) use quantity::{Quantity, fine_step, three_digits};
pub(crate) use readable::Readable;
pub(crate) use scene::{Layers, Which, picture};
pub(crate) use section::{folded, section};
pub(crate) use select::Select;
pub(crate) use sentence::sentence;
pub(crate) use sifted::sifted;
pub(crate) use slider::{Scale, Slider};
pub(crate) use toggle::toggle;
pub(crate) use verdict_mark::{Mark, setting_mark, verdict_mark};

/// More contrast, forced colours and paper: what comes late to every page.
pub(crate) const MEDIA_STYLE: &str =
    concat!(include_str!("../../style/tokens-media.css"), include_str!("../../style/media.css"));
