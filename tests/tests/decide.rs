//! The advisor against brute force: every candidate judged in full, without pruning, by comparisons of
//! its own; and what it takes for granted against trials and runs.
#![cfg(not(target_arch = "wasm32"))]

use check::lattice::implies;
use history::ModelId;
use pipeline::decide::{
    Advisor, Answer, Candidate, Check, Fresh, Judge, Known, Part, Requirements, Survived, candidates,
};
use scenario::{Assumptions, Crashes, Network, Scenario, Session};

/// Sets of requirements.
const SETS: u32 = 500;

fn read(link: &str) -> Option<Scenario> {
    let decoded = share::decode(link).ok()?;
    decoded.problems.is_empty().then_some(decoded.link.scenario)
}

/// A stream of numbers (Knuth's MMIX constants).
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u64) as usize]
    }
}

/// Random requirements in surroundings that stay, so that figures are worked out once.
fn random(draws: &mut Draws, surroundings: &Requirements) -> Requirements {
    let mut requirements = surroundings.clone();
    let models: Vec<ModelId> = pipeline::guarantee_models().collect();
    requirements.needs = (0..draws.below(3)).map(|_| draws.one_of(&models)).collect();
    requirements.needs.dedup();
    requirements.under = Assumptions {
        crashes: draws.one_of(&[Crashes::None, Crashes::Minority, Crashes::Any]),
        partitions: draws.below(2) == 0,
        losses: draws.below(2) == 0,
        pauses: draws.below(2) == 0,
        skew_ms: draws.one_of(&[0, 0, 4, 1_000]),
    };
    let factor = draws.one_of(&[0.2, 0.5, 1.0, 2.0, 4.0]);
    let far_ms = if requirements.network.preset == "zones" { 2.4 } else { 30.0 };
    requirements.write_ms = draws.one_of(&[None, Some(factor * far_ms)]);
    let factor = draws.one_of(&[0.2, 1.0, 2.0]);
    requirements.read_ms = draws.one_of(&[None, Some(factor * far_ms)]);
    if draws.below(3) == 0 {
        // What is asked of figures stays the same; whether it is asked changes.
        requirements.fresh = None;
    }
    requirements.down_writes = draws.below(3) as u8;
    requirements.down_reads = draws.below(3) as u8;
    requirements.without_region = draws.below(4) == 0;
    let most = draws.one_of(&[3, 4]);
    requirements.replicas = (draws.below(3) as u8 + 1, most);
    let some = [&[][..], &["quorum", "raft"], &["primary", "causal", "paxos"], &["siblings", "single_copy", "weak"]];
    requirements.strategies = draws.one_of(&some).iter().map(|id| (*id).to_owned()).collect();
    requirements
}

/// What brute force finds: answers in order with whether they are on the front, and for all others the
/// first part that is not met.
type Found = (Vec<(usize, bool)>, Vec<(usize, Part)>);

/// Judges everything, and compares by itself.
fn by_brute_force(judge: &mut Judge, candidates: &[Candidate]) -> Found {
    let asked = judge.requirements.clone();
    let (mut met, mut rest) = (Vec::new(), Vec::new());
    for (place, candidate) in candidates.iter().enumerate() {
        let (figures, survived) = (judge.figures(candidate), judge.survived(candidate));
        let messages = judge.messages(candidate);
        let kept = |model: ModelId| {
            candidate.mode.keeps.iter().any(|(keeps, under)| implies(*keeps, model) && allows(*under, asked.under))
        };
        let fails: Vec<Part> = asked
            .parts()
            .into_iter()
            .filter(|part| match part {
                Part::Keeps(model) => !kept(*model),
                Part::DownWrites => survived.writes < asked.down_writes,
                Part::DownReads => survived.reads < asked.down_reads,
                Part::Region => !survived.region,
                Part::WriteTime => asked.write_ms.is_some_and(|ms| figures.write_ms.high > ms),
                Part::ReadTime => asked.read_ms.is_some_and(|ms| figures.read_ms.high > ms),
                Part::Fresh => asked.fresh.is_some_and(|fresh| figures.fresh.low < fresh.share),
            })
            .collect();
        match fails.first() {
            Some(part) => rest.push((place, *part)),
            None => {
                let reads = f64::from(asked.read_percent) / 100.0;
                let ms = reads * figures.read_ms.value + (1.0 - reads) * figures.write_ms.value;
                let good = [
                    -figures.write_ms.value,
                    -figures.read_ms.value,
                    figures.fresh.value,
                    -messages,
                    f64::from(survived.writes),
                    f64::from(survived.reads),
                ];
                met.push((place, messages, ms, good));
            }
        }
    }
    met.sort_by(|a, b| (a.1, a.2, a.0).partial_cmp(&(b.1, b.2, b.0)).expect("no figure is undefined"));
    let beaten = |good: &[f64; 6]| {
        met.iter().any(|(.., other)| other != good && other.iter().zip(good).all(|(other, own)| other >= own))
    };
    (met.iter().map(|(place, .., good)| (*place, !beaten(good))).collect(), rest)
}

