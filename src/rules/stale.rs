//! The rules of the service registry: a registry. Each judges one service of Cloud Map by
//! its entries, which come in joined with what they point at.

mod no_current_entry;
mod no_terminating_hook;
mod stale_entries;
mod subject;

pub use no_terminating_hook::{lacks_hook, put_hook};
pub use subject::{Rule, Stale, Subject, judge};

/// Every rule, in the order in which its findings stand under one service.
pub const RULES: &[&Rule] = &[
    &no_current_entry::RULE,
    &stale_entries::RULE,
    &no_terminating_hook::RULE,
];
