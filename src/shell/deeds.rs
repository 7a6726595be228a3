//! What the shell's commands do to its state: layers, filter, pickers, and what is read.

use super::{State, layer::Layer, wants::SETTLED};
use crate::{
    ask::Ask,
    facts::Clip,
    flow::Effect,
    panes::{ListAct, address_of},
    ui::Filter,
};

impl State {
    pub(super) fn on_list(&mut self, act: ListAct) {
        if self.help().is_some() {
            return self.in_help(act);
        }
        if let (ListAct::Open, Some(to)) = (act, self.pane().leads_to(&self.cx())) {
            return self.go_to(&to);
        }
        let effects = self.with_pane(|pane, cx| pane.on_list(act, cx));
        self.turn.effects.extend(effects);
        if !self.search.is_empty() && !self.pane().is_reading(&self.cx()) {
            self.end_search();
        }
    }

    pub(super) fn copy(&mut self) {
        match self.with_pane(|pane, cx| pane.copied(cx)) {
            Some(clip) => self.emit(Effect::Copy { clip }),
            None => self.nothing_to_copy(),
        }
    }

    pub(super) fn nothing_to_copy(&mut self) {
        self.said = Some("There is nothing to copy here.".into());
    }

    pub(super) fn copy_address(&mut self) {
        let cx = self.cx();
        let named = self.pane().leads_to(&cx);
        let named = named.and_then(|to| address_of(&to, &cx));
        match named.unwrap_or_else(|| self.pane().address(&cx)) {
            Ok(address) => self.emit(Effect::Copy {
                clip: Clip::name(&address),
            }),
            Err(why) => self.said = Some(why.to_string()),
        }
    }

    pub(super) fn copy_text(&mut self) {
        let text = self.pane().text(&self.cx());
        match text.is_empty() {
            true => self.nothing_to_copy(),
            false => self.emit(Effect::Copy {
                clip: Clip::whole(text),
            }),
        }
    }

    /// Facts moved on while nobody looked: the cursor is found again. A filter is
    /// for the rows it was typed over. The journal is read again, for it is here
    /// that writes of other consoles show.
    pub(super) fn bring_to_front(&mut self, pane: usize) {
        if self.focused != pane {
            self.focused = pane;
            self.filter = Filter::default();
        }
        self.forget_trail();
        self.settle();
        let wants = self.pane().wants(&self.cx());
        let local = wants
            .into_iter()
            .filter(|ask| matches!(ask, Ask::Journal(_)));
        self.refresh.extend(local);
    }

    pub(super) fn refresh_all(&mut self) {
        let wants = self.pane().rereads(&self.cx());
        self.refresh = wants.into_iter().filter(|ask| !ask.is_query()).collect();
        if self.settles_doubt() {
            self.refresh.push(SETTLED);
        }
        self.said = None;
    }

    pub(super) fn cancel_loading(&mut self) {
        let asks: Vec<_> = self.loading().into_iter().cloned().collect();
        let again = format!("{} reads again.", self.keymap.key_in_words("app.refresh"));
        self.said = (!asks.is_empty()).then(|| format!("Stopped. {again}"));
        for ask in &asks {
            let ticket = self.store.give_up(ask, self.now, &again);
            self.cancel(ticket);
        }
    }

    /// The top layer first, then what is searched for, the filter of rows, the way that
    /// led here, and the pane's own.
    pub(super) fn back(&mut self) {
        let reads = matches!(self.layers.last(), None | Some(Layer::Help(_)));
        if reads && !self.search.is_empty() {
            return self.end_search();
        }
        if let Some(layer) = self.layers.pop() {
            if let Layer::Form(form) = layer {
                self.begun = form.noting().or(self.begun.take());
            }
            return;
        }
        if !self.filter.is_empty() && self.pane().is_filtering(&self.cx()) {
            self.filter = Filter::default();
            return self.settle();
        }
        if !self.come_back() {
            self.on_list(ListAct::Back);
        }
    }

    /// Back; and out, where nothing is open.
    pub(super) fn leave_or_quit(&mut self) {
        let nothing_open = self.layers.is_empty()
            && self.filter.is_empty()
            && self.trail.is_empty()
            && self.pane().depth() == 0;
        match nothing_open {
            true => self.quit(),
            false => self.back(),
        }
    }

    /// A filter where there are rows, a search where there is a text.
    pub(super) fn find(&mut self) {
        if self.help().is_some() || self.pane().is_reading(&self.cx()) {
            return self.start_search();
        }
        self.layers.push(Layer::Filter);
        self.on_list(ListAct::Filter);
    }

    pub(super) fn drop_filter(&mut self) {
        if let Some(Layer::Filter) = self.layers.pop() {
            self.filter = Filter::default();
            self.settle();
        }
    }

    pub(super) fn toggle_fuzzy(&mut self) {
        self.filter.fuzzy = !self.filter.fuzzy;
        self.settle();
    }

    /// Changes the text that the top layer takes, whichever it is.
    pub(super) fn edit(&mut self, change: impl FnOnce(&mut String)) {
        match self.layers.last_mut() {
            Some(Layer::Filter) => {
                change(&mut self.filter.text);
                self.settle();
            }
            Some(Layer::Search) => {
                change(&mut self.search);
                self.searched();
            }
            Some(Layer::Form(form)) => form.edit(change),
            Some(layer) => {
                if let Some(picker) = layer.picker() {
                    change(&mut picker.input);
                    picker.edited();
                }
            }
            None => {}
        }
    }
}