/// Whether somebody may meet all parts, and whether for each part somebody may meet all others, or up to two of them.
fn who_meets(judge: &mut Judge, candidates: &[Candidate], parts: &[Part]) -> (bool, bool) {
    let asked = judge.requirements.clone();
    let mut may = |candidate: &Candidate, part: Part| {
        let (figures, survived) = (judge.figures(candidate), judge.survived(candidate));
        match part {
            Part::Keeps(model) => {
                let mut keeps = candidate.mode.keeps.iter().filter(|(keeps, _)| implies(*keeps, model));
                keeps.any(|(_, under)| allows(*under, asked.under))
            }
            Part::DownWrites => survived.writes >= asked.down_writes,
            Part::DownReads => survived.reads >= asked.down_reads,
            Part::Region => survived.region,
            Part::WriteTime => asked.write_ms.is_none_or(|ms| figures.write_ms.low <= ms),
            Part::ReadTime => asked.read_ms.is_none_or(|ms| figures.read_ms.low <= ms),
            Part::Fresh => asked.fresh.is_none_or(|fresh| figures.fresh.high >= fresh.share),
        }
    };
    let met: Vec<Vec<bool>> = candidates.iter().map(|one| parts.iter().map(|part| may(one, *part)).collect()).collect();
    let some = |left_out: &[usize]| {
        met.iter().any(|met| met.iter().enumerate().all(|(place, met)| *met || left_out.contains(&place)))
    };
    let count = parts.len();
    let without_one = |place: usize| match count {
        0..=3 => some(&[place]),
        // Of all together it is said that any three can be had.
        _ => (0..count).all(|second| {
            (0..count).all(|third| {
                let left_out: Vec<usize> = (0..count).filter(|other| ![place, second, third].contains(other)).collect();
                some(&left_out)
            })
        }),
    };
    (some(&[]), (0..count).all(without_one))
}

/// Whether all that may go wrong under `asked` may under `promised`.
fn allows(promised: Assumptions, asked: Assumptions) -> bool {
    let crashes = match (promised.crashes, asked.crashes) {
        (Crashes::Any, _) | (_, Crashes::None) => true,
        (Crashes::Minority, crashes) => crashes == Crashes::Minority,
        (Crashes::None, _) => false,
    };
    let each =
        [(promised.partitions, asked.partitions), (promised.losses, asked.losses), (promised.pauses, asked.pauses)];
    crashes && each.iter().all(|(promised, asked)| *promised || !asked) && promised.skew_ms >= asked.skew_ms
}

#[test]
fn the_advisor_finds_what_brute_force_finds() {
    let mut draws = Draws(7);
    let surroundings = |preset: &str, sessions: &[u8], fresh: Fresh| Requirements {
        network: Network { preset: preset.to_owned(), ..Network::default() },
        sessions: sessions.iter().map(|region| Session { region: *region }).collect(),
        fresh: Some(fresh),
        ..Requirements::default()
    };
    let all = [
        surroundings("zones", &[0, 1, 2], Fresh { share: 0.95, within_ms: 0.0 }),
        surroundings("continent", &[0, 2], Fresh { share: 0.99, within_ms: 10.0 }),
    ];
    let (mut answered, mut fronts, mut empty) = (0, 0, 0);
    for surroundings in all {
        let mut known = Known::default();
        for number in 0..SETS / 2 {
            let mut requirements = random(&mut draws, &surroundings);
            if requirements.fresh.is_none() {
                // Asked of everybody, and met by everybody: figures are of the same moment.
                requirements.fresh = surroundings.fresh.map(|fresh| Fresh { share: 0.0, ..fresh });
            }
            let mut advisor = Advisor::new(requirements.clone(), known, read).expect("they can be searched for");
            advisor.finish();
            let advice = advisor.advice().clone();
            let mut judge = Judge::new(requirements.clone(), advisor.into_known());
            let (answers, rest) = by_brute_force(&mut judge, &advice.candidates);
            let found: Vec<(usize, bool)> = advice.answers.iter().map(|one| (one.candidate, one.front)).collect();
            assert_eq!(found, answers, "{number}: {requirements:?}");
            let mut rejected: Vec<(usize, Part)> =
                advice.rejected.iter().map(|one| (one.candidate, one.part)).collect();
            rejected.sort_unstable();
            assert_eq!(rejected, rest, "{number}: {requirements:?}");
            if let Some(exclusion) = &advice.exclusion {
                let (together, fewer) = who_meets(&mut judge, &advice.candidates, &exclusion.parts);
                known = judge.into_known();
                let all = requirements.parts().len();
                let few = exclusion.parts.len() <= 3 || exclusion.parts.len() == all;
                assert!(!together && fewer && few, "{number}: {exclusion:?} of {requirements:?}");
            } else {
                known = judge.into_known();
            }
            answered += u32::from(!answers.is_empty());
            fronts += answers.iter().filter(|(_, front)| *front).count();
            empty += u32::from(advice.exclusion.is_some());
        }
    }
    // The sets are of all kinds.
    assert!(answered > SETS / 5 && empty > SETS / 20 && fronts > 300, "{answered} {fronts} {empty}");
}

