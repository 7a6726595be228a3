//! The log of a job: from the step that failed to its line, folded, searched, and back.

use watchkeeper::facts::{Fault, FaultKind};

use crate::support::harness::Harness;

fn opened(size: (u16, u16)) -> Harness {
    let mut console = Harness::demo_in("dataops", size);
    console.press("4");
    console.rest();
    for _ in 0..40 {
        if console.selected().contains("Deploy DataOps V1 Lambda") {
            break;
        }
        console.press("n");
    }
    console.press("enter");
    console.rest();
    console.shows("deploy / Deploy DataOps v1 stack");
    console.press("enter");
    console
}

#[test]
fn a_failed_step_leads_to_the_line_of_its_error_and_back() {
    let mut console = opened((100, 30));
    console.shows("job deploy");
    assert!(
        console
            .selected()
            .contains("Failed to create/update the stack")
            || console.selected().contains("Process completed"),
        "{}",
        console.selected()
    );
    console.press("esc");
    console.shows("deploy / Deploy DataOps v1 stack");
}

#[test]
fn its_groups_are_folded_until_a_key_shows_all_their_lines() {
    let mut console = opened((100, 40));
    console.press("g");
    console.shows("Runner Image");
    console.shows("+3 lines");
    console.shows("12 folded");
    console.hides("Image: ubuntu-24.04");
    console.press("+");
    console.shows("Image: ubuntu-24.04");
    console.press("+");
    console.hides("Image: ubuntu-24.04");
    console.press("/");
    console.type_text("ubuntu");
    console.press("enter");
    console.shows("Image: ubuntu-24.04");
}

#[test]
fn in_another_log_there_is_nothing_to_fold() {
    let mut console = super::opened("dataops", "WorkEngine", (100, 30));
    console.press("+");
    console.shows("Only a job's log has groups that fold.");
    console.press("x");
    console.shows("Nothing of this log is being read.");
}

#[test]
fn while_it_comes_in_it_says_how_far_and_can_be_stopped() {
    let mut console = opened((100, 30));
    console.leave_world();
    console.press("esc enter");
    console.answer_log_in_part(b"2026-05-18T13:40:12.1000000Z begun\n", 2_000_000);
    console.shows("35 B of 2 MB read, x stops");
    console.shows("begun");
    console.press("x");
    console.shows("Reading was stopped: the end of the log is missing.");
    console.shows("begun");
    // What comes of it after that is not taken.
    console.answer_log_in_part(b"2026-05-18T13:40:13.1000000Z late\n", 2_000_000);
    console.hides("late");
}

#[test]
fn what_came_before_it_broke_off_stays_and_why_it_did_is_said() {
    let mut console = opened((100, 30));
    console.leave_world();
    console.press("esc enter");
    console.answer_log_in_part(b"2026-05-18T13:40:12.1000000Z begun\n", 2_000_000);
    console.answer_log(Err(Fault::new(
        FaultKind::Offline,
        "Nothing came for 30 seconds.",
        "Open it again.",
    )));
    console.shows("Nothing came for 30 seconds.");
    console.shows("begun");
}
