//! Delays that somebody measured, in the place of a link's or of every link's: as they were recorded, or as the
//! family that they look like.

use diagram::chart::{Alike, Chart, likeness as drawn, time_words};
use history::decimal::{five_digits, grouped};
use scenario::{Distribution, Scenario, limits};
use theory::{Likeness, Recorded, family, in_words};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::chart_files::{Sheet, Tools};
use crate::browser::{entry, file};
use crate::components::{Readable, Select};
use crate::hooks::Shared;
use crate::store::{Action, Edit};
use crate::words;

/// What the first part has no use for.
const STYLE: &str = concat!(
    include_str!("../../style/readable.css"),
    include_str!("../../style/chart_files.css"),
    include_str!("../../style/measurements.css"),
);
/// The width of the column inside its padding, in px.
const WIDTH: f64 = 224.0;
const HEIGHT: f64 = 128.0;
/// So many points of a family are drawn.
const POINTS: u32 = 400;

#[derive(PartialEq, Properties)]
pub(super) struct MeasurementsProps {
    pub(super) scenario: std::rc::Rc<Scenario>,
    pub(super) regions: Vec<AttrValue>,
    pub(super) on: Callback<Action>,
}

/// What was read, with what it looks like.
struct Measured {
    sorted_ms: Vec<f64>,
    one_way: Distribution,
    likeness: Likeness,
    chart: Option<(Shared<Chart>, Sheet)>,
}

/// What can take the place of a link's delay.
#[derive(Clone)]
struct Form {
    /// In the list of choices, and in a sentence.
    name: &'static str,
    said: &'static str,
    one_way: Distribution,
}

impl Measured {
    /// Nothing where nobody wrote or brought anything yet; every line that is wrong of anything else, an empty file
    /// among it.
    fn read(text: &str, from_file: bool) -> Option<Result<Self, Vec<String>>> {
        if text.is_empty() && !from_file {
            return None;
        }
        let recorded = match Recorded::read(text) {
            Ok(recorded) => recorded,
            Err(problems) => return Some(Err(problems)),
        };
        let (Some(one_way), [column]) = (recorded.one_way(), recorded.columns()) else {
            let sentence = words::measurements::FOUR_COLUMNS;
            return Some(Err(vec![sentence.to_owned()]));
        };
        let likeness = recorded.likenesses("").swap_remove(0);
        let chart = likeness.fits.first().map(|nearest| {
            let share = |point: u32| (f64::from(point) + 0.5) / f64::from(POINTS);
            // A mixture is drawn out of order.
            let mut delays_ms: Vec<f64> = (0..POINTS).map(|point| nearest.distribution.at(share(point))).collect();
            delays_ms.sort_by(f64::total_cmp);
            let points: Vec<(f64, f64)> = delays_ms.into_iter().zip((0..POINTS).map(share)).collect();
            let (recorded_ms, name) = (column.sorted_ms.as_slice(), family(&nearest.distribution));
            let alike = Alike { recorded_ms, family: &points, name, distance: nearest.ks_distance };
            (Shared::new(drawn(&alike, WIDTH, HEIGHT)), sheet(recorded_ms, &points))
        });
        Some(Ok(Self { sorted_ms: column.sorted_ms.clone(), one_way, likeness, chart }))
    }

    /// What can take the place of a link's delay: the recorded delays first, then the families.
    fn forms(&self) -> Vec<Form> {
        let recorded = Form {
            name: words::measurements::AS_RECORDED,
            said: words::measurements::THE_RECORDED,
            one_way: self.one_way.clone(),
        };
        let families = self.likeness.fits.iter().map(|fit| {
            let name = family(&fit.distribution);
            Form { name, said: name, one_way: shortened(&fit.distribution) }
        });
        [recorded].into_iter().chain(families).collect()
    }
}

/// By share: the recorded delay, and that of the nearest family.
fn sheet(sorted_ms: &[f64], family: &[(f64, f64)]) -> Sheet {
    let row = |(ms, share): &(f64, f64)| {
        let rank = (share * sorted_ms.len() as f64).ceil().max(1.0) as usize;
        vec![(*share).into(), sorted_ms.get(rank - 1).copied().into(), (*ms).into()]
    };
    Sheet {
        name: words::files::RECORDED,
        caption: words::measurements::SHEET,
        heads: ["share", "recorded_ms", "family_ms"].map(Into::into).to_vec(),
        rows: family.iter().map(row).collect(),
    }
}

