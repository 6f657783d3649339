//! `quorate link` and the shape of the command line, from the outside.

use crate::started::quorate;

const PARTS: &str = "w=3&r=3&k.write_back=on&crash=r3@204-272!disk&do=A.w.x@10";

#[test]
fn what_is_encoded_decodes_to_the_same_scenario() {
    let json = quorate(&["link", "decode", PARTS], "").fine();
    for flags in [&[][..], &["--readable"], &["--packed"], &["--packed", "--route", "/e"]] {
        let link = quorate(&[&["link", "encode", "-"], flags].concat(), &json).fine();
        assert!(link.starts_with("#/"), "{link}");
        assert_eq!(quorate(&["link", "decode", link.trim()], "").fine(), json, "{link}");
        assert_eq!(quorate(&["link", "decode", "-"], &link).fine(), json, "{link}");
    }
    let readable = "#/?w=3&r=3&k.write_back=on&do=A.w.x@10&crash=r3@204-272!disk";
    assert_eq!(quorate(&["link", "encode", "-"], &json).fine().trim(), readable);
}

#[test]
fn a_link_is_explained_part_by_part() {
    let text = quorate(&["link", "explain", &format!("#/e?{PARTS}")], "").fine();
    for part in PARTS.split('&') {
        assert!(text.contains(part), "{part} is missing:\n{text}");
    }
    assert!(text.contains("readable, version 1") && text.contains("The scenario can run."), "{text}");
    let packed = quorate(&["link", "encode", "n=3&w=9", "--packed"], "").fine();
    let text = quorate(&["link", "explain", packed.trim()], "").fine();
    assert!(text.contains("packed, version 1") && text.contains("engine 1"), "{text}");
    assert!(text.contains("cannot run") && text.contains("W, the acknowledgements"), "{text}");
}

#[test]
fn what_is_asked_is_explained_and_changes_no_run() {
    let asked = "fresh=0.99@100&p99-read=50&p99-write=80&answered=0.999&up=0.99@0.01&survive=1&lose-region=on";
    let text = quorate(&["link", "explain", &format!("#/?w=3&{asked}&at=5&window=5-90&object=account")], "").fine();
    for part in asked.split('&') {
        assert!(text.lines().any(|line| line.contains(part) && line.contains("service level: ")), "{part}:\n{text}");
    }
    let parts = text.lines().filter(|line| line.starts_with("  "));
    assert!(parts.clone().count() > 10 && parts.clone().all(|line| line.trim().contains("  ")), "{text}");
    let run = |link: &str| quorate(&["run", link], "").fine();
    assert_eq!(run(&format!("w=3&{asked}")), run("w=3"));
}

#[test]
fn a_link_with_mistakes_is_refused_with_all_of_them() {
    for command in [["link", "decode"], ["link", "explain"], ["link", "encode"]] {
        let ended = quorate(&[&command[..], &["n=x&q=1"]].concat(), "");
        assert_eq!((ended.code, ended.problems.len()), (2, 2), "{ended:?}");
    }
}

#[test]
fn the_command_line_is_refused_with_all_its_mistakes() {
    for (line, count) in [
        (&["walk"][..], 1),
        (&["link"], 1),
        (&["run"], 1),
        (&["run", "v=1", "v=1", "--loud", "--seeds"], 3),
        (&["link", "encode", "v=1", "--packed", "--readable"], 1),
        (&["quorums", "--seeds", "-5"], 1),
    ] {
        let ended = quorate(line, "");
        assert_eq!((ended.code, ended.problems.len()), (2, count), "{line:?}: {ended:?}");
    }
}

#[test]
fn help_names_every_command_and_the_exit_codes() {
    let help = quorate(&["help"], "").fine();
    for words in ["run", "check", "link encode", "link decode", "link explain", "quorums", "Exit codes"] {
        assert!(help.contains(words), "{words}");
    }
    assert_eq!(quorate(&[], "").fine(), help);
    for line in help.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    let commands: Vec<&str> = help.lines().filter_map(|line| line.strip_prefix("  quorate ")).collect();
    assert!(commands.len() >= 17, "{commands:?}");
    for command in commands {
        let words: Vec<&str> = command.split(' ').take_while(|word| word.starts_with(char::is_lowercase)).collect();
        let own = quorate(&[&words[..], &["--help"]].concat(), "").fine();
        assert!(own.contains("crates/cli/README.md"), "{own}");
        // An unknown flag is answered with those that are read: each of them is in help, with words beside it.
        let refused = quorate(&[&words[..], &["--no-such-flag"]].concat(), "");
        let known =
            refused.problems.iter().find_map(|line| line.split_once("there are --")).map_or("", |(_, rest)| rest);
        for flag in known.split(", --").filter(|flag| !flag.is_empty()) {
            let told = own.lines().find(|line| line.trim_start().split(' ').next() == Some(&format!("--{flag}")));
            assert!(told.is_some_and(|line| line.trim().split("  ").count() > 1), "{flag} of {command}:\n{own}");
        }
    }
    let run = quorate(&["run", "--help"], "").fine();
    for words in ["--fail-on MODEL", "--theme THEME", "lnkd-disk", "LinkedIn, spinning disks", "monotonic_writes"] {
        assert!(run.contains(words), "{words}:\n{run}");
    }
    let decide = quorate(&["decide", "--help"], "").fine();
    for words in ["--survive-writes K", "--stretch X", "--place R,…", "in ms", "60 unless said"] {
        assert!(decide.contains(words), "{words}:\n{decide}");
    }
    assert!(quorate(&["--version"], "").fine().contains("engine 1"));
}
