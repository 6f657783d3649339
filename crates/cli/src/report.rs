//! A report for a terminal: what ran, the verdicts, the numbers.

use check::{Judgement, Reason, Verdict};
use history::{Role, Stop};
use measure::ResponseTimes;
use pipeline::{Application, InvariantVerdict, Report};
use scenario::Scenario;

use crate::sagas;
use crate::table::{plain, table, time};
use crate::verdicts::{mark, write_verdicts};

/// The whole report of one run.
pub(crate) fn write_report(scenario: &Scenario, report: &Report) -> String {
    let operations = report.history.work().count();
    let reads_registers = report.history.work().all(|operation| operation.role == Role::Client);
    let stop = match report.trace.stop {
        Stop::Finished => "",
        Stop::OutOfSteps => ", cut off: the step budget ran out",
    };
    let mut text = format!(
        "{}\n{operations} operations in {}{stop}, digest {}\n\n",
        pipeline::headline(scenario),
        plain(&report.trace.end.to_string()),
        report.digest
    );
    if report.application.is_some() && reads_registers {
        text.push_str("The reads and writes inside the calls, as those of a register:\n");
    }
    // Where the store carries out calls itself, hardly a model speaks of it: that is said once.
    let mut told = report.judgement.0.clone();
    told.retain(|(_, verdict)| !matches!(verdict, Verdict::NotApplicable(why) if why.reason == Reason::UnknownCall));
    text.push_str(&write_verdicts(&Judgement(told)));
    if !reads_registers {
        text.push_str("? All other models speak of registers, and here the store carries out calls itself.\n");
    }
    text.push('\n');
    if let Some(application) = &report.application {
        text.push_str(&write_application(application));
        text.push_str(&sagas::write(application.sagas.as_ref(), &report.trace));
        text.push('\n');
    }
    text.push_str(&response_times(&report.summary));
    text.push('\n');
    if reads_registers {
        text.push_str(&staleness(&report.summary));
    }
    if let Some(lost) = &report.lost {
        text.push_str(&lost_line([lost.writes.len(), lost.puts.len(), lost.returned.len()].map(|count| count as u64)));
    }
    if let (Some(messages), Some(each)) = (report.summary.messages, report.summary.messages_per_operation()) {
        text.push_str(&format!(
            "Messages: {} sent, {} lost, {each:.1} for each operation.\n",
            messages.sent, messages.lost
        ));
    }
    text
}

/// What the calls on objects come to.
fn write_application(application: &Application) -> String {
    let Application { object, calls, done, refused, unanswered, taken, linearizable, serializable, invariants, sagas } =
        application;
    let whole = if serializable.is_some() { "all keys together" } else { "each key" };
    let title = check::objects::object(object).map_or(object.as_str(), |object| object.title);
    let mut text = format!("As calls on {whole}, {title}: {calls} calls, {done} done, {refused} refused");
    if *unanswered > 0 {
        text.push_str(&format!(", {unanswered} without an answer"));
    }
    if *taken > 0 {
        text.push_str(&format!(", {taken} taken"));
    }
    let sign = |held: bool| if held { '✓' } else { '✗' };
    let violation = linearizable.violation();
    text.push('\n');
    if sagas.is_none() {
        let name = application.linearizable_name();
        text.push_str(&format!("{} {name}: {}\n", mark(linearizable), linearizable.word().replace('_', " ")));
    }
    if let Some(violation) = violation {
        text.push_str(&format!("    {}\n", plain(&violation.plain())));
    }
    if let Some(verdict) = serializable {
        text.push_str(&format!("{} Serializable: {}\n", mark(verdict), verdict.word().replace('_', " ")));
        if let Some(violation) = verdict.violation().filter(|_| violation.is_none()) {
            text.push_str(&format!("    {}\n", plain(&violation.plain())));
        }
    }
    for InvariantVerdict { name, broken, .. } in invariants {
        let word = if broken.is_some() { "broken" } else { "held" };
        text.push_str(&format!("{} {name}: {word}\n", sign(broken.is_none())));
        if let Some((sentence, allowed)) = broken {
            text.push_str(&format!("    {}\n    {}\n", plain(sentence), plain(allowed)));
        }
    }
    text
}

/// What conflicts cost, where they cost anything: writes, puts, and things that came back.
pub(crate) fn lost_line([writes, puts, returned]: [u64; 3]) -> String {
    let mut text = String::new();
    if writes > 0 {
        text.push_str(&format!(
            "Overwritten unseen: {writes} acknowledged write(s), by writes that knew nothing of them.\n"
        ));
    }
    if puts > 0 {
        text.push_str(&format!("Lost: {puts} thing(s) that were put and that nobody took out.\n"));
    }
    if returned > 0 {
        text.push_str(&format!("Came back: {returned} thing(s) that had been taken out.\n"));
    }
    text
}

fn response_times(summary: &measure::Summary) -> String {
    let heads = ["", "answered", "mean", "p50", "p95", "p99", "p99.9", "failed", "timed out"];
    let row = |name: &str, times: &ResponseTimes| {
        let figures = times.quantiles.map_or_else(
            || vec!["-".to_owned(); 5],
            |q| [q.mean_us, q.p50_us, q.p95_us, q.p99_us, q.p99_9_us].map(time).to_vec(),
        );
        let mut row = vec![name.to_owned(), times.count.to_string()];
        row.extend(figures);
        row.extend([times.failed.to_string(), times.timed_out.to_string()]);
        row
    };
    table(&[heads.map(str::to_owned).to_vec(), row("reads", &summary.reads), row("writes", &summary.writes)])
}

fn staleness(summary: &measure::Summary) -> String {
    let staleness = &summary.staleness;
    let mut text = format!("Stale reads: {} of {}", staleness.stale.len(), summary.reads.count);
    if let Some(worst) = staleness.stale.iter().max_by_key(|stale| stale.by_us) {
        let versions = staleness.stale.iter().map(|stale| stale.versions).max().unwrap_or(0);
        text.push_str(&format!(", at most {} and {versions} version(s) behind", time(worst.by_us)));
    }
    if staleness.unknown > 0 {
        text.push_str(&format!("; {} read(s) of a value that has no place in the version order", staleness.unknown));
    }
    text.push_str(".\n");
    text
}
