//! The rules of a service, one by one.

use history::{Key, NodeId, OperationId, ReplicaId, SessionId};
use scenario::{Object, Scenario};
use sim::{Cluster, Context, Machine, Outbox};

use super::message::{Message, Order, Saying, Word};
use super::service::Service;
use super::{INFO, STOCK, Saga, refused};

const FIRST: Order = Order { operation: OperationId(0), key: Key(0), refused: 0 };

fn scenario(knobs: &[(&str, &str)]) -> Scenario {
    let mut scenario = Scenario::default();
    scenario.strategy.protocol = INFO.id.to_owned();
    scenario.strategy.knobs.extend(knobs.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())));
    scenario.cluster.n = 4;
    scenario.workload.object = Object::Order;
    scenario
}

fn with_cx(me: ReplicaId, knobs: &[(&str, &str)], test: impl FnOnce(&Context<'_>, Outbox<Saga>)) {
    let valid = scenario(knobs).validate([&INFO]).expect("an order over four services");
    let cluster = Cluster::of(&valid);
    let cx = Context { me: NodeId::Replica(me), clock_us: 0, cluster: &cluster };
    test(&cx, Outbox::new(sim::Recording::Full));
}

#[test]
fn a_step_is_taken_once_and_never_after_it_was_taken_back() {
    with_cx(STOCK, &[], |cx, mut out| {
        let mut stock = Service::new(cx);
        assert_eq!(stock.take(FIRST, &mut out), (Word::Done, true));
        assert_eq!(stock.take(FIRST, &mut out), (Word::Done, false));
        assert!(stock.take_back(FIRST, &mut out));
        assert!(!stock.take_back(FIRST, &mut out));
        assert_eq!(stock.take(FIRST, &mut out), (Word::Undone, false), "an old copy of the command");
        let unheard = Order { operation: OperationId(7), ..FIRST };
        assert!(stock.take_back(unheard, &mut out));
        assert_eq!(stock.take(unheard, &mut out), (Word::Undone, false));
    });
    with_cx(STOCK, &[("without", "idempotence")], |cx, mut out| {
        let mut stock = Service::new(cx);
        assert_eq!([stock.take(FIRST, &mut out), stock.take(FIRST, &mut out)], [(Word::Done, true); 2]);
    });
}

#[test]
fn the_last_item_is_reserved_once_and_is_there_again_when_released() {
    with_cx(STOCK, &[("items", "1")], |cx, mut out| {
        let mut stock = Service::new(cx);
        let orders = [0, 1, 2].map(|number| Order { operation: OperationId(number), ..FIRST });
        assert_eq!(stock.take(orders[0], &mut out).0, Word::Done);
        assert_eq!(stock.take(orders[1], &mut out).0, Word::Refused);
        assert_eq!(stock.take(Order { key: Key(1), ..orders[1] }, &mut out).0, Word::Refused, "it was asked before");
        stock.take_back(orders[0], &mut out);
        assert_eq!(stock.take(orders[2], &mut out).0, Word::Done);
    });
}

#[test]
fn what_is_to_be_sent_survives_a_crash_until_it_is_answered() {
    for style in ["orchestrated", "choreographed"] {
        for (without, remembered) in [("none", true), ("log", false)] {
            with_cx(ReplicaId(0), &[("style", style), ("without", without)], |cx, mut out| {
                let mut order = Service::new(cx);
                let session = NodeId::Session(SessionId(0));
                order.on_message(cx, session, Message::Place { order: FIRST, attempt: 0 }, &mut out);
                assert!(!order.is_quiet());
                let mut order = order.restart(cx, &mut out);
                assert_eq!(order.is_quiet(), !remembered, "{style} without {without}");
                let (stock, attempt) = (NodeId::Replica(STOCK), 0);
                let answer = match style {
                    "orchestrated" => {
                        Message::News { saying: Saying { order: FIRST, step: 1, word: Word::Refused }, attempt }
                    }
                    _ => Message::Heard { saying: Saying { order: FIRST, step: 0, word: Word::Done }, attempt },
                };
                order.on_message(cx, stock, answer, &mut out);
                order.on_timer(cx, super::Again, &mut out);
                assert!(order.is_quiet(), "nothing is open any more");
            });
        }
    }
}

#[test]
fn by_chance_about_as_many_steps_are_refused_as_the_share_says() {
    for (percent, expected) in [("0", 0..=0), ("20", 500..=700), ("100", 3_000..=3_000)] {
        with_cx(STOCK, &[("refuses", "chance"), ("refused_percent", percent)], |cx, _| {
            let mut state = 1_u64;
            let count = (0..1_000).map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let bits = refused(&cx.cluster.knobs, state ^ state >> 29);
                assert_eq!(bits & 1, 0, "an order can always be created");
                bits.count_ones()
            });
            assert!(expected.contains(&count.sum::<u32>()), "{percent}");
        });
    }
}

#[test]
fn settings_that_make_no_saga_are_refused_in_words() {
    let mut wrong = scenario(&[]);
    wrong.cluster.n = 3;
    wrong.workload.object = Object::Account;
    let problems = wrong.validate([&INFO]).expect_err("three replicas, and an account");
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("four services") && told[1].contains("choose an order"), "{told:?}");
}
