//! What a session, or a write, rests on: the newest version on each line of versions.

use history::{Key, Version};

/// The newest version that matters on each line of versions.
///
/// A line is whatever orders its versions by itself: a key, where the newest of each key counts (the
/// lines are the keys' numbers); the one log of a leader (a single line 0, the stamp is the place in
/// the log); or each replica's own log (a line a replica: the token is a version vector).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Token(Vec<(u16, Version)>);

impl Token {
    /// Asks for nothing.
    pub(crate) const NONE: Self = Self(Vec::new());

    /// Asks for that version on that line, or a newer one.
    pub(crate) fn add(&mut self, line: u16, version: Version) {
        if version == Version::INITIAL {
            return;
        }
        match self.0.iter_mut().find(|(known, _)| *known == line) {
            Some((_, newest)) => *newest = version.max(*newest),
            None => self.0.push((line, version)),
        }
    }

    /// Asks for what the other asks for, too.
    pub(crate) fn join(&mut self, other: &Self) {
        for (line, version) in &other.0 {
            self.add(*line, *version);
        }
    }

    /// The same without what is asked of a line.
    pub(crate) fn beside(mut self, line: u16) -> Self {
        self.0.retain(|(known, _)| *known != line);
        self
    }

    /// What it asks for on a line.
    pub(crate) fn on(&self, line: u16) -> Version {
        self.0.iter().find(|(known, _)| *known == line).map_or(Version::INITIAL, |(_, version)| *version)
    }

    /// The highest stamp of all versions that it asks for, if it asks for any.
    pub(crate) fn highest_stamp(&self) -> Option<i64> {
        self.0.iter().map(|(_, version)| version.stamp).max()
    }

    /// Whether whoever has these newest versions has all that is asked for.
    pub(crate) fn is_covered_by(&self, newest: impl Fn(u16) -> Version) -> bool {
        self.0.iter().all(|(line, version)| newest(*line) >= *version)
    }
}

/// The line of a key, for protocols in which each key has an order of its own.
pub(crate) const fn line_of(key: Key) -> u16 {
    key.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(stamp: i64) -> Version {
        Version { stamp, counter: 0, writer: 0 }
    }

    #[test]
    fn a_token_is_covered_by_whoever_has_every_line_as_new() {
        let mut token = Token::default();
        token.add(0, version(3));
        token.add(1, version(5));
        token.add(1, version(4));
        token.add(2, Version::INITIAL);
        let has = |x, y| move |line| if line == 0 { version(x) } else { version(y) };
        assert!(token.is_covered_by(has(3, 5)));
        assert!(token.is_covered_by(has(9, 6)));
        assert!(!token.is_covered_by(has(2, 9)));
        assert!(!token.is_covered_by(has(9, 4)));
        assert!(token.clone().beside(0).is_covered_by(has(0, 5)));
        let mut joined = Token::default();
        assert_eq!(joined.highest_stamp(), None);
        joined.join(&token);
        assert_eq!(joined, token);
        assert_eq!(joined.highest_stamp(), Some(5));
        assert_eq!([0, 1, 2].map(|line| joined.on(line)), [version(3), version(5), Version::INITIAL]);
    }
}
