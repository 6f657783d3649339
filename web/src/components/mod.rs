//! Small parts: each is its HTML as a function of its props.

mod icon;

pub(crate) use icon::{Icon, IconName};
