//! The kernel, watched through a protocol that only counts: what faults do to messages, memory,
//! storage, timers and clocks, and how sessions go on.

mod tally;

use history::{Happening, NodeId, SessionId};
use scenario::{CutDirection, FaultAction, Node};
use tally::{R1, asking, probes, returns, run, story, with};

const A: Node = Node(NodeId::Session(SessionId(0)));

#[test]
fn what_reaches_a_paused_replica_waits_and_is_answered_in_order_when_it_goes_on() {
    let pause = FaultAction::Pause { node: Node(R1) };
    let trace = run(&with(asking(&[&[0], &[5], &[10], &[45]]), 8, 50, pause));
    // Hits at 10, 15 and 20 wait until 50; the fourth comes at 55. Each tells how manieth it was.
    assert_eq!(returns(&trace), ["60 Ok 1001", "60 Ok 2002", "60 Ok 3003", "65 Ok 4004"]);
    let order = story(&trace, |what| match what {
        Happening::Return { operation, .. } if operation.0 < 4 => Some(operation.0.to_string()),
        _ => None,
    });
    assert_eq!(order, ["60 0", "60 1", "60 2", "65 3"]);
}

#[test]
fn a_crash_forgets_memory_and_keeps_storage_unless_the_disk_is_lost() {
    for (disk_lost, second) in [(false, "220 Ok 1003"), (true, "220 Ok 1001")] {
        let crash = FaultAction::Crash { node: Node(R1), disk_lost };
        let trace = run(&with(asking(&[&[0, 30, 200]]), 60, 100, crash));
        assert_eq!(returns(&trace), ["20 Ok 1001", "50 Ok 2002", second], "disk lost: {disk_lost}");
    }
}

#[test]
fn what_reaches_a_replica_that_is_down_is_lost() {
    let crash = FaultAction::Crash { node: Node(R1), disk_lost: false };
    let trace = run(&with(asking(&[&[0], &[95]]), 5, 100, crash));
    assert_eq!(returns(&trace), ["115 Ok 1001", "500 Info nil"]);
}

#[test]
fn a_timer_waits_through_a_pause_and_dies_with_a_crash() {
    // The hit at 10 sets a timer for 110 that counts once more.
    let counted = |scenario| {
        story(&run(&scenario), |what| match what {
            Happening::Apply { value, .. } => Some(value.to_string()),
            _ => None,
        })
    };
    assert_eq!(counted(asking(&[&[0]])), ["10 1", "110 2"]);
    let pause = FaultAction::Pause { node: Node(R1) };
    assert_eq!(counted(with(asking(&[&[0]]), 50, 200, pause)), ["10 1", "200 2"]);
    let crash = FaultAction::Crash { node: Node(R1), disk_lost: false };
    assert_eq!(counted(with(asking(&[&[0]]), 50, 60, crash)), ["10 1"]);
}

#[test]
fn a_replica_that_crashed_inside_a_pause_starts_when_both_are_over() {
    let crash = FaultAction::Crash { node: Node(R1), disk_lost: true };
    let pause = FaultAction::Pause { node: Node(R1) };
    let trace = run(&with(with(asking(&[&[0], &[90]]), 50, 70, crash), 40, 200, pause));
    let stored = story(&trace, |what| match what {
        Happening::Apply { value, .. } => Some(value.to_string()),
        _ => None,
    });
    // Emptied at 200, not at 70; then it handles what came at 100.
    assert_eq!(stored, ["10 1", "200 0", "200 1", "300 2"]);
}

#[test]
fn a_message_is_lost_if_a_cut_stands_at_its_sending_or_at_its_arrival() {
    let cut = |direction| FaultAction::Partition { nodes: vec![Node(R1)], direction };
    let answered = |at_ms, until_ms, direction| {
        returns(&run(&with(asking(&[&[100]]), at_ms, until_ms, cut(direction)))) == ["120 Ok 1001"]
    };
    // On the way to the replica from 100 to 110, on the way back from 110 to 120.
    for (at_ms, until_ms, way_in, way_out) in [
        (90, 100, true, true),
        (90, 101, false, true),
        (101, 109, true, true),
        (109, 110, true, true),
        (109, 111, false, false),
        (110, 111, false, false),
        (111, 119, true, true),
        (119, 121, true, false),
        (121, 130, true, true),
    ] {
        let span = format!("from {at_ms} to {until_ms}");
        assert_eq!(answered(at_ms, until_ms, CutDirection::Inward), way_in, "inward {span}");
        assert_eq!(answered(at_ms, until_ms, CutDirection::Outward), way_out, "outward {span}");
        assert_eq!(answered(at_ms, until_ms, CutDirection::Both), way_in && way_out, "both {span}");
    }
}

