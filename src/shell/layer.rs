//! What lies over the pane: help, palette, environments, the filter's line.

use crate::ui::{Filter, Picker};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Layer {
    Help {
        top: usize,
    },
    Palette(Picker),
    Environments(Picker),
    /// The filter is being typed; what it was before comes back when it is dropped.
    Filter {
        before: Filter,
    },
}

impl Layer {
    /// The scope whose keys apply while it lies on top.
    pub(super) fn scope(&self) -> &'static str {
        match self {
            Self::Help { .. } => "help",
            Self::Palette(_) | Self::Environments(_) => "palette",
            Self::Filter { .. } => "filter",
        }
    }

    pub(super) fn picker(&mut self) -> Option<&mut Picker> {
        match self {
            Self::Palette(picker) | Self::Environments(picker) => Some(picker),
            Self::Help { .. } | Self::Filter { .. } => None,
        }
    }
}
