//! Pictures of real runs: written down in full in `tests/golden/diagram`, and held to the drawing's
//! rules over many seeds, networks and faults. With `UPDATE_GOLDEN=1` the files are written anew;
//! look at them before they are kept.

use std::path::Path;

use diagram::tokens::Theme;
use diagram::{Annotation, Mark, Orientation, Scene, Size, Story, Text, Viewport, export, timeline};
use history::{ModelId, NodeId, OperationId, ReplicaId, SessionId};
use pipeline::{Recording, Report};
use scenario::{CutDirection, Fault, FaultAction, Network, Node, Scenario, Session};

const DOWN: Viewport =
    Viewport { width: 776.0, height: 600.0, orientation: Orientation::Down, size: Size::Desktop, window: None };
const ACROSS: Viewport = Viewport { width: 1160.0, height: 540.0, orientation: Orientation::Across, ..DOWN };
const PHONE: Viewport = Viewport { width: 390.0, height: 540.0, size: Size::Phone, ..DOWN };
const EMBED: Viewport = Viewport { width: 688.0, height: 300.0, size: Size::Embed, ..ACROSS };

fn run(scenario: &Scenario) -> Report {
    pipeline::evaluate(scenario, Recording::Full).expect("the scenario is valid")
}

/// The proof of the strongest model that the run breaks.
fn proof(report: &Report) -> Annotation {
    let mut broken = ModelId::ALL.iter().filter_map(|model| report.judgement.get(*model));
    broken.find(|verdict| verdict.violation().is_some()).map(pipeline::annotate).unwrap_or_default()
}

fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/diagram").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).expect("the golden file can be written");
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(stored == text, "{} differs; with UPDATE_GOLDEN=1 it is written anew", path.display());
}

/// Five replicas, two answers each, fixed here so that the opening scenario may change freely.
fn worldwide() -> Scenario {
    Scenario { sessions: [0, 3, 4].map(|region| Session { region }).to_vec(), seed: 16, ..Scenario::default() }
}

fn replica(id: u8) -> Node {
    Node(NodeId::Replica(ReplicaId(id)))
}

fn fault(at_ms: u64, until_ms: Option<u64>, action: FaultAction) -> Fault {
    Fault { at_us: at_ms * 1000, until_us: until_ms.map(|ms| ms * 1000), action }
}

/// Every kind of fault in one run.
fn storm() -> Scenario {
    let cut = |nodes: &[u8], direction| FaultAction::Partition {
        nodes: nodes.iter().copied().map(replica).collect(),
        direction,
    };
    let session = Node(NodeId::Session(SessionId(1)));
    Scenario {
        faults: vec![
            fault(30, Some(150), cut(&[4], CutDirection::Both)),
            fault(180, Some(320), cut(&[1], CutDirection::Inward)),
            fault(60, Some(170), FaultAction::Crash { node: replica(2), disk_lost: true }),
            fault(90, Some(240), FaultAction::Pause { node: replica(3) }),
            fault(40, Some(260), FaultAction::Slow { node: replica(0), factor: 2.0 }),
            fault(200, Some(300), FaultAction::Loss { share: 0.3 }),
            fault(120, None, FaultAction::ClockStep { node: session, by_us: -40_000 }),
            fault(0, None, FaultAction::ClockDrift { node: replica(0), rate_ppm: 200 }),
        ],
        ..worldwide()
    }
}

fn scene(scenario: &Scenario, view: &Viewport, pointed_out: bool) -> Scene {
    let report = run(scenario);
    let note = if pointed_out { proof(&report) } else { Annotation::default() };
    timeline::layout(&Story::of(&report.trace), &note, view)
}

#[test]
fn what_a_replica_still_held_is_what_the_sentence_says() {
    // Its values are sets of writes, which have numbers of their own.
    let link = share::decode("s=siblings&n=4&w=1&r=1&seed=18").expect("it is well formed").link;
    let report = run(&link.scenario);
    let reason =
        report.judgement.get(ModelId::Linearizable).and_then(|verdict| verdict.reason()).expect("it is broken");
    assert!(reason.plain().contains("A read x=1"), "{}", reason.plain());
    let scene = timeline::layout(&Story::of(&report.trace), &proof(&report), &DOWN);
    let still: Vec<&str> =
        texts(&scene).map(|(_, text)| text.text.as_str()).filter(|text| text.starts_with("still")).collect();
    assert_eq!(still, ["still x=1"]);
}

