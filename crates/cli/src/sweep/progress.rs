//! How far a sweep is, on the standard error: one line that changes for people, few lines for logs.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A log gets a line each time so many of a hundred points more are done.
const LOGGED_PERCENT: usize = 10;
/// A sweep that is over sooner needs no progress.
const PATIENCE: Duration = Duration::from_secs(2);

/// How far a sweep is.
pub(crate) struct Progress {
    left: usize,
    done: AtomicUsize,
    begun: Instant,
    terminal: bool,
}

impl Progress {
    /// Of so many points that are left, and so many that were done before.
    pub(crate) fn of(left: usize, before: usize) -> Self {
        if before > 0 {
            eprintln!("{before} points were done before; {left} are left");
        }
        Self { left, done: AtomicUsize::new(0), begun: Instant::now(), terminal: std::io::stderr().is_terminal() }
    }

    /// One point more is done.
    pub(crate) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let elapsed = self.begun.elapsed();
        if elapsed < PATIENCE {
            return;
        }
        let rest = elapsed.as_secs_f64() / done as f64 * (self.left - done) as f64;
        let (left, seconds) = (self.left, rest.round() as u64);
        if self.terminal {
            eprint!("\r{done} of {left} points, about {seconds} s left\u{1b}[K");
        } else if done * 100 / left / LOGGED_PERCENT > (done - 1) * 100 / left / LOGGED_PERCENT {
            eprintln!("{done} of {left} points, about {seconds} s left");
        }
    }

    /// All are done.
    pub(crate) fn end(&self) {
        if self.terminal && self.begun.elapsed() >= PATIENCE {
            eprintln!();
        }
    }
}
