//! What the selected row can propose: to write the live policy down, to put the
//! repository's live, to give a sibling what it lacks. Drafts only: harmless data,
//! which the gate weighs against the world as it then is.

mod pull_request;
mod template;

pub(super) use pull_request::pull_request;
pub(super) use template::codify_template;

use super::{Drift, evidence, rows::Key};
use crate::{
    ask::{Question, repo},
    facts::{Arn, Codified, CodifiedRole, PolicyName, Reason, Remote, UseHit, codified_path},
    gate::{
        Draft, Origin,
        writes::{
            AttachRolePolicy, CodifyPolicy, CreatePolicyVersion, DeleteRolePolicy,
            DetachRolePolicy, Item, PutRolePolicy, UpdateAssumeRolePolicy, Write,
        },
    },
    panes::{Cx, Declined, Proposed},
    rules::drift::{DriftItem, DriftKind, DriftState, SiblingReport, SiblingState, translated},
};

/// The part of a role that is selected: a role as a whole is too much at once.
fn item<'a>(pane: &Drift, cx: &Cx<'a>) -> Result<&'a DriftItem, Declined> {
    let key = pane.cursor.selected();
    match key {
        Some(Key::Item(..)) => {}
        Some(Key::Role(_)) => {
            return Err("A role is selected: choose one of its policies.".into());
        }
        Some(Key::Unmentioned) => {
            return Err(
                "The repository does not mention these roles: it has nothing to put live.".into(),
            );
        }
        Some(Key::Pair(_) | Key::PairItem(..)) => {
            return Err(Declined::foreign(
                "Siblings are compared with each other, not with the repository.",
            ));
        }
        None => return Err("No policy is selected.".into()),
    }
    let item = evidence::item(key, cx).ok_or("The selected policy is no longer known.")?;
    match item.state {
        DriftState::InSync => Err("It is in sync: there is nothing to write.".into()),
        // What could not be told apart is there to be read, and the gate judges it again.
        DriftState::Unknown if item.comparison.is_none() => {
            Err(format!("It is not known how they differ: {}", item.why).into())
        }
        DriftState::RoleMissing => {
            Err("The account has no such role, and roles can't be created here.".into())
        }
        _ => Ok(item),
    }
}

pub(super) fn codify(pane: &Drift, cx: &Cx<'_>) -> Proposed {
    let item = item(pane, cx)?;
    if let Some(from) = &item.template {
        return Err(Declined::foreign(format!(
            "{} declares it: write it into the template instead.",
            from.file
        )));
    }
    if item.live.is_none() {
        return Err("There is no live policy to write to the repository.".into());
    }
    let part = part(item)?;
    let path = path(item, &part, cx)?;
    let write = CodifyPolicy {
        role: item.role.clone(),
        item: part,
        path,
    }
    .into();
    Ok(Draft {
        environment: cx.environment.clone(),
        write,
        origin: Origin::Live,
        // It takes nothing from anybody: what is live stays.
        uses: Vec::new(),
        peers: cx.store.codified().map(files),
    })
}

/// Where the role's files are, or would be.
fn part(item: &DriftItem) -> Result<Item, Reason> {
    let name = || item.policy.clone().ok_or("The policy has no name.");
    Ok(match item.kind {
        DriftKind::Inline => Item::Inline(name()?),
        DriftKind::Managed => Item::Managed(name()?),
        DriftKind::Trust => Item::Trust,
        DriftKind::Attachments => Item::Attachments,
        DriftKind::Boundary => Item::Boundary,
        DriftKind::Role => return Err("Choose one of the role's policies.".into()),
    })
}

/// The file that has the part, or the one that would have it.
fn path(item: &DriftItem, part: &Item, cx: &Cx<'_>) -> Result<String, Reason> {
    if let Some((_, path)) = &item.codified {
        return Ok(path.clone());
    }
    let drift = cx.settings.drift.as_ref();
    let first = drift.and_then(|drift| drift.policies.first());
    let first = first.ok_or("The project configures no directory for its policies.")?;
    let codified = cx.store.codified();
    let codified = codified.ok_or("The repository's policies have not been read.")?;
    Ok(codified_path(codified, first, &item.role, &part.part()))
}

