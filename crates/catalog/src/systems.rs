//! Real systems, mode by mode: what their documentation claims, and the settings that simulate it.
//!
//! A claim names a model and says that the mode keeps it, and what may go wrong meanwhile, or that it
//! does not, and then a run that shows it. `tests/tests/systems.rs` and `quorate systems` hold every
//! claim against the checkers. Where the simulation shows something else than the documentation says,
//! the claim says so. What cannot be simulated is listed and not approximated.

mod cassandra;
mod cockroachdb;
mod cops;
mod couchdb;
mod dns;
mod dynamo;
mod dynamodb;
mod eiger;
mod etcd;
mod memcached;
mod mongodb;
mod relational;
mod riak;
mod s3;
mod spanner;
mod sticky_sessions;
mod zookeeper;

use history::ModelId;
use scenario::{Assumptions, overlaid};

/// A system that people run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct System {
    /// Its id on the command line.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// How it keeps its copies in step, in one sentence.
    pub mechanism: &'static str,
    /// The modes that are simulated.
    pub modes: &'static [SystemMode],
    /// The modes that are not.
    pub not_simulated: &'static [NotSimulated],
}

/// One way to use a system, and the settings that simulate it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemMode {
    /// Its name, as the documentation of the system has it.
    pub name: &'static str,
    /// The settings that simulate it, as a readable link: `s=quorum&n=3&w=2&r=2`.
    pub settings: &'static str,
    /// What the documentation says, model by model.
    pub claims: &'static [Claim],
    /// What the simulation leaves out.
    pub leaves_out: &'static str,
}

impl SystemMode {
    /// The readable link of a run of this mode, from the parts that the settings do not say.
    #[must_use]
    pub fn link(&self, run: &str) -> String {
        overlaid(self.settings, run)
    }

    /// Its name as the end of an address: "LOCAL_QUORUM" is `local-quorum`.
    #[must_use]
    pub fn slug(&self) -> String {
        let words = self.name.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
    }
}

impl System {
    /// The system with that id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        SYSTEMS.iter().find(|system| system.id == id)
    }

    /// Its mode with that slug.
    #[must_use]
    pub fn mode(&self, slug: &str) -> Option<&'static SystemMode> {
        self.modes.iter().find(|mode| mode.slug() == slug)
    }
}

/// What a document says of one model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The model that is spoken of, in other words as a rule.
    pub model: ModelId,
    /// Whether it is kept.
    pub says: Says,
    /// Where it is said: document and section.
    pub source: &'static str,
    /// What the simulation shows instead, and why, where it shows something else.
    pub differs: Option<&'static str>,
}

/// Whether a model is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// It is, while no more than that goes wrong.
    Keeps(Assumptions),
    /// It is not, as a run shows: the parts of its link beside the settings of the mode.
    Breaks(&'static str),
}

/// A mode that no protocol here can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotSimulated {
    /// Its name, as the documentation of the system has it.
    pub name: &'static str,
    /// What is missing for it.
    pub reason: &'static str,
}

/// All systems, by name.
pub const SYSTEMS: &[System] = &[
    cassandra::SYSTEM,
    cockroachdb::SYSTEM,
    cops::SYSTEM,
    couchdb::SYSTEM,
    dns::SYSTEM,
    dynamo::SYSTEM,
    dynamodb::SYSTEM,
    eiger::SYSTEM,
    etcd::SYSTEM,
    memcached::SYSTEM,
    mongodb::SYSTEM,
    relational::SYSTEM,
    riak::SYSTEM,
    s3::SYSTEM,
    spanner::SYSTEM,
    sticky_sessions::SYSTEM,
    zookeeper::SYSTEM,
];

/// Who says that copies agree at last does not say when, and no time to settle is long enough for a
/// message that is slow enough.
const NOTHING_SLOW: Assumptions = Assumptions { pauses: false, ..Assumptions::HARSH };

/// A write that one replica of siblings has alone; a read meets it and repairs the others, too late for
/// the next.
const ONE_HAS_IT: &str = "net=zones&sessions=0,2&ops=0&do=A.w.x@10,B.r.x@13,B.r.x@13.5&cut=r2,r3@9-12!in&seed=31";

const fn keeps(model: ModelId, under: Assumptions, source: &'static str) -> Claim {
    Claim { model, says: Says::Keeps(under), source, differs: None }
}

const fn breaks(model: ModelId, run: &'static str, source: &'static str) -> Claim {
    Claim { model, says: Says::Breaks(run), source, differs: None }
}

impl Claim {
    const fn but(self, differs: &'static str) -> Self {
        Self { differs: Some(differs), ..self }
    }
}
