//! Any text as the log of a test of etcd: every wrong line is named, or the calls are judged.
#![no_main]

mod record;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| record::read("etcd", text));
