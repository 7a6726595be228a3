//! Values that are not known yet: AWS's word for what a change set only makes, a
//! dynamic reference, a template's intrinsic that nobody could resolve.
//!
//! As text such a value is like no ARN, so a grant on it would give nothing. It
//! stands for an ARN that is like no other. Judges nothing.

use super::{Document, Family, Text};

/// In the account's and region's place stands nothing, so it is nobody's.
pub const OPEN: &str = "arn:aws:open:::";

pub fn is_open(text: &str) -> bool {
    text.contains("{{") || text.contains('<')
}

/// As it is shown: the value alone.
pub fn bare(value: &str) -> &str {
    value.strip_prefix(OPEN).unwrap_or(value)
}

/// Of a resource or of a condition on an ARN.
pub fn as_arn(text: &mut Text) {
    if is_open(&text.value) && !text.value.starts_with("arn:") {
        text.value.insert_str(0, OPEN);
    }
}

/// Every open resource, and what conditions hold an ARN against.
pub fn stand_in(document: &mut Document) {
    for statement in &mut document.statements {
        let resources = statement.resource.iter_mut();
        resources
            .flat_map(|resource| &mut resource.patterns)
            .for_each(as_arn);
        let conditions = statement.conditions.iter_mut();
        conditions
            .filter(|condition| condition.operator.family == Family::Arn)
            .flat_map(|condition| &mut condition.values)
            .for_each(as_arn);
    }
}
