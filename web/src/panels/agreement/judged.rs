//! Each line of a service level, held against many runs and the setting.

use pipeline::{Finding, Found, Term};
use scenario::{Level, Scenario};

use super::asked::Line;
use crate::hooks::{Many, Survey};

/// A line; what it asks, where it asks something, and what was found.
pub(super) type Judged = (Line, Option<(Term, Finding)>);

/// All lines; nothing is found while there is no run.
pub(super) fn judged(level: &Level, many: Option<&Many>) -> Vec<Judged> {
    let judge = |line: Line| {
        let (term, many) = (line.term(level)?, many?);
        let finding = term.judge(&many.scenario, &many.series);
        let seen = match (&finding.found, many.survey) {
            (Found::Untold(_), Survey::Done(Some(survived))) => term.judge_seen(survived),
            _ => None,
        };
        Some((term, seen.unwrap_or(finding)))
    };
    Line::ALL.map(|line| (line, judge(line))).into()
}

/// Whether something is asked that only runs tell in which replicas are down.
pub(super) fn needs_survey(level: &Level, scenario: &Scenario) -> bool {
    (level.down_writes > 0 || level.down_reads > 0 || level.without_region)
        && pipeline::without_region(scenario).is_err()
}
