//! How far a single grant reaches, read off its patterns: which services, which
//! accounts, whether it names anything at all.

use super::{Cause, Grant, Part};
use crate::{facts::Remote, policy::like};

impl Part {
    /// Whether one of the values says so; of a negated element nothing is said.
    pub(in crate::gate) fn any(&self, says: impl Fn(&str) -> bool) -> bool {
        !self.negated && self.values.iter().map(Remote::raw).any(says)
    }
}

impl Grant {
    /// Every action of some service, or all but some.
    pub(in crate::gate) fn is_every_action(&self) -> bool {
        self.action.negated
            || self.action.any(|action| match action.split_once(':') {
                Some((service, name)) => service.contains(['*', '?']) || is_wild(name),
                // Without a colon it is `*`, or a pattern over services.
                None => true,
            })
    }

    /// Every resource of some kind, or all but some.
    pub(in crate::gate) fn is_every_resource(&self) -> bool {
        let resource = self.resource.as_ref();
        resource.is_some_and(|resource| resource.negated || resource.any(is_everything))
    }

    /// Whether it gives this action, given in lower case.
    pub(in crate::gate) fn covers(&self, action: &str) -> bool {
        let values = self.action.values.iter().map(Remote::raw);
        let mut values = values.map(str::to_ascii_lowercase);
        values.any(|pattern| like(&pattern, action)) != self.action.negated
    }

    /// Any role: everything, or a pattern that names none.
    pub(in crate::gate) fn is_any_role(&self) -> bool {
        self.is_every_resource()
            || self.any_resource(|pattern| {
                let name = pattern.splitn(6, ':').nth(5).unwrap_or(pattern);
                let last = name.rsplit('/').next().unwrap_or(name);
                is_wild(name.strip_prefix("role/").unwrap_or(name))
                    || (name.contains('/') && is_wild(last) && !name.contains("role/"))
            })
    }

    pub(in crate::gate) fn has_resource_like(&self, arn: &str) -> bool {
        self.any_resource(|pattern| like(pattern, arn))
    }

    /// A resource of whatever account, though the ARN has a place for one.
    pub(in crate::gate) fn is_of_any_account(&self) -> bool {
        self.any_resource(in_any_account)
    }

    /// A resource of whatever region, though the ARN has a place for one.
    pub(in crate::gate) fn is_of_any_region(&self) -> bool {
        self.any_resource(in_any_region)
    }

    fn any_resource(&self, says: impl Fn(&str) -> bool) -> bool {
        let resource = self.resource.as_ref();
        resource.is_some_and(|resource| resource.any(says))
    }

    /// All principals but some, or a pattern of their names. What a bare star lets in
    /// is judged by the conditions beside it (see `policy::strangers`); whom a denial
    /// that goes kept out is not.
    pub(in crate::gate) fn is_for_anyone(&self) -> bool {
        let lifts = self.cause == Cause::NoLongerDenied;
        self.principal.as_ref().is_some_and(|principal| {
            principal.negated
                || principal.any(|name| name.contains(['*', '?']) && (lifts || !is_wild(name)))
        })
    }
}

/// `*`, `**`, `?*`: any text at all.
fn is_wild(pattern: &str) -> bool {
    pattern.contains('*') && pattern.chars().all(|c| matches!(c, '*' | '?'))
}

/// Services whose ARNs begin the resource with its name, not with its type.
const WITHOUT_TYPE: &[&str] = &["codecommit", "codepipeline", "execute-api", "sns", "sqs"];

/// The pattern names nothing within its service: `*`, `arn:aws:s3:::*/*`, or
/// nothing but a type: `arn:aws:dynamodb:eu-west-1:111122223333:table/*`.
fn is_everything(pattern: &str) -> bool {
    let parts: Vec<&str> = pattern.splitn(6, ':').collect();
    let [_, _, service, region, account, name] = parts.as_slice() else {
        return pattern.ends_with('*');
    };
    let mut segments = name.split(['/', ':']).filter(|segment| !segment.is_empty());
    let Some(first) = segments.next() else {
        return false;
    };
    let rest: Vec<&str> = segments.collect();
    // A bucket is named at once, and a bucket's ARN has neither region nor account.
    let is_bucket = *service == "s3" && region.is_empty() && account.is_empty();
    let has_type = !is_bucket && !WITHOUT_TYPE.contains(service);
    let first_is_open = is_wild(first)
        || match rest.is_empty() {
            // `func*` is every function: the star takes the colon and the name.
            true => has_type && first.ends_with('*'),
            false => has_type,
        };
    // `table/*/index/*`: every one of every one.
    let ends = [rest.first(), rest.last()];
    let is_each = has_type && ends.iter().all(|end| end.is_some_and(|one| is_wild(one)));
    first_is_open && (is_each || rest.iter().all(|one| is_wild(one)))
}

/// Services whose ARNs name no region: a star in its place reaches nothing more.
const WITHOUT_REGION: &[&str] = &[
    "account",
    "artifact",
    "budgets",
    "ce",
    "cloudfront",
    "globalaccelerator",
    "health",
    "iam",
    "networkmanager",
    "organizations",
    "route53",
    "route53domains",
    "shield",
    "sso",
    "sts",
    "support",
    "waf",
];

fn in_any_region(pattern: &str) -> bool {
    let parts: Vec<&str> = pattern.splitn(6, ':').collect();
    match parts.as_slice() {
        // A bucket has neither region nor account.
        ["arn", _, "s3", _, "", _] => false,
        ["arn", _, service, region, ..] => {
            region.contains(['*', '?']) && !WITHOUT_REGION.contains(service)
        }
        _ => false,
    }
}

fn in_any_account(pattern: &str) -> bool {
    if is_wild(pattern) {
        // The bare star is what most actions go with; it names no account.
        return false;
    }
    match pattern.split(':').nth(4) {
        Some(account) => account.contains(['*', '?']),
        None => pattern.starts_with("arn:") && pattern.contains(['*', '?']),
    }
}
