//! Long runs, off the page's thread, in a worker that shares the page's compiled wasm.
//!
//! The worker is a module made from a few words that import the page's own script; the compiled
//! module is handed over, so nothing is downloaded or compiled twice. Where workers are refused
//! the page computes by itself.

use std::cell::RefCell;
use std::rc::Rc;

use history::Trace;
use js_sys::{Array, Uint8Array};
use pipeline::Recording;
use scenario::Scenario;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, MessageEvent, Url, WorkerOptions, WorkerType};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static SCRIPT: String;
}

/// A question to the worker: its number and the scenario as a link. The number comes back with the
/// answer, so that an old one is known.
type Question = (u32, String);

/// The worker's answer: the number of the question, and the run; nothing if it could not run.
pub(crate) type Answer = (u32, Option<Trace>);

/// Whether this is the worker's side.
pub(crate) fn is_worker() -> bool {
    js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>().is_ok()
}

/// The worker's side: answers questions until it is ended.
pub(crate) fn serve() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let port = scope.clone();
    let answer = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok((number, link)) = serde_wasm_bindgen::from_value::<Question>(event.data()) else { return };
        let _ = port.post_message(&Array::of2(&number.into(), &answer_to(&link)));
    });
    scope.set_onmessage(Some(answer.as_ref().unchecked_ref()));
    answer.forget();
    // What was asked before this handler stood would be lost: the page waits for this word.
    let _ = scope.post_message(&JsValue::from_str("ready"));
}

fn answer_to(link: &str) -> JsValue {
    let scenario = share::decode(link).ok().map(|decoded| decoded.link.scenario);
    let trace = scenario.and_then(|scenario| pipeline::run(&scenario, Recording::Full).ok());
    trace.map_or(JsValue::NULL, |trace| Uint8Array::from(pipeline::pack(&trace).as_slice()).into())
}

fn read_answer(message: &JsValue) -> Option<Answer> {
    let message = message.dyn_ref::<Array>()?;
    let number = message.get(0).as_f64()? as u32;
    let bytes = message.get(1).dyn_into::<Uint8Array>().ok();
    Some((number, bytes.and_then(|bytes| pipeline::unpack(&bytes.to_vec()))))
}

/// The page's side of the worker.
pub(crate) struct Worker {
    worker: web_sys::Worker,
    state: Rc<RefCell<Waiting>>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn()>,
}

/// The worker answers one question at a time; of those that wait only the newest is kept.
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
    pub(crate) fn start(on_answer: impl Fn(Answer) + 'static, on_failure: impl Fn() + 'static) -> Option<Self> {
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
        let on_error = Closure::<dyn Fn()>::new(on_failure);
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.post_message(&wasm_bindgen::module()).ok()?;
        Some(Self { worker, state, _on_message: on_message, _on_error: on_error })
    }

    /// Asks for a run: at once if the worker is free, else when it is, unless something newer is
    /// asked before.
    pub(crate) fn ask(&self, number: u32, scenario: &Scenario) {
        let link = share::Link { scenario: scenario.clone(), view: share::View::default() };
        let Ok(link) = share::encode(&link) else { return };
        let Ok(question) = serde_wasm_bindgen::to_value::<Question>(&(number, link)) else { return };
        let mut state = self.state.borrow_mut();
        state.question = Some(question);
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
