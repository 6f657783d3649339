//! The parts of the playground: each shows one thing and says what the user wants changed.

mod controls;
mod desk;
mod distribution;
mod fault_form;
mod fault_kind;
mod faults;
mod finding;
mod guarantees;
mod header;
mod legend;
mod moment_menu;
mod network;
mod notice;
mod numbers;
mod overlap;
mod playback;
mod quorum;
mod regions;
mod seed;
mod sessions;
mod share;
mod sheet;
mod strategy;
mod tabs;
mod targets;
mod timeline;
mod ways;
mod workload;

pub(crate) use controls::Controls;
pub(crate) use finding::{Finding, finding};
pub(crate) use guarantees::guarantees;
pub(crate) use header::Header;
pub(crate) use notice::notice_bar;
pub(crate) use numbers::Numbers;
pub(crate) use tabs::tabs;
pub(crate) use timeline::Timeline;