/// All candidates with the network, sessions and placement of usual requirements.
fn all_of(preset: &str, replicas: (u8, u8)) -> (Requirements, Vec<Candidate>) {
    let network = Network { preset: preset.to_owned(), ..Network::default() };
    let sessions = Requirements::beside(&network);
    let requirements = Requirements { network, sessions, replicas, ..Requirements::default() };
    let list = candidates(&requirements, read);
    (requirements, list)
}

#[test]
fn every_mode_has_a_candidate_of_its_own_size_and_no_two_are_the_same() {
    let (_, list) = all_of("continent", (1, 9));
    let mut keys: Vec<String> = list.iter().map(Candidate::key).collect();
    keys.sort_unstable();
    assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "keys tell candidates apart");
    for protocol in pipeline::protocols().filter(|protocol| protocol.services.is_empty()) {
        for mode in (protocol.modes)() {
            let declared = read(&mode.link(protocol.id)).expect("a mode's link");
            let same = |candidate: &&Candidate| {
                let (one, other) = (&candidate.scenario.cluster, &declared.cluster);
                candidate.mode == mode
                    && candidate.scenario.strategy == declared.strategy
                    && one.n == other.n
                    && (!candidate.votes() || (one.w, one.r) == (other.w, other.r))
            };
            assert_eq!(list.iter().filter(same).count(), 1, "{} {}", protocol.id, mode.id);
        }
    }
}

/// A mode is declared at one size, and trials hold it there. Here they hold it at others.
#[test]
fn promises_reach_to_other_sizes() {
    let (_, list) = all_of("worldwide", (2, 5));
    let mut broken = Vec::new();
    for (place, candidate) in list.iter().enumerate() {
        // A part of the many sizes of quorums; of the others all.
        if candidate.votes() && place % 7 != 0 {
            continue;
        }
        for (model, under) in candidate.mode.keeps {
            let base = Scenario { network: Network::default(), ..candidate.scenario.clone() };
            let tally = pipeline::try_out(&base, *under, &[*model], 0..25, 0).expect("it can run");
            if tally.of(*model).broken > 0 {
                broken.push(format!("{} breaks {model} in trial {:?}", candidate.key(), tally.of(*model).first));
            }
        }
    }
    assert!(broken.is_empty(), "{}\n{}", broken.len(), broken.join("\n"));
}

