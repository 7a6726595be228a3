//! The watch: what is wrong over all checks and environments, what has one cause in one row,
//! and every row and link a way to the pane that mends it.

use watchkeeper::ask::Ask;

use super::account::{DEV, caller, identity, settings};
use crate::support::harness::Harness;

const SIZE: (u16, u16) = (110, 60);

fn row(console: &Harness, text: &str) -> String {
    let screen = console.screen();
    let found = screen.lines().find(|line| line.contains(text));
    found
        .unwrap_or_else(|| panic!("{text}: {screen}"))
        .to_owned()
}

/// Selects the row that has this text, and opens it.
fn open(console: &mut Harness, text: &str) {
    console.press("g");
    for _ in 0..60 {
        if console.selected().contains(text) {
            console.press("enter");
            console.rest();
            return;
        }
        console.press("j");
    }
    panic!("{text}: {}", console.screen());
}

#[test]
fn the_console_begins_with_what_is_wrong_the_gravest_first() {
    let console = Harness::watching("dataops", SIZE);
    console.shows("1 Watch x");
    let screen = console.screen();
    let place = |text: &str| {
        screen
            .find(text)
            .unwrap_or_else(|| panic!("{text}: {screen}"))
    };
    assert!(place("P0 x") < place("P1 x"));
    assert!(place("P1 x") < place("P2 "));
    console.shows("P3 hidden (H shows)");
}

#[test]
fn a_red_run_the_stack_it_deploys_and_the_stale_stack_behind_it_are_one_row() {
    let mut console = Harness::watching("dataops", SIZE);
    let of_run = row(&console, "Deploy DataOps V1 Lambda");
    assert!(of_run.contains("P1 x") && of_run.contains("+"), "{of_run}");
    console.hides("dataops-v1 is UPDATE_ROLLBACK_COMPLETE");
    open(&mut console, "Deploy DataOps V1 Lambda");
    console.shows("CAUSE stack dataops-v1-github-actions is stale");
    console.shows("step Deploy DataOps v1 stack failed as step 4");
    console.shows("WorkEngineFunctionDailyWorkEngineCron CREATE_FAILED (AWS::Events::Rule)");
    console.shows("dataops-github-actions-deploy may not call events:DescribeRule");
    console.press("G");
    console.shows("also dataops-v1 is UPDATE_ROLLBACK_COMPLETE");
}

#[test]
fn its_cause_is_a_way_to_the_stack_that_is_stale_and_back() {
    let mut console = Harness::watching("dataops", SIZE);
    open(&mut console, "Deploy DataOps V1 Lambda");
    console.press("enter");
    console.rest();
    console.shows("3 Stacks");
    console.shows("stale: the template is ahead; a c makes a change set");
    console.press("esc");
    console.shows("CAUSE stack dataops-v1-github-actions is stale");
}

#[test]
fn the_step_of_a_chain_leads_to_its_line_in_the_job_s_log_and_back() {
    let mut console = Harness::watching("dataops", SIZE);
    open(&mut console, "Deploy DataOps V1 Lambda");
    for _ in 0..20 {
        if console.selected().contains("step Deploy DataOps v1 stack") {
            break;
        }
        console.press("j");
    }
    console.press("enter");
    console.shows("job deploy");
    assert!(
        console
            .selected()
            .contains("Process completed with exit code 1"),
        "{}",
        console.screen()
    );
    console.press("esc");
    console.shows("CAUSE stack dataops-v1-github-actions is stale");
}

#[test]
fn a_run_is_told_in_the_account_whose_role_it_assumed() {
    let mut console = Harness::watching("alpha-prod", SIZE);
    console.hides("CAUSE stack dataops-v1-github-actions is stale");
    for environment in ["dataops", "alpha-prod"] {
        console.press("e");
        console.type_text(environment);
        console.press("enter");
    }
    open(&mut console, "Deploy DataOps V1 Lambda");
    console.shows("CAUSE stack dataops-v1-github-actions is stale");
    console.shows("dataops, by check runs");
    // The way there says first where it leads.
    console.press("enter");
    console.rest();
    console.shows("817685572750");
    console.press("esc");
    console.shows("711398986525");
}

#[test]
fn before_sts_said_whose_account_it_is_nothing_else_is_asked_of_it() {
    let mut console = Harness::by_hand(settings());
    console.press("1");
    let of_aws = |console: &Harness| -> Vec<Ask> {
        let asks = console.open_asks().into_iter();
        asks.filter(|ask| ask.environment().is_some()).collect()
    };
    assert_eq!(of_aws(&console), [identity("dev")]);
    console.answer(&identity("dev"), Ok(caller(DEV)));
    // Roles, stacks, namespaces, and what was acknowledged in this account.
    assert_eq!(of_aws(&console).len(), 4, "{:?}", of_aws(&console));
}

#[test]
fn an_environment_that_nobody_looked_at_is_neither_well_nor_silent() {
    let mut console = Harness::watching("alpha-prod", SIZE);
    let unlooked = row(&console, "not looked at yet");
    assert!(unlooked.contains('?'), "{unlooked}");
    open(&mut console, "not looked at yet");
    console.shows("Nobody has looked at it since this console started.");
    console.press("enter");
    console.rest();
    console.hides("711398986525");
}

#[test]
fn what_can_wait_is_counted_and_shown_on_demand() {
    let mut console = Harness::watching("alpha-prod", (140, 70));
    console.hides("P3 !");
    console.press("H");
    console.shows("P3 !");
    console.hides("P3 hidden");
}
