//! Story 004: production has a policy that development lacks, and nobody may list
//! the account.

use watchkeeper::{
    ask::{Ask, Question, iam},
    flow::Effect,
};

use crate::support::harness::Harness;

const ACTIONS: [&str; 8] = [
    "bedrock:AllowVendedLogDeliveryForResource",
    "logs:CreateDelivery",
    "logs:PutDeliverySource",
    "logs:PutDeliveryDestination",
    "logs:GetDelivery",
    "logs:DescribeDeliveries",
    "logs:DeleteDelivery",
    "logs:UpdateDeliveryConfiguration",
];

fn on_the_missing_policy(size: (u16, u16)) -> Harness {
    let mut console = Harness::demo_in("alpha-prod", size);
    console.press("e");
    console.type_text("insight-dev");
    console.press("enter");
    console
}

#[test]
fn after_switching_the_pair_stands_there_with_what_is_missing() {
    let console = on_the_missing_policy((80, 24));
    console.shows("057716757052");
    console.shows("missing in insight-dev");
    console.hides("alpha-engine");
    let selected = console.selected();
    assert!(selected.contains("- ObservabilityAccess"), "{selected}");
    console.shows("deep-insight-task-execution-role-dev lacks it");
}

#[test]
fn every_action_is_named_with_its_purpose() {
    let mut console = on_the_missing_policy((160, 50));
    console.shows("8 actions that it grants");
    console.effects();
    console.press("c d");
    let detail = console.copied();
    let lines: Vec<&str> = detail.lines().map(str::trim).collect();
    for action in ACTIONS {
        let at = lines.iter().position(|line| *line == action);
        let purpose = lines[at.unwrap_or_else(|| panic!("{action} in {detail}")) + 1];
        assert!(
            purpose.contains(' ') && !ACTIONS.contains(&purpose),
            "{action}: {purpose}"
        );
    }
}

#[test]
fn what_no_document_settles_is_asked_as_a_question() {
    let console = on_the_missing_policy((160, 50));
    console.shows("? Is bedrock:AllowVendedLogDeliveryForResource enough here?");
    let mut console = console;
    console.effects();
    console.press("c d");
    let detail = console.copied();
    assert!(
        detail.contains("bedrock-agentcore:AllowVendedLogDeliveryForResource"),
        "{detail}"
    );
}

#[test]
fn where_listing_is_denied_the_roles_are_read_by_name() {
    let mut console = on_the_missing_policy((80, 24));
    let named: Vec<Ask> = console
        .effects()
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Ask { ask, .. } => Some(ask),
            _ => None,
        })
        .filter(|ask| iam::Roles::back(ask).is_some())
        .collect();
    let of = |environment: &str, role: &str| {
        iam::Roles(vec![role.into()]).of(&environment.into()).into()
    };
    assert!(named.contains(&of("insight-dev", "deep-insight-task-execution-role-dev")));
    assert!(named.contains(&of("insight-prod", "deep-insight-task-execution-role-prod")));
    console.hides("iam:GetAccountAuthorizationDetails");
}

#[test]
fn the_pair_is_also_seen_from_production() {
    let mut console = Harness::demo_in("insight-prod", (160, 50));
    console.shows("493812065174");
    console.shows("missing in insight-dev");
    console.press("t");
    assert!(
        console.screen().contains("logs:CreateDelivery"),
        "{}",
        console.screen()
    );
}
