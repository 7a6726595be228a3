//! Requests go to AWS itself, or to a host that your own settings name.
//!
//! STS must be asked at the same place as the target: an identity that another
//! host confirmed is none.

use crate::facts::{host_of, is_service_host};

use super::{Case, Guard, Verdict};

pub(super) const GUARD: Guard = Guard {
    id: "endpoint",
    title: "requests go where they should",
    check,
};

const STS: &[&str] = &["sts"];
/// The services that are written to.
const TARGETS: &[&str] = &["iam", "cloudformation"];

fn check(case: &Case<'_>) -> Verdict {
    if case.is_of_file() {
        return Verdict::Pass;
    }
    let [sts, target] = case.seen().hosts.as_slice() else {
        return Verdict::stop(
            "It is not known at which hosts STS and the target would be asked.",
            "Refresh; if it stays so, this is a mistake of the program's.",
        );
    };
    let places = [(sts, STS), (target, TARGETS)];
    let mut foreign = places
        .into_iter()
        .filter(|(host, services)| !is_service_host(host, services));
    let Some((first, _)) = foreign.next() else {
        return Verdict::Pass;
    };
    if sts != target {
        return Verdict::stop(
            format!(
                "STS would be asked at {sts} and the target at {target}: who we are there is not known."
            ),
            "Set the same endpoint for both, or none (AWS_ENDPOINT_URL, `endpoint_url` of the profile).",
        );
    }
    let listed = |host: &str| {
        let known = case.environment.endpoints.iter();
        known
            .map(|url| host_of(url))
            .any(|known| known.eq_ignore_ascii_case(host_of(host)))
    };
    if !listed(first) {
        return Verdict::stop(
            format!(
                "{first} is not one of AWS's own hosts for it, and environment {} does not name it.",
                case.environment.name.raw()
            ),
            "Add it to the environment's `endpoints` in your own config.toml, if it is meant.",
        );
    }
    Verdict::warn(format!(
        "Requests go to {first}, which is not AWS's own host for it."
    ))
}
