//! Who asks, and where everyone is: sessions with their regions, and the placement of replicas.

use history::{NodeId, ReplicaId, SessionId};
use scenario::{Node, limits};
use yew::prelude::*;

use super::desk::Desk;
use super::workload::workload;
use crate::components::{NumberField, Quantity, Select, section};
use crate::store::Edit;

/// The section of sessions: their number, their regions, the replicas' regions, their work.
pub(crate) fn sessions(desk: &Desk) -> Html {
    let sessions = &desk.scenario.sessions;
    let quantity = Quantity::whole("Number of sessions", 1.0, f64::from(limits::SESSIONS_MAX));
    let on_change = desk.setting(Box::new(|count| Edit::Sessions(count as u8)));
    let count = html! {
        <NumberField id="sessions" {quantity} values={vec![sessions.len() as f64]} problem={desk.problem("sessions")} {on_change} />
    };
    let session_regions = sessions.iter().map(|session| session.region).collect();
    let replica_regions = desk.ways.placement.clone();
    let body = html! {
        <>
            { places(desk, session_regions, |index| NodeId::Session(SessionId(index)), Edit::SessionRegion) }
            { desk.problems(|field| field.starts_with("sessions[")) }
            <details class="more" hidden={desk.ways.regions.len() < 2}>
                <summary><span>{ "Replicas" }</span><span class="more-now">{ spread(desk) }</span></summary>
                { places(desk, replica_regions, |index| NodeId::Replica(ReplicaId(index)), Edit::ReplicaRegion) }
            </details>
            { desk.problems(|field| field.starts_with("cluster.placement")) }
            { workload(desk) }
        </>
    };
    section("Sessions", Some("sessions"), count, body)
}

/// In how many regions the replicas are.
fn spread(desk: &Desk) -> String {
    let placement = &desk.ways.placement;
    let regions =
        (0..desk.ways.regions.len()).filter(|region| placement.iter().any(|place| usize::from(*place) == *region));
    match regions.count() {
        1 => "in 1 region".to_owned(),
        count => format!("in {count} regions"),
    }
}

/// Each node with the choice of its region; nothing to choose where there is only one.
fn places(desk: &Desk, regions: Vec<u8>, node: fn(u8) -> NodeId, edit: fn(u8, u8) -> Edit) -> Html {
    let place = |(index, region): (usize, u8)| {
        let index = u8::try_from(index).unwrap_or(u8::MAX);
        let name = Node(node(index)).to_string();
        let select = Select {
            id: format!("region-{name}").into(),
            name: Some(format!("{name}, region").into()),
            described_by: None,
            choices: desk.ways.regions.clone(),
            taken: Some(usize::from(region)),
            on_change: desk.choosing(Box::new(move |region| edit(index, u8::try_from(region).unwrap_or(0)))),
        };
        html! { <li key={name.clone()}><b aria-hidden="true">{ name }</b>{ select.view() }</li> }
    };
    html! {
        <ul class="places" hidden={desk.ways.regions.len() < 2}>{ for regions.into_iter().enumerate().map(place) }</ul>
    }
}
