//! What is published of the peers' speed. None of it is measured here.

use std::fmt;

use history::ModelId;

/// The peers, in the order of the columns.
pub(crate) const NAMES: [&str; 5] = ["Porcupine (Go)", "porcupine-rust", "todc-utils", "stateright", "dbcop"];

/// Where the figures come from, for the foot of the table.
pub(crate) const NOTES: &str = "\
Peers: published figures, not measured by this command. Synthetic histories and Porcupine's etcd and \
kv: taken once on two shared Xeon cores, ±30 %, one thread, best of at most five: Go 1.26.6 with \
porcupine 55508eb and GOMAXPROCS=1, porcupine-rust of 2026-04-26, todc-utils 0.1.1, stateright 0.31.0, \
dbcop b4af1b7. Of a range the lower end counts; sequential and causal figures do not tell what holds \
from what does not. `> 12 s` means that it was stopped, or needed 6 GB. Porcupine-rust's etcd and kv: \
its README, on an M1. The figures for etcd are over all 102 files of Porcupine's test data, of which \
ours are 52; its worst, etcd_002, is among them. Peers are checkers of any object; registers of \
distinct values are decided here without a search, etcd and kv with one.";

/// A published time, in microseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Figure {
    Us(f64),
    /// Stopped after so long.
    Over(f64),
    None,
}

/// A figure for each peer.
pub(crate) type Peers = [Figure; 5];

use Figure::{None as NO, Over, Us};

pub(crate) const NOTHING: Peers = [NO; 5];

/// The limit of the synthetic histories.
const LIMIT: Figure = Over(12e6);

/// What is published for a register under so many clients.
pub(crate) fn register(id: ModelId, clients: u32, operations: u32, stale: bool) -> Peers {
    match (id, clients, operations, stale) {
        (ModelId::Linearizable, 4, 100, false) => [Us(124.0), Us(12.0), Us(97.0), Us(2_300.0), NO],
        (ModelId::Linearizable, 4, 100, true) => [Us(169.0), Us(60.0), Us(519.0), LIMIT, NO],
        (ModelId::Linearizable, 4, 1_000, false) => [Us(860.0), Us(310.0), Us(8_900.0), Us(254e3), NO],
        (ModelId::Linearizable, 4, 1_000, true) => [Us(2_100.0), Us(1_200.0), Us(43e3), LIMIT, NO],
        (ModelId::Linearizable, 4, 10_000, false) => [Us(25e3), Us(11e3), Us(1.1e6), LIMIT, NO],
        (ModelId::Linearizable, 4, 10_000, true) => [Us(98e3), Us(60e3), LIMIT, LIMIT, NO],
        (ModelId::Linearizable, 8, 1_000, false) => [Us(4_800.0), Us(3_100.0), Us(83e3), NO, NO],
        (ModelId::Linearizable, 8, 1_000, true) => [Us(53e3), Us(32e3), Us(697e3), NO, NO],
        (ModelId::Linearizable, 8, 10_000, false) => [Us(225e3), Us(179e3), LIMIT, NO, NO],
        (ModelId::Linearizable, 8, 10_000, true) => [Us(1.5e6), Us(1.3e6), LIMIT, NO, NO],
        (ModelId::Linearizable, 16, 1_000, false) => [Us(2.3e6), Us(2.1e6), LIMIT, NO, NO],
        (ModelId::Linearizable, 16, 1_000, true) | (ModelId::Linearizable, 32, 1_000, _) => {
            [LIMIT, LIMIT, LIMIT, NO, NO]
        }
        // What holds and what does not are not told apart.
        (ModelId::Sequential, 4, 100, _) => [NO, NO, NO, Us(1.1e6), Us(2_200.0)],
        (ModelId::Sequential, 4, 1_000, _) => [NO, NO, NO, LIMIT, Us(3.9e6)],
        (ModelId::Sequential, 4, 10_000, _) => [NO, NO, NO, LIMIT, LIMIT],
        // Its causal model is causal convergence.
        (ModelId::CausalConvergence, 4, 100, _) => [NO, NO, NO, NO, Us(2_000.0)],
        (ModelId::CausalConvergence, 4, 1_000, _) => [NO, NO, NO, NO, Us(3.8e6)],
        (ModelId::CausalConvergence, 4, 10_000, _) => [NO, NO, NO, NO, LIMIT],
        _ => NOTHING,
    }
}

/// What is published for a file of Porcupine's.
pub(crate) fn kv(file: &str) -> Peers {
    match file {
        "c01-ok.txt" => [Us(76.0), NO, NO, NO, NO],
        "c10-ok.txt" => [Us(423.0), Us(180.0), NO, NO, NO],
        "c10-bad.txt" => [Us(300.0), Us(85.0), NO, NO, NO],
        _ => NOTHING,
    }
}

/// Of all 102 logs of etcd: a file on average, the worst, the median.
pub(crate) const ETCD_MEAN: Peers = [Us(419e3 / 102.0), Us(145e3 / 102.0), NO, NO, NO];
pub(crate) const ETCD_WORST: Peers = [Us(127e3), NO, NO, NO, NO];
pub(crate) const ETCD_MEDIAN: Peers = [Us(54.0), NO, NO, NO, NO];

/// The shortest time, if there is any.
pub(crate) fn fastest(peers: &Peers) -> Option<Figure> {
    let shorter = |a: &Figure, b: &Figure| a.us().total_cmp(&b.us());
    peers.iter().copied().filter(|figure| !matches!(figure, Figure::None)).min_by(shorter)
}

impl Figure {
    const fn us(self) -> f64 {
        match self {
            Self::Us(us) | Self::Over(us) => us,
            Self::None => f64::INFINITY,
        }
    }

    /// How many times as long it is as our time.
    pub(crate) fn over(self, here_us: f64) -> String {
        let ratio = rounded(self.us() / here_us);
        match self {
            Self::Us(_) => ratio,
            Self::Over(_) => format!("> {ratio}"),
            Self::None => String::new(),
        }
    }
}

/// Two digits, for no more can be trusted: 6.2, 61, 65,000.
fn rounded(ratio: f64) -> String {
    if ratio < 10.0 {
        return format!("{ratio:.1}");
    }
    let unit = 10_u64.pow(ratio.log10() as u32 - 1);
    let mut digits = ((ratio / unit as f64).round() as u64 * unit).to_string();
    let mut place = digits.len();
    while place > 3 {
        place -= 3;
        digits.insert(place, ',');
    }
    digits
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if matches!(self, Self::Over(_)) {
            f.write_str("> ")?;
        }
        let (number, unit) = match self.us() {
            us if us < 1e3 => (us, "µs"),
            us if us < 1e6 => (us / 1e3, "ms"),
            us if us.is_finite() => (us / 1e6, "s"),
            _ => return f.write_str("–"),
        };
        let digits = if number < 10.0 { 1 } else { 0 };
        write!(f, "{number:.digits$} {unit}")
    }
}
