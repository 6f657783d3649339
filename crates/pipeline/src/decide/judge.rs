//! Whether a candidate meets one part of the requirements, and why not.

use std::collections::BTreeMap;

use check::lattice::implies;
use history::decimal::{Decimal, fixed};
use history::{Duration, ModelId};
use scenario::{Assumptions, Session, ValidScenario};
use serde::{Deserialize, Serialize};

use super::figures::{self, Bounds, Figures, Method, Spread};
use super::probe::{self, Alone};
use super::quorums::{self, Exact};
use super::requirements::Requirements;
use super::space::Candidate;
use super::survive::Survived;
use super::why::hangs_on;
use crate::evaluate::validate;
use crate::guarantees::covers;

/// A part of the requirements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Part {
    /// A model is kept.
    Keeps(ModelId),
    /// Writes go on with replicas down.
    DownWrites,
    /// Reads go on with replicas down.
    DownReads,
    /// Both go on without a region.
    Region,
    /// Writes are fast.
    WriteTime,
    /// Reads are fast.
    ReadTime,
    /// Reads are fresh.
    Fresh,
}

/// What became of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Check {
    /// It is met.
    Meets,
    /// It is not: why, in one sentence.
    Fails(String),
    /// So many runs cannot tell: between which figures it lies, in one sentence.
    Unsure(String),
}

/// What is known of candidates, by key, as long as the requirements ask for the same network, sessions
/// and placement; figures, as long as they ask for the same moments.
#[derive(Clone, Debug, Default)]
pub struct Known {
    surroundings: Option<Surroundings>,
    moments: [f64; 3],
    exact: Exact,
    alone: Alone,
    bounds: BTreeMap<String, Bounds>,
    figures: BTreeMap<String, Figures>,
    survived: BTreeMap<String, Survived>,
    messages: BTreeMap<String, f64>,
}

type Surroundings = (scenario::Network, Vec<Session>, Vec<u8>, u8);

/// Judges candidates, and remembers what it found.
#[derive(Clone, Debug)]
pub struct Judge {
    /// What is asked.
    pub requirements: Requirements,
    known: Known,
}

impl Judge {
    /// With what is known from requirements before.
    #[must_use]
    pub fn new(requirements: Requirements, known: Known) -> Self {
        let Requirements { network, sessions, placement, read_percent, .. } = &requirements;
        let surroundings = Some((network.clone(), sessions.clone(), placement.clone(), *read_percent));
        let mut known = if known.surroundings == surroundings { known } else { Known::default() };
        let moments = [requirements.quantile, requirements.within_ms(), f64::from(figures::runs(&requirements))];
        if known.moments != moments {
            known.figures.clear();
            known.exact = Exact::default();
            known.alone.clear();
            known.bounds.clear();
        }
        (known.surroundings, known.moments) = (surroundings, moments);
        Self { requirements, known }
    }

    /// What is known, for the next.
    #[must_use]
    pub fn into_known(self) -> Known {
        self.known
    }

    /// The figures of a candidate.
    pub fn figures(&mut self, candidate: &Candidate) -> Figures {
        let key = figures_key(candidate);
        if let Some(figures) = self.known.figures.get(&key) {
            return *figures;
        }
        let Known { exact, alone, .. } = &mut self.known;
        let figures = Figures::of(&self.requirements, candidate.mode, &valid(candidate), (exact, alone));
        self.known.figures.insert(key, figures);
        figures
    }

