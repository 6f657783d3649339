//! Reading the text of a link: `s=quorum&n=5&w=2&r=2&net=worldwide&seed=7`. What is not said is as
//! in the base of version 1, whose sessions stand round the regions of the network. The packed form holds the same text, with everything said.
//!
//! | key | meaning | example |
//! |---|---|---|
//! | `v` | version of this form | `1` |
//! | `s`, `k.<knob>` | strategy, and its knobs | `quorum`, `k.write_back=on` |
//! | `n`, `w`, `r` | replicas, acknowledgements, answers | `5` |
//! | `spares` | nodes that may stand in for replicas | `1` |
//! | `place` | region of each replica and spare, by number | `0,1,2` |
//! | `net` | network preset | `worldwide` |
//! | `lat`, `tail` | stretch of all delays, p99 over median | `1.5` |
//! | `way` | custom network: delay of every link, see `distribution` | `exp:5` |
//! | `region` | custom network: name of a region, one part each | `Paris` |
//! | `link` | custom network: delay from one region to another | `0,1@lognormal:40,2` |
//! | `loss`, `dup` | share of messages lost, doubled | `0.01` |
//! | `sessions` | region of each session, by number | `0,3,2` |
//! | `ops`, `writes`, `keys` | operations a session, writes in a hundred, keys | `3` |
//! | `think` | pause before an operation, see `distribution` | `exp:40` |
//! | `arrivals` | whether that pause waits for answers, `closed`, or not, `open` | `open` |
//! | `do` | scripted operations, see `script` | `A.w.x@10,B.r.x@30` |
//! | `object`, `initial`, `amount` | what each key is, what it holds at the start, the most that a random call moves | `account`, `1000` |
//! | `timeout`, `settle` | in ms | `1000` |
//! | `crash`, `cut`, … | faults, see `faults` | `crash=r3@204-272` |
//! | `seed` | seed of all chance | `7` |
//! | `engine` | engine that the link was made with | `1` |
//! | `at`, `op` | view: cursor in ms, operation by number from 0 | `120.5` |
//! | `window` | view: the stretch that is shown, in ms | `61200-64800` |
//! | `fresh` | service level: share of reads that are no further out of date than so many ms | `0.99@100` |
//! | `p99-read`, `p99-write` | service level: the 99th percentile of response times, at most, in ms | `80` |
//! | `answered` | service level: share of operations that are answered | `0.999` |
//! | `up` | service level: share of time in which reads and writes go on, and in which a replica is down | `0.9999@0.01` |
//! | `survive`, `survive-writes`, `survive-reads` | service level: replicas that may be down while both go on, or one | `1` |
//! | `lose-region` | service level: whether both go on without any one region | `on` |
//! | `asks` | service level: that nothing is asked, where no other key asks anything | `nothing` |
//! | `a.<key>` | the scenario that this one is compared with, by the keys above; `a.v=1` is the base | `a.r=4` |

use history::OperationId;
use scenario::{CustomLink, CustomNetwork, Distribution, Level, Object, Problem, Scenario, Session};

use crate::base::{base_of_version_1, sessions_of_version_1};
use crate::distribution::read_distribution;
use crate::escape::{shorten, unescape};
use crate::faults::{FAULT_KEYS, read_fault};
use crate::level::{is_level_key, read_level};
use crate::number::{read_float, read_regions, read_whole};
use crate::script::read_script;
use crate::time::{read_ms, read_span};
use crate::{Decoded, Form, Link, LinkError, View};

/// More than anyone reads; a link of nothing but mistakes must not grow a list without end.
const PROBLEMS_MAX: usize = 40;

/// What the keys of the pinned scenario begin with.
pub(crate) const PINNED: &str = "a.";

/// Reads the text of a link. What cannot be understood is named, the rest is kept.
///
/// # Errors
/// If the link is of a later version.
pub(crate) fn read(text: &str, form: Form) -> Result<Decoded, LinkError> {
    let parts = || text.split('&').filter(|part| !part.is_empty());
    let mut reader = Reader::default();
    for part in parts().filter(|part| !part.starts_with(PINNED)) {
        match reader.part(part) {
            Ok(()) => {}
            Err(Refusal::Wrong(sentences)) => reader.problems.add(part, &sentences),
            Err(Refusal::Newer(version)) => return Err(LinkError::Newer { version }),
        }
    }
    reader.complete("");
    let pinned = read_pinned(parts().filter_map(|part| part.strip_prefix(PINNED)), &mut reader.problems);
    let Reader { scenario, view, level, engine, problems, .. } = reader;
    Ok(Decoded { link: Link { scenario, view, level, pinned }, problems: problems.finish(), form, engine })
}

