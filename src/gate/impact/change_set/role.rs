//! What a role may do afterwards, by all of its policies, against the live role:
//! inline and managed, within its boundary.

use super::{
    super::policy_sides::PolicySides, DeclaredPolicies, ImpactedResource, Named, Templates, apart,
    blank, open, touches, weighed,
};
use crate::{
    facts::{Arn, Fault, Reading, Reason, Remote, ResourceChange, stack::ChangeAction},
    gate::RoleState,
    policy::{Document, Kind},
};

pub(super) fn identity(
    state: &Templates<'_>,
    change: &ResourceChange,
    after: &DeclaredPolicies,
) -> ImpactedResource {
    let live = state.live_role(change);
    let expected = after.policies.iter();
    let expected =
        expected.map(|(name, text)| (Remote::new(name.as_str()), Remote::new(text.as_str())));
    let resource = ImpactedResource {
        role: live.map(|live| live.name.clone()),
        expected: expected.filter(|(_, text)| open::is_closed(text)).collect(),
        ..blank(change)
    };
    weighed(resource, sides_of_role(state, change, live, after))
}

fn sides_of_role(
    state: &Templates<'_>,
    change: &ResourceChange,
    live: Option<&RoleState>,
    after: &DeclaredPolicies,
) -> Result<PolicySides, Reason> {
    let is_new = change.action == ChangeAction::Add;
    let previous = match DeclaredPolicies::before(state, change) {
        _ if is_new => DeclaredPolicies::default(),
        Ok(said) => said,
        // Policies that the template no longer has then count as staying.
        Err(_) if live.is_some() => DeclaredPolicies::default(),
        Err(why) => return Err(why),
    };
    let mut notes = Vec::new();
    // Attached policies that nobody could read: what stays of them is no gain.
    let mut unread: Vec<&Arn> = Vec::new();
    let mut before = Named::new();
    let mut boundary = None;
    let known = live.and_then(|live| live.role.known());
    match (live, known) {
        (Some(live), Some(role)) => {
            let Reading::Known(inline) = &role.inline else {
                return Err("The live role's inline policies could not be read.".into());
            };
            for policy in inline {
                let name = policy.name.raw();
                let document = document(name, policy.document.read()?.raw())?;
                before.push((Remote::new(name), document));
            }
            for arn in role.attached.known().into_iter().flatten() {
                match managed(live, arn) {
                    Ok(document) => before.push((Remote::new(arn.raw()), document)),
                    Err(why) => {
                        notes.push(format!("Not weighed in: {why}"));
                        unread.push(arn);
                    }
                }
            }
            let unread = |fault: &Fault| {
                let why = &fault.what;
                format!("The role's permissions boundary could not be read: {why}")
            };
            if let Some(arn) = role.boundary.read().map_err(unread)? {
                boundary = Some(managed(live, arn)?);
                if after.boundary.as_deref() != Some(arn.raw())
                    && touches(change, "PermissionsBoundary")
                {
                    return Err("The role's permissions boundary would change.".into());
                }
            }
        }
        _ if is_new => {}
        _ => {
            notes.push(
                "The live role could not be read: compared with what the stack last deployed."
                    .to_owned(),
            );
            // What a limit that goes or is another would let through is not known.
            if previous.boundary != after.boundary {
                return Err("The role's permissions boundary would change.".into());
            }
            for (name, text) in &previous.policies {
                before.push((Remote::new(name.as_str()), document(name, text)?));
            }
        }
    }
    let mut then: Named = before.clone();
    let goes = |name: &str| {
        let was = previous.policies.iter().any(|(known, _)| known == name)
            || previous.managed.iter().any(|known| known == name);
        let stays = after.policies.iter().any(|(known, _)| known == name)
            || after.managed.iter().any(|known| known == name);
        was && !stays
    };
    then.retain(|(name, _)| !goes(name.raw()));
    for (name, text) in &after.policies {
        let document = open::after(name, text, Kind::Identity)?;
        then.retain(|(known, _)| known.raw() != name);
        then.push((Remote::new(name.as_str()), document));
    }
    for arn in &after.managed {
        let is_there = then.iter().any(|(known, _)| known.raw() == arn)
            || unread.iter().any(|known| known.raw() == arn);
        if !is_there {
            let live = live.ok_or_else(|| format!("What policy {arn} gives was not read."))?;
            let document = managed(live, &Arn::new(arn.as_str()))?;
            then.push((Remote::new(arn.as_str()), document));
        }
    }
    Ok(apart(&before, &then, boundary, notes))
}

/// Of what is.
fn document(name: &str, text: &str) -> Result<Document, Reason> {
    open::before(name, text, Kind::Identity)
}

fn managed(live: &RoleState, arn: &Arn) -> Result<Document, Reason> {
    let policy = live.managed(arn);
    let policy = policy.ok_or_else(|| format!("Policy {} was not read.", arn.raw()))?;
    let text = policy.document.read();
    let text = text.map_err(|fault| format!("Policy {}: {}", arn.raw(), fault.what))?;
    document(arn.raw(), text.raw())
}
