//! What a pane may look at, and the sentences that all panes say in the same words.

use jiff::Timestamp;
use ratatui::layout::Rect;

use crate::{
    ask::Ask,
    checks::Store,
    facts::{EnvironmentName, Settings},
    keys::Keymap,
    ui::{Filter, Line, Look, Role, Times, age},
};

/// What a pane may look at.
#[derive(Clone, Copy, Debug)]
pub struct Cx<'a> {
    pub settings: &'a Settings,
    pub environment: &'a EnvironmentName,
    pub store: &'a Store,
    pub look: &'a Look,
    pub keymap: &'a Keymap,
    pub filter: &'a Filter,
    /// What is searched for in the text that has the focus.
    pub search: &'a str,
    pub now: Timestamp,
    /// When the newest of what is shown was read: the header says it, and ages count from it.
    pub checked: Option<Timestamp>,
    /// Something has been loading for so long that a person wonders.
    pub slow: bool,
    /// The area that the pane has on the screen.
    pub area: Rect,
}

impl<'a> Cx<'a> {
    /// The same with another filter.
    pub(super) fn filtered_by(&self, filter: &'a Filter) -> Self {
        Self { filter, ..*self }
    }

    /// The key of a command, as a sentence names it: `Esc`, `R`.
    pub(super) fn key(&self, id: &str) -> String {
        self.keymap.key_in_words(id)
    }

    /// The zone that times are told in.
    pub(super) fn times(&self) -> &Times {
        &self.look.times
    }

    /// How old it was when things were read: `14 m`.
    pub(super) fn age(&self, at: Timestamp) -> String {
        self.checked.map_or_else(String::new, |now| age(at, now))
    }

    /// A moment and how long ago it was: `2026-05-18 13:42Z, 14 m ago`.
    pub(super) fn dated(&self, at: Timestamp) -> String {
        self.with_age(self.times().minute(at), at)
    }

    /// A form of a moment, and how long ago that was.
    pub(super) fn with_age(&self, form: String, at: Timestamp) -> String {
        match self.checked {
            Some(now) => format!("{form}, {} ago", age(at, now)),
            None => form,
        }
    }

    /// Where the filter hides all there would be.
    pub(super) fn no_match(&self, noun: &str) -> String {
        let drops = self.key("app.back");
        format!("No {noun} matches the filter. {drops} clears it.")
    }

    /// Loading says what is asked, but only once it takes long; a fault has its banner.
    pub(super) fn unread(&self, asks: &[Ask], otherwise: &str) -> Vec<Line> {
        let asking = |ask: &&Ask| {
            let load = self.store.load(ask);
            load.is_some_and(|load| load.asking.is_some())
        };
        let mut asked = asks.iter().filter(asking);
        if self.slow {
            let reading = |ask: &Ask| Line::of(Role::Dim, format!("Reading {}", ask.in_words()));
            return asked.map(reading).collect();
        }
        match asked.next() {
            Some(_) => Vec::new(),
            None => vec![Line::of(Role::Text, otherwise)],
        }
    }
}
