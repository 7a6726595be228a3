//! As whom things run after a change set: every role that is given to what is made or
//! changed, with what the role may do, and every role whose code changes.
//!
//! A role that could not be read, one of another account, and a value that is known
//! only when the change set is executed are not judged; a guard then stops.

mod may;
mod side;
mod sites;
mod table;
mod through;
mod wanted;

pub use wanted::Wanted;

pub(super) use self::side::{Side, Source};

use self::sites::{Names, Site};
use super::{
    ImpactedResource, blank, is_new,
    properties::in_context,
    templates::{Made, Templates},
    touches, unjudged,
};
use crate::{
    facts::{AccountId, Arn, Fault, PhysicalId, Reason, ResourceChange, stack::ChangeAction},
    gate::StackState,
};

pub(super) fn impacted(state: &Templates<'_>, change: &ResourceChange) -> Vec<ImpactedResource> {
    if change.action == ChangeAction::Remove {
        return Vec::new();
    }
    let after = Side::after(state, change);
    let sites = match given(state, change, &after) {
        Ok(sites) => sites,
        Err(why) => {
            return vec![unjudged(
                change,
                format!("Which role it runs as is not known. {why}"),
            )];
        }
    };
    let mut resource = blank(change);
    let mut found = Vec::new();
    for site in &sites.given {
        match gives(&after, site) {
            Ok(Some(words)) => resource.gives.push(words),
            Ok(None) => {}
            Err(why) => found.push(unjudged(change, why)),
        }
    }
    resource.says = new_code(change, &sites);
    if !resource.gives.is_empty() || !resource.says.is_empty() {
        found.insert(0, resource);
    }
    found
}

/// What runs as somebody it did not run as, and what runs as whom it did.
#[derive(Default)]
struct Split {
    given: Vec<Site>,
    kept: Vec<Site>,
}

fn given(
    state: &Templates<'_>,
    change: &ResourceChange,
    after: &Side<'_>,
) -> Result<Split, Reason> {
    let is_new = is_new(change);
    let properties = match after.properties() {
        Ok(properties) => properties,
        // Of what nobody could read only a property that may be a role's matters.
        Err(_) if !is_new && !may_run(change) => return Ok(Split::default()),
        Err(why) => return Err(why),
    };
    let mut sites = sites::all(after, &properties)?;
    sites.sort();
    sites.dedup();
    if is_new {
        return Ok(Split {
            given: sites,
            kept: Vec::new(),
        });
    }
    let before = Side::before(state, change);
    // Without what was there, all of it counts as given.
    let was = before
        .properties()
        .and_then(|properties| sites::all(&before, &properties))
        .unwrap_or_default();
    let stays = |site: &Site| {
        let same =
            |old: &Site| old.place() == site.place() && is_same(after, &old.source, &site.source);
        was.iter().any(same)
    };
    let (kept, given) = sites.into_iter().partition(stays);
    Ok(Split { given, kept })
}

/// Whether one of the properties that may change decides as whom it runs.
fn may_run(change: &ResourceChange) -> bool {
    table::deciding(change.resource_type.raw()).any(|property| touches(change, property))
}

/// A role by its name, its ARN or its logical id is the same role.
fn is_same(side: &Side<'_>, old: &Source, new: &Source) -> bool {
    let name = |source: &Source| match source {
        Source::Named(text) => Some(last(text).to_owned()),
        Source::Own(id) => physical(side.state, id).map(str::to_owned),
        Source::Open(_) => None,
    };
    let is_named = |source: &Source| matches!(source, Source::Named(_));
    match (old, new) {
        (Source::Own(old), Source::Own(new)) => old == new,
        (Source::Named(old), Source::Named(new)) if old == new => true,
        (Source::Named(old), Source::Named(new)) => {
            is_of_own(side.state, old) && is_of_own(side.state, new) && last(old) == last(new)
        }
        (old, new) if is_named(old) || is_named(new) => {
            name(old).is_some() && name(old) == name(new)
        }
        _ => false,
    }
}

fn physical<'a>(state: &'a StackState, id: &str) -> Option<&'a str> {
    let physical = state.change_of(id)?.physical_id.as_ref();
    physical.map(PhysicalId::raw)
}

fn new_code(change: &ResourceChange, sites: &Split) -> Vec<String> {
    let moved = |property: &&str| *property == "*" || differs(change, property);
    let code: Vec<&str> = table::code(change.resource_type.raw())
        .filter(moved)
        .collect();
    if code.is_empty() || change.action == ChangeAction::Add {
        return Vec::new();
    }
    let code = match code.as_slice() {
        ["*"] => "what it is".to_owned(),
        named => named.join(", "),
    };
    let kept = sites.kept.iter();
    let kept = kept.filter(|site| site.names != Names::Through);
    let mut says: Vec<String> = kept
        .map(|site| {
            let who = match &site.source {
                Source::Own(id) => format!("{id} of this stack"),
                Source::Named(name) | Source::Open(name) => name.clone(),
            };
            format!("new code runs as {} {who} ({code})", site.names.word())
        })
        .collect();
    says.dedup();
    says
}

/// By what AWS says of both sides; else by what it says may change.
pub(super) fn differs(change: &ResourceChange, property: &str) -> bool {
    let side = |context: &Option<_>| in_context(context.as_ref());
    match (side(&change.before), side(&change.after)) {
        (Some(before), Some(after)) => before.get(property) != after.get(property),
        _ => touches(change, property),
    }
}

