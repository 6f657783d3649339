//! What a protocol declares about itself, so that its sliders and switches appear by themselves.

use std::collections::BTreeMap;

use crate::{Mode, Object, Scenario};

/// A protocol as the registry lists it.
#[derive(Clone, Copy, Debug)]
pub struct ProtocolInfo {
    /// Its id in scenarios and links.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// One sentence: how it replicates. A function, as the knobs are.
    pub summary: fn() -> &'static str,
    /// The paper or document it follows.
    pub source: fn() -> &'static str,
    /// Whether W and R mean something to it.
    pub quorums: bool,
    /// Whether it can write on the condition that a key still holds what was read.
    pub conditional: bool,
    /// The objects whose calls it carries out itself. Calls on others read, decide and write.
    pub native: &'static [Object],
    /// Whether it does so with its knobs set like that.
    pub natively: fn(&Knobs) -> bool,
    /// Whether a replica can hold several values of a key side by side.
    pub siblings: bool,
    /// Where its replicas are no copies of one store, but services of which each has its own part:
    /// what they are called, by number. There are as many replicas as services then.
    pub services: &'static [&'static str],
    /// Whether it has a use for spare nodes.
    pub spares: bool,
    /// Its own knobs. A function, so that a page that shows one protocol need not hold the words
    /// of all.
    pub knobs: fn() -> &'static [Knob],
    /// Whether, with its knobs set so, W + R > N lets every read meet every write that is over.
    pub overlaps: fn(&Knobs) -> bool,
    /// What is wrong with settings that are each allowed, but do not go together: a sentence each,
    /// in the user's words.
    pub clashes: fn(&Scenario, &Knobs) -> Vec<String>,
    /// The ways to run it, with what it promises in each.
    pub modes: fn() -> &'static [Mode],
}

impl ProtocolInfo {
    /// One that has nothing to say of itself: what a registry entry starts from.
    pub const PLAIN: Self = Self {
        id: "",
        name: "",
        summary: || "",
        source: || "",
        quorums: false,
        conditional: false,
        native: &[],
        natively: |_| true,
        siblings: false,
        services: &[],
        spares: false,
        knobs: || &[],
        overlaps: |_| true,
        clashes: |_, _| Vec::new(),
        modes: || &[],
    };
}

/// Protocols go by their ids.
impl PartialEq for ProtocolInfo {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// A setting of a protocol.
///
/// By custom the knob `without` takes one rule away from a protocol, to show what the rule is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Knob {
    /// Its id in scenarios and links.
    pub id: &'static str,
    /// Its label.
    pub label: &'static str,
    /// One sentence: what it changes.
    pub help: &'static str,
    /// What it can be set to.
    pub kind: KnobKind,
}

/// What a knob can be set to. Values are text: `on` and `off`, a choice's id, a whole number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum KnobKind {
    /// On or off.
    Switch {
        /// Whether it is on unless set.
        default: bool,
    },
    /// One of several.
    Choice {
        /// What can be chosen; the first is the default.
        choices: &'static [KnobChoice],
    },
    /// A whole number.
    Number {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
        /// Its value unless set.
        default: i64,
        /// Its unit for people, or nothing.
        unit: &'static str,
    },
}

/// The knobs of a protocol of its own and those that it shares with others, one after the other.
#[must_use]
pub const fn joined<const OWN: usize, const SHARED: usize, const ALL: usize>(
    own: [Knob; OWN],
    shared: [Knob; SHARED],
) -> [Knob; ALL] {
    assert!(OWN + SHARED == ALL, "as many as both have");
    let mut all = [Knob { id: "", label: "", help: "", kind: KnobKind::Switch { default: false } }; ALL];
    let mut place = 0;
    while place < ALL {
        all[place] = if place < OWN { own[place] } else { shared[place - OWN] };
        place += 1;
    }
    all
}

/// One choice of a knob.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KnobChoice {
    /// Its id in scenarios and links.
    pub id: &'static str,
    /// Its label.
    pub label: &'static str,
}

impl Knob {
    /// The value it has unless set.
    #[must_use]
    pub fn default_value(&self) -> String {
        match self.kind {
            KnobKind::Switch { default } => if default { "on" } else { "off" }.to_owned(),
            KnobKind::Choice { choices } => choices.first().map_or("", |choice| choice.id).to_owned(),
            KnobKind::Number { default, .. } => default.to_string(),
        }
    }

    /// Says what is wrong with a value, in the user's words.
    ///
    /// # Errors
    /// A sentence, if the value is none that this knob can be set to.
    pub fn accepts(&self, value: &str) -> Result<(), String> {
        let Self { label, kind, .. } = self;
        match kind {
            KnobKind::Switch { .. } => match value {
                "on" | "off" => Ok(()),
                _ => Err(format!("{label} is `{value}`; it can be on or off")),
            },
            KnobKind::Choice { choices } => {
                if choices.iter().any(|choice| choice.id == value) {
                    return Ok(());
                }
                let ids: Vec<&str> = choices.iter().map(|choice| choice.id).collect();
                Err(format!("{label} is `{value}`; it can be {}", ids.join(", ")))
            }
            KnobKind::Number { min, max, .. } => match value.parse::<i64>() {
                Ok(number) if (*min..=*max).contains(&number) => Ok(()),
                _ => Err(format!("{label} is `{value}`; it can be a whole number from {min} to {max}")),
            },
        }
    }
}

/// The knobs of a run, every one of them set and valid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Knobs(Vec<(&'static str, String)>);

impl Knobs {
    /// The values of a scenario over the defaults of its protocol.
    #[must_use]
    pub fn of(info: &ProtocolInfo, set: &BTreeMap<String, String>) -> Self {
        let value = |knob: &Knob| set.get(knob.id).cloned().unwrap_or_else(|| knob.default_value());
        Self((info.knobs)().iter().map(|knob| (knob.id, value(knob))).collect())
    }

    /// Whether a switch is on.
    #[must_use]
    pub fn on(&self, id: &str) -> bool {
        self.choice(id) == "on"
    }

    /// The id of what is chosen.
    #[must_use]
    pub fn choice(&self, id: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == id).map_or("", |(_, value)| value)
    }

    /// The number that is set; zero for a knob that is none.
    #[must_use]
    pub fn number(&self, id: &str) -> i64 {
        self.choice(id).parse().unwrap_or(0)
    }
}
