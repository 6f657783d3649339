//! `quorate check`: judges histories from files.

use std::time::Instant;

use check::objects::{Failure, Object, fitting, object, objects};
use check::{Budget, Judgement, Model, Reason, Verdict, Why};
use history::{ModelId, OperationId};
use serde::Serialize;
use serde_json::Value as Json;

use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;
use crate::history_file::{self, HistoryFile};
use crate::source;
use crate::table::plain;
use crate::verdicts::{Cost, VerdictLine, is_broken, named_models, verdict_line, watched, write_verdicts};

/// From so many bytes on a file is worth a line that says it is being judged.
const LARGE: usize = 4 << 20;

/// What is asked of every file.
struct Question<'a> {
    format: Option<&'a str>,
    models: Vec<ModelId>,
    object: Option<&'static Object>,
    budget: Budget,
}

/// What came of one file.
struct Judged {
    file: HistoryFile,
    object: Option<&'static Object>,
    judgement: Judgement,
    costs: Vec<Cost>,
    failure: Option<Failure>,
}

/// Runs the command.
pub(crate) fn check(arguments: &Arguments) -> Outcome {
    let mut problems = Vec::new();
    let models = watched(arguments).unwrap_or_else(|found| {
        problems.extend(found);
        Vec::new()
    });
    let question = Question::read(arguments, &mut problems);
    let files = arguments.words();
    let many = files.len() > 1;
    let mut judged = Vec::new();
    for (place, name) in files.iter().enumerate() {
        let text = source::text(name);
        if text.as_ref().is_ok_and(|text| many || text.len() > LARGE) {
            eprintln!("{} of {}: {name}", place + 1, files.len());
        }
        match text.and_then(|text| question.judge(&text)) {
            Ok(one) => judged.push((name, one)),
            Err(found) if many => problems.extend(found.iter().map(|problem| format!("{name}: {problem}"))),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut answer = Answer::default();
    for (name, one) in &judged {
        answer.broken |= is_broken(&one.judgement, &models);
        if arguments.has("json") {
            answer.text.push_str(&json(&one.as_json(name))?);
        } else {
            let header = if many { format!("{name}\n") } else { String::new() };
            let gap = if many { "\n" } else { "" };
            answer.text.push_str(&format!("{header}{}{gap}", one.as_text()));
        }
    }
    Ok(answer)
}

impl<'a> Question<'a> {
    fn read(arguments: &'a Arguments, problems: &mut Vec<String>) -> Self {
        let format = arguments.option("format");
        problems.extend(format.and_then(|name| history_file::known_format(name).err()));
        let models = named_models(arguments, "model").unwrap_or_else(|found| {
            problems.extend(found);
            Vec::new()
        });
        let object = arguments.option("object").and_then(|name| {
            let found = object(&name.replace('-', "_"));
            if found.is_none() {
                let names: Vec<&str> = objects().iter().map(|object| object.name).collect();
                problems.push(format!("--object: there is no object `{name}`; there are {}", names.join(", ")));
            }
            found
        });
        let budget = match arguments.option("budget").map(str::parse) {
            None => Budget::default(),
            Some(Ok(steps)) => Budget::steps(steps),
            Some(Err(_)) => {
                problems.push("--budget is not a whole number of steps".to_owned());
                Budget::default()
            }
        };
        Self { format, models, object, budget }
    }

    fn judge(&self, text: &str) -> Result<Judged, Vec<String>> {
        let file = history_file::read(text, self.format)?;
        let asked = check::models().iter().filter(|model| self.models.is_empty() || self.models.contains(&model.id));
        let register = self.object.is_none_or(|object| object.name == "register");
        let history = if register { file.history().ok() } else { None };
        let mut judged =
            Judged { file, object: None, judgement: Judgement::default(), costs: Vec::new(), failure: None };
        if let Some(history) = history {
            judged.object = object("register");
            for model in asked {
                judged.add(model, || {
                    let (verdict, steps) = model.judge_counting(&history, self.budget);
                    (verdict, steps, None)
                });
            }
            return Ok(judged);
        }
        let calls = judged.file.calls();
        let by_form =
            judged.file.object.and_then(object).filter(|object| calls.calls.iter().all(|call| object.fits(call)));
        let Some(object) = self.object.or(by_form).or_else(|| fitting(&calls).next()) else {
            return Err(vec![nothing_fits()]);
        };
        let strangers = calls.calls.iter().filter(|call| !object.fits(call));
        let told = |call| {
            format!(
                "{} {} {}, which {} does not know",
                calls.who(call),
                calls.deed(call),
                calls.span(call),
                object.title
            )
        };
        let problems: Vec<String> = strangers.map(|call| plain(&told(call))).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        judged.object = Some(object);
        for model in asked {
            judged.add(model, || {
                if model.id != ModelId::Linearizable {
                    return (of_registers(object), 0, None);
                }
                let finding = check::objects::judge(&calls, object, self.budget);
                (finding.verdict, finding.steps, finding.failure)
            });
        }
        Ok(judged)
    }
}

/// No object knows all calls.
fn nothing_fits() -> String {
    let known: Vec<String> = objects().iter().map(|object| format!("{} ({})", object.name, object.about)).collect();
    format!("no object knows all of these calls; there are {}", known.join("; "))
}

/// The verdict of a model that only speaks of registers.
fn of_registers(object: &Object) -> Verdict {
    let sentence = format!("This model speaks of registers; these are calls on {}.", object.title);
    Verdict::NotApplicable(Why { reason: Reason::UnknownCall, operations: Vec::new(), sentence })
}

/// One file as JSON.
#[derive(Serialize)]
struct FileJson<'a> {
    file: &'a str,
    format: &'static str,
    object: Option<&'static str>,
    operations: usize,
    /// By model: the verdict in one word.
    models: serde_json::Map<String, Json>,
    verdicts: Vec<VerdictLine>,
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
    fn add(&mut self, model: &Model, judge: impl FnOnce() -> (Verdict, u64, Option<Failure>)) {
        let begin = Instant::now();
        let (verdict, steps, failure) = judge();
        self.costs.push(Cost { steps, time_us: begin.elapsed().as_secs_f64() * 1e6 });
        self.judgement.0.push((model.id, verdict));
        self.failure = self.failure.take().or(failure);
    }

    fn as_json<'a>(&'a self, file: &'a str) -> FileJson<'a> {
        let ids = &self.file.ids;
        let named = |id: &OperationId| ids.get(id.index()).cloned().unwrap_or_else(|| Json::from(id.0));
        let line = |((model, verdict), cost): (&(ModelId, Verdict), &Cost)| {
            let mut line = verdict_line(*model, verdict, ids);
            line.cost = Some(*cost);
            line
        };
        let word = |(model, verdict): &(ModelId, Verdict)| (model.key().to_owned(), Json::from(verdict.word()));
        let failure = self.failure.as_ref().map(|failure| FailureJson {
            call: named(&failure.call),
            rests: failure
                .rests
                .iter()
                .map(|rest| RestJson {
                    order: rest.order.iter().map(named).collect(),
                    state: rest.state.clone(),
                    waiting: rest
                        .waiting
                        .iter()
                        .map(|(call, why)| WaitingJson { call: named(call), why: plain(why) })
                        .collect(),
                })
                .collect(),
        });
        FileJson {
            file,
            format: self.file.format,
            object: self.object.map(|object| object.name),
            operations: self.file.operations(),
            models: self.judgement.0.iter().map(word).collect(),
            verdicts: self.judgement.0.iter().zip(&self.costs).map(line).collect(),
            failure,
        }
    }

    fn as_text(&self) -> String {
        let applies = |(_, verdict): &&(ModelId, Verdict)| !matches!(verdict, Verdict::NotApplicable(why) if why.reason == Reason::UnknownCall);
        let told = Judgement(self.judgement.0.iter().filter(applies).cloned().collect());
        let mut text = format!("{} operations\n\n{}", self.file.operations(), write_verdicts(&told));
        if told.0.len() < self.judgement.0.len() {
            let title = self.object.map_or("", |object| object.title);
            text.push_str(&format!("  The other models speak of registers; these are calls on {title}.\n"));
        }
        for rest in self.failure.iter().flat_map(|failure| &failure.rests) {
            text.push_str(&format!(
                "  In order as far as it goes ({} calls), it is {}; then\n",
                rest.order.len(),
                plain(&rest.state)
            ));
            for (_, why) in &rest.waiting {
                text.push_str(&format!("    {}\n", plain(why)));
            }
        }
        text
    }
}
