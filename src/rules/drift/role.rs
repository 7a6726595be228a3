//! The role as a whole: missing live, missing in the repository, or unreadable.

use super::{Check, DriftItem, DriftKind, DriftState, RoleSides, role_sides::Live};

pub(super) const CHECK: Check = Check {
    id: "role",
    why: "A role that only one side knows has nothing to compare with; one that may not be read is unknown, never in sync.",
    check,
};

fn check(sides: &RoleSides<'_>) -> Vec<DriftItem> {
    let item = sides.item(DriftKind::Role, None);
    match (sides.codified, sides.live) {
        (Some(codified), Live::Missing) => vec![item.because(
            DriftState::RoleMissing,
            format!(
                "The repository describes this role in {}, and the account has none of that name.",
                codified.dir
            ),
        )],
        (None, Live::Present(_)) => vec![item.because(
            DriftState::Uncodified,
            "The account has this role and the repository does not mention it.",
        )],
        (_, Live::Unknown(fault)) => vec![item.unknown(fault)],
        _ => Vec::new(),
    }
}
