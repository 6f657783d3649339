//! How long messages take, and how many get lost: a preset with its two sliders, or a custom one.

use serde::{Deserialize, Serialize};

use crate::{Distribution, Leg, Links, NetworkPreset};

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

    /// Puts one delay in the place of every link's, or of the link between two regions, both ways. The network
    /// becomes one of its own with the same regions; what is stretched stays so.
    ///
    /// # Errors
    /// For a single link, if the network tells writes from other messages: one with links of its own does not. It
    /// stays as it is then.
    pub fn replace_delays(&mut self, ends: Option<(u8, u8)>, one_way: Distribution) -> Result<(), String> {
        let links = Links::of(self);
        let custom = match (self.custom.take(), ends) {
            // Whoever says how long every link takes means those too that were listed.
            (custom, None) => {
                let regions = custom.map_or_else(|| links.regions().to_vec(), |custom| custom.regions);
                CustomNetwork { regions, one_way, links: Vec::new() }
            }
            (custom, Some((from, to))) => {
                let mut custom = custom.map_or_else(|| self.listed(&links), Ok)?;
                custom.links.retain(|link| (link.from, link.to) != (from, to) && (link.from, link.to) != (to, from));
                let place = custom.links.partition_point(|link| (link.from, link.to) < (from, to));
                custom.links.insert(place, CustomLink { from, to, one_way });
                custom
            }
        };
        self.preset = Self::CUSTOM.to_owned();
        self.tail = None;
        self.custom = Some(custom);
        Ok(())
    }

    /// A preset, link by link.
    fn listed(&self, links: &Links) -> Result<CustomNetwork, String> {
        if let Some(NetworkPreset::Fit(_)) = NetworkPreset::find(&self.preset) {
            return Err(format!(
                "the network {} tells writes from other messages, and one with links of its own does not; \
                 delays for every link can take its place",
                self.preset
            ));
        }
        let count = u8::try_from(links.regions().len()).unwrap_or(u8::MAX);
        let link = |from: u8, to: u8| {
            let one_way = links.delay(from, to, Leg::Read).distribution.clone();
            CustomLink { from, to, one_way }
        };
        let links_of = (0..count).flat_map(|from| (from..count).map(move |to| (from, to)));
        Ok(CustomNetwork {
            regions: links.regions().to_vec(),
            one_way: Distribution::Constant { ms: 0.0 },
            links: links_of.map(|(from, to)| link(from, to)).collect(),
        })
    }
}

impl Default for Network {
    fn default() -> Self {
        Self { preset: "worldwide".to_owned(), stretch: 1.0, tail: None, loss: 0.0, duplication: 0.0, custom: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded() -> Distribution {
        Distribution::Empirical { quantiles_ms: vec![1.0, 2.0, 3.0] }
    }

    #[test]
    fn the_other_links_of_a_preset_take_as_long_as_before() {
        let mut network = Network { tail: Some(3.0), stretch: 1.5, ..Network::default() };
        let before = Links::of(&network);
        network.replace_delays(Some((7, 8)), recorded()).unwrap();
        let after = Links::of(&network);
        assert_eq!(after.regions(), before.regions());
        for (from, to) in [(0, 0), (0, 3), (3, 0), (8, 1)] {
            for u in [0.01, 0.5, 0.999] {
                let at = |links: &Links| links.delay(from, to, Leg::Write).at_ms(u);
                assert_eq!(at(&after).to_bits(), at(&before).to_bits(), "{from} to {to}");
            }
        }
    }

    #[test]
    fn recorded_delays_take_the_place_of_one_link_or_of_all() {
        let mut network = Network::default();
        network.replace_delays(Some((3, 0)), recorded()).unwrap();
        let links = Links::of(&network);
        assert_eq!([(0, 3), (3, 0)].map(|(from, to)| links.delay(from, to, Leg::Ack).at_ms(0.5)), [2.0, 2.0]);
        assert!(links.delay(0, 4, Leg::Ack).at_ms(0.5) > 3.0);
        network.replace_delays(None, recorded()).unwrap();
        assert_eq!(Links::of(&network).delay(0, 4, Leg::Write).at_ms(0.5), 2.0);
        let mut fit = Network { preset: "lnkd-disk".to_owned(), ..Network::default() };
        let whole = fit.clone();
        let told = fit.replace_delays(Some((0, 1)), recorded()).unwrap_err();
        assert!(told.contains("tells writes from other messages"), "{told}");
        assert_eq!(fit, whole);
        fit.replace_delays(None, recorded()).unwrap();
    }
}
