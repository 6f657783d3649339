//! Requirements as names and values: what stands in an address, and what a command line takes.
//!
//! `needs=linearizable&under=crashes,losses&p99-write=80&p99-read=50&fresh=0.99@100&survive=1&net=zones`

use history::ModelId;
use history::decimal::Decimal;
use scenario::{Assumptions, Crashes, Network, Session, limits};

use super::requirements::{Fresh, Requirements};

/// The quantiles that can be asked for, by the start of their names.
pub const QUANTILES: [(&str, f64); 5] = [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("p99.9", 0.999)];
/// How far a clock may be off, where only that it may is said.
const SKEW_MS: u32 = 1_000;

impl Requirements {
    /// Reads names and values over `self`: what is not named stays as it is.
    ///
    /// # Errors
    /// Everything that cannot be read, in the user's words.
    pub fn read(mut self, pairs: &[(String, String)]) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let mut quantile: Option<&str> = None;
        let placed = pairs.iter().any(|(name, _)| name == "sessions");
        for (name, value) in pairs {
            if let Some((start, what)) = name.split_once('-').filter(|(_, what)| ["write", "read"].contains(what)) {
                match QUANTILES.iter().find(|(known, _)| *known == start) {
                    Some((known, _)) if quantile.is_some_and(|other| other != *known) => {
                        problems.push("one quantile is asked for at a time: of reads and writes the same".to_owned());
                    }
                    Some((known, share)) => {
                        (quantile, self.quantile) = (Some(*known), *share);
                        match number(name, value) {
                            Ok(ms) if what == "write" => self.write_ms = Some(ms),
                            Ok(ms) => self.read_ms = Some(ms),
                            Err(problem) => problems.push(problem),
                        }
                    }
                    None => problems.push(unknown(name)),
                }
            } else if let Err(found) = self.set(name, value) {
                problems.extend(found);
            }
        }
        if !placed && pairs.iter().any(|(name, _)| name == "net") {
            self.sessions = Self::beside(&self.network);
        }
        if problems.is_empty() { Ok(self) } else { Err(problems) }
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Vec<String>> {
        let one = |problem: String| vec![problem];
        match name {
            "needs" => self.needs = each(value, "needs", model)?,
            "under" => self.under = assumptions(value)?,
            "fresh" => self.fresh = Some(fresh(value).map_err(one)?),
            "survive" => {
                self.down_writes = count(name, value).map_err(one)?;
                self.down_reads = self.down_writes;
            }
            "survive-writes" => self.down_writes = count(name, value).map_err(one)?,
            "survive-reads" => self.down_reads = count(name, value).map_err(one)?,
            "lose-region" => self.without_region = switch(name, value).map_err(one)?,
            "net" => self.network.preset = value.to_owned(),
            "stretch" => self.network.stretch = number(name, value).map_err(one)?,
            "tail" => self.network.tail = Some(number(name, value).map_err(one)?),
            "sessions" => self.sessions = each(value, name, |word| count(name, word)).map(sessions)?,
            "place" => self.placement = each(value, name, |word| count(name, word))?,
            "reads" => self.read_percent = count(name, value).map_err(one)?,
            "n" => self.replicas = replicas(value).map_err(one)?,
            "strategies" => self.strategies = value.split(',').map(str::to_owned).collect(),
            _ => return Err(vec![unknown(name)]),
        }
        Ok(())
    }

