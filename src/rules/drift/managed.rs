//! Customer managed policies that a role has attached and the repository codifies
//! under the role: their default version against the file.

use super::{DriftItem, DriftKind, RoleSides, Rule, documents::compare};
use crate::facts::{ManagedPolicy, PolicyName};

pub(super) const RULE: Rule = Rule {
    id: "managed",
    title: "A managed policy's default version is not the repository's",
    why: "A new default version of an attached policy changes the role without touching it.",
    fix: "Codify the live version, or make the repository's policy the default version.",
    check,
};

/// The attached customer managed policy of this name, unless the role also has
/// an inline policy of the same name: then the file means the inline one.
pub(super) fn attached<'a>(sides: &RoleSides<'a>, name: &PolicyName) -> Option<&'a ManagedPolicy> {
    let (_, live) = sides.both()?;
    let inline = live.inline.known();
    if inline.is_some_and(|inline| inline.iter().any(|policy| policy.name == *name)) {
        return None;
    }
    let arns = live.attached.known()?.iter();
    let mut named = arns.filter(|arn| arn.last_segment() == name.raw());
    named.find_map(|arn| sides.managed.get(arn).copied())
}

fn check(sides: &RoleSides<'_>) -> Option<Vec<DriftItem>> {
    let (codified, _) = sides.both()?;
    let compared = codified.policies.iter().filter_map(|(name, file)| {
        let policy = attached(sides, name)?;
        let item = sides.item(DriftKind::Managed, Some(name));
        Some(
            item.with_codified(file)
                .with_live(&policy.document, compare),
        )
    });
    Some(compared.collect())
}
