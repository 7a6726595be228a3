//! Inline policies: each codified one against the live one of its name, and live
//! ones that nobody wrote down. CloudFormation's own drift detection reports an
//! added inline policy as in sync; here it is a finding.

use super::{DriftItem, DriftKind, DriftState, RoleSides, Rule, documents::compare, managed};
use crate::facts::{BrokenFile, CodifiedFile, InlinePolicy, PolicyName, Reading};

pub(super) const RULE: Rule = Rule {
    id: "inline",
    title: "An inline policy is not the repository's",
    why: "An inline policy changed by hand grants or denies what no review saw.",
    fix: "Codify the live policy, or put the repository's policy live: first see who uses the difference.",
    check,
};

fn check(sides: &RoleSides<'_>) -> Option<Vec<DriftItem>> {
    let (codified, live) = sides.both()?;
    let policies = codified.policies.iter();
    let files = policies.filter(|(name, _)| managed::attached(sides, name).is_none());
    let mut items: Vec<DriftItem> = files
        .map(|(name, file)| one(sides, name, file, &live.inline))
        .collect();
    let Reading::Known(inline) = &live.inline else {
        return Some(items);
    };
    let broken = sides.broken.iter();
    let broken = broken.filter_map(|file| Some((file, file.policy.as_ref()?)));
    let unread = broken.clone();
    items.extend(unread.map(|(file, name)| unreadable(sides, file, name)));
    let is_named = |policy: &&InlinePolicy| {
        let mut names = codified.policies.iter().map(|(name, _)| name);
        names.any(|name| *name == policy.name)
            || broken.clone().any(|(_, name)| *name == policy.name)
    };
    let others = inline.iter().filter(|policy| !is_named(policy));
    items.extend(others.map(|policy| uncodified(sides, policy)));
    Some(items)
}

pub(super) fn one(
    sides: &RoleSides<'_>,
    name: &PolicyName,
    file: &CodifiedFile,
    inline: &Reading<Vec<InlinePolicy>>,
) -> DriftItem {
    let item = sides.item(DriftKind::Inline, Some(name));
    let item = item.with_codified(file);
    let inline = match inline {
        Reading::Known(inline) => inline,
        Reading::Unknown(fault) => return item.unknown(fault),
    };
    match inline.iter().find(|policy| policy.name == *name) {
        Some(live) => item.with_live(&live.document, compare),
        None => item.because(
            DriftState::MissingLive,
            "The repository has this policy and the live role does not.",
        ),
    }
}

/// The repository has the policy, but not in a form that can be compared.
pub(super) fn unreadable(sides: &RoleSides<'_>, file: &BrokenFile, name: &PolicyName) -> DriftItem {
    let place = match (file.line, file.column) {
        (Some(line), Some(column)) => format!("{}:{line}:{column}", file.path),
        _ => file.path.clone(),
    };
    let mut item = sides.item(DriftKind::Inline, Some(name));
    item.short = "unreadable file".into();
    item.because(DriftState::Unknown, format!("{place} {}.", file.why))
}

fn uncodified(sides: &RoleSides<'_>, policy: &InlinePolicy) -> DriftItem {
    let item = sides.item(DriftKind::Inline, Some(&policy.name)).because(
        DriftState::Uncodified,
        "The live role has this policy and the repository does not mention it.",
    );
    // That it exists is known even where its text is not.
    DriftItem {
        state: DriftState::Uncodified,
        ..item.with_live(&policy.document, |item| item)
    }
}