/// What arithmetic says of quorums, runs show.
#[test]
fn counting_who_may_be_down_agrees_with_runs() {
    let (_, list) = all_of("zones", (2, 4));
    let mut compared = 0;
    for candidate in list.iter().filter(|candidate| candidate.protocol.id == "quorum") {
        let valid = candidate.scenario.validate(pipeline::protocols()).expect("a candidate is valid");
        assert_eq!(Survived::of(&valid), Survived::seen(&valid), "{}", candidate.key());
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
}

fn found(text: &str) -> Advisor {
    let pairs: Vec<(String, String)> = text
        .split('&')
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let requirements = Requirements::default().read(&pairs).expect("it can be read");
    let mut advisor = Advisor::new(requirements, Known::default(), read).expect("it can be searched for");
    advisor.finish();
    advisor
}

#[test]
fn what_excludes_what_is_named() {
    let sentence = |text: &str| {
        let advisor = found(text);
        let exclusion = advisor.advice().exclusion.clone().unwrap_or_else(|| panic!("{text} can be had"));
        (exclusion.parts.clone(), exclusion.sentence(advisor.requirements()))
    };
    // Who writes to one and reads from all writes on alone, who writes to all and reads from one reads on.
    let (parts, words) = sentence("needs=safe&survive=3&n=5&net=zones");
    assert_eq!(parts, [Part::Keeps(ModelId::Safe), Part::DownWrites, Part::DownReads]);
    let down = "writes with 3 replicas down, and reads with 3 replicas down";
    assert_eq!(words, format!("Any two can be had, but not all three: “Safe”, {down}."));
    // No majority is left of five when three are down.
    assert_eq!(
        sentence("needs=linearizable&survive=3&n=5&net=zones").0,
        [Part::Keeps(ModelId::Linearizable), Part::DownReads]
    );
    let (parts, words) = sentence("needs=linearizable&survive-writes=3&n=5&net=zones&strategies=raft,paxos,primary");
    assert_eq!(parts, [Part::Keeps(ModelId::Linearizable), Part::DownWrites]);
    assert_eq!(words, "Each can be had, but not both: “Linearizable”, and writes with 3 replicas down.");
    // One rack is one region.
    assert_eq!(sentence("lose-region=on&net=rack&n=3").0, [Part::Region]);
    // Nobody orders all writes across the world within a millisecond.
    let (parts, _) = sentence("needs=linearizable,converged&survive=1&p99-write=1&strategies=raft&n=3");
    assert_eq!(parts, [Part::WriteTime]);
}

#[test]
fn where_answers_show_the_same_messages_the_times_decide() {
    let advisor = found("survive=1&net=continent&n=3&strategies=primary,raft,quorum");
    let answers = &advisor.advice().answers;
    let shown = |answer: &Answer| history::decimal::fixed(answer.messages, 1);
    let alike: Vec<&[Answer]> = answers.windows(2).filter(|pair| shown(&pair[0]) == shown(&pair[1])).collect();
    assert!(alike.len() > 3, "{}", answers.len());
    assert!(alike.iter().all(|pair| pair[0].mean_ms <= pair[1].mean_ms), "{alike:?}");
    assert!(answers.windows(2).all(|pair| pair[0].messages <= pair[1].messages));
}

#[test]
fn a_cheap_answer_comes_first_and_says_why_others_fail() {
    let advisor = found("needs=linearizable&survive=1&net=zones&n=3&strategies=quorum,raft,single_copy");
    let advice = advisor.advice();
    let names: Vec<String> = advice.answers.iter().map(|answer| advice.candidates[answer.candidate].key()).collect();
    assert!(names.iter().any(|name| name.starts_with("raft · read_index")), "{names:?}");
    assert!(advice.answers.windows(2).all(|pair| pair[0].messages <= pair[1].messages));
    assert!(advice.answers.iter().any(|answer| answer.front));
    // Three replicas of one copy are no candidate; partial quorums break it, and say so.
    let partial = advice.rejected.iter().find(|one| advice.candidates[one.candidate].mode.id == "partial");
    let partial = partial.expect("partial quorums are no answer");
    assert_eq!(partial.check, Check::Fails("It breaks Linearizable.".to_owned()));
}

/// Figures are looked up by class: those of siblings are told apart in many ways, and take as long.
#[test]
fn how_siblings_are_told_apart_delays_nothing() {
    let (requirements, list) = all_of("continent", (3, 4));
    let mut compared = 0;
    for (w, r) in [(2, 2), (1, 3), (3, 2)] {
        let same = |candidate: &&Candidate| {
            let cluster = &candidate.scenario.cluster;
            candidate.protocol.id == "siblings" && (cluster.w, cluster.r) == (w, r) && w + r > cluster.n
        };
        for candidate in list.iter().filter(same) {
            // Nothing is known yet, so this is its own run.
            let mut judge = Judge::new(requirements.clone(), Known::default());
            let first = list.iter().filter(same).find(|first| first.sizes() == candidate.sizes()).expect("itself");
            let mut other = Judge::new(requirements.clone(), Known::default());
            let (own, known) = (judge.figures(candidate), other.figures(first));
            assert_eq!((own.write_ms, own.read_ms), (known.write_ms, known.read_ms), "{}", candidate.key());
            assert_eq!(judge.survived(candidate), other.survived(first), "{}", candidate.key());
            assert_eq!(judge.messages(candidate), other.messages(first), "{}", candidate.key());
            compared += 1;
        }
    }
    assert!(compared > 10, "{compared}");
}

/// What somebody else finds out from the end on, and sends, changes nothing of what is found.
#[test]
fn two_who_share_a_search_find_what_one_finds() {
    for text in [
        "needs=linearizable&survive=1&net=zones&n=1-4",
        "p99-write=10&p99-read=10&fresh=0.99@10&net=lnkd-disk&n=2-3",
        "needs=linearizable&p99-write=0.1&net=zones&n=2-3",
    ] {
        let alone = found(text);
        let requirements = alone.requirements().clone();
        let search = || Advisor::new(requirements.clone(), Known::default(), read).expect("it can be searched for");
        let (mut one, mut other) = (search(), search());
        let (_, count) = one.progress();
        let mut end = count;
        while one.step() {
            // The other is three times as quick.
            let (next, _) = one.progress();
            for turn in (next.max(end.saturating_sub(3))..end).rev() {
                let parcel = pipeline::pack(&other.verdict(turn).expect("there is one"));
                one.tell(turn, pipeline::unpack(&parcel).expect("it was packed"));
                end = turn;
            }
        }
        assert!(count > 20 && end < count / 2, "{text}: {end} of {count} were left to one");
        assert_eq!(one.advice(), alone.advice(), "{text}");
    }
}
