//! The scopes that the console really has, and what is meant about them.

use watchkeeper::keys::Scope;

pub(crate) fn scopes() -> &'static [Scope] {
    watchkeeper::shell::scopes()
}

/// Scopes that never have the focus themselves: others stand over them.
pub(crate) const ONLY_UNDER_OTHERS: &[&str] = &["list", "text", "global"];

/// Where an inner binding takes a key from an outer scope, and why that is meant.
pub(crate) const MEANT: &[(&str, &str, &str)] = &[
    (
        "log",
        "x",
        "an open log is what is loading, and it keeps what was read",
    ),
    (
        "confirm-reading",
        "ctrl-u",
        "as long as there is more to read it turns the page, as everywhere",
    ),
    (
        "journal",
        "a u",
        "undoing the selected change is more than undoing the last",
    ),
    (
        "journal-detail",
        "a u",
        "undoing the selected change is more than undoing the last",
    ),
    ("filter", "esc", "leaving the filter drops it"),
    (
        "stacks-question",
        "y",
        "answers the question, and nothing else is meant by it then",
    ),
    ("filter", "ctrl-g", "leaving the filter drops it"),
    ("search", "esc", "leaving the search drops it"),
    ("search", "ctrl-g", "leaving the search drops it"),
    ("search", "ctrl-s", "goes to the next hit, as in Emacs"),
];
