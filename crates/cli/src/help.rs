//! What `quorate help` and `--help` say, from the tables that the command line is read by.

use history::ModelId;
use scenario::network_presets;

use crate::commands::{COMMANDS, Command};

/// Letters of a line.
const WIDTH: usize = 100;

/// All commands.
pub(crate) fn all() -> String {
    let mut text = "Quorate, a playground for data consistency.\n\n".to_owned();
    for command in COMMANDS {
        text.push_str(&format!("  {}\n{}", line(command), wrapped(command.about, 6)));
    }
    text.push_str("\n`quorate COMMAND --help` tells the flags of a command, with their units and defaults.\n");
    text.push_str(&format!("\n{}", wrapped(LINK, 0)));
    text.push_str(&wrapped("MODEL is a name as `run --json` prints it, or `any`; for `check` also an invariant.", 0));
    text.push_str(&wrapped(
        "Exit codes: 0 fine, 1 what --fail-on names was violated (for `compare`, in B and not in A), 2 bad input.",
        0,
    ));
    text.push_str(&wrapped(MORE, 0));
    text
}

/// One command.
pub(crate) fn of(command: &Command) -> String {
    let Command { about, takes, .. } = command;
    let mut text = format!("{}\n\n{}", line(command), wrapped(about, 2));
    if !takes.flags.is_empty() {
        text.push_str(&format!("\nFlags\n{}", entries(takes.flags.iter().map(|flag| (flag.usage(), flag.about)))));
    }
    let has = |part: &str| {
        takes
            .words
            .iter()
            .copied()
            .chain(takes.flags.iter().filter_map(|flag| flag.value))
            .any(|word| word.contains(part))
    };
    if has("LINK") {
        text.push_str(&format!("\n{}", wrapped(LINK, 0)));
    }
    if has("MODEL") {
        let models: Vec<&str> = ModelId::ALL.iter().map(|id| id.key()).collect();
        text.push_str(&format!("\nModels\n{}", wrapped(&format!("{}.", models.join(", ")), 2)));
    }
    if has("NETWORK") || has("LINK") {
        let networks = network_presets().iter().map(|preset| (preset.id().to_owned(), preset.name()));
        let custom = (scenario::Network::CUSTOM.to_owned(), "regions and delays of one's own, in a link or a file");
        text.push_str(&format!("\nNetworks\n{}", entries(networks.chain([custom]))));
    }
    text.push_str(&format!("\n{}", wrapped(MORE, 0)));
    text
}

/// What a scenario is read from.
const LINK: &str = "LINK is a whole address, its fragment (#/?n=5&seed=7) or what stands behind the route (n=5&seed=7). \
                    FILE is a scenario as JSON, or a file with a link. - reads the standard input.";
/// Where more is said.
const MORE: &str = "More, with examples and every field of the JSON, is in crates/cli/README.md of the source.";

fn line(command: &Command) -> String {
    let name = command.name.iter().chain(command.takes.words).copied();
    let flags = (!command.takes.flags.is_empty()).then_some("[FLAGS]");
    ["quorate"].into_iter().chain(name).chain(flags).collect::<Vec<_>>().join(" ")
}

/// Names with what they mean beside them.
fn entries<'t>(entries: impl Iterator<Item = (String, &'t str)>) -> String {
    let entries: Vec<(String, &str)> = entries.collect();
    let room = entries.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0) + 4;
    let entry = |(name, about): &(String, &str)| {
        let about = wrapped(about, room);
        format!("  {name}{}{}", " ".repeat(room - 2 - name.chars().count()), about.trim_start())
    };
    entries.iter().map(entry).collect()
}

/// Text in lines, all with so many spaces before them.
fn wrapped(text: &str, room: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let full = lines
            .last()
            .is_some_and(|line| !line.is_empty() && room + line.chars().count() + 1 + word.chars().count() > WIDTH);
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.iter().map(|line| format!("{}{line}\n", " ".repeat(room))).collect()
}
