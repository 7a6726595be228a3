//! What a failed event is: a failure of its own, or the consequence of one.

use super::EventView;

pub(super) const STACK: &str = "AWS::CloudFormation::Stack";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It failed by itself.
    Own,
    /// CloudFormation stopped it because another failed.
    Cancelled,
    /// A hook let it not pass, and tells why in an event of its own.
    Hooked,
    /// A stack sums up which of its resources failed.
    Summary,
    /// A parent tells that its nested stack failed.
    Embedded,
}

/// None: the event tells of no failure.
pub(super) fn kind(event: &EventView<'_>, outermost: &str) -> Option<Kind> {
    let reason = event.reason.unwrap_or_default();
    if event.hook_stops {
        return Some(Kind::Own);
    }
    if event.is_of_stack() {
        let kind = of_stack(event.status, reason)?;
        // What a nested stack says of itself, its resources or its parent say too.
        let is_nested = event.stack_id != outermost;
        return Some(if is_nested { Kind::Summary } else { kind });
    }
    if !event.status.ends_with("_FAILED") {
        return None;
    }
    Some(if is_cancelled(reason) {
        Kind::Cancelled
    } else if is_hooked(reason) {
        Kind::Hooked
    } else if event.resource_type == STACK && !event.physical_id.is_empty() && is_embedded(reason) {
        Kind::Embedded
    } else {
        Kind::Own
    })
}

/// A stack fails by itself only when none of its resources did: a template that
/// cannot be read, an alarm that rolls it back, a person who cancels.
fn of_stack(status: &str, reason: &str) -> Option<Kind> {
    let turned_back = status.ends_with("ROLLBACK_IN_PROGRESS");
    if !turned_back && !status.ends_with("_FAILED") {
        return None;
    }
    // Continuing a rollback is an order, not a failure.
    let is_order = reason.is_empty() || reason.starts_with("User Initiated");
    if turned_back && is_order {
        return None;
    }
    let is_summary = is_order || reason.contains("following resource(s) failed");
    Some(match () {
        () if is_summary => Kind::Summary,
        () if is_hooked(reason) => Kind::Hooked,
        () => Kind::Own,
    })
}

/// "The following hook(s) failed: [Name]".
fn is_hooked(reason: &str) -> bool {
    reason
        .trim_start()
        .starts_with("The following hook(s) failed")
}

fn is_cancelled(reason: &str) -> bool {
    let Some(said) = reason.trim_start().strip_prefix("Resource ") else {
        return false;
    };
    let works = ["creation", "update", "deletion", "import"];
    let mut ends = works.iter().filter_map(|work| said.strip_prefix(work));
    ends.any(|end| end.starts_with(" cancelled") || end.starts_with(" canceled"))
}

fn is_embedded(reason: &str) -> bool {
    reason.starts_with("Embedded stack") || reason.contains("following resource(s) failed")
}
