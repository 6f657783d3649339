//! The design tokens as data: colours, sizes, and how every class of mark looks.
//!
//! One source for three readers: the page's stylesheet ([`css`]), the style inside every exported
//! picture, and the layout, which needs the sizes and the weights of words.

mod beside;
mod class;
mod colour;
mod css;
mod media;
mod rule;
mod size;

pub use beside::Beside;
pub use class::{Class, Hue, Part, Plain, Strength};
pub use colour::{Colour, Theme};
pub(crate) use css::scene_style;
pub use css::{css, css_beside};
pub use media::css_media;
pub use rule::{Cap, Opacity, Rule};
pub use size::Sizes;
