//! What is told of two runs, against what both show.

use diagram::Story;
use history::{History, ModelId, Operation, OperationId, Outcome};
use protocols::Recording;
use scenario::{Distribution, Fault, FaultAction, Object, Scenario, ScriptedAction, ScriptedOperation};

use super::{Changes, Compared, Difference, Turn, compare, settings};
use crate::{Report, evaluate};

struct Run {
    report: Report,
    story: Story,
}

fn run(scenario: &Scenario) -> Run {
    let report = evaluate(scenario, Recording::Full).unwrap_or_else(|problems| panic!("{problems:?}"));
    Run { story: Story::of(&report.trace), report }
}

fn between(a: &Run, b: &Run) -> Changes {
    let [a, b] = [a, b].map(|run| Compared { report: &run.report, story: &run.story });
    compare(a, b)
}

fn with(edit: impl FnOnce(&mut Scenario)) -> Scenario {
    let mut scenario = Scenario::default();
    edit(&mut scenario);
    scenario
}

/// Scenarios of every kind of work and many settings, each valid.
fn scenarios() -> Vec<Scenario> {
    let account = with(|scenario| {
        scenario.workload.object = Object::Account;
        (scenario.workload.initial, scenario.workload.amount) = (100, 80);
    });
    let cut = FaultAction::Crash { node: "r3".parse().expect("a name"), disk_lost: false };
    vec![
        Scenario::default(),
        with(|scenario| scenario.cluster.r = 4),
        with(|scenario| scenario.cluster.w = 1),
        with(|scenario| scenario.seed = 3),
        with(|scenario| scenario.network.stretch = 2.0),
        with(|scenario| scenario.workload.random.operations = 12),
        with(|scenario| scenario.workload.random.keys = 3),
        with(|scenario| scenario.strategy.protocol = "raft".to_owned()),
        with(|scenario| scenario.sessions.truncate(1)),
        with(|scenario| {
            scenario.timeout_ms = 60;
            scenario.faults.push(Fault { at_us: 0, until_us: Some(300_000), action: cut });
        }),
        Scenario { cluster: scenario::Cluster { w: 4, ..account.cluster.clone() }, ..account.clone() },
        account,
    ]
}

#[test]
fn a_run_compared_with_itself_has_no_change() {
    for scenario in scenarios() {
        let (run, again) = (run(&scenario), run(&scenario));
        let changes = between(&run, &again);
        assert!(changes.is_empty(), "{scenario:?}: {changes:?}");
        assert!(changes.alike > 0);
        assert_eq!(settings(&scenario, &scenario), []);
    }
}

#[test]
fn compared_the_other_way_round_everything_is_mirrored() {
    let scenarios = scenarios();
    let runs: Vec<Run> = scenarios.iter().map(run).collect();
    for (a, in_a) in scenarios.iter().zip(&runs) {
        for (b, in_b) in scenarios.iter().zip(&runs) {
            let (changes, mut back) = (between(in_a, in_b), between(in_b, in_a));
            let [of_a, of_b] = changes.contrasts();
            assert_eq!(back.contrasts(), [of_b, of_a]);
            for (a, b) in &mut back.matched {
                std::mem::swap(a, b);
                assert_eq!((changes.counterpart(true, *a), changes.counterpart(false, *b)), (Some(*b), Some(*a)));
            }
            for change in &mut back.operations {
                std::mem::swap(&mut change.a, &mut change.b);
            }
            for change in &mut back.verdicts {
                std::mem::swap(&mut change.a, &mut change.b);
                change.turn = match change.turn {
                    Turn::Healed => Turn::Broken,
                    Turn::Broken => Turn::Healed,
                    Turn::Untold => Turn::Untold,
                };
            }
            back.verdicts.sort_by_key(|change| changes.verdicts.iter().position(|other| other == change));
            assert_eq!(changes, back);
            let mut mirrored = settings(b, a);
            mirrored.iter_mut().for_each(|setting| std::mem::swap(&mut setting.a, &mut setting.b));
            assert_eq!(settings(a, b), mirrored);
        }
    }
}

