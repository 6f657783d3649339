//! Who asks, and where everyone is: sessions with their regions, and the placement of replicas.

use history::{NodeId, ReplicaId, SessionId};
use scenario::{Node, limits};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::desk::{Desk, Field};
use super::map::RegionMap;
use super::workload::workload;
use crate::components::{Element, Quantity, Select, el, folded, section};
use crate::store::Edit;
use crate::words;

const COUNT: Quantity = Quantity::whole(words::sessions::SESSION_COUNT, 1.0, limits::SESSIONS_MAX as f64);

/// The section of sessions: their number, their regions, the replicas' regions, their work.
pub(crate) fn sessions(desk: &Desk, mapped: &UseStateHandle<bool>) -> Html {
    let sessions = &desk.scenario.sessions;
    let of = Field { quantity: COUNT, value: sessions.len() as f64, field: "sessions" };
    let count = desk.field("sessions", of, Box::new(|count| Edit::Sessions(count as u8)));
    let session_regions = sessions.iter().map(|session| session.region).collect();
    let replica_regions = desk.ways.placement.clone();
    let replicas = folded(words::sessions::MAP_AND_REPLICAS, spread(desk))
        .hidden(desk.ways.regions.len() < 2)
        .on(
            ListenerKind::ontoggle,
            Callback::from({
                let mapped = mapped.setter();
                move |_| mapped.set(true)
            }),
        )
        .add(map(desk, **mapped))
        .add(places(desk, replica_regions, |index| NodeId::Replica(ReplicaId(index)), Edit::ReplicaRegion));
    let body = el("div")
        .add(places(desk, session_regions, |index| NodeId::Session(SessionId(index)), Edit::SessionRegion))
        .add(desk.problems(|field| field.starts_with("sessions[")))
        .add(replicas)
        .add(desk.problems(|field| field.starts_with("cluster.placement")));
    section(words::sessions::SESSIONS, Some("sessions"), count, workload(desk, body))
}

/// Where they all are, drawn once somebody looks.
fn map(desk: &Desk, mapped: bool) -> Element {
    let place = el("div").class("map-fold");
    if mapped { place.child(drawn_map(desk)) } else { place }
}

fn drawn_map(desk: &Desk) -> Html {
    html! {
        <RegionMap network={desk.scenario.network.clone()} replicas={desk.ways.placement.clone()}
            sessions={desk.scenario.sessions.iter().map(|session| session.region).collect::<Vec<u8>>()} on={desk.on.clone()} />
    }
}

/// In how many regions the replicas are.
fn spread(desk: &Desk) -> String {
    let placement = &desk.ways.placement;
    let regions =
        (0..desk.ways.regions.len()).filter(|region| placement.iter().any(|place| usize::from(*place) == *region));
    match regions.count() {
        1 => words::sessions::IN_ONE_REGION.to_owned(),
        count => words::sessions::in_regions(count),
    }
}

/// Each node with the choice of its region; nothing to choose where there is only one.
#[inline(never)]
fn places(desk: &Desk, regions: Vec<u8>, node: fn(u8) -> NodeId, edit: fn(u8, u8) -> Edit) -> Element {
    let place = |(index, region): (u8, u8)| -> Html {
        let name = AttrValue::from(Node(node(index)).to_string());
        let select = Select {
            id: format!("region-{name}").into(),
            name: Some(words::sessions::region_of(&name).into()),
            described_by: None,
            choices: desk.ways.regions.clone(),
            taken: Some(usize::from(region)),
            on_change: desk.choosing(Box::new(move |region| edit(index, u8::try_from(region).unwrap_or(0)))),
        };
        let label = el("b").set("aria-hidden", "true").text(name);
        el("li").key(usize::from(index)).add(label).child(select.view()).into()
    };
    el("ul").class("places").hidden(desk.ways.regions.len() < 2).list((0_u8..).zip(regions).map(place).collect())
}
