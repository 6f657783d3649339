//! `quorate link`: write links, read them, explain them.

use share::{Form, Link, LinkError};

use crate::answer::{Answer, Outcome};
use crate::arguments::Arguments;
use crate::table::table;
use crate::{scenario_file, source};

/// `link encode`.
pub(crate) fn encode(arguments: &Arguments) -> Outcome {
    let link = source::link(arguments.word(0))?;
    let route = arguments.option("route").unwrap_or("/");
    let write = match (arguments.has("readable"), arguments.has("packed")) {
        (true, true) => return Err(vec!["only one of --readable and --packed can be asked for".to_owned()]),
        (true, false) => share::encode_readable,
        (false, true) => share::encode_packed,
        (false, false) => share::encode,
    };
    if !route.starts_with('/') || route.contains(['?', '#', ' ']) {
        return Err(vec![format!("--route is `{route}`; it can be /, /e, /spectrum and so on")]);
    }
    let tail = write(&link).map_err(|error: LinkError| vec![error.to_string()])?;
    Ok(Answer::from(share::join_fragment(route, &tail) + "\n"))
}

/// `link decode`.
pub(crate) fn decode(arguments: &Arguments) -> Outcome {
    source::link(arguments.word(0)).map(|link| Answer::from(scenario_file::write(&link.scenario)))
}

/// `link explain`.
pub(crate) fn explain(arguments: &Arguments) -> Outcome {
    let word = arguments.word(0);
    let content = if word == "-" { source::text(word)? } else { word.to_owned() };
    let (route, tail) = share::split_fragment(&content);
    let decoded = share::decode(tail).map_err(|error| vec![error.to_string()])?;
    if !decoded.problems.is_empty() {
        return Err(source::lines(&decoded.problems));
    }
    let form = match decoded.form {
        Form::Readable => "readable, version 1",
        Form::Packed => "packed, version 1",
    };
    let mut text = format!("form   {form}\nroute  {route}\n");
    if let Some(engine) = decoded.engine {
        text.push_str(&format!("engine {engine} (this is {})\n", history::ENGINE_VERSION));
    }
    text.push_str("\nWhat differs from the base of version 1:\n");
    text.push_str(&differences(&decoded.link)?);
    match decoded.link.scenario.validate(pipeline::protocols()) {
        Ok(_) => text.push_str("\nThe scenario can run.\n"),
        Err(problems) => {
            text.push_str("\nThe scenario cannot run:\n");
            text.extend(source::lines(&problems).iter().map(|line| format!("  {line}\n")));
        }
    }
    Ok(Answer::from(text))
}

/// Every part of the readable form, with what it means.
fn differences(link: &Link) -> Result<String, Vec<String>> {
    let readable = share::encode_readable(link).map_err(|error| vec![error.to_string()])?;
    let mut parts: Vec<(String, &str)> = Vec::new();
    for part in readable.split('&') {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let long = value.chars().count() > 60;
        let shown: String = if long { value.chars().take(60).chain(['…']).collect() } else { value.to_owned() };
        parts.push((format!("  {key}={shown}"), meaning(key, value)));
    }
    let width = parts.iter().map(|(part, _)| part.chars().count()).max().unwrap_or(0);
    let rows = parts.iter().map(|(part, meaning)| {
        let room = " ".repeat(width - part.chars().count());
        vec![format!("{part}{room}  {meaning}")]
    });
    Ok(table(&rows.collect::<Vec<_>>()))
}

fn meaning(key: &str, value: &str) -> &'static str {
    match key {
        "v" => "version of the readable form; nothing else differs",
        "s" => "strategy",
        "n" => "N, the number of replicas",
        "w" => "W, the acknowledgements a write waits for",
        "r" => "R, the answers a read waits for",
        "spares" => "spare nodes, which stand in for replicas or are proxies",
        "place" => "region of each replica and spare, by number",
        "net" => "network",
        "lat" => "stretch of every delay",
        "tail" => "p99 of a delay over its median",
        "loss" if value.contains('@') => "fault: a share of all messages is lost, from-to in ms",
        "loss" => "share of messages lost",
        "dup" => "share of messages that arrive twice",
        "way" => "delay of every link that is not listed",
        "region" => "name of a region",
        "link" => "delay from one region to another",
        "sessions" => "region of each session, by number",
        "ops" => "random operations of each session",
        "writes" => "writes in a hundred operations",
        "keys" => "number of keys",
        "think" => "pause before a random operation, in ms",
        "arrivals" => "whether that pause waits for answers: closed or open",
        "do" => "script: session.r|w.key@ms",
        "timeout" => "how long a session waits for an answer, in ms",
        "settle" => "how long the replicas may settle at the end, in ms",
        "crash" => "fault: a replica is down, from-to in ms",
        "cut" => "fault: nodes are cut off, from-to in ms",
        "pause" => "fault: a replica does nothing, from-to in ms",
        "slow" => "fault: messages of a node take longer, from-to in ms",
        "clock" => "fault: a clock steps, in ms",
        "drift" => "fault: a clock gains, in µs a second",
        "seed" => "seed of all chance",
        "at" => "view: the moment looked at, in ms",
        "op" => "view: the operation looked at, by number from 0",
        "window" => "view: the stretch that is shown, from-to in ms",
        "fresh" => "service level: share of reads at most so many ms out of date",
        "p99-read" => "service level: p99 of reads at most, in ms",
        "p99-write" => "service level: p99 of writes at most, in ms",
        "answered" => "service level: share of operations that are answered",
        "up" => "service level: share of time in which reads and writes go on, and in which a replica is down",
        "survive" => "service level: replicas that may be down while reads and writes go on",
        "survive-writes" => "service level: replicas that may be down while writes go on",
        "survive-reads" => "service level: replicas that may be down while reads go on",
        "lose-region" => "service level: reads and writes go on without any one region",
        "asks" => "service level: nothing is asked",
        "object" => "what each key is",
        "initial" => "what each key holds at the start",
        "amount" => "the most that a random call adds or takes",
        _ if key.starts_with("a.") => "the same of run A, which this one is compared with",
        _ if key.starts_with("k.") => "knob of the strategy",
        _ => "",
    }
}
