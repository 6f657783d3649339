//! Any text as the log of a key-value store: every wrong line is named, or the calls are judged.
#![no_main]

mod record;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| record::read("kv", text));
