//! Runs meet the mathematics: what the simulated quorum protocol does, without faults, is what the
//! integrals say.
//!
//! One session writes and reads, each operation a drawn time after the answer to the last, so that none
//! overlaps another. Of 200,000 operations on six public links every percentile, and how many of the
//! reads after a write see it, have to lie within the 99.9 % interval of the exact value, corrected for
//! the number of comparisons, and widened by the clock's microsecond for each leg.

use history::{History, Operation, Outcome};
use scenario::Scenario;
use theory::{Method, Model, Question};

/// The links. The pause after which a read begins is about as long as a write may take to be seen.
const LINKS: [&str; 6] = [
    "n=3&w=1&r=1&net=lnkd-disk&think=exp:8&seed=1",
    "n=3&w=1&r=2&net=ymmr&think=exp:50&seed=2",
    "n=5&w=2&r=2&net=worldwide&think=exp:20&seed=3",
    "n=3&w=1&r=1&net=wan&think=exp:60&seed=4&k.coordinator=random",
    "n=5&w=1&r=1&net=continent&think=exp:3&seed=5&k.coordinator=nearest",
    "n=3&w=2&r=1&net=zones&think=exp:0.4&seed=6&k.versions=logical",
];
/// Of one session, on one key, with time enough for any answer.
const WORK: &str = "sessions=0&ops=33334&writes=50&keys=1&timeout=600000&settle=0";
const QUANTILES: [f64; 5] = [0.5, 0.9, 0.95, 0.99, 0.999];
/// Reads after a write are compared in so many groups, by how long after.
const GROUPS: usize = 6;
/// By link: quantiles of reads and of writes, and the groups.
const COMPARISONS: usize = LINKS.len() * (2 * QUANTILES.len() + GROUPS);
/// A leg is rounded to a whole microsecond.
const CLOCK_MS: f64 = 0.001;

fn scenario(link: &str) -> Scenario {
    let decoded = share::decode(&format!("{link}&{WORK}")).expect("a link");
    assert!(decoded.problems.is_empty(), "{link}: {:?}", decoded.problems);
    decoded.link.scenario
}

/// The least and the most of `n` that the interval allows, if each is one with probability `p`.
fn allowed(n: usize, p: f64) -> (f64, f64) {
    let outside = 0.001 / COMPARISONS as f64 / 2.0;
    let p = p.clamp(1e-12, 1.0 - 1e-12);
    let odds = p / (1.0 - p);
    let mode = (n as f64 * p).floor();
    // The probabilities around the mode, relative to it: their ratios are simple.
    let mut weights = vec![(mode, 1.0)];
    let (mut count, mut weight) = (mode, 1.0);
    while count > 0.0 && weight > 1e-18 {
        weight *= count / ((n as f64 - count + 1.0) * odds);
        count -= 1.0;
        weights.insert(0, (count, weight));
    }
    (count, weight) = (mode, 1.0);
    while count < n as f64 && weight > 1e-18 {
        weight *= (n as f64 - count) * odds / (count + 1.0);
        count += 1.0;
        weights.push((count, weight));
    }
    let total: f64 = weights.iter().map(|(_, weight)| weight).sum();
    let end = |rest: Vec<&(f64, f64)>| {
        let mut sum = 0.0;
        let beyond = rest.into_iter().find(|(_, weight)| {
            sum += weight / total;
            sum > outside
        });
        beyond.map_or(mode, |(count, _)| *count)
    };
    (end(weights.iter().collect()), end(weights.iter().rev().collect()))
}

fn ms(us: u64) -> f64 {
    us as f64 / 1_000.0
}

fn taken_ms(operation: &Operation) -> f64 {
    ms(operation.end().since(operation.invoked).as_us())
}

