//! Runs: what failed last, what waits and what waits behind it, and what the step says.

use watchkeeper::{
    ask::{Ask, Question, github::actions},
    flow::Effect,
};

use crate::support::harness::Harness;

fn runs(size: (u16, u16)) -> Harness {
    let mut console = Harness::demo_in("dataops", size);
    console.press("4");
    console.rest();
    console
}

#[test]
fn the_failed_run_comes_first_with_its_step_and_nothing_says_an_error() {
    for size in [(80, 24), (160, 50)] {
        let console = runs(size);
        assert!(console.selected().contains("x Deploy DataOps V1 Lambda"));
        console.shows("deploy / Deploy DataOps v1 stack");
        assert!(
            !console.screen().contains("no answer to this"),
            "{}",
            console.screen()
        );
    }
}

#[test]
fn the_log_is_read_when_the_run_is_opened_and_names_what_was_refused() {
    let mut console = runs((160, 50));
    let logs = |console: &mut Harness| {
        let effects = console.effects().into_iter();
        let asked = effects.filter(|effect| {
            matches!(effect, Effect::Ask { ask, .. } if actions::JobLog::back(ask as &Ask).is_some())
        });
        asked.count()
    };
    assert_eq!(logs(&mut console), 0);
    console.press("enter");
    console.shows("may not call events:DescribeRule");
    console.press("v l");
    console.shows("Run sam build");
    console.shows("Process completed with exit code 1.");
}

#[test]
fn who_waits_for_an_approval_and_who_waits_behind_it_is_said() {
    let mut console = runs((160, 50));
    console.press("j");
    console.rest();
    console.shows("production waits for approval by anna or release-managers");
    console.press("j");
    console.rest();
    console.shows("behind run 28120044310");
    console.shows("release-production");
}

#[test]
fn each_state_is_a_filter_of_its_own() {
    let mut console = runs((100, 30));
    for state in [
        "startup_failure",
        "failure",
        "timed_out",
        "action_required",
        "waiting",
    ] {
        console.press("f");
        console.shows(&format!("only {state}"));
    }
    assert!(console.selected().contains("Release to production #17"));
    console.press("F");
    console.shows("6 runs");
}
