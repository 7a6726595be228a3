//! The one role that CodeDeploy gets, for all functions that are deployed step by step.

use super::{
    build::At,
    making::{Made, Making, Role},
    seen::{Seen, is_given, seen},
};
use crate::template::{Node, Resolver, Text, intrinsic::call};

pub(super) const ROLE: &str = "CodeDeployServiceRole";
const CONDITION: &str = "ServerlessCodeDeployCondition";

/// How one function is deployed, as far as the role depends on it.
#[derive(Debug)]
pub(super) struct Preference {
    /// None: it rests on a parameter whose value is not known.
    is_enabled: Option<bool>,
    has_role: bool,
    condition: Option<String>,
    at: At,
}

impl Making<'_, '_> {
    pub(super) fn preference(&mut self) -> Option<Preference> {
        let preference = self.given("DeploymentPreference")?;
        let is_true = |name: &str| {
            let value = preference.get(name).map(|it| known(self.resolver, it));
            value.unwrap_or(Some(name == "Enabled"))
        };
        let passes = is_true("PassthroughCondition");
        let condition = self.condition();
        let condition = condition.as_ref().and_then(Node::text).map(str::to_owned);
        Some(Preference {
            is_enabled: is_true("Enabled"),
            has_role: preference.get("Role").is_some_and(is_given),
            condition: condition.filter(|_| passes == Some(true)),
            at: self.at,
        })
    }
}

/// A boolean, or a text that says one; what is not known to the transform counts as true.
fn known(resolver: &Resolver<'_>, node: &Node) -> Option<bool> {
    let is_mapped = call(node).is_some_and(|call| call.name == "FindInMap");
    let text = match seen(resolver, node) {
        Seen::Text(text) => text,
        Seen::Left if is_mapped => {
            let text = resolver.text(node);
            text.as_ref().and_then(Text::known)?.to_owned()
        }
        Seen::Left => return Some(true),
        Seen::Unknown => return None,
    };
    Some(!matches!(text.as_str(), "false" | "False" | "FALSE" | ""))
}

/// The role, where a preference that is enabled names none.
pub(super) fn role(preferences: &[Preference], made: &mut Made, partition: Option<&str>) {
    let needs = |one: &&Preference| one.is_enabled != Some(false) && !one.has_role;
    let mut needing = preferences.iter().filter(needs);
    let Some(first) = needing.clone().next() else {
        return;
    };
    let at = first.at;
    if needing.all(|one| one.is_enabled.is_none()) {
        let what = "rests on the parameters of DeploymentPreference, which are not known";
        return made.note(ROLE, &at.text(""), what);
    }
    let enabled: Vec<&Preference> = preferences
        .iter()
        .filter(|one| one.is_enabled != Some(false))
        .collect();
    let mut conditions: Vec<&str> = enabled
        .iter()
        .filter_map(|one| one.condition.as_deref())
        .collect();
    let is_conditional = enabled.iter().all(|one| one.condition.is_some());
    conditions.sort_unstable();
    conditions.dedup();
    let condition = match conditions.as_slice() {
        _ if !is_conditional => None,
        [] => None,
        [one] => Some(at.text(one)),
        several => {
            let several = several
                .iter()
                .map(|one| at.map([("Condition", at.text(one))]));
            let any = at.map([("Fn::Or", at.list(several.collect()))]);
            made.conditions.push(at.entry(CONDITION, any));
            Some(at.text(CONDITION))
        }
    };
    let policy = match partition {
        Some("aws-iso" | "aws-iso-b") => "AWSCodeDeployRoleForLambdaLimited",
        _ => "AWSCodeDeployRoleForLambda",
    };
    let mut role = Role::new(
        ROLE.to_owned(),
        condition,
        at.trust("codedeploy.amazonaws.com"),
    );
    role.attach(at.aws_policy(&format!("service-role/{policy}")));
    made.role(at, role);
}
