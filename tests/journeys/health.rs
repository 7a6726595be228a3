//! The audit of story 003: areas, rows, issues; what could not be read stays open, and is
//! all that is read again.

use watchkeeper::{
    ask::{Ask, AwsAsk},
    facts::{Details, Expected, Fault, FaultKind, Inventory, ResourceKind, ResourceName, Settings},
};

use super::account::{DEV, caller, identity, settings};
use crate::support::harness::Harness;

fn opened(size: (u16, u16)) -> Harness {
    let mut console = Harness::demo_in("tradai-dev", size);
    console.press("7");
    console.rest();
    console
}

#[test]
fn the_audit_says_what_each_area_comes_to() {
    let console = opened((110, 190));
    let screen = console.screen();
    let line = |text: &str| {
        let mut lines = screen.lines();
        let found = lines.find(|line| line.contains(text));
        found
            .unwrap_or_else(|| panic!("{text}: {screen}"))
            .to_owned()
    };
    assert!(line("! Persistent").contains("DEGRADED"));
    assert!(line("! tradai-health-state-dev").contains("4 of 4 items without last_checked"));
    assert!(line("= Foundation").contains("OK"));
    assert!(line("x Compute").contains("ISSUES"));
    assert!(line("! Edge and monitoring").contains("DEGRADED"));
    assert!(line("x tradai-health-check-dev").contains("ISSUE"));
    assert!(line("o tradai-backtest-consumer-dev").contains("NOT-TESTED"));
    assert!(line("d tradai-live-trading-dev").contains("BY-DESIGN"));
    assert!(line("! tradai-waf-dev").contains("protects nothing"));
}

/// From one row that is not well to the next, until it is this one.
fn to(console: &mut Harness, name: &str) {
    for _ in 0..40 {
        if console.selected().contains(name) {
            return console.rest();
        }
        console.press("n");
    }
    panic!("{name}: {}", console.screen());
}

#[test]
fn the_first_row_that_is_not_well_is_selected_and_says_what_to_do() {
    let mut console = opened((100, 40));
    assert!(!console.selected().contains('='));
    to(&mut console, "tradai-health-state-dev");
    console.shows("last_checked");
    to(&mut console, "tradai-health-check-dev");
    console.shows("352 errors");
    console.shows("do Read the log of a run that failed");
    console.shows("asked cloudwatch:GetMetricStatistics, lambda:GetFunctionConfiguration");
    console.press("H");
    console.hides("= tradai-orphan-scanner-dev");
    console.shows("well hidden (H shows)");
}

#[test]
fn the_registry_sets_the_measured_failures_beside_the_stale_answers() {
    let mut console = opened((200, 60));
    console.press("6");
    console.rest();
    console.shows("stale 3 of 4 times");
    console.shows("function tradai-health-check-dev failed 352 of 720 runs in 24 h (48 %)");
}

/// Two tables, read by hand.
fn by_hand() -> Harness {
    let table = |name: &str| Expected {
        kind: ResourceKind::Table,
        name: ResourceName::from(name),
        cluster: None,
        by_design: None,
        dead_letters: false,
        details: Details::default(),
    };
    let inventory = Inventory {
        env: [("dev".into(), "dev".to_owned())].into(),
        expected: vec![table("one-{env}"), table("two-{env}")],
    };
    let mut console = Harness::by_hand(Settings {
        health: Some(inventory),
        ..settings()
    });
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.press("7");
    console
}

fn tables(console: &Harness) -> Vec<Ask> {
    let mut asks = console.open_asks();
    asks.retain(|ask| matches!(ask, Ask::Aws(_, AwsAsk::DynamoDb(_))));
    asks.sort();
    asks
}

#[test]
fn a_pass_that_was_throttled_keeps_its_rows_and_reads_only_the_rest_again() {
    let mut console = by_hand();
    let asks = tables(&console);
    assert_eq!(asks.len(), 2);
    let active = serde_json::json!({"status": "ACTIVE", "items": 1});
    console.answer(&asks[0], Ok(asks[0].answer_from(active.clone()).unwrap()));
    let throttled = Fault::new(
        FaultKind::Throttled,
        "dynamodb:DescribeTable is throttled.",
        "Wait.",
    );
    console.answer(&asks[1], Err(throttled));
    console.shows("1 of 2 rows judged");
    console.shows("? Persistent");
    console.press("R");
    assert_eq!(tables(&console), [asks[1].clone()]);
    console.answer(&asks[1], Ok(asks[1].answer_from(active).unwrap()));
    console.shows("= Persistent");
    console.shows("2 rows");
    // Everything was read: now R reads everything.
    console.press("R");
    assert_eq!(tables(&console).len(), 2);
}

#[test]
fn without_an_inventory_the_pane_says_how_to_get_one() {
    let mut console = Harness::by_hand(settings());
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.press("7");
    console.shows("No inventory says what is expected");
}
