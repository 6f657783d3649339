//! How long the figures of a setting take: by integration, for replicas that are alike and for nine that
//! differ; and by drawing, beside the way of the PBS demo, which draws every point of a curve anew.

use std::hint::black_box;

use criterion::measurement::{Measurement, WallTime};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use scenario::{Distribution, NetworkPreset};
use theory::{Legs, Model, Question};

fn fit(id: &str) -> Legs {
    let Some(NetworkPreset::Fit(fit)) = NetworkPreset::find(id) else { panic!("{id} is a fit") };
    let (write, other) = fit.distributions();
    Legs { write, ack: other.clone(), read: other.clone(), response: other }
}

fn alike(distribution: Distribution) -> Legs {
    let [write, ack, read, response] = [0; 4].map(|_| distribution.clone());
    Legs { write, ack, read, response }
}

/// A curve of 128 points, four times after which a write is seen, four quantiles each of reads and
/// of writes.
fn identical(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("exact, alike");
    group.sample_size(20);
    let settings = [
        ("memoryless", alike(Distribution::Exponential { mean_ms: 10.0 })),
        ("log-normal", alike(Distribution::LogNormal { median_ms: 40.0, tail: 2.0 })),
        ("lnkd-ssd", fit("lnkd-ssd")),
        ("lnkd-disk", fit("lnkd-disk")),
        ("ymmr", fit("ymmr")),
    ];
    for (name, legs) in settings {
        for [n, w, r] in [[3, 1, 1], [9, 2, 1], [3, 1, 2], [9, 4, 4]] {
            let model = Model::identical(n, w, r, &legs).expect("sound");
            let id = BenchmarkId::new(name, format!("N={n} W={w} R={r}"));
            group.bench_function(id, |bencher| bencher.iter(|| black_box(&model).analyse(&Question::default())));
        }
    }
    group.finish();
}

/// Nine replicas of which each has laws of its own, to 1e-4.
fn different(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("exact, nine that differ, to 1e-4");
    group.sample_size(10);
    let question = Question { tolerance: 1e-6, ..Question::default() };
    for [w, r] in [[2, 1], [2, 2], [4, 4]] {
        let legs = |place: u32| {
            let median_ms = 5.0 + 17.0 * f64::from(place);
            alike(Distribution::LogNormal { median_ms, tail: 2.0 })
        };
        let model = Model::different(w, r, &(0..9).map(legs).collect::<Vec<_>>()).expect("sound");
        let analysis = model.analyse(&question);
        assert!(analysis.error <= 1e-4, "{}", analysis.error);
        let id = BenchmarkId::from_parameter(format!("W={w} R={r}"));
        group.bench_function(id, |bencher| bencher.iter(|| black_box(&model).analyse(&question)));
    }
    group.finish();
}

/// A stream of numbers (Knuth's MMIX constants), strictly between 0 and 1.
struct Numbers(u64);

impl Numbers {
    fn exponential(&mut self, rate: f64) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        -libm::log(((self.0 >> 11) as f64 + 0.5) / (1_u64 << 53) as f64) / rate
    }
}

/// One trial as the PBS demo does it (`calculate-misc.js`, `round`): four exponential delays for each
/// replica, both orders sorted, and the first R looked through for one that had the write.
fn demo_trial(numbers: &mut Numbers, [n, w, r]: [usize; 3], rate: f64, t_ms: f64) -> bool {
    let mut writes: Vec<f64> = Vec::new();
    let mut acks: Vec<f64> = Vec::new();
    let mut answers: Vec<(f64, f64, usize)> = Vec::new();
    for replica in 0..n {
        let write = numbers.exponential(rate);
        writes.push(write);
        acks.push(write + numbers.exponential(rate));
        let read = numbers.exponential(rate);
        answers.push((read + numbers.exponential(rate), read, replica));
    }
    acks.sort_by(f64::total_cmp);
    answers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let committed = acks[w - 1];
    answers[..r].iter().any(|(_, read, replica)| committed + t_ms + read >= writes[*replica])
}

/// Drawing with one trial for the whole curve, and as the demo does: at its defaults, 2,500 trials for
/// each of 20 points.
fn drawn(criterion: &mut Criterion) {
    const TRIALS: u32 = 1_000_000;
    const DEMO: u32 = 20 * 2_500;
    let legs = alike(Distribution::Exponential { mean_ms: 10.0 });
    let model = Model::identical(3, 1, 1, &legs).expect("sound");
    let disk = Model::identical(3, 1, 1, &fit("lnkd-disk")).expect("sound");
    let demo = |numbers: &mut Numbers| -> u32 {
        let at = |point: u32| 30.0 * f64::from(point) / 19.0;
        let trials = (0..20).flat_map(|point| std::iter::repeat_n(at(point), 2_500));
        trials.map(|t_ms| u32::from(demo_trial(numbers, [3, 1, 1], 0.1, t_ms))).sum()
    };
    let question = Question::default();
    let mut group = criterion.benchmark_group("drawn, N=3");
    group.sample_size(10);
    group.throughput(Throughput::Elements(TRIALS.into()));
    for (name, model) in [("whole curve, memoryless", &model), ("whole curve, lnkd-disk", &disk)] {
        group.bench_function(name, |bencher| bencher.iter(|| black_box(model).draw(&question, TRIALS, 1)));
    }
    group.throughput(Throughput::Elements(DEMO.into()));
    group.bench_function("the demo", |bencher| bencher.iter(|| demo(black_box(&mut Numbers(7)))));
    group.finish();
    // The same once more, one after the other, for the ratio.
    let timed = |work: &mut dyn FnMut()| {
        let start = WallTime.start();
        work();
        WallTime.end(start).as_secs_f64()
    };
    let ours = f64::from(TRIALS) / timed(&mut || drop(black_box(model.draw(&question, TRIALS, 1))));
    let theirs =
        20.0 * f64::from(DEMO) / timed(&mut || (0..20).for_each(|seed| _ = black_box(demo(&mut Numbers(seed)))));
    println!(
        "whole-curve trials a second: {ours:.3e}; the demo's, each for one point: {theirs:.3e}; ratio {:.1}",
        ours / theirs
    );
}

criterion_group!(benches, identical, different, drawn);
criterion_main!(benches);