#[test]
fn pictures_of_a_violation_are_what_was_looked_at() {
    let scenario = worldwide();
    golden("violation-down-light.svg", &export::svg(&scene(&scenario, &DOWN, true), Theme::Light));
    golden("violation-across-dark.svg", &export::svg(&scene(&scenario, &ACROSS, true), Theme::Dark));
    golden("violation-phone-light.svg", &export::svg(&scene(&scenario, &PHONE, true), Theme::Light));
    golden("violation-embed-auto.svg", &export::svg(&scene(&scenario, &EMBED, true), Theme::Auto));
    golden("plain-down-dark.svg", &export::svg(&scene(&scenario, &DOWN, false), Theme::Dark));
}

/// Around it stands what the colours mean, what ran, what was found and why.
#[test]
fn the_picture_in_a_file_of_its_own_is_what_was_looked_at() {
    let scenario = worldwide();
    let report = run(&scenario);
    let said = pipeline::inscription(&scenario, &report, Some(ModelId::Linearizable));
    let pipeline::Inscription { ran, lead, sentence, second } = &said;
    let caption = export::Caption { heading: "", lead, sentence, second, ran };
    let written = |view, theme| export::svg_file(&scene(&scenario, view, true), theme, &[], caption);
    golden("file-down-light.svg", &written(&DOWN, Theme::Light));
    golden("file-across-dark.svg", &written(&ACROSS, Theme::Dark));
    golden("file-phone-light.svg", &written(&PHONE, Theme::Light));
}

#[test]
fn the_picture_of_a_focused_write_is_what_was_looked_at() {
    let report = run(&worldwide());
    let write = report.history.client_operations().find(|operation| operation.is_write()).expect("somebody writes");
    let note = Annotation { focus: Some(write.id), ring: true, ..proof(&report) };
    let scene = timeline::layout(&Story::of(&report.trace), &note, &DOWN);
    golden("focus-down-light.svg", &export::svg(&scene, Theme::Light));
}

#[test]
fn the_picture_of_every_kind_of_fault_is_what_was_looked_at() {
    golden("faults-down-light.svg", &export::svg(&scene(&storm(), &DOWN, false), Theme::Light));
    golden("faults-across-dark.svg", &export::svg(&scene(&storm(), &ACROSS, false), Theme::Dark));
}

#[test]
fn the_picture_of_a_rack_is_what_was_looked_at() {
    let sessions = vec![Session::default(); 2];
    let scenario = Scenario { network: network("rack"), sessions, ..worldwide() };
    golden("rack-down-light.svg", &export::svg(&scene(&scenario, &DOWN, true), Theme::Light));
}

/// The write of x is slow on its way to r3. B has seen it and answers with y, which is not.
const REPLY: &str = "s=causal&n=3&net=zones&sessions=0,1,2&ops=0&seed=1\
     &do=A.w.x@10,B.r.x@13,B.w.y@15,C.r.y@18&slow=r3@9.5-10.5x20";

#[test]
fn the_picture_of_an_answer_that_waits_for_its_question_is_what_was_looked_at() {
    let scenario = share::decode(REPLY).expect("a link").link.scenario;
    golden("wait-down-light.svg", &export::svg(&scene(&scenario, &DOWN, false), Theme::Light));
    golden("wait-across-dark.svg", &export::svg(&scene(&scenario, &ACROSS, false), Theme::Dark));
}

#[test]
fn what_waits_is_what_arrives_before_it_lands() {
    let waits = |link: &str| {
        let scenario = share::decode(link).expect("a link").link.scenario;
        Story::of(&run(&scenario).trace).waits
    };
    let [wait] = waits(REPLY)[..] else { panic!("one waits") };
    assert_eq!((wait.replica, wait.key, wait.value), (ReplicaId(2), history::Key(1), history::Value::Int(2)));
    assert_eq!((wait.from.as_us() / 1_000, wait.to.as_us() / 1_000), (16, 44));
    assert_eq!(waits(&format!("{REPLY}&k.without=dependency_check")), []);
    assert_eq!(waits("s=primary&ops=20&keys=2"), [], "backups carry out what arrives at once");
}

#[test]
fn the_mermaid_text_of_a_run_is_what_was_looked_at() {
    let report = run(&worldwide());
    golden("violation.mmd", &export::mermaid(&Story::of(&report.trace), Some("A read missed a write")));
}

fn network(preset: &str) -> Network {
    let json = serde_json::json!({ "preset": preset });
    serde_json::from_value(json).expect("the network has this preset")
}

fn texts(scene: &Scene) -> impl Iterator<Item = (&'static str, &Text)> {
    scene.layers.iter().flat_map(|layer| {
        layer.marks.iter().filter_map(|mark| match mark {
            Mark::Text(text) => Some((layer.name, text)),
            Mark::Path { .. } => None,
        })
    })
}

/// A write that a crashed replica missed and that no read repaired.
fn missed_write() -> Scenario {
    let down = FaultAction::Crash { node: replica(2), disk_lost: false };
    let mut scenario = Scenario { faults: vec![fault(168, Some(336), down)], seed: 17, ..Scenario::default() };
    scenario.cluster.n = 3;
    scenario
}

