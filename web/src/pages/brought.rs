//! A history that was brought along: read, judged, and told in words.

use check::{Verdict, Witness};
use history::ModelId;
use history::formats::{self, Recording};
use history::litmus::LitmusFile;

use crate::browser::file;
use crate::components::Mark;
use crate::hooks::{Evaluated, Shared};
use crate::panels::broken_on_top;
use crate::words;

/// What came of a text.
#[derive(Debug, PartialEq)]
pub(super) enum Brought {
    /// It cannot be read, or not judged: everything that is wrong.
    Wrong(Vec<String>),
    /// It was judged.
    Run(Shared<Evaluated>),
}

/// Histories to begin with, in the text notation.
pub(super) const EXAMPLES: [(&str, &str); 5] = [
    (words::check::OLDER_READ, words::check::OLDER_READ_HISTORY),
    (words::check::REPLY_BEFORE_QUESTION, words::check::REPLY_BEFORE_QUESTION_HISTORY),
    (words::check::TWO_ORDERS, words::check::TWO_ORDERS_HISTORY),
    (
        words::check::OVERDRAWN,
        "{:process 0, :type :invoke, :f :deposit, :value 1000, :time 0}\n{:process 0, :type :ok, :f :deposit, :value 1000, :time 5000000}\n{:process 1, :type :invoke, :f :withdraw, :value 800, :time 10000000}\n{:process 2, :type :invoke, :f :withdraw, :value 800, :time 12000000}\n{:process 1, :type :ok, :f :withdraw, :value 800, :time 20000000}\n{:process 2, :type :ok, :f :withdraw, :value 800, :time 24000000}\n",
    ),
    (words::check::UNANSWERED, words::check::UNANSWERED_HISTORY),
];

/// Reads a text in the form that it looks like, and judges it.
pub(super) fn read(text: &str) -> Brought {
    if text.trim().is_empty() {
        return Brought::Wrong(vec![words::check::EMPTY.to_owned()]);
    }
    let form = formats::detect(text);
    let json = form.name == "text" && text.trim_start().starts_with(['{', '[']);
    let recording = if json {
        from_json(text)
    } else {
        (form.read)(text).map_err(|errors| errors.iter().map(ToString::to_string).collect())
    };
    match recording.and_then(|recording| pipeline::judge_brought(&recording, form.object).map_err(|why| vec![why])) {
        Ok(report) => Brought::Run(Evaluated::brought(report)),
        Err(problems) => Brought::Wrong(problems),
    }
}

fn from_json(text: &str) -> Result<Recording, Vec<String>> {
    let file: LitmusFile = file::from_json(text).map_err(|why| vec![why])?;
    let history = file.history()?;
    if history.operations.is_empty() {
        return Err(vec![words::check::NO_OPERATION.to_owned()]);
    }
    Ok(Recording::Registers(history))
}

impl Brought {
    pub(super) fn run(&self) -> Option<&Shared<Evaluated>> {
        match self {
            Self::Run(run) => Some(run),
            Self::Wrong(_) => None,
        }
    }
}

/// What a model says of a history: the sign, the lead, the sentence and what it rests on.
pub(super) fn sentence(run: &Evaluated, model: Option<ModelId>) -> (Mark, String, String, String) {
    let operations = run.report.history.work().count();
    if let Some(application) = run.report.application.as_ref().filter(|_| model.is_none()) {
        if let Some([lead, sentence, allowed]) = broken_on_top(application) {
            return (Mark::Violated, format!("{lead}. "), sentence, allowed);
        }
        let title = check::objects::object(&application.object).map_or("", |object| object.title);
        let mark = if application.linearizable.holds() { Mark::Holds } else { Mark::Unknown };
        let word = application.linearizable.word().replace('_', " ");
        return (
            mark,
            words::check::LINEARIZABLE.to_owned(),
            words::check::as_calls(&word, operations, title),
            String::new(),
        );
    }
    let told = model.unwrap_or(ModelId::Linearizable);
    let kept = |sentence: &str| (Mark::Holds, format!("{told}: "), words::check::held(operations), sentence.to_owned());
    match run.report.judgement.get(told) {
        Some(Verdict::Violated(violation)) => {
            let lead = check::model(told).map_or(words::shared::VIOLATED, |model| model.lead);
            (Mark::Violated, format!("{lead}: "), violation.plain(), violation.allowed.clone())
        }
        Some(Verdict::Measured(measured)) => {
            let (sentence, allowed) =
                measured.reason.as_ref().map(|reason| (reason.plain(), reason.allowed.clone())).unwrap_or_default();
            (Mark::Measured, format!("{told}, {}: ", measured.least), sentence, allowed)
        }
        Some(Verdict::Holds(Witness::Examined { reads: 0 })) => {
            (Mark::NotApplicable, format!("{told}: "), words::check::UNTESTED.to_owned(), String::new())
        }
        Some(Verdict::Holds(_)) => kept(words::check::PROVES_NOTHING),
        Some(Verdict::NotApplicable(why)) => {
            (Mark::NotApplicable, format!("{told}: "), why.sentence.clone(), String::new())
        }
        Some(Verdict::Unknown(why)) => (Mark::Unknown, format!("{told}: "), why.sentence.clone(), String::new()),
        None => (Mark::Unknown, String::new(), words::shared::NO_VERDICT.to_owned(), String::new()),
    }
}
