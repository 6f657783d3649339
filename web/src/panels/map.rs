//! The map of regions: replicas and sessions are dragged between them, or moved by arrow keys.

use diagram::Size;
use diagram::map::{Chip, Map, Site, map};
use diagram::number::coordinate;
use history::decimal::fixed;
use history::{NodeId, ReplicaId, SessionId};
use scenario::{Leg, Links, Network, Node};
use web_sys::{KeyboardEvent, PointerEvent};
use yew::prelude::*;

use crate::browser::pointer::hold;
use crate::components::picture;
use crate::hooks::use_size;
use crate::store::{Action, Edit};
use crate::words;

/// What the first part has no use for.
const STYLE: &str = include_str!("../../style/map.css");
/// From this width on chips are made for fingers.
const WIDE: f64 = 300.0;

#[derive(PartialEq, Properties)]
pub(crate) struct RegionMapProps {
    pub(crate) network: Network,
    /// The region of each replica, spare nodes after them.
    pub(crate) replicas: Vec<u8>,
    /// The region of each session.
    pub(crate) sessions: Vec<u8>,
    pub(crate) on: Callback<Action>,
}

/// A chip that is held: its number, where it was taken, and how far it has come since.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Grip {
    chip: usize,
    taken: (i32, i32),
    moved: (i32, i32),
}

/// The map; nothing is drawn before it can be seen.
#[component]
pub(crate) fn RegionMap(props: &RegionMapProps) -> Html {
    let place = use_node_ref();
    let from = use_state_eq(|| None::<u8>);
    let grip = use_state_eq(|| None::<Grip>);
    let width = use_size(&place).map_or(0.0, |(width, _)| width);
    let given = (props.network.clone(), props.replicas.clone(), props.sessions.clone());
    // A chip that is carried moves nothing else.
    let map = use_memo((given, *from, width), |(_, from, width)| {
        let size = if *width >= WIDE { Size::Phone } else { Size::Desktop };
        (*width > 0.0).then(|| laid_out(props, *from, *width, size))
    });
    let body = match &*map {
        Some(map) => drawn(props, map, &from, &grip),
        None => html! { <span></span> },
    };
    html! { <div class="map" ref={place}>{ body }</div> }
}

fn drawn(
    props: &RegionMapProps,
    map: &Map,
    from: &UseStateHandle<Option<u8>>,
    grip: &UseStateHandle<Option<Grip>>,
) -> Html {
    let held = **grip;
    // Chips keep their places in the list wherever they go: what has the focus keeps it.
    let mut order: Vec<usize> = (0..map.chips.len()).collect();
    order.sort_by_key(|index| map.chips[*index].node);
    let goal = held.and_then(|held| goal(map, held)).map(|site| map.sites[usize::from(site)]);
    let ring = goal.map(|(x, y)| format!("left:{}px;top:{}px", coordinate(x), coordinate(y)));
    let chips = order.into_iter().map(|index| chip(props, map, index, from, grip));
    let note = from.map_or_else(|| scaled(map.off), |from| seen_from(props, map, from));
    html! {
        <>
            <style>{ STYLE }</style>
            <div class="map-place">
                { picture(&map.scene) }
                <span class="map-goal" hidden={goal.is_none()} style={ring}></span>
                <ul class="map-chips" aria-label={words::sessions::WHO_IS_WHERE}>{ for chips }</ul>
            </div>
            <p class="section-note">{ note }</p>
        </>
    }
}

/// What the map's distances are.
fn scaled(off: f64) -> String {
    let off = if off < 0.005 { words::sessions::EXACTLY.to_owned() } else { words::sessions::within(off * 100.0) };
    words::sessions::scaled(&off)
}

/// How long messages take from a region to the others, the nearest first.
fn seen_from(props: &RegionMapProps, map: &Map, from: u8) -> String {
    let links = Links::of(&props.network);
    let mut others: Vec<(f64, &String)> = (0_u8..)
        .zip(links.regions())
        .filter(|(site, _)| *site != from)
        .map(|(site, name)| (links.delay(from, site, Leg::Read).at_ms(0.5), name))
        .collect();
    others.sort_by(|a, b| a.0.total_cmp(&b.0));
    let told = |(ms, name): &(f64, &String)| format!("{name}\u{a0}{}", fixed(*ms, if *ms < 10.0 { 1 } else { 0 }));
    let others: Vec<String> = others.iter().map(told).collect();
    words::sessions::one_way_from(region_name(map, from), &others.join(", "))
}

