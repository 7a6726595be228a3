//! The same world through `check drift`: text for a terminal, JSON for a program.

use watchkeeper::report::{
    drift::{Checked, as_json, as_text},
    json::escaped,
};

use super::world::{caller, evil, fault, is_raw, report};

#[test]
fn the_text_shows_nothing_raw_and_no_line_is_forged() {
    let (report, caller) = (report(), caller());
    let checked = Checked {
        environment: &evil("dev"),
        caller: Some(&caller),
        at: "2026-05-18T14:02:11Z".parse().unwrap(),
        faults: vec![(evil("dev"), fault())],
        report: &report,
        used: &[],
    };
    let text = as_text(&checked);
    let raw: Vec<char> = text.chars().filter(|c| *c != '\n' && is_raw(*c)).collect();
    assert!(raw.is_empty(), "{raw:?}");
    assert!(text.contains("<U+001B>") && text.contains("<U+202E>"));
    for line in text.lines() {
        assert!(
            !line.starts_with("second") && !line.starts_with("third"),
            "{line}"
        );
    }
}

#[test]
fn the_json_keeps_every_name_exactly_and_is_plain_on_a_terminal() {
    let (report, caller) = (report(), caller());
    let checked = Checked {
        environment: "dev",
        caller: Some(&caller),
        at: "2026-05-18T14:02:11Z".parse().unwrap(),
        faults: Vec::new(),
        report: &report,
        used: &[],
    };
    let json = escaped(&as_json(&checked));
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let roles: Vec<&str> = value["drift"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item["role"].as_str())
        .collect();
    assert!(roles.contains(&evil("left").as_str()));
    let raw: Vec<char> = json.chars().filter(|c| *c != '\n' && is_raw(*c)).collect();
    assert!(raw.is_empty(), "{raw:?}");
}