#[test]
fn a_slow_node_makes_longer_what_is_sent_meanwhile() {
    let slow = FaultAction::Slow { node: A, factor: 3.0 };
    // The hit leaves at 0 before it begins, the answer at 10 within it.
    assert_eq!(returns(&run(&with(asking(&[&[0]]), 5, 15, slow.clone()))), ["40 Ok 1001"]);
    let twice = with(with(asking(&[&[0]]), 5, 15, slow), 5, 15, FaultAction::Slow { node: Node(R1), factor: 2.0 });
    assert_eq!(returns(&run(&twice)), ["70 Ok 1001"]);
}

#[test]
fn slow_faults_without_end_keep_time_in_range() {
    let slow = || FaultAction::Slow { node: A, factor: 1_000.0 };
    let scenario = (0..60).fold(asking(&[&[1]]), |scenario, _| with(scenario, 0, 600_000, slow()));
    assert_eq!(returns(&run(&scenario)), ["501 Info nil"]);
}

#[test]
fn a_doubled_message_arrives_twice_under_one_number() {
    let mut scenario = asking(&[&[0]]);
    scenario.network.duplication = 1.0;
    let trace = run(&scenario);
    let arrivals = story(&trace, |what| match what {
        Happening::Deliver { message } => Some(message.0.to_string()),
        _ => None,
    });
    // Two hits, and two copies of the answer to each.
    assert_eq!(arrivals, ["10 0", "10 0", "20 1", "20 1", "20 2", "20 2"]);
    assert_eq!(returns(&trace), ["20 Ok 1001"]);
}

#[test]
fn a_message_to_oneself_arrives_at_once_and_is_not_drawn() {
    let trace = run(&asking(&[&[0]]));
    let seen = story(&trace, |what| match what {
        Happening::Observe { value, .. } => Some(format!("holds {value}")),
        Happening::Send { label, .. } => Some(label.words.to_string()),
        _ => None,
    });
    assert_eq!(seen, ["0 hit", "10 tell", "10 holds 1"]);
}

#[test]
fn a_session_that_gives_up_goes_on_as_a_new_process_that_knows_nothing() {
    let cut = FaultAction::Partition { nodes: vec![A], direction: CutDirection::Both };
    let trace = run(&with(asking(&[&[0, 100, 1_000]]), 50, 200, cut));
    let asked = story(&trace, |what| match what {
        Happening::Invoke { process, role: history::Role::Client, .. } => Some(format!("process {}", process.0)),
        Happening::Stamp { version, .. } => Some(format!("remembers {}", version.counter)),
        _ => None,
    });
    let expected =
        ["0 process 0", "0 remembers 1", "100 process 0", "100 remembers 2", "1000 process 1", "1000 remembers 1"];
    assert_eq!(asked, expected);
    assert_eq!(returns(&trace), ["20 Ok 1001", "600 Info nil", "1020 Ok 3003"]);
}

#[test]
fn a_wrong_clock_is_what_its_node_sees() {
    let step = FaultAction::ClockStep { node: A, by_us: -40_000 };
    let trace = run(&with(asking(&[&[50, 100, 150]]), 80, 120, step));
    let clocks = story(&trace, |what| match what {
        Happening::Stamp { version, .. } => Some(format!("shows {}", version.stamp)),
        _ => None,
    });
    assert_eq!(clocks, ["50 shows 50000", "100 shows 60000", "150 shows 150000"]);
}

#[test]
fn the_store_may_settle_before_it_is_probed_and_probes_are_no_messages() {
    let mut scenario = asking(&[&[0]]);
    for (settle_ms, held) in [(0, "20 1"), (89, "109 1"), (91, "111 2")] {
        scenario.settle_ms = settle_ms;
        let trace = run(&scenario);
        assert_eq!(probes(&trace), [held], "after {settle_ms} ms");
    }
    let scenario = with(asking(&[&[0]]), 15, 3_000, FaultAction::Crash { node: Node(R1), disk_lost: false });
    assert!(probes(&run(&scenario)).is_empty(), "who is down is not asked");
}

#[test]
fn a_run_ends_where_something_was_last_seen() {
    let end = |scenario| run(&scenario).end.as_us();
    assert_eq!(end(asking(&[&[0]])), 110_000, "the replica counted once more");
    let loss = FaultAction::Loss { share: 1.0 };
    assert_eq!(end(with(asking(&[&[0]]), 0, 9_000, loss.clone())), 500_000, "the session gave up");
    let mut impatient = with(asking(&[&[0]]), 0, 9_000, loss);
    impatient.settle_ms = 0;
    assert_eq!(end(impatient), 500_000);
    assert_eq!(end(asking(&[&[]])), 0, "nobody asked");
}
