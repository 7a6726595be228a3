//! What SAM or a macro makes of a template and is not known here: named, and neither
//! taken for drift nor for in sync.

use super::{DeclaredRole, Say, TemplateSide, is_there, open};
use crate::{
    facts::{Arn, Reading, Remote, StackResource},
    rules::drift::{DriftItem, DriftKind, DriftState, role_sides::Live},
    template::{Template, TemplateRoles},
};

/// What live has beyond the template may be what was not expanded, and what is not
/// expanded live may lack.
pub(super) fn grants(items: &mut [DriftItem], declared: &DeclaredRole, live: Live<'_>) {
    for item in items {
        if let Some(why) = &declared.rewritten
            && differs(item.state)
        {
            let why = format!("The template may not say what was deployed: {why}.");
            unknown(item, why);
            continue;
        }
        match (item.state, item.kind, declared.unexpanded.first()) {
            (DriftState::Uncodified, DriftKind::Inline, Some(why)) => {
                unknown(
                    item,
                    format!("It may come from what is not expanded here: {why}."),
                );
            }
            (DriftState::InSync, DriftKind::Attachments, Some(why)) => {
                let what = "Whether live lacks a policy is not known";
                unknown(item, format!("{what}: {why}."));
            }
            (DriftState::Drifted, DriftKind::Attachments, _) => attachments(item, declared, live),
            _ => {}
        }
    }
}

fn differs(state: DriftState) -> bool {
    matches!(
        state,
        DriftState::Drifted
            | DriftState::MissingLive
            | DriftState::RoleMissing
            | DriftState::Uncodified
    )
}

fn unknown(item: &mut DriftItem, why: String) {
    open::unknown(item, "not expanded".to_owned(), why);
}

fn attachments(item: &mut DriftItem, declared: &DeclaredRole, live: Live<'_>) {
    let (Live::Present(role), Some((expected, _))) = (live, &declared.codified.attachments) else {
        return;
    };
    let Reading::Known(attached) = &role.attached else {
        return;
    };
    let expected: Vec<&str> = expected.iter().map(Remote::raw).collect();
    let is_extra = |arn: &&Arn| !expected.contains(&arn.raw());
    let extra: Vec<&Arn> = attached.iter().filter(is_extra).collect();
    let is_attached = |wanted: &&&str| attached.iter().any(|arn| arn.raw() == **wanted);
    let is_gone = expected.iter().filter(is_attached).count() < expected.len();
    let may_be = match declared.unexpanded.first() {
        _ if extra.is_empty() => return,
        Some(why) => format!("may come from what is not expanded here: {why}"),
        None if extra.iter().all(|arn| declared.unseen.contains(arn)) => {
            "is of the same stack, and the template is not seen to make it".to_owned()
        }
        None => return,
    };
    if is_gone {
        return item.add(&format!("What live has beyond {may_be}."));
    }
    let extra: Vec<&str> = extra.into_iter().map(Arn::raw).collect();
    unknown(item, format!("{}: it {may_be}.", extra.join(", ")));
}

/// Names each role and policy of the stack that the template is not seen to make, and
/// gives the managed policies among them.
pub(super) fn unseen(
    side: &TemplateSide,
    template: &Template,
    found: &TemplateRoles,
    say: &mut Say<'_>,
) -> Vec<Arn> {
    let resources = side.resources.iter().flat_map(|all| &all.resources);
    let there = resources.filter(|resource| is_there(resource));
    let mut managed = Vec::new();
    for resource in there.filter(|resource| !found.makes(resource.logical_id.raw())) {
        let Some((word, id)) = of_iam(resource) else {
            continue;
        };
        if word == MANAGED {
            managed.push(Arn::new(id));
        }
        let because = match template.root.get("Transform") {
            Some(_) => {
                "a transform made it and it is not expanded here, or the template no longer has it"
            }
            None => "the template does not have it, or a condition leaves it out",
        };
        let why = format!(
            "Stack {} has {word} {id} ({}), which is not compared: {because}.",
            side.source.stack.short(),
            resource.logical_id.raw(),
        );
        let hint = "Compare it by hand, or deploy the template.";
        say(side.file.path.clone(), why, hint);
    }
    managed
}

const MANAGED: &str = "the managed policy";

fn of_iam(resource: &StackResource) -> Option<(&'static str, &str)> {
    let word = match resource.resource_type.raw() {
        "AWS::IAM::Role" => "the role",
        "AWS::IAM::ManagedPolicy" => MANAGED,
        "AWS::IAM::Policy" | "AWS::IAM::RolePolicy" => "the inline policy",
        _ => return None,
    };
    Some((word, resource.physical_id.as_ref()?.raw()))
}
