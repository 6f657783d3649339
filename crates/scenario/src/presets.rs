//! The networks that a scenario can name.
//!
//! Regional presets come from measured round trips: half of the median of a year between regions
//! of Amazon's cloud (cloudping.co, TCP, 2024–2025), and IBM Cloud's averages of October 2024
//! inside a rack and between zones. Real links are near symmetric, so half a round trip stands
//! for one way.
//!
//! The fits are of production stores: P. Bailis, S. Venkataraman, M. J. Franklin, J. M.
//! Hellerstein, I. Stoica, "Probabilistically Bounded Staleness for Practical Partial Quorums",
//! VLDB 2012, table 3. Their delay depends on what a message is for, not on where it goes.

use crate::Distribution;

/// A network that a scenario can name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NetworkPreset {
    /// Regions with measured distances.
    Regional(RegionalPreset),
    /// A fit to a production store.
    Fit(Fit),
}

/// Regions with measured distances.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RegionalPreset {
    /// Its id.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// The regions, in the order in which replicas are placed.
    pub regions: &'static [&'static str],
    /// Median round trips in milliseconds: the upper triangle, diagonal included, row by row.
    pub round_trips_ms: &'static [f64],
    /// The 99th percentile over the median unless the scenario says otherwise. Not measured: a
    /// moderate tail to start the slider from.
    pub tail: f64,
}

/// A fit to a production store: delays by what a message is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// Its id.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// A write request's way: Pareto share, scale, shape, and exponential rate.
    pub write: [f64; 4],
    /// The way of an acknowledgement, a read request, a response.
    pub other: [f64; 4],
    /// What a message between two sites takes besides, one way.
    pub remote_ms: f64,
    /// How many sites there are.
    pub sites: u8,
}

const SSD: [f64; 4] = [0.9122, 0.235, 10.0, 1.66];
const DISK: [f64; 4] = [0.38, 1.05, 1.51, 0.183];
const YMMR_OTHER: [f64; 4] = [0.982, 1.5, 3.8, 0.0217];

const PRESETS: &[NetworkPreset] = &[
    NetworkPreset::Regional(RegionalPreset {
        id: "rack",
        name: "One rack",
        regions: &["Rack"],
        round_trips_ms: &[0.09],
        tail: 2.0,
    }),
    NetworkPreset::Regional(RegionalPreset {
        id: "zones",
        name: "Three zones",
        regions: &["Zone 1", "Zone 2", "Zone 3"],
        round_trips_ms: &[0.09, 2.0, 2.2, 0.09, 2.4, 0.09],
        tail: 2.0,
    }),
    NetworkPreset::Regional(RegionalPreset {
        id: "continent",
        name: "One continent",
        regions: &["Ireland", "London", "Paris", "Frankfurt", "Stockholm"],
        round_trips_ms: &[
            2.88, 13.92, 19.94, 27.29, 41.21, 3.34, 11.02, 17.89, 32.06, 3.05, 12.70, 32.06, 3.97, 22.90, 3.21,
        ],
        tail: 2.0,
    }),
    NetworkPreset::Regional(RegionalPreset {
        id: "worldwide",
        name: "Worldwide",
        regions: &["Virginia", "Ireland", "Frankfurt", "Tokyo", "Sydney", "Oregon", "Singapore", "Mumbai", "São Paulo"],
        #[rustfmt::skip]
        round_trips_ms: &[
            5.35, 69.56, 93.07, 149.38, 199.70, 64.27, 219.11, 192.26, 115.21,
            2.88, 27.29, 200.99, 255.68, 118.22, 181.96, 125.93, 178.06,
            3.97, 227.08, 251.51, 142.60, 160.59, 129.14, 203.95,
            2.54, 107.41, 98.05, 70.47, 134.19, 257.37,
            4.01, 140.92, 94.73, 154.50, 311.92,
            3.04, 160.21, 221.69, 174.43,
            3.63, 63.83, 327.40,
            3.05, 301.15,
            3.15,
        ],
        tail: 2.0,
    }),
    fit("lnkd-ssd", "LinkedIn, solid-state disks", SSD, SSD, 0.0, 1),
    fit("lnkd-disk", "LinkedIn, spinning disks", DISK, SSD, 0.0, 1),
    // The paper prints 3.35 as the exponent; its published results follow from 3.5.
    fit("ymmr", "Yammer, as printed", [0.939, 3.0, 3.35, 0.0028], YMMR_OTHER, 0.0, 1),
    fit("ymmr-simulated", "Yammer, as simulated", [0.939, 3.0, 3.5, 0.0028], YMMR_OTHER, 0.0, 1),
    fit("wan", "LinkedIn disks, sites 75 ms apart", DISK, SSD, 75.0, 9),
];

