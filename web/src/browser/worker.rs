//! Long work, off the page's thread, in workers that share the page's compiled wasm.
//!
//! A worker is a module made from a few words that import the page's own script; the compiled
//! module is handed over, so nothing is downloaded or compiled twice. Where workers are refused
//! the page computes by itself.

mod advise;

use std::cell::RefCell;
use std::rc::Rc;

pub(crate) use advise::{Verdicts, asked_fragment, read_asked, read_link, words};
use history::ModelId;
use js_sys::{Array, Uint8Array};
use pipeline::decide::Survived;
use pipeline::{ExactRow, Recording, Series, Strength};
use scenario::{Assumptions, Scenario};
use serde::{Deserialize, Serialize};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, MessageEvent, Url, WorkerOptions, WorkerType};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static SCRIPT: String;
}

/// What a worker can do with a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Task {
    /// Run it and judge it: the answer comes in pieces.
    Run,
    /// Run so many of its series, from that number on: the answer is a part of a series.
    Part { first: u32, count: u32 },
    /// Say what the mathematics says of it: the answer is a prospect.
    Prospect,
    /// Say what it says of response times and of t-visibility far into the tail: the answer is an exact row.
    Exact,
    /// Put what is promised for a model to so many random trials: the answer is a tally.
    Trials { under: Assumptions, model: ModelId, count: u32 },
    /// Run it, and say whether that keeps a model: the answer is that, where it can be told.
    Keeps(ModelId),
    /// Measure how long answers take: the answer is times.
    Times,
    /// Count what so many runs of its series keep, from that number on: the answer is a strength.
    Strength { first: u32, count: u32 },
    /// See how many replicas may be down while it goes on: the answer is what it survives.
    Survived,
    /// Judge settings from that turn back, each so many-th: what is needed stands in the scenario's place.
    Advise { from: u32, step: u32 },
}

/// A question to a worker: its number, the scenario as a link, and what to do with it.
#[derive(Serialize, Deserialize)]
struct Question(u32, String, Task);

/// A worker's answer, or a piece of it: the number of the question, so that an old one is known, and what
/// came of it as a parcel; nothing if the scenario cannot run.
pub(crate) type Answer = (u32, Option<Vec<u8>>);

/// Whether this is the worker's side.
pub(crate) fn is_worker() -> bool {
    js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>().is_ok()
}

/// The worker's side: answers questions until it is ended.
pub(crate) fn serve() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let port = scope.clone();
    let answer = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(parcel) = event.data().dyn_into::<Uint8Array>() else { return };
        let Some(Question(number, link, task)) = pipeline::unpack(&parcel.to_vec()) else { return };
        answer_to(&link, task, &|parcel| {
            let parcel = parcel.map_or(JsValue::NULL, |parcel| Uint8Array::from(parcel.as_slice()).into());
            let _ = port.post_message(&Array::of2(&number.into(), &parcel));
        });
    });
    scope.set_onmessage(Some(answer.as_ref().unchecked_ref()));
    answer.forget();
    // What was asked before this handler stood would be lost: the page waits for this word.
    let _ = scope.post_message(&JsValue::from_str("ready"));
}

fn answer_to(link: &str, task: Task, hand_on: &dyn Fn(Option<Vec<u8>>)) {
    if task != Task::Run {
        return hand_on(answer_here(link, task));
    }
    match read_link(link).map(|scenario| pipeline::run(&scenario, Recording::Full)) {
        Some(Ok(trace)) => pipeline::send(trace, |piece| hand_on(Some(piece))),
        Some(Err(_)) | None => hand_on(None),
    }
}

