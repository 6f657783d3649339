//! The same scenario is the same run everywhere: digests, verdicts and numbers written down
//! natively are met again in wasm under Node.
//!
//! `UPDATE_GOLDEN=1 cargo test -p tests --test parity` writes them anew; do so only where runs are
//! meant to change, and then raise `history::ENGINE_VERSION`.

use pipeline::{Recording, Report};
use share::decode;

/// A link, the digest of its trace, and a digest of all verdicts and numbers, a line each.
const GOLDEN: &str = include_str!("../golden/digests/runs.txt");

/// A link and a digest of all that its next runs show together, a line each.
const SERIES: &str = include_str!("../golden/digests/series.txt");

/// A distribution and a digest of 20,000 draws from it, a line each.
const DRAWS: &str = include_str!("../golden/digests/draws.txt");

const PROTOCOLS: [&str; 5] = [
    "s=single_copy",
    "s=primary&k.reads=any",
    "s=primary&k.reads=nearest&k.resend_ms=90",
    "s=quorum&k.read_repair=on&k.write_back=on&k.versions=logical",
    "s=quorum&k.coordinator=nearest&k.requests=quorum&n=7&w=3&r=3",
];

/// Protocols that came later: crossed one by one at the end, so that what was written down before stays as it is.
const LATER: &[&str] = &[
    "s=write_all&n=3&k.reads=any",
    "s=multi_leader&n=3",
    "s=multi_leader&n=4&k.versions=lamport&k.reads=any&k.period_ms=60",
    "s=weak&n=3&k.reads=any",
    "s=cache_aside&n=3",
    "s=cache_aside&n=3&k.leases=on&k.invalidate=all&k.ttl_ms=60",
    "s=raft&k.election_min_ms=60&k.election_max_ms=120&k.heartbeat_ms=20&k.retry_ms=80",
    "s=raft&n=3&k.reads=lease&k.election_min_ms=80&k.election_max_ms=90&k.heartbeat_ms=30&k.lease_ms=70",
    "s=raft&k.reads=follower_read_index&k.election_min_ms=60&k.election_max_ms=120&k.heartbeat_ms=20&object=account",
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

/// Settings of quorums, and a digest of what the mathematics says of each, a line each.
const PROSPECTS: &str = include_str!("../golden/digests/prospects.txt");

/// By integration, but for the last: its writes can arrive at a single moment, which no integral covers.
const SETTINGS: [&str; 10] = [
    "v=1",
    "n=3&w=1&r=1&net=lnkd-ssd",
    "n=3&w=2&r=1&net=lnkd-disk",
    "n=3&w=1&r=2&net=ymmr",
    "n=3&w=1&r=1&net=wan&k.coordinator=random",
    "n=9&w=4&r=4&net=zones",
    "n=5&w=1&r=1&net=continent&k.coordinator=nearest&k.requests=quorum",
    "n=6&net=continent&place=0,0,0,1,1,2&sessions=0,1,2&k.quorum_scope=local&k.read_repair=on&crash=r2@40-140",
    "n=5&w=1&r=2&k.versions=logical&net=custom&region=Here&way=lognormal:40,2.5&timeout=200",
    "n=3&w=1&r=2&net=custom&region=Here&way=quantiles:1,4,4,4,90.5",
];

/// Every kind of distribution, each on all links and as the pause of the sessions.
const DISTRIBUTIONS: [&str; 6] =
    ["40", "uniform:5,80", "exp:30", "lognormal:40,2.5", "pareto:0.38,1.05,1.51,0.183", "quantiles:1,2,5,90.5"];

/// Runs of protocols that came later, at the end so that what stands before them stays as it is.
const LATER_RUNS: &[&str] = &[
    "s=total_order&n=3&net=zones&ops=8&writes=50&keys=2&crash=r1@40-700&timeout=2000&seed=1",
    "s=total_order&k.sync=on&ops=8&writes=50&keys=2&cut=r1,A@150-1200&loss=0.02&dup=0.1&seed=2",
    "s=total_order&k.without=history&k.patience_ms=60&net=continent&ops=20&keys=2&pause=r1@40-300&clock=r2@30+500&seed=3",
    "s=causal&n=3&net=zones&ops=12&writes=50&keys=2&crash=r1@20-300&k.resend_ms=50&k.patience_ms=60&seed=1",
    "s=causal&k.mechanism=vector_clock&ops=8&writes=60&keys=3&cut=r1,A@50-700&loss=0.05&dup=0.1&seed=2",
    "s=causal&k.without=last_writer&net=continent&ops=8&writes=60&slow=r2@10-60x9&seed=3",
    "s=primary&n=5&k.acks=2&net=continent&ops=6&writes=50&keys=2&dup=0.2&crash=r2@40-140",
    "s=primary&n=3&k.acks=1&k.failover=on&k.timeout_ms=100&net=zones&ops=9&keys=2&think=exp:60&crash=r1@150-700",
    "s=primary&n=3&k.failover=on&k.fencing=off&k.timeout_ms=90&net=zones&ops=9&think=exp:60&cut=r1,A@150-600",
    "s=primary&n=3&k.reads=any&k.session=tracked&net=worldwide&ops=8&writes=50&keys=2&slow=r3@40-300x7",
    "s=primary&n=3&k.reads=any&k.session=tracked&k.behind=elsewhere&net=continent&ops=8&keys=2&loss=0.1",
    "s=primary&n=4&k.reads=nearest&k.session=sticky&k.patience_ms=60&net=continent&ops=8&keys=2&crash=r2@40-140",
    "n=3&spares=2&k.sloppy=on&k.stand_in_ms=60&k.handoff_ms=90&ops=8&cut=r2,r4@20-300&crash=r5@100-200",
    "n=5&w=1&r=1&k.anti_entropy_ms=70&k.coordinator=random&ops=8&loss=0.2&dup=0.1&crash=r3@50-250",
    "n=6&net=continent&place=0,0,0,1,1,2&sessions=0,1,2&k.quorum_scope=local&k.read_repair=on&ops=8&cut=r4@20-90",
    "n=4&spares=4&net=zones&k.sloppy=on&k.stand_in_ms=2&k.versions=logical&k.write_back=on&k.read_repair=on&ops=9&keys=2",
    "s=paxos&n=3&net=zones&ops=12&writes=60&keys=2&think=exp:5&crash=r2@20-60&k.retry_ms=40&seed=1",
    "s=paxos&k.proposer=nearest&net=continent&sessions=0,1,2&ops=8&writes=60&keys=1&loss=0.1&dup=0.2&crash=r1@90-400&seed=2",
    "s=paxos&n=4&k.without=finish&net=worldwide&object=account&initial=500&amount=200&ops=6&writes=70&clock=A@30+400&seed=3",
    "s=primary&n=3&k.reads=any&net=zones&sessions=0,1,2&object=stock&initial=3&ops=6&writes=80&dup=0.3&crash=r1@40-90&seed=4",
    "s=primary&n=3&k.acks=1&k.failover=on&k.timeout_ms=60&k.heartbeat_ms=20&net=zones&sessions=0,1&object=account&initial=90\
     &amount=60&ops=9&writes=80&think=exp:40&crash=r1@90-500&seed=5",
    "n=3&w=2&r=2&spares=2&k.coordinator=proxy&k.write_back=on&net=zones&sessions=0,1,2&ops=9&crash=r4@20-70&loss=0.1&seed=6",
    "s=paxos&n=3&k.reads=nearest&net=zones&sessions=0,1,2&ops=9&writes=50&keys=2&slow=r3@20-60x9&dup=0.2&seed=7",
    "s=siblings&n=3&w=2&r=2&net=zones&ops=9&writes=60&keys=2&loss=0.05&dup=0.1&crash=r2@20-90&k.period_ms=60&seed=1",
    "s=siblings&n=3&w=2&r=1&k.versions=server&net=zones&sessions=0,0,1&ops=9&writes=70&cut=r1,A@10-60&timeout=60&seed=2",
    "s=siblings&n=3&w=1&r=2&k.versions=client&net=zones&ops=9&writes=60&loss=0.2&timeout=40&clock=r1@5+90&seed=3",
    "s=siblings&n=4&w=2&r=2&k.versions=object&k.siblings_max=9&net=continent&sessions=0,0,1&ops=12&writes=70&seed=4",
    "s=siblings&n=3&w=2&r=2&k.versions=clock&k.read_repair=off&net=zones&ops=9&clock=r2@0+40&pause=r3@10-50&seed=5",
    "s=siblings&n=3&w=2&r=2&k.resolve=observed_remove&object=set&amount=5&net=zones&ops=9&writes=70&dup=0.2&seed=6",
    "s=siblings&n=3&w=1&r=1&object=set&amount=4&net=continent&ops=9&writes=70&crash=r1@20-80&loss=0.1&seed=7",
    "s=multi_leader&n=3&k.conflicts=union&object=set&amount=5&net=zones&ops=9&writes=70&loss=0.2&k.period_ms=50&seed=8",
    "s=saga&n=4&object=order&k.refuses=chance&net=zones&ops=8&writes=60&keys=2&crash=r1@20-300&loss=0.05&dup=0.1&seed=1",
    "s=saga&n=4&object=order&k.style=choreographed&k.refuses=chance&k.reads=stock&net=continent&ops=8&crash=r3@40-300&seed=2",
    "s=crdt&n=3&net=zones&ops=8&writes=50&keys=2&loss=0.1&crash=r2@40-140&seed=1",
    "s=crdt&n=4&k.form=delta&net=continent&object=set&amount=4&ops=9&keys=2&dup=0.2&cut=r1@30-120!in&seed=2",
    "s=crdt&n=3&k.form=operation&net=zones&object=text&amount=5&ops=9&writes=60&loss=0.1&dup=0.2&pause=r2@20-90&seed=3",
    "s=crdt&n=5&k.form=state&k.period_ms=20&k.fan_out=2&object=counter&initial=0&ops=8&crash=r3@40-140!disk&seed=4",
    "s=crdt&n=3&k.form=operation&k.without=causal_delivery&k.set=remove_wins&object=set&amount=3&ops=9&dup=0.3&seed=5",
    "s=raft&n=3&net=zones&object=text&amount=5&ops=6&writes=70&seed=6",
    "s=crdt&n=3&k.form=delta&k.fan_out=2&object=list&amount=9&ops=8&loss=0.2&slow=r1@10-200x7&seed=7",
    "s=true_time&n=6&net=zones&ops=8&writes=50&keys=2&crash=r2@40-140&clock=r1@0+5&seed=1",
    "s=true_time&n=5&k.reads=nearest&k.uncertainty_ms=20&net=continent&ops=8&keys=3&loss=0.05&dup=0.1&cut=r1,A@50-300&seed=2",
    "s=true_time&n=6&net=zones&object=bank&initial=100&amount=60&keys=3&ops=8&writes=60&crash=r1@30-200&timeout=900&seed=3",
    "s=true_time&n=7&k.shards=3&k.clock=hybrid&net=continent&object=bank&initial=100&amount=60&keys=4&ops=8&clock=r4@20+-40&seed=4",
    "s=true_time&n=6&k.staleness_ms=40&k.without=locks&net=rack&object=bank&initial=100&amount=60&keys=2&ops=9&pause=r4@5-60&seed=5",
    "s=multi_leader&n=3&k.reads=any&k.session=tracked&net=zones&ops=9&keys=2&clock=r1@0+40&loss=0.2&k.period_ms=50&seed=1",
    "s=multi_leader&n=3&k.versions=lamport&k.reads=any&k.session=tracked&k.behind=elsewhere&k.patience_ms=30&net=continent\
     &ops=8&keys=2&crash=r2@40-140&seed=2",
    "s=multi_leader&n=4&k.reads=any&k.session=sticky&k.patience_ms=30&net=zones&ops=9&dup=0.2&crash=r3@20-90&seed=3",
    "n=3&w=1&r=1&k.session=tracked&k.read_repair=on&net=zones&ops=9&keys=2&clock=A@20+-40&loss=0.1&pause=r1@20-90&seed=1",
    "n=5&w=1&r=2&k.session=tracked&k.versions=logical&k.write_back=on&net=continent&ops=8&keys=2&crash=r2@40-140&dup=0.2&seed=2",
];

/// The links that are kept for ever. One names a protocol that there never was, and runs nowhere.
const KEPT: &str = include_str!("../golden/links/version-1.txt");

fn links() -> Vec<String> {
    let mut links = crossed();
    for (index, distribution) in DISTRIBUTIONS.iter().enumerate() {
        let protocol = PROTOCOLS[index % PROTOCOLS.len()];
        let network =
            format!("net=custom&region=Here&region=There&way={distribution}&sessions=0,1,1&loss=0.05&dup=0.1");
        links.push(format!("{protocol}&{network}&ops=12&keys=2&think={distribution}&timeout=200&seed={index}"));
    }
    links.extend(catalog::FAULTS.iter().chain([&catalog::DOUBLED]).map(|entry| entry.link.to_owned()));
    let kept = KEPT.lines().filter(|line| line.starts_with('#')).map(|address| share::split_fragment(address).1);
    links.extend(kept.filter(|link| runs(link)).map(str::to_owned));
    links.extend(LATER.iter().flat_map(|protocol| cross(&[protocol])));
    links.extend(LATER_RUNS.iter().map(|link| (*link).to_owned()));
    links
}

fn runs(link: &str) -> bool {
    decode(link).is_ok_and(|decoded| decoded.link.scenario.validate(pipeline::protocols()).is_ok())
}

fn crossed() -> Vec<String> {
    let mut links = vec!["v=1".to_owned(), "r=4".to_owned(), "think=uniform:1,30&ops=40&keys=3&seed=5".to_owned()];
    links.extend(cross(&PROTOCOLS));
    links
}

/// Protocols on networks, each pair with one of the faults.
fn cross(protocols: &[&str]) -> Vec<String> {
    let mut links = Vec::new();
    for (index, network) in NETWORKS.iter().enumerate() {
        for (offset, protocol) in protocols.iter().enumerate() {
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
    format!("{link} {} {}", report.digest, digest(&rest))
}

fn digest(text: &str) -> history::Digest {
    let mut digester = history::Digester::new();
    text.bytes().for_each(|byte| digester.word(u64::from(byte)));
    digester.digest()
}

/// Compares with what is written down, or natively writes it down where that is asked for.
fn expect(file: &str, golden: &str, lines: &[String]) {
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let path = tests::root().join("tests/golden/digests").join(file);
        std::fs::write(path, lines.join("\n") + "\n").expect("the golden file can be written");
        return;
    }
    assert_eq!(lines.len(), golden.lines().count(), "{file}");
    for (line, golden) in lines.iter().zip(golden.lines()) {
        assert_eq!(line, golden, "{file}");
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn every_run_is_the_one_that_was_written_down() {
    let lines: Vec<String> = links().iter().map(|link| line(link)).collect();
    expect("runs.txt", GOLDEN, &lines);
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn every_prospect_is_the_one_that_was_written_down() {
    let mut methods = Vec::new();
    let lines = SETTINGS.map(|link| {
        let decoded = decode(link).unwrap_or_else(|error| panic!("{link}: {error}"));
        assert_eq!(decoded.problems, [], "{link}");
        let prospect = pipeline::prospect(&decoded.link.scenario).unwrap_or_else(|| panic!("{link} has quorums"));
        methods.push(prospect.method);
        format!("{link} {}", digest(&serde_json::to_string(&prospect).expect("plain data")))
    });
    expect("prospects.txt", PROSPECTS, &lines);
    let (last, others) = methods.split_last().expect("there are some");
    assert_eq!(*last, theory::Method::MonteCarlo);
    assert!(others.iter().all(|method| *method == theory::Method::Exact), "{methods:?}");
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn many_runs_show_together_what_was_written_down() {
    let links = ["v=1", "r=4", PROTOCOLS[3], LATER_RUNS[0], LATER_RUNS[6], LATER_RUNS[17], LATER_RUNS[34]];
    let lines = links.map(|link| {
        let scenario = decode(link).unwrap_or_else(|error| panic!("{link}: {error}")).link.scenario;
        let series = pipeline::Series::part(&scenario, 0..40).unwrap_or_else(|why| panic!("{link}: {why:?}"));
        let mut digester = history::Digester::new();
        pipeline::pack(&series).into_iter().for_each(|byte| digester.word(u64::from(byte)));
        format!("{link} {}", digester.digest())
    });
    expect("series.txt", SERIES, &lines);
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn every_distribution_draws_the_same_times_to_the_last_bit() {
    let lines = DISTRIBUTIONS.map(|distribution| {
        let link = format!("think={distribution}");
        let think = decode(&link).unwrap_or_else(|error| panic!("{link}: {error}")).link.scenario.workload.random.think;
        let mut digester = history::Digester::new();
        for key in 0..20_000 {
            let u = sim::chance::uniform(16, sim::chance::Stream::Delay, key);
            digester.word(think.at(u).to_bits());
        }
        format!("{distribution} {}", digester.digest())
    });
    expect("draws.txt", DRAWS, &lines);
}
