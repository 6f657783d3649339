//! What a protocol declares that it promises: per mode and consistency model, it keeps it under
//! named assumptions, or a stored scenario shows it broken. Plain data; the claims are proved or
//! refuted by whoever runs them and judges the histories.

use std::fmt;

use history::ModelId;
use serde::{Deserialize, Serialize};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

    /// What may go wrong, kind by kind: in the words of a list, in those of a narrow place, those for
    /// that it may not, and whether it may.
    fn kinds(self) -> [(&'static str, &'static str, &'static str, bool); 5] {
        let crashes = match self.crashes {
            Crashes::Minority => ("crashes of a minority", "few crashes", "", true),
            Crashes::Any | Crashes::None => ("crashes", "crashes", "no crash", self.crashes == Crashes::Any),
        };
        [
            crashes,
            ("partitions", "partitions", "no partition", self.partitions),
            ("lost and doubled messages", "losses", "no loss", self.losses),
            ("pauses and slow links", "slow links", "none slow", self.pauses),
            ("clocks that are off", "wrong clocks", "right clocks", self.skew_ms > 0),
        ]
    }

    /// The same in two or three words, for a cell of a table; none where nothing is left out.
    #[must_use]
    pub fn in_short(self) -> String {
        let missing: Vec<&str> = self.kinds().into_iter().filter(|kind| !kind.3).map(|kind| kind.2).collect();
        let allowed: Vec<&str> = self.kinds().into_iter().filter(|kind| kind.3).map(|kind| kind.1).collect();
        match (missing.as_slice(), allowed.as_slice()) {
            ([], _) if self.crashes == Crashes::Any => String::new(),
            (_, []) => "no fault".to_owned(),
            ([one], _) if self.crashes != Crashes::Minority => (*one).to_owned(),
            (_, allowed) => format!("{} only", allowed.join(", ")),
        }
    }
}

/// What may go wrong, as a list; that nothing may, where it is empty.
impl fmt::Display for Assumptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words: Vec<String> =
            self.kinds()[..4].iter().filter(|kind| kind.3).map(|kind| kind.0.to_owned()).collect();
        if self.skew_ms > 0 {
            words.push(format!("clocks off by up to {} ms", self.skew_ms));
        }
        if words.is_empty() { f.write_str("nothing goes wrong") } else { f.write_str(&words.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assumptions_are_a_list_of_what_may_go_wrong() {
        let check = |under: Assumptions, words: &str, short: &str| {
            assert_eq!((under.to_string().as_str(), under.in_short().as_str()), (words, short));
        };
        let harsh = "crashes, partitions, lost and doubled messages, pauses and slow links";
        check(Assumptions::HARSH, &format!("{harsh}, clocks off by up to 1000 ms"), "");
        check(Assumptions::RIGHT_CLOCKS, harsh, "right clocks");
        check(Assumptions::CALM, "nothing goes wrong", "no fault");
        let minority = Assumptions { crashes: Crashes::Minority, ..Assumptions::CALM };
        check(minority, "crashes of a minority", "few crashes only");
        let two = Assumptions { crashes: Crashes::Any, skew_ms: 50, ..Assumptions::CALM };
        check(two, "crashes, clocks off by up to 50 ms", "crashes, wrong clocks only");
    }

    #[test]
    fn few_crashes_are_said_where_all_else_may_go_wrong() {
        let under = Assumptions { crashes: Crashes::Minority, ..Assumptions::HARSH };
        assert_eq!(under.in_short(), "few crashes, partitions, losses, slow links, wrong clocks only");
    }
}
