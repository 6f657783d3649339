//! What the picture shows at the cursor: the rest is dimmed, who is concerned is ringed, and each
//! replica says what it holds.

use diagram::Scene;
use diagram::cursor::{self, HELD_SIZE, Held};
use diagram::number::coordinate;
use diagram::tokens::{Class, Plain};
use history::Instant;
use yew::prelude::*;

use crate::hooks::Evaluated;

/// What the first part has no use for.
const STYLE: &str = include_str!("../../style/at_cursor.css");

/// The marks of a moment, back to front.
#[inline(never)]
pub(super) fn at_cursor(scene: &Scene, run: &Evaluated, moment: Instant) -> Vec<Html> {
    let seen = cursor::at(scene, &run.story, moment);
    let mut marks = vec![html! { <style key="style">{ STYLE }</style> }];
    marks.push(html! { <path key="ahead" class="at-cursor-ahead" d={seen.ahead} /> });
    marks.push(html! { <path key="arriving" class="at-cursor-arriving" d={seen.arriving} /> });
    marks.push(html! { <path key="rings" class="at-cursor-rings" d={seen.rings} /> });
    marks.extend(seen.held.into_iter().map(held));
    marks
}

fn held(held: Held) -> Html {
    let Held { replica, area, text, whole, initial, concerned } = held;
    let (ground, words) =
        if initial { (Plain::ChipInitial, Plain::WordsInitial) } else { (Plain::Chip, Plain::WordsChip) };
    let middle = (area.x + area.width / 2.0, area.y + area.height / 2.0 + HELD_SIZE * 0.36);
    let [x, y, width, height] = [area.x, area.y, area.width, area.height].map(coordinate);
    html! {
        <g key={replica.index()} class={if concerned { "at-cursor-held is-concerned" } else { "at-cursor-held" }}>
            <title>{ whole }</title>
            <rect class={Class::from(ground).name()} {x} {y} {width} {height} rx="3" />
            <text class={Class::from(words).name()} x={coordinate(middle.0)} y={coordinate(middle.1)}
                text-anchor="middle" font-size={coordinate(HELD_SIZE)}>{ text }</text>
        </g>
    }
}
