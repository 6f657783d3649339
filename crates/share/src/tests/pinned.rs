//! A link to two scenarios: the one that is compared with stands beside the other, and cannot spoil it.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{link, reopened};
use crate::{Link, decode, encode, encode_packed, encode_readable};

proptest! {
    #[test]
    fn whatever_is_wrong_with_what_is_pinned_the_rest_opens(
        link in link(), parts in vec("(a\\.){1,2}[a-z.]{0,8}(=[a-z0-9.@,!+x%AB-]{0,12})?", 1..6),
    ) {
        let link = Link { pinned: None, ..link };
        let text = encode_readable(&link).unwrap();
        let decoded = decode(&format!("{}&{text}&{}", parts[0], parts[1..].join("&"))).unwrap();
        prop_assert_eq!((&decoded.link.scenario, decoded.link.view), (&link.scenario, link.view));
        prop_assert!(decoded.problems.iter().all(|problem| problem.field.starts_with("a.") || problem.field == "link"));
    }
}

#[test]
fn what_is_pinned_is_said_by_the_same_keys() {
    let of = |text: &str| reopened(text).scenario;
    for (text, scenario, pinned) in [
        ("r=4&a.v=1", of("r=4"), of("")),
        ("v=1&a.r=4", of(""), of("r=4")),
        ("net=zones&at=20&a.s=raft&a.net=zones", of("net=zones"), of("s=raft&net=zones")),
        ("r=4&a.k.write_back=on&a.crash=r3@204-272!disk", of("r=4"), of("k.write_back=on&crash=r3@204-272!disk")),
    ] {
        let link = reopened(text);
        assert_eq!((&link.scenario, link.pinned.as_ref()), (&scenario, Some(&pinned)), "{text}");
        assert_eq!(encode(&link).as_deref(), Ok(text));
        assert_eq!(reopened(&encode_packed(&link).unwrap()), link, "{text}");
    }
}

#[test]
fn what_is_wrong_with_what_is_pinned_is_named_and_the_rest_is_kept() {
    let named = |text: &str| {
        let decoded = decode(text).unwrap();
        assert_eq!(decoded.link.scenario.cluster.r, 4, "{text}");
        let fields: Vec<String> = decoded.problems.into_iter().map(|problem| problem.field).collect();
        (decoded.link.pinned.map(|pinned| pinned.cluster.w), fields)
    };
    let fields = |fields: &[&str]| fields.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>();
    assert_eq!(named("r=4&a.w=3&a.n=x&a.at=5&a.a.r=2"), (Some(3), fields(&["a.n=x", "a.at=5", "a.a.r=2"])));
    assert_eq!(named("a.moon&r=4"), (None, fields(&["a.moon"])));
    assert_eq!(named("r=4&a.w=3&a.v=2"), (None, fields(&["a.v=2"])));
    assert_eq!(named("r=4&a.net=custom&a.region=Here"), (Some(2), fields(&["a.way"])));
}
