//! The regions of a network of one's own: how many, and how long messages take within and between
//! them.

use history::isolated;
use scenario::{CustomNetwork, limits};
use yew::prelude::*;

use super::desk::{Desk, Field, labelled};
use crate::components::{Element, NumberFieldProps, Quantity, el, folded, nothing, number_field, three_digits};
use crate::store::Edit;
use crate::words;

const COUNT: Quantity = Quantity::whole(words::network::REGION_COUNT, 1.0, limits::REGIONS_MAX as f64);
const DELAY: Quantity = Quantity::of(words::network::MEDIAN_TOLD, 0.0, limits::DELAY_MS_MAX, 1.0, "ms");
/// Above so many regions their links are folded away.
const FEW: usize = 4;

/// The row of their number, and a row for every link.
pub(crate) fn regions(desk: &Desk, custom: &CustomNetwork) -> Element {
    let names = &custom.regions;
    let of = Field { quantity: COUNT, value: names.len() as f64, field: "network.custom.regions" };
    let count = desk.field("regions", of, Box::new(|count| Edit::Regions(count as u8)));
    let own = custom.links.len();
    let now = if own == 0 { words::network::ALL_ALIKE.to_owned() } else { words::network::own_delays(own) };
    let links = match names.len() {
        0 | 1 => nothing(),
        2..=FEW => links(desk, custom).key(0).into(),
        _ => folded(words::network::BY_LINK, now).key(1).add(links(desk, custom)).into(),
    };
    el("div").add(labelled("regions", words::network::REGIONS, count)).add(el("div").class("links").child(links))
}

/// Between every two regions, then within each.
fn links(desk: &Desk, custom: &CustomNetwork) -> Element {
    let count = u8::try_from(custom.regions.len()).unwrap_or(u8::MAX);
    let between = (0..count).flat_map(|from| (from + 1..count).map(move |to| (from, to)));
    let within = (0..count).map(|region| (region, region));
    el("ul").list(between.chain(within).map(|ends| link(desk, custom, ends)).collect())
}

fn link(desk: &Desk, custom: &CustomNetwork, (from, to): (u8, u8)) -> Html {
    let name = |region: u8| isolated(custom.regions.get(usize::from(region)).map_or("", String::as_str));
    let words = match from == to {
        true => words::network::within_a_region(&name(from)),
        false => format!("{} – {}", name(from), name(to)),
    };
    let listed = |a, b| custom.links.iter().find(|link| (link.from, link.to) == (a, b));
    let own = listed(from, to).or_else(|| listed(to, from));
    let id = AttrValue::from(format!("link-{from}-{to}"));
    let full = AttrValue::from(words::network::link_delay(&words));
    let field = NumberFieldProps {
        id: id.clone(),
        quantity: DELAY,
        label: Some(full.clone()),
        values: own.map(|link| three_digits(link.one_way.at(0.5))).into_iter().collect(),
        empty: Some(words::network::AS_ABOVE),
        problem: None,
        on_change: desk.choosing(Box::new(move |values: Vec<f64>| Edit::Link(from, to, values.first().copied()))),
    };
    let label = el("label").with("for", id.clone()).with("title", full).text(words);
    el("li").named(&id).class("choice-row").add(label).child(number_field(field)).into()
}
