//! `quorate strategies`: what there is to choose from, with its knobs and modes, as the registry has it.

use scenario::{Knob, KnobKind, Mode, ProtocolInfo};
use serde::Serialize;

use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;

/// A strategy in JSON.
#[derive(Debug, Serialize)]
struct Strategy {
    id: &'static str,
    name: &'static str,
    summary: &'static str,
    source: &'static str,
    quorums: bool,
    conditional: bool,
    native: Vec<&'static str>,
    knobs: Vec<Setting>,
    modes: Vec<Way>,
}

/// A knob: what a link says as `k.ID=VALUE`.
#[derive(Debug, Serialize)]
struct Setting {
    id: &'static str,
    label: &'static str,
    help: &'static str,
    values: String,
    default: String,
}

/// A mode, with the link that runs it.
#[derive(Debug, Serialize)]
struct Way {
    id: &'static str,
    name: &'static str,
    link: String,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let wanted = arguments.word(0);
    let chosen: Vec<&ProtocolInfo> =
        pipeline::protocols().filter(|info| wanted.is_empty() || info.id == wanted).collect();
    if chosen.is_empty() {
        let ids: Vec<&str> = pipeline::protocols().map(|info| info.id).collect();
        return Err(vec![format!("there is no strategy `{wanted}`; there are {}", ids.join(", "))]);
    }
    if arguments.has("json") {
        return Ok(Answer::from(json(&chosen.iter().map(|info| strategy(info)).collect::<Vec<_>>())?));
    }
    Ok(Answer::from(match &chosen[..] {
        [only] => in_full(&strategy(only)),
        several => {
            let row = |info: &&ProtocolInfo| format!("{:<14}{}\n", info.id, info.name);
            let rows: String = several.iter().map(row).collect();
            format!("{rows}\nquorate strategies ID tells its knobs, and how each is written in a link.\n")
        }
    }))
}

fn strategy(info: &ProtocolInfo) -> Strategy {
    Strategy {
        id: info.id,
        name: info.name,
        summary: (info.summary)(),
        source: (info.source)(),
        quorums: info.quorums,
        conditional: info.conditional,
        native: info.native.iter().map(|object| object.id()).collect(),
        knobs: (info.knobs)().iter().map(setting).collect(),
        modes: (info.modes)().iter().map(|mode| way(info, mode)).collect(),
    }
}

fn setting(knob: &Knob) -> Setting {
    let values = match knob.kind {
        KnobKind::Switch { .. } => "on, off".to_owned(),
        KnobKind::Choice { choices } => choices.iter().map(|choice| choice.id).collect::<Vec<_>>().join(", "),
        KnobKind::Number { min, max, unit: "", .. } => format!("{min} to {max}"),
        KnobKind::Number { min, max, unit, .. } => format!("{min} to {max} {unit}"),
    };
    Setting { id: knob.id, label: knob.label, help: knob.help, values, default: knob.default_value() }
}

fn way(info: &ProtocolInfo, mode: &Mode) -> Way {
    Way { id: mode.id, name: mode.name, link: mode.link(info.id) }
}

fn in_full(strategy: &Strategy) -> String {
    let Strategy { id, name, summary, source, quorums, conditional, native, knobs, modes } = strategy;
    let mut text = format!("{name} (s={id})\n{summary}\nAfter {source}\n\n");
    text.push_str(if *quorums { "W and R count.\n" } else { "W and R mean nothing to it.\n" });
    text.push_str(if *conditional {
        "It writes on a condition: a call on an object is one step.\n"
    } else {
        "It writes on no condition: a call on an object reads, decides and writes.\n"
    });
    if !native.is_empty() {
        text.push_str(&format!("It carries out itself what is asked of: {}\n", native.join(", ")));
    }
    text.push_str("\nKnobs\n");
    for Setting { id, label, help, values, default } in knobs {
        text.push_str(&format!("  k.{id}={default}\n      {label}: {values}\n      {help}\n"));
    }
    text.push_str("\nModes\n");
    for Way { name, link, .. } in modes {
        text.push_str(&format!("  {name}\n      {link}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_knob_is_told_with_the_value_that_it_has_unless_set() {
        for info in pipeline::protocols() {
            let text = in_full(&strategy(info));
            for knob in (info.knobs)() {
                assert!(text.contains(&format!("  k.{}={}\n", knob.id, knob.default_value())), "{text}");
            }
        }
    }

    #[test]
    fn every_mode_is_told_with_a_link_that_runs() {
        for info in pipeline::protocols() {
            for Way { link, .. } in strategy(info).modes {
                assert_eq!(share::decode(&link).expect("it is a link").problems, [], "{link}");
            }
        }
    }
}
