//! What a person can tell the program to do, in words: the one definition that
//! help, footer, palette, key tables and the man page are derived from.
//!
//! An `Action` pairs a command with what it does, as its owner says it: this room
//! knows no pane and no state.

/// A thing to do, by a name that keymaps bind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    /// `scope-ish.verb`, for example `drift.text-diff`; a promise to keymap files.
    pub id: &'static str,
    /// One or two words for the footer and the pending menu.
    pub short: &'static str,
    /// One line, imperative, for help and palette.
    pub doc: &'static str,
    /// Whether the footer shows it where it applies; the order is the declaration's.
    pub in_footer: bool,
    /// It does nothing where no row is: the footer leaves it out there.
    pub of_row: bool,
    /// Such a command may be bound only behind [`LEADER`](super::LEADER).
    pub proposes_write: bool,
}

impl Command {
    pub const fn new(id: &'static str, short: &'static str, doc: &'static str) -> Self {
        Self {
            id,
            short,
            doc,
            in_footer: false,
            of_row: false,
            proposes_write: false,
        }
    }

    #[must_use]
    pub const fn in_footer(mut self) -> Self {
        self.in_footer = true;
        self
    }

    #[must_use]
    pub const fn in_footer_of_row(mut self) -> Self {
        self.of_row = true;
        self.in_footer()
    }

    #[must_use]
    pub const fn proposing_write(mut self) -> Self {
        self.proposes_write = true;
        self
    }
}

/// A command with what it does: the one place where both are said.
#[derive(Clone, Copy, Debug)]
pub struct Action<A> {
    pub command: Command,
    pub act: A,
}

impl<A> Action<A> {
    pub const fn new(command: Command, act: A) -> Self {
        Self { command, act }
    }
}

/// A table of commands, each with what it does. A row has the command's id, its short and
/// its long words, perhaps `(in_footer)` or `(in_footer_of_row)`, then its owner's way to make an action of it and
/// of the last expression.
macro_rules! actions {
    ($($id:literal $short:literal $doc:literal $(($flag:ident))? $kind:ident $act:expr;)*) => {
        &[$($kind($crate::keys::Command::new($id, $short, $doc)$(.$flag())?, $act)),*]
    };
}
pub(crate) use actions;

/// The commands of these actions, for their scope.
pub const fn commands<A, const N: usize>(actions: &[Action<A>]) -> [Command; N] {
    assert!(actions.len() == N, "a scope has all of its commands");
    let mut all = [Command::new("", "", ""); N];
    let mut at = 0;
    while at < N {
        all[at] = actions[at].command;
        at += 1;
    }
    all
}

/// What the command of this id does, if it is one of these.
pub fn find_action<'a, A>(actions: &'a [Action<A>], id: &str) -> Option<&'a A> {
    let found = actions.iter().find(|action| action.command.id == id);
    found.map(|action| &action.act)
}

/// A place where keys mean something: a pane, a kind of list, an overlay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The table's name in a keymap file.
    pub name: &'static str,
    /// The heading in help and in the man page.
    pub title: &'static str,
    /// The scopes that apply where this one has no binding, innermost first.
    pub over: &'static [&'static str],
    /// Plain characters are typed here, so none can be bound, nor reach an outer scope.
    pub typing: bool,
    pub commands: &'static [Command],
}

impl Scope {
    /// A scope of the same pane lies under it: a text that is read beside a list.
    pub fn is_detail(&self) -> bool {
        self.name.ends_with("-detail")
    }

    /// What `Keymap::lookup` wants when this scope has the focus.
    pub fn chain(&self) -> Vec<&'static str> {
        let mut chain = vec![self.name];
        chain.extend_from_slice(self.over);
        chain
    }
}

/// The command of that id and the scope that declares it.
pub fn find_command<'a>(scopes: &'a [Scope], id: &str) -> Option<(&'a Scope, &'a Command)> {
    scopes.iter().find_map(|scope| {
        let command = scope.commands.iter().find(|command| command.id == id)?;
        Some((scope, command))
    })
}