/// The role in words; None: whoever it leads to says so itself.
fn gives(side: &Side<'_>, site: &Site) -> Result<Option<String>, Reason> {
    let role = |what: String, may: String| {
        Ok(Some(format!(
            "{what} to what runs by it ({}), which may then: {may}",
            site.at
        )))
    };
    match (site.names, &site.source) {
        (Names::Through, _) => through::gives(side, site),
        (_, Source::Open(value)) => Err(format!(
            "Which role it runs as is known only when the change set is executed: {} is {value}.",
            site.at
        )
        .into()),
        (Names::Role, Source::Own(id)) => {
            let may = role_of_stack(side, id)?;
            role(format!("role {id} of this stack"), may)
        }
        (Names::Role, Source::Named(name)) => {
            let (shown, may) = named_role(side.state, name)?;
            role(format!("role {shown}"), may)
        }
        (Names::Profile, Source::Own(id)) => {
            let (what, may) = own_profile(side, id)?;
            role(format!("instance profile {id} of this stack, {what}"), may)
        }
        (Names::Profile, Source::Named(name)) => {
            let (what, may) = named_profile(side, name)?;
            role(format!("instance profile {name}, {what}"), may)
        }
    }
}

fn role_of_stack(side: &Side<'_>, id: &str) -> Result<String, Reason> {
    match side.type_of(id) {
        Some("AWS::IAM::Role") | None => may::own(side.state, id),
        Some(kind) => Err(format!(
            "Which role it runs as is known only when the change set is executed: {id} is of type {kind}."
        )
        .into()),
    }
}

/// The role as it is shown, and what it may do.
fn named_role(state: &Templates<'_>, name: &str) -> Result<(String, String), Reason> {
    if let Some(id) = made_here(state, name) {
        let may = may::own(state, id)?;
        return Ok((format!("{name} ({id} of this stack)"), may));
    }
    if !is_of_own(state, name) {
        let account = Arn::new(name).account();
        let account = account.as_ref().map_or("another account", AccountId::raw);
        return Err(format!(
            "It would run as {name}, a role of account {account}, which was not asked what the role may do."
        ).into());
    }
    Ok((name.to_owned(), may::live(state, last(name))?))
}

/// The logical id of a role with this name that the change set makes or changes.
fn made_here<'s>(state: &'s Templates<'_>, name: &str) -> Option<&'s str> {
    if !is_of_own(state, name) {
        return None;
    }
    let mut made = state.made(|| roles_made(state)).iter();
    let found = made.find(|made| made.name == last(name))?;
    Some(&found.logical_id)
}

/// By the names that they have and by those that they are given.
fn roles_made(state: &Templates<'_>) -> Vec<Made> {
    let roles = state.own_changes().iter().filter(|change| {
        change.resource_type.raw() == "AWS::IAM::Role" && change.action != ChangeAction::Remove
    });
    let names = roles.flat_map(|change| {
        let given = Side::after(state, change).properties().ok();
        let given = given.and_then(|given| Some(given.get("RoleName")?.as_str()?.to_owned()));
        let has = change.physical_id.as_ref().map(|id| id.raw().to_owned());
        has.into_iter().chain(given).map(|name| Made {
            name,
            logical_id: change.logical_id.raw().to_owned(),
        })
    });
    names.collect()
}

/// Which role an instance profile of the same template has, and what that may do.
fn own_profile(side: &Side<'_>, id: &str) -> Result<(String, String), Reason> {
    let state = side.state;
    let profile = match state.change_of(id) {
        Some(change) => Side::after(state, change),
        None => Side::proposed(state, id, "AWS::IAM::InstanceProfile"),
    };
    let properties = profile.properties()?;
    let roles = sites::all(&profile, &properties)?;
    let [role] = roles.as_slice() else {
        return Err(format!("Which role instance profile {id} has could not be read.").into());
    };
    match &role.source {
        Source::Own(role) => Ok((format!("role {role} of this stack"), may::own(state, role)?)),
        Source::Named(name) => {
            let (shown, may) = named_role(state, name)?;
            Ok((format!("role {shown}"), may))
        }
        Source::Open(value) => Err(format!(
            "Which role instance profile {id} has is known only when the change set is executed: {value}."
        ).into()),
    }
}

fn named_profile(side: &Side<'_>, name: &str) -> Result<(String, String), Reason> {
    let state = side.state;
    let short = last(name);
    if !is_of_own(state, name) {
        return Err(format!("It would run with {name}, of an account that was not asked.").into());
    }
    let own = state.own_changes().iter().find(|change| {
        change.resource_type.raw() == "AWS::IAM::InstanceProfile"
            && change.physical_id.as_ref().map(PhysicalId::raw) == Some(short)
    });
    if let Some(change) = own {
        return own_profile(side, change.logical_id.raw());
    }
    let mut profiles = state.profiles.iter();
    let read = profiles.find(|profile| profile.name.raw() == short);
    let read = read.ok_or_else(|| format!("Instance profile {short} was not read."))?;
    let unread =
        |fault: &Fault| format!("Instance profile {short} could not be read: {}", fault.what);
    let roles = read.roles.read().map_err(unread)?.iter();
    let words = roles.map(|role| named_role(state, role.raw()));
    let (shown, may): (Vec<_>, Vec<_>) = words.collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
    Ok((format!("role {}", shown.join(", ")), may.join("; ")))
}

/// A bare name, or an ARN of the stack's own account.
fn is_of_own(state: &StackState, name: &str) -> bool {
    if !name.starts_with("arn:") {
        return true;
    }
    let own = state.stack.known().and_then(|stack| stack.id.account());
    own.is_some() && Arn::new(name).account() == own
}

/// The name of a role or profile, with or without an ARN and a path around it.
fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

impl Names {
    fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Profile => "instance profile",
            Self::Through => "resource",
        }
    }
}