/// Reads the pinned scenario; nothing where none is given, or no part of it is understood. Whatever is
/// wrong with it, the scenario beside it opens.
fn read_pinned<'a>(parts: impl Iterator<Item = &'a str>, problems: &mut Problems) -> Option<Scenario> {
    let mut reader = Reader { problems: std::mem::take(problems), ..Reader::default() };
    let mut understood = false;
    for part in parts {
        let (key, _) = part.split_once('=').unwrap_or((part, ""));
        let read = match key {
            // It is not looked at by itself, is of the same engine, and both are held against one level.
            "at" | "op" | "window" | "engine" => Err(Refusal::from("there is no such setting".to_owned())),
            key if is_level_key(key) => Err(Refusal::from("there is no such setting".to_owned())),
            _ => reader.part(part),
        };
        match read {
            Ok(()) => understood = true,
            Err(Refusal::Wrong(sentences)) => reader.problems.add(&[PINNED, part].concat(), &sentences),
            Err(Refusal::Newer(_)) => {
                let sentence = "what is compared is of a newer version of Quorate, and is left out";
                reader.problems.add(&[PINNED, part].concat(), &[sentence.to_owned()]);
                understood = false;
                break;
            }
        }
    }
    if understood {
        reader.complete(PINNED);
    }
    *problems = reader.problems;
    understood.then_some(reader.scenario)
}

struct Reader {
    scenario: Scenario,
    view: View,
    level: Option<Level>,
    engine: Option<u32>,
    problems: Problems,
    /// The keys met so far that may stand once.
    seen: Vec<String>,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            scenario: base_of_version_1(),
            view: View::default(),
            level: None,
            engine: None,
            problems: Problems::default(),
            seen: Vec::new(),
        }
    }
}

/// Why a part of a link was not taken.
enum Refusal {
    /// In the words of the one who wrote it.
    Wrong(Vec<String>),
    /// The whole link is of a later version.
    Newer(String),
}

impl From<String> for Refusal {
    fn from(sentence: String) -> Self {
        Self::Wrong(vec![sentence])
    }
}

#[derive(Default)]
struct Problems {
    named: Vec<Problem>,
    unnamed: u32,
}

impl Problems {
    fn add(&mut self, part: &str, sentences: &[String]) {
        for sentence in sentences {
            if self.named.len() < PROBLEMS_MAX {
                self.named.push(Problem { field: shorten(part), sentence: shorten(sentence) });
            } else {
                self.unnamed += 1;
            }
        }
    }

    fn finish(mut self) -> Vec<Problem> {
        if self.unnamed > 0 {
            let sentence = format!("and {} more mistakes", self.unnamed);
            self.named.push(Problem { field: "link".to_owned(), sentence });
        }
        self.named
    }
}

impl Reader {
    /// What follows once all parts are read. The keys of a problem begin as the parts did.
    fn complete(&mut self, prefix: &str) {
        if self.scenario.network.custom.is_some() && !self.has("way") {
            let sentence = "a custom network needs way=, the delay of every link; it is taken as 0 ms";
            self.problems.add(&[prefix, "way"].concat(), &[sentence.to_owned()]);
        }
        if !self.has("sessions") {
            self.scenario.sessions = sessions_of_version_1(&self.scenario.network);
        }
    }

    fn part(&mut self, part: &str) -> Result<(), Refusal> {
        let (key, value) = part.split_once('=').ok_or_else(|| "a part of a link is written key=value".to_owned())?;
        let (key, value) = (unescape(key)?, unescape(value)?);
        match key.as_str() {
            "v" if value != "1" => Err(version(value)),
            "do" => read_script(&value, &mut self.scenario.workload.script).map_err(Refusal::Wrong),
            "loss" if !value.contains('@') => self.once(key, &value),
            "region" => {
                self.custom().regions.push(value);
                Ok(())
            }
            "link" => {
                let link = read_link(&value)?;
                self.custom().links.push(link);
                Ok(())
            }
            name if FAULT_KEYS.contains(&name) => {
                self.scenario.faults.push(read_fault(name, &value)?);
                Ok(())
            }
            _ => self.once(key, &value),
        }
    }