/// What would mend the selected row, where what is known tells.
pub(super) fn recommended(pane: &Drift, cx: &Cx<'_>) -> Option<&'static str> {
    let key = pane.cursor.selected()?;
    if let Key::PairItem(..) = key {
        return Some(match codify_template(pane, cx) {
            Ok(_) => "drift.codify-template",
            Err(_) => "drift.put-missing",
        });
    }
    let item = item(pane, cx).ok()?;
    match item.state {
        DriftState::MissingLive => Some("drift.revert"),
        DriftState::Drifted if !item.reverting_denies() => None,
        DriftState::Drifted if item.template.is_some() => Some("drift.codify-template"),
        // Whoever uses it would be refused if the repository's policy went live.
        DriftState::Drifted if !uses(item, cx).is_empty() => Some("drift.codify"),
        _ => None,
    }
}

/// All codified files' paths: how far a path's end stands for it alone.
fn files(codified: &Codified) -> Vec<Remote> {
    let of_role = |role: &CodifiedRole| {
        let policies = role.policies.iter().map(|(_, file)| file);
        let rest = [
            role.trust.as_ref(),
            role.attachments.as_ref().map(|(_, file)| file),
            role.boundary.as_ref().map(|(_, file)| file),
        ];
        let all = policies.chain(rest.into_iter().flatten());
        all.map(|file| Remote::new(file.path.as_str()))
            .collect::<Vec<_>>()
    };
    let broken = codified.broken.iter();
    codified
        .roles
        .iter()
        .flat_map(of_role)
        .chain(broken.map(|file| Remote::new(file.path.as_str())))
        .collect()
}

pub(super) fn revert(pane: &Drift, cx: &Cx<'_>) -> Proposed {
    let item = item(pane, cx)?;
    if item.state == DriftState::Cosmetic {
        return Err("Both mean the same: only the text would change.".into());
    }
    if let Some(from) = &item.template {
        return Err(format!(
            "{} declares it: deploy stack {} to put it live.",
            from.file,
            from.stack.short()
        )
        .into());
    }
    let role = item.role.clone();
    let codified = || {
        let codified = item.codified.as_ref();
        codified.ok_or_else(|| "The repository has nothing to put in its place.".to_owned())
    };
    let name = || item.policy.clone().ok_or("The policy has no name.");
    let write = match item.kind {
        DriftKind::Inline if item.codified.is_none() => DeleteRolePolicy {
            role,
            policy: name()?,
        }
        .into(),
        DriftKind::Inline => PutRolePolicy {
            role,
            policy: name()?,
            document: codified()?.0.clone(),
        }
        .into(),
        DriftKind::Trust => UpdateAssumeRolePolicy {
            role,
            document: codified()?.0.clone(),
        }
        .into(),
        DriftKind::Managed => CreatePolicyVersion {
            policy: managed(item, &name()?, cx)?,
            role,
            document: codified()?.0.clone(),
        }
        .into(),
        DriftKind::Attachments => attachment(item)?,
        DriftKind::Boundary => {
            return Err(
                "A permissions boundary can't be set here: use your template or the AWS CLI."
                    .into(),
            );
        }
        DriftKind::Role => return Err("Choose one of the role's policies.".into()),
    };
    let origin = Origin::Repository {
        path: path(item, &part(item)?, cx)?,
    };
    Ok(Draft {
        environment: cx.environment.clone(),
        write,
        origin,
        uses: uses(item, cx),
        peers: roles(cx),
    })
}

/// The first difference: one policy is attached or detached at a time.
fn attachment(item: &DriftItem) -> Result<Write, Reason> {
    let list = |text: Option<&Remote>| -> Result<Vec<String>, Reason> {
        let text = text.map_or("[]", Remote::raw);
        serde_json::from_str(text)
            .map_err(|error| format!("The list can't be read: {error}.").into())
    };
    let codified = list(item.codified.as_ref().map(|(text, _)| text))?;
    let live = list(item.live.as_ref())?;
    let role = item.role.clone();
    let only = |these: &[String], those: &[String]| {
        let found = these.iter().find(|arn| !those.contains(arn));
        found.map(|arn| Arn::new(arn.as_str()))
    };
    if let Some(policy) = only(&codified, &live) {
        return Ok(AttachRolePolicy { role, policy }.into());
    }
    let policy = only(&live, &codified).ok_or("The same policies are attached.")?;
    Ok(DetachRolePolicy { role, policy }.into())
}

/// The attached policy that the file of this name is compared with.
fn managed(item: &DriftItem, name: &PolicyName, cx: &Cx<'_>) -> Result<Arn, Reason> {
    let found = authorizations(cx).find_map(|authorization| {
        let mut roles = authorization.roles.iter();
        let role = roles.find(|role| role.name == item.role)?;
        let attached = role.role.known()?.attached.known()?;
        attached.iter().find(|arn| {
            arn.last_segment() == name.raw()
                && authorization
                    .managed
                    .iter()
                    .any(|policy| policy.arn == **arn)
        })
    });
    found
        .cloned()
        .ok_or_else(|| "The attached policy is no longer known.".into())
}

fn authorizations<'a>(cx: &Cx<'a>) -> impl Iterator<Item = &'a crate::facts::Authorization> {
    let all = cx.store.authorizations(cx.environment);
    all.map(|(authorization, _)| authorization)
}

