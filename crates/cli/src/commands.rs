//! The commands, what they take, and what `quorate help` says of them.

use crate::answer::{Answer, Outcome};
use crate::arguments::{Arguments, Takes};
use crate::{
    analyse, carts, compare, decide, guarantees, judge, link, money, quorums, run, sagas, strategies, sweep, systems,
};

struct Command {
    name: &'static [&'static str],
    /// What follows the name.
    usage: &'static str,
    about: &'static str,
    takes: Takes,
    run: fn(&Arguments) -> Outcome,
}

const COMMANDS: &[Command] = &[
    Command {
        name: &["run"],
        usage: "LINK|FILE|- [--seeds N] [--delays FILE] [--json | --svg FILE | --mermaid | --transcript | --edn | --shiviz] [--fail-on MODEL]",
        about: "Run a scenario, from a link or a JSON file: verdicts, response times, stale reads.",
        takes: Takes {
            words: &["LINK|FILE|-"],
            switches: &["json", "mermaid", "transcript", "edn", "shiviz", "across"],
            options: &["seeds", "delays", "svg", "theme", "fail-on"],
        },
        run: run::run,
    },
    Command {
        name: &["check"],
        usage: "FILE|-… [--format FORM] [--model MODEL] [--object OBJECT] [--json] [--budget STEPS] [--fail-on MODEL]",
        about: "Judge histories by models and invariants, from litmus JSON, the text notation, Jepsen's EDN or logs of etcd.",
        takes: Takes {
            words: &["FILE|-…"],
            switches: &["json"],
            options: &["format", "model", "object", "budget", "fail-on"],
        },
        run: judge::check,
    },
    Command {
        name: &["compare"],
        usage: "LINK|FILE|- [LINK|FILE|-] [--json] [--fail-on MODEL]",
        about: "Run two scenarios, A and B, or those of one link that holds both, and tell what changed.",
        takes: Takes { words: &["LINK|FILE|-", "[LINK|FILE|-]"], switches: &["json"], options: &["fail-on"] },
        run: compare::run,
    },
    Command {
        name: &["link", "encode"],
        usage: "LINK|FILE|- [--readable | --packed] [--route ROUTE]",
        about: "Write a scenario as a link.",
        takes: Takes { words: &["LINK|FILE|-"], switches: &["readable", "packed"], options: &["route"] },
        run: link::encode,
    },
    Command {
        name: &["link", "decode"],
        usage: "LINK|-",
        about: "Write the scenario of a link as JSON.",
        takes: Takes { words: &["LINK|-"], switches: &[], options: &[] },
        run: link::decode,
    },
    Command {
        name: &["link", "explain"],
        usage: "LINK|-",
        about: "Say what a link means, part by part.",
        takes: Takes { words: &["LINK|-"], switches: &[], options: &[] },
        run: link::explain,
    },
    Command {
        name: &["analyse"],
        usage: "[LINK|FILE|-] [--n N] [--w W] [--r R] [--net PRESET|FILE] [--delays FILE] [--at MS] [--visible P] [--quantile P] [--failure P] [--json] | --table",
        about: "Work out response times, staleness and availability without a run.",
        takes: Takes {
            words: &["[LINK|FILE|-]"],
            switches: &["json", "table"],
            options: &["n", "w", "r", "net", "delays", "at", "visible", "quantile", "failure"],
        },
        run: analyse::run,
    },
    Command {
        name: &["sweep", "merge"],
        usage: "FILE… [--partial] [--out FILE]… [--json]",
        about: "Put the files of a sweep's shards together.",
        takes: Takes { words: &["FILE…"], switches: &["partial", "json"], options: &["out"] },
        run: sweep::merge,
    },
    Command {
        name: &["sweep"],
        usage: "[LINK|FILE|-] --over KEY=VALUES… [--random K [--random-seed S]] [--runs R] [--model MODEL]… [--delays FILE] \
                [--shard I/N] [--keep FILE] [--strict] [--out FILE.csv|FILE.jsonl|FILE.parquet]… [--json]",
        about: "Run every combination of settings, or drawn ones, over many seeds.",
        takes: Takes {
            words: &["[LINK|FILE|-]"],
            switches: &["strict", "json"],
            options: &["over", "random", "random-seed", "runs", "model", "delays", "shard", "keep", "out"],
        },
        run: sweep::run,
    },
    Command {
        name: &["decide"],
        usage: "[LINK|FILE|-] [--needs MODEL,…] [--under FAULT,…] [--p99-write MS] [--p99-read MS] [--fresh SHARE@MS] [--survive K] [--lose-region] [--net PRESET] [--n RANGE] [--strategies ID,…] [--all] [--json]",
        about: "Find the settings that give what is needed, cheapest first, and say why the others do not.",
        takes: Takes {
            words: &["[LINK|FILE|-]"],
            switches: &["lose-region", "all", "json"],
            options: &[
                "needs",
                "under",
                "p50-write",
                "p50-read",
                "p90-write",
                "p90-read",
                "p95-write",
                "p95-read",
                "p99-write",
                "p99-read",
                "p99.9-write",
                "p99.9-read",
                "fresh",
                "survive",
                "survive-writes",
                "survive-reads",
                "net",
                "stretch",
                "tail",
                "sessions",
                "place",
                "reads",
                "n",
                "strategies",
            ],
        },
        run: decide::run,
    },
    Command {
        name: &["quorums"],
        usage: "[--seeds N] [--json]",
        about: "Show what W + R > N gives and what it does not, over many seeds.",
        takes: Takes { words: &[], switches: &["json"], options: &["seeds"] },
        run: quorums::run,
    },
    Command {
        name: &["money"],
        usage: "[--seeds N] [--json]",
        about: "Show what becomes of money and goods under each strategy.",
        takes: Takes { words: &[], switches: &["json"], options: &["seeds"] },
        run: money::run,
    },
    Command {
        name: &["carts"],
        usage: "[--seeds N] [--json]",
        about: "Show what becomes of three things put into one cart at once under each strategy.",
        takes: Takes { words: &[], switches: &["json"], options: &["seeds"] },
        run: carts::run,
    },
    Command {
        name: &["sagas"],
        usage: "[--seeds N] [--json]",
        about: "Show what becomes of orders that run as sagas, whoever refuses and whoever crashes.",
        takes: Takes { words: &[], switches: &["json"], options: &["seeds"] },
        run: sagas::run,
    },
    Command {
        name: &["table"],
        usage: "[--trials N] [--protocol ID] [--keep FILE] [--json]",
        about: "Show what every protocol keeps and breaks, held against random trials and stored runs.",
        takes: Takes { words: &[], switches: &["json"], options: &["trials", "protocol", "keep"] },
        run: guarantees::run,
    },
    Command {
        name: &["strategies"],
        usage: "[ID] [--json]",
        about: "Tell the strategies, their knobs as links write them, and their modes.",
        takes: Takes { words: &["[ID]"], switches: &["json"], options: &[] },
        run: strategies::run,
    },
    Command {
        name: &["systems"],
        usage: "[ID] [--trials N] [--json]",
        about: "Show what real systems claim, mode by mode, beside what the checkers find.",
        takes: Takes { words: &["[ID]"], switches: &["json"], options: &["trials"] },
        run: systems::run,
    },
];

