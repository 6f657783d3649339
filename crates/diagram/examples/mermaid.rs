//! Writes random runs as Mermaid text, to be parsed by the real thing: `cargo run -p diagram
//! --example mermaid -- FOLDER`.

#[path = "../tests/runs/mod.rs"]
mod runs;

use std::path::Path;

use diagram::{Story, export};
use runs::Script;

/// Names that would break the text if they were not escaped.
const NAMES: [&str; 8] = ["end", "a;b", "#1: <b>", "%%{init}%%", "\"q\"\nend", "note over", "", "日本; loop"];

fn main() {
    let folder = std::env::args().nth(1).expect("a folder to write to");
    for seed in 0..200_u64 {
        let mut trace = Script::random(seed).play();
        if seed % 2 == 1 {
            let names = NAMES.iter().cycle().skip(seed as usize % NAMES.len());
            let participants = trace.sessions.iter_mut().chain(&mut trace.replicas);
            for (participant, name) in participants.zip(names) {
                (participant.name, participant.region) = ((*name).to_owned(), (*name).to_owned());
            }
            trace.keys.iter_mut().for_each(|key| key.push_str("; end # %% {"));
        }
        let text = export::mermaid(&Story::of(&trace), Some("It \"failed\"; #1 → end\nalt else {x}"));
        std::fs::write(Path::new(&folder).join(format!("{seed}.mmd")), text).expect("the folder can be written");
    }
}
