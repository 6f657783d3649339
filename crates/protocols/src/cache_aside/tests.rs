//! What a cache takes in, and for how long.

use history::{Key, NodeId, OperationId, ReplicaId, SessionId, Value, Version};
use scenario::Scenario;
use sim::{Cluster, Context, Outbox, Recording};

use super::cache::{Cache, Timer};
use super::{CacheAside, INFO};
use crate::store::Versioned;

const KEY: Key = Key(0);

fn with_cache(leases: &str, test: impl FnOnce(Cache, Outbox<CacheAside>)) {
    let mut scenario = Scenario::default();
    scenario.strategy.protocol = INFO.id.to_owned();
    scenario.strategy.knobs.insert("leases".to_owned(), leases.to_owned());
    let cluster = Cluster::of(&scenario.validate([&INFO]).expect("the default with one knob"));
    let cx = Context { me: NodeId::Replica(ReplicaId(1)), clock_us: 0, cluster: &cluster };
    test(Cache::new(&cx), Outbox::new(Recording::Full));
}

fn held(number: i64) -> Versioned {
    Versioned { value: Value::Int(number), version: Version { stamp: number, counter: 0, writer: 0 } }
}

fn session(number: u8) -> NodeId {
    NodeId::Session(SessionId(number))
}

#[test]
fn a_set_after_a_delete_is_taken_without_leases_only() {
    with_cache("off", |mut cache, mut out| {
        cache.get(session(0), OperationId(0), KEY, &mut out);
        cache.delete(KEY, &mut out);
        cache.fill(KEY, held(1), None, &mut out);
        assert_eq!(cache.holds(KEY), Some(Value::Int(1)));
    });
    with_cache("on", |mut cache, mut out| {
        cache.get(session(0), OperationId(0), KEY, &mut out);
        cache.delete(KEY, &mut out);
        cache.fill(KEY, held(1), Some(1), &mut out);
        assert_eq!(cache.holds(KEY), None);
        cache.get(session(1), OperationId(1), KEY, &mut out);
        cache.fill(KEY, held(2), Some(2), &mut out);
        assert_eq!(cache.holds(KEY), Some(Value::Int(2)));
        cache.fill(KEY, held(1), Some(2), &mut out);
        assert_eq!(cache.holds(KEY), Some(Value::Int(2)), "a lease is good for one set");
        cache.fill(KEY, held(1), None, &mut out);
        assert_eq!(cache.holds(KEY), Some(Value::Int(2)));
    });
}

#[test]
fn a_lease_that_is_over_or_from_before_a_crash_fills_nothing() {
    with_cache("on", |mut cache, mut out| {
        cache.get(session(0), OperationId(0), KEY, &mut out);
        cache.get(session(1), OperationId(1), KEY, &mut out);
        cache.on_timer(Timer::LeaseOver(KEY, 1), &mut out);
        cache.fill(KEY, held(1), Some(1), &mut out);
        assert_eq!(cache.holds(KEY), None, "the second reader has the lease now");
        let mut cache = cache.emptied();
        cache.get(session(2), OperationId(2), KEY, &mut out);
        cache.fill(KEY, held(1), Some(2), &mut out);
        assert_eq!(cache.holds(KEY), None);
        cache.fill(KEY, held(1), Some(3), &mut out);
        assert_eq!(cache.holds(KEY), Some(Value::Int(1)));
    });
}

#[test]
fn a_value_lives_its_own_time_and_not_that_of_an_earlier_one() {
    with_cache("off", |mut cache, mut out| {
        cache.fill(KEY, held(1), None, &mut out);
        cache.fill(KEY, held(2), None, &mut out);
        cache.on_timer(Timer::Expired(KEY, 1), &mut out);
        assert_eq!(cache.holds(KEY), Some(Value::Int(2)));
        cache.on_timer(Timer::Expired(KEY, 2), &mut out);
        assert_eq!(cache.holds(KEY), None);
    });
}

#[test]
fn a_session_waits_once_however_often_it_gives_up() {
    with_cache("on", |mut cache, mut out| {
        for number in 0..4_000 {
            cache.get(session((number % 40) as u8), OperationId(number), KEY, &mut out);
        }
        assert_eq!(cache.waiting(KEY), 40);
    });
}
