//! One step at a time: what is run is printed, what it took is printed.

use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Runs a command with its output shown; an error says how it ended.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    println!("$ {}", line_of(command));
    let ended = command.status();
    well(command, ended)
}

/// Like [`run`], and gives back what the command wrote to its standard output.
pub(crate) fn run_and_read(command: &mut Command) -> Result<String, String> {
    println!("$ {}", line_of(command));
    let output = command.stderr(Stdio::inherit()).output();
    let text =
        output.as_ref().map_or_else(|_| String::new(), |output| String::from_utf8_lossy(&output.stdout).into_owned());
    print!("{text}");
    well(command, output.map(|output| output.status))?;
    Ok(text)
}

fn well(command: &Command, ended: std::io::Result<ExitStatus>) -> Result<(), String> {
    let program = command.get_program().to_string_lossy();
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{program} ended with {status}")),
        Err(why) => Err(format!("{program} could not be started: {why}")),
    }
}

/// Does a piece of set-up, saying what and for how long.
pub(crate) fn step(what: &str, work: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    println!("· {what} …");
    let start = Instant::now();
    work().map_err(|why| format!("{what}: {why}"))?;
    println!("· {what}: done in {}", seconds(start.elapsed()));
    Ok(())
}

/// A duration as people read it.
pub(crate) fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    if whole < 60 {
        return format!("{:.1} s", duration.as_secs_f64());
    }
    format!("{} min {:02} s", whole / 60, whole % 60)
}

fn line_of(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| {
        let word = word.to_string_lossy();
        if word.is_empty() || word.contains(' ') { format!("'{word}'") } else { word.into_owned() }
    }));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_durations_show_tenths_and_long_ones_minutes() {
        assert_eq!(seconds(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(61)), "1 min 01 s");
    }

    #[test]
    fn a_command_that_fails_is_an_error_and_one_that_is_absent_says_so() {
        let failed = run(Command::new("cargo").arg("no-such-subcommand"));
        assert!(failed.is_err_and(|why| why.starts_with("cargo ended with")));
        let absent = run(&mut Command::new("no-such-program-anywhere"));
        assert!(absent.is_err_and(|why| why.contains("could not be started")));
    }
}
