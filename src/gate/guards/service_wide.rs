//! No grant of a whole service, or of everything but some.
//!
//! Only what is gained counts: a service-wide grant that is there already is not
//! this change's doing.

use crate::gate::Grant;

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("service_wide", "no whole service is gained", check);

/// Services whose whole is the whole account, on whatever resource.
const DECISIVE: &[&str] = &["iam:*", "organizations:*", "sts:*"];

fn check(case: &Case<'_>) -> Ruling {
    let gains = case.gains(is_service_wide);
    if gains.is_empty() {
        return Ruling::Pass;
    }
    Ruling::stop(
        format!("It gains a whole service: {}.", gains.join("; ")),
        "Name the actions that are needed and the resources they are needed on.",
    )
}

fn is_service_wide(grant: &Grant) -> bool {
    if !grant.is_every_action() || grant.principal.is_some() {
        // Who may assume a role is for other guards.
        return false;
    }
    let everywhere = grant.action.negated
        || grant.action.any(|action| {
            let service = action.split_once(':').map_or("*", |(service, _)| service);
            service.contains(['*', '?'])
                || DECISIVE.iter().any(|one| {
                    one.strip_suffix(":*")
                        .is_some_and(|one| service.eq_ignore_ascii_case(one))
                })
        });
    everywhere || grant.is_every_resource()
}
