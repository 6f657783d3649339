//! The complete input of a run: what the store is made of, who asks what, what goes wrong, and
//! the seed of all chance.
//!
//! A [`Scenario`] is plain data that people and links write. [`Scenario::validate`] turns it into
//! a [`ValidScenario`], or names every problem at once in the words of whoever wrote it. How a
//! scenario is executed is not known here; what a protocol asks for ([`ProtocolInfo`], [`Knob`])
//! is handed in by the caller.

mod distribution;
mod fault;
mod knob;
mod level;
pub mod limits;
mod links;
mod network;
mod node;
mod normal;
mod presets;
mod promise;
mod rounding;
mod settings;
mod validate;
mod workload;

pub use distribution::Distribution;
pub use fault::{CutDirection, Fault, FaultAction};
pub use knob::{Knob, KnobChoice, KnobKind, Knobs, ProtocolInfo, joined};
pub use level::{FreshReads, Level, Uptime};
pub use links::{Delay, Leg, Links};
pub use network::{CustomLink, CustomNetwork, Network};
pub use node::Node;
pub use normal::normal_quantile;
pub use presets::{Fit, NetworkPreset, RegionalPreset, network_presets};
pub use promise::{Assumptions, Crashes, Mode, overlaid};
pub use settings::{Cluster, Scenario, Session, Strategy};
pub use validate::{Problem, ValidScenario};
pub use workload::{Drawn, Object, RandomWork, ScriptedAction, ScriptedOperation, Workload};
