//! Whether what is asked is met, in a line above what one run shows: whoever comes with a service level looks for
//! that first.

use history::decimal::grouped;
use scenario::Level;
use yew::prelude::*;

use super::asked::Line;
use super::judged::{Judged, judged, needs_survey};
use crate::browser::entry;
use crate::components::{Mark, verdict_mark};
use crate::hooks::{Many, Progress, Survey};
use crate::store::{Action, Look, Panel, State};
use crate::words;

const STYLE: &str = include_str!("../../../style/agreement.css");

/// What is said of the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Whole {
    /// There may be more to see.
    LookedAt,
    Met,
    Missed(Vec<Line>),
    Open(Vec<Line>),
}

/// What one run shows, below whether many of them meet what is asked.
pub(crate) fn asked_above(level: &Level, many: Option<&Many>, state: &State, on: &Callback<Action>, run: Html) -> Html {
    let many = many.filter(|many| *many.scenario == *state.scenario);
    let asked: Vec<Line> = Line::ALL.into_iter().filter(|line| line.term(level).is_some()).collect();
    let said = |lines: &[Line]| lines.iter().map(|line| line.in_words(level)).collect::<Vec<_>>();
    let surveyed =
        many.is_some_and(|many| matches!(many.survey, Survey::Done(_)) || !needs_survey(level, &many.scenario));
    let over = surveyed && many.is_some_and(|many| many.progress != Progress::Running);
    let (mark, words) = match whole(&judged(level, many.filter(|many| many.series.runs > 0)), over) {
        Whole::LookedAt => (Mark::Unknown, words::agreement::is_looked_at(&said(&asked))),
        Whole::Met => (Mark::Holds, words::agreement::meets(&said(&asked))),
        Whole::Missed(lines) => (Mark::Violated, words::agreement::misses(&said(&lines))),
        Whole::Open(lines) => (Mark::Unknown, words::agreement::leaves_open(&said(&lines))),
    };
    let runs = many.map_or(0, |many| many.series.runs);
    let on_runs = words::agreement::of_runs(&grouped(u64::from(runs)));
    let go = on.reform(|_: MouseEvent| {
        entry::go_to_soon("agreement-head".to_owned());
        Action::Look(Look::Panel(Panel::Numbers))
    });
    html! {
        <section class="asked-above">
            <style key="style">{ STYLE }</style>
            <div key="asked" class="asked-verdict" hidden={asked.is_empty()}>
                { verdict_mark(mark) }
                <p><span role="status">{ words }</span>{ " " }<span class="asked-runs">{ on_runs }</span>
                    <button type="button" class="invitation-link" onclick={go}>{ words::agreement::BY_HOW_MUCH }</button></p>
            </div>
            <div key="run">{ run }</div>
        </section>
    }
}

/// All lines together; what cannot be told is only said where nothing more comes.
fn whole(lines: &[Judged], over: bool) -> Whole {
    let found = |wanted: Option<bool>| {
        let lines =
            lines.iter().filter(|(_, judged)| judged.as_ref().is_some_and(|(_, finding)| finding.met == wanted));
        lines.map(|(line, _)| *line).collect::<Vec<_>>()
    };
    let (met, missed, open) = (found(Some(true)), found(Some(false)), found(None));
    match (met.is_empty(), missed.is_empty(), open.is_empty()) {
        (_, false, _) => Whole::Missed(missed),
        (_, true, false) if over => Whole::Open(open),
        (false, true, true) => Whole::Met,
        _ => Whole::LookedAt,
    }
}

#[cfg(test)]
mod tests {
    use pipeline::{Finding, Found, Term};

    use super::*;

    #[test]
    fn one_line_that_is_missed_is_all_missed_and_an_open_one_is_told_when_nothing_more_comes() {
        let check = |met: &[Option<bool>], over: bool, wanted: Whole| {
            let lines = Line::ALL.iter().zip(met);
            let judged = |met: Option<bool>| Some((Term::SurvivesRegion, Finding { met, found: Found::Nothing }));
            let lines: Vec<Judged> = lines.map(|(line, met)| (*line, judged(*met))).collect();
            assert_eq!(whole(&lines, over), wanted, "{met:?}");
        };
        check(&[], false, Whole::LookedAt);
        check(&[Some(true), Some(true)], false, Whole::Met);
        check(&[Some(true), None], false, Whole::LookedAt);
        check(&[Some(true), None], true, Whole::Open(vec![Line::Reads]));
        check(&[Some(true), None, Some(false)], true, Whole::Missed(vec![Line::Writes]));
        check(&[Some(false), None], false, Whole::Missed(vec![Line::Fresh]));
    }
}
