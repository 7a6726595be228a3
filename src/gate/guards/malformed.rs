//! The new content is what IAM takes: a policy of its kind, within its size and
//! its characters. IAM's quotas count no white space.

use crate::{
    gate::{TargetState, writes::Quota},
    policy::parse,
};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("malformed", "the new content is a policy", check);

/// "Role trust policy length": 2,048 characters, up to 4,096 on request.
const TRUST: usize = 2_048;
const TRUST_ON_REQUEST: usize = 4_096;
/// "Aggregate inline policy size per role".
const INLINE: usize = 10_240;
/// "Managed policy size".
const MANAGED: usize = 6_144;

fn check(case: &Case<'_>) -> Ruling {
    let Some(text) = &case.assessment.impact.after else {
        return Ruling::Pass;
    };
    let Some(kind) = case.change().document_kind() else {
        return list(case, text.raw());
    };
    if let Err(malformed) = parse(text.raw(), kind) {
        let fault = malformed.fault("The new document");
        return Ruling::stop(fault.what, fault.hint);
    }
    if let Some(c) = text.raw().chars().find(|c| !is_taken(*c)) {
        return Ruling::stop(
            format!(
                "The new document has the character U+{:04X}, which IAM takes in no policy.",
                u32::from(c)
            ),
            "Write it without, or as \\u escape where it is part of a value.",
        );
    }
    match case.subject().quota() {
        Some(Quota::Trust) => trust(size(text.raw())),
        Some(Quota::AllInline) => inline(case),
        Some(Quota::Managed) => within(size(text.raw()), MANAGED, "a managed policy"),
        None => Ruling::Pass,
    }
}

/// A file of attachments or of a boundary.
fn list(case: &Case<'_>, text: &str) -> Ruling {
    let is_json = serde_json::from_str::<serde_json::Value>(text).is_ok();
    if case.is_of_file() && !is_json {
        return Ruling::stop(
            "What would be written is no JSON.",
            "This is a mistake of the program's: please report it.",
        );
    }
    Ruling::Pass
}

fn is_taken(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{ff}')
}

fn size(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn trust(size: usize) -> Ruling {
    if size > TRUST && size <= TRUST_ON_REQUEST {
        return Ruling::warn(format!(
            "The trust policy has {size} characters: IAM takes {TRUST}, and up to {TRUST_ON_REQUEST} only where a higher quota was granted."
        ));
    }
    within(size, TRUST_ON_REQUEST, "a trust policy")
}

/// The quota is on all inline policies of the role together.
fn inline(case: &Case<'_>) -> Ruling {
    let after = case.change().after(case.seen());
    let Ok(TargetState::Role(state)) = after else {
        return Ruling::Pass;
    };
    let policies = state.role.known().and_then(|role| role.inline.known());
    let documents = policies.into_iter().flatten();
    let sizes = documents.filter_map(|policy| policy.document.known());
    let total = sizes.map(|text| size(text.raw())).sum();
    within(total, INLINE, "all inline policies of a role together")
}

fn within(size: usize, most: usize, of: &str) -> Ruling {
    match size > most {
        true => Ruling::stop(
            format!("It would have {size} characters, and IAM takes {most} of {of}."),
            "Split it, or move statements into a managed policy.",
        ),
        false => Ruling::Pass,
    }
}
