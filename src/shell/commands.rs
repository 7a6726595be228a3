//! The commands that are everywhere, and the scopes of the layers.

use std::sync::OnceLock;

use super::{State, confirm, layer::Layer, wants::SETTLED};
use crate::{
    ask::Ask,
    flow::Effect,
    keys::{Command, Scope, find_command},
    panes,
    ui::{Choice, Filter, Picker},
};

const GLOBAL: Scope = Scope {
    name: "global",
    title: "Everywhere",
    over: &[],
    typing: false,
    commands: &[
        Command::new("app.filter", "filter", "Filter the rows").in_footer(),
        Command::new("app.refresh", "refresh", "Read everything here again").in_footer(),
        Command::new("app.copy", "copy", "Copy the name of what is selected").in_footer(),
        Command::new(
            "app.environment",
            "environment",
            "Switch to another environment",
        ),
        Command::new("app.palette", "commands", "Find a command by its name").in_footer(),
        Command::new("app.help", "help", "Show all keys").in_footer(),
        Command::new("app.back", "back", "Go back, or leave what is on top"),
        Command::new("app.cancel", "cancel", "Stop what is loading"),
        Command::new("app.redraw", "redraw", "Draw the whole screen again"),
        Command::new(
            "app.suspend",
            "suspend",
            "Stop the console; fg brings it back",
        ),
        Command::new(
            "app.undo",
            "undo",
            "Propose to undo the last change that was applied",
        )
        .proposing_write(),
        Command::new(
            "app.left-over",
            "left over",
            "Propose to delete a change set that an earlier run left over",
        )
        .proposing_write(),
        Command::new("app.quit", "quit", "Leave the console"),
        panes::drift::ABOUT.command,
        panes::stacks::ABOUT.command,
        panes::journal::ABOUT.command,
    ],
};

const TEXT: Scope = Scope {
    name: "text",
    title: "Typing",
    over: &["global"],
    typing: true,
    commands: &[
        Command::new("text.erase", "erase", "Erase a character"),
        Command::new("text.erase-word", "erase word", "Erase a word"),
        Command::new("text.clear", "clear", "Erase all that was typed"),
    ],
};

const FILTER: Scope = Scope {
    name: "filter",
    title: "Filter",
    over: &["text", "global"],
    typing: true,
    commands: &[
        Command::new(
            "filter.keep",
            "keep",
            "Keep the filter and go on in the list",
        )
        .in_footer(),
        Command::new("filter.drop", "drop", "Drop the filter").in_footer(),
        Command::new("filter.fuzzy", "fuzzy", "Match fuzzily, or by substring").in_footer(),
        Command::new("filter.down", "down", "Move down in the filtered list"),
        Command::new("filter.up", "up", "Move up in the filtered list"),
    ],
};

const PALETTE: Scope = Scope {
    name: "palette",
    title: "Choosing from a list",
    over: &["text", "global"],
    typing: true,
    commands: &[
        Command::new("palette.run", "choose", "Choose what is selected").in_footer(),
        Command::new("palette.down", "down", "Move down"),
        Command::new("palette.up", "up", "Move up"),
    ],
};

const HELP: Scope = Scope {
    name: "help",
    title: "Help",
    over: &["global"],
    typing: false,
    commands: &[
        Command::new("help.down", "down", "Move down").in_footer(),
        Command::new("help.up", "up", "Move up").in_footer(),
        Command::new("help.page-down", "page down", "Move down by a page"),
        Command::new("help.page-up", "page up", "Move up by a page"),
        Command::new("help.top", "top", "Go to the first line"),
        Command::new("help.bottom", "bottom", "Go to the last line"),
    ],
};

/// The scopes of what lies over the panes.
pub const OVERLAYS: &[Scope] = &[GLOBAL, TEXT, FILTER, PALETTE, HELP, confirm::SCOPE];

/// Every scope there is: what keymaps are read against.
pub fn scopes() -> &'static [Scope] {
    static ALL: OnceLock<Vec<Scope>> = OnceLock::new();
    ALL.get_or_init(|| OVERLAYS.iter().chain(panes::SCOPES).copied().collect())
}

/// A page of the help, in lines.
const PAGE: isize = 16;

