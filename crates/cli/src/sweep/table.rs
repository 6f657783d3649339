//! The rows of a sweep: their columns, and what a point comes to in each.

use history::ModelId;
use measure::Interval;
use scenario::ValidScenario;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};
use theory::{Method, Model, Question};

use super::plan::{Plan, Point};
use super::scale::Scale;
use super::tally::{ModelCount, Pooled, Tally};

/// What the cells of a column hold, where they hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Whole,
    Real,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// What stands in a row and a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Cell {
    Absent,
    Whole(i64),
    Real(f64),
    Text(String),
}

/// A point with its cells, one a column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) point: u32,
    pub(crate) cells: Vec<Cell>,
}

/// The quantiles of response times, by how many of ten thousand.
const QUANTILES: [(&str, u64); 5] = [("p50", 5_000), ("p90", 9_000), ("p95", 9_500), ("p99", 9_900), ("p99_9", 9_990)];
const EXACT_QUANTILES: [f64; 5] = [0.5, 0.9, 0.95, 0.99, 0.999];
/// The probability that the time until a write is seen is told for.
const VISIBLE: f64 = 0.999;

/// The columns of a sweep, in order.
pub(crate) fn columns(plan: &Plan) -> Vec<Column> {
    let mut columns = Vec::new();
    let mut add = |name: String, kind: Kind| columns.push(Column { name, kind });
    add("point".to_owned(), Kind::Whole);
    for axis in &plan.over {
        add(axis.key.clone(), kind_of(&axis.values, axis.between.is_some()));
    }
    for (name, kind) in
        [("address", Kind::Text), ("skipped", Kind::Text), ("runs", Kind::Whole), ("first_seed", Kind::Whole)]
    {
        add(name.to_owned(), kind);
    }
    for model in &plan.models {
        if let Some(scale) = Scale::of(model) {
            add(format!("{model}_undecided"), Kind::Whole);
            let unit = scale.unit();
            ["p50", "p95", "most"].iter().for_each(|end| add(format!("{model}_{end}{unit}"), scale.kind()));
            continue;
        }
        for (end, kind) in [("violated", Kind::Whole), ("undecided", Kind::Whole)] {
            add(format!("{model}_{end}"), kind);
        }
        for end in ["share", "low", "high"] {
            add(format!("{model}_{end}"), Kind::Real);
        }
    }
    for side in ["read", "write"] {
        add(format!("{side}_count"), Kind::Whole);
        QUANTILES.iter().for_each(|(name, _)| add(format!("{side}_{name}_ms"), Kind::Real));
    }
    add("stale_reads".to_owned(), Kind::Whole);
    for name in ["stale_share", "stale_low", "stale_high", "answered_share", "messages_per_operation"] {
        add(name.to_owned(), Kind::Real);
    }
    add("exact_method".to_owned(), Kind::Text);
    for side in ["read", "write"] {
        QUANTILES.iter().for_each(|(name, _)| add(format!("exact_{side}_{name}_ms"), Kind::Real));
    }
    for name in ["exact_consistent_at_once", "exact_visible_99_9_ms", "exact_error"] {
        add(name.to_owned(), Kind::Real);
    }
    add("exact_leaves_aside".to_owned(), Kind::Text);
    columns
}

/// What all values of a field are.
fn kind_of(values: &[String], between: bool) -> Kind {
    let all = |is: fn(&str) -> bool| values.iter().filter(|value| !value.is_empty()).all(|value| is(value));
    let some = values.iter().any(|value| !value.is_empty());
    match some || between {
        true if !between && all(|value| value.parse::<i64>().is_ok()) => Kind::Whole,
        true if all(|value| value.parse::<f64>().is_ok_and(f64::is_finite)) => Kind::Real,
        _ => Kind::Text,
    }
}

impl Row {
    /// What a point came to: the tally of its runs and the exact figures, or why it cannot run.
    pub(crate) fn of(plan: &Plan, columns: &[Column], number: u32, point: &Point, tally: Option<&Tally>) -> Self {
        let mut cells = vec![whole(number.into())];
        for (column, value) in columns.iter().skip(1).zip(&point.values) {
            cells.push(typed(column.kind, value));
        }
        cells.push(Cell::Text(share::join_fragment("/", &point.link)));
        match (&point.scenario, tally) {
            (Ok(valid), Some(tally)) => {
                cells.extend([Cell::Absent, whole(tally.runs.into()), whole(valid.scenario().seed.into())]);
                for (model, count) in plan.models.iter().zip(&tally.models) {
                    match Scale::of(model) {
                        Some(scale) => cells.extend(scale.cells(count)),
                        None => cells.extend(of_model(count)),
                    }
                }
                cells.extend(of_runs(tally));
                cells.extend(exact(valid));
            }
            (scenario, _) => {
                let reasons = scenario.as_ref().err().map(|reasons| reasons.join("; "));
                cells.push(reasons.map_or(Cell::Absent, Cell::Text));
            }
        }
        cells.resize(columns.len(), Cell::Absent);
        debug_assert_eq!(plan.over.len(), point.values.len());
        Self { point: number, cells }
    }

