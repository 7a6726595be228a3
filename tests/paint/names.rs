//! Names that do not fit stay recognisable, and no two rows look the same.

use std::collections::HashSet;

use proptest::prelude::*;
use watchkeeper::ui::{paint::shorten_end, paint::width, shorten_distinct, shorten_middle};

#[test]
fn a_name_is_shortened_in_the_middle_and_only_when_it_must_be() {
    assert_eq!(shorten_middle("alpha-engine", 12), "alpha-engine");
    assert_eq!(shorten_middle("alpha-engine", 9), "alph…gine");
    assert_eq!(shorten_middle("alpha-engine", 2), "a…");
    assert_eq!(shorten_middle("alpha-engine", 1), "…");
    assert_eq!(shorten_middle("alpha-engine", 0), "");
    assert_eq!(shorten_end("alpha-engine", 6), "alpha…");
}

#[test]
fn wide_characters_are_left_out_whole() {
    assert_eq!(shorten_middle("漢字漢字", 6), "漢…字");
    assert_eq!(width(&shorten_middle("漢字漢字", 6)), 5);
}

fn all_differ(names: &[&str], columns: usize) -> Vec<String> {
    let short = shorten_distinct(names, columns);
    let seen: HashSet<&String> = short.iter().collect();
    assert_eq!(seen.len(), names.len(), "{short:?}");
    assert!(short.iter().all(|name| width(name) <= columns), "{short:?}");
    short
}

#[test]
fn names_that_differ_in_the_middle_are_cut_elsewhere() {
    let short = all_differ(
        &[
            "deep-insight-task-execution-role",
            "deep-insight-life-execution-role",
            "alpha-engine-executor-role",
        ],
        20,
    );
    assert_eq!(short[2], "alpha-engi…utor-role");
    assert_eq!(short[0], "deep-insight-t…-role");
    assert_eq!(short[1], "deep-insight-l…-role");
}

#[test]
fn names_that_differ_only_deep_inside_show_the_place() {
    let prefix = "a".repeat(60);
    let (one, two) = (format!("{prefix}X{prefix}"), format!("{prefix}Y{prefix}"));
    let short = all_differ(&[&one, &two], 20);
    assert!(
        short[0].contains('X') && short[1].contains('Y'),
        "{short:?}"
    );
}

#[test]
fn names_that_look_the_same_on_the_screen_get_a_number() {
    all_differ(&["a\u{1b}", "a<U+001B>"], 12);
}

#[test]
fn the_same_name_twice_is_shown_the_same_twice() {
    let long = "b".repeat(40);
    let short = shorten_distinct(&[&long, "c", &long], 10);
    assert_eq!(short[0], short[2]);
}

proptest! {
    #[test]
    fn different_names_never_look_the_same(
        names in prop::collection::hash_set("[ab]{1,3}-[ab]{8,20}-[ab]{1,3}", 1..20),
        columns in 8usize..20,
    ) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let short = shorten_distinct(&names, columns);
        let seen: HashSet<&String> = short.iter().collect();
        prop_assert_eq!(seen.len(), names.len());
        prop_assert!(short.iter().all(|name| width(name) <= columns));
    }
}
