//! Keys that may not be used: the messages name neither caller nor action.

use super::{found::Found, pattern::Pattern};

pub(super) static TRIGGER: Pattern = Pattern::new(concat!(
    r"(?i-u:The ciphertext refers to a customer master key that does not exist(?:, does not exist in this region)?, or you are not allowed to access)",
    r"|(?i-u:Access to KMS is not allowed)",
    r"|(?i-u:because KMS access was denied)",
));

/// Every one of them is about decrypting.
pub(super) fn all(text: &str) -> Vec<Found> {
    let read = |span: std::ops::Range<usize>| Found {
        span,
        action: "kms:Decrypt".to_owned(),
        ..Found::default()
    };
    TRIGGER.all(text).map(read).take(super::MOST).collect()
}
