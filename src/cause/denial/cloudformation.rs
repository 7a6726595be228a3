//! CloudFormation's own phrase for what it may not look up on somebody's behalf: images,
//! key pairs, parameters that a template names.

use super::{call, found::Found, pattern::Pattern};

pub(super) static TRIGGER: Pattern = Pattern::new(
    r"(?i-u:(?:AccessDenied\. )?User doesn't have permission to call) (?<action>[A-Za-z0-9-]{1,40}:[A-Za-z0-9]{1,100})",
);

pub(super) fn all(text: &str) -> Vec<Found> {
    TRIGGER.found(text, |found| {
        let whole = found.get(0)?;
        Some(Found {
            span: whole.range(),
            action: call::as_listed(found.name("action")?.as_str()),
            ..Found::default()
        })
    })
}
