//! The commands, and what they take.

use crate::answer::{Answer, Outcome};
use crate::arguments::{Arguments, Takes};
use crate::{
    analyse, carts, compare, decide, flags, guarantees, help, judge, link, money, quorums, run, sagas, strategies,
    sweep, systems,
};

pub(crate) struct Command {
    pub(crate) name: &'static [&'static str],
    pub(crate) about: &'static str,
    pub(crate) takes: Takes,
    run: fn(&Arguments) -> Outcome,
}

pub(crate) const COMMANDS: &[Command] = &[
    Command {
        name: &["run"],
        about: "Run a scenario, from a link or a JSON file: verdicts, response times, stale reads.",
        takes: Takes { words: &["LINK|FILE|-"], flags: flags::RUN },
        run: run::run,
    },
    Command {
        name: &["check"],
        about: "Judge histories by models and invariants, from litmus JSON, the text notation, Jepsen's EDN or logs of etcd.",
        takes: Takes { words: &["FILE|-…"], flags: flags::CHECK },
        run: judge::check,
    },
    Command {
        name: &["compare"],
        about: "Run two scenarios, A and B, or those of one link that holds both, and tell what changed.",
        takes: Takes { words: &["LINK|FILE|-", "[LINK|FILE|-]"], flags: flags::COMPARE },
        run: compare::run,
    },
    Command {
        name: &["link", "encode"],
        about: "Write a scenario as a link.",
        takes: Takes { words: &["LINK|FILE|-"], flags: flags::ENCODE },
        run: link::encode,
    },
    Command {
        name: &["link", "decode"],
        about: "Write the scenario of a link as JSON.",
        takes: Takes { words: &["LINK|-"], flags: &[] },
        run: link::decode,
    },
    Command {
        name: &["link", "explain"],
        about: "Say what a link means, part by part.",
        takes: Takes { words: &["LINK|-"], flags: &[] },
        run: link::explain,
    },
    Command {
        name: &["analyse"],
        about: "Work out response times, staleness and availability without a run.",
        takes: Takes { words: &["[LINK|FILE|-]"], flags: flags::ANALYSE },
        run: analyse::run,
    },
    Command {
        name: &["sweep", "merge"],
        about: "Put the files of a sweep's shards together.",
        takes: Takes { words: &["FILE…"], flags: flags::MERGE },
        run: sweep::merge,
    },
    Command {
        name: &["sweep"],
        about: "Run every combination of settings, or drawn ones, over many seeds.",
        takes: Takes { words: &["[LINK|FILE|-]"], flags: flags::SWEEP },
        run: sweep::run,
    },
    Command {
        name: &["decide"],
        about: "Find the settings that give what is needed, cheapest first, and say why the others do not.",
        takes: Takes { words: &["[LINK|FILE|-]"], flags: flags::DECIDE },
        run: decide::run,
    },
    Command {
        name: &["quorums"],
        about: "Show what W + R > N gives and what it does not, over many seeds.",
        takes: Takes { words: &[], flags: flags::SEEDS },
        run: quorums::run,
    },
    Command {
        name: &["money"],
        about: "Show what becomes of money and goods under each strategy.",
        takes: Takes { words: &[], flags: flags::FEW_SEEDS },
        run: money::run,
    },
    Command {
        name: &["carts"],
        about: "Show what becomes of three things put into one cart at once under each strategy.",
        takes: Takes { words: &[], flags: flags::SEEDS },
        run: carts::run,
    },
    Command {
        name: &["sagas"],
        about: "Show what becomes of orders that run as sagas, whoever refuses and whoever crashes.",
        takes: Takes { words: &[], flags: flags::SEEDS },
        run: sagas::run,
    },
    Command {
        name: &["table"],
        about: "Show what every protocol keeps and breaks, held against random trials and stored runs.",
        takes: Takes { words: &[], flags: flags::TABLE },
        run: guarantees::run,
    },
    Command {
        name: &["strategies"],
        about: "Tell the strategies, their knobs as links write them, and their modes.",
        takes: Takes { words: &["[ID]"], flags: flags::STRATEGIES },
        run: strategies::run,
    },
    Command {
        name: &["systems"],
        about: "Show what real systems claim, mode by mode, beside what the checkers find.",
        takes: Takes { words: &["[ID]"], flags: flags::SYSTEMS },
        run: systems::run,
    },
];

/// Finds the command and runs it.
pub(crate) fn dispatch(line: &[String]) -> Outcome {
    match line.first().map(String::as_str) {
        None | Some("help" | "--help" | "-h") => return Ok(Answer::from(help::all())),
        Some("version" | "--version" | "-V") => {
            let (version, engine) = (env!("CARGO_PKG_VERSION"), history::ENGINE_VERSION);
            return Ok(Answer::from(format!("quorate {version}, engine {engine}\n")));
        }
        _ => {}
    }
    let named =
        |command: &&Command| line.len() >= command.name.len() && command.name.iter().zip(line).all(|(a, b)| a == b);
    match COMMANDS.iter().find(named) {
        Some(command) => {
            let rest = &line[command.name.len()..];
            if rest.iter().any(|word| word == "--help" || word == "-h") {
                return Ok(Answer::from(help::of(command)));
            }
            (command.run)(&command.takes.read(rest)?)
        }
        None => {
            let names: Vec<String> = COMMANDS.iter().map(|command| command.name.join(" ")).collect();
            Err(vec![format!("`{}` is no command; there are {}, help", line[0], names.join(", "))])
        }
    }
}
