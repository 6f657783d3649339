//! Reads the words of a command line against what a command takes.

/// What a command takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Takes {
    /// The names of the words that it takes, in order. A last one that ends in `…` can be given
    /// more than once; one in brackets can be left out.
    pub(crate) words: &'static [&'static str],
    /// Its flags, in the order in which help tells them.
    pub(crate) flags: &'static [Flag],
}

/// A flag: how it is read, and what help says of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flag {
    pub(crate) name: &'static str,
    /// What its value is called, `--seeds 200` or `--seeds=200`; nothing for one that stands alone: `--json`.
    pub(crate) value: Option<&'static str>,
    /// What it does, with the unit and what counts unless it is said.
    pub(crate) about: &'static str,
}

/// A flag that stands alone.
pub(crate) const fn switch(name: &'static str, about: &'static str) -> Flag {
    Flag { name, value: None, about }
}

/// A flag with a value.
pub(crate) const fn option(name: &'static str, value: &'static str, about: &'static str) -> Flag {
    Flag { name, value: Some(value), about }
}

impl Flag {
    /// As it is typed: `--seeds N`.
    pub(crate) fn usage(&self) -> String {
        self.value.map_or_else(|| format!("--{}", self.name), |value| format!("--{} {value}", self.name))
    }
}

/// The words of a command line, in order of kind.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    words: Vec<String>,
    switches: Vec<String>,
    options: Vec<(String, String)>,
}

impl Takes {
    /// Reads a command line.
    ///
    /// # Errors
    /// All that does not fit, at once.
    pub(crate) fn read(&self, line: &[String]) -> Result<Arguments, Vec<String>> {
        let mut read = Arguments::default();
        let mut problems = Vec::new();
        let mut line = line.iter();
        while let Some(word) = line.next() {
            let Some(flag) = word.strip_prefix("--").filter(|flag| !flag.is_empty()) else {
                read.words.push(word.clone());
                continue;
            };
            let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
            match self.flags.iter().find(|flag| flag.name == name).map(|flag| flag.value) {
                Some(Some(_)) => match value.map(str::to_owned).or_else(|| line.next().cloned()) {
                    Some(value) => read.options.push((name.to_owned(), value)),
                    None => problems.push(format!("--{name} needs a value")),
                },
                Some(None) if value.is_none() => read.switches.push(name.to_owned()),
                _ => problems.push(self.unknown(name)),
            }
        }
        let needed = self.words.iter().skip(read.words.len()).filter(|name| !name.starts_with('['));
        problems.extend(needed.map(|name| format!("{name} is missing")));
        let many = self.words.last().is_some_and(|name| name.ends_with('…'));
        let most = if many { usize::MAX } else { self.words.len() };
        problems.extend(read.words.iter().skip(most).map(|word| format!("`{word}` is one word too many")));
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    fn unknown(&self, name: &str) -> String {
        let known: Vec<String> = self.flags.iter().map(|flag| format!("--{}", flag.name)).collect();
        match known.as_slice() {
            [] => format!("--{name} is unknown; this command takes no flags"),
            _ => format!("--{name} is unknown; there are {}", known.join(", ")),
        }
    }
}

impl Arguments {
    /// The word at a place that the command needs.
    pub(crate) fn word(&self, place: usize) -> &str {
        self.words.get(place).map_or("", String::as_str)
    }

    /// All words.
    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether a switch is there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.switches.iter().any(|known| known == name)
    }

    /// The value of an option; the last one counts.
    pub(crate) fn option(&self, name: &str) -> Option<&str> {
        self.all(name).last()
    }

    /// All options, in the order in which they were given.
    pub(crate) fn given(&self) -> impl Iterator<Item = (&str, &str)> {
        self.options.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// All values of an option that can be given more than once.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.options.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A count from 1 to `most`.
    ///
    /// # Errors
    /// A sentence, if it is none.
    pub(crate) fn count(&self, name: &str, most: u32) -> Result<Option<u32>, String> {
        let Some(text) = self.option(name) else { return Ok(None) };
        match text.parse() {
            Ok(count) if (1..=most).contains(&count) => Ok(Some(count)),
            _ => Err(format!("--{name} is `{text}`; it can be a whole number from 1 to {most}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAKES: Takes = Takes {
        words: &["FILE"],
        flags: &[switch("json", ""), option("seeds", "N", ""), option("fail-on", "MODEL", "")],
    };

    fn read(line: &str) -> Result<Arguments, Vec<String>> {
        TAKES.read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn flags_may_stand_before_and_after_words() {
        let read = read("--json - --seeds=5 --fail-on a --fail-on b").unwrap();
        assert_eq!((read.word(0), read.has("json"), read.count("seeds", 9)), ("-", true, Ok(Some(5))));
        assert_eq!(read.all("fail-on").collect::<Vec<_>>(), ["a", "b"]);
        assert!(read.count("seeds", 4).is_err());
    }

    #[test]
    fn a_word_in_brackets_can_be_left_out() {
        const ONE: Takes = Takes { words: &["[ID]"], flags: &[] };
        let read = |words: &[&str]| ONE.read(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(read(&[]).unwrap().word(0), "");
        assert_eq!(read(&["a"]).unwrap().word(0), "a");
        assert!(read(&["a", "b"]).is_err());
    }

    #[test]
    fn all_that_does_not_fit_is_named_at_once() {
        let problems = read("--jason --json=1 a b --seeds").unwrap_err();
        assert_eq!(problems.len(), 4, "{problems:?}");
        assert_eq!(read("").unwrap_err(), ["FILE is missing"]);
    }
}
