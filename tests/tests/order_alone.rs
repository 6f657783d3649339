//! Histories that tell an order and no times: judged and drawn, and nowhere is a time made up for them.

use check::Verdict;
use diagram::export::mermaid;
use diagram::{Annotation, Mark, Orientation, Scene, Size, Story, Viewport};
use history::calls::Calls;
use history::formats::{detect, write_edn};
use history::{Clock, ModelId};
use pipeline::{Report, judge_brought};

/// A stale read, as registers: `process` is any number, so that lines and events can be told apart.
const REGISTERS: [&str; 6] = [
    "{:process 0, :type :invoke, :f :write, :value 1}",
    "{:process 0, :type :ok, :f :write, :value 1}",
    "{:process 1, :type :invoke, :f :write, :value 2}",
    "{:process 1, :type :ok, :f :write, :value 2}",
    "{:process 2, :type :invoke, :f :read}",
    "{:process 2, :type :ok, :f :read, :value 1}",
];
const ACCOUNT: [&str; 6] = [
    "{:process 0, :type :invoke, :f :deposit, :value 100}",
    "{:process 0, :type :ok, :f :deposit, :value 100}",
    "{:process 1, :type :invoke, :f :withdraw, :value 80}",
    "{:process 2, :type :invoke, :f :withdraw, :value 60}",
    "{:process 1, :type :ok, :f :withdraw, :value 80}",
    "{:process 2, :type :ok, :f :withdraw, :value 60}",
];

fn brought(text: &str) -> Report {
    let form = detect(text);
    let recording = (form.read)(text).expect("nothing is wrong with it");
    judge_brought(&recording, form.object).expect("it can be judged")
}

fn story(report: &Report) -> Story {
    Story::of_record(&report.trace, report.history.clock)
}

fn scenes(report: &Report, note: &Annotation) -> Vec<Scene> {
    let story = story(report);
    let sizes = [(Size::Desktop, 900.0), (Size::Embed, 720.0), (Size::Phone, 390.0)];
    let views = sizes.into_iter().flat_map(|(size, width)| {
        [Orientation::Down, Orientation::Across].map(|orientation| Viewport {
            width,
            height: 600.0,
            orientation,
            size,
            window: None,
        })
    });
    views.map(|view| diagram::timeline::layout(&story, note, &view)).collect()
}

fn texts(scene: &Scene) -> Vec<String> {
    let marks = scene.layers.iter().flat_map(|layer| &layer.marks);
    let drawn = marks.filter_map(|mark| match mark {
        Mark::Text(text) => Some(text.text.clone()),
        Mark::Path { .. } => None,
    });
    let named = scene.targets.iter().map(|target| target.label.clone());
    drawn.chain(named).chain([scene.title.clone(), scene.description.clone()]).collect()
}

/// Everything that is said of a report, in words and in pictures.
fn said(report: &Report) -> Vec<String> {
    let mut said = Vec::new();
    for (model, verdict) in &report.judgement.0 {
        said.extend(verdict.reason().map(|reason| format!("{} {}", reason.plain(), reason.allowed)));
        if let Verdict::Unknown(why) | Verdict::NotApplicable(why) = verdict {
            said.push(why.sentence.clone());
        }
        let entries = pipeline::transcript(&story(report), Some((*model, verdict)));
        said.extend(entries.into_iter().map(|entry| entry.words));
        said.extend(scenes(report, &pipeline::annotate(verdict)).iter().flat_map(texts));
    }
    said.extend(report.application.iter().map(|application| serde_json::to_string(application).expect("plain data")));
    said.push(mermaid(&story(report), None));
    said
}

/// A number with a unit of time behind it, or what a picture says of a stretch that it cuts.
fn tells_a_time(text: &str) -> bool {
    let units = ["ms", "µs", "s"];
    let words: Vec<&str> = text.split(|sign: char| !sign.is_alphanumeric() && !".'".contains(sign)).collect();
    let timed = |pair: &[&str]| pair[0].ends_with(|sign: char| sign.is_ascii_digit()) && units.contains(&pair[1]);
    words.windows(2).any(timed) || words.contains(&"idle")
}

#[test]
fn of_an_order_no_time_is_told() {
    for (lines, clock) in [(REGISTERS, Clock::Lines), (ACCOUNT, Clock::Lines)] {
        let report = brought(&lines.join("\n"));
        assert_eq!(report.history.clock, clock);
        for text in said(&report) {
            assert!(!tells_a_time(&text), "{text}");
        }
    }
    // The same with times tells them: the test can fail.
    let timed = |(place, line): (usize, &&str)| line.replace('}', &format!(", :time {}000000}}", 7 * place));
    let text: Vec<String> = REGISTERS.iter().enumerate().map(timed).collect();
    assert!(said(&brought(&text.join("\n"))).iter().filter(|text| tells_a_time(text)).count() > 20);
}

#[test]
fn a_sentence_names_the_lines_and_a_ruler_counts_them() {
    let report = brought(&REGISTERS.join("\n"));
    let reason = report.judgement.get(ModelId::Linearizable).and_then(Verdict::reason).expect("it is broken");
    let sentence = reason.plain().replace('\u{a0}', " ");
    assert_eq!(
        sentence,
        "③ process 2 read x=1 at line 6, but ② x=2 had been acknowledged to process 1 at line 4, replacing ① x=1."
    );
    let down = scenes(&report, &Annotation::default()).swap_remove(0);
    let ruler: Vec<String> = texts(&down).into_iter().filter(|text| text.len() < 9).collect();
    for number in ["line\u{a0}1", "2", "3", "4", "5"] {
        assert!(ruler.iter().any(|text| text == number), "{number} is not in {ruler:?}");
    }
    assert_eq!(down.description, "2 writes and 1 read by 3 sessions.");
}

#[test]
fn several_events_in_a_line_stand_apart_as_events() {
    let report = brought(&REGISTERS.join(" "));
    assert_eq!(report.history.clock, Clock::Events);
    let moments: Vec<u64> = report.trace.events.iter().map(|event| Clock::number(event.at)).collect();
    assert_eq!(moments, [1, 2, 3, 4, 5, 6]);
    let reason = report.judgement.get(ModelId::Linearizable).and_then(Verdict::reason).expect("it is broken");
    assert!(reason.plain().contains("event\u{a0}6"), "{}", reason.plain());
}

#[test]
fn how_late_a_read_was_nobody_can_say() {
    let report = brought(&REGISTERS.join("\n"));
    let delay = report.judgement.get(ModelId::DeltaAtomicity).expect("it is judged");
    assert!(matches!(delay, Verdict::NotApplicable(why) if why.sentence.contains("not their times")), "{delay:?}");
    assert!(matches!(report.judgement.get(ModelId::BoundedStaleness), Some(Verdict::Measured(_))));
}

#[test]
fn what_is_written_out_has_no_times_and_is_judged_the_same() {
    let report = brought(&REGISTERS.join("\n"));
    let edn = write_edn(&Calls::of(&report.history)).expect("registers can be written");
    assert!(!edn.contains(":time"), "{edn}");
    let again = brought(&edn);
    let words = |report: &Report| -> Vec<_> {
        report.judgement.0.iter().map(|(model, verdict)| (*model, verdict.word())).collect()
    };
    assert_eq!((words(&again), again.history.clock), (words(&report), Clock::Lines));
}
