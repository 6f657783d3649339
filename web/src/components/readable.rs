//! A chart that can be read place by place: by pointer, by touch, and by the keys of a slider.

use diagram::chart::Chart;
use diagram::number::coordinate;
use yew::prelude::*;

use super::picture;
use crate::browser::pointer;
use crate::hooks::Shared;

#[derive(PartialEq, Properties)]
pub(crate) struct ReadableProps {
    /// What is read off, for those who do not see it.
    pub(crate) label: &'static str,
    pub(crate) chart: Shared<Chart>,
}

/// How many places a page key goes.
const PAGE: usize = 10;

/// The chart, and below it what it says: in all, or where it is read.
#[component]
pub(crate) fn Readable(props: &ReadableProps) -> Html {
    let ReadableProps { label, chart } = props;
    let at = use_state_eq(|| None::<usize>);
    let sheet = use_node_ref();
    let last = chart.readings.len().saturating_sub(1);
    let reading = at.and_then(|at| chart.readings.get(at.min(last)));
    let now = at.unwrap_or(0).min(last);
    let onkeydown = {
        let at = at.setter();
        Callback::from(move |event: KeyboardEvent| {
            if let Some(next) = next_place(&event.key(), now, last) {
                event.prevent_default();
                at.set(Some(next));
            }
        })
    };
    let read = use_callback((chart.clone(), sheet.clone(), at.setter()), |event: PointerEvent, (chart, sheet, at)| {
        let Some(sheet) = sheet.cast::<web_sys::Element>() else { return };
        let (x, _) = pointer::place_in_sheet(&sheet, &event, chart.scene.width, chart.scene.height);
        let next = chart.readings.partition_point(|reading| reading.x < x);
        let nearer = next
            .checked_sub(1)
            .filter(|before| chart.readings.get(next).is_none_or(|after| x - chart.readings[*before].x < after.x - x));
        at.set(Some(nearer.unwrap_or(next)));
    });
    let first = {
        let at = at.setter();
        Callback::from(move |_: FocusEvent| at.set(Some(now)))
    };
    let leave = |at: UseStateSetter<Option<usize>>| move || at.set(None);
    let (left, blurred) = (leave(at.setter()), leave(at.setter()));
    let (width, height) = (coordinate(chart.scene.width), coordinate(chart.scene.height));
    let line = reading.map(|reading| {
        let (upper, lower) = chart.span;
        format!("M{0} {1}V{2}", coordinate(reading.x), coordinate(upper), coordinate(lower))
    });
    html! {
        <div class="readable">
            <div class="reader" ref={sheet} tabindex="0" role="slider" aria-label={*label} aria-valuemin="0"
                aria-valuemax={last.to_string()} aria-valuenow={now.to_string()}
                aria-valuetext={reading.map_or_else(|| chart.scene.description.clone(), |reading| reading.words.clone())}
                {onkeydown} onpointermove={read.clone()} onpointerdown={read} onfocus={first}
                onpointerleave={move |_: PointerEvent| left()} onblur={move |_: FocusEvent| blurred()}>
                { picture(&chart.scene) }
                <svg class="reader-line" viewBox={format!("0 0 {width} {height}")} aria-hidden="true">
                    <path class="cursor-line" d={line.unwrap_or_default()} />
                </svg>
            </div>
            <p class="reader-words">{ reading.map_or_else(|| chart.scene.description.clone(), |reading| sentence(&reading.words)) }</p>
        </div>
    }
}

/// Where a key leads, if it leads anywhere.
fn next_place(key: &str, now: usize, last: usize) -> Option<usize> {
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
            now = next_place(key, now, 20).expect("it is a key of a slider");
            now
        });
        assert_eq!(places, [1, 2, 12, 20, 20, 10, 9, 0, 0]);
        assert_eq!(next_place("a", 3, 20), None);
    }
}