/// The operations of a session, by definition of what is compared.
fn of_session(history: &History, session: u8) -> Vec<&Operation> {
    history.client_operations().filter(|operation| operation.session.0 == session).collect()
}

/// Whose write a read returned, found by looking through all of them.
fn source(history: &History, read: &Operation) -> Option<(u8, usize)> {
    (0..history.sessions.len() as u8).find_map(|session| {
        let mut writes = of_session(history, session).into_iter().filter(|operation| operation.is_write());
        let place = writes.position(|write| write.key == read.key && write.value() == read.value())?;
        Some((session, place))
    })
}

#[test]
fn what_is_said_to_be_answered_differently_is_and_nothing_else() {
    let plain = |of: &Scenario| of.workload.object == Object::Register;
    let runs: Vec<Run> = scenarios().iter().filter(|scenario| plain(scenario)).map(run).collect();
    let mut seen = 0;
    for a in &runs {
        for b in &runs {
            let changes = between(a, b);
            let told = |id: OperationId, what: Difference| {
                let mut changes = changes.operations.iter().filter(|change| change.what == what);
                changes.any(|change| change.a.as_ref().is_some_and(|seen| seen.operation == id))
            };
            let (in_a, in_b) = (&a.report.history, &b.report.history);
            for session in 0..3 {
                let (ours, theirs) = (of_session(in_a, session), of_session(in_b, session));
                for (place, own) in ours.iter().enumerate() {
                    let other = theirs.get(place);
                    assert_eq!(told(own.id, Difference::Alone), other.is_none());
                    let Some(other) = other else { continue };
                    let asked = (own.is_read(), own.key) != (other.is_read(), other.key);
                    assert_eq!(told(own.id, Difference::Asked), asked);
                    let answered = |operation: &Operation| operation.outcome == Outcome::Ok;
                    let differs = own.outcome != other.outcome
                        || own.is_read() && answered(own) && source(in_a, own) != source(in_b, other);
                    assert_eq!(told(own.id, Difference::Answer), differs && !asked, "{own:?} {other:?}");
                    seen += u32::from(differs && !asked);
                }
            }
        }
    }
    assert!(seen > 20, "only {seen} answers differ");
}

#[test]
fn r_of_four_heals_the_opening_run_and_says_what_that_costs() {
    let (two, four) = (Scenario::default(), with(|scenario| scenario.cluster.r = 4));
    let changes = between(&run(&two), &run(&four));
    let verdict = |model| changes.verdicts.iter().find(|change| change.model == Some(model)).expect("it changed");
    let linearizable = verdict(ModelId::Linearizable);
    assert_eq!(linearizable.sentence(), "Linearizable: violated in A, held in B");
    assert_eq!(linearizable.turn, Turn::Healed);
    assert!(changes.verdicts.iter().all(|change| change.turn != Turn::Broken), "{:?}", changes.verdicts);
    let first = &changes.operations[0];
    assert_eq!(first.what, Difference::Answer);
    let sentence = first.sentence().replace('\u{a0}', " ");
    assert_eq!(sentence, "Session A, read 1: x=1 in A, x=2 in B; 78 ms in A, 178 ms in B");
    let settings: Vec<String> = settings(&two, &four).iter().map(ToString::to_string).collect();
    assert_eq!(settings, ["R 2 → 4"]);
}

