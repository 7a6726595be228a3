//! The terminal's title: which environment, and in which panes something is wrong. It
//! is there to be seen in a list of windows, so what tells them apart comes first.

use super::{State, tabs};
use crate::{
    flow::Effect,
    ui::{Line, Role},
};

impl State {
    /// Says it where it changed.
    pub(super) fn retitle(&mut self) {
        let environment = Line::of(Role::Text, self.environment.raw());
        let mut parts = vec![environment.text()];
        parts.extend(tabs::in_words(self));
        let title = format!("{} - watchkeeper", parts.join("  "));
        if title != self.title {
            self.title.clone_from(&title);
            self.emit(Effect::Title { title });
        }
    }
}
