//! The names of the consistency models: the stops of the spectrum.
//!
//! A name here is vocabulary; whether a checker decides it is the registry's business.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! models {
    ($($variant:ident $key:literal $name:literal $short:literal;)*) => {
        /// A consistency model.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ModelId {
            $(#[doc = $name] $variant,)*
        }

        impl ModelId {
            /// All of them, strongest first as a reading order (they are not a chain).
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in JSON and on the command line.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// The name for people, in sentence case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The name where there is room for a few letters only: the head of a column.
            #[must_use]
            pub const fn short(self) -> &'static str {
                match self { $(Self::$variant => $short,)* }
            }
        }
    };
}

models! {
    Linearizable "linearizable" "Linearizable" "Lin";
    BoundedStaleness "k_atomicity_min_k" "Bounded staleness" "k";
    DeltaAtomicity "delta_atomicity_min" "Bounded delay" "Δ";
    RegularStrong "regular_strong" "Regular, strong" "RegS";
    RegularWeak "regular_weak" "Regular, weak" "RegW";
    Safe "safe" "Safe" "Safe";
    Sequential "sequential" "Sequential" "Seq";
    PerKeySequential "per_key_sequential" "Sequential per key" "KeySeq";
    CausalMemory "causal_memory_CM" "Causal memory" "CM";
    CausalConvergence "causal_convergence_CCv" "Causal convergence" "CCv";
    Causal "causal_CC" "Causal" "CC";
    Pram "pram" "PRAM" "PRAM";
    ReadYourWrites "read_your_writes" "Read your writes" "RYW";
    MonotonicReads "monotonic_reads" "Monotonic reads" "MR";
    MonotonicWrites "monotonic_writes" "Monotonic writes" "MW";
    WritesFollowReads "writes_follow_reads" "Writes follow reads" "WFR";
    Converged "converged" "Eventual" "Ev";
    Weak "weak" "Weak" "Weak";
}

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