/// All roles' names, where the whole account was listed.
fn roles(cx: &Cx<'_>) -> Option<Vec<Remote>> {
    let complete = authorizations(cx).find(|authorization| authorization.complete)?;
    let names = complete.roles.iter();
    Some(names.map(|role| Remote::new(role.name.raw())).collect())
}

fn uses(item: &DriftItem, cx: &Cx<'_>) -> Vec<UseHit> {
    let found = cx.store.get(&repo::Uses(item.uses.clone()).here());
    found.map_or_else(Vec::new, |found| found.hits.clone())
}

/// A policy that the left sibling has alone, rewritten for the right one.
struct Lacked<'a> {
    pair: &'a SiblingReport,
    policy: PolicyName,
    document: Remote,
}

fn lacked<'a>(pane: &Drift, cx: &Cx<'a>) -> Result<Lacked<'a>, Declined> {
    let (at, key) = match pane.cursor.selected() {
        Some(Key::PairItem(at, key)) => (*at, key),
        Some(Key::Pair(_)) => return Err("Choose one of the pair's differences.".into()),
        _ => {
            return Err(Declined::foreign(
                "Choose a policy that one of two siblings lacks.",
            ));
        }
    };
    let gone = "The selected policy is no longer known.";
    let report = super::rows::report(cx).ok_or(gone)?;
    let pair = report.siblings.get(at).ok_or(gone)?;
    let mut items = pair.items.iter();
    let item = items
        .find(|item| super::pairs::pair_key(item) == *key)
        .ok_or(gone)?;
    match item.state {
        SiblingState::OnlyLeft => {}
        SiblingState::Same => return Err("Both have it: there is nothing to write.".into()),
        SiblingState::OnlyRight => {
            return Err(format!(
                "{} lacks it: policies go from the left sibling to the right one only.",
                pair.left.1.raw()
            )
            .into());
        }
        SiblingState::Differs => {
            return Err("Both have it, and they differ: edit it where it is codified.".into());
        }
        SiblingState::Unknown => return Err(format!("It is not known: {}", item.why).into()),
    }
    let (DriftKind::Inline, Some(name), Some(document)) = (item.kind, &item.policy, &item.left)
    else {
        return Err("Only inline policies can be given to a sibling here.".into());
    };
    let drift = cx.settings.drift.as_ref();
    let compare = drift.and_then(|drift| drift.compare.get(at)).ok_or(gone)?;
    let (left, right) = (
        cx.store
            .caller(&pair.left.0)
            .ok_or("The caller's identity is not known yet.")?,
        cx.store
            .caller(&pair.right.0)
            .ok_or("The caller's identity is not known yet.")?,
    );
    let rewritten = |text: &str| translated(compare, left, right, text);
    Ok(Lacked {
        pair,
        policy: PolicyName::new(rewritten(name.raw())),
        document: Remote::new(rewritten(document.raw())),
    })
}

pub(super) fn put_missing(pane: &Drift, cx: &Cx<'_>) -> Proposed {
    let Lacked {
        pair,
        policy,
        document,
    } = lacked(pane, cx)?;
    Ok(Draft {
        environment: pair.right.0.clone(),
        write: PutRolePolicy {
            role: pair.right.1.clone(),
            policy,
            document,
        }
        .into(),
        origin: Origin::Sibling {
            environment: pair.left.0.clone(),
            role: pair.left.1.clone(),
        },
        uses: Vec::new(),
        peers: if pair.right.0 == *cx.environment {
            roles(cx)
        } else {
            None
        },
    })
}
