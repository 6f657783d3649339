//! What `quorate analyse` is asked about: a link or a file, changed by flags, or flags alone.

use history::decimal::five_digits;
use scenario::{CustomNetwork, Distribution, Links, Network, Scenario, Session};
use serde::{Deserialize, Serialize};
use theory::{Legs, Likeness, Model, Question, Recorded};

use crate::arguments::Arguments;
use crate::{recorded_network, source};

/// Everything that the command needs.
pub(crate) struct Setting {
    pub(crate) model: Model,
    pub(crate) question: Question,
    pub(crate) failures: Vec<f64>,
    pub(crate) network: String,
    pub(crate) n: u8,
    pub(crate) w: u8,
    pub(crate) r: u8,
    /// The share of operations that read.
    pub(crate) reads: f64,
    pub(crate) regions: Vec<String>,
    /// The region of each replica.
    pub(crate) placement: Vec<u8>,
    /// Who asks; nothing where replicas are all alike and so are clients.
    pub(crate) clients: Option<Clients>,
    /// What recorded delays look like.
    pub(crate) recorded: Vec<Likeness>,
}

/// Who asks the replicas: how often a session's reads are stale or go back depends on it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Clients {
    /// The region of each session.
    sessions: Vec<String>,
    /// Writes of all sessions for each read of one; null without random reads.
    writes_per_read: Option<f64>,
    /// The same in words.
    pub(crate) sentence: String,
}

impl Clients {
    fn of(scenario: &Scenario, regions: &[String], writes_per_read: Option<f64>) -> Self {
        let name = |session: &Session| regions.get(usize::from(session.region)).cloned().unwrap_or_default();
        let sessions: Vec<String> = scenario.sessions.iter().map(name).collect();
        let mut places: Vec<(&str, u32)> = Vec::new();
        for region in &sessions {
            match places.iter_mut().find(|(known, _)| known == region) {
                Some((_, count)) => *count += 1,
                None => places.push((region, 1)),
            }
        }
        let several = places.len() > 1;
        let place = |(region, count): &(&str, u32)| match (several, count) {
            (true, 2..) => format!("{region} ({count})"),
            _ => (*region).to_owned(),
        };
        let places: Vec<String> = places.iter().map(place).collect();
        let count = sessions.len();
        let noun = if count == 1 { "session" } else { "sessions" };
        let writes = match writes_per_read {
            Some(writes) => format!("{} writes of all for each read of one", five_digits(writes)),
            None => "no random reads".to_owned(),
        };
        let sentence = format!("{count} {noun} in {}, {writes}", places.join(", "));
        Self { sessions, writes_per_read, sentence }
    }
}

/// What a file for `--net` can hold.
#[derive(Deserialize)]
#[serde(untagged)]
enum NetworkFile {
    Legs(LegsFile),
    Custom(CustomNetwork),
    Whole(Network),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LegsFile {
    write: Distribution,
    ack: Distribution,
    read: Distribution,
    response: Distribution,
}

/// A network by flag: one of a scenario, or the four legs of replicas that are all alike.
enum Net {
    Scenario(Network),
    Legs(Legs, Vec<Likeness>),
}

impl Setting {
    /// Reads everything.
    ///
    /// # Errors
    /// Every problem of it at once.
    pub(crate) fn of(arguments: &Arguments) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let mut take = |result: Result<Scenario, Vec<String>>| match result {
            Ok(scenario) => scenario,
            Err(found) => {
                problems.extend(found);
                Scenario::default()
            }
        };
        let mut scenario = match arguments.words() {
            [] => Scenario::default(),
            [word, ..] => take(source::link(word).map(|link| link.scenario)),
        };
        let cluster = &mut scenario.cluster;
        for (name, value) in [("n", &mut cluster.n), ("w", &mut cluster.w), ("r", &mut cluster.r)] {
            match arguments.count(name, 100) {
                Ok(Some(count)) => *value = count as u8,
                Ok(None) => {}
                Err(problem) => problems.push(problem),
            }
        }
        let net = arguments.option("net").map(net).transpose().unwrap_or_else(|found| {
            problems.extend(found);
            None
        });
        let mut recorded = Vec::new();
        let legs = match net {
            Some(Net::Scenario(network)) => {
                scenario.network = network;
                beside_replicas(&mut scenario);
                None
            }
            Some(Net::Legs(legs, likenesses)) => {
                recorded = likenesses;
                Some(legs)
            }
            None => None,
        };
        if arguments.option("delays").is_some() && legs.is_some() {
            problems.push("--delays are of links, and replicas that are all alike have none".to_owned());
        }
        match recorded_network::put(arguments, &mut scenario) {
            Ok(likenesses) => recorded.extend(likenesses),
            Err(found) => problems.extend(found),
        }
        let (question, failures) = asked(arguments, &mut problems);
        let valid = scenario.validate(pipeline::protocols());
        if let Err(found) = &valid {
            problems.extend(source::lines(found));
        }
        let model = valid.ok().and_then(|valid| match &legs {
            Some(legs) => Model::identical(scenario.cluster.n, scenario.cluster.w, scenario.cluster.r, legs),
            None => Model::of(&valid),
        });
        match model {
            Some(model) if problems.is_empty() => {
                let alike = legs.is_some();
                let mut setting = Self { recorded, ..Self::with(scenario, arguments, model, question, failures) };
                setting.clients = setting.clients.filter(|_| !alike);
                Ok(setting)
            }
            None if problems.is_empty() => {
                let sentence = "the mathematics is of quorums; with strategy `quorum` it can be asked for";
                Err(vec![sentence.to_owned()])
            }
            _ => Err(problems),
        }
    }