/// What a worker would answer, worked out here. A run, which comes in pieces, is not asked for here.
pub(crate) fn answer_here(link: &str, task: Task) -> Option<Vec<u8>> {
    if let Task::Advise { from, step } = task {
        return advise::part(link, from, step);
    }
    let scenario = read_link(link)?;
    let numbers = |first: u32, count: u32| first..first.saturating_add(count);
    match task {
        Task::Run | Task::Advise { .. } => None,
        Task::Part { first, count } => {
            Series::part(&scenario, numbers(first, count)).ok().map(|part| pipeline::pack(&part))
        }
        Task::Prospect => pipeline::prospect(&scenario).map(|prospect| pipeline::pack(&prospect)),
        Task::Exact => ExactRow::of(&scenario).map(|row| pipeline::pack(&row)),
        Task::Trials { under, model, count } => {
            pipeline::try_out(&scenario, under, &[model], 0..count, 0).ok().map(|tally| pipeline::pack(&tally))
        }
        Task::Keeps(model) => {
            let report = pipeline::evaluate(&scenario, Recording::HistoryOnly).ok()?;
            Some(pipeline::pack(&report.judgement.kept(model)))
        }
        Task::Survived => Survived::of_store(&scenario).map(|survived| pipeline::pack(&survived)),
        Task::Times => Some(pipeline::pack(&pipeline::times(&scenario))),
        Task::Strength { first, count } => {
            Strength::part(&scenario, numbers(first, count)).ok().map(|part| pipeline::pack(&part))
        }
    }
}

fn read_answer(message: &JsValue) -> Option<Answer> {
    let message = message.dyn_ref::<Array>()?;
    let number = message.get(0).as_f64()? as u32;
    let parcel = message.get(1).dyn_into::<Uint8Array>().ok();
    Some((number, parcel.map(|parcel| parcel.to_vec())))
}

/// The page's side of a worker.
pub(crate) struct Worker {
    worker: web_sys::Worker,
    state: Rc<RefCell<Waiting>>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn()>,
}

/// A worker answers one question at a time; of those that wait only the newest is kept.
#[derive(Default)]
struct Waiting {
    free: bool,
    question: Option<JsValue>,
}

impl Waiting {
    fn next(&mut self, port: &web_sys::Worker) {
        self.free = match self.question.take() {
            Some(question) => port.post_message(&question).is_err(),
            None => true,
        };
    }
}

impl Worker {
    /// Starts a worker; nothing where the browser refuses one at once. `on_failure` is called where
    /// it refuses later.
    pub(crate) fn start(on_answer: Rc<dyn Fn(Answer)>, on_failure: Box<dyn Fn()>) -> Option<Self> {
        let script = SCRIPT.with(String::clone);
        let source = format!(
            "import init from {script:?};onmessage=async e=>{{onmessage=null;await init({{module_or_path:e.data}})}}"
        );
        let options = BlobPropertyBag::new();
        options.set_type("text/javascript");
        let parts = Array::of1(&source.into());
        let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
        let url = Url::create_object_url_with_blob(&blob).ok()?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = web_sys::Worker::new_with_options(&url, &options);
        let worker = worker.ok()?;

        let state = Rc::new(RefCell::new(Waiting::default()));
        let (port, waiting) = (worker.clone(), Rc::clone(&state));
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            waiting.borrow_mut().next(&port);
            if event.data().is_string() {
                let _ = Url::revoke_object_url(&url);
            } else if let Some(answer) = read_answer(&event.data()) {
                on_answer(answer);
            }
        });
        let on_error = Closure::wrap(on_failure);
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.post_message(&wasm_bindgen::module()).ok()?;
        Some(Self { worker, state, _on_message: on_message, _on_error: on_error })
    }

    /// Asks: at once if the worker is free, else when it is, unless something newer is asked before.
    /// Says whether the scenario fits into a question.
    pub(crate) fn ask(&self, number: u32, scenario: &Scenario, task: Task) -> bool {
        let link = share::Link::from(scenario.clone());
        let Ok(link) = share::encode(&link) else { return false };
        self.ask_in_words(number, link, task);
        true
    }

    /// The same of a scenario that is a link already, or of something else that is said in a few words.
    pub(crate) fn ask_in_words(&self, number: u32, words: String, task: Task) {
        let parcel = pipeline::pack(&Question(number, words, task));
        let mut state = self.state.borrow_mut();
        state.question = Some(Uint8Array::from(parcel.as_slice()).into());
        if state.free {
            state.next(&self.worker);
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
