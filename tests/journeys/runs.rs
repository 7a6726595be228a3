//! Runs: what failed last, what waits and what waits behind it, and what the step says.

use watchkeeper::{
    ask::{ActionsAsk, Ask, GitHubAsk, Question, github::actions},
    facts::Remote,
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
    let mut console = runs((110, 50));
    console.press("j j j j");
    console.rest();
    console.shows("production waits for approval by anna or release-managers");
    console.press("j");
    console.rest();
    console.shows("behind run 28120044310, which holds the group release-production and has waited 13 days for approval by anna or release-managers");
}

#[test]
fn enter_goes_from_the_run_to_the_stack_that_it_deploys_and_back() {
    let mut console = runs((100, 40));
    console.press("enter");
    console.shows("deploys stack dataops-v1 (named by its log)");
    console.shows("CAUSE stack dataops-v1-github-actions is stale");
    for _ in 0..10 {
        if console.selected().contains("deploys stack") {
            break;
        }
        console.press("j");
    }
    console.press("enter");
    assert!(
        console.selected().contains("dataops-v1"),
        "{}",
        console.screen()
    );
    console.shows("3 Stacks");
    console.press("esc");
    console.shows("deploys stack dataops-v1 (named by its log)");
}

#[test]
fn the_attempts_and_what_is_deployed_are_views_of_a_run() {
    let mut console = runs((160, 50));
    console.press("v b");
    console.shows("Attempts of run 28319977186");
    console.shows("It was not run again.");
    console.press("v p");
    console.shows("= aws 77aa01b");
    console.shows("main is 6 commits ahead of it");
    console.shows("a newer deployment is failure");
    console.shows("= docs 5d6e7f8");
    console.shows("the log of its checkout names it");
    console.shows("= production 31c2d4e");
    console.shows("sbom.spdx.json");
}

#[test]
fn a_run_without_jobs_says_what_was_looked_for_once_it_is_opened() {
    let mut console = runs((160, 50));
    console.press("j j j");
    console.rest();
    console.shows("No job of it was made.");
    console.press("enter");
    console.shows("CAUSE an action that may not run. Not selected: acme/cloud-audit@v2.");
    console.shows("GitHub Actions is switched off for the repository");
}

#[test]
fn a_refused_token_is_explained_beneath_the_step() {
    let mut console = runs((110, 50));
    console.press("j");
    console.rest();
    console.press("enter");
    console.shows("This job presents the subject repo:DataTalksClub/dataops:environment:docs.");
    console.shows("CAUSE the trust policy of dataops-github-actions-deploy does not accept");
}

#[test]
fn the_status_line_says_what_github_lets_us_ask() {
    let console = runs((160, 50));
    console.shows("gh 4812 left");
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
        console.press("f s");
        console.shows(&format!("only {state}"));
    }
    assert!(console.selected().contains("Release to production #17"));
    console.press("F");
    console.shows("13 runs");
}

#[test]
fn runs_like_the_selected_one_are_shown_alone_and_asked_for() {
    let mut console = runs((100, 30));
    for (keys, only) in [
        ("f b", "only branch main"),
        ("f w", "workflow Deploy DataOps V1 Lambda"),
        ("f e", "event push"),
    ] {
        console.press(keys);
        console.shows(only);
    }
    console.shows("(F shows all)");
    let screen = console.screen();
    assert!(!screen.contains("Release to production"), "{screen}");
    console.press("f b");
    console.hides("branch main");
    console.press("F");
    console.shows("13 runs");
}

#[test]
fn the_branch_that_is_shown_alone_is_asked_of_github() {
    let mut console = runs((100, 30));
    console.leave_world();
    console.press("f b");
    let asks = console.open_asks();
    let of_branch = asks.iter().any(|ask| match ask {
        Ask::GitHub(_, GitHubAsk::Actions(ActionsAsk::Runs(runs))) => {
            runs.filter.branch.as_ref().map(Remote::raw) == Some("main")
        }
        _ => false,
    });
    assert!(of_branch, "{asks:?}");
}
