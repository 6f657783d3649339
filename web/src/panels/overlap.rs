//! The overlap of quorums, drawn: as few replicas as W and R can have in common.

use scenario::Cluster;
use yew::prelude::*;

use crate::components::{Mark, VerdictMark};

/// The drawing's width; nine replicas fit as well as one.
const WIDTH: f64 = 224.0;
const PITCH_MAX: f64 = 44.0;
/// Where the replicas lie.
const LEVEL: f64 = 30.0;
const RADIUS: f64 = 6.0;

/// The drawing and its sentence.
pub(crate) fn overlap(cluster: &Cluster) -> Html {
    let Cluster { n, w, r, .. } = *cluster;
    let common = (w + r).saturating_sub(n);
    let (relation, mark, words) = match common {
        0 => ("≤", Mark::Violated, "a read may miss the latest write"),
        _ => (">", Mark::Holds, "every read meets every write"),
    };
    let sum = u32::from(w) + u32::from(r);
    let sentence = format!("W\u{a0}+\u{a0}R\u{a0}=\u{a0}{sum}\u{a0}{relation}\u{a0}{n}: {words}");
    html! {
        <div class="overlap">
            { drawing(n, w, r) }
            <p class="overlap-sentence"><VerdictMark {mark} /><span>{ sentence }</span></p>
            <p class="section-note" hidden={common == 0}>
                { "In fault-free runs. Overlap alone is not linearizability." }
            </p>
        </div>
    }
}

fn drawing(n: u8, w: u8, r: u8) -> Html {
    let pitch = (WIDTH / f64::from(n.max(1))).min(PITCH_MAX);
    let left = (WIDTH - pitch * f64::from(n)) / 2.0;
    let place = |replica: u8| left + pitch * (f64::from(replica) + 0.5);
    let first_read = n.saturating_sub(r);
    let meets = w > first_read;
    // Where the capsules cross, one lies a little higher, so that both edges are seen.
    let shift = if meets { 2.0 } else { 0.0 };
    let written = capsule(place(0), place(w.saturating_sub(1)), LEVEL - shift);
    let read = capsule(place(first_read), place(n.saturating_sub(1)), LEVEL + shift);
    let dots = (0..n).map(|replica| {
        let (wrote, read) = (replica < w, replica >= first_read);
        let class = match (wrote, read) {
            (true, _) => "q-replica-written",
            (false, true) => "q-replica-read",
            (false, false) => "q-replica-idle",
        };
        let x = place(replica).to_string();
        html! {
            <g key={usize::from(replica)}>
                <circle {class} cx={x.clone()} cy={LEVEL.to_string()} r={RADIUS.to_string()} />
                <circle class="overlap-met" cx={x.clone()} cy={LEVEL.to_string()} r="9" hidden={!(wrote && read)} />
                <text {x} y="57" text-anchor="middle">{ format!("r{}", replica + 1) }</text>
            </g>
        }
    });
    let label = format!("Of {n} replicas, a write waits for {w} and a read for {r}.");
    html! {
        <svg class="overlap-drawing" width="224" height="60" viewBox="0 0 224 60" role="img" aria-label={label}>
            <text class="overlap-written" x={(place(0) - 14.0).max(0.0).to_string()} y="10">{ format!("written, W = {w}") }</text>
            <text class="overlap-read" x={(place(n.saturating_sub(1)) + 14.0).min(WIDTH).to_string()} y="10"
                text-anchor="end">{ format!("read, R = {r}") }</text>
            <path class="q-capsule-written" d={written} />
            <path class="q-capsule-read" d={read} />
            <g>{ for dots }</g>
        </svg>
    }
}

/// The outline around the replicas from one place to another.
fn capsule(from: f64, to: f64, level: f64) -> String {
    let (radius, top) = (11.5, level - 11.5);
    let half = 2.0 * radius;
    format!("M{from} {top}H{to}a{radius} {radius} 0 0 1 0 {half}H{from}a{radius} {radius} 0 0 1 0 -{half}z")
}