    /// Whether a candidate meets a part that is about times or fresh reads, where that needs no long look: the
    /// mathematics knows, or a short look shows already that it does not.
    fn at_a_glance(&mut self, candidate: &Candidate, part: Part) -> Option<Check> {
        let key = figures_key(candidate);
        if self.known.figures.contains_key(&key) {
            return None;
        }
        let Requirements { write_ms, read_ms, fresh, .. } = self.requirements;
        let (valid, Known { exact, alone, bounds, .. }) = (valid(candidate), &mut self.known);
        if part == Part::Fresh {
            if let Some((found, method)) = figures::fresh_unseen(&self.requirements, candidate.mode, &valid, exact) {
                return Some(self.fresh(found, method));
            }
            let bounds = bounds.entry(key).or_insert_with(|| Bounds::of(&self.requirements, &valid, alone));
            let (most, share) = (bounds.fresh, fresh?.share);
            return (most < share).then(|| Check::Fails(self.too_stale("At most ", most)));
        }
        let (who, place, most_ms) = match part {
            Part::WriteTime => ("A write", 0, write_ms),
            _ => ("A read", 1, read_ms),
        };
        let (reads, asked, most_ms) = (place == 1, &self.requirements, most_ms?);
        if let Some(least_ms) = quorums::least_ms(asked, &valid, reads, exact).filter(|least_ms| *least_ms > most_ms) {
            return Some(self.too_slow(who, least_ms, most_ms));
        }
        if let Some((found, method)) = quorums::time_of(asked, &valid, reads, exact) {
            return Some(self.in_time(who, found, method, Some(most_ms)));
        }
        let bounds = bounds.entry(key).or_insert_with(|| Bounds::of(asked, &valid, alone));
        let least_ms = [bounds.write_ms, bounds.read_ms][place];
        (least_ms > most_ms).then(|| self.too_slow(who, least_ms, most_ms))
    }

    fn too_slow(&self, who: &str, least_ms: f64, most_ms: f64) -> Check {
        let name = quantile_name(&self.requirements);
        Check::Fails(match least_ms.is_finite() {
            true => format!("{who} takes {} at least at {name}; it may take {}.", words(least_ms), words(most_ms)),
            false => never(who, &name),
        })
    }

    /// What a candidate survives.
    pub fn survived(&mut self, candidate: &Candidate) -> Survived {
        let key = candidate.class();
        *self.known.survived.entry(key).or_insert_with(|| Survived::of(&valid(candidate)))
    }

    /// Messages for each operation, to the tenth that is shown: what looks the same costs the same, and the next
    /// figure decides which is cheaper.
    pub fn messages(&mut self, candidate: &Candidate) -> f64 {
        let known = || {
            let valid = valid(candidate);
            let messages = quorums::messages(&self.requirements, &valid).unwrap_or_else(|| probe::messages(&valid));
            (messages * 10.0).round() / 10.0
        };
        *self.known.messages.entry(candidate.class()).or_insert_with(known)
    }

    /// Whether a candidate meets a part.
    pub fn check(&mut self, candidate: &Candidate, part: Part) -> Check {
        let measured = matches!(part, Part::WriteTime | Part::ReadTime | Part::Fresh);
        if let Some(check) = measured.then(|| self.at_a_glance(candidate, part)).flatten() {
            return check;
        }
        match part {
            Part::Keeps(model) => keeps(candidate, model, self.requirements.under),
            Part::DownWrites => {
                let survived = self.survived(candidate).writes;
                goes_on(candidate, true, (survived, self.requirements.down_writes))
            }
            Part::DownReads => {
                let survived = self.survived(candidate).reads;
                goes_on(candidate, false, (survived, self.requirements.down_reads))
            }
            Part::Region if self.survived(candidate).region => Check::Meets,
            Part::Region => Check::Fails("Without one of its regions reads or writes stop.".to_owned()),
            Part::WriteTime => {
                let figures = self.figures(candidate);
                self.in_time("A write", figures.write_ms, figures.times, self.requirements.write_ms)
            }
            Part::ReadTime => {
                let figures = self.figures(candidate);
                self.in_time("A read", figures.read_ms, figures.times, self.requirements.read_ms)
            }
            Part::Fresh => {
                let figures = self.figures(candidate);
                self.fresh(figures.fresh, figures.freshness)
            }
        }
    }

    fn in_time(&self, who: &str, found: Spread, method: Method, most_ms: Option<f64>) -> Check {
        let Some(most_ms) = most_ms else { return Check::Meets };
        let name = quantile_name(&self.requirements);
        let most = words(most_ms);
        if found.low > most_ms {
            return Check::Fails(match found.low.is_finite() {
                true => format!("{who} takes {} at {name}; it may take {most}.", words(found.value)),
                false => never(who, &name),
            });
        }
        if found.high <= most_ms {
            return Check::Meets;
        }
        let (low, high) = (words(found.low), words(found.high));
        Check::Unsure(format!(
            "{who} takes {low} to {high} at {name}, as far as {} can tell; it may take {most}.",
            runs(method)
        ))
    }

