//! The delays of a network, worked out for every pair of regions: what the simulator draws from
//! and the mathematics integrates.

use history::{Direction, Purpose};

use crate::rounding::rounded_us;
use crate::{CustomNetwork, Distribution, Network, NetworkPreset, limits};

/// What a message is for, as far as its delay depends on it. The four of Bailis et al. 2012.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leg {
    /// W: a write on its way to a replica.
    Write,
    /// A: its acknowledgement.
    Ack,
    /// R: a read on its way to a replica.
    Read,
    /// S: the replica's response.
    Response,
}

/// The delay of one link for one leg.
#[derive(Clone, Debug, PartialEq)]
pub struct Delay {
    /// The part that varies.
    pub distribution: Distribution,
    /// The part that does not, in milliseconds.
    pub fixed_ms: f64,
    /// Multiplies both.
    pub stretch: f64,
    /// The distribution's own, worked out once.
    sigma: f64,
}

/// The delays of a network between its regions.
#[derive(Clone, Debug, PartialEq)]
pub struct Links {
    regions: Vec<String>,
    /// By leg class (write request or other), sender and receiver.
    delays: Vec<Delay>,
}

impl Leg {
    /// The leg that a message travels on.
    #[must_use]
    pub const fn of(purpose: Purpose, direction: Direction) -> Self {
        match (purpose, direction) {
            (Purpose::Write | Purpose::Replicate, Direction::Request) => Self::Write,
            (Purpose::Write | Purpose::Replicate, Direction::Answer) => Self::Ack,
            (Purpose::Read | Purpose::Control, Direction::Request) => Self::Read,
            (Purpose::Read | Purpose::Control, Direction::Answer) => Self::Response,
        }
    }
}

impl Delay {
    /// A delay that is nothing but its distribution.
    #[must_use]
    pub fn of(distribution: Distribution) -> Self {
        Self::new(distribution, 0.0, 1.0)
    }

    pub(crate) fn new(distribution: Distribution, fixed_ms: f64, stretch: f64) -> Self {
        let sigma = distribution.sigma();
        Self { distribution, fixed_ms, stretch, sigma }
    }

    /// The time below which a share `u` of the delays lie, for 0 < `u` < 1, in milliseconds.
    #[must_use]
    pub fn at_ms(&self, u: f64) -> f64 {
        (self.distribution.at_given(self.sigma, u) + self.fixed_ms) * self.stretch
    }

    /// The same in whole microseconds, never longer than a message may take.
    #[inline]
    #[must_use]
    pub fn at_us(&self, u: f64) -> u64 {
        let near_us = match self.distribution {
            Distribution::LogNormal { median_ms, .. } => {
                rounded_us(median_ms, self.sigma, u, self.fixed_ms, self.stretch)
            }
            _ => None,
        };
        near_us.unwrap_or_else(|| self.exact_us(u)).min(limits::MESSAGE_US_MAX)
    }

    fn exact_us(&self, u: f64) -> u64 {
        history::Duration::from_ms_f64(self.at_ms(u)).as_us()
    }
}

impl Links {
    /// Works out the delays of a network. An unknown preset has no regions; validation says so.
    #[must_use]
    pub fn of(network: &Network) -> Self {
        match (NetworkPreset::find(&network.preset), &network.custom) {
            (Some(preset), _) => Self::preset(preset, network),
            (None, Some(custom)) => Self::custom(custom, network.stretch),
            (None, None) => Self { regions: Vec::new(), delays: Vec::new() },
        }
    }

    /// The names of the regions.
    #[must_use]
    pub fn regions(&self) -> &[String] {
        &self.regions
    }

    /// The delay from one region to another.
    ///
    /// # Panics
    /// If a region is not one of [`Links::regions`]; a valid scenario names no other.
    #[must_use]
    pub fn delay(&self, from: u8, to: u8, leg: Leg) -> &Delay {
        let n = self.regions.len();
        let class = usize::from(leg == Leg::Write);
        &self.delays[(class * n + usize::from(from)) * n + usize::from(to)]
    }

    fn build(regions: Vec<String>, delay: impl Fn(u8, u8, bool) -> Delay) -> Self {
        let count = u8::try_from(regions.len()).unwrap_or(u8::MAX);
        let delay = &delay;
        let delays = [false, true]
            .into_iter()
            .flat_map(|write| (0..count).flat_map(move |from| (0..count).map(move |to| delay(from, to, write))))
            .collect();
        Self { regions, delays }
    }

    fn preset(preset: &NetworkPreset, network: &Network) -> Self {
        let stretch = network.stretch;
        match preset {
            NetworkPreset::Regional(regional) => {
                let tail = network.tail.unwrap_or(regional.tail);
                Self::build(preset.regions(), |from, to, _| {
                    let median_ms = regional.round_trip_ms(from, to) / 2.0;
                    Delay::new(Distribution::LogNormal { median_ms, tail }, 0.0, stretch)
                })
            }
            NetworkPreset::Fit(fit) => {
                let (write, other) = fit.distributions();
                Self::build(preset.regions(), |from, to, is_write| {
                    let distribution = if is_write { write.clone() } else { other.clone() };
                    Delay::new(distribution, if from == to { 0.0 } else { fit.remote_ms }, stretch)
                })
            }
        }
    }

    fn custom(custom: &CustomNetwork, stretch: f64) -> Self {
        Self::build(custom.regions.clone(), |from, to, _| {
            let listed = |a: u8, b: u8| custom.links.iter().find(|link| link.from == a && link.to == b);
            let link = listed(from, to).or_else(|| listed(to, from));
            let distribution = link.map_or(&custom.one_way, |link| &link.one_way).clone();
            Delay::new(distribution, 0.0, stretch)
        })
    }
}
