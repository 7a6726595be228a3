//! `Allow` of `iam:PassRole` to any service, or of any role.

use super::rule::{Allowing, Found, Rule, is_everything, is_wild, names_values};
use crate::policy::{Place, Resource, Statement};

pub(super) const RULE: Rule = Rule {
    id: "pass-role-unconditioned",
    title: "Roles may be passed without limit",
    why: "Whoever may pass a role to a service that runs code has that role's permissions; to any service, or of any role, that is the account's strongest role.",
    fix: "Name the roles in Resource and the service in StringEquals on iam:PassedToService, for example ecs-tasks.amazonaws.com.",
    check,
};

fn check(allowing: &Allowing<'_>) -> Found {
    let statement = allowing.of_identity()?;
    if !statement.action.covering()("iam:PassRole") {
        return None;
    }
    let to_any = !names_values(statement, |key| {
        key.eq_ignore_ascii_case("iam:PassedToService")
    });
    let of_any = statement.resource.as_ref().is_some_and(reaches_any_role);
    let what = match (to_any, of_any) {
        (false, false) => return None,
        (true, false) => "no condition on iam:PassedToService, so to any service",
        (false, true) => "the resource does not name roles, so any role",
        (true, true) => {
            "any role, to any service: the resource does not name roles and there is no condition on iam:PassedToService"
        }
    };
    let place = place_of_pass_role(statement);
    Some(vec![(
        place,
        format!("iam:PassRole is allowed with {what}"),
    )])
}

fn reaches_any_role(resource: &Resource) -> bool {
    let mut patterns = resource.patterns.iter();
    resource.negated
        || patterns.any(|pattern| {
            let roles = pattern.value.splitn(6, ':').nth(5);
            let named = roles.map(|roles| roles.strip_prefix("role/").unwrap_or(roles));
            is_everything(&pattern.value) || named.is_some_and(is_wild)
        })
}

/// The first pattern that covers it, or with `NotAction` the statement.
fn place_of_pass_role(statement: &Statement) -> Place {
    if statement.action.negated {
        return statement.place;
    }
    let mut patterns = statement.action.patterns.iter();
    patterns
        .find(|pattern| {
            let mut alone = statement.action.clone();
            alone.patterns = vec![(*pattern).clone()];
            alone.covering()("iam:PassRole")
        })
        .map_or(statement.place, |pattern| pattern.place)
}
