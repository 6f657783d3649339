//! What `W + R > N` gives and what it does not: the table of `quorate quorums`, from the outside.

use crate::started::quorate;
use serde_json::Value;

fn tally(row: &Value, variant: &str, count: &str) -> u64 {
    let runs = row["runs"].as_array().expect("a list");
    let (_, tally) = runs
        .iter()
        .find(|pair| pair[0] == variant)
        .map(|pair| (&pair[0], &pair[1]))
        .unwrap_or_else(|| panic!("{variant} was not run: {row}"));
    tally[count].as_u64().expect("a count")
}

#[test]
fn over_two_hundred_seeds_the_table_shows_what_overlap_gives_and_what_it_does_not() {
    let rows = quorate(&["quorums", "--json"], "").json();
    let rows = rows.as_array().expect("a list");
    let settings: Vec<_> = rows.iter().map(|row| (row["w"].as_u64().unwrap(), row["r"].as_u64().unwrap())).collect();
    assert_eq!(settings, [(3, 3), (2, 2), (1, 5), (5, 1)]);
    for row in rows {
        let overlapping = row["w"].as_u64().unwrap() + row["r"].as_u64().unwrap() > 5;
        let broken = |variant| tally(row, variant, "not_linearizable");
        assert_eq!(tally(row, "plain", "runs"), 200);
        assert!(tally(row, "plain", "racing_reads") > 0 && tally(row, "plain", "following_reads") > 0, "{row}");
        if !overlapping {
            assert!(tally(row, "plain", "stale_reads") > 0 && broken("write_back") > 0, "{row}");
            continue;
        }
        assert_eq!(tally(row, "plain", "stale_reads"), 0, "{row}");
        // A read that waits for all replicas sees what any earlier read saw, so it needs no write-back.
        assert_eq!(broken("plain") > 0, row["r"] != 5, "{row}");
        assert_eq!(broken("write_back"), 0, "{row}");
        assert!(broken("stepped_clock") > 0, "{row}");
        assert_eq!(broken("logical"), 0, "{row}");
    }
}

#[test]
fn the_table_is_printed_a_row_for_each_setting() {
    let text = quorate(&["quorums", "--seeds", "200"], "").fine();
    for start in ["W, R", "3, 3", "2, 2", "1, 5", "5, 1"] {
        assert_eq!(text.lines().filter(|line| line.starts_with(start)).count(), 1, "{text}");
    }
}

#[test]
fn too_few_seeds_to_show_it_all_fail_and_say_what_was_not_seen() {
    let ended = quorate(&["quorums", "--seeds", "1"], "");
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.out.contains("FAILED  W="), "{}", ended.out);
}
