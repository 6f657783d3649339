//! `quorate check`: judges histories from files.

use check::objects::{Object, fitting, object, objects};
use check::{Budget, Reason, Verdict, Why};
use history::ModelId;

use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;
use crate::asked::Asked;
use crate::judged::Judged;
use crate::table::plain;
use crate::{history_file, invariants, source};

/// From so many bytes on a file is worth a line that says it is being judged.
const LARGE: usize = 4 << 20;

/// What is asked of every file.
struct Question<'a> {
    format: Option<&'a str>,
    asked: Asked,
    object: Option<&'static Object>,
    budget: Budget,
}

/// Runs the command.
pub(crate) fn check(arguments: &Arguments) -> Outcome {
    let mut problems = Vec::new();
    let watched = Asked::of(arguments, "fail-on").unwrap_or_else(|found| {
        problems.extend(found);
        Asked::default()
    });
    let question = Question::read(arguments, &watched, &mut problems);
    let files = arguments.words();
    let many = files.len() > 1;
    let mut judged = Vec::new();
    for (place, name) in files.iter().enumerate() {
        let text = source::text(name);
        if text.as_ref().is_ok_and(|text| many || text.len() > LARGE) {
            eprintln!("{} of {}: {name}", place + 1, files.len());
        }
        match text.and_then(|text| question.judge(&text)) {
            Ok(one) => judged.push((name, one)),
            Err(found) if many => problems.extend(found.iter().map(|problem| format!("{name}: {problem}"))),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut answer = Answer::default();
    for (name, one) in &judged {
        answer.broken |= one.is_broken(&watched);
        for (key, word) in if watched.any { Vec::new() } else { one.undecided(&watched) } {
            eprintln!("note: {name}: {key} is {word}, so --fail-on says nothing of it");
        }
        if arguments.has("json") {
            answer.text.push_str(&json(&one.as_json(name))?);
        } else {
            let header = if many { format!("{name}\n") } else { String::new() };
            let gap = if many { "\n" } else { "" };
            answer.text.push_str(&format!("{header}{}{gap}", one.as_text()));
        }
    }
    Ok(answer)
}

impl<'a> Question<'a> {
    fn read(arguments: &'a Arguments, watched: &Asked, problems: &mut Vec<String>) -> Self {
        let format = arguments.option("format");
        problems.extend(format.and_then(|name| history_file::known_format(name).err()));
        let asked = Asked::of(arguments, "model").unwrap_or_else(|found| {
            problems.extend(found);
            Asked::default()
        });
        let asked = if asked.is_empty() { Asked::all() } else { asked };
        if !watched.any {
            let left_out = watched.beyond(&asked).into_iter();
            problems.extend(left_out.map(|key| format!("--fail-on: --model leaves {key} out")));
        }
        let object = arguments.option("object").and_then(|name| {
            let found = object(&name.replace('-', "_"));
            if found.is_none() {
                let names: Vec<&str> = objects().iter().map(|object| object.name).collect();
                problems.push(format!("--object: there is no object `{name}`; there are {}", names.join(", ")));
            }
            found
        });
        let budget = match arguments.option("budget").map(str::parse) {
            None => Budget::default(),
            Some(Ok(steps)) => Budget::steps(steps),
            Some(Err(_)) => {
                problems.push("--budget is not a whole number of steps".to_owned());
                Budget::default()
            }
        };
        Self { format, asked, object, budget }
    }

    fn judge(&self, text: &str) -> Result<Judged, Vec<String>> {
        let file = history_file::read(text, self.format)?;
        let mut judged = Judged::of(file);
        let asked = check::models().iter().filter(|model| self.asked.models.contains(&model.id));
        let register = self.object.is_none_or(|object| object.name == "register");
        let history = if register { Some(judged.file.history()) } else { None };
        if let Some(Ok(history)) = &history {
            judged.object = object("register");
            for model in asked {
                judged.add(model, || {
                    let (verdict, steps) = model.judge_counting(history, self.budget);
                    (verdict, steps, None)
                });
            }
            judged.others = "these are reads and writes of registers".to_owned();
            judged.findings = judged.object.map_or_else(Vec::new, |object| {
                invariants::judge(&history::calls::Calls::default(), object, &self.asked.invariants)
            });
            return Ok(judged);
        }
        let calls = judged.file.calls();
        let by_form =
            judged.file.object.and_then(object).filter(|object| calls.calls.iter().all(|call| object.fits(call)));
        let Some(object) = self.object.or(by_form).or_else(|| fitting(&calls).next()) else {
            return Err(vec![nothing_fits()]);
        };
        let strangers = calls.calls.iter().filter(|call| !object.fits(call));
        let told = |call| {
            let (who, deed, span) = (calls.who(call), calls.deed(call), calls.span(call));
            plain(&format!("{who} {deed} {span}, which {} does not know", object.title))
        };
        let problems: Vec<String> = strangers.map(told).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        judged.object = Some(object);
        judged.others = match history {
            Some(Err(why)) if object.name == "register" => why,
            _ => format!("these are calls on {}", object.title),
        };
        let others = judged.others.clone();
        for model in asked {
            judged.add(model, || {
                if model.id != ModelId::Linearizable {
                    return (of_registers(&others), 0, None);
                }
                let finding = check::objects::judge(&calls, object, self.budget);
                (finding.verdict, finding.steps, finding.failure)
            });
        }
        judged.findings = invariants::judge(&calls, object, &self.asked.invariants);
        Ok(judged)
    }
}

/// No object knows all calls.
fn nothing_fits() -> String {
    let known: Vec<String> = objects().iter().map(|object| format!("{} ({})", object.name, object.about)).collect();
    format!("no object knows all of these calls; there are {}", known.join("; "))
}

/// The verdict of a model that only speaks of registers.
fn of_registers(others: &str) -> Verdict {
    let sentence = format!("This model speaks of reads and writes of numbers; {others}.");
    Verdict::NotApplicable(Why { reason: Reason::UnknownCall, operations: Vec::new(), sentence })
}
