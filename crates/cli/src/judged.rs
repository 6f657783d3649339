//! What came of one file, as text and as JSON.

use std::time::Instant;

use check::invariants::Finding;
use check::objects::{Failure, Object};
use check::{Judgement, Model, Reason, Verdict};
use history::calls::Clock;
use history::{ModelId, OperationId};
use pipeline::VerdictJson;
use serde::Serialize;
use serde_json::Value as Json;

use crate::asked::Asked;
use crate::history_file::HistoryFile;
use crate::invariants::{self, Findings, InvariantLine};
use crate::table::plain;
use crate::verdicts::{Cost, CostedVerdict, is_broken, write_verdicts};

/// So many of the calls that wait are told to people; JSON has them all.
const WAITING_MAX: usize = 8;

/// What came of one file.
pub(crate) struct Judged {
    pub(crate) file: HistoryFile,
    pub(crate) object: Option<&'static Object>,
    pub(crate) findings: Findings,
    /// Why models that do not apply do not, to follow a semicolon.
    pub(crate) others: String,
    judgement: Judgement,
    costs: Vec<Cost>,
    failure: Option<Failure>,
}

/// One file as JSON.
#[derive(Serialize)]
pub(crate) struct FileJson<'a> {
    file: &'a str,
    format: &'static str,
    object: Option<&'static str>,
    operations: usize,
    /// What moments are: `time`, or the `lines` or `events` of a log without times.
    clock: &'static str,
    /// By model: the verdict in one word.
    models: serde_json::Map<String, Json>,
    verdicts: Vec<CostedVerdict>,
    invariants: Vec<InvariantLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<FailureJson>,
}

/// How far an order goes.
#[derive(Serialize)]
struct FailureJson {
    call: Json,
    rests: Vec<RestJson>,
}

#[derive(Serialize)]
struct RestJson {
    order: Vec<Json>,
    state: String,
    waiting: Vec<WaitingJson>,
}

#[derive(Serialize)]
struct WaitingJson {
    call: Json,
    why: String,
}

impl Judged {
    /// A file of which nothing is judged yet.
    pub(crate) fn of(file: HistoryFile) -> Self {
        let (judgement, costs, findings) = (Judgement::default(), Vec::new(), Vec::new());
        Self { file, object: None, findings, others: String::new(), judgement, costs, failure: None }
    }

    /// Judges by one more model.
    pub(crate) fn add(&mut self, model: &Model, judge: impl FnOnce() -> (Verdict, u64, Option<Failure>)) {
        let begin = Instant::now();
        let (verdict, steps, failure) = judge();
        self.costs.push(Cost { steps, time_us: begin.elapsed().as_secs_f64() * 1e6 });
        self.judgement.0.push((model.id, verdict));
        self.failure = self.failure.take().or(failure);
    }

    /// Whether anything that is watched is broken.
    pub(crate) fn is_broken(&self, watched: &Asked) -> bool {
        let is_watched = |key: &str| watched.invariants.iter().any(|invariant| invariant.key == key);
        let broken = |(_, finding): &(_, Finding)| matches!(finding, Finding::Broken(..));
        is_broken(&self.judgement, &watched.models)
            || self.findings.iter().any(|found| is_watched(found.0.key) && broken(found))
    }

    /// What is watched and not decided, with the verdict in words.
    pub(crate) fn undecided(&self, watched: &Asked) -> Vec<(&'static str, String)> {
        let models = self.judgement.0.iter().filter(|(id, _)| watched.models.contains(id));
        let models = models.map(|(id, verdict)| (id.key(), verdict.word()));
        let is_watched = |key: &str| watched.invariants.iter().any(|invariant| invariant.key == key);
        let findings = self.findings.iter().filter(|(invariant, _)| is_watched(invariant.key));
        let findings = findings.map(|(invariant, finding)| (invariant.key, invariants::word(finding)));
        let open = models.chain(findings).filter(|(_, word)| matches!(*word, "unknown" | "not_applicable"));
        open.map(|(key, word)| (key, word.replace('_', " "))).collect()
    }

