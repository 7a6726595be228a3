//! The sentences: what was refused, what each side says, what to do.

use super::{PermissionVerdict, Question, Side};
use crate::facts::{Denied, PolicyKind};

pub(super) fn sentences(
    denied: &Denied,
    question: &Question,
    verdict: PermissionVerdict,
    live: &Side,
    codified: &Side,
) -> Vec<String> {
    let mut out = vec![refused(denied)];
    out.extend(told(live, "The live policy", "The live policies"));
    out.extend(told(codified, "The repository", "The repository"));
    if question.any_resource && question.request.is_some() {
        out.push("The message does not name the resource.".into());
    }
    out.push(next(denied, verdict));
    out
}

fn refused(denied: &Denied) -> String {
    let who = match (denied.role(), &denied.principal) {
        (Some(role), _) => format!("role {}", role.raw()),
        (None, Some(principal)) => principal.raw().to_owned(),
        (None, None) => "the caller".to_owned(),
    };
    let what = match denied.action.as_str() {
        "" => "a call that the message does not name",
        action => action,
    };
    let on = denied.resource.as_ref();
    let on = on.map_or(String::new(), |on| format!(" on {}", on.raw()));
    format!("{what}{on} was refused to {who}.")
}

fn told(side: &Side, one: &str, all: &str) -> Option<String> {
    Some(match side {
        Side::Denies(by) => format!("{one} denies it: {}.", by.words()),
        Side::Grants { by, unless, .. } => match unless {
            None => format!("{one} grants it: {}.", by.words()),
            Some(unless) => format!(
                "{one} grants it: {}; under conditions {} denies it.",
                by.words(),
                unless.words()
            ),
        },
        Side::MayGrant(by) => format!("{one} may grant it, depending on: {}.", by.words()),
        Side::Silent { missing } => match missing {
            Some(missing) => format!("{all}: {missing}."),
            None => format!("{all}: no statement allows it."),
        },
        Side::Unknown => return None,
    })
}

fn next(denied: &Denied, verdict: PermissionVerdict) -> String {
    match verdict {
        PermissionVerdict::StaleStack => {
            "The repository grants it, the live policy does not: the stack is stale. Update it from the template.".into()
        }
        PermissionVerdict::Drift => {
            "The repository grants it, the live policy does not: they have drifted. Put the repository's policy live.".into()
        }
        PermissionVerdict::NobodyGrants => {
            "Neither the live policy nor the repository grants it: add the permission to the repository first.".into()
        }
        PermissionVerdict::BothDeny => {
            "Both have a statement that denies it: ask its author before changing it.".into()
        }
        PermissionVerdict::OnlyLiveGrants => {
            "The live policy grants it now and the repository does not: try again, and codify it before the next deployment takes it away.".into()
        }
        PermissionVerdict::BothGrant => {
            "Both grant it: the change came after the refusal or has not spread yet, so try again; if it stays, a boundary or an organisation's policy limits it.".into()
        }
        PermissionVerdict::Elsewhere(kind) => elsewhere(denied, kind),
        PermissionVerdict::Trust if denied.principal.as_ref().is_none_or(|who| !who.raw().starts_with("arn:")) => {
            let role = denied.resource.as_ref();
            let role = role.map_or("the role that it was given".to_owned(), |role| role.raw().to_owned());
            format!("The service cannot become {role}: the role no longer exists, or its trust policy does not allow the service.")
        }
        PermissionVerdict::Trust => {
            "The trust policy of the role that was to be assumed decides: compare its principals and conditions with the caller.".into()
        }
        PermissionVerdict::Undecided if !denied.is_action_known() => match denied.encoded {
            Some(_) => "The message is encoded: decode it with sts:DecodeAuthorizationMessage to learn the action.".into(),
            None => "The message does not name the action: look the call up in CloudTrail.".into(),
        },
        PermissionVerdict::Undecided => {
            "What is known does not decide it: look at the statements' conditions, and read what has not been read yet.".into()
        }
    }
}

fn elsewhere(denied: &Denied, kind: PolicyKind) -> String {
    let which = denied.policy.as_ref();
    let which = which.map_or(String::new(), |policy| format!(" {}", policy.raw()));
    let (whose, advice) = match kind {
        PolicyKind::Scp | PolicyKind::Rcp => (
            "of the organisation",
            "no policy of the role can help; ask whoever owns the organisation's policies",
        ),
        PolicyKind::Boundary => ("of the role", "the boundary must allow it too"),
        PolicyKind::Session => (
            "given when the role was assumed",
            "the policy of the session must allow it too",
        ),
        PolicyKind::Resource => ("of the resource", "the resource's own policy must allow it"),
        PolicyKind::VpcEndpoint => (
            "of the VPC endpoint",
            "the endpoint's policy must allow it, or the call must use another endpoint",
        ),
        PolicyKind::Identity => ("of the caller", "remove the statement that denies it"),
    };
    format!(
        "The {}{which} {whose} stands in the way: {advice}.",
        kind.name()
    )
}
