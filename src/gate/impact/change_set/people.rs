//! Users and groups by their documents, who has a policy, and what gives access
//! without a document: memberships, passwords and keys.
//!
//! The live side is not read: what is compared with is what the stack last
//! deployed, which is said.

use serde_json::Value;

use super::{
    DeclaredPolicies, ImpactedResource, Named, Read, Templates, apart, blank, open, properties,
    properties::texts, touches, unjudged, weighed,
};
use crate::{
    facts::{Reason, Remote, ResourceChange, stack::ChangeAction},
    policy::Kind,
};

/// None: it is no such resource.
pub(super) fn impacted(
    state: &Templates<'_>,
    change: &ResourceChange,
) -> Option<Vec<ImpactedResource>> {
    Some(match change.resource_type.raw() {
        "AWS::IAM::User" => {
            let mut found = vec![identity(state, change, "user")];
            found.extend(beside_documents(state, change));
            found
        }
        "AWS::IAM::Group" => vec![identity(state, change, "group")],
        "AWS::IAM::UserToGroupAddition" => vec![unjudged(
            change,
            "It puts users into a group, and what the group gives them is not read here.",
        )],
        "AWS::IAM::AccessKey" => vec![unjudged(
            change,
            "It makes or changes an access key: a secret for whatever its user may do.",
        )],
        _ => return None,
    })
}

/// A password, and groups whose policies are somewhere else.
fn beside_documents(state: &Templates<'_>, change: &ResourceChange) -> Option<ImpactedResource> {
    let after = match properties::after(state, change) {
        Ok(after) => after,
        Err(why) => return Some(unjudged(change, why)),
    };
    let before = match change.action == ChangeAction::Add {
        true => Value::Null,
        false => properties::before(state, change).unwrap_or(Value::Null),
    };
    let differs = |name: &str| before.get(name) != after.get(name);
    if touches(change, "LoginProfile") && (differs("LoginProfile") || is_hidden(&after)) {
        return Some(unjudged(
            change,
            "It changes the user's password for the console: whoever knows it is the user.",
        ));
    }
    let why = "It changes which groups the user is in, and what those give is not read here.";
    (touches(change, "Groups") && differs("Groups")).then(|| unjudged(change, why))
}

/// A password is never told, so another one looks the same.
fn is_hidden(after: &Value) -> bool {
    after.get("LoginProfile").is_some()
}

fn identity(state: &Templates<'_>, change: &ResourceChange, kind: &str) -> ImpactedResource {
    let after = match properties::after(state, change) {
        Ok(after) => DeclaredPolicies::of_properties(&after, change),
        Err(why) => return unjudged(change, why),
    };
    let mut notes = Vec::new();
    let is_new = change.action == ChangeAction::Add;
    let before = match is_new {
        true => DeclaredPolicies::default(),
        false => {
            notes.push(format!(
                "The live {kind} was not read: compared with what the stack last deployed."
            ));
            match properties::before(state, change) {
                Ok(before) => DeclaredPolicies::of_properties(&before, change),
                // It may deny what nothing denies afterwards.
                Err(why) => {
                    let why = format!("What the {kind} has now could not be read: {why}");
                    return unjudged(change, why);
                }
            }
        }
    };
    if !is_new && before.boundary != after.boundary {
        let why = format!("The {kind}'s permissions boundary would change.");
        return unjudged(change, why);
    }
    let (was, is) = (&before.managed, &after.managed);
    if let Some(arn) = is.iter().find(|arn| !was.contains(arn)) {
        return unjudged(change, format!("What policy {arn} gives was not read."));
    }
    if let Some(gone) = was.iter().find(|arn| !is.contains(arn)) {
        let why = format!("What goes with policy {gone} was not read: it may deny something.");
        return unjudged(change, why);
    }
    if !after.managed.is_empty() {
        notes.push(format!(
            "These attached policies were not weighed in: {}.",
            after.managed.join(", ")
        ));
    }
    let sides = named(&before, open::before).and_then(|before| {
        let after = named(&after, open::after)?;
        Ok(apart(&before, &after, None, notes))
    });
    weighed(blank(change), sides)
}

fn named(said: &DeclaredPolicies, read: Read) -> Result<Named, Reason> {
    let each = said.policies.iter();
    each.map(|(name, text)| {
        let document = read(name, text, Kind::Identity)?;
        Ok((Remote::new(name.as_str()), document))
    })
    .collect()
}

/// Lists of those who have a policy that is a resource of its own.
const HOLDERS: &[&str] = &[
    "Roles",
    "Users",
    "Groups",
    "RoleName",
    "UserName",
    "GroupName",
];

/// Who has a policy that is a resource of its own, or is to have it: by name, as
/// far as that can be told.
pub(in crate::gate) fn holders(state: &Templates<'_>, change: &ResourceChange) -> Vec<String> {
    if !change.resource_type.raw().ends_with("Policy") {
        return Vec::new();
    }
    let sides = [
        properties::before(state, change),
        properties::after(state, change),
    ];
    let sides = sides.iter().flatten();
    let named = sides.flat_map(|side| HOLDERS.iter().filter_map(|name| texts(side, name).ok()));
    named.flatten().collect()
}

/// Whether somebody is to have it who has not; so too where that can't be told.
pub(super) fn more_have_it(state: &Templates<'_>, change: &ResourceChange) -> bool {
    if change.action != ChangeAction::Modify {
        return false;
    }
    let mut moved = HOLDERS.iter().filter(|name| touches(change, name));
    moved.any(|name| {
        let of = |side: Result<Value, Reason>| texts(&side?, name);
        match (
            of(properties::before(state, change)),
            of(properties::after(state, change)),
        ) {
            (Ok(before), Ok(after)) => after.iter().any(|holder| !before.contains(holder)),
            _ => true,
        }
    })
}