/// Of each read that follows a write: how long after, in ms, and whether it saw it.
fn follow_ups(history: &History) -> Vec<(f64, bool)> {
    let pairs = history.operations.windows(2).filter(|pair| pair[0].is_write() && pair[1].is_read());
    let one =
        |pair: &[Operation]| (ms(pair[1].invoked.since(pair[0].end()).as_us()), pair[1].value() == pair[0].value());
    let mut list: Vec<(f64, bool)> = pairs.map(one).collect();
    list.sort_by(|a, b| a.0.total_cmp(&b.0));
    list
}

#[test]
fn runs_meet_the_integrals() {
    let (mut operations, mut compared, mut wrong) = (0, 0, Vec::new());
    for link in LINKS {
        let scenario = scenario(link);
        let history = pipeline::history(&scenario).expect("it is valid");
        assert!(history.operations.iter().all(|operation| operation.outcome == Outcome::Ok), "{link}");
        operations += history.operations.len();
        let model = Model::of(&scenario.validate(pipeline::protocols()).expect("valid")).expect("quorums");
        let groups = follow_ups(&history);
        let group = groups.len().div_ceil(GROUPS);
        // Three legs stand between a write's acknowledgement and whether a read meets it, and the
        // ways to a replica that asks and back.
        let legs = 5.0 * CLOCK_MS;
        let times_ms = groups.iter().flat_map(|(t_ms, _)| [(t_ms - legs).max(0.0), t_ms + legs]).collect();
        let exact = model.analyse(&Question {
            times_ms,
            probabilities: Vec::new(),
            quantiles: QUANTILES.to_vec(),
            ..Question::default()
        });
        assert_eq!(exact.method, Method::Exact, "{link}");
        for (kind, quantiles) in [("reads", &exact.latency_read), ("writes", &exact.latency_write)] {
            let times: Vec<f64> =
                history.operations.iter().filter(|one| one.is_read() == (kind == "reads")).map(taken_ms).collect();
            for (p, exact_ms) in quantiles {
                let up_to = |ms: f64| times.iter().filter(|time| **time <= ms).count() as f64;
                let (least, most) = allowed(times.len(), *p);
                // A round is two legs; some have two rounds, or the ways to a replica and back.
                let legs = 4.0 * CLOCK_MS;
                let (fewer, more) = (up_to(exact_ms - legs), up_to(exact_ms + legs));
                if more < least || fewer > most {
                    wrong.push(format!(
                        "{link}: {kind} p{p} is {exact_ms} ms, but {fewer} to {more} of {} are shorter",
                        times.len()
                    ));
                }
                compared += 1;
            }
        }
        for (reads, p) in groups.chunks(group).zip(exact.p_consistent.chunks(2 * group)) {
            let seen = reads.iter().filter(|(_, seen)| *seen).count() as f64;
            // Of reads at different times the count is spread no wider than if all had the mean.
            let mean = |side: usize| p.iter().skip(side).step_by(2).map(|(_, p)| p).sum::<f64>() / reads.len() as f64;
            let (least, most) = (allowed(reads.len(), mean(0)).0, allowed(reads.len(), mean(1)).1);
            if !(least..=most).contains(&seen) {
                wrong.push(format!(
                    "{link}: from {} ms on {seen} of {} see it, not {least} to {most}",
                    reads[0].0,
                    reads.len()
                ));
            }
            compared += 1;
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert!(operations >= 200_000, "{operations}");
    assert_eq!(compared, COMPARISONS);
}

#[test]
fn the_interval_is_that_of_the_binomial_distribution() {
    // With p = 1/2 and 40 tosses: the tail from k on is a sum of binomials over 2^40.
    let (least, most) = allowed(40, 0.5);
    let mut tail = 0.0;
    let mut ways = 1.0;
    let mut count = 40.0;
    let outside = 0.001 / COMPARISONS as f64 / 2.0;
    loop {
        tail += ways / (1_u64 << 40) as f64;
        if tail > outside {
            break;
        }
        ways *= count / (41.0 - count);
        count -= 1.0;
    }
    assert_eq!((least, most), (40.0 - count, count));
    assert_eq!(allowed(10, 1.0), (10.0, 10.0));
}
