//! `quorate run`: one scenario, once or over many seeds.

use check::Verdict;
use diagram::{Orientation, Size, Story, Viewport};
use history::ModelId;
use history::calls::Calls;
use history::decimal::fixed;
use measure::Interval;
use pipeline::{Inscription, LostCount, Recording, Report, RunJson, Series, Share};
use scenario::Scenario;
use serde::Serialize;
use share::Link;
use theory::Likeness;

use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;
use crate::asked::Asked;
use crate::recorded_delays;
use crate::report::{lost_line, write_report};
use crate::run_times::{TimesJson, pooled_times};
use crate::table::{plain, table};
use crate::verdicts::is_broken;
use crate::{monitoring, recorded_network, source};

/// The font of the page, which goes along in every picture: its words are measured with it.
const FONT: &[u8] = include_bytes!("../../../web/font/inter.woff2");

/// More runs than anyone waits for.
const SEEDS_MAX: u32 = 1_000_000;

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let mut problems = Vec::new();
    let mut keep = |result: Result<(), Vec<String>>| result.unwrap_or_else(|found| problems.extend(found));
    let mut asked = Run::default();
    let (mut seeds, mut watched, mut look) = (None, Asked::default(), Look::default());
    let read = source::valid_scenario_after(arguments.word(0), |scenario| recorded_network::put(arguments, scenario));
    keep(read.map(|(scenario, recorded)| asked = Run { scenario, recorded }));
    keep(arguments.count("seeds", SEEDS_MAX).map(|read| seeds = read).map_err(|problem| vec![problem]));
    keep(Asked::of(arguments, "fail-on").map(|read| watched = read));
    keep(Look::read(arguments).map(|read| look = read));
    if let (Some(_), Output::Svg(_) | Output::Mermaid | Output::Transcript | Output::Edn | Output::Shiviz) =
        (seeds, &look.output)
    {
        problems.push("a picture, a transcript or a log is of one run; --seeds goes with text or --json".to_owned());
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    match seeds {
        Some(runs) => many(&asked, runs, &watched, &look),
        None => one(&asked, &watched, &look),
    }
}

/// What runs.
#[derive(Default)]
struct Run {
    scenario: Scenario,
    /// What the recorded delays look like that were put into it.
    recorded: Vec<Likeness>,
}

/// How the run is shown.
#[derive(Default)]
struct Look {
    output: Output,
    across: bool,
    theme: diagram::tokens::Theme,
}

#[derive(Default)]
enum Output {
    #[default]
    Text,
    Json,
    Svg(String),
    Mermaid,
    Transcript,
    Edn,
    Shiviz,
}

impl Look {
    fn read(arguments: &Arguments) -> Result<Self, Vec<String>> {
        use diagram::tokens::Theme;
        let mut problems = Vec::new();
        let text_forms = [
            ("mermaid", Output::Mermaid),
            ("transcript", Output::Transcript),
            ("edn", Output::Edn),
            ("shiviz", Output::Shiviz),
        ];
        let mut text_forms = text_forms.into_iter().filter(|(name, _)| arguments.has(name));
        let (form, second) = (text_forms.next(), text_forms.next());
        let asked = [arguments.has("json"), arguments.option("svg").is_some(), form.is_some(), second.is_some()];
        if asked.iter().filter(|asked| **asked).count() > 1 {
            problems.push(
                "only one of --json, --svg, --mermaid, --transcript, --edn and --shiviz can be asked for".to_owned(),
            );
        }
        let theme = match arguments.option("theme") {
            None | Some("auto") => Theme::Auto,
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            Some(other) => {
                problems.push(format!("--theme is `{other}`; it can be auto, light or dark"));
                Theme::Auto
            }
        };
        let output = match (asked, arguments.option("svg")) {
            ([true, ..], _) => Output::Json,
            (_, Some(file)) => Output::Svg(file.to_owned()),
            _ => form.map_or(Output::Text, |(_, form)| form),
        };
        if problems.is_empty() { Ok(Self { output, across: arguments.has("across"), theme }) } else { Err(problems) }
    }
}

