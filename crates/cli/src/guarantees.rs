//! `quorate table`: what every protocol declares to keep or to break, mode by mode and model by
//! model, with the trials and the stored runs that say whether it is so.

use history::ModelId;
use pipeline::{GuaranteeRow, Recording, Tally, guarantee_models};
use serde::Serialize;

use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;
use crate::guarantees_trials::Trials;
use crate::source;
use crate::table::table;

const TRIALS: u32 = 100;
const TRIALS_MAX: u32 = 1_000_000;
/// Of the trials of each promise, so many are looked at message by message.
const WATCHED: u32 = 40;
/// Trials of a mode without its decisive rule, at most.
const MUTANT_TRIALS: u32 = 1_000;

#[derive(Debug, Serialize)]
struct Row {
    protocol: &'static str,
    mode: &'static str,
    name: &'static str,
    link: String,
    /// Whether its replicas are services, of which no model speaks.
    services: bool,
    /// By model: `kept`, `broken`, `both` or `untested`.
    cells: Vec<(ModelId, &'static str)>,
    promises: Vec<Promise>,
    breaks: Vec<Break>,
}

/// A promise with its trials.
#[derive(Debug, Serialize)]
struct Promise {
    model: ModelId,
    under: String,
    trials: u32,
    broken: u32,
    undecided: u32,
    first_broken: Option<u32>,
    operations: u64,
    answered: u64,
    watched: u32,
    struck: u32,
    without: String,
    broken_without: u32,
}

/// A stored run that breaks a model, or should.
#[derive(Debug, Serialize)]
struct Break {
    model: ModelId,
    link: &'static str,
    verdict: &'static str,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let trials = arguments.count("trials", TRIALS_MAX).map_err(|problem| vec![problem])?.unwrap_or(TRIALS);
    let wanted = arguments.option("protocol");
    if let Some(id) = wanted.filter(|id| pipeline::protocol(id).is_none()) {
        let ids: Vec<&str> = pipeline::protocols().map(|info| info.id).collect();
        return Err(vec![format!("there is no protocol `{id}`; there are {}", ids.join(", "))]);
    }
    let mut kept = Trials::kept_in(arguments.option("keep"))?;
    let mut rows = Vec::new();
    for row in pipeline::guarantees() {
        if wanted.is_none_or(|id| id == row.protocol.id) {
            rows.push(prove(&row, trials, &mut kept)?);
        }
    }
    let contradicted = rows.iter().map(Row::contradictions).sum::<usize>();
    let text = if arguments.has("json") { json(&rows)? } else { write(&rows, contradicted) };
    Ok(Answer { text, broken: contradicted > 0 })
}

fn prove(row: &GuaranteeRow, trials: u32, kept: &mut Trials) -> Result<Row, Vec<String>> {
    let (id, mode) = (row.protocol.id, row.mode);
    let cells = row.cells.iter().map(|cell| {
        let word = match (cell.kept, cell.broken) {
            (Some(_), Some(_)) => "both",
            (Some(_), None) => "kept",
            (None, Some(_)) => "broken",
            (None, None) => "untested",
        };
        (cell.model, word)
    });
    let mut promises = Vec::new();
    for (model, under) in mode.keeps {
        let words = under.to_string();
        let promise = (*model, *under, words.as_str());
        let with = kept.run(&mode.link(id), promise, trials, WATCHED)?;
        // Whether the trials would notice shows long before the last of them.
        let without = kept.run(&mode.mutant_link(id), promise, trials.min(MUTANT_TRIALS), 0)?;
        let count = |tally: &Tally| tally.models.first().map(|(_, count)| *count).unwrap_or_default();
        promises.push(Promise {
            model: *model,
            under: words,
            trials: with.runs,
            broken: count(&with).broken,
            undecided: count(&with).undecided,
            first_broken: count(&with).first,
            operations: with.operations,
            answered: with.answered,
            watched: with.watched,
            struck: with.struck,
            without: mode.mutant.to_owned(),
            broken_without: count(&without).broken,
        });
    }
    let mut breaks = Vec::new();
    for (model, link) in mode.breaks {
        let report = pipeline::evaluate(&source::valid_scenario(link)?, Recording::HistoryOnly)
            .map_err(|problems| source::lines(&problems))?;
        let verdict = report.judgement.get(*model).map_or("unknown", check::Verdict::word);
        breaks.push(Break { model: *model, link, verdict });
    }
    let (protocol, name, link) = (row.protocol.id, mode.name, mode.link(id));
    let services = !row.protocol.services.is_empty();
    Ok(Row { protocol, mode: mode.id, name, link, services, cells: cells.collect(), promises, breaks })
}

impl Row {
    /// Cells that their own runs contradict.
    fn contradictions(&self) -> usize {
        let kept = self.promises.iter().filter(|promise| promise.broken > 0).count();
        kept + self.breaks.iter().filter(|entry| entry.verdict != "violated").count()
    }
}

fn write(rows: &[Row], contradicted: usize) -> String {
    let mut text = String::new();
    let mut cells = vec![vec![String::new()]];
    cells[0].extend(guarantee_models().map(|model| model.short().to_owned()));
    for row in rows {
        let mut line = vec![format!("{} · {}", row.protocol, row.name)];
        line.extend(row.cells.iter().map(|(_, word)| sign(word).to_owned()));
        cells.push(line);
    }
    text.push_str(&table(&cells));
    text.push_str("\n✓ kept  ✗ broken  ± kept under assumptions, broken beyond them  – no run can tell\n");
    let names = guarantee_models().filter(|model| model.short() != model.name());
    let names = names.map(|model| format!("{}: {}", model.short(), model.name()));
    text.push_str(&format!("{}\n", names.collect::<Vec<_>>().join("; ")));
    for row in rows {
        text.push_str(&format!("\n{} · {}  ({})\n", row.protocol, row.name, row.link));
        if row.services {
            text.push_str(
                "  services, and no copies of one store: no model of registers speaks of them (`quorate sagas`)\n",
            );
        }
        for promise in &row.promises {
            text.push_str(&promise.line());
        }
        for entry in &row.breaks {
            text.push_str(&format!("  breaks {}: {} by {}\n", entry.model, entry.verdict, entry.link));
        }
    }
    let declared: usize = rows.iter().flat_map(|row| &row.cells).filter(|(_, word)| *word != "untested").count();
    text.push_str(&format!("\n{declared} cells, {contradicted} contradicted\n"));
    text
}

impl Promise {
    fn line(&self) -> String {
        let percent = |part: u64, whole: u64| part * 100 / whole.max(1);
        let mut line = format!(
            "  keeps {} under {}: {} of {} trials broke it, {} % of {} operations answered",
            self.model,
            self.under,
            self.broken,
            self.trials,
            percent(self.answered, self.operations),
            self.operations,
        );
        if let Some(first) = self.first_broken {
            line.push_str(&format!(", first number {first}"));
        }
        if self.undecided > 0 {
            line.push_str(&format!(", {} undecided", self.undecided));
        }
        let (struck, watched) = (self.struck, self.watched);
        line.push_str(&format!("; a fault struck messages in flight in {struck} of {watched}"));
        line.push_str(&format!("; with {} {} broke it\n", self.without, self.broken_without));
        line
    }
}

fn sign(word: &str) -> &'static str {
    match word {
        "kept" => "✓",
        "broken" => "✗",
        "both" => "±",
        _ => "–",
    }
}