/// The map of what is set.
fn laid_out(props: &RegionMapProps, from: Option<u8>, width: f64, size: Size) -> Map {
    let links = Links::of(&props.network);
    let name = |node: NodeId| (node, Node(node).to_string());
    let replicas = (0..).map(|id| NodeId::Replica(ReplicaId(id))).zip(&props.replicas);
    let sessions = (0..).map(|id| NodeId::Session(SessionId(id))).zip(&props.sessions);
    let nodes: Vec<(NodeId, &u8)> = replicas.chain(sessions).collect();
    let sites: Vec<Site> = (0_u8..)
        .zip(links.regions())
        .map(|(site, region)| {
            let here = nodes.iter().filter(|(_, region)| **region == site).map(|(node, _)| name(*node));
            Site { name: region.clone(), nodes: here.collect() }
        })
        .collect();
    let one_way = |a, b| links.delay(a, b, Leg::Read).at_ms(0.5);
    let regions = || 0..u8::try_from(sites.len()).unwrap_or(u8::MAX);
    let apart = |a, b| if a == b { 0.0 } else { f64::midpoint(one_way(a, b), one_way(b, a)) };
    let delays_ms: Vec<Vec<f64>> = regions().map(|a| regions().map(|b| apart(a, b)).collect()).collect();
    map(&sites, &delays_ms, from, width, size)
}

/// Where a held chip would go.
fn goal(map: &Map, held: Grip) -> Option<u8> {
    let area = map.chips.get(held.chip)?.area;
    let moved = (f64::from(held.moved.0), f64::from(held.moved.1));
    (held.moved != (0, 0))
        .then(|| map.near((area.x + area.width / 2.0 + moved.0, area.y + area.height / 2.0 + moved.1)))?
}

fn chip(
    props: &RegionMapProps,
    map: &Map,
    index: usize,
    from: &UseStateHandle<Option<u8>>,
    grip: &UseStateHandle<Option<Grip>>,
) -> Html {
    let Chip { node, name, site, area } = &map.chips[index];
    let (node, site) = (*node, *site);
    let held = grip.filter(|held| held.chip == index);
    let (dx, dy) = held.map_or((0, 0), |held| held.moved);
    let style = format!(
        "left:{}px;top:{}px;width:{}px;height:{}px;translate:{dx}px {dy}px",
        coordinate(area.x),
        coordinate(area.y),
        coordinate(area.width),
        coordinate(area.height)
    );
    let told = from.setter();
    let look = Callback::from(move |_: FocusEvent| told.set(Some(site)));
    let told = from.setter();
    let hover = Callback::from(move |_: PointerEvent| told.set(Some(site)));
    let (told, away) = (from.setter(), from.setter());
    let blur = Callback::from(move |_: FocusEvent| told.set(None));
    let leave = Callback::from(move |_: PointerEvent| away.set(None));
    let move_to = to_region(props, node);
    let onkeydown = by_keys(map, site, move_to.clone());
    let take = grip.setter();
    let onpointerdown = Callback::from(move |event: PointerEvent| {
        hold(&event);
        take.set(Some(Grip { chip: index, taken: (event.client_x(), event.client_y()), moved: (0, 0) }));
    });
    let carry = grip.setter();
    let onpointermove = Callback::from(move |event: PointerEvent| {
        if let Some(held) = held.filter(|_| event.buttons() != 0) {
            let moved = (event.client_x() - held.taken.0, event.client_y() - held.taken.1);
            carry.set(Some(Grip { moved, ..held }));
        }
    });
    let (drop, aim) = (grip.setter(), held.and_then(|held| goal(map, held)));
    let onpointerup = Callback::from(move |_: PointerEvent| {
        drop.set(None);
        if let Some(site) = aim.filter(|aim| *aim != site) {
            move_to.emit(site);
        }
    });
    let lose = grip.setter();
    let onpointercancel = Callback::from(move |_: PointerEvent| lose.set(None));
    let label = format!("{name}, {}", region_name(map, site));
    let is_replica = matches!(node, NodeId::Replica(_));
    html! {
        <li key={name.as_str()}>
            <button type="button" class={classes!("map-chip", is_replica.then_some("is-replica"), held.map(|_| "is-held"))}
                {style} aria-label={label} onfocus={look} onblur={blur} onpointerenter={hover} onpointerleave={leave}
                {onkeydown} {onpointerdown} {onpointermove} {onpointerup} {onpointercancel}>{ name.clone() }</button>
        </li>
    }
}

/// Arrow keys move to the next region that way.
fn by_keys(map: &Map, site: u8, move_to: Callback<u8>) -> Callback<KeyboardEvent> {
    let map = map.clone();
    Callback::from(move |event: KeyboardEvent| {
        let way = match event.key().as_str() {
            "ArrowLeft" => (-1.0, 0.0),
            "ArrowRight" => (1.0, 0.0),
            "ArrowUp" => (0.0, -1.0),
            "ArrowDown" => (0.0, 1.0),
            _ => return,
        };
        event.prevent_default();
        if let Some(next) = map.towards(site, way) {
            move_to.emit(next);
        }
    })
}

fn region_name(map: &Map, site: u8) -> &str {
    map.names.get(usize::from(site)).map_or("", String::as_str)
}

/// Moves someone to a region.
fn to_region(props: &RegionMapProps, node: NodeId) -> Callback<u8> {
    let on = props.on.clone();
    Callback::from(move |site| {
        on.emit(Action::Edit(match node {
            NodeId::Replica(id) => Edit::ReplicaRegion(id.0, site),
            NodeId::Session(id) => Edit::SessionRegion(id.0, site),
        }));
        on.emit(Action::Settle);
    })
}