/// A family with five digits of each parameter: more were not measured, and a link would carry them all.
fn shortened(family: &Distribution) -> Distribution {
    let short = |number: f64| five_digits(number).parse().ok().filter(|short| *short > 0.0).unwrap_or(number);
    match *family {
        Distribution::Constant { ms } => Distribution::Constant { ms: short(ms) },
        Distribution::Uniform { low_ms, high_ms } => {
            Distribution::Uniform { low_ms: short(low_ms), high_ms: short(high_ms) }
        }
        Distribution::Exponential { mean_ms } => Distribution::Exponential { mean_ms: short(mean_ms) },
        Distribution::LogNormal { median_ms, tail } => {
            Distribution::LogNormal { median_ms: short(median_ms), tail: short(tail) }
        }
        Distribution::ParetoExponential { pareto_share, scale_ms, shape, rate_per_ms } => {
            let [pareto_share, scale_ms] = [pareto_share, scale_ms].map(short);
            Distribution::ParetoExponential {
                pareto_share,
                scale_ms,
                shape: short(shape),
                rate_per_ms: short(rate_per_ms),
            }
        }
        Distribution::Empirical { .. } => family.clone(),
    }
}

/// Where measurements come in, what they look like, and what they shall be the delay of.
#[component]
pub(super) fn Measurements(props: &MeasurementsProps) -> Html {
    // The text, and whether it is a file's: an empty field is a beginning, and an empty file a mistake.
    let text = use_state_eq(|| (String::new(), false));
    let measured = use_memo((*text).clone(), |(text, from_file)| Measured::read(text, *from_file));
    let [place, form] = [use_state_eq(|| 0_usize), use_state_eq(|| 0_usize)];
    let told = use_state_eq(AttrValue::default);
    let take = {
        let (text, form, told) = (text.setter(), form.setter(), told.setter());
        Callback::from(move |new: (String, bool)| {
            text.set(new);
            form.set(0);
            told.set(AttrValue::default());
        })
    };
    let shown = match &*measured {
        None => html! { <div key="none"></div> },
        Some(Err(problems)) => wrong(problems),
        Some(Ok(measured)) => {
            let links = links(&props.regions);
            let forms = measured.forms();
            let taken = (*place).min(links.len() - 1);
            let chosen = forms.get(*form).unwrap_or(&forms[0]).clone();
            let put = {
                let (scenario, on, told) = (props.scenario.clone(), props.on.clone(), told.setter());
                let (ends, link) = (links[taken].1, links[taken].0.clone());
                Callback::from(move |_: MouseEvent| told.set(self::put(&scenario, &on, ends, &chosen, &link)))
            };
            html! {
                <div key="right" class="measured">
                    { figures(measured) }
                    { for measured.chart.iter().map(|(chart, sheet)| html! {
                        <div key="chart">
                            <Readable label={words::measurements::CHART} chart={chart.clone()} />
                            <Tools chart={chart.clone()} sheet={sheet.clone()} />
                        </div>
                    }) }
                    { families(measured) }
                    <div class="measured-put">
                        { select("measured-link", words::measurements::DELAY_OF, links.into_iter().map(|(words, _)| words).collect(), taken, place.setter()) }
                        { select("measured-form", words::measurements::TAKEN, forms.iter().map(|form| AttrValue::Static(form.name)).collect(), *form, form.setter()) }
                        <button type="button" class="button" onclick={put}>{ words::measurements::USE }</button>
                    </div>
                </div>
            }
        }
    };
    html! {
        <div class="measurements">
            <style key="style">{ STYLE }</style>
            { entrance(&text.0, &take) }
            <div class="measurements-shown" aria-live="polite">{ shown }</div>
            <p class="section-foot" role="status">{ (*told).clone() }</p>
        </div>
    }
}

/// Where a text is pasted, or a file opened.
fn entrance(text: &str, take: &Callback<(String, bool)>) -> Html {
    let oninput = take.reform(|event: InputEvent| (entry::text(&event), false));
    let bring = {
        let take = take.clone();
        Callback::from(move |holder: JsValue| {
            let (Some(file), take) = (file::first_of(&holder), take.clone()) else { return };
            wasm_bindgen_futures::spawn_local(async move {
                if let Some(text) = file::text_of(file).await {
                    take.emit((text, true));
                }
            });
        })
    };
    let onchange = bring.reform(|event: Event| event.target().map(Into::into).unwrap_or_default());
    html! {
        <div key="entrance">
            <label class="section-note" for="measured">{ words::measurements::PASTE }</label>
            <textarea id="measured" rows="4" spellcheck="false" autocomplete="off" placeholder="12.1\n11.8\n35.0" value={text.to_owned()} {oninput} />
            <label class="button measured-file">{ words::shared::OPEN_A_FILE }<input type="file" accept=".csv,.txt,text/csv,text/plain" class="visually-hidden" {onchange} /></label>
        </div>
    }
}

