//! The scopes that the built-in keymaps are written for.

use watchkeeper::keys::{Command, Scope};

const fn command(id: &'static str) -> Command {
    Command::new(id, "word", "Does one thing.")
}

const GLOBAL: &[Command] = &[
    command("app.quit"),
    command("app.suspend"),
    command("app.redraw"),
    command("app.help"),
    command("app.palette"),
    command("app.refresh"),
    command("app.copy"),
    command("app.filter"),
    command("app.back"),
    command("app.cancel"),
    command("app.environment"),
    command("pane.drift"),
];

const LIST: &[Command] = &[
    command("list.down"),
    command("list.up"),
    command("list.page-down"),
    command("list.page-up"),
    command("list.top"),
    command("list.bottom"),
    command("list.open"),
    command("list.other-side"),
];

const DRIFT: &[Command] = &[
    command("drift.hide-in-sync"),
    command("drift.text-diff"),
    command("drift.next"),
    command("drift.previous"),
    command("drift.copy-name"),
];

const TEXT: &[Command] = &[
    command("text.erase"),
    command("text.erase-word"),
    command("text.clear"),
];

const FILTER: &[Command] = &[
    command("filter.keep"),
    command("filter.drop"),
    command("filter.fuzzy"),
    command("filter.down"),
    command("filter.up"),
];

const PALETTE: &[Command] = &[
    command("palette.run"),
    command("palette.down"),
    command("palette.up"),
];

const HELP: &[Command] = &[
    command("help.down"),
    command("help.up"),
    command("help.page-down"),
    command("help.page-up"),
    command("help.top"),
    command("help.bottom"),
];

const fn scope(name: &'static str, over: &'static [&'static str], of: &'static [Command]) -> Scope {
    Scope {
        name,
        title: name,
        over,
        typing: false,
        commands: of,
    }
}

const fn typing(mut scope: Scope) -> Scope {
    scope.typing = true;
    scope
}

pub(crate) const SCOPES: &[Scope] = &[
    scope("global", &[], GLOBAL),
    scope("list", &["global"], LIST),
    scope("drift", &["list", "global"], DRIFT),
    typing(scope("text", &["global"], TEXT)),
    typing(scope("filter", &["text", "global"], FILTER)),
    typing(scope("palette", &["text", "global"], PALETTE)),
    scope("help", &["global"], HELP),
];

/// Scopes in which nothing is opened by itself: the ones over them are.
pub(crate) const ONLY_UNDER_OTHERS: &[&str] = &["list", "text", "global"];

/// Where an inner binding takes a key from an outer scope, and why that is meant.
pub(crate) const MEANT: &[(&str, &str, &str)] = &[
    ("filter", "esc", "leaving the filter drops it"),
    ("help", "q", "closes the page that is read, as in a pager"),
    ("filter", "ctrl-g", "leaving the filter drops it"),
];
