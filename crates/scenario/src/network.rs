//! How long messages take, and how many get lost: a preset with its two sliders, or a custom one.

use serde::{Deserialize, Serialize};

use crate::Distribution;

/// The network of a scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Network {
    /// The id of a preset, or `custom`.
    pub preset: String,
    /// Multiplies every delay: the latency slider.
    pub stretch: f64,
    /// The 99th percentile of a link's delay over its median, for presets made of regions; without
    /// it the preset's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tail: Option<f64>,
    /// The share of messages lost, from 0 to 1.
    pub loss: f64,
    /// The share of messages that arrive twice, from 0 to 1.
    pub duplication: f64,
    /// The links, where the preset is `custom`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom: Option<CustomNetwork>,
}

/// A network of one's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomNetwork {
    /// The names of the regions.
    pub regions: Vec<String>,
    /// The one-way delay of every link that is not listed.
    pub one_way: Distribution,
    /// Links with a delay of their own; both directions are the same unless listed apart.
    #[serde(default)]
    pub links: Vec<CustomLink>,
}

/// The delay of messages from one region to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomLink {
    /// The sender's region, by number.
    pub from: u8,
    /// The receiver's region, by number.
    pub to: u8,
    /// How long a message takes.
    pub one_way: Distribution,
}

impl Network {
    /// The id of the network that has no preset.
    pub const CUSTOM: &'static str = "custom";
}

impl Default for Network {
    fn default() -> Self {
        Self { preset: "worldwide".to_owned(), stretch: 1.0, tail: None, loss: 0.0, duplication: 0.0, custom: None }
    }
}
