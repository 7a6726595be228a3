//! Whether a live role may do what it must, and nothing of what it must not: `permits`.

use super::{Asked, Question, Scene, Told};
use crate::{
    ask::{Ask, Question as _, iam},
    facts::{Arn, Authorization, Reading, Remote, Role, RoleName},
    policy::{Compiled, Decision, Kind, Named, Policies, Request, parse},
};

pub(super) const QUESTION: Question = Question {
    name: "permits",
    doc: "whether the live role may call each of `actions` on each of `on`, and none of them on any of `not_on`: both ways are tried with the live policies. role: the subject where it is left out",
    arguments: &[
        ("role", false),
        ("actions", true),
        ("on", true),
        ("not_on", true),
    ],
    asks,
    tell,
};

fn role(asked: &Asked, scene: &Scene<'_>) -> RoleName {
    RoleName::from(asked.one("role").unwrap_or(scene.subject))
}

fn asks(asked: &Asked, scene: &Scene<'_>) -> Vec<Ask> {
    let roles = iam::Roles(vec![role(asked, scene)]);
    vec![roles.of(scene.environment).into()]
}

fn tell(asked: &Asked, scene: &Scene<'_>) -> Told {
    let name = role(asked, scene);
    let all = scene.store.authorizations(scene.environment);
    let newest = all
        .filter(|(known, _)| known.roles.iter().any(|one| one.name == name))
        .max_by_key(|(_, at)| *at);
    let Some((known, _)) = newest else {
        return Told::unknown(format!("Role {} has not been read.", name.raw()));
    };
    let reading = known.roles.iter().find(|one| one.name == name);
    let role = match reading.map(|one| &one.role) {
        Some(Reading::Known(role)) => role,
        Some(Reading::Unknown(fault)) => {
            return Told::unknown(format!("{} {}", fault.what, fault.hint));
        }
        None => return Told::unknown(format!("Role {} has not been read.", name.raw())),
    };
    match policies(role, known) {
        Ok(policies) => tried(&policies, asked),
        Err(why) => Told::unknown(why),
    }
}

fn tried(policies: &Policies, asked: &Asked) -> Told {
    let mut holds = true;
    let mut said = Vec::new();
    for (wanted, resources) in [(true, asked.all("on")), (false, asked.all("not_on"))] {
        for (action, resource) in pairs(asked.all("actions"), resources) {
            let request = Request {
                action: action.clone(),
                resource: resource.clone(),
                ..Request::default()
            };
            let allowed = policies.decide(&request) == Decision::Allowed;
            holds &= allowed == wanted;
            let word = if allowed { "allowed" } else { "denied" };
            let note = match allowed == wanted {
                true => "as it must be",
                false => "which must not be",
            };
            said.push(format!("{word}, {note}: {action} on {resource}"));
        }
    }
    Told::of(holds, said)
}

fn pairs<'a>(
    actions: &'a [String],
    resources: &'a [String],
) -> impl Iterator<Item = (&'a String, &'a String)> {
    let of = move |action| resources.iter().map(move |resource| (action, resource));
    actions.iter().flat_map(of)
}

/// The live policies of the role, all of them: one that was not read may deny.
fn policies(role: &Role, known: &Authorization) -> Result<Policies, String> {
    let inline = known_of(&role.inline, "the inline policies")?;
    let attached = known_of(&role.attached, "the attached policies")?;
    let mut identity = Vec::new();
    for policy in inline {
        identity.push(named(policy.name.raw(), &policy.document)?);
    }
    for arn in attached {
        identity.push(managed(arn, known)?);
    }
    let boundary = known_of(&role.boundary, "the permissions boundary")?;
    let boundary = boundary.as_ref().map(|arn| managed(arn, known));
    Ok(Policies {
        identity,
        boundary: boundary.transpose()?,
        ..Policies::default()
    })
}

fn managed(arn: &Arn, known: &Authorization) -> Result<Named, String> {
    let mut all = known.managed.iter();
    let policy = all.find(|policy| policy.arn == *arn);
    let policy = policy.ok_or_else(|| format!("Policy {} was not read.", arn.raw()))?;
    named(policy.name.raw(), &policy.document)
}

fn named(name: &str, document: &Reading<Remote>) -> Result<Named, String> {
    let text = known_of(document, name)?;
    let document = parse(text.raw(), Kind::Identity).map_err(|error| error.fault(name).what)?;
    Ok(Named {
        name: name.to_owned(),
        policy: Compiled::new(&document),
    })
}

fn known_of<'a, T>(reading: &'a Reading<T>, what: &str) -> Result<&'a T, String> {
    match reading {
        Reading::Known(known) => Ok(known),
        Reading::Unknown(fault) => Err(format!("{what}: {} {}", fault.what, fault.hint)),
    }
}
