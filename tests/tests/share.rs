//! Links open for ever: every link that was ever written down in `tests/golden/links` goes on to
//! mean what it meant. To add one, append a title, the link, and what it means as JSON; never
//! change what stands there.

use std::path::Path;

use history::OperationId;
use scenario::Scenario;
use share::{Form, Link, View, decode, encode, encode_packed, join_fragment, split_fragment};

struct Golden {
    title: String,
    address: String,
    means: Link,
}

fn golden(file: &str) -> Vec<Golden> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/links").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.trim().split("\n\n").map(entry).collect()
}

fn entry(block: &str) -> Golden {
    let lines: Vec<&str> = block.lines().collect();
    let &[title, address, json] = lines.as_slice() else { panic!("not a title, a link and its meaning: {block}") };
    let json: serde_json::Value = serde_json::from_str(json).expect(title);
    let scenario: Scenario = serde_json::from_value(json["scenario"].clone()).expect(title);
    let view = View {
        cursor_us: json["cursor_us"].as_u64(),
        operation: json["operation"].as_u64().map(|id| OperationId(u32::try_from(id).expect(title))),
        window_us: json.get("window_us").map(|window| serde_json::from_value(window.clone()).expect(title)),
    };
    let level = json.get("level").map(|level| serde_json::from_value(level.clone()).expect(title));
    let pinned = json.get("pinned").map(|pinned| serde_json::from_value(pinned.clone()).expect(title));
    Golden { title: title.to_owned(), address: address.to_owned(), means: Link { scenario, view, level, pinned } }
}

#[test]
fn every_link_of_version_1_means_what_it_always_meant() {
    let links = golden("version-1.txt");
    assert!(links.len() >= 12, "only {} links are left", links.len());
    for Golden { title, address, means } in links {
        let (route, tail) = split_fragment(&address);
        let decoded = decode(tail).unwrap_or_else(|error| panic!("{title}: {error}"));
        assert_eq!(decoded.problems, [], "{title}");
        assert_eq!(decoded.link, means, "{title}");
        assert_eq!(decoded.form == Form::Packed, title.starts_with("packed"), "{title}");
        assert_eq!(join_fragment(route, tail), address, "{title}");
    }
}

#[test]
fn every_golden_link_can_be_written_anew_in_both_forms() {
    for Golden { title, means, .. } in golden("version-1.txt") {
        for text in [encode(&means), encode_packed(&means)] {
            let text = text.unwrap_or_else(|error| panic!("{title}: {error}"));
            assert_eq!(decode(&text).map(|decoded| decoded.link), Ok(means.clone()), "{title}: {text}");
        }
    }
}

#[test]
fn an_absolute_address_opens_as_its_fragment_does() {
    for Golden { title, address, means } in golden("version-1.txt") {
        let address = format!("https://docs.example.org/store/{address}");
        assert_eq!(decode(split_fragment(&address).1).map(|decoded| decoded.link), Ok(means), "{title}");
    }
}
