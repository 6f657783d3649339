//! Paints a scene as SVG: one element a mark, nothing measured, nothing laid out.

use diagram::number::coordinate;
use diagram::{CURSOR, HEAD, Layer, Mark, Scene, Text};
use yew::prelude::*;

use super::words;
use crate::hooks::Shared;

#[derive(PartialEq, Properties)]
pub(crate) struct LayersProps {
    pub(crate) scene: Shared<Scene>,
    /// Which layers to paint.
    pub(crate) which: Which,
}

/// A part of the layers of a scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// The names of the lifelines, which stay while the rest scrolls.
    Head,
    /// What lies behind the cursor.
    BehindCursor,
    /// What lies in front of it.
    BeforeCursor,
}

/// Layers of a scene. Drawn again only for another scene, however the cursor moves.
#[component]
pub(crate) fn Layers(props: &LayersProps) -> Html {
    let layers = &props.scene.layers;
    let cursor = layers.iter().position(|layer| layer.name == CURSOR).unwrap_or(layers.len());
    let wanted = layers.iter().enumerate().filter(|(index, layer)| match props.which {
        Which::Head => layer.name == HEAD,
        Which::BehindCursor => layer.name != HEAD && *index < cursor,
        Which::BeforeCursor => layer.name != HEAD && *index > cursor,
    });
    html! { <g>{ for wanted.map(|(_, layer)| paint_layer(layer)) }</g> }
}

fn paint_layer(layer: &Layer) -> Html {
    html! {
        <g key={layer.name}>{ for layer.marks.iter().enumerate().map(|(index, mark)| paint_mark(index, mark)) }</g>
    }
}

fn paint_mark(index: usize, mark: &Mark) -> Html {
    match mark {
        Mark::Path { class, d } => html! { <path key={index} class={class.name()} d={d.clone()} /> },
        Mark::Text(text) => paint_text(index, text),
    }
}

fn paint_text(index: usize, text: &Text) -> Html {
    match &text.whole {
        None => paint_words(index, text, words(text.text.clone().into())),
        Some(whole) => {
            let both = html! { <><title key="whole">{ whole.clone() }</title><tspan key="words">{ text.text.clone() }</tspan></> };
            paint_words(index, text, both)
        }
    }
}

fn paint_words(index: usize, text: &Text, said: Html) -> Html {
    let transform = text.transform();
    // Turned words carry their place in the transform.
    let (x, y) = if transform.is_some() { (None, None) } else { (Some(coordinate(text.x)), Some(coordinate(text.y))) };
    html! {
        <text key={index} class={text.class.name()} {x} {y} {transform}
            text-anchor={text.anchor.name()} font-size={coordinate(text.size)}>
            { said }
        </text>
    }
}

/// A scene that is only looked at: a chart, a small drawing.
pub(crate) fn picture(scene: &Scene) -> Html {
    let Scene { width, height, title, .. } = scene;
    let view_box = format!("0 0 {} {}", coordinate(*width), coordinate(*height));
    html! {
        <svg class="picture" viewBox={view_box} width={coordinate(*width)} height={coordinate(*height)}
            role="img" aria-label={title.clone()}>
            { for scene.layers.iter().map(paint_layer) }
        </svg>
    }
}
