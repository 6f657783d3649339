//! What a protocol declares that it promises: per mode and consistency model, it keeps it under
//! named assumptions, or a stored scenario shows it broken. Plain data; the claims are proved or
//! refuted by whoever runs them and judges the histories.

use history::ModelId;

/// One way to run a protocol, with what it promises there.
///
/// Of the models only the decisive ones are named: what keeps a model keeps all that it implies, and
/// what breaks a model breaks all that imply it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode {
    /// Its id, distinct within the protocol.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// The settings that make it, as a readable link has them: `n=3&w=2&r=2&k.write_back=on`.
    pub settings: &'static str,
    /// The strongest models that it keeps, each under its assumptions.
    pub keeps: &'static [(ModelId, Assumptions)],
    /// The weakest models that it breaks, each with the readable link of a run that shows it.
    pub breaks: &'static [(ModelId, &'static str)],
    /// Settings that take away the rule on which the promise rests, as in a readable link
    /// (`k.write_back=off`, `k.without=fencing`): under the same assumptions such runs break what
    /// the mode keeps, or nothing was put to the test.
    pub mutant: &'static str,
}

impl Mode {
    /// The readable link of its settings.
    #[must_use]
    pub fn link(&self, protocol: &str) -> String {
        overlaid(&["s=", protocol].concat(), self.settings)
    }

    /// The readable link of the same settings without the rule on which the promise rests.
    #[must_use]
    pub fn mutant_link(&self, protocol: &str) -> String {
        overlaid(&self.link(protocol), self.mutant)
    }
}

/// The parts of two readable links; where both have a part of the same name, that of the second.
#[must_use]
pub fn overlaid(first: &str, second: &str) -> String {
    let same = |a: &str, b: &str| a.split('=').next() == b.split('=').next();
    let kept = first.split('&').filter(|part| !second.split('&').any(|other| same(part, other)));
    kept.chain(second.split('&')).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&")
}

/// What may go wrong while a promise is still kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assumptions {
    /// Which replicas may crash, their disks intact.
    pub crashes: Crashes,
    /// Whether links may be cut, both ways or one way.
    pub partitions: bool,
    /// Whether messages may be lost or doubled.
    pub losses: bool,
    /// Whether replicas may pause and messages be slow.
    pub pauses: bool,
    /// How far a clock may be off, in milliseconds.
    pub skew_ms: u32,
}

/// Which replicas may crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crashes {
    /// None.
    None,
    /// Fewer than half at a time.
    Minority,
    /// Any number.
    Any,
}

impl Assumptions {
    /// Nothing goes wrong, and all clocks are right.
    pub const CALM: Self = Self { crashes: Crashes::None, partitions: false, losses: false, pauses: false, skew_ms: 0 };

    /// Anything goes wrong, but no disk is lost, and clocks may be far off.
    pub const HARSH: Self =
        Self { crashes: Crashes::Any, partitions: true, losses: true, pauses: true, skew_ms: 1_000 };

    /// The same with all clocks right.
    pub const RIGHT_CLOCKS: Self = Self { skew_ms: 0, ..Self::HARSH };
}
