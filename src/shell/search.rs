//! A search in the text that has the focus: the pane's, or the help. What stands where
//! in a text is the text's own; nothing here draws.

use super::{State, help, layer::Layer};
use crate::{panes::ListAct, ui::Reading};

impl State {
    /// Where a person is in the help, while it is there.
    pub(super) fn help(&mut self) -> Option<&mut Reading> {
        let mut above = self.layers.iter_mut().rev();
        match above.find(|layer| !matches!(layer, Layer::Search))? {
            Layer::Help(reading) => Some(reading),
            _ => None,
        }
    }

    pub(super) fn show_help(&mut self) {
        self.search.clear();
        self.layers.push(Layer::Help(Reading::default()));
    }

    pub(super) fn in_help(&mut self, act: ListAct) {
        let (page, height) = help::page(self);
        let Some(reading) = self.help() else {
            return;
        };
        match act {
            ListAct::Move(movement) => reading.step(movement, &page, height),
            ListAct::Next(forward) => reading.to_hit(forward, &page, height),
            _ => {}
        }
    }

    pub(super) fn start_search(&mut self) {
        self.search.clear();
        self.layers.push(Layer::Search);
        self.settle();
    }

    /// What is searched for is another text.
    pub(super) fn searched(&mut self) {
        let (page, height) = help::page(self);
        if let Some(reading) = self.help() {
            return reading.to_hit_from_here(&page, height);
        }
        self.with_pane(|pane, cx| pane.searched(cx));
    }

    pub(super) fn drop_search(&mut self) {
        if let Some(Layer::Search) = self.layers.last() {
            self.layers.pop();
            self.end_search();
        }
    }

    pub(super) fn end_search(&mut self) {
        self.search.clear();
        self.settle();
    }

    /// The number of the hit that was gone to, and of all.
    pub(super) fn found(&self) -> (usize, usize) {
        let mut above = self.layers.iter().rev();
        match above.find(|layer| !matches!(layer, Layer::Search)) {
            Some(Layer::Help(reading)) => reading.found(&help::page(self).0),
            _ => self.pane().found(&self.cx()),
        }
    }
}