impl State {
    /// Runs a command by its id: the layers' and the shell's here, the rest is the pane's.
    pub(super) fn run(&mut self, id: &str) {
        if self.at_gate().is_some() {
            return self.confirm_command(id);
        }
        if find_command(scopes(), id).is_some_and(|(_, command)| command.proposes_write) {
            return self.propose(id);
        }
        match id {
            "app.quit" => self.quit(),
            "app.suspend" => self.emit(Effect::Suspend),
            "app.redraw" => self.emit(Effect::Redraw),
            "app.refresh" => self.refresh_all(),
            "app.cancel" => self.cancel_loading(),
            "app.help" => self.layers.push(Layer::Help { top: 0 }),
            "app.palette" => self.layers.push(Layer::Palette(Picker::default())),
            "app.environment" => self.offer_environments(),
            "app.filter" => self.start_filter(),
            "app.back" => self.back(),
            "filter.keep" => drop(self.layers.pop()),
            "filter.drop" => self.drop_filter(),
            "filter.fuzzy" => self.toggle_fuzzy(),
            "filter.down" => self.pane_command("list.down"),
            "filter.up" => self.pane_command("list.up"),
            "palette.run" => self.choose(),
            "palette.down" => self.step_picker(1),
            "palette.up" => self.step_picker(-1),
            "help.down" => self.scroll_help(1),
            "help.up" => self.scroll_help(-1),
            "help.page-down" => self.scroll_help(PAGE),
            "help.page-up" => self.scroll_help(-PAGE),
            "help.top" => self.scroll_help(isize::MIN / 2),
            "help.bottom" => self.scroll_help(isize::MAX / 2),
            "text.erase" => self.edit(erase),
            "text.erase-word" => self.edit(erase_word),
            "text.clear" => self.edit(String::clear),
            other => match panes::PANES
                .iter()
                .position(|pane| pane.command.id == other)
            {
                Some(pane) => self.bring_to_front(pane),
                None => self.pane_command(other),
            },
        }
    }

    /// Facts moved on while nobody looked: the cursor is found again. A filter is
    /// for the rows it was typed over. The journal is read anew, for it is here
    /// that writes of other consoles show.
    fn bring_to_front(&mut self, pane: usize) {
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

    pub(super) fn pane_command(&mut self, id: &str) {
        let effects = self.with_pane(|pane, cx| pane.command(id, cx));
        self.turn.effects.extend(effects);
    }

    fn refresh_all(&mut self) {
        let wants = self.pane().wants(&self.cx());
        self.refresh = wants.into_iter().filter(|ask| !ask.is_query()).collect();
        if self.settles_doubt() {
            self.refresh.push(SETTLED);
        }
        self.said = None;
    }

    fn cancel_loading(&mut self) {
        let asks: Vec<_> = self.loading().into_iter().cloned().collect();
        self.said = (!asks.is_empty()).then(|| "Stopped. R reads again.".to_owned());
        for ask in &asks {
            let ticket = self.store.give_up(ask, self.now);
            self.cancel(ticket);
        }
    }

    /// The top layer first, then the pane's own, then the filter.
    fn back(&mut self) {
        if self.layers.pop().is_some() {
            return;
        }
        if !self.pane().scope(&self.cx()).is_detail() && !self.filter.is_empty() {
            self.filter = Filter::default();
            self.settle();
            return;
        }
        self.pane_command("app.back");
    }

    fn start_filter(&mut self) {
        self.layers.push(Layer::Filter);
        self.pane_command("app.filter");
    }

    fn drop_filter(&mut self) {
        if let Some(Layer::Filter) = self.layers.pop() {
            self.filter = Filter::default();
            self.settle();
        }
    }

    fn toggle_fuzzy(&mut self) {
        self.filter.fuzzy = !self.filter.fuzzy;
        self.settle();
    }

    fn step_picker(&mut self, by: isize) {
        let choices = self.choices();
        if let Some(picker) = self.layers.last_mut().and_then(Layer::picker) {
            picker.step(by, &choices);
        }
    }

    fn scroll_help(&mut self, by: isize) {
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

    fn offer_environments(&mut self) {
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
            _ => Vec::new(),
        }
    }

    /// The commands that mean something under the palette: the pane's and everyone's.
    fn palette_choices(&self) -> Vec<Choice> {
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

    fn environment_choices(&self) -> Vec<Choice> {
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

    fn choose(&mut self) {
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
            Layer::Help { .. } | Layer::Filter | Layer::Confirm(_) => {}
        }
    }
}

fn erase_word(text: &mut String) {
    let kept = text
        .trim_end()
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + 1);
    text.truncate(kept);
}

fn erase(text: &mut String) {
    text.pop();
}
