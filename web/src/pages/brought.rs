//! A history that was brought along: read, judged, and told in words.

use check::{Verdict, Witness};
use history::ModelId;
use history::formats::{self, Recording};
use history::litmus::LitmusFile;

use crate::browser::file;
use crate::components::Mark;
use crate::hooks::{Evaluated, Shared};
use crate::panels::broken_on_top;

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
    (
        "A read older than an earlier read",
        "# While x=2 is being written,\n# B reads it, and C later x=1.\nA w(x,1) 0..10\nA w(x,2) 20..60\nB r(x)=2 25..35\nC r(x)=1 40..50\n",
    ),
    (
        "A reply before its question",
        "# C sees what B answered,\n# and not what B had read.\nA w(question,1) 0..10\nB r(question)=1 20..30\nB w(answer,2) 40..50\nC r(answer)=2 60..70\nC r(question)=nil 80..90\n",
    ),
    (
        "Two orders of the same writes",
        "# C and D see both writes,\n# and differ on which came last.\nA w(x,1) 0..10\nB w(x,2) 0..10\nC r(x)=1 20..30\nC r(x)=2 40..50\nD r(x)=2 20..30\nD r(x)=1 40..50\n",
    ),
    (
        "An account that is overdrawn",
        "{:process 0, :type :invoke, :f :deposit, :value 1000, :time 0}\n{:process 0, :type :ok, :f :deposit, :value 1000, :time 5000000}\n{:process 1, :type :invoke, :f :withdraw, :value 800, :time 10000000}\n{:process 2, :type :invoke, :f :withdraw, :value 800, :time 12000000}\n{:process 1, :type :ok, :f :withdraw, :value 800, :time 20000000}\n{:process 2, :type :ok, :f :withdraw, :value 800, :time 24000000}\n",
    ),
    (
        "A write that nobody answered",
        "# Nobody knows when x=2 is written:\n# it may be at any later time.\nA w(x,1) 0..10\nA w(x,2) 20..\nB r(x)=1 30..40\nC r(x)=2 50..60\nB r(x)=2 70..80\n",
    ),
];

/// Reads a text in the form that it looks like, and judges it.
pub(super) fn read(text: &str) -> Brought {
    if text.trim().is_empty() {
        return Brought::Wrong(vec!["there is nothing in it yet.".to_owned()]);
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
        return Err(vec!["there is no operation in `ops`".to_owned()]);
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
            "Linearizable: ".to_owned(),
            format!("{word}, as {operations} calls on {title}."),
            String::new(),
        );
    }
    let told = model.unwrap_or(ModelId::Linearizable);
    let kept = |sentence: &str| {
        (
            Mark::Holds,
            format!("{told}: "),
            format!("held in this history of {operations} operations."),
            sentence.to_owned(),
        )
    };
    match run.report.judgement.get(told) {
        Some(Verdict::Violated(violation)) => {
            let lead = check::model(told).map_or("Violated", |model| model.lead);
            (Mark::Violated, format!("{lead}: "), violation.plain(), violation.allowed.clone())
        }
        Some(Verdict::Measured(measured)) => {
            let (sentence, allowed) =
                measured.reason.as_ref().map(|reason| (reason.plain(), reason.allowed.clone())).unwrap_or_default();
            (Mark::Measured, format!("{told}, {}: ", measured.least), sentence, allowed)
        }
        Some(Verdict::Holds(Witness::Examined { reads: 0 })) => {
            (Mark::NotApplicable, format!("{told}: "), "untested in this history.".to_owned(), String::new())
        }
        Some(Verdict::Holds(_)) => {
            kept("A history proves nothing of others: this one could not tell it from a store that always keeps it.")
        }
        Some(Verdict::NotApplicable(why)) => {
            (Mark::NotApplicable, format!("{told}: "), why.sentence.clone(), String::new())
        }
        Some(Verdict::Unknown(why)) => (Mark::Unknown, format!("{told}: "), why.sentence.clone(), String::new()),
        None => (Mark::Unknown, String::new(), "No verdict.".to_owned(), String::new()),
    }
}