#[test]
fn a_proof_found_by_asking_the_settled_replicas_is_in_the_picture() {
    let report = run(&missed_write());
    let reason = report.judgement.get(ModelId::Converged).and_then(|verdict| verdict.violation());
    let reason = reason.expect("r3 missed the write");
    let asked = report.history.operations[reason.operations[0].index()].invoked;
    assert!(asked > report.trace.end, "the replicas are asked once the run is over");
    for view in [DOWN, ACROSS, PHONE, EMBED] {
        let plain = scene(&missed_write(), &view, false);
        assert_eq!(plain.axis.end(), report.trace.end, "what proves nothing does not lengthen the picture");
        let scene = scene(&missed_write(), &view, true);
        assert_eq!(scene.axis.end(), asked);
        assert!(scene.axis.breaks.iter().any(|gap| gap.to == asked), "the wait is cut");
        assert!(scene.description.contains("r1 held x=2 at") && scene.description.contains("r3 held x=1 at"));
        for (number, id, held) in [("1", 0, "2"), ("2", 2, "1")] {
            let lifeline = scene.position_of(NodeId::Replica(ReplicaId(id))).expect("it is drawn");
            let near = |text: &Text| {
                let (x, y) = (text.x - lifeline, text.y - scene.axis.position(asked));
                let (x, y) = if view.orientation == Orientation::Down {
                    (x, y)
                } else {
                    (text.y - lifeline, text.x - scene.axis.position(asked))
                };
                x.abs() < 50.0 && y.abs() < 50.0
            };
            let said: Vec<&str> =
                texts(&scene).map(|(_, text)| text).filter(|text| near(text)).map(|text| text.text.as_str()).collect();
            assert!(
                said.contains(&number) && said.iter().any(|text| text.ends_with(held)),
                "{:?}: {said:?}",
                view.orientation
            );
        }
        check(&scene, 17);
    }
}

#[test]
fn every_kind_of_fault_is_named_in_its_picture() {
    for view in [DOWN, ACROSS] {
        let scene = scene(&storm(), &view, false);
        let said: Vec<&str> = texts(&scene).map(|(_, text)| text.text.as_str()).collect();
        let all = said.join("\n");
        for name in ["cut off", "r3 down", "r4 paused", "r1 slow", "get lost", "clock −40", "µs/s"] {
            assert!(all.contains(name), "{name} is not said in {:?}: {all}", view.orientation);
        }
    }
}

#[test]
fn a_picture_of_three_sessions_and_five_replicas_stays_small() {
    for (pointed_out, most) in [(true, 150), (false, 150)] {
        let nodes = scene(&worldwide(), &DOWN, pointed_out).marks();
        assert!(nodes <= most, "{nodes} nodes");
    }
}

#[test]
fn words_neither_meet_nor_leave_in_real_runs() {
    let networks = ["rack", "zones", "continent", "worldwide", "lnkd-disk"].map(network);
    for seed in 0..60 {
        let faults = if seed % 3 == 0 { storm().faults } else { Vec::new() };
        let network = networks[seed as usize % networks.len()].clone();
        // The storm's regions are those of the worldwide network.
        let sessions = vec![Session::default(); 1 + seed as usize % 5];
        let scenario = Scenario { seed, network, sessions, faults, ..worldwide() };
        let Ok(report) = pipeline::evaluate(&scenario, Recording::Full) else {
            // A session that the storm names is missing where there is only one.
            assert!(scenario.sessions.len() < 2, "seed {seed} is refused");
            continue;
        };
        let story = Story::of(&report.trace);
        let focus = Annotation { focus: Some(OperationId(seed % 3)), ..Annotation::default() };
        for note in [Annotation::default(), proof(&report), focus] {
            for view in [DOWN, ACROSS, PHONE, EMBED] {
                check(&timeline::layout(&story, &note, &view), seed);
            }
        }
    }
}

fn check(scene: &Scene, seed: u32) {
    let placed: Vec<&Text> = texts(scene)
        .filter(|(layer, text)| matches!(*layer, "labels" | "chips") && text.turn.is_none())
        .map(|(_, text)| text)
        .collect();
    for (index, text) in placed.iter().enumerate() {
        let a = timeline::bounds(text);
        let within = a.x >= 0.0 && a.y >= 0.0 && a.x + a.width <= scene.width && a.y + a.height <= scene.height;
        assert!(within, "seed {seed}: {text:?} leaves {} × {}", scene.width, scene.height);
        for other in &placed[index + 1..] {
            let b = timeline::bounds(other);
            let apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
            assert!(apart, "seed {seed}: {text:?} meets {other:?}");
        }
    }
}
