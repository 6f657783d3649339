//! What consistency costs: every strategy in each of its modes, in the order of what each really keeps.

use check::lattice::implies;
use history::ModelId;
use pipeline::{Contender, Strength, contenders, guarantee_models, ranked};
use scenario::Scenario;

fn read(link: &str) -> Option<Scenario> {
    share::decode(link).ok().map(|decoded| decoded.link.scenario)
}

fn scenario(link: &str) -> Scenario {
    read(link).expect("a link")
}

fn names(contenders: &[Contender]) -> Vec<String> {
    contenders.iter().map(|one| format!("{} · {} · {}", one.protocol.name, one.mode_name(), one.sizes())).collect()
}

#[test]
fn every_mode_of_every_strategy_contends_or_its_strategy_says_why_not() {
    let (able, unable) = contenders(&Scenario::default(), read);
    for protocol in pipeline::protocols() {
        let mine: Vec<&str> = able
            .iter()
            .filter(|one| one.protocol.id == protocol.id)
            .filter_map(|one| one.mode)
            .map(|mode| mode.id)
            .collect();
        match unable.iter().find(|(info, _)| info.id == protocol.id) {
            Some((_, why)) => assert!(mine.is_empty() && !why.is_empty(), "{}: {why}", protocol.id),
            None => {
                let all: Vec<&str> = (protocol.modes)().iter().map(|mode| mode.id).collect();
                assert_eq!(mine, all, "{}", protocol.id);
            }
        }
    }
    assert!(able.iter().all(|one| one.scenario.validate(pipeline::protocols()).is_ok()));
    let mut keys = names(&able);
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), able.len(), "no two are called alike");
}

#[test]
fn the_scenario_itself_is_one_of_them_once() {
    for (link, mode) in [
        ("n=5&w=3&r=3", Some("overlapping")),
        ("n=5&w=1&r=1", Some("partial")),
        ("n=5&w=4&r=4", None),
        ("n=5&w=5&r=1", Some("write_all")),
        ("n=3&w=2&r=2&k.write_back=on", Some("write_back")),
        ("s=weak", pipeline::protocol("weak").map(|info| (info.modes)()[0].id)),
    ] {
        let (able, _) = contenders(&scenario(link), read);
        let current: Vec<&Contender> = able.iter().filter(|one| one.current).collect();
        assert_eq!(current.len(), 1, "{link}: {:?}", names(&able));
        assert_eq!(current[0].mode.map(|mode| mode.id), mode, "{link}");
        assert_eq!(current[0].scenario, scenario(link), "{link}");
    }
}

#[test]
fn quorums_stand_to_the_replicas_as_in_the_mode() {
    let sizes = |n: u8| {
        let (able, _) = contenders(&scenario(&format!("n={n}&w=1&r=1")), read);
        let of =
            |mode: &str| able.iter().find(|one| one.mode.is_some_and(|found| found.id == mode)).map(Contender::sizes);
        ["partial", "overlapping", "write_all", "read_all"].map(|mode| of(mode).expect("it contends"))
    };
    assert_eq!(sizes(3), ["N=3 W=1 R=1", "N=3 W=2 R=2", "N=3 W=3 R=1", "N=3 W=1 R=3"]);
    assert_eq!(sizes(5), ["N=5 W=1 R=1", "N=5 W=3 R=3", "N=5 W=5 R=1", "N=5 W=1 R=5"]);
}

#[test]
fn the_order_is_a_linear_extension_of_what_is_kept() {
    let judged = |contender: Contender| {
        let mut strength = Strength::default();
        (0..12).for_each(|_| strength.run(&contender.scenario).expect("a contender can run"));
        (format!("{} {}", contender.protocol.name, contender.mode_name()), strength)
    };
    let strengths: Vec<(String, Strength)> = contenders(&Scenario::default(), read).0.into_iter().map(judged).collect();
    let list: Vec<(&str, &Strength)> = strengths.iter().map(|(name, strength)| (name.as_str(), strength)).collect();
    let order = ranked(&list);
    let kept: Vec<Vec<ModelId>> = order.iter().map(|place| list[*place].1.kept()).collect();
    let mut compared = 0;
    for (place, upper) in kept.iter().enumerate() {
        for lower in &kept[..place] {
            let within = lower.iter().all(|model| upper.contains(model));
            assert!(!within || lower.len() == upper.len(), "{lower:?} stands before {upper:?}");
            compared += u32::from(within || upper.iter().all(|model| lower.contains(model)));
        }
    }
    assert!(compared > 20, "only {compared} pairs are comparable");
    // What is kept goes down the lattice.
    for models in &kept {
        for model in models {
            assert!(guarantee_models().all(|lower| !implies(*model, lower) || models.contains(&lower)));
        }
    }
    assert_eq!(list[order[0]].1.strongest().first(), Some(&ModelId::Linearizable));
}