#[test]
fn calls_are_compared_as_calls() {
    let script = |session: &str, at_us| ScriptedOperation {
        session: session.parse().expect("a name"),
        at_us,
        action: ScriptedAction::Take(800),
        key: 0,
        drawn: None,
    };
    let account = |protocol: &str| {
        with(|scenario| {
            scenario.strategy.protocol = protocol.to_owned();
            scenario.workload.object = Object::Account;
            scenario.workload.initial = 1_000;
            scenario.workload.random.operations = 0;
            scenario.workload.script = vec![script("A", 0), script("B", 0)];
        })
    };
    let changes = between(&run(&account("quorum")), &run(&account("paxos")));
    let answers: Vec<String> = changes
        .operations
        .iter()
        .filter(|change| change.what == Difference::Answer)
        .map(|change| change.sentence())
        .collect();
    assert_eq!(answers.len(), 1, "{changes:?}");
    assert!(answers[0].contains("call 1: withdraw 800 in A, withdraw 800 refused in B"), "{answers:?}");
    assert!(changes.verdicts.iter().any(|change| change.model.is_none() && change.turn == Turn::Healed));
}

#[test]
fn no_difference_between_scenarios_goes_unsaid() {
    let crash = FaultAction::Crash { node: "r3".parse().expect("a name"), disk_lost: false };
    type Change = fn(&mut Scenario);
    let edits: Vec<(&str, Change)> = vec![
        ("strategy Quorum → Raft", |s| s.strategy.protocol = "raft".to_owned()),
        ("N 5 → 6", |s| s.cluster.n = 6),
        ("W 2 → 3", |s| s.cluster.w = 3),
        ("spare nodes 0 → 1", |s| s.cluster.spares = 1),
        ("r1 in Virginia → Ireland", |s| s.cluster.placement = vec![1]),
        ("network Worldwide → Three zones", |s| s.network.preset = "zones".to_owned()),
        ("latency ×1 → ×1.5", |s| s.network.stretch = 1.5),
        ("tail as measured → ×2", |s| s.network.tail = Some(2.0)),
        ("loss 0 % → 7 %", |s| s.network.loss = 0.07),
        ("duplicates 0 % → 0.5 %", |s| s.network.duplication = 0.005),
        ("sessions 3 → 2", |s| s.sessions.truncate(2)),
        ("session A in Virginia → Ireland", |s| s.sessions[0].region = 1),
        ("operations 3 → 9", |s| s.workload.random.operations = 9),
        ("writes in a hundred 40 → 50", |s| s.workload.random.write_percent = 50),
        ("keys 1 → 2", |s| s.workload.random.keys = 2),
        ("pause exponential, mean 20 ms → 5 ms", |s| s.workload.random.think = Distribution::Constant { ms: 5.0 }),
        ("operations begin after answers → as they come", |s| s.workload.random.open_loop = true),
        ("each key is register → cas register", |s| s.workload.object = Object::CasRegister),
        ("at the start 1 → 7", |s| s.workload.initial = 7),
        ("amount 1 → 3", |s| s.workload.amount = 3),
        ("timeout 1000 ms → 50 ms", |s| s.timeout_ms = 50),
        ("time to settle 1000 ms → 2 ms", |s| s.settle_ms = 2),
        ("seed 16 → 17", |s| s.seed = 17),
    ];
    for (sentence, edit) in edits {
        let found = settings(&Scenario::default(), &with(edit));
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), [sentence]);
    }
    let fault = |at_us| Fault { at_us, until_us: Some(272_000), action: crash.clone() };
    let (one, two) = (with(|s| s.faults = vec![fault(4_000)]), with(|s| s.faults = vec![fault(4_000), fault(9_500)]));
    assert_eq!(settings(&one, &two)[0].to_string(), "faults none → crash r3 from 9.5 ms to 272 ms");
    let pause = |ms: f64| with(|s| s.workload.random.think = Distribution::Empirical { quantiles_ms: vec![ms] });
    assert_eq!(settings(&pause(1.0), &pause(2.0)).len(), 1);
    let knob = with(|s| drop(s.strategy.knobs.insert("write_back".to_owned(), "on".to_owned())));
    assert_eq!(settings(&Scenario::default(), &knob)[0].b, "on");
}
