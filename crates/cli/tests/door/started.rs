//! Starts the built command as a shell would.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What a command came to.
#[derive(Debug)]
pub(crate) struct Ended {
    /// The exit code.
    pub(crate) code: i32,
    /// The standard output.
    pub(crate) out: String,
    /// The lines of the standard error.
    pub(crate) problems: Vec<String>,
}

impl Ended {
    /// The standard output of a command that went well.
    #[track_caller]
    pub(crate) fn fine(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.out
    }

    /// The same as JSON.
    #[track_caller]
    pub(crate) fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.fine()).expect("JSON on the standard output")
    }
}

/// Runs `quorate` with words, and with text on its standard input.
pub(crate) fn quorate(words: &[&str], input: &str) -> Ended {
    let mut child = Command::new(env!("CARGO_BIN_EXE_quorate"))
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command was built");
    let mut stdin = child.stdin.take().expect("it is piped");
    // A command that does not read its input may be gone by now.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes text");
    Ended {
        code: output.status.code().expect("it was not killed"),
        out: text(output.stdout),
        problems: text(output.stderr).lines().map(str::to_owned).collect(),
    }
}

/// A file for one test, in the folder that Cargo keeps for such.
pub(crate) fn file(name: &str, text: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("the folder is there");
    path.to_str().expect("plain letters").to_owned()
}