    /// Why it was not run, if it was not.
    pub(crate) fn skipped<'r>(&'r self, columns: &[Column]) -> Option<&'r str> {
        match self.cell(columns, "skipped") {
            Some(Cell::Text(reasons)) => Some(reasons),
            _ => None,
        }
    }

    /// A cell by the name of its column.
    pub(crate) fn cell(&self, columns: &[Column], name: &str) -> Option<&Cell> {
        columns.iter().position(|column| column.name == name).and_then(|place| self.cells.get(place))
    }

    /// As an object of JSON, its fields in the order of the columns.
    pub(crate) fn json(&self, columns: &[Column]) -> Result<String, String> {
        struct Object<'r>(&'r [Column], &'r [Cell]);
        impl Serialize for Object<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(Some(self.0.len()))?;
                for (column, cell) in self.0.iter().zip(self.1) {
                    map.serialize_entry(&column.name, cell)?;
                }
                map.end()
            }
        }
        serde_json::to_string(&Object(columns, &self.cells)).map_err(|error| error.to_string())
    }

    /// From an object of JSON.
    pub(crate) fn read(text: &str, columns: &[Column]) -> Result<Self, String> {
        let mut object: std::collections::BTreeMap<String, Cell> =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut take = |column: &Column| {
            let cell = object.remove(&column.name).ok_or_else(|| format!("`{}` is missing", column.name))?;
            let fits = matches!(
                (column.kind, &cell),
                (_, Cell::Absent)
                    | (Kind::Text, Cell::Text(_))
                    | (Kind::Whole, Cell::Whole(_))
                    | (Kind::Real, Cell::Real(_))
            );
            if fits { Ok(cell) } else { Err(format!("`{}` holds something else", column.name)) }
        };
        let cells: Vec<Cell> = columns.iter().map(&mut take).collect::<Result<_, String>>()?;
        match cells.first() {
            Some(Cell::Whole(number)) => u32::try_from(*number)
                .map(|point| Self { point, cells: cells.clone() })
                .map_err(|_| format!("there is no point {number}")),
            _ => Err("`point` is missing".to_owned()),
        }
    }
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Absent => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Whole(number) => number.fmt(f),
            Self::Real(number) => number.fmt(f),
        }
    }
}

fn typed(kind: Kind, value: &str) -> Cell {
    match kind {
        Kind::Text => Cell::Text(value.to_owned()),
        Kind::Whole => value.parse().map_or(Cell::Absent, Cell::Whole),
        Kind::Real => value.parse().map_or(Cell::Absent, Cell::Real),
    }
}

pub(crate) fn whole(number: u64) -> Cell {
    i64::try_from(number).map_or(Cell::Absent, Cell::Whole)
}

/// Of a model that no run put to the test there is no share: that none broke it says nothing.
fn of_model(count: &ModelCount) -> [Cell; 5] {
    let told = count.held + count.violated;
    let tested = told > count.untested;
    let [share, low, high] = shares(count.violated.into(), if tested { told.into() } else { 0 });
    [whole(count.violated.into()), whole(count.unknown.into()), share, low, high]
}

/// A share and its interval; nothing of nothing.
fn shares(some: u64, of: u64) -> [Cell; 3] {
    if of == 0 {
        return [Cell::Absent, Cell::Absent, Cell::Absent];
    }
    let Interval { low, high } = Interval::wilson(some, of);
    [some as f64 / of as f64, low, high].map(Cell::Real)
}

fn of_runs(tally: &Tally) -> Vec<Cell> {
    let mut cells = Vec::new();
    let ms = |us: u64| Cell::Real(us as f64 / 1_000.0);
    let times = |pooled: &Pooled| {
        let quantiles = QUANTILES.iter().map(|(_, rank)| pooled.quantile(*rank).map_or(Cell::Absent, ms));
        std::iter::once(whole(pooled.count())).chain(quantiles).collect::<Vec<_>>()
    };
    cells.extend(times(&tally.reads));
    cells.extend(times(&tally.writes));
    cells.push(whole(tally.stale_reads));
    cells.extend(shares(tally.stale_reads, tally.reads.count()));
    let per_begun = |count: u64| (tally.begun > 0).then(|| count as f64 / tally.begun as f64);
    cells.extend([tally.answered, tally.messages].map(|count| per_begun(count).map_or(Cell::Absent, Cell::Real)));
    cells
}

/// What the mathematics says of a point; nothing where it does not speak of its strategy.
fn exact(valid: &ValidScenario) -> Vec<Cell> {
    let width = 1 + 2 * QUANTILES.len() + 4;
    let Some(model) = Model::of(valid) else { return vec![Cell::Absent; width] };
    let question = Question {
        times_ms: vec![0.0],
        probabilities: vec![VISIBLE],
        quantiles: EXACT_QUANTILES.to_vec(),
        ..Question::default()
    };
    let told = model.analyse(&question);
    let method = match told.method {
        Method::Exact => "exact",
        Method::MonteCarlo => "monte_carlo",
    };
    let mut cells = vec![Cell::Text(method.to_owned())];
    cells.extend(told.latency_read.iter().chain(&told.latency_write).map(|(_, ms)| Cell::Real(*ms)));
    cells.push(told.p_consistent.first().map_or(Cell::Absent, |(_, p)| Cell::Real(*p)));
    cells.push(told.t_visibility.first().and_then(|(_, t_ms)| *t_ms).map_or(Cell::Absent, Cell::Real));
    cells.push(Cell::Real(told.error));
    cells.push(if told.assumptions.is_empty() { Cell::Absent } else { Cell::Text(told.assumptions.join(" ")) });
    cells
}

/// Every model by name, in the order of the columns.
pub(crate) fn model_ids(names: &[String]) -> Vec<ModelId> {
    names.iter().filter_map(|name| ModelId::ALL.iter().find(|id| id.key() == name).copied()).collect()
}
