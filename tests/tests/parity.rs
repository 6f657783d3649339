//! The same scenario is the same run everywhere: digests, verdicts and numbers written down
//! natively are met again in wasm under Node.
//!
//! `UPDATE_GOLDEN=1 cargo test -p tests --test parity` writes them anew; do so only where runs are
//! meant to change, and then raise `history::ENGINE_VERSION`.

use pipeline::{Recording, Report};
use share::decode;

/// A link, the digest of its trace, and a digest of all verdicts and numbers, a line each.
const GOLDEN: &str = include_str!("../golden/digests/runs.txt");

const PROTOCOLS: [&str; 5] = [
    "s=single_copy",
    "s=primary&k.reads=any",
    "s=primary&k.reads=nearest&k.resend_ms=90",
    "s=quorum&k.read_repair=on&k.write_back=on&k.versions=logical",
    "s=quorum&k.coordinator=nearest&k.requests=quorum&n=7&w=3&r=3",
];

const NETWORKS: [&str; 9] =
    ["rack", "zones", "continent", "worldwide", "lnkd-ssd", "lnkd-disk", "ymmr", "ymmr-simulated", "wan"];

const FAULTS: [&str; 7] = [
    "crash=r2@40-140",
    "crash=r3@40-140!disk",
    "cut=r1@30-120!in",
    "pause=r2@20-90",
    "slow=r1@10-200x7",
    "loss=0.3@0-150&dup=0.2",
    "clock=A@30+-40&drift=B@0+-90000",
];

fn links() -> Vec<String> {
    let mut links = vec!["v=1".to_owned(), "r=4".to_owned(), "think=uniform:1,30&ops=40&keys=3&seed=5".to_owned()];
    for (index, network) in NETWORKS.iter().enumerate() {
        for (offset, protocol) in PROTOCOLS.iter().enumerate() {
            let fault = FAULTS[(index + offset) % FAULTS.len()];
            links.push(format!("{protocol}&net={network}&ops=6&writes=50&keys=2&timeout=300&seed={index}&{fault}"));
        }
    }
    links
}

fn line(link: &str) -> String {
    let decoded = decode(link).unwrap_or_else(|error| panic!("{link}: {error}"));
    assert_eq!(decoded.problems, [], "{link}");
    let trace = pipeline::run(&decoded.link.scenario, Recording::Full).unwrap_or_else(|why| panic!("{link}: {why:?}"));
    let report = Report::of(trace);
    let rest = serde_json::to_string(&(&report.judgement, &report.summary)).expect("plain data");
    let mut digester = history::Digester::new();
    rest.bytes().for_each(|byte| digester.word(u64::from(byte)));
    format!("{link} {} {}", report.digest, digester.digest())
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn every_run_is_the_one_that_was_written_down() {
    let lines: Vec<String> = links().iter().map(|link| line(link)).collect();
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let path = tests::root().join("tests/golden/digests/runs.txt");
        std::fs::write(path, lines.join("\n") + "\n").expect("the golden file can be written");
        return;
    }
    let golden: Vec<&str> = GOLDEN.lines().collect();
    assert_eq!(lines.len(), golden.len());
    for (line, golden) in lines.iter().zip(golden) {
        assert_eq!(line, golden);
    }
}
