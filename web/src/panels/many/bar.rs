//! A share with its interval on a logarithmic scale from 0.1 to 100 %.

use diagram::number::coordinate;
use yew::prelude::*;

use super::told::Told;

/// Where the scale begins and ends, in px, in a drawing of 44 × 16.
const FROM: f64 = 3.0;
const TO: f64 = 41.0;
const MIDDLE: f64 = 8.0;
/// The ticks are powers of ten.
const DECADES: f64 = 3.0;

/// The bar; an empty scale where there is nothing to show on it.
pub(super) fn bar(told: Option<&Told>) -> Html {
    let mark = match told {
        Some(Told::Some { share, between, .. }) => html! {
            <g class="share-seen">
                <path d={line(between.low, between.high)} />
                <circle cx={coordinate(place(*share))} cy="8" r="2.5" />
            </g>
        },
        Some(Told::None { high }) => html! {
            <g class="share-none">
                <path d={line(0.0, *high)} />
                <circle cx={coordinate(FROM)} cy="8" r="2.5" />
            </g>
        },
        Some(Told::Open { between, .. }) => html! {
            <g class="share-open">
                <path stroke-dasharray="2 1.5" d={line(between.low, between.high)} />
                <path d={format!("M{} 5v6", coordinate(place(between.high)))} />
            </g>
        },
        Some(Told::Always | Told::Untested | Told::Worst(..)) | None => html! { <g></g> },
    };
    let scale = !matches!(told, Some(Told::Worst(..)));
    html! {
        <svg class="share-bar" viewBox="0 0 44 16" width="44" height="16" aria-hidden="true">
            <path class="share-scale" d={if scale { ticks() } else { String::new() }} />
            { mark }
        </svg>
    }
}

fn ticks() -> String {
    let mut d = format!("M{} 8H{}", coordinate(FROM), coordinate(TO));
    for share in [0.001, 0.01, 0.1, 1.0] {
        d.push_str(&format!("M{} 6v4", coordinate(place(share))));
    }
    d
}

fn line(low: f64, high: f64) -> String {
    format!("M{} {MIDDLE}H{}", coordinate(place(low)), coordinate(place(high)))
}

/// Where a share lies; the beginning of the scale takes all that is smaller.
fn place(share: f64) -> f64 {
    let decades = (1_000.0 * share).max(1.0).log10();
    FROM + (TO - FROM) * (decades / DECADES).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_evenly_apart_and_nothing_leaves_the_scale() {
        let places = [0.001, 0.01, 0.1, 1.0].map(place);
        for pair in places.windows(2) {
            assert!((pair[1] - pair[0] - (TO - FROM) / 3.0).abs() < 1e-9, "{places:?}");
        }
        assert_eq!([0.0, 1e-9, 2.0].map(place), [FROM, FROM, TO]);
    }
}
