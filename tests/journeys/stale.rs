//! The stack that a failure is laid at the door of looks ill itself, in its row and in
//! its story, until it is updated.

use super::stacks::stacks;

#[test]
fn its_row_and_its_story_say_what_is_wrong_and_which_key_mends_it() {
    for size in [(80, 24), (100, 30), (160, 50)] {
        let mut console = stacks(size);
        console.shows("~ dataops-v1-github-actions stale, UPDATE_COMPLETE");
        console.shows("2 to look at 1 stale");
        console.press("n");
        console.rest();
        assert!(console.selected().contains("~ dataops-v1-github-actions"));
        console.shows("~ stale: the template is ahead; a c makes a change set");
        console.shows("Available change set hand-made-20260518");
        console.shows("Refused dataops-github-actions-deploy may not call");
        console.shows("Template lambda-functions/template.github-actions-dataops.yaml");
        console.press("enter");
        console.shows("~ stale: the template is ahead;");
    }
}

#[test]
fn it_is_not_hidden_among_what_is_well() {
    let mut console = stacks((80, 24));
    console.press("H");
    console.shows("dataops-v1-github-actions");
    console.shows("2 to look at 1 stale");
}

#[test]
fn the_change_set_that_waits_for_it_is_a_key_away() {
    let mut console = stacks((80, 24));
    console.press("n");
    console.rest();
    console.press("enter j enter");
    console.shows("change set hand-made-20260518");
    console.shows("CREATE_COMPLETE AVAILABLE");
}

#[test]
fn what_failed_for_it_is_a_key_away() {
    let mut console = stacks((80, 24));
    console.press("n");
    console.rest();
    console.press("enter j j enter");
    console.shows("ROOT WorkEngineFunctionDailyWorkEngineCron");
    console.press("esc");
    console.shows("~ stale: the template is ahead");
}
