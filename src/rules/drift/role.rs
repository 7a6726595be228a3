//! The role as a whole: missing live, missing in the repository, or unreadable.

use super::{DriftItem, DriftKind, DriftState, RoleSides, Rule, role_sides::Live};

pub(super) const RULE: Rule = Rule {
    id: "role",
    title: "The role exists on one side only",
    why: "A role that only one side knows has nothing to compare with; one that may not be read is unknown, never in sync.",
    fix: "Create it where it is missing, or add it to [drift] ignore in watchkeeper.toml.",
    check,
};

fn check(sides: &RoleSides<'_>) -> Option<Vec<DriftItem>> {
    let item = sides.item(DriftKind::Role, None);
    let item = match (sides.codified, sides.live) {
        (Some(codified), Live::Missing) => item.because(
            DriftState::RoleMissing,
            format!(
                "The repository describes this role in {}, and the account has none of that name.",
                codified.dir
            ),
        ),
        (None, Live::Present(_)) => item.because(
            DriftState::Uncodified,
            "The account has this role and the repository does not mention it.",
        ),
        (_, Live::Unknown(fault)) => item.unknown(fault),
        _ => return None,
    };
    Some(vec![item])
}
