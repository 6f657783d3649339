//! A transaction: what it changes, and what comes of it on what is there.

use history::{Key, OperationId, SessionId, Value};

use super::rules::{Rules, Shard};
use super::versions::{Versions, balance};

/// Changes of one key or two, which happen together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Transaction {
    pub(crate) operation: OperationId,
    pub(crate) session: SessionId,
    pub(crate) first: Change,
    pub(crate) second: Option<Change>,
}

/// What happens to a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Change {
    pub(crate) key: Key,
    pub(crate) deed: Deed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Deed {
    /// It holds that from now on, if it still holds what it has to.
    Set { value: Value, only_if: Option<Value> },
    /// Money comes in.
    PayIn(i64),
    /// Money goes out, if it is there.
    PayOut(i64),
}

/// What keys of one shard hold after a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Writes {
    pub(crate) first: (Key, Value),
    pub(crate) second: Option<(Key, Value)>,
}

impl Writes {
    pub(crate) fn each(self) -> impl Iterator<Item = (Key, Value)> {
        [Some(self.first), self.second].into_iter().flatten()
    }
}

impl Transaction {
    pub(crate) fn changes(self) -> impl Iterator<Item = Change> {
        [Some(self.first), self.second].into_iter().flatten()
    }

    /// Its keys of a shard.
    pub(crate) fn keys_of(self, rules: Rules, shard: Shard) -> impl Iterator<Item = Key> {
        self.changes().map(|change| change.key).filter(move |key| rules.shard_of(*key) == shard)
    }

    /// The shard whose leader coordinates it: the lower, where locks are taken first.
    pub(crate) fn coordinator(self, rules: Rules) -> Shard {
        self.changes().map(|change| rules.shard_of(change.key)).min().unwrap_or_default()
    }

    /// The other shard that takes part, if there is one.
    pub(crate) fn participant(self, rules: Rules) -> Option<Shard> {
        let coordinator = self.coordinator(rules);
        self.changes().map(|change| rules.shard_of(change.key)).find(|shard| *shard != coordinator)
    }

    /// Whether the two want the same key of a shard.
    pub(crate) fn meets(self, rules: Rules, shard: Shard, other: Self) -> bool {
        self.keys_of(rules, shard).any(|key| other.keys_of(rules, shard).any(|wanted| wanted == key))
    }

    /// What it makes of a shard's newest versions; nothing if it is refused there.
    pub(crate) fn carried_out(self, rules: Rules, shard: Shard, versions: &Versions) -> Option<Writes> {
        let mut writes: Option<Writes> = None;
        for Change { key, deed } in self.changes().filter(|change| rules.shard_of(change.key) == shard) {
            let held = versions.newest(key).value;
            let amount = balance(held, rules.initial);
            let value = match deed {
                Deed::Set { only_if: Some(value), .. } if value != held => return None,
                Deed::Set { value, .. } => value,
                Deed::PayIn(more) => Value::Int(amount.saturating_add(more)),
                Deed::PayOut(less) if less <= amount => Value::Int(amount.saturating_sub(less)),
                Deed::PayOut(_) => return None,
            };
            match &mut writes {
                Some(writes) => writes.second = Some((key, value)),
                None => writes = Some(Writes { first: (key, value), second: None }),
            }
        }
        writes
    }
}

#[cfg(test)]
mod tests {
    use history::{NodeId, ReplicaId};
    use sim::Context;

    use super::super::rules::tests::cluster;
    use super::*;

    #[test]
    fn a_transfer_is_carried_out_by_each_shard_for_its_keys_or_refused() {
        let cluster = cluster(6, &[]);
        let rules = Rules::of(&Context { me: NodeId::Replica(ReplicaId(0)), clock_us: 0, cluster: &cluster });
        let change = |key, deed| Change { key: Key(key), deed };
        let transfer = |from, to, amount| Transaction {
            operation: OperationId(0),
            session: SessionId(0),
            first: change(from, Deed::PayOut(amount)),
            second: Some(change(to, Deed::PayIn(amount))),
        };
        let (one, versions) = (transfer(1, 2, 1), Versions::default());
        assert_eq!((one.coordinator(rules), one.participant(rules)), (0, Some(1)));
        let write = |key, value| Some(Writes { first: (Key(key), Value::Int(value)), second: None });
        assert_eq!([0, 1].map(|shard| one.carried_out(rules, shard, &versions)), [write(2, 2), write(1, 0)]);
        assert_eq!(transfer(1, 2, 2).carried_out(rules, 1, &versions), None, "1 is there");
        let within = transfer(0, 2, 1);
        assert_eq!((within.coordinator(rules), within.participant(rules)), (0, None));
        let both = Writes { first: (Key(0), Value::Int(0)), second: Some((Key(2), Value::Int(2))) };
        assert_eq!(within.carried_out(rules, 0, &versions), Some(both));
        assert!(one.meets(rules, 0, within) && !one.meets(rules, 1, within));
    }
}
