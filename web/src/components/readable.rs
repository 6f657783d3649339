//! A chart that can be read place by place: by pointer, by touch, and by the keys of a slider.

use std::rc::Rc;

use diagram::chart::{Along, Chart};
use diagram::number::coordinate;
use yew::prelude::*;

use super::picture;
use crate::browser::{focus, pointer};
use crate::hooks::Shared;

#[derive(PartialEq, Properties)]
pub(crate) struct ReadableProps {
    /// What is read off, for those who do not see it.
    pub(crate) label: &'static str,
    pub(crate) chart: Shared<Chart>,
}

/// What stays in sight above and below the row that is read, in px: heads, tabs, and the words of what is read.
const FREE: f64 = 124.0;
/// How many places a page key goes.
const PAGE: usize = 10;

/// The chart, and below it what it says: in all, or where it is read.
#[component]
pub(crate) fn Readable(props: &ReadableProps) -> Html {
    let ReadableProps { label, chart } = props;
    let along = chart.along;
    let at = use_state_eq(|| None::<usize>);
    let sheet = use_node_ref();
    let last = chart.readings.len().saturating_sub(1);
    let reading = at.and_then(|at| chart.readings.get(at.min(last)));
    let now = at.unwrap_or(0).min(last);
    // A chart that is higher than the screen follows the keys, and stays where a pointer is.
    let (mark, keyed) = (use_node_ref(), use_mut_ref(|| false));
    let onkeydown = {
        let (at, keyed) = (at.setter(), Rc::clone(&keyed));
        Callback::from(move |event: KeyboardEvent| {
            if let Some(next) = next_place(&event.key(), now, last, along) {
                event.prevent_default();
                *keyed.borrow_mut() = along != Along::Across;
                at.set(Some(next));
            }
        })
    };
    use_effect_with(*at, {
        let mark = mark.clone();
        move |_| {
            let mark = mark.cast::<web_sys::Element>().filter(|_| keyed.replace(false));
            mark.iter().for_each(|mark| focus::bring_into_sight(mark, FREE));
        }
    });
    let read = use_callback((chart.clone(), sheet.clone(), at.setter()), |event: PointerEvent, (chart, sheet, at)| {
        let Some(sheet) = sheet.cast::<web_sys::Element>() else { return };
        let (x, y) = pointer::place_in_sheet(&sheet, &event, chart.scene.width, chart.scene.height);
        let place = if chart.along == Along::Across { x } else { y };
        let next = chart.readings.partition_point(|reading| reading.at < place);
        let nearer = next.checked_sub(1).filter(|before| {
            chart.readings.get(next).is_none_or(|after| place - chart.readings[*before].at < after.at - place)
        });
        at.set(Some(nearer.unwrap_or(next)));
    });
    let first = {
        let at = at.setter();
        Callback::from(move |_: FocusEvent| at.set(Some(now)))
    };
    let leave = |at: UseStateSetter<Option<usize>>| move || at.set(None);
    let (left, blurred) = (leave(at.setter()), leave(at.setter()));
    let (width, height) = (coordinate(chart.scene.width), coordinate(chart.scene.height));
    let line = reading.map(|reading| outline(chart, reading.at));
    let row = reading.map(|reading| row_place(chart, reading.at));
    let orientation = matches!(along, Along::Down { .. }).then_some("vertical");
    html! {
        <div class="readable">
            <div class="reader" ref={sheet} tabindex="0" role="slider" aria-label={*label} aria-orientation={orientation} aria-valuemin="0"
                aria-valuemax={last.to_string()} aria-valuenow={now.to_string()}
                aria-valuetext={reading.map_or_else(|| chart.scene.description.clone(), |reading| reading.words.clone())}
                {onkeydown} onpointermove={read.clone()} onpointerdown={read} onfocus={first}
                onpointerleave={move |_: PointerEvent| left()} onblur={move |_: FocusEvent| blurred()}>
                { picture(&chart.scene) }
                <svg class="reader-line" viewBox={format!("0 0 {width} {height}")} aria-hidden="true">
                    <path class="cursor-line" d={line.unwrap_or_default()} />
                </svg>
                <span ref={mark} class="reader-row" style={row}></span>
            </div>
            <p class="reader-words">{ reading.map_or_else(|| chart.scene.description.clone(), |reading| sentence(&reading.words)) }</p>
        </div>
    }
}

/// What marks a place: a line through it, or the edge of its row.
fn outline(chart: &Chart, at: f64) -> String {
    let (from, to) = (coordinate(chart.span.0), coordinate(chart.span.1));
    match chart.along {
        Along::Across => format!("M{0} {from}V{to}", coordinate(at)),
        Along::Down { row } => {
            let [upper, lower] = [at - row / 2.0, at + row / 2.0].map(coordinate);
            format!("M{from} {upper}H{to}V{lower}H{from}Z")
        }
    }
}

/// Where a row is within the chart, however large that is shown.
fn row_place(chart: &Chart, at: f64) -> String {
    let Along::Down { row } = chart.along else { return String::new() };
    let [top, height] = [at - row / 2.0, row].map(|px| coordinate(100.0 * px / chart.scene.height));
    format!("top:{top}%;height:{height}%")
}

/// Where a key leads, if it leads anywhere. In a chart of rows, down is onwards.
fn next_place(key: &str, now: usize, last: usize, along: Along) -> Option<usize> {
    let key = match (key, along) {
        ("ArrowDown", Along::Down { .. }) => "ArrowRight",
        ("ArrowUp", Along::Down { .. }) => "ArrowLeft",
        ("PageDown", Along::Down { .. }) => "PageUp",
        ("PageUp", Along::Down { .. }) => "PageDown",
        (key, _) => key,
    };
    Some(match key {
        "ArrowLeft" | "ArrowDown" => now.saturating_sub(1),
        "ArrowRight" | "ArrowUp" => (now + 1).min(last),
        "PageDown" => now.saturating_sub(PAGE),
        "PageUp" => (now + PAGE).min(last),
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).chain(['.']).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_from_end_to_end_and_no_further() {
        let keys =
            ["ArrowRight", "ArrowUp", "PageUp", "End", "ArrowRight", "PageDown", "ArrowDown", "Home", "ArrowLeft"];
        let mut now = 0;
        let places = keys.map(|key| {
            now = next_place(key, now, 20, Along::Across).expect("it is a key of a slider");
            now
        });
        assert_eq!(places, [1, 2, 12, 20, 20, 10, 9, 0, 0]);
        assert_eq!(next_place("a", 3, 20, Along::Across), None);
    }

    #[test]
    fn rows_are_read_downwards() {
        let down = |key, now| next_place(key, now, 20, Along::Down { row: 36.0 });
        let places = [("ArrowDown", 0), ("ArrowUp", 1), ("PageDown", 1), ("PageUp", 11), ("End", 0), ("Home", 20)];
        assert_eq!(places.map(|(key, now)| down(key, now)), [1, 0, 11, 1, 20, 0].map(Some));
    }
}
