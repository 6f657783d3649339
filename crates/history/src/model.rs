//! The names of the consistency models: the stops of the spectrum.
//!
//! A name here is vocabulary; whether a checker decides it is the registry's business.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! models {
    ($($variant:ident $key:literal $name:literal;)*) => {
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
        }
    };
}

models! {
    Linearizable "linearizable" "Linearizable";
    BoundedStaleness "k_atomicity_min_k" "Bounded staleness";
    DeltaAtomicity "delta_atomicity_min" "Bounded delay";
    RegularStrong "regular_strong" "Regular, strong";
    RegularWeak "regular_weak" "Regular, weak";
    Safe "safe" "Safe";
    Sequential "sequential" "Sequential";
    PerKeySequential "per_key_sequential" "Sequential per key";
    CausalMemory "causal_memory_CM" "Causal memory";
    CausalConvergence "causal_convergence_CCv" "Causal convergence";
    Causal "causal_CC" "Causal";
    Pram "pram" "PRAM";
    ReadYourWrites "read_your_writes" "Read your writes";
    MonotonicReads "monotonic_reads" "Monotonic reads";
    MonotonicWrites "monotonic_writes" "Monotonic writes";
    WritesFollowReads "writes_follow_reads" "Writes follow reads";
    Converged "converged" "Eventual";
    Weak "weak" "Weak";
}

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
