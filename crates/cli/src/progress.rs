//! How far a long search is, on the standard error: one line that changes for people, few lines for logs.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A log gets a line each time so many of a hundred more are done.
const LOGGED_PERCENT: usize = 10;
/// What is over sooner needs no progress.
const PATIENCE: Duration = Duration::from_secs(2);
/// A log that was silent for so long gets a line, however little is done.
const SILENCE: Duration = Duration::from_secs(15);

/// How far it is.
pub(crate) struct Progress {
    /// What is counted: `points`.
    of: &'static str,
    /// Whether each takes about as long as any other, so that the rest can be told.
    even: bool,
    left: usize,
    done: AtomicUsize,
    begun: Instant,
    /// When a log got its last line, in ms from the beginning.
    told_ms: AtomicU64,
    terminal: bool,
}

impl Progress {
    /// Of so many that are left.
    pub(crate) fn new(of: &'static str, left: usize, even: bool) -> Self {
        let (done, told_ms) = (AtomicUsize::new(0), AtomicU64::new(0));
        Self { of, even, left, done, begun: Instant::now(), told_ms, terminal: std::io::stderr().is_terminal() }
    }

    /// One more is done.
    pub(crate) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let elapsed = self.begun.elapsed();
        if elapsed < PATIENCE {
            return;
        }
        let Self { of, left, .. } = self;
        let mut line = format!("{done} of {left} {of}");
        if self.even {
            let rest = elapsed.as_secs_f64() / done as f64 * left.saturating_sub(done) as f64;
            line.push_str(&format!(", about {} s left", rest.round() as u64));
        }
        if self.terminal {
            eprint!("\r{line}\u{1b}[K");
        } else if self.is_worth_a_line(done, elapsed) {
            eprintln!("{line}");
        }
    }

    fn is_worth_a_line(&self, done: usize, elapsed: Duration) -> bool {
        let part = |done: usize| done * 100 / self.left.max(1) / LOGGED_PERCENT;
        let now_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        let silent_ms = now_ms.saturating_sub(self.told_ms.load(Ordering::Relaxed));
        let worth = part(done) > part(done - 1) || u128::from(silent_ms) >= SILENCE.as_millis();
        if worth {
            self.told_ms.store(now_ms, Ordering::Relaxed);
        }
        worth
    }

    /// What is done after all of them, if that is worth a line by now.
    pub(crate) fn then(&self, what: &str) {
        if self.begun.elapsed() >= PATIENCE {
            self.end();
            eprintln!("{what}");
        }
    }

    /// All are done.
    pub(crate) fn end(&self) {
        if self.terminal && self.begun.elapsed() >= PATIENCE {
            eprintln!();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_gets_few_lines_and_is_not_silent_for_long() {
        let progress = Progress::new("settings", 100, false);
        let lines = |range: std::ops::RangeInclusive<usize>, each_s: u64| {
            let at = |done: &usize| progress.is_worth_a_line(*done, Duration::from_secs(each_s * *done as u64));
            range.filter(at).collect::<Vec<_>>()
        };
        assert_eq!(lines(1..=30, 1), [10, 20, 30]);
        assert_eq!(lines(31..=35, 10), [31, 33, 35]);
    }
}
