//! Writes to GitHub from the runs pane, by keys, in the demo's world: an approval, a
//! rerun, a cancellation, a start; and what stops or is refused.

use crate::support::harness::Harness;

const SIZE: (u16, u16) = (80, 24);

fn pane() -> Harness {
    let mut console = Harness::writing("dataops", SIZE);
    console.press("4");
    console.rest();
    console
}

/// The run whose row says this.
fn at(run: &str) -> Harness {
    let mut console = pane();
    for _ in 0..8 {
        if console.selected().contains(run) {
            break;
        }
        console.press("j");
    }
    console.rest();
    assert!(console.selected().contains(run), "{}", console.screen());
    console
}

fn confirm(console: &mut Harness) {
    console.read_all();
    let phrase = console.phrase();
    console.type_text(&phrase);
    console.press("enter");
}

#[test]
fn the_menu_of_a_waiting_run_has_what_it_can_have_and_recommends_the_approval() {
    let mut console = at("#17");
    console.press("a");
    console.shows("Approve the deployments that the run waits for (recommended)");
    console.shows("Reject the deployments");
    console.shows("Cancel the run");
    console.hides("Run the failed jobs again");
    console.press("esc");
    let mut console = at("#41");
    console.press("a");
    console.shows("Run the failed jobs again (recommended)");
    console.hides("Approve the deployments");
    console.hides("Cancel the run");
}

#[test]
fn an_approval_asks_for_its_comment_before_there_is_a_preview() {
    let mut console = at("#17");
    console.press("a p");
    console.shows("why production is approved");
    console.press("enter");
    console.shows("GitHub takes no review without a comment.");
    assert!(console.gated().is_empty(), "nothing was read for it");
    console.type_text("Checked with Anna.");
    console.press("enter");
    console.shows("APPROVES the deployment of 9b70e1d to production.");
    console.shows("token of");
    console.read_all();
    assert_eq!(console.phrase(), "production dataops");
    console.type_text("production dataopsX");
    console.press("enter");
    console.shows("REVIEW DEPLOYMENTS");
    console.press("esc");
    console.hides("REVIEW DEPLOYMENTS");
}

#[test]
fn an_approved_run_goes_on() {
    let mut console = at("#17");
    console.press("a p");
    console.type_text("Checked with Anna.");
    console.press("enter");
    confirm(&mut console);
    console.shows("Applied.");
    console.press("esc");
    console.shows("in_progress");
    console.press("a");
    console.hides("Approve the deployments");
    console.shows("Cancel the run");
}

#[test]
fn the_failed_run_of_story_002_is_run_again() {
    let mut console = at("#41");
    console.press("enter");
    console.rest();
    console.press("a r");
    console.shows("RERUN WORKFLOW RUN");
    console.shows("Runs 1 failed job again: deploy");
    console.shows("attempt 2 of 50");
    console.read_all();
    assert_eq!(console.phrase(), "28319977186 dataops");
    confirm(&mut console);
    console.shows("Applied.");
}

#[test]
fn checks_alone_are_run_again_by_a_plain_yes() {
    let mut console = at("Tests #203");
    console.press("a R");
    console.shows("RERUN WORKFLOW RUN");
    console.wait(600);
    console.press("enter");
    console.shows("Applied.");
}

#[test]
fn a_run_that_waits_is_cancelled_and_by_force_only_after_that() {
    let mut console = at("#19");
    console.press("a C");
    console.shows("The journal has no cancellation of run 28317700921");
    console.press("esc a c");
    console.shows("CANCELS the run");
    confirm(&mut console);
    console.shows("Applied.");
    console.press("esc");
    console.shows("cancelled");
}

#[test]
fn a_workflow_is_started_with_the_inputs_that_it_declares() {
    let mut console = at("#41");
    console.press("enter");
    console.rest();
    console.press("a s");
    console.shows("The environment of samconfig.toml");
    console.press("ctrl-u");
    console.type_text("moon");
    console.press("enter enter");
    console.shows("It must be one of default, staging.");
    console.press("ctrl-u");
    console.type_text("staging");
    console.press("enter enter");
    console.shows("Starts workflow deploy-dataops-v1.yml on branch main.");
    confirm(&mut console);
    console.shows("Applied.");
    console.shows("28330012345");
}

#[test]
fn a_read_only_console_shows_the_preview_and_how_it_becomes_one_that_writes() {
    let mut console = Harness::demo_in("dataops", SIZE);
    console.press("4");
    console.rest();
    console.press("a r");
    console.shows("READ-ONLY: this is a preview, and nothing is written from here.");
    console.wait(600);
    console.press("enter");
    assert_eq!(console.gated(), ["prepare"]);
}

#[test]
fn what_is_codified_can_go_to_others_as_a_pull_request_with_its_evidence() {
    let mut console = Harness::writing("alpha-prod", SIZE);
    while !console
        .selected()
        .contains("alpha-engine-cloudwatch-metrics")
    {
        console.press("j");
    }
    console.press("enter");
    console.rest();
    console.press("a g");
    console.shows("OPEN PULL REQUEST");
    console.shows("Nothing is merged.");
    console.read_all();
    assert_eq!(console.phrase(), "DataTalksClub/dataops dataops");
    confirm(&mut console);
    console.shows("Applied.");
    console.shows("pull/146");
}
