//! Faults in a link, one part each, in the order of the scenario:
//!
//! ```text
//! crash=r3@204-272         r3 is down from 204 ms to 272 ms; `204-` or `204` lasts
//! crash=r3@204-272!disk    and comes back with an empty disk
//! pause=r3@10-20
//! cut=r4,r5@84-168         those nodes cannot talk with the rest
//! cut=r5@84-168!in         nothing reaches them; `!out`: nothing leaves them
//! slow=r3@10-50x4          messages to and from r3 take 4 times as long
//! loss=0.2@10-50           a fifth of all messages is lost
//! clock=A@50+40            A's clock steps 40 ms forward at 50 ms; `+-40` back
//! drift=r2@0+200           r2's clock gains 200 µs a second
//! ```

use scenario::{CutDirection, Fault, FaultAction, Node};

use crate::number::{read_float, write_float};
use crate::time::{read_signed_ms, read_span, write_signed_ms, write_span};

/// The keys that [`read_fault`] understands.
pub(crate) const FAULT_KEYS: [&str; 7] = ["crash", "cut", "pause", "slow", "loss", "clock", "drift"];

/// Reads the fault behind one of the [`FAULT_KEYS`].
///
/// # Errors
/// A sentence, if it is none.
pub(crate) fn read_fault(key: &str, text: &str) -> Result<Fault, String> {
    let (who, rest) = text.rsplit_once('@').ok_or_else(|| shape(key, text))?;
    let (when, what) = match key {
        "crash" | "cut" => part(rest, '!'),
        "slow" => part(rest, 'x'),
        "clock" | "drift" => part(rest, '+'),
        _ => (rest, None),
    };
    let node = || who.parse::<Node>();
    let needed = || what.ok_or_else(|| shape(key, text));
    let action = match key {
        "crash" => FaultAction::Crash { node: node()?, disk_lost: read_disk(what)? },
        "cut" => FaultAction::Partition { nodes: read_nodes(who)?, direction: read_direction(what)? },
        "pause" => FaultAction::Pause { node: node()? },
        "slow" => FaultAction::Slow { node: node()?, factor: read_float(needed()?)? },
        "loss" => FaultAction::Loss { share: read_float(who)? },
        "clock" => FaultAction::ClockStep { node: node()?, by_us: read_signed_ms(needed()?)? },
        "drift" => FaultAction::ClockDrift { node: node()?, rate_ppm: read_rate(needed()?)? },
        _ => return Err(shape(key, text)),
    };
    let (at_us, until_us) = read_span(when)?;
    Ok(Fault { at_us, until_us, action })
}

/// Writes a fault as a part of a link, key and all; nothing where a number of it is undefined.
pub(crate) fn write_fault(fault: &Fault, link: &mut String) -> Option<()> {
    let key = match fault.action {
        FaultAction::Partition { .. } => "cut=",
        FaultAction::Crash { .. } => "crash=",
        FaultAction::Pause { .. } => "pause=",
        FaultAction::Slow { .. } => "slow=",
        FaultAction::Loss { .. } => "loss=",
        FaultAction::ClockStep { .. } => "clock=",
        FaultAction::ClockDrift { .. } => "drift=",
    };
    link.push_str(key);
    for (index, node) in fault.action.nodes().iter().enumerate() {
        if index > 0 {
            link.push(',');
        }
        link.push_str(&node.to_string());
    }
    if let FaultAction::Loss { share } = fault.action {
        write_float(share, link)?;
    }
    link.push('@');
    write_span(fault.at_us, fault.until_us, link);
    match fault.action {
        FaultAction::Crash { disk_lost: true, .. } => link.push_str("!disk"),
        FaultAction::Partition { direction: CutDirection::Inward, .. } => link.push_str("!in"),
        FaultAction::Partition { direction: CutDirection::Outward, .. } => link.push_str("!out"),
        FaultAction::Slow { factor, .. } => {
            link.push('x');
            write_float(factor, link)?;
        }
        FaultAction::ClockStep { by_us, .. } => {
            link.push('+');
            write_signed_ms(by_us, link);
        }
        FaultAction::ClockDrift { rate_ppm, .. } => {
            link.push('+');
            link.push_str(&rate_ppm.to_string());
        }
        FaultAction::Crash { .. }
        | FaultAction::Partition { .. }
        | FaultAction::Pause { .. }
        | FaultAction::Loss { .. } => {}
    }
    Some(())
}

/// The text before a mark, and the text after it if the mark is there.
fn part(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// Says how a fault is written.
fn shape(key: &str, text: &str) -> String {
    let example = match key {
        "crash" => "r3@204-272, or r3@204-272!disk where the disk is lost",
        "cut" => "r4,r5@84-168, with !in or !out for a one-way cut",
        "slow" => "r3@10-50x4",
        "loss" => "0.2@10-50",
        "clock" => "A@50+40, or A@50+-40 for a step back, in ms",
        "drift" => "r2@0+200, in µs a second",
        _ => "r3@10-20",
    };
    format!("`{text}` should look like {example}")
}

fn read_nodes(text: &str) -> Result<Vec<Node>, String> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    text.split(',').map(str::parse).collect()
}

fn read_disk(text: Option<&str>) -> Result<bool, String> {
    match text {
        None => Ok(false),
        Some("disk") => Ok(true),
        Some(other) => Err(format!("`!{other}` is unknown; only !disk can follow a crash")),
    }
}

fn read_direction(text: Option<&str>) -> Result<CutDirection, String> {
    match text {
        None => Ok(CutDirection::Both),
        Some("in") => Ok(CutDirection::Inward),
        Some("out") => Ok(CutDirection::Outward),
        Some(other) => Err(format!("`!{other}` is unknown; !in or !out can follow a cut")),
    }
}

fn read_rate(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| format!("`{text}` is not a whole number of µs a second"))
}