/// Finds the command and runs it.
pub(crate) fn dispatch(line: &[String]) -> Outcome {
    match line.first().map(String::as_str) {
        None | Some("help" | "--help" | "-h") => return Ok(Answer::from(help())),
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
                return Ok(Answer::from(usage(command)));
            }
            (command.run)(&command.takes.read(rest)?)
        }
        None => {
            let names: Vec<String> = COMMANDS.iter().map(|command| command.name.join(" ")).collect();
            Err(vec![format!("`{}` is no command; there are {}, help", line[0], names.join(", "))])
        }
    }
}

fn help() -> String {
    let mut text = "Quorate, a playground for data consistency.\n\n".to_owned();
    for command in COMMANDS {
        text.push_str(&usage(command));
    }
    text.push_str(
        "\nLINK is a whole address, its fragment (#/?n=5&seed=7) or what stands behind the route (n=5&seed=7).\n\
         - reads the standard input. MODEL is a name as `run --json` prints it, or `any`; for `check` also an\n\
         invariant.\n\
         Exit codes: 0 fine, 1 what --fail-on names was violated (for `compare`, in B and not in A), 2 bad input.\n",
    );
    text
}

fn usage(command: &Command) -> String {
    format!("  quorate {} {}\n      {}\n", command.name.join(" "), command.usage, command.about)
}
