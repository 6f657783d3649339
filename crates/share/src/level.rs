//! Service levels as links write them: `fresh=0.99@100&p99-write=80&lose-region=on`, under the names that the
//! advisor has for the same.

use scenario::{FreshReads, Level, Uptime, limits};

use crate::number::{read_float, write_float};

/// The longest time that can be asked for: nobody waits longer for an answer.
const MS_MAX: f64 = limits::TIMEOUT_MS_MAX as f64;
/// Of all replicas one is left.
const DOWN_MAX: u8 = limits::REPLICAS_MAX - 1;
/// Says that a level asks nothing, which no key at all does not say.
const NOTHING: (&str, &str) = ("asks", "nothing");

/// Whether a key is about the service level.
pub(crate) fn is_level_key(key: &str) -> bool {
    matches!(
        key,
        "fresh"
            | "p99-read"
            | "p99-write"
            | "answered"
            | "up"
            | "survive"
            | "survive-writes"
            | "survive-reads"
            | "lose-region"
            | "asks"
    )
}

/// What a key adds to the level before it.
///
/// # Errors
/// A sentence, if its value cannot be.
pub(crate) fn read_level(key: &str, value: &str, before: Option<Level>) -> Result<Level, String> {
    let mut level = before.unwrap_or_default();
    match key {
        "fresh" => {
            let (share, within_ms) = read_pair(value, "0.99@100, a share and a time in ms")?;
            level.fresh = Some(FreshReads { share: read_share(share)?, within_ms: read_ms(within_ms)? });
        }
        "p99-read" => level.read_ms = Some(read_ms(value)?),
        "p99-write" => level.write_ms = Some(read_ms(value)?),
        "answered" => level.answered = Some(read_share(value)?),
        "up" => {
            let (share, failure) = read_pair(value, "0.9999@0.01, two shares of time")?;
            level.up = Some(Uptime { share: read_share(share)?, failure: read_share(failure)? });
        }
        "survive" => {
            level.down_writes = read_down(value)?;
            level.down_reads = level.down_writes;
        }
        "survive-writes" => level.down_writes = read_down(value)?,
        "survive-reads" => level.down_reads = read_down(value)?,
        "lose-region" => {
            level.without_region = value == "on";
            if !level.without_region && value != "off" {
                return Err(format!("`{value}` is neither on nor off"));
            }
        }
        _ if value != NOTHING.1 => return Err(format!("`{value}` is not `nothing`, which is all that asks= can say")),
        _ => {}
    }
    Ok(level)
}

/// The keys of a level with their values; nothing where a number is undefined.
pub(crate) fn level_parts(level: &Level) -> Option<Vec<(&'static str, String)>> {
    let number = |number: f64| {
        let mut text = String::new();
        write_float(number, &mut text).map(|()| text)
    };
    let pair = |one: f64, other: f64| Some(format!("{}@{}", number(one)?, number(other)?));
    let mut parts = Vec::new();
    if let Some(FreshReads { share, within_ms }) = level.fresh {
        parts.push(("fresh", pair(share, within_ms)?));
    }
    for (key, one) in [("p99-read", level.read_ms), ("p99-write", level.write_ms), ("answered", level.answered)] {
        if let Some(one) = one {
            parts.push((key, number(one)?));
        }
    }
    if let Some(Uptime { share, failure }) = level.up {
        parts.push(("up", pair(share, failure)?));
    }
    let (writes, reads) = (level.down_writes, level.down_reads);
    let downs = [
        ("survive", writes, writes == reads),
        ("survive-writes", writes, writes != reads),
        ("survive-reads", reads, writes != reads),
    ];
    parts.extend(
        downs.into_iter().filter(|(_, down, said)| *said && *down > 0).map(|(key, down, _)| (key, down.to_string())),
    );
    if level.without_region {
        parts.push(("lose-region", "on".to_owned()));
    }
    if parts.is_empty() {
        parts.push((NOTHING.0, NOTHING.1.to_owned()));
    }
    Some(parts)
}

fn read_pair<'a>(text: &'a str, shape: &str) -> Result<(&'a str, &'a str), String> {
    text.split_once('@').ok_or_else(|| format!("`{text}` should look like {shape}"))
}

fn read_share(text: &str) -> Result<f64, String> {
    let share = read_float(text)?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err(format!("`{text}` is not a share from 0 to 1")) }
}

fn read_ms(text: &str) -> Result<f64, String> {
    let ms = read_float(text)?;
    if (0.0..=MS_MAX).contains(&ms) { Ok(ms) } else { Err(format!("`{text}` is not a time from 0 to {MS_MAX} ms")) }
}

fn read_down(text: &str) -> Result<u8, String> {
    let down = text.parse().ok().filter(|down| *down <= DOWN_MAX && !text.starts_with('+'));
    down.ok_or_else(|| format!("`{text}` is not a number of replicas from 0 to {DOWN_MAX}"))
}
