//! What the shell's commands do to its state: layers, filter, pickers, and what is read.

use super::{State, layer::Layer, scopes, wants::SETTLED};
use crate::{
    ask::Ask,
    flow::Effect,
    panes::ListAct,
    ui::{Choice, Filter, Movement, Picker},
};

/// A page of the help, in lines.
const PAGE: usize = 16;

impl State {
    pub(super) fn on_list(&mut self, act: ListAct) {
        let effects = self.with_pane(|pane, cx| pane.on_list(act, cx));
        self.turn.effects.extend(effects);
    }

    pub(super) fn copy(&mut self) {
        if let Some(clip) = self.with_pane(|pane, cx| pane.copied(cx)) {
            self.emit(Effect::Copy { clip });
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
        self.settle();
        let wants = self.pane().wants(&self.cx());
        let local = wants
            .into_iter()
            .filter(|ask| matches!(ask, Ask::Journal(_)));
        self.refresh.extend(local);
    }

    pub(super) fn refresh_all(&mut self) {
        let wants = self.pane().wants(&self.cx());
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

    /// The top layer first, then the pane's own, then the filter.
    pub(super) fn back(&mut self) {
        if self.layers.pop().is_some() {
            return;
        }
        if !self.pane().scope(&self.cx()).is_detail() && !self.filter.is_empty() {
            self.filter = Filter::default();
            self.settle();
            return;
        }
        self.on_list(ListAct::Back);
    }

    pub(super) fn start_filter(&mut self) {
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

    pub(super) fn step_picker(&mut self, by: isize) {
        let choices = self.choices();
        if let Some(picker) = self.layers.last_mut().and_then(Layer::picker) {
            picker.step(by, &choices);
        }
    }

    pub(super) fn scroll_help(&mut self, movement: Movement) {
        let by = movement.by(PAGE + 1);
        let last = super::help::last_top(self);
        if let Some(Layer::Help { top }) = self.layers.last_mut() {
            *top = top.saturating_add_signed(by).min(last);
        }
    }

    /// Changes the text that the top layer takes, whichever it is.
    pub(super) fn edit(&mut self, change: impl FnOnce(&mut String)) {
        match self.layers.last_mut() {
            Some(Layer::Filter) => {
                change(&mut self.filter.text);
                self.settle();
            }
            Some(layer) => {
                if let Some(picker) = layer.picker() {
                    change(&mut picker.input);
                    picker.edited();
                }
            }
            None => {}
        }
    }

    pub(super) fn offer_environments(&mut self) {
        if self.settings.environments.len() == 1 {
            self.said =
                Some("There is one environment. More are defined in your config.toml.".into());
            return;
        }
        self.layers.push(Layer::Environments(Picker::default()));
    }

    /// What the top layer offers to choose from.
    pub(super) fn choices(&self) -> Vec<Choice> {
        match self.layers.last() {
            Some(Layer::Palette(_)) => self.palette_choices(),
            Some(Layer::Environments(_)) => self.environment_choices(),
            Some(Layer::Themes(_)) => self.theme_choices(),
            _ => Vec::new(),
        }
    }

    /// The commands that mean something under the palette: the pane's and everyone's.
    pub(super) fn palette_choices(&self) -> Vec<Choice> {
        let chain = self.pane().scope(&self.cx()).chain();
        scopes()
            .iter()
            .filter(|scope| chain.contains(&scope.name))
            .flat_map(|scope| scope.commands)
            .filter(|command| command.id != "app.palette")
            .map(|command| Choice {
                id: command.id.to_owned(),
                label: command.doc.to_owned(),
                note: self.keymap.keys_for(&chain, command.id).join(", "),
            })
            .collect()
    }

    pub(super) fn environment_choices(&self) -> Vec<Choice> {
        let environments = self.settings.environments.iter();
        environments
            .map(|environment| Choice {
                id: environment.name.raw().to_owned(),
                label: match environment.production {
                    true => format!("{}  PRODUCTION", environment.name.raw()),
                    false => environment.name.raw().to_owned(),
                },
                note: environment
                    .account
                    .as_ref()
                    .map_or("", |a| a.raw())
                    .to_owned(),
            })
            .collect()
    }

    pub(super) fn choose(&mut self) {
        let choices = self.choices();
        let Some(layer) = self.layers.pop() else {
            return;
        };
        let picked = |picker: &Picker| picker.chosen(&choices).map(|choice| choice.id.clone());
        match layer {
            Layer::Palette(picker) => {
                if let Some(id) = picked(&picker) {
                    self.run(&id);
                }
            }
            Layer::Environments(picker) => {
                if let Some(name) = picked(&picker) {
                    self.environment = name.as_str().into();
                    self.settle();
                }
            }
            Layer::Themes(picker) => {
                if let Some(name) = picked(&picker) {
                    self.wear(&name);
                }
            }
            Layer::Help { .. } | Layer::Filter | Layer::Confirm(_) => {}
        }
    }
}