const fn fit(
    id: &'static str,
    name: &'static str,
    write: [f64; 4],
    other: [f64; 4],
    remote_ms: f64,
    sites: u8,
) -> NetworkPreset {
    NetworkPreset::Fit(Fit { id, name, write, other, remote_ms, sites })
}

/// All networks that a scenario can name.
#[must_use]
pub const fn network_presets() -> &'static [NetworkPreset] {
    PRESETS
}

impl NetworkPreset {
    /// The preset with that id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.id() == id)
    }

    /// Its id in scenarios and links.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Regional(preset) => preset.id,
            Self::Fit(fit) => fit.id,
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Regional(preset) => preset.name,
            Self::Fit(fit) => fit.name,
        }
    }

    /// The names of its regions, in the order in which replicas are placed.
    #[must_use]
    pub fn regions(&self) -> Vec<String> {
        match self {
            Self::Regional(preset) => preset.regions.iter().map(|&name| name.to_owned()).collect(),
            Self::Fit(Fit { sites: 1, .. }) => vec!["Datacenter".to_owned()],
            Self::Fit(fit) => (1..=fit.sites).map(|site| format!("Site {site}")).collect(),
        }
    }
}

impl RegionalPreset {
    /// The median round trip between two regions, in milliseconds.
    #[must_use]
    pub fn round_trip_ms(&self, from: u8, to: u8) -> f64 {
        let (row, column) = (usize::from(from.min(to)), usize::from(from.max(to)));
        // Rows of the upper triangle shrink by one: row r starts after r·n − r(r−1)/2 entries.
        let start = row * self.regions.len() - row * row.saturating_sub(1) / 2;
        self.round_trips_ms.get(start + column - row).copied().unwrap_or(0.0)
    }
}

impl Fit {
    /// The delay of a write request, and of every other message.
    #[must_use]
    pub fn distributions(&self) -> (Distribution, Distribution) {
        let mixture = |[pareto_share, scale_ms, shape, rate_per_ms]: [f64; 4]| Distribution::ParetoExponential {
            pareto_share,
            scale_ms,
            shape,
            rate_per_ms,
        };
        (mixture(self.write), mixture(self.other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_regional_matrix_is_a_full_triangle() {
        for preset in PRESETS {
            if let NetworkPreset::Regional(preset) = preset {
                let n = preset.regions.len();
                assert_eq!(preset.round_trips_ms.len(), n * (n + 1) / 2, "{}", preset.id);
            }
        }
    }

    #[test]
    fn round_trips_are_read_from_the_right_cells() {
        let Some(NetworkPreset::Regional(world)) = NetworkPreset::find("worldwide") else { panic!("a preset") };
        for (from, to, ms) in [(0, 0, 5.35), (3, 4, 107.41), (8, 6, 327.40), (8, 8, 3.15), (7, 8, 301.15)] {
            assert_eq!(world.round_trip_ms(from, to), ms, "{from} {to}");
            assert_eq!(world.round_trip_ms(to, from), ms, "{to} {from}");
        }
    }
}