    /// Names and values that [`Requirements::read`] reads back over the usual ones. Links of a custom
    /// network have no place among them.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let usual = Self::default();
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut put = |differs: bool, name: &str, value: String| {
            if differs {
                pairs.push((name.to_owned(), value));
            }
        };
        let list = |items: Vec<String>| items.join(",");
        put(!self.needs.is_empty(), "needs", list(self.needs.iter().map(|model| model.key().to_owned()).collect()));
        put(self.under != usual.under, "under", under_words(self.under));
        let quantile = QUANTILES.iter().find(|(_, share)| *share == self.quantile).map_or("p99", |(name, _)| name);
        for (what, ms) in [("write", self.write_ms), ("read", self.read_ms)] {
            put(ms.is_some(), &format!("{quantile}-{what}"), Decimal(ms.unwrap_or(0.0)).to_string());
        }
        let fresh = self.fresh.map(|fresh| format!("{}@{}", Decimal(fresh.share), Decimal(fresh.within_ms)));
        put(fresh.is_some(), "fresh", fresh.unwrap_or_default());
        let same = self.down_writes == self.down_reads;
        put(same && self.down_writes > 0, "survive", self.down_writes.to_string());
        put(!same && self.down_writes > 0, "survive-writes", self.down_writes.to_string());
        put(!same && self.down_reads > 0, "survive-reads", self.down_reads.to_string());
        put(self.without_region, "lose-region", "on".to_owned());
        let Network { preset, stretch, tail, .. } = &self.network;
        put(*preset != usual.network.preset, "net", preset.clone());
        put(*stretch != 1.0, "stretch", Decimal(*stretch).to_string());
        put(tail.is_some(), "tail", Decimal(tail.unwrap_or(1.0)).to_string());
        let regions = list(self.sessions.iter().map(|session| session.region.to_string()).collect());
        put(self.sessions != Self::beside(&self.network), "sessions", regions);
        put(!self.placement.is_empty(), "place", list(self.placement.iter().map(u8::to_string).collect()));
        put(self.read_percent != usual.read_percent, "reads", self.read_percent.to_string());
        let (least, most) = self.replicas;
        let range = if least == most { least.to_string() } else { format!("{least}-{most}") };
        put(self.replicas != usual.replicas, "n", range);
        put(!self.strategies.is_empty(), "strategies", self.strategies.join(","));
        pairs
    }
}

fn unknown(name: &str) -> String {
    let known = "needs, under, p99-write, p99-read (and p50, p90, p95, p99.9), fresh, survive, survive-writes, \
                 survive-reads, lose-region, net, stretch, tail, sessions, place, reads, n, strategies";
    format!("nothing is called `{name}`; there are {known}")
}

fn number(name: &str, text: &str) -> Result<f64, String> {
    history::decimal::read(text).ok_or_else(|| format!("{name} is `{text}`; it must be a number"))
}

fn count(name: &str, text: &str) -> Result<u8, String> {
    text.trim().parse().map_err(|_| format!("{name} is `{text}`; it must be a whole number up to 255"))
}

fn switch(name: &str, text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(format!("{name} is `{text}`; it can be on or off")),
    }
}

fn sessions(regions: Vec<u8>) -> Vec<Session> {
    regions.into_iter().map(|region| Session { region }).collect()
}

