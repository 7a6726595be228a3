//! Story 000: a policy was widened live and never codified. What the person on
//! call finds out, from the first screen to the copied finding.

use watchkeeper::flow::Effect;

use crate::support::harness::Harness;

fn wide() -> Harness {
    Harness::demo_in("alpha-prod", (160, 50))
}

#[test]
fn the_demo_opens_on_the_policy_that_drifted() {
    for size in [(80, 24), (100, 30), (160, 50)] {
        let console = Harness::demo_in("alpha-prod", size);
        let selected = console.selected();
        assert!(
            selected.contains("! alpha-engine-cloudwatch-metrics"),
            "{selected}"
        );
        assert!(selected.contains("live BROADER"), "{selected}");
        console.shows("711398986525");
        console.shows("PRODUCTION");
        console.shows("READ-ONLY");
        console.shows("DEMO");
    }
}

#[test]
fn the_first_screen_answers_what_why_who_and_since_when() {
    let console = Harness::demo();
    console.shows("Only live allows");
    console.shows("cloudwatch:PutMetricData on * when cloudwatch:namespace = AlphaEngine");
    console.shows("\"AlphaEngine/*\" does not match it: the slash is missing");
    console.shows("Used in infrastructure/emit-heartbeat.sh:22 +4 more");
    console.shows("Live written 2026-05-16 21:14Z, 40 h ago by cascade-recovery");
    console.shows("Last in sync 2026-05-16 09:00Z");
}

#[test]
fn the_detail_shows_the_difference_by_meaning_and_as_text() {
    let mut console = wide();
    console.shows("Condition StringLike cloudwatch:namespace");
    console.shows("+ AlphaEngine only live");
    console.shows("AlphaEngine/* both");
    console.press("t");
    console.hides("only live");
    assert!(
        console.screen().lines().any(|line| {
            let detail = line.rsplit('│').next().unwrap().trim();
            detail.starts_with('+') && detail.contains("\"AlphaEngine\"")
        }),
        "{}",
        console.screen()
    );
    console.press("t");
    console.shows("+ AlphaEngine only live");
}

#[test]
fn all_users_of_the_request_are_named_with_their_lines() {
    let mut console = Harness::demo();
    console.press("enter");
    let mut seen = String::new();
    for _ in 0..40 {
        seen.push_str(&console.words());
        console.press("j");
    }
    for place in [
        "infrastructure/emit-heartbeat.sh:22",
        "predictor/spot_train.sh:203",
        "data/spot_data_weekly.sh:88",
        "data/spot_drift_detection.sh:57",
        "backtester/spot_backtest.sh:141",
    ] {
        assert!(seen.contains(place), "{place} in {seen}");
    }
    assert!(
        seen.contains("b243444"),
        "the last commit of the codified file: {seen}"
    );
}

#[test]
fn the_finding_is_copied_whole_as_the_detail_has_it() {
    let mut console = Harness::demo();
    console.effects();
    console.press("c d");
    let finding = console.copied();
    for part in [
        "Only live allows",
        "cloudwatch:PutMetricData on * when cloudwatch:namespace = AlphaEngine",
        "infrastructure/emit-heartbeat.sh:22",
        "cascade-recovery",
    ] {
        assert!(finding.contains(part), "{part} in {finding}");
    }
}

#[test]
fn names_documents_and_paths_are_copied_exactly() {
    let mut console = Harness::demo();
    console.effects();
    console.press("y");
    assert_eq!(
        console.copied(),
        "alpha-engine-executor-role/inline/alpha-engine-cloudwatch-metrics"
    );
    console.press("c f");
    assert_eq!(
        console.copied(),
        "infrastructure/iam/alpha-engine-executor-role/alpha-engine-cloudwatch-metrics.json"
    );
    console.press("c l");
    let live: serde_json::Value = serde_json::from_str(&console.copied()).unwrap();
    console.press("c c");
    let codified: serde_json::Value = serde_json::from_str(&console.copied()).unwrap();
    let namespaces = |document: &serde_json::Value| {
        document["Statement"]
            .as_array()
            .unwrap()
            .iter()
            .find_map(|s| {
                s.pointer("/Condition/StringLike/cloudwatch:namespace")
                    .cloned()
            })
            .unwrap()
    };
    assert!(
        namespaces(&live)
            .as_array()
            .unwrap()
            .contains(&"AlphaEngine".into())
    );
    assert!(
        !namespaces(&codified)
            .to_string()
            .contains("\"AlphaEngine\"")
    );
}

#[test]
fn n_and_shift_n_go_from_difference_to_difference_and_around() {
    let mut console = wide();
    let first = console.selected();
    console.press("n");
    let second = console.selected();
    assert_ne!(first, second);
    assert!(!second.contains("in sync"), "{second}");
    console.press("N");
    assert_eq!(console.selected(), first);
    let mut seen = vec![first.clone()];
    loop {
        console.press("n");
        let row = console.selected();
        assert!(!row.contains("in sync"), "{row}");
        if row == first {
            break;
        }
        seen.push(row);
        assert!(seen.len() < 100, "never comes around: {seen:?}");
    }
    assert!(seen.len() > 5, "{seen:?}");
}

#[test]
fn roles_in_sync_are_hidden_counted_and_shown_by_a_key() {
    let mut console = wide();
    console.shows("2 roles in sync hidden (H shows)");
    console.hides("alpha-engine-predictor-role");
    console.press("H");
    console.hides("in sync hidden");
    console.shows("= alpha-engine-predictor-role");
    console.press("H");
    console.hides("alpha-engine-predictor-role");
}

#[test]
fn what_was_in_sync_is_remembered_for_the_account_that_sts_named() {
    let mut console = Harness::demo();
    let remembered = console
        .effects()
        .into_iter()
        .find_map(|effect| match effect {
            Effect::Remember { account, seen, .. } => Some((account, seen)),
            _ => None,
        });
    let (account, seen) = remembered.expect("something is in sync");
    assert_eq!(account.raw(), "711398986525");
    let drifted = |s: &&watchkeeper::facts::InSync| s.item.contains("cloudwatch-metrics");
    assert!(
        seen.iter().find(drifted).is_none(),
        "what drifted was not in sync"
    );
    assert!(!seen.is_empty());
}

#[test]
fn every_kind_of_difference_in_the_demo_says_what_it_is() {
    let mut console = wide();
    console.press("H");
    for words in [
        "cosmetic",
        "missing live",
        "role missing",
        "not in repository",
        "live BROADER",
        "in sync",
    ] {
        console.shows(words);
    }
}

#[test]
fn the_workflow_that_looks_for_drift_turned_red_while_the_file_did_not_change() {
    let mut console = Harness::demo_in("alpha-prod", (110, 70));
    console.press("enter");
    console.shows("IAM drift on main is red for 1 day: last well as run 28274011882 (77aa01b), first failed as run 28288100093 (c05d7e8)");
    console.shows("is unchanged between 77aa01b and c05d7e8: the drift came from the live side");
}