/// Every line that is wrong; the text stays as it is.
fn wrong(problems: &[String]) -> Html {
    let line = |(place, problem): (usize, &String)| html! { <li key={place}>{ sentence(problem) }</li> };
    html! {
        <div key="wrong" class="measured-wrong">
            <p>{ words::measurements::WRONG_LINES }</p>
            <ul>{ for problems.iter().enumerate().map(line) }</ul>
        </div>
    }
}

fn figures(measured: &Measured) -> Html {
    let count = measured.sorted_ms.len();
    let at = |share: f64| {
        let rank = (share * count as f64).ceil().max(1.0) as usize;
        measured.sorted_ms.get(rank - 1).map_or_else(|| "–".to_owned(), |ms| time_words(*ms))
    };
    let keys = [
        (words::measurements::DELAYS, grouped(count as u64)),
        (words::measurements::MEDIAN, at(0.5)),
        ("p99", at(0.99)),
    ];
    let most = limits::EMPIRICAL_POINTS_MAX as usize;
    let thinned = words::measurements::thinned(most);
    html! {
        <div key="figures">
            <dl class="keys">{ for keys.into_iter().map(|(name, figure)| html! {
                <div key={name}><dt>{ name }</dt><dd>{ figure }</dd></div>
            }) }</dl>
            <p class="section-foot" hidden={count <= most}>{ thinned }</p>
        </div>
    }
}

/// The families, the nearest first, with their distances.
fn families(measured: &Measured) -> Html {
    let row = |fit: &theory::Fitted| {
        html! {
            <li key={family(&fit.distribution)} title={in_words(&fit.distribution)}>
                <span>{ in_words(&fit.distribution) }</span><span>{ history::decimal::fixed(fit.ks_distance, 4) }</span>
            </li>
        }
    };
    html! {
        <div key="families" class="measured-families">
            <p class="section-note">{ words::measurements::NEAREST }</p>
            <ol>{ for measured.likeness.fits.iter().map(row) }</ol>
        </div>
    }
}

/// What can have the delay: every link, or one of them.
fn links(regions: &[AttrValue]) -> Vec<(AttrValue, Option<(u8, u8)>)> {
    let count = if regions.len() > 1 { u8::try_from(regions.len()).unwrap_or(u8::MAX) } else { 0 };
    let between = (0..count).flat_map(|from| (from + 1..count).map(move |to| (from, to)));
    let link = |(from, to): (u8, u8)| {
        let [one, other] = [from, to].map(|region| regions[usize::from(region)].clone());
        let words = if from == to { words::measurements::within(&one) } else { format!("{one} – {other}") };
        (words.into(), Some((from, to)))
    };
    [(words::measurements::EVERY_LINK.into(), None)]
        .into_iter()
        .chain(between.chain((0..count).map(|at| (at, at))).map(link))
        .collect()
}

fn select(
    id: &'static str,
    label: &'static str,
    choices: Vec<AttrValue>,
    taken: usize,
    set: UseStateSetter<usize>,
) -> Html {
    let on_change = Callback::from(move |index| set.set(index));
    let list = Select { id: id.into(), name: None, described_by: None, choices, taken: Some(taken), on_change };
    html! { <div key={id} class="choice-row"><label for={id}>{ label }</label>{ list.view() }</div> }
}

/// Puts it into the scenario, and says what is so now.
fn put(scenario: &Scenario, on: &Callback<Action>, ends: Option<(u8, u8)>, form: &Form, link: &str) -> AttrValue {
    let mut next = scenario.clone();
    if let Err(problem) = next.network.replace_delays(ends, form.one_way.clone()) {
        return sentence(&problem).into();
    }
    on.emit(Action::Edit(Edit::Measured(ends, form.one_way.clone())));
    on.emit(Action::Settle);
    let whole = share::Link::from(next);
    let refused = share::encode(&whole).err().map(|error| format!(" {error}")).unwrap_or_default();
    sentence(&format!("{link}: {}.{refused}", form.said)).into()
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    let end = if words.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_refused_with_the_words_of_the_command_line_and_an_empty_field_is_not() {
        let refused =
            |text: &str, from_file| Measured::read(text, from_file).map(|read| read.err().unwrap_or_default());
        assert_eq!(refused("", false), None);
        for text in ["", "one_way\n", "\n", "write,ack,read,response\n"] {
            assert_eq!(refused(text, true), Recorded::read(text).err(), "{text:?}");
            assert!(refused(text, true).is_some_and(|problems| !problems.is_empty()), "{text:?}");
        }
        assert_eq!(refused("12\n13\n", true), Some(Vec::new()));
    }
}
