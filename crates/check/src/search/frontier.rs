//! A set of configurations, of which none can do all that another can.

use super::mask::Mask;
use crate::memo::Memo;

/// A state, and how the open calls stand in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Config<const N: usize> {
    pub(crate) state: u32,
    /// The last step that led here.
    pub(crate) step: u32,
    /// Open calls that have to take effect still.
    pub(crate) open: Mask<N>,
    /// Open calls that may take effect still, but need not.
    pub(crate) free: Mask<N>,
}

impl<const N: usize> Config<N> {
    /// Whether this can do all that `other`, with the same state, can. A call that looks is done
    /// with where the other still waits for it.
    fn covers(&self, other: &Self, looking: Mask<N>) -> bool {
        other.free.without(self.free).is_empty()
            && self.open.without(other.open).is_empty()
            && other.open.without(self.open).without(self.free).without(looking).is_empty()
    }
}

/// No other configuration.
const NONE: u32 = u32::MAX;

/// So few are found faster by looking at all of them.
const FEW: usize = 16;

/// The set. What is covered by another member is left out or taken out.
#[derive(Debug)]
pub(crate) struct Frontier<const N: usize> {
    configs: Vec<Config<N>>,
    /// By configuration: the next one with the same state, once there are more than a few.
    next: Vec<u32>,
    gone: Vec<bool>,
    /// By state: its newest configuration.
    newest: Memo,
}

fn key(state: u32) -> [u64; 3] {
    [u64::from(state), 0, 0]
}

/// Makes a configuration the newest one of its state. The one that was, if any.
fn link(newest: &mut Memo, state: u32, config: u32) -> u32 {
    let (before, known) = newest.entry(key(state), config);
    if known {
        newest.replace(key(state), config);
    }
    if known { before } else { NONE }
}

impl<const N: usize> Frontier<N> {
    pub(crate) const fn new() -> Self {
        Self { configs: Vec::new(), next: Vec::new(), gone: Vec::new(), newest: Memo::new() }
    }

    pub(crate) fn clear(&mut self) {
        self.configs.clear();
        self.next.clear();
        self.gone.clear();
        self.newest.clear();
    }

    /// Keeps a configuration, unless a member covers it. Returns whether it is kept; `looked` counts
    /// the members that were looked at.
    pub(crate) fn insert(&mut self, config: Config<N>, looking: Mask<N>, looked: &mut usize) -> bool {
        let place = self.configs.len();
        if place < FEW {
            *looked += place;
            if (0..place).any(|member| self.is_covered_by(member, &config, looking)) {
                return false;
            }
            self.push(config, NONE);
            if place + 1 == FEW {
                for (member, config) in (0..).zip(&self.configs) {
                    self.next[member as usize] = link(&mut self.newest, config.state, member);
                }
            }
            return true;
        }
        let (newest, known) = self.newest.entry(key(config.state), place as u32);
        let mut at = if known { newest } else { NONE };
        while at != NONE {
            *looked += 1;
            if self.is_covered_by(at as usize, &config, looking) {
                return false;
            }
            at = self.next[at as usize];
        }
        let next = if known { link(&mut self.newest, config.state, place as u32) } else { NONE };
        self.push(config, next);
        true
    }

    /// Whether a member covers a configuration; one that is covered itself is taken out.
    fn is_covered_by(&mut self, member: usize, config: &Config<N>, looking: Mask<N>) -> bool {
        let known = &self.configs[member];
        if known.state != config.state || self.gone[member] {
            return false;
        }
        let covered = known.covers(config, looking);
        self.gone[member] = !covered && config.covers(known, looking);
        covered
    }

    fn push(&mut self, config: Config<N>, next: u32) {
        self.configs.push(config);
        self.next.push(next);
        self.gone.push(false);
    }

    /// The configuration that came in as the `place`-th, unless it was taken out.
    pub(crate) fn get(&self, place: usize) -> Option<Config<N>> {
        self.configs.get(place).copied().filter(|_| !self.gone[place])
    }

    /// How many came in, those that were taken out again included.
    pub(crate) fn len(&self) -> usize {
        self.configs.len()
    }

    /// The states that were met.
    pub(crate) fn states(&self) -> impl Iterator<Item = u32> {
        self.configs.iter().map(|config| config.state)
    }
}
