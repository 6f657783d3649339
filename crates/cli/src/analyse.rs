//! `quorate analyse`: what a setting implies, worked out without a run.

use history::decimal::{Decimal, five_digits as digits, fixed};
use serde::Serialize;
use theory::{Analysis, Availability, Likeness, Load, Method, Overlap, Question};

use crate::analyse_input::{Clients, Setting};
use crate::analyse_table;
use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;
use crate::recorded_delays;
use crate::table::table;

/// The probabilities of failure that availability is shown for, unless asked.
const FAILURES: [f64; 3] = [0.001, 0.01, 0.1];
/// Rows of the curve in the text.
const ROWS: usize = 12;

/// Everything that is told of a setting.
#[derive(Debug, Serialize)]
struct Told {
    engine: u32,
    network: String,
    n: u8,
    w: u8,
    r: u8,
    /// Who asks; null where replicas are all alike, and nobody is said to ask.
    clients: Option<Clients>,
    #[serde(flatten)]
    analysis: Analysis,
    overlap: Option<Overlap>,
    availability: Vec<Availability>,
    load: Option<Load>,
    /// By region with replicas: whether writes and reads go on without it.
    without_region: Vec<WithoutRegion>,
    /// Every W and R that overlap, by how many replicas may be down.
    strict: Vec<(u8, Vec<(u8, u8)>)>,
    /// What recorded delays look like.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recorded: Vec<Likeness>,
}

#[derive(Debug, Serialize)]
struct WithoutRegion {
    region: String,
    writes: bool,
    reads: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    if arguments.has("table") {
        return analyse_table::run(arguments);
    }
    let setting = Setting::of(arguments)?;
    let told = told(&setting, &setting.model.analyse(&setting.question));
    Ok(Answer::from(if arguments.has("json") { json(&told)? } else { text(&told, &setting.question) }))
}

fn told(setting: &Setting, analysis: &Analysis) -> Told {
    let (n, w, r) = (setting.n, setting.w, setting.r);
    let failures = if setting.failures.is_empty() { FAILURES.to_vec() } else { setting.failures.clone() };
    let [writes, reads] = [w, r].map(|needed| theory::survives_without_region(&setting.placement, needed));
    let name = |region: u8| setting.regions.get(usize::from(region)).cloned().unwrap_or_default();
    let both = writes.iter().zip(&reads);
    let without = both.map(|((region, writes), (_, reads))| WithoutRegion {
        region: name(*region),
        writes: *writes,
        reads: *reads,
    });
    Told {
        engine: history::ENGINE_VERSION,
        network: setting.network.clone(),
        n,
        w,
        r,
        clients: setting.clients.clone(),
        analysis: analysis.clone(),
        overlap: Overlap::new(n, w, r),
        availability: failures.iter().filter_map(|p| Availability::new(n, w, r, *p)).collect(),
        load: Load::new(n, w, r, setting.reads),
        without_region: without.collect(),
        strict: (0..n)
            .map(|down| (down, theory::strict_settings(n, down)))
            .filter(|(_, list)| !list.is_empty())
            .collect(),
        recorded: setting.recorded.clone(),
    }
}

fn text(told: &Told, question: &Question) -> String {
    let Told { n, w, r, network, analysis, .. } = told;
    let method = match analysis.method {
        Method::Exact => "exact",
        Method::MonteCarlo => "drawn",
    };
    let error = short(analysis.error);
    let clients = told.clients.as_ref().map_or_else(String::new, |clients| format!(", asked by {}", clients.sentence));
    let mut text = format!(
        "N={n} W={w} R={r}, network {network}{clients}\n{method}: probabilities are off by less than {error}\n\n"
    );
    text.push_str(&table(&latencies(analysis, question)));
    text.push_str("\nSeen after\n");
    let visible = analysis.t_visibility.iter().map(|(p, t_ms)| {
        vec![
            format!("  {}", percent(*p)),
            t_ms.map_or_else(|| "never".to_owned(), |t_ms| format!("{} ms", digits(t_ms))),
        ]
    });
    text.push_str(&table(&visible.collect::<Vec<_>>()));
    text.push_str("\nA read t after the answer of a write is consistent\n");
    text.push_str(&table(&curve(analysis)));
    text.push_str("\nA read at once returns one of the last k versions\n");
    let versions = analysis.k_staleness.iter().map(|(k, p)| vec![format!("  k = {k}"), percent(*p)]);
    text.push_str(&table(&versions.collect::<Vec<_>>()));
    if let Some(p) = analysis.monotonic_reads {
        text.push_str(&format!("\nA session's next read is no older with at least {}\n", percent(p)));
    }
    text.push_str("\nToo few replicas are up, if each is down with\n");
    text.push_str(&table(&availability(told)));
    if let Some(load) = told.load {
        let (load, capacity) = (percent(load.load), fixed(load.capacity, 2));
        text.push_str(&format!("\nEach replica takes part in {load} of all operations: capacity {capacity}\n"));
    }
    if !told.recorded.is_empty() {
        text.push('\n');
        text.push_str(&recorded_delays::told(&told.recorded));
    }
    for assumption in &analysis.assumptions {
        text.push_str(&format!("\nNote: {assumption}"));
    }
    text.push('\n');
    text
}

fn latencies(analysis: &Analysis, question: &Question) -> Vec<Vec<String>> {
    let names = question.quantiles.iter().map(|p| format!("p{}", Decimal(100.0 * p)));
    let row = |name: &str, times: &[(f64, f64)]| {
        [name.to_owned()].into_iter().chain(times.iter().map(|(_, ms)| digits(*ms))).collect()
    };
    let head = ["ms".to_owned()].into_iter().chain(names).collect();
    vec![head, row("reads", &analysis.latency_read), row("writes", &analysis.latency_write)]
}

fn curve(analysis: &Analysis) -> Vec<Vec<String>> {
    let points = &analysis.p_consistent;
    let step = (points.len().saturating_sub(1)).div_ceil(ROWS).max(1);
    let mut shown: Vec<&(f64, f64)> = points.iter().step_by(step).collect();
    if let Some(last) = points.last().filter(|last| shown.last() != Some(last)) {
        shown.push(last);
    }
    shown.iter().map(|(t_ms, p)| vec![format!("  {} ms", digits(*t_ms)), percent(*p)]).collect()
}

fn availability(told: &Told) -> Vec<Vec<String>> {
    let head = ["", "for a write", "for a read"].map(str::to_owned).to_vec();
    let rows = told.availability.iter().map(|one| {
        let [write, read] = [one.write_unavailable, one.read_unavailable].map(short);
        vec![format!("  {}", Decimal(one.failure_probability)), write, read]
    });
    [head].into_iter().chain(rows).collect()
}

/// A small number with four significant digits.
fn short(number: f64) -> String {
    format!("{number:.3e}")
}

fn percent(p: f64) -> String {
    format!("{} %", fixed(100.0 * p, 4))
}
