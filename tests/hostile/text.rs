//! The same world through `check drift`: text for a terminal, JSON for a program.

use std::sync::Arc;

use watchkeeper::{
    ask::{Question, sts},
    checks::{COMMANDS, Conclusion, Registered, Store, drift::Drift},
    facts::{EnvironmentName, Fault},
    report::{
        check::{Checked, as_json, as_text},
        json::escaped,
    },
};

use super::world::{caller, evil, fault, is_raw, report};

fn answer(
    environment: &str,
    faults: Vec<(String, Fault)>,
    render: fn(&Checked<'_>) -> String,
) -> String {
    let environment: EnvironmentName = environment.into();
    let at = "2026-05-18T14:02:11Z".parse().unwrap();
    let mut store = Store::default();
    let ask = sts::CallerIdentity.of(&environment);
    let (ticket, _) = store.ask(&ask, at);
    store.answered(
        ticket,
        &ask,
        Ok(Arc::new(sts::CallerIdentity::answered(caller()))),
        at,
    );
    let mut commands = COMMANDS.iter().flatten();
    render(&Checked {
        command: commands.find(|command| command.name == "drift").unwrap(),
        topic: &Drift::of(&environment).topic(),
        conclusion: &Conclusion::Drift(Arc::new(report())),
        store: &store,
        at,
        faults,
        acceptances: &[],
    })
}

#[test]
fn the_text_shows_nothing_raw_and_no_line_is_forged() {
    let text = answer(&evil("dev"), vec![(evil("dev"), fault())], as_text);
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
    let json = escaped(&answer("dev", Vec::new(), as_json));
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
