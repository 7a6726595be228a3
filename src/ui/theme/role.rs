//! What a piece of text is for. A theme gives each role a look.
//!
//! Few and by meaning, so that a theme can be written without knowing a pane.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Values: what most of the screen is.
    Text,
    /// Units, ids, times.
    Dim,
    /// What is chosen or decisive.
    Strong,
    /// Where the focus is; the one accent.
    Accent,
    /// The mark at the left edge of the selected row.
    Marker,
    Bad,
    Warn,
    Good,
    Info,
    /// The first line of every frame, and the footer.
    Header,
    /// The name of the pane that is open.
    Tab,
    /// The line between list and detail, and a quiet border.
    Rule,
    /// A key in the footer, in help and in menus.
    Key,
    /// The word PRODUCTION.
    Production,
    /// The words WRITES ENABLED.
    Writes,
    /// The words READ-ONLY.
    ReadOnly,
    /// What is older than it should be.
    Stale,
    Added,
    Removed,
    /// The part of an added line that differs.
    AddedWord,
    /// The part of a removed line that differs.
    RemovedWord,
    /// The unchanged lines around a difference.
    Context,
    /// What a filter or search found.
    Match,
    /// The border and title of what lies over the rest: gate and errors.
    Modal,
    /// The rest, while something lies over it.
    Backdrop,
    /// A line that is being typed.
    Input,
}

impl Role {
    pub const ALL: [Self; 26] = [
        Self::Text,
        Self::Dim,
        Self::Strong,
        Self::Accent,
        Self::Marker,
        Self::Bad,
        Self::Warn,
        Self::Good,
        Self::Info,
        Self::Header,
        Self::Tab,
        Self::Rule,
        Self::Key,
        Self::Production,
        Self::Writes,
        Self::ReadOnly,
        Self::Stale,
        Self::Added,
        Self::Removed,
        Self::AddedWord,
        Self::RemovedWord,
        Self::Context,
        Self::Match,
        Self::Modal,
        Self::Backdrop,
        Self::Input,
    ];

    /// The role's name in a theme file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Dim => "dim",
            Self::Strong => "strong",
            Self::Accent => "accent",
            Self::Marker => "marker",
            Self::Bad => "bad",
            Self::Warn => "warn",
            Self::Good => "good",
            Self::Info => "info",
            Self::Header => "header",
            Self::Tab => "tab",
            Self::Rule => "rule",
            Self::Key => "key",
            Self::Production => "production",
            Self::Writes => "writes",
            Self::ReadOnly => "read-only",
            Self::Stale => "stale",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::AddedWord => "added-word",
            Self::RemovedWord => "removed-word",
            Self::Context => "context",
            Self::Match => "match",
            Self::Modal => "modal",
            Self::Backdrop => "backdrop",
            Self::Input => "input",
        }
    }
}
