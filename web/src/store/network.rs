//! How a network is exchanged and, where it is one's own, put together: its regions, and the links
//! between them that have a delay of their own.

use scenario::{CustomLink, CustomNetwork, Distribution, Links, Network, Scenario, limits};

use crate::words;

/// Everyone moves to the regions of the new network: replicas in its order, sessions spread.
pub(super) fn set(scenario: &mut Scenario, preset: String) {
    let custom = (preset == Network::CUSTOM).then(|| CustomNetwork {
        regions: vec![name(0)],
        one_way: Distribution::LogNormal { median_ms: 20.0, tail: 2.0 },
        links: Vec::new(),
    });
    let old = &scenario.network;
    scenario.network = Network { preset, custom, stretch: 1.0, tail: None, ..old.clone() };
    scenario.cluster.placement.clear();
    spread(scenario);
}

/// More regions, or fewer: links and places of those that are gone go with them.
pub(super) fn set_regions(scenario: &mut Scenario, count: u8) {
    let Some(custom) = &mut scenario.network.custom else { return };
    let (before, count) = (custom.regions.len(), usize::from(count.max(1)).min(limits::REGIONS_MAX as usize));
    while custom.regions.len() < count {
        let free = (0..).map(name).find(|name| !custom.regions.contains(name));
        custom.regions.extend(free);
    }
    custom.regions.truncate(count);
    let stands = |place: u8| usize::from(place) < count;
    custom.links.retain(|link| stands(link.from) && stands(link.to));
    if !scenario.cluster.placement.iter().all(|place| stands(*place)) {
        scenario.cluster.placement.clear();
    }
    // Who was spread over all regions is so again; who was placed by hand stays, if it can.
    let places = || scenario.sessions.iter().map(|session| usize::from(session.region));
    let was_spread = places().enumerate().all(|(index, place)| place == index % before.max(1));
    if was_spread || places().any(|place| place >= count) {
        spread(scenario);
    }
}

/// Gives the link between two regions a delay of its own, both ways: of the shape of all others.
pub(super) fn set_link(scenario: &mut Scenario, (from, to): (u8, u8), median_ms: Option<f64>) {
    let Some(custom) = &mut scenario.network.custom else { return };
    let ends = (from.min(to), from.max(to));
    custom.links.retain(|link| (link.from.min(link.to), link.from.max(link.to)) != ends);
    let one_way = median_ms.map(|median_ms| custom.one_way.with_median(median_ms));
    let place = custom.links.partition_point(|link| (link.from, link.to) < ends);
    if let Some(one_way) = one_way {
        custom.links.insert(place, CustomLink { from: ends.0, to: ends.1, one_way });
    }
}

/// Measured delays are as long as they were measured: where they are every link's, nothing stretches them.
pub(super) fn set_measured(scenario: &mut Scenario, ends: Option<(u8, u8)>, one_way: Distribution) {
    let put = scenario.network.replace_delays(ends, one_way);
    if put.is_ok() && ends.is_none() {
        scenario.network.stretch = 1.0;
    }
}

/// The name of a region that nobody has named.
fn name(index: usize) -> String {
    words::notices::region(index + 1)
}

fn spread(scenario: &mut Scenario) {
    let regions = Links::of(&scenario.network).regions().len().max(1);
    for (index, session) in scenario.sessions.iter_mut().enumerate() {
        session.region = u8::try_from(index % regions).unwrap_or(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Edit;

    fn after(edits: impl IntoIterator<Item = Edit>) -> Scenario {
        let mut scenario = Scenario::default();
        edits.into_iter().for_each(|edit| edit.apply(&mut scenario));
        let problems = scenario.validate(pipeline::protocols()).err();
        assert_eq!(problems, None);
        scenario
    }

    fn custom(edits: impl IntoIterator<Item = Edit>) -> Scenario {
        after([Edit::Network(Network::CUSTOM.to_owned())].into_iter().chain(edits))
    }

    fn median_ms(scenario: &Scenario, from: u8, to: u8) -> f64 {
        Links::of(&scenario.network).delay(from, to, scenario::Leg::Read).at_ms(0.5)
    }

    #[test]
    fn every_network_can_follow_every_other() {
        let ids = || scenario::network_presets().iter().map(scenario::NetworkPreset::id).chain([Network::CUSTOM]);
        for first in ids() {
            for second in ids() {
                after([Edit::Sessions(7), Edit::Network(first.to_owned()), Edit::Network(second.to_owned())]);
            }
        }
    }

    #[test]
    fn a_link_set_by_hand_is_so_long_both_ways_and_the_others_are_not() {
        let scenario = custom([Edit::Regions(3), Edit::Link(2, 0, Some(80.0)), Edit::Link(1, 1, Some(0.5))]);
        let medians = |pairs: [(u8, u8); 4]| pairs.map(|(from, to)| median_ms(&scenario, from, to).round());
        assert_eq!(medians([(0, 2), (2, 0), (0, 1), (1, 0)]), [80.0, 80.0, 20.0, 20.0]);
        assert!((median_ms(&scenario, 1, 1) - 0.5).abs() < 1e-9);
        let places: Vec<u8> = scenario.sessions.iter().map(|session| session.region).collect();
        assert_eq!(places, [0, 1, 2]);
    }

    #[test]
    fn a_link_set_twice_is_one_link_and_can_be_given_back() {
        let twice = custom([Edit::Regions(2), Edit::Link(0, 1, Some(80.0)), Edit::Link(1, 0, Some(90.0))]);
        assert_eq!(twice.network.custom.map(|custom| custom.links.len()), Some(1));
        let back = custom([Edit::Regions(2), Edit::Link(0, 1, Some(80.0)), Edit::Link(0, 1, None)]);
        assert_eq!(back.network.custom.map(|custom| custom.links.len()), Some(0));
    }

    #[test]
    fn measured_delays_take_the_place_of_a_preset_and_everyone_stays_where_they_are() {
        let recorded = Distribution::Empirical { quantiles_ms: vec![7.0, 9.0, 40.0] };
        let before = Scenario::default();
        let all = after([Edit::Stretch(2.0), Edit::Measured(None, recorded.clone())]);
        assert!((median_ms(&all, 0, 3) - 9.0).abs() < 1e-9);
        assert_eq!((all.sessions.clone(), all.cluster.placement.clone()), (before.sessions, before.cluster.placement));
        let one = after([Edit::Measured(Some((0, 3)), recorded)]);
        assert!((median_ms(&one, 3, 0) - 9.0).abs() < 1e-9);
        assert!((median_ms(&one, 0, 1) / median_ms(&Scenario::default(), 0, 1) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_region_that_is_gone_takes_links_and_places_along() {
        let scenario = custom([
            Edit::Regions(4),
            Edit::Link(0, 3, Some(80.0)),
            Edit::Link(0, 1, Some(40.0)),
            Edit::ReplicaRegion(0, 3),
            Edit::SessionRegion(1, 3),
            Edit::Regions(2),
        ]);
        let custom = scenario.network.custom.expect("a network of one's own");
        assert_eq!((custom.regions.len(), custom.links.len()), (2, 1));
        assert!(scenario.sessions.iter().all(|session| session.region < 2));
    }

    #[test]
    fn whoever_was_placed_by_hand_stays() {
        let scenario = custom([Edit::Regions(3), Edit::SessionRegion(0, 1), Edit::Regions(5)]);
        let places: Vec<u8> = scenario.sessions.iter().map(|session| session.region).collect();
        assert_eq!(places, [1, 1, 2]);
    }
}
