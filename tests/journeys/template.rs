//! Story 002, from the drift pane: the deploy role's template grants what the stack
//! was never updated with.

use watchkeeper::{gate::writes::CodifyTemplate, template::Physical};

use crate::support::drafts::of_kind;
use crate::support::harness::Harness;

fn dataops() -> Harness {
    Harness::demo_in("dataops", (160, 50))
}

#[test]
fn the_pane_opens_on_what_the_template_grants_and_the_stack_lacks() {
    for size in [(80, 24), (100, 30), (160, 50)] {
        let console = Harness::demo_in("dataops", size);
        let selected = console.selected();
        assert!(selected.contains("dataops-v1-deploy"), "{selected}");
        assert!(selected.contains("live NARROWER"), "{selected}");
    }
    let console = dataops();
    console.shows("Only the repository allows");
    console.shows("events:DescribeRule");
    console.shows("repository grants it and the stack was not updated");
    console.shows("v1-github-actions is stale.");
    console.shows("template.github-actions-dataops.yaml:44");
}

#[test]
fn only_the_roles_that_the_template_declares_are_listed() {
    let mut console = dataops();
    console.press("H");
    console.shows("dataops-github-actions-deploy");
    console.hides("not in repository");
    console.hides("role missing");
}

#[test]
fn a_stack_of_another_environment_says_nothing_of_this_one() {
    let console = Harness::demo_in("alpha-prod", (160, 50));
    console.hides("dataops-github-actions-deploy");
    console.hides("The demo has no recorded answer for this");
}

#[test]
fn a_role_of_a_template_is_neither_codified_into_a_file_nor_written_to() {
    let mut console = Harness::writing("dataops", (160, 50));
    console.press("a c");
    console.shows("declares it: write it into the template");
    console.press("esc");
    console.press("a r");
    console.shows("declares it: deploy stack");
    assert_eq!(console.gated(), Vec::<String>::new());
}

#[test]
fn where_no_template_declares_the_role_writing_into_one_says_so() {
    let mut console = Harness::writing("alpha-prod", (160, 50));
    console.press("a t");
    console.shows("No template of [[drift.template]] is compared with role");
    let mut console = Harness::writing("insight-dev", (160, 50));
    console.press("a t");
    console.shows("No template of [[drift.template]] is known to declare role");
}

#[test]
fn the_live_policy_is_written_into_the_template_through_the_gate() {
    let mut console = Harness::writing("dataops", (160, 50));
    console.press("a t");
    console.shows("CODIFY INTO TEMPLATE");
    console.shows("lambda-functions/template.github-actions-dataops.yaml");
    console.shows("NARROWS what the file allows");
    console.gated();
    console.read_all();
    console.shows("enter does it.");
    console.press("enter");
    assert_eq!(console.gated(), ["apply"]);
    console.shows("Applied.");
    console.press("esc");
    console.press("H");
    let screen = console.screen();
    let mut lines = screen.lines();
    let row = lines
        .find(|line| line.contains("dataops-v1-deploy"))
        .unwrap();
    assert!(row.contains("in sync"), "{screen}");
}

#[test]
fn the_draft_has_what_the_stack_has() {
    let mut console = Harness::writing("dataops", (160, 50));
    console.press("a t");
    let drafts = console.proposed();
    let [draft] = drafts.as_slice() else {
        panic!("{drafts:?}");
    };
    let write: CodifyTemplate = of_kind(&draft.write, "codify-template");
    let role = Physical {
        kind: "AWS::IAM::Role".to_owned(),
        id: write.role.raw().to_owned(),
    };
    assert_eq!(write.physical.get(write.logical_id.raw()), Some(&role));
}
