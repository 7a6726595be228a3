//! Story 001: the audit by area, what each rule saw and where, the plan and the criteria.

use watchkeeper::flow::Effect;

use crate::support::harness::Harness;

fn audit(size: (u16, u16)) -> Harness {
    let mut console = Harness::demo_in("alpha-prod", size);
    console.press("8");
    console.rest();
    console
}

#[test]
fn the_document_s_red_findings_are_red_here_with_their_lines() {
    let mut console = audit((160, 50));
    for row in [
        "x CP-101 Actions are pinned by commit",
        "x CP-304 Each build leaves a list of what is in it",
        "x CP-403 Templates are linted and scanned",
        "x CP-502 Functions shift traffic step by step, watched by alarms",
        "x CP-601 Alarms watch errors, duration, throttles and queues",
        "! CP-204 Roles of templates name their actions and resources",
        "! CP-503 Functions read their secrets at run time",
        "! CP-603 A runbook says how to roll back",
    ] {
        console.shows(row);
    }
    console.press("enter");
    console.shows(".github/workflows/cd.yml:");
    console.shows("snok/install-poetry@v1 is not pinned");
}

#[test]
fn what_is_well_is_hidden_until_it_is_asked_for() {
    let mut console = audit((160, 50));
    let green = "= CP-402 Static analysis reads each change";
    assert!(!console.screen().contains(green));
    console.shows("hidden (H shows)");
    console.press("H");
    console.shows(green);
}

#[test]
fn an_editor_opens_at_the_line_that_the_rule_saw() {
    let mut console = audit((160, 50));
    console.press("/");
    console.type_text("CP-502");
    console.press("enter j");
    console.rest();
    console.press("E");
    let effects = console.effects();
    let opened = effects.iter().find_map(|effect| match effect {
        Effect::Edit { path, line } => Some((path.as_str(), *line)),
        _ => None,
    });
    assert_eq!(opened, Some(("template.yaml", Some(28))));
}

#[test]
fn the_plan_is_a_checklist_that_can_be_copied_and_the_criteria_are_shown() {
    for size in [(80, 24), (160, 50)] {
        let mut console = audit(size);
        console.press("v p");
        console.shows("Within 30 days");
        console.press("v k");
        console.shows("Every action is pinned by its commit");
    }
    let mut console = audit((80, 24));
    console.press("c p");
    let effects = console.effects();
    let copied = effects.iter().find_map(|effect| match effect {
        Effect::Copy { clip } => Some(clip.text().to_owned()),
        _ => None,
    });
    let copied = copied.unwrap();
    assert!(copied.contains("- [ ] CP-101 Actions are pinned by commit (RED, 2 h)"));
    assert!(copied.contains("## Within 90 days"));
}

#[test]
fn what_only_github_or_the_account_knows_is_never_green() {
    let mut console = audit((160, 50));
    console.press("/");
    console.type_text("CP-205");
    console.press("enter j");
    console.rest();
    console.press("enter");
    console.shows("? UNKNOWN CP-205");
    console.shows("only an owner of the organisation is shown");
}

#[test]
fn what_github_has_set_is_asked_and_closes_what_the_files_leave_open() {
    let mut console = audit((160, 50));
    console.press("H /");
    console.type_text("CP-401");
    console.press("enter j");
    console.rest();
    console.press("enter");
    console.shows("= GREEN CP-401");
    console.shows("the default branch requires test");
}

#[test]
fn the_map_leads_from_the_workflow_to_the_functions_and_threats_name_what_leaves_them_open() {
    for size in [(160, 50), (80, 24), (60, 15)] {
        let mut console = audit(size);
        console.press("v g");
        console.shows("workflow .github/workflows/cd.yml");
        console.press("v h");
        console.shows("A compromised action");
    }
    let mut console = audit((160, 50));
    console.press("v g");
    console.shows("x function TradingSystemFunction");
    console.press("v h");
    console.shows("x CP-101 Actions are pinned by commit");
    console.press("v k");
    console.shows("x RED CP-101 Every action is pinned by its commit");
}
