//! What a route shows.

mod embed;
mod playground;

pub(crate) use embed::Embed;
pub(crate) use playground::Playground;
