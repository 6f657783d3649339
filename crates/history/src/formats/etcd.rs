//! The log of a Jepsen test of etcd: one register that knows compare-and-set.
//!
//! ```text
//! INFO  jepsen.util - 3 → :invoke → :cas → [3 0]
//! INFO  jepsen.util - 3 → :fail → :cas → [3 0]
//! ```
//!
//! The arrows are tabs. A `:fail` of `:cas` is an answer: it ran, and was refused. A `:fail` of anything else did not
//! happen. `:info` is an answer that never came.

use super::edn::{Edn, Form};
use super::fields::Fields;
use super::{Format, Recording};
use crate::NotationError;
use crate::calls::{Calls, Recorder};

pub(super) const FORMAT: Format = Format {
    name: "etcd",
    about: "the log of a test of etcd: INFO  jepsen.util - 3 :invoke :cas [3 0]",
    object: Some("cas_register"),
    looks_like: |text| {
        let first = text.lines().find(|line| !line.trim().is_empty());
        first.is_some_and(|line| line.contains("jepsen.util") || line.contains("\t:invoke\t"))
    },
    read: |text| read(text).map(Recording::Calls),
};

fn read(text: &str) -> Result<Calls, Vec<NotationError>> {
    let mut recorder = Recorder::default();
    for (line, content) in (1..).zip(text.lines()) {
        if !content.trim().is_empty()
            && let Err(problem) = event(&mut recorder, line, content)
        {
            recorder.problem(line, problem);
        }
    }
    recorder.finished()
}

fn event(recorder: &mut Recorder, line: u32, content: &str) -> Result<(), String> {
    let shape = || "it is not `… - PROCESS :invoke|:ok|:fail|:info :read|:write|:cas VALUE`".to_owned();
    let content = content.split_once(" - ").map_or(content, |(_, content)| content);
    let mut words = content.splitn(4, '\t').map(str::trim);
    let (Some(process), Some(kind), Some(f), Some(value)) = (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(shape());
    };
    if process == ":nemesis" {
        return Ok(());
    }
    let (Some(kind), Some(f)) = (kind.strip_prefix(':'), f.strip_prefix(':')) else { return Err(shape()) };
    if process.is_empty() || !process.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!("`{process}` is no number of a process"));
    }
    if !["read", "write", "cas"].contains(&f) {
        return Err(format!("`:{f}` is neither :read, :write nor :cas"));
    }
    let mut edn = Edn::new(value, line);
    let value = edn.form()?;
    if edn.peek().is_some() {
        return Err("something stands behind the value".to_owned());
    }
    let value = match value {
        // Why no answer came, not a value.
        Form::Keyword(_) if matches!(kind, "fail" | "info") => Form::Nil,
        value => value,
    };
    let (key, answer, at_ns, in_reply_to) = (None, None, None, &Form::Nil);
    let fields = Fields { line, process, kind, f, key, value: &value, in_reply_to, answer, at_ns };
    fields.record(recorder, true);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::{Clock, Reply};
    use crate::{Instant, Outcome};

    #[test]
    fn a_refused_compare_and_set_ran_and_a_failed_read_did_not() {
        let text = "INFO  jepsen.util - 0\t:invoke\t:cas\t[1 2]\nINFO  jepsen.util - 1\t:invoke\t:read\tnil\nINFO  \
                    jepsen.util - 0\t:fail\t:cas\t[1 2]\nINFO  jepsen.util - 1\t:fail\t:read\t:timed-out\n";
        let calls = read(text).expect("well formed");
        assert_eq!(calls.clock, Clock::Lines);
        assert_eq!((calls.calls[0].outcome, &calls.calls[0].reply), (Outcome::Ok, &Reply::Answer(false)));
        assert_eq!((calls.calls[1].outcome, calls.calls[1].invoked), (Outcome::Fail, Instant::from_us(2000)));
    }

    #[test]
    fn every_wrong_line_is_named() {
        let text = "INFO  jepsen.util - 0\t:invoke\t:cas\t[1]\nnoise\nINFO  jepsen.util - x\t:ok\t:read\t1\nINFO  \
                    jepsen.util - 4\t:ok\t:read\t1\nINFO  jepsen.util - 5\t:fly\t:read\t1\n";
        let problems = read(text).expect_err("all of it is wrong");
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [1, 2, 3, 4, 5], "{problems:#?}");
    }
}