/// A list with commas.
fn each<T>(text: &str, name: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, Vec<String>> {
    let (mut list, mut problems) = (Vec::new(), Vec::new());
    for word in text.split(',') {
        match read(word.trim()) {
            Ok(item) => list.push(item),
            Err(problem) => problems.push(problem),
        }
    }
    if list.is_empty() && problems.is_empty() {
        problems.push(format!("{name} is empty"));
    }
    if problems.is_empty() { Ok(list) } else { Err(problems) }
}

fn model(word: &str) -> Result<ModelId, String> {
    let mut models = crate::guarantee_models();
    models.find(|model| model.key() == word).ok_or_else(|| {
        let known: Vec<&str> = crate::guarantee_models().map(ModelId::key).collect();
        format!("no guarantee is called `{word}`; there are {}", known.join(", "))
    })
}

fn fresh(text: &str) -> Result<Fresh, String> {
    let wrong = || format!("fresh is `{text}`; it must be a share and a time in ms: 0.99@100");
    let (share, within_ms) = text.split_once('@').ok_or_else(wrong)?;
    let read = |part: &str| history::decimal::read(part).ok_or_else(wrong);
    Ok(Fresh { share: read(share)?, within_ms: read(within_ms)? })
}

fn replicas(text: &str) -> Result<(u8, u8), String> {
    let most = limits::REPLICAS_MAX;
    let wrong = || format!("n is `{text}`; it must be a number of replicas up to {most}, or a range: 3-{most}");
    let read = |part: &str| part.trim().parse::<u8>().map_err(|_| wrong());
    match text.split_once('-') {
        Some((least, most)) => Ok((read(least)?, read(most)?)),
        None => read(text).map(|n| (n, n)),
    }
}

/// What may go wrong, by names.
fn assumptions(text: &str) -> Result<Assumptions, Vec<String>> {
    let mut under = Assumptions::CALM;
    let mut problems = Vec::new();
    for word in text.split(',').map(str::trim) {
        match word {
            "nothing" => {}
            "crashes" => under.crashes = Crashes::Any,
            "minority" => under.crashes = Crashes::Minority,
            "partitions" => under.partitions = true,
            "losses" => under.losses = true,
            "pauses" => under.pauses = true,
            "clocks" => under.skew_ms = SKEW_MS,
            _ => match word.strip_prefix("clocks:").and_then(|ms| ms.parse().ok()) {
                Some(skew_ms) => under.skew_ms = skew_ms,
                None => problems.push(format!(
                    "nothing that goes wrong is called `{word}`; there are crashes, minority (crashes of fewer than \
                     half), partitions, losses, pauses, clocks (off by up to {SKEW_MS} ms, or clocks:50), and nothing"
                )),
            },
        }
    }
    if problems.is_empty() { Ok(under) } else { Err(problems) }
}

fn under_words(under: Assumptions) -> String {
    let clocks = format!("clocks:{}", under.skew_ms);
    let all = [
        ("crashes", under.crashes == Crashes::Any),
        ("minority", under.crashes == Crashes::Minority),
        ("partitions", under.partitions),
        ("losses", under.losses),
        ("pauses", under.pauses),
        (if under.skew_ms == SKEW_MS { "clocks" } else { &clocks }, under.skew_ms > 0),
    ];
    let words: Vec<&str> = all.iter().filter(|(_, may)| *may).map(|(word, _)| *word).collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(",") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        let split = |part: &str| part.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        text.split('&').filter_map(split).collect()
    }

    #[test]
    fn what_is_written_is_read_back() {
        for text in [
            "",
            "needs=linearizable,monotonic_reads&under=minority,losses,clocks:50&p95-write=80&p95-read=12.5&fresh=0.99@100",
            "survive=2&lose-region=on&net=zones&stretch=2&tail=3&sessions=0,0,2&place=0,0,1&reads=90&n=3-5",
            "under=nothing&survive-writes=1&survive-reads=2&n=4&strategies=raft,quorum",
            "under=crashes,partitions,losses,pauses,clocks",
        ] {
            let read = Requirements::default().read(&pairs(text)).expect(text);
            assert_eq!(read.pairs(), pairs(text), "{text}");
        }
    }

    #[test]
    fn all_that_cannot_be_read_is_named_at_once() {
        let text = "needs=strong,best&under=rain&p99-write=fast&p50-read=3&fresh=1&survive=x&n=many&colour=red";
        let problems = Requirements::default().read(&pairs(text)).expect_err("nothing of it is right");
        assert_eq!(problems.len(), 9, "{problems:#?}");
    }

    #[test]
    fn all_that_cannot_be_searched_for_is_named_at_once() {
        let text = "p99-write=-1&fresh=2@-5&survive=9&net=moon&reads=101&n=7-3&strategies=magic";
        let problems = Requirements::default().read(&pairs(text)).expect("it can be read").problems();
        // Writes and reads can both not go on.
        assert_eq!(problems.len(), 9, "{problems:#?}");
    }
}
