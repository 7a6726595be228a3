//! A denial still in the coordinates of the plain text.

use std::ops::Range;

use super::plain::Plain;
use crate::facts::{Denied, DeniedWhy, Remote};

#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) span: Range<usize>,
    pub(super) principal: Option<String>,
    pub(super) action: String,
    pub(super) resource: Option<String>,
    pub(super) why: DeniedWhy,
    pub(super) policy: Option<String>,
    pub(super) encoded: Option<String>,
}

impl Found {
    /// Nothing but that something was denied.
    pub(super) fn is_bare(&self) -> bool {
        self.action.is_empty()
            && self.principal.is_none()
            && self.resource.is_none()
            && self.encoded.is_none()
    }

    pub(super) fn place(self, plain: &Plain) -> Denied {
        Denied {
            principal: self.principal.map(Remote::new),
            action: self.action,
            resource: self.resource.map(Remote::new),
            why: self.why,
            policy: self.policy.map(Remote::new),
            encoded: self.encoded.map(Remote::new),
            span: plain.raw(self.span),
        }
    }
}
