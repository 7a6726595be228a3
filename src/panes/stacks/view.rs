//! The views of an opened stack, in the order of their tabs.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    Story,
    Events,
    Timeline,
    Resources,
    Values,
    Template,
    ChangeSets,
    Drift,
}

impl View {
    pub(super) const ALL: [Self; 8] = [
        Self::Story,
        Self::Events,
        Self::Timeline,
        Self::Resources,
        Self::Values,
        Self::Template,
        Self::ChangeSets,
        Self::Drift,
    ];

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Events => "events",
            Self::Timeline => "timeline",
            Self::Resources => "resources",
            Self::Values => "values",
            Self::Template => "template",
            Self::ChangeSets => "change sets",
            Self::Drift => "drift",
        }
    }

    /// The view that a command names.
    pub(super) fn of(id: &str) -> Option<Self> {
        Some(match id {
            "stacks.story" => Self::Story,
            "stacks.events" => Self::Events,
            "stacks.timeline" => Self::Timeline,
            "stacks.resources" => Self::Resources,
            "stacks.values" => Self::Values,
            "stacks.template" => Self::Template,
            "stacks.change-sets" => Self::ChangeSets,
            "stacks.drift" => Self::Drift,
            _ => return None,
        })
    }

    pub(super) fn next(self, forward: bool) -> Self {
        let count = Self::ALL.len();
        let at = Self::ALL.iter().position(|view| *view == self).unwrap_or(0);
        Self::ALL[(at + if forward { 1 } else { count - 1 }) % count]
    }

    /// It shows what the stack did, all of it.
    pub(super) fn is_of_events(self) -> bool {
        matches!(self, Self::Story | Self::Events | Self::Timeline)
    }

    /// It is made of rows, one of which is selected; the others are texts.
    pub(super) fn has_rows(self) -> bool {
        matches!(
            self,
            Self::Events | Self::Timeline | Self::Resources | Self::ChangeSets
        )
    }
}