/// What the clients of a run saw, as Jepsen would have recorded it.
fn edn(report: &Report) -> Result<String, Vec<String>> {
    let calls = Calls::of_trace(&report.trace).unwrap_or_else(|| Calls::of(&report.history));
    history::formats::write_edn(&calls)
        .ok_or_else(|| vec!["a call of this run has no name in EDN, which knows one key a call".to_owned()])
}

/// A run as JSON, with what recorded delays it was run with.
#[derive(Serialize)]
struct RecordedRunJson<'a> {
    #[serde(flatten)]
    run: RunJson<'a>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    recorded: &'a [Likeness],
}

fn one(Run { scenario, recorded }: &Run, watched: &Asked, look: &Look) -> Outcome {
    let report = pipeline::evaluate(scenario, Recording::Full).map_err(|problems| source::lines(&problems))?;
    let text = match &look.output {
        Output::Text => {
            let watched = monitoring::text(&pipeline::monitoring(scenario, &report));
            write_report(scenario, &report) + &watched + &recorded_delays::told(recorded)
        }
        Output::Json => json(&RecordedRunJson { run: RunJson::of(scenario, &report, address(scenario)), recorded })?,
        Output::Svg(file) => picture((scenario, &report), look, file)?,
        Output::Mermaid => {
            let sentence = told(&report).map(|(lead, sentence)| format!("{lead}: {sentence}"));
            diagram::export::mermaid(&Story::of(&report.trace), sentence.as_deref())
        }
        Output::Transcript => {
            let entries = pipeline::transcript(&Story::of(&report.trace), broken(&report));
            entries.iter().map(|entry| plain(&entry.sentence()) + "\n").collect()
        }
        Output::Edn => edn(&report)?,
        Output::Shiviz => diagram::export::shiviz(&report.trace, &Story::of(&report.trace)),
    };
    if !watched.any {
        for invariant in &watched.invariants {
            let judged = report.application.iter().flat_map(|application| &application.invariants);
            if !judged.into_iter().any(|known| known.key == invariant.key) {
                let key = invariant.key;
                eprintln!("note: {key} speaks of calls that this run does not make, so --fail-on says nothing of it");
            }
        }
    }
    let lost = report.application.as_ref().is_some_and(|application| {
        let calls = application.linearizable.violation().is_some();
        let invariants = application.invariants.iter().filter(|invariant| invariant.broken.is_some());
        calls && watched.models.contains(&ModelId::Linearizable)
            || invariants.map(|invariant| invariant.key.as_str()).any(|key| watched.has(key))
    });
    Ok(Answer { text, broken: lost || is_broken(&report.judgement, &watched.models) })
}

/// The strongest broken model and its verdict.
fn broken(report: &Report) -> Option<(ModelId, &Verdict)> {
    report
        .judgement
        .0
        .iter()
        .find(|(_, verdict)| verdict.violation().is_some())
        .map(|(model, verdict)| (*model, verdict))
}

/// What the strongest broken model says: its lead and its sentence.
fn told(report: &Report) -> Option<(String, String)> {
    broken(report).and_then(|(model, verdict)| pipeline::told(model, verdict))
}

fn picture((scenario, report): (&Scenario, &Report), look: &Look, file: &str) -> Result<String, Vec<String>> {
    let orientation = if look.across { Orientation::Across } else { Orientation::Down };
    let view = Viewport { width: 824.0, height: 820.0, orientation, size: Size::Desktop, window: None };
    let note = broken(report).map(|(_, verdict)| pipeline::annotate(verdict)).unwrap_or_default();
    let scene = diagram::timeline::layout(&Story::of(&report.trace), &note, &view);
    let model = broken(report).map(|(model, _)| model);
    let Inscription { ran, lead, sentence, second } = pipeline::inscription(scenario, report, model);
    let (lead, sentence, second) = (&lead, &sentence, &second);
    let caption = diagram::export::Caption { lead, sentence, second, ran: &ran, ..Default::default() };
    let svg = diagram::export::svg_file(&scene, look.theme, FONT, caption);
    if file == "-" {
        return Ok(svg);
    }
    std::fs::write(file, svg).map_err(|error| vec![format!("{file}: {error}")])?;
    Ok(String::new())
}

