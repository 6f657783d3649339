//! What is written below a picture that leaves the page: what ran, what was found, and why.

use check::{Anomaly, Verdict, Violation};
use history::ModelId;
use scenario::Scenario;

use crate::{Report, headline, meeting, told};

/// The words below a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inscription {
    /// What ran, so that it can run again.
    pub ran: String,
    /// What is broken: "Not linearizable". Empty: nothing is.
    pub lead: String,
    /// What happened, with circled digits; where nothing is broken, what held.
    pub sentence: String,
    /// What the sentence rests on, or what would have been allowed instead.
    pub second: String,
}

/// The words for a run, as a model judges it; of none, as the strictest does.
#[must_use]
pub fn inscription(scenario: &Scenario, report: &Report, model: Option<ModelId>) -> Inscription {
    let operations = plural(report.history.work().count(), "operation");
    let ran = format!("{}: {operations} in {}", headline(scenario), report.trace.end);
    Inscription { ran, ..found(report, model) }
}

/// The words for a history that was recorded elsewhere.
#[must_use]
pub fn inscription_of_record(report: &Report, model: Option<ModelId>) -> Inscription {
    let history = &report.history;
    let operations = plural(history.work().count(), "operation");
    let sessions = plural(report.trace.sessions.len(), "session");
    let when = match history.clock.has_times() {
        true => format!(" in {}", report.trace.end),
        false => ", which tells their order, not their times".to_owned(),
    };
    Inscription { ran: format!("A recorded history of {operations} by {sessions}{when}"), ..found(report, model) }
}

fn found(report: &Report, model: Option<ModelId>) -> Inscription {
    let model = model.unwrap_or(ModelId::Linearizable);
    let verdict = report.judgement.get(model);
    if let Some((verdict, violation)) = verdict.and_then(|verdict| Some((verdict, verdict.reason()?))) {
        let (lead, sentence) = told(model, verdict).unwrap_or_default();
        return Inscription { lead, sentence, second: because(report, violation), ..Inscription::default() };
    }
    let sentence = match verdict {
        Some(verdict) if verdict.is_untested() => format!("{model}: untested here."),
        Some(Verdict::Holds(_)) => format!("{model}: held here. That proves nothing of other runs."),
        Some(Verdict::Measured(measured)) => format!("{model}: {}.", measured.least),
        Some(Verdict::Unknown(why) | Verdict::NotApplicable(why)) => why.sentence.clone(),
        Some(Verdict::Violated(_)) | None => String::new(),
    };
    Inscription { sentence, ..Inscription::default() }
}

/// The second half of a reason: where the write and the read of a stale read were counted; else what would have
/// been allowed.
#[must_use]
pub fn because(report: &Report, violation: &Violation) -> String {
    let last = |writes: bool| {
        let operations = violation.operations.iter().rev();
        operations.copied().find(|id| report.history.operation(*id).is_some_and(|one| one.is_write() == writes))
    };
    let stale = violation.anomaly == Anomaly::StaleRead;
    let met = last(true).zip(last(false)).filter(|_| stale);
    met.and_then(|(write, read)| meeting(&report.trace, write, read)).unwrap_or_else(|| violation.allowed.clone())
}

fn plural(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{evaluate, judge_brought};
    use history::formats::detect;
    use protocols::Recording;

    #[test]
    fn a_run_is_told_with_all_it_takes_to_run_it_again_and_its_reason_whole() {
        let scenario = Scenario::default();
        let report = evaluate(&scenario, Recording::Full).expect("the default is valid");
        let said = inscription(&scenario, &report, Some(ModelId::Linearizable));
        for part in ["Quorum", "N=5 W=2 R=2", "network worldwide", "seed ", "9 operations in "] {
            assert!(said.ran.contains(part), "{part} is not in {}", said.ran);
        }
        assert_eq!(said.lead, "Not linearizable");
        assert!(said.sentence.contains("had been acknowledged"), "{}", said.sentence);
        assert!(said.second.ends_with("no replica in common."), "{}", said.second);
    }

    #[test]
    fn what_nothing_broke_says_so_without_a_lead() {
        let scenario = Scenario::default();
        let report = evaluate(&scenario, Recording::Full).expect("the default is valid");
        let said = inscription(&scenario, &report, Some(ModelId::Weak));
        assert_eq!((said.lead.as_str(), said.second.as_str()), ("", ""));
        assert!(said.sentence.contains("held"), "{}", said.sentence);
    }

    #[test]
    fn a_record_names_no_strategy_and_no_time_that_it_does_not_know() {
        let brought = |text: &str| {
            let form = detect(text);
            let recording = (form.read)(text).expect("nothing is wrong with it");
            inscription_of_record(&judge_brought(&recording, form.object).expect("it can be judged"), None).ran
        };
        assert_eq!(
            brought("A w(x,1) 0..100").replace('\u{a0}', " "),
            "A recorded history of 1 operation by 1 session in 100 ms"
        );
        let order = "{:process 0, :type :invoke, :f :write, :value 1}\n{:process 0, :type :ok, :f :write, :value 1}";
        assert!(brought(order).ends_with("by 1 session, which tells their order, not their times"));
    }
}
