//! What lies over the pane: help, palette, environments, themes, the filter's line, a form,
//! the gate.

use jiff::Timestamp;

use super::{confirm::Confirm, form::Form};
use crate::ui::{Picker, Reading};

#[derive(Debug)]
pub(super) enum Layer {
    Help(Reading),
    Palette(Picker),
    Environments(Picker),
    Themes(Picker),
    /// A change at the gate. While it is there, nothing lies over it.
    Confirm(Box<Confirm>),
    /// What a draft lacks is being written.
    Form(Box<Form>),
    /// The filter is being typed.
    Filter,
    /// What is searched for in the text below is being typed.
    Search,
}

impl Layer {
    /// The scope whose keys apply while it lies on top.
    pub(super) fn scope(&self, now: Timestamp) -> &'static str {
        match self {
            Self::Help(_) => "help",
            Self::Confirm(confirm) => confirm.scope(now),
            Self::Palette(_) | Self::Environments(_) | Self::Themes(_) => "palette",
            Self::Form(_) => "form",
            Self::Filter => "filter",
            Self::Search => "search",
        }
    }

    pub(super) fn picker(&mut self) -> Option<&mut Picker> {
        match self {
            Self::Palette(picker) | Self::Environments(picker) | Self::Themes(picker) => {
                Some(picker)
            }
            Self::Help(_) | Self::Filter | Self::Search | Self::Form(_) | Self::Confirm(_) => None,
        }
    }
}
