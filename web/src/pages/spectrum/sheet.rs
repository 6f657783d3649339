//! What the chart of costs shows, as rows.

use diagram::chart::Cost;
use pipeline::Strength;

use super::costs::Costs;
use crate::panels::{Cell, Sheet};
use crate::words;

/// A row a strategy and mode, in the order of the chart.
pub(super) fn sheet(costs: &Costs) -> Sheet {
    let rows = costs.rows().into_iter().zip(costs.kept()).map(|(row, (name, strength))| {
        let kept = strength.map_or(Cell::Nothing, |strength| Cell::Words(kept_words(&strength).into()));
        let times = [row.reads, row.writes].into_iter().flat_map(times);
        [Cell::Words(name.into()), kept].into_iter().chain(times).collect()
    });
    let heads = ["strategy_and_mode", "kept_in_all_runs", "read_p50_ms", "read_p99_ms", "write_p50_ms", "write_p99_ms"];
    Sheet {
        name: words::files::COSTS,
        caption: words::costs::COST_SHEET,
        heads: heads.map(Into::into).to_vec(),
        rows: rows.collect(),
    }
}

fn times(cost: Option<Cost>) -> [Cell; 2] {
    // As fine as the quickest of them needs.
    let ms = |us: u64| Cell::Rounded(us as f64 / 1_000.0, 2);
    cost.map_or([Cell::Nothing, Cell::Nothing], |cost| [ms(cost.p50_us), ms(cost.p99_us)])
}

/// The strongest models that were kept, by name.
pub(super) fn kept_words(strength: &Strength) -> String {
    let names: Vec<&str> = strength.strongest().into_iter().map(history::ModelId::name).collect();
    if names.is_empty() { words::costs::NOTHING_BUT_WEAK.to_owned() } else { names.join("; ") }
}