    fn with(scenario: Scenario, arguments: &Arguments, model: Model, question: Question, failures: Vec<f64>) -> Self {
        let links = Links::of(&scenario.network);
        let mut placement = scenario.placement(&links);
        placement.truncate(usize::from(scenario.cluster.n));
        let clients = Clients::of(&scenario, links.regions(), model.writes_per_read());
        Self {
            clients: Some(clients),
            model,
            question,
            failures,
            network: arguments.option("net").unwrap_or(&scenario.network.preset).to_owned(),
            n: scenario.cluster.n,
            w: scenario.cluster.w,
            r: scenario.cluster.r,
            reads: 1.0 - f64::from(scenario.workload.random.write_percent) / 100.0,
            regions: links.regions().to_vec(),
            placement,
            recorded: Vec::new(),
        }
    }
}

/// Puts a session beside each replica, as far as there are regions.
fn beside_replicas(scenario: &mut Scenario) {
    scenario.cluster.placement.clear();
    let mut regions = scenario.placement(&Links::of(&scenario.network));
    regions.sort_unstable();
    regions.dedup();
    scenario.sessions = regions.into_iter().map(|region| Session { region }).collect();
}

/// The network that `--net` names: a preset, or a file.
fn net(word: &str) -> Result<Net, Vec<String>> {
    let is_preset = scenario::NetworkPreset::find(word).is_some();
    if is_preset || !std::path::Path::new(word).is_file() {
        // A name that is none is told by the validation, with all that are.
        return Ok(Net::Scenario(Network { preset: word.to_owned(), ..Network::default() }));
    }
    let text = source::text(word)?;
    if word.ends_with(".csv") {
        let recorded = Recorded::read(&text).map_err(|problems| named(word, problems))?;
        return Ok(Net::Legs(recorded.legs(), recorded.likenesses(word)));
    }
    match serde_json::from_str(&text) {
        Ok(NetworkFile::Legs(LegsFile { write, ack, read, response })) => {
            let legs = Legs { write, ack, read, response };
            let problems: Vec<String> = each(&legs)
                .iter()
                .flat_map(|(name, leg)| leg.problems().into_iter().map(move |problem| format!("{name}: {problem}")))
                .collect();
            if problems.is_empty() { Ok(Net::Legs(legs, Vec::new())) } else { Err(named(word, problems)) }
        }
        Ok(NetworkFile::Custom(custom)) => {
            let preset = Network::CUSTOM.to_owned();
            Ok(Net::Scenario(Network { preset, custom: Some(custom), ..Network::default() }))
        }
        Ok(NetworkFile::Whole(network)) => Ok(Net::Scenario(network)),
        Err(error) => Err(vec![format!(
            "{word}: this is no network: neither `write`, `ack`, `read` and `response`, nor `regions` and `one_way`, \
             nor a scenario's network ({error})"
        )]),
    }
}

fn named(word: &str, problems: Vec<String>) -> Vec<String> {
    problems.into_iter().map(|problem| format!("{word}: {problem}")).collect()
}

fn each(legs: &Legs) -> [(&'static str, &Distribution); 4] {
    [("write", &legs.write), ("ack", &legs.ack), ("read", &legs.read), ("response", &legs.response)]
}

/// The probabilities and times that are asked for.
fn asked(arguments: &Arguments, problems: &mut Vec<String>) -> (Question, Vec<f64>) {
    let mut numbers = |name: &str, low: f64, high: f64, closed: bool| -> Vec<f64> {
        let mut list = Vec::new();
        for text in arguments.all(name).flat_map(|text| text.split(',')) {
            match text.trim().parse::<f64>() {
                Ok(number) if number >= low && (number < high || closed && number == high) => list.push(number),
                _ => {
                    let (low, high) = (history::decimal::Decimal(low), history::decimal::Decimal(high));
                    let upper = if closed { format!("to {high}") } else { format!("to below {high}") };
                    problems.push(format!("--{name} is `{text}`; it can be a number from {low} {upper}"));
                }
            }
        }
        list
    };
    let times_ms = numbers("at", 0.0, 3_600_000.0, true);
    let probabilities = numbers("visible", 0.0, 1.0, false);
    let quantiles = numbers("quantile", 0.0, 1.0, false);
    let failures = numbers("failure", 0.0, 1.0, true);
    let mut question = Question { times_ms, ..Question::default() };
    if !probabilities.is_empty() {
        question.probabilities = probabilities;
    }
    if !quantiles.is_empty() {
        question.quantiles = quantiles;
    }
    (question, failures)
}
