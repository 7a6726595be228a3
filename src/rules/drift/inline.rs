//! Inline policies: each codified one against the live one of its name, and live
//! ones that nobody wrote down. CloudFormation's own drift detection reports an
//! added inline policy as in sync; here it is a finding.

use super::{
    DriftItem, DriftKind, DriftState, RoleSides, Rule,
    documents::{Kind, compare},
    managed,
};
use crate::facts::{BrokenFile, CodifiedFile, InlinePolicy, PolicyName, Reading};

pub(super) const RULE: Rule = Rule {
    id: "inline",
    title: "An inline policy is not the repository's",
    why: "An inline policy changed by hand grants or denies what no review saw.",
    fix: "Codify the live policy, or put the repository's policy live: first see who uses the difference.",
    check,
};

fn check(sides: &RoleSides<'_>) -> Vec<DriftItem> {
    let Some((codified, live)) = sides.both() else {
        return Vec::new();
    };
    let files = codified
        .policies
        .iter()
        .filter(|(name, _)| managed::attached(sides, name).is_none());
    let inline = match &live.inline {
        Reading::Known(inline) => inline,
        Reading::Unknown(fault) => {
            return files
                .map(|(name, file)| {
                    sides
                        .item(DriftKind::Inline, Some(name))
                        .with_codified(file)
                        .unknown(fault)
                })
                .collect();
        }
    };
    let mut items: Vec<DriftItem> = files
        .map(|(name, file)| one(sides, name, file, inline))
        .collect();
    let broken = sides
        .broken
        .iter()
        .filter_map(|file| Some((file, file.policy.as_ref()?)));
    items.extend(
        broken
            .clone()
            .map(|(file, name)| unreadable(sides, file, name)),
    );
    items.extend(
        inline
            .iter()
            .filter(|policy| !broken.clone().any(|(_, name)| *name == policy.name))
            .filter(|policy| {
                !codified
                    .policies
                    .iter()
                    .any(|(name, _)| *name == policy.name)
            })
            .map(|policy| uncodified(sides, policy)),
    );
    items
}

pub(super) fn one(
    sides: &RoleSides<'_>,
    name: &PolicyName,
    file: &CodifiedFile,
    inline: &[InlinePolicy],
) -> DriftItem {
    let item = sides
        .item(DriftKind::Inline, Some(name))
        .with_codified(file);
    let Some(live) = inline.iter().find(|policy| policy.name == *name) else {
        return item.because(
            DriftState::MissingLive,
            "The repository has this policy and the live role does not.",
        );
    };
    match item.with_live(&live.document) {
        Ok(item) => compare(item, Kind::Identity),
        Err(unknown) => unknown,
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
    match item.with_live(&policy.document) {
        Ok(item) => item,
        // That it exists is known even where its text is not.
        Err(unknown) => DriftItem {
            state: DriftState::Uncodified,
            ..unknown
        },
    }
}