    fn fresh(&self, found: Spread, method: Method) -> Check {
        let Some(wanted) = self.requirements.fresh else { return Check::Meets };
        if found.high < wanted.share {
            return Check::Fails(self.too_stale("", found.value));
        }
        if found.low >= wanted.share {
            return Check::Meets;
        }
        let (low, high, share) = (percent(found.low), percent(found.high), percent(wanted.share));
        let when = self.after_a_write();
        Check::Unsure(format!(
            "{low} to {high} of reads are fresh {when}, as far as {} can tell; {share} must be.",
            runs(method)
        ))
    }

    fn too_stale(&self, first: &str, found: f64) -> String {
        let (when, share) = (self.after_a_write(), percent(self.requirements.fresh.map_or(0.0, |fresh| fresh.share)));
        let found = percent(found);
        format!("{first}{found} of reads are fresh {when}; {share} must be.")
    }

    fn after_a_write(&self) -> String {
        match self.requirements.within_ms() {
            0.0 => "at once after a write".to_owned(),
            ms => format!("{} after a write", words(ms)),
        }
    }
}

fn figures_key(candidate: &Candidate) -> String {
    format!("{}{}", candidate.class(), if figures::is_safe(candidate.mode) { "" } else { candidate.mode.id })
}

fn quantile_name(requirements: &Requirements) -> String {
    format!("p{}", Decimal(100.0 * requirements.quantile))
}

fn never(who: &str, name: &str) -> String {
    format!("{who} is too often not answered at all to have a {name}.")
}

fn valid(candidate: &Candidate) -> ValidScenario {
    // Whatever is no valid scenario is not among the candidates.
    validate(&candidate.scenario).expect("a candidate is a valid scenario")
}

fn words(ms: f64) -> String {
    if ms.is_finite() { Duration::from_ms_f64(ms).to_string() } else { "for ever".to_owned() }
}

fn percent(share: f64) -> String {
    // Never rounded up to all.
    let percent = (1e6 * share).floor() / 1e4;
    format!("{}\u{a0}%", if share < 0.99 { fixed(percent, 1) } else { Decimal(percent).to_string() })
}

fn runs(method: Method) -> String {
    match method {
        Method::Runs(1) => "one run".to_owned(),
        Method::Runs(runs) => format!("{runs} runs"),
        Method::Drawn(trials) => format!("{trials} trials"),
        Method::Exact | Method::Promised | Method::AtLeast => "the mathematics".to_owned(),
    }
}

/// Whether a model is kept under the assumptions.
fn keeps(candidate: &Candidate, model: ModelId, under: Assumptions) -> Check {
    let mode = candidate.mode;
    let mut kept = mode.keeps.iter().filter(|(keeps, _)| implies(*keeps, model)).map(|(_, under)| *under);
    if kept.clone().any(|known| covers(known, under)) {
        return Check::Meets;
    }
    let name = model.name();
    Check::Fails(match kept.next() {
        Some(known) => format!("It keeps {name} on a condition only: {}.", known.in_short()),
        None if mode.breaks.iter().any(|(breaks, _)| implies(model, *breaks)) => format!("It breaks {name}."),
        None => format!("It does not promise {name}."),
    })
}

fn goes_on(candidate: &Candidate, writes: bool, (survived, wanted): (u8, u8)) -> Check {
    if survived >= wanted {
        return Check::Meets;
    }
    let may = match survived {
        0 => "no replica".to_owned(),
        1 => "1 replica".to_owned(),
        more => format!("{more} replicas"),
    };
    let (what, verb) = (if writes { "writes" } else { "reads" }, if wanted == 1 { "is" } else { "are" });
    let why = hangs_on(candidate, writes).map(|why| format!(" {why}")).unwrap_or_default();
    Check::Fails(format!("For {what} {may} may be down; {wanted} {verb} to be.{why}"))
}
