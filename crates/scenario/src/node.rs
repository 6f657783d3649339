//! A node as people name it in a scenario: "r3", "A".

use std::fmt;
use std::str::FromStr;

use history::{NodeId, ReplicaId, SessionId};
use serde::{Deserialize, Serialize};

/// A node of the run, written by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node(pub NodeId);

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Node {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let wrong = || format!("`{name}` is neither a replica (r1, r2, …) nor a session (A, B, …)");
        let number = |digits: &str, least: u8| match digits.parse::<u8>() {
            Ok(number) if number >= least && !digits.starts_with(['0', '+']) => Ok(number),
            _ => Err(wrong()),
        };
        let mut letters = name.chars();
        match letters.next() {
            Some('r') => Ok(Self(NodeId::Replica(ReplicaId(number(letters.as_str(), 1)? - 1)))),
            Some(letter @ 'A'..='Z') => {
                let round = if letters.as_str().is_empty() { 1 } else { number(letters.as_str(), 2)? };
                let index = u16::from(round - 1) * 26 + (letter as u16 - 'A' as u16);
                u8::try_from(index).map(|index| Self(NodeId::Session(SessionId(index)))).map_err(|_| wrong())
            }
            _ => Err(wrong()),
        }
    }
}

impl Serialize for Node {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_as_its_node() {
        for index in 0..=u8::MAX {
            for node in [NodeId::Session(SessionId(index)), NodeId::Replica(ReplicaId(index.min(254)))] {
                assert_eq!(node.to_string().parse::<Node>(), Ok(Node(node)));
            }
        }
    }

    #[test]
    fn names_of_nothing_are_refused() {
        for name in ["", "r", "r0", "r256", "r1x", "a", "A0", "A1", "Z99", "rr1", "r+1", "é"] {
            assert!(name.parse::<Node>().is_err(), "{name}");
        }
    }
}