/// Many runs as JSON.
#[derive(Serialize)]
struct SeriesJson<'a> {
    engine: u32,
    link: Option<String>,
    scenario: &'a Scenario,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    recorded: &'a [Likeness],
    runs: u32,
    stale_reads: u64,
    reads: u64,
    lost: LostCount,
    models: &'a [(ModelId, Share)],
    application: &'a [(String, Share)],
    /// The response times of reads and of writes.
    times: [TimesJson; 2],
}

fn many(Run { scenario, recorded }: &Run, runs: u32, watched: &Asked, look: &Look) -> Outcome {
    let series = Series::part(scenario, 0..runs).map_err(|problems| source::lines(&problems))?;
    let is_watched = |name: &str| match name {
        "calls" => watched.models.contains(&ModelId::Linearizable),
        key => watched.has(key),
    };
    let broken = series.models.iter().any(|(id, share)| watched.models.contains(id) && share.violated > 0)
        || series.application.iter().any(|(name, share)| is_watched(name) && share.violated > 0);
    if matches!(look.output, Output::Json) {
        let Series { runs, stale_reads, reads, lost, models, application, read_times, write_times, .. } = &series;
        let told = SeriesJson {
            engine: history::ENGINE_VERSION,
            link: address(scenario),
            scenario,
            recorded,
            runs: *runs,
            stale_reads: *stale_reads,
            reads: *reads,
            lost: *lost,
            models,
            application,
            times: [TimesJson::of("reads", read_times), TimesJson::of("writes", write_times)],
        };
        return Ok(Answer { text: json(&told)?, broken });
    }
    let last = scenario.seed.wrapping_add(runs - 1);
    let text = format!(
        "{} to {last}\n{runs} runs\n\n{}{UNTESTED}\n{}\nStale reads: {} of {}.\n{}",
        pipeline::headline(scenario),
        table(&shares(&series)),
        pooled_times(&series),
        series.stale_reads,
        series.reads,
        lost_line([series.lost.writes, series.lost.puts, series.lost.returned])
    ) + &recorded_delays::told(recorded);
    Ok(Answer { text, broken })
}

/// What a column of the table counts that its head cannot say.
const UNTESTED: &str =
    "untested: of the runs that held or are undecided, those in which nothing could have shown otherwise\n";

/// A row a model, and a row for each thing that an application takes for granted.
fn shares(series: &Series) -> Vec<Vec<String>> {
    let heads = ["", "held", "violated", "undecided", "untested", "worst", "first seed", "violated, 95 %"];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    let models = series.models.iter().map(|(id, share)| (id.name().to_owned(), share));
    let application = series.application.iter().map(|(name, share)| (called(name), share));
    for (name, share) in models.chain(application) {
        let first = share.first_violating_seed.map_or_else(|| "-".to_owned(), |seed| seed.to_string());
        let counts = [share.held, share.violated, share.undecided, share.untested].map(|count| count.to_string());
        let counts = match share.is_untested() {
            true => ["-", "-", "-", &counts[3]].map(str::to_owned),
            false => counts,
        };
        let worst = share.worst.map_or_else(|| "-".to_owned(), |worst| plain(&worst.to_string()));
        let between = match (share.is_untested(), share.worst) {
            (false, None) => interval(series.broken(share)),
            _ => "-".to_owned(),
        };
        rows.push([vec![name], counts.to_vec(), vec![worst, first, between]].concat());
    }
    rows
}

/// An interval in per cent.
fn interval(Interval { low, high }: Interval) -> String {
    let [low, high] = [low, high].map(|share| fixed(100.0 * share, 2));
    format!("{low} to {high} %")
}

/// What a row of an application is called.
fn called(name: &str) -> String {
    match check::invariants::invariant(name) {
        Some(invariant) => invariant.name.to_owned(),
        None => "Calls linearizable".to_owned(),
    }
}

fn address(scenario: &Scenario) -> Option<String> {
    let link = Link::from(scenario.clone());
    share::encode(&link).ok().map(|tail| share::join_fragment("/", &tail))
}
