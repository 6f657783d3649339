//! What trials show of quorums where no integral is known, or all of them would take too long. Trials of N replicas
//! show every W and R.

use std::collections::BTreeMap;

use scenario::ValidScenario;
use theory::{Times, Trials};

use super::figures::{Method, Spread, after_us};
use super::requirements::Requirements;

/// Trials of response times, as many as have so many beyond the quantile; a few that look whether more are worth it;
/// and trials of how fresh reads are.
const BEYOND: f64 = 50.0;
const TIMES: [u32; 2] = [5_000, 20_000];
const TIMES_AT_A_GLANCE: u32 = 500;
const FRESH: u32 = 10_000;

/// What is known as long as the surroundings and moments are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Drawn {
    /// By N, and by W and R from one on: of all trials those in which the read was fresh.
    fresh: BTreeMap<u8, Vec<Vec<u32>>>,
    /// By N, and whether a proxy asks.
    times: BTreeMap<(u8, bool), Quantiles<Spread>>,
    /// The same, in milliseconds: the least that they are.
    least: BTreeMap<(u8, bool), Quantiles<f64>>,
}

#[derive(Clone, Debug)]
struct Quantiles<T> {
    writes: Vec<T>,
    reads: BTreeMap<(u8, u8), T>,
}

impl Drawn {
    /// How likely a read is to be fresh.
    pub(super) fn fresh(&mut self, requirements: &Requirements, valid: &ValidScenario) -> Option<(Spread, Method)> {
        let cluster = &valid.scenario().cluster;
        let draw = || Trials::of(valid).fresh(after_us(requirements), FRESH);
        let met = self.fresh.entry(cluster.n).or_insert_with(draw);
        let [w, r] = [cluster.w, cluster.r].map(|size| usize::from(size) - 1);
        let found = *met.get(w)?.get(r)?;
        Some((Spread::of_share(found, FRESH), Method::Drawn(FRESH)))
    }

    /// How long a write takes, or a read that writes back what too few hold; nothing of reads where quorums do not
    /// overlap.
    pub(super) fn time(
        &mut self,
        requirements: &Requirements,
        valid: &ValidScenario,
        reads: bool,
    ) -> Option<(Spread, Method)> {
        let [least, most] = TIMES;
        let count = ((BEYOND / (1.0 - requirements.quantile)) as u32).clamp(least, most);
        let draw = || Quantiles::of(requirements, valid, count, Spread::of_times);
        let found = self.times.entry(key(valid)).or_insert_with(draw).find(valid, reads)?;
        Some((found, Method::Drawn(count)))
    }

    /// The least that it takes, in milliseconds: what more trials go beyond in one of 30,000 settings.
    pub(super) fn least_ms(&mut self, requirements: &Requirements, valid: &ValidScenario, reads: bool) -> Option<f64> {
        let draw = || Quantiles::of(requirements, valid, TIMES_AT_A_GLANCE, Spread::least_of_times);
        self.least.entry(key(valid)).or_insert_with(draw).find(valid, reads)
    }
}

fn key(valid: &ValidScenario) -> (u8, bool) {
    (valid.scenario().cluster.n, valid.knobs().choice("coordinator") == "proxy")
}

impl<T: Copy> Quantiles<T> {
    fn of(
        requirements: &Requirements,
        valid: &ValidScenario,
        count: u32,
        quantile: impl Fn(&mut [u64], f64) -> T,
    ) -> Self {
        let Times { writes, reads } = Trials::of(valid).times(after_us(requirements), count);
        let of = |mut times_us: Vec<u64>| quantile(&mut times_us, requirements.quantile);
        Self {
            writes: writes.into_iter().map(of).collect(),
            reads: reads.into_iter().map(|(size, times_us)| (size, of(times_us))).collect(),
        }
    }

    fn find(&self, valid: &ValidScenario, reads: bool) -> Option<T> {
        let cluster = &valid.scenario().cluster;
        match reads {
            true => self.reads.get(&(cluster.w, cluster.r)).copied(),
            false => self.writes.get(usize::from(cluster.w) - 1).copied(),
        }
    }
}