    /// The whole as JSON.
    pub(crate) fn as_json<'a>(&'a self, file: &'a str) -> FileJson<'a> {
        let ids = &self.file.ids;
        let named = |id: &OperationId| ids.get(id.index()).cloned().unwrap_or_else(|| Json::from(id.0));
        let line = |((model, verdict), cost): (&(ModelId, Verdict), &Cost)| CostedVerdict {
            verdict: VerdictJson::of(*model, verdict, |id| named(&id)),
            cost: *cost,
        };
        let word = |(model, verdict): &(ModelId, Verdict)| (model.key().to_owned(), Json::from(verdict.word()));
        FileJson {
            file,
            format: self.file.format,
            object: self.object.map(|object| object.name),
            operations: self.file.operations(),
            clock: match self.file.clock() {
                Clock::Time => "time",
                Clock::Lines => "lines",
                Clock::Events => "events",
            },
            models: self.judgement.0.iter().map(word).collect(),
            verdicts: self.judgement.0.iter().zip(&self.costs).map(line).collect(),
            invariants: self.findings.iter().map(|(of, finding)| invariants::line(of, finding, &named)).collect(),
            failure: self.failure.as_ref().map(|failure| failure_json(failure, &named)),
        }
    }

    /// The whole for a terminal.
    pub(crate) fn as_text(&self) -> String {
        let applies = |(_, verdict): &&(ModelId, Verdict)| !matches!(verdict, Verdict::NotApplicable(why) if why.reason == Reason::UnknownCall);
        let told = Judgement(self.judgement.0.iter().filter(applies).cloned().collect());
        let mut text = self.headline() + "\n";
        if !self.judgement.0.is_empty() {
            text.push_str(&format!("\n{}", write_verdicts(&told)));
        }
        if told.0.len() < self.judgement.0.len() {
            let which = if told.0.is_empty() { "The models" } else { "The other models" };
            text.push_str(&format!("  {which} speak of reads and writes of numbers; {}.\n", self.others));
        }
        text.push_str(&self.failure.as_ref().map_or_else(String::new, failure_text));
        if !self.findings.is_empty() {
            text.push_str(&format!("\n{}", invariants::write(&self.findings, &self.others)));
        }
        text
    }

    fn headline(&self) -> String {
        let count = self.file.operations();
        let operations = if count == 1 { "operation" } else { "operations" };
        match self.file.clock() {
            Clock::Time => format!("{count} {operations}"),
            Clock::Lines | Clock::Events => format!("{count} {operations}, in order and without times"),
        }
    }
}

fn failure_json(failure: &Failure, named: &dyn Fn(&OperationId) -> Json) -> FailureJson {
    let waiting = |(call, why): &(OperationId, String)| WaitingJson { call: named(call), why: plain(why) };
    let rests = failure.rests.iter().map(|rest| RestJson {
        order: rest.order.iter().map(named).collect(),
        state: rest.state.clone(),
        waiting: rest.waiting.iter().map(waiting).collect(),
    });
    FailureJson { call: named(&failure.call), rests: rests.collect() }
}

fn failure_text(failure: &Failure) -> String {
    let mut text = String::new();
    for rest in &failure.rests {
        let calls = if rest.order.len() == 1 { "call" } else { "calls" };
        text.push_str(&format!(
            "  In order as far as it goes ({} {calls}), it is {}; then\n",
            rest.order.len(),
            plain(&rest.state)
        ));
        for (_, why) in rest.waiting.iter().take(WAITING_MAX) {
            text.push_str(&format!("    {}\n", plain(why)));
        }
        if let Some(more @ 1..) = rest.waiting.len().checked_sub(WAITING_MAX) {
            text.push_str(&format!("    and {more} more calls that are open\n"));
        }
    }
    text
}