    /// A part that may stand once. The last one counts.
    fn once(&mut self, key: String, value: &str) -> Result<(), Refusal> {
        match key.as_str() {
            "way" => self.custom().one_way = read_distribution(value)?,
            "engine" => self.engine = Some(read_whole(value)?),
            key if is_level_key(key) => self.level = Some(read_level(key, value, self.level)?),
            _ => read_setting(&key, value, &mut self.scenario, &mut self.view)?,
        }
        if self.has(&key) {
            return Err(format!("{key} is given more than once; the last one counts").into());
        }
        self.seen.push(key);
        Ok(())
    }

    fn has(&self, key: &str) -> bool {
        self.seen.iter().any(|seen| seen == key)
    }

    fn custom(&mut self) -> &mut CustomNetwork {
        self.scenario.network.custom.get_or_insert_with(|| CustomNetwork {
            regions: Vec::new(),
            one_way: Distribution::Constant { ms: 0.0 },
            links: Vec::new(),
        })
    }
}

/// A version that is not this one: a later one, or none.
fn version(value: String) -> Refusal {
    let later = value.bytes().all(|byte| byte.is_ascii_digit()) && !value.starts_with('0') && !value.is_empty();
    if later { Refusal::Newer(value) } else { "there is no such version".to_owned().into() }
}

fn read_link(text: &str) -> Result<CustomLink, String> {
    let shape = || format!("`{text}` should look like 0,1@exp:5");
    let (ends, one_way) = text.split_once('@').ok_or_else(shape)?;
    let &[from, to] = read_regions(ends)?.as_slice() else { return Err(shape()) };
    Ok(CustomLink { from, to, one_way: read_distribution(one_way)? })
}

fn read_amount(text: &str) -> Result<i64, String> {
    let read = text.parse().ok().filter(|_| !text.starts_with('+'));
    read.ok_or_else(|| format!("`{text}` is not a whole number"))
}

fn read_object(id: &str) -> Result<Object, String> {
    let known = Object::ALL.iter().find(|(_, known)| *known == id);
    let ids = || Object::ALL.map(|(_, id)| id).join(", ");
    known.map(|(object, _)| *object).ok_or_else(|| format!("there is no object `{id}`; there are {}", ids()))
}

/// Reads what is a field of the scenario or of the view.
fn read_setting(key: &str, value: &str, scenario: &mut Scenario, view: &mut View) -> Result<(), String> {
    let random = &mut scenario.workload.random;
    match key {
        "v" => {}
        "s" => value.clone_into(&mut scenario.strategy.protocol),
        "n" => scenario.cluster.n = read_whole(value)?,
        "w" => scenario.cluster.w = read_whole(value)?,
        "r" => scenario.cluster.r = read_whole(value)?,
        "spares" => scenario.cluster.spares = read_whole(value)?,
        "place" => scenario.cluster.placement = read_regions(value)?,
        "net" => value.clone_into(&mut scenario.network.preset),
        "lat" => scenario.network.stretch = read_float(value)?,
        "tail" => scenario.network.tail = Some(read_float(value)?),
        "loss" => scenario.network.loss = read_float(value)?,
        "dup" => scenario.network.duplication = read_float(value)?,
        "sessions" => {
            scenario.sessions = read_regions(value)?.into_iter().map(|region| Session { region }).collect();
        }
        "ops" => random.operations = read_whole(value)?,
        "writes" => random.write_percent = read_whole(value)?,
        "keys" => random.keys = read_whole(value)?,
        "think" => random.think = read_distribution(value)?,
        "arrivals" => {
            random.open_loop = value == "open";
            if !random.open_loop && value != "closed" {
                return Err(format!("`{value}` is neither open nor closed"));
            }
        }
        "object" => scenario.workload.object = read_object(value)?,
        "initial" => scenario.workload.initial = read_amount(value)?,
        "amount" => scenario.workload.amount = read_amount(value)?,
        "timeout" => scenario.timeout_ms = read_whole(value)?,
        "settle" => scenario.settle_ms = read_whole(value)?,
        "seed" => scenario.seed = read_whole(value)?,
        "at" => view.cursor_us = Some(read_ms(value)?),
        "op" => view.operation = Some(OperationId(read_whole(value)?)),
        "window" => {
            let order = || format!("`{value}` should go from a moment to a later one, as in 61200-64800");
            let (from_us, to_us) = read_span(value)?;
            view.window_us = Some((from_us, to_us.filter(|to_us| from_us < *to_us).ok_or_else(order)?));
        }
        _ => match key.strip_prefix("k.") {
            Some(knob) => {
                scenario.strategy.knobs.insert(knob.to_owned(), value.to_owned());
            }
            None => return Err("there is no such setting".to_owned()),
        },
    }
    Ok(())
}
