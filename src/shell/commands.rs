//! The commands that are everywhere, those of the layers, and what each does.

use std::sync::OnceLock;

use super::{State, confirm, layer::Layer, wants::SETTLED};
use crate::{
    ask::Ask,
    facts::Reason,
    flow::Effect,
    gate::Draft,
    keys::{Action, Command, Scope, commands, find_action, find_command},
    panes::{Acted, LIST, LIST_ACTIONS, ListAct, PANES},
    ui::{Choice, Filter, Movement, Picker},
};

/// What a command of the shell does.
enum Deed {
    Do(fn(&mut State) -> Vec<Effect>),
    /// Only the state changes.
    Change(fn(&mut State)),
    /// The change that it proposes, as harmless data, or why there is none to propose.
    Propose(fn(&State) -> Result<Draft, Reason>),
}

const fn does(command: Command, act: fn(&mut State) -> Vec<Effect>) -> Action<Deed> {
    Action::new(command, Deed::Do(act))
}

const fn changes(command: Command, act: fn(&mut State)) -> Action<Deed> {
    Action::new(command, Deed::Change(act))
}

const fn proposes(command: Command, act: fn(&State) -> Result<Draft, Reason>) -> Action<Deed> {
    Action::new(command.proposing_write(), Deed::Propose(act))
}

const GLOBAL_ACTIONS: &[Action<Deed>] = &[
    changes(
        Command::new("app.filter", "filter", "Filter the rows").in_footer(),
        State::start_filter,
    ),
    changes(
        Command::new("app.refresh", "refresh", "Read everything here again").in_footer(),
        State::refresh_all,
    ),
    does(
        Command::new("app.copy", "copy", "Copy the name of what is selected").in_footer(),
        State::copy,
    ),
    changes(
        Command::new(
            "app.environment",
            "environment",
            "Switch to another environment",
        ),
        State::offer_environments,
    ),
    changes(
        Command::new("app.palette", "commands", "Find a command by its name").in_footer(),
        |state| state.layers.push(Layer::Palette(Picker::default())),
    ),
    changes(
        Command::new("app.help", "help", "Show all keys").in_footer(),
        |state| state.layers.push(Layer::Help { top: 0 }),
    ),
    does(
        Command::new("app.back", "back", "Go back, or leave what is on top"),
        State::back,
    ),
    does(
        Command::new("app.cancel", "cancel", "Stop what is loading"),
        State::cancel_loading,
    ),
    does(
        Command::new("app.redraw", "redraw", "Draw the whole screen again"),
        |_| vec![Effect::Redraw],
    ),
    does(
        Command::new(
            "app.suspend",
            "suspend",
            "Stop the console; fg brings it back",
        ),
        |_| vec![Effect::Suspend],
    ),
    proposes(
        Command::new(
            "app.undo",
            "undo",
            "Propose to undo the last change that was applied",
        ),
        |state| state.undo.clone(),
    ),
    proposes(
        Command::new(
            "app.left-over",
            "left over",
            "Propose to delete a change set that an earlier run left over",
        ),
        State::left_over,
    ),
    does(
        Command::new("app.quit", "quit", "Leave the console"),
        State::quit,
    ),
];

/// What is everywhere, and behind it what brings each pane to the front.
const GLOBAL_COMMANDS: [Command; GLOBAL_ACTIONS.len() + PANES.len()] = {
    let mut all = [Command::new("", "", ""); GLOBAL_ACTIONS.len() + PANES.len()];
    let mut at = 0;
    while at < all.len() {
        all[at] = match at < GLOBAL_ACTIONS.len() {
            true => GLOBAL_ACTIONS[at].command,
            false => PANES[at - GLOBAL_ACTIONS.len()].command,
        };
        at += 1;
    }
    all
};

const GLOBAL: Scope = Scope {
    name: "global",
    title: "Everywhere",
    over: &[],
    typing: false,
    commands: &GLOBAL_COMMANDS,
};

const TEXT_ACTIONS: &[Action<Deed>] = &[
    changes(
        Command::new("text.erase", "erase", "Erase a character"),
        |state| state.edit(erase),
    ),
    changes(
        Command::new("text.erase-word", "erase word", "Erase a word"),
        |state| state.edit(erase_word),
    ),
    changes(
        Command::new("text.clear", "clear", "Erase all that was typed"),
        |state| state.edit(String::clear),
    ),
];

const TEXT: Scope = Scope {
    name: "text",
    title: "Typing",
    over: &["global"],
    typing: true,
    commands: &commands::<_, { TEXT_ACTIONS.len() }>(TEXT_ACTIONS),
};

const FILTER_ACTIONS: &[Action<Deed>] = &[
    changes(
        Command::new(
            "filter.keep",
            "keep",
            "Keep the filter and go on in the list",
        )
        .in_footer(),
        |state| drop(state.layers.pop()),
    ),
    changes(
        Command::new("filter.drop", "drop", "Drop the filter").in_footer(),
        State::drop_filter,
    ),
    changes(
        Command::new("filter.fuzzy", "fuzzy", "Match fuzzily, or by substring").in_footer(),
        State::toggle_fuzzy,
    ),
    does(
        Command::new("filter.down", "down", "Move down in the filtered list"),
        |state| state.on_list(ListAct::Move(Movement::Down)),
    ),
    does(
        Command::new("filter.up", "up", "Move up in the filtered list"),
        |state| state.on_list(ListAct::Move(Movement::Up)),
    ),
];

const FILTER: Scope = Scope {
    name: "filter",
    title: "Filter",
    over: &["text", "global"],
    typing: true,
    commands: &commands::<_, { FILTER_ACTIONS.len() }>(FILTER_ACTIONS),
};

const PALETTE_ACTIONS: &[Action<Deed>] = &[
    does(
        Command::new("palette.run", "choose", "Choose what is selected").in_footer(),
        State::choose,
    ),
    changes(Command::new("palette.down", "down", "Move down"), |state| {
        state.step_picker(1)
    }),
    changes(Command::new("palette.up", "up", "Move up"), |state| {
        state.step_picker(-1)
    }),
];

const PALETTE: Scope = Scope {
    name: "palette",
    title: "Choosing from a list",
    over: &["text", "global"],
    typing: true,
    commands: &commands::<_, { PALETTE_ACTIONS.len() }>(PALETTE_ACTIONS),
};

const HELP_ACTIONS: &[Action<Deed>] = &[
    changes(
        Command::new("help.down", "down", "Move down").in_footer(),
        |state| state.scroll_help(Movement::Down),
    ),
    changes(
        Command::new("help.up", "up", "Move up").in_footer(),
        |state| state.scroll_help(Movement::Up),
    ),
    changes(
        Command::new("help.page-down", "page down", "Move down by a page"),
        |state| state.scroll_help(Movement::PageDown),
    ),
    changes(
        Command::new("help.page-up", "page up", "Move up by a page"),
        |state| state.scroll_help(Movement::PageUp),
    ),
    changes(
        Command::new("help.top", "top", "Go to the first line"),
        |state| state.scroll_help(Movement::Top),
    ),
    changes(
        Command::new("help.bottom", "bottom", "Go to the last line"),
        |state| state.scroll_help(Movement::Bottom),
    ),
];

const HELP: Scope = Scope {
    name: "help",
    title: "Help",
    over: &["global"],
    typing: false,
    commands: &commands::<_, { HELP_ACTIONS.len() }>(HELP_ACTIONS),
};

/// What the shell's commands do, whatever scope they are of.
const ACTIONS: [&[Action<Deed>]; 5] = [
    GLOBAL_ACTIONS,
    TEXT_ACTIONS,
    FILTER_ACTIONS,
    PALETTE_ACTIONS,
    HELP_ACTIONS,
];

/// The scopes of what lies over the panes.
pub const OVERLAYS: &[Scope] = &[GLOBAL, TEXT, FILTER, PALETTE, HELP, confirm::SCOPE];

/// Every scope there is: what keymaps are read against.
pub fn scopes() -> &'static [Scope] {
    static ALL: OnceLock<Vec<Scope>> = OnceLock::new();
    ALL.get_or_init(|| {
        let panes = PANES.iter().flat_map(|pane| pane.scopes);
        let all = OVERLAYS.iter().chain([&LIST]).chain(panes.copied());
        all.copied().collect()
    })
}

/// A page of the help, in lines.
const PAGE: usize = 16;

impl State {
    /// Runs a command by its id: the layers' and the shell's, that of all lists, or the
    /// pane's own.
    pub(super) fn run(&mut self, id: &str) -> Vec<Effect> {
        if self.at_gate().is_some() {
            return self.confirm_command(id);
        }
        if find_command(scopes(), id).is_some_and(|(_, command)| command.proposes_write) {
            return self.propose(id);
        }
        if let Some(effects) = self.run_own(id) {
            return effects;
        }
        if let Some(act) = find_action(LIST_ACTIONS, id) {
            return self.on_list(*act);
        }
        if let Some(pane) = PANES.iter().position(|pane| pane.command.id == id) {
            self.bring_to_front(pane);
            return Vec::new();
        }
        match self.with_pane(|pane, cx| pane.act(id, cx)) {
            Some(Acted::Done(effects)) => effects,
            Some(Acted::Proposed(_)) | None => Vec::new(),
        }
    }

    /// A command that is the shell's own and proposes nothing.
    pub(super) fn run_own(&mut self, id: &str) -> Option<Vec<Effect>> {
        match deed(id)? {
            Deed::Do(act) => Some(act(self)),
            Deed::Change(act) => {
                act(self);
                Some(Vec::new())
            }
            Deed::Propose(_) => None,
        }
    }

    /// The change that a command proposes: the shell's own, else the pane's.
    pub(super) fn proposed(&mut self, id: &str) -> Option<Result<Box<Draft>, Reason>> {
        if let Some(Deed::Propose(draft)) = deed(id) {
            return Some(draft(self).map(Box::new));
        }
        match self.with_pane(|pane, cx| pane.act(id, cx))? {
            Acted::Proposed(draft) => Some(draft),
            Acted::Done(_) => None,
        }
    }

    fn on_list(&mut self, act: ListAct) -> Vec<Effect> {
        self.with_pane(|pane, cx| pane.on_list(act, cx))
    }

    fn copy(&mut self) -> Vec<Effect> {
        let clip = self.with_pane(|pane, cx| pane.copied(cx));
        clip.map(|clip| Effect::Copy { clip }).into_iter().collect()
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

    fn refresh_all(&mut self) {
        let wants = self.pane().wants(&self.cx());
        self.refresh = wants.into_iter().filter(|ask| !ask.is_query()).collect();
        if self.settles_doubt() {
            self.refresh.push(SETTLED);
        }
        self.said = None;
    }

    fn cancel_loading(&mut self) -> Vec<Effect> {
        let asks: Vec<_> = self.loading().into_iter().cloned().collect();
        self.said = (!asks.is_empty()).then(|| "Stopped. R reads again.".to_owned());
        let now = self.now;
        asks.iter()
            .filter_map(|ask| self.store.give_up(ask, now))
            .map(|ticket| Effect::Cancel { ticket })
            .collect()
    }

    /// The top layer first, then the pane's own, then the filter.
    fn back(&mut self) -> Vec<Effect> {
        if self.layers.pop().is_some() {
            return Vec::new();
        }
        if !self.pane().scope(&self.cx()).is_detail() && !self.filter.is_empty() {
            self.filter = Filter::default();
            self.settle();
            return Vec::new();
        }
        self.on_list(ListAct::Back)
    }

    fn start_filter(&mut self) {
        self.layers.push(Layer::Filter);
        self.on_list(ListAct::Filter);
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

    fn scroll_help(&mut self, movement: Movement) {
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

    fn choose(&mut self) -> Vec<Effect> {
        let choices = self.choices();
        let Some(layer) = self.layers.pop() else {
            return Vec::new();
        };
        let picked = |picker: &Picker| picker.chosen(&choices).map(|choice| choice.id.clone());
        match layer {
            Layer::Palette(picker) => picked(&picker).map_or_else(Vec::new, |id| self.run(&id)),
            Layer::Environments(picker) => {
                if let Some(name) = picked(&picker) {
                    self.environment = name.as_str().into();
                    self.settle();
                }
                Vec::new()
            }
            Layer::Help { .. } | Layer::Filter | Layer::Confirm(_) => Vec::new(),
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

fn deed(id: &str) -> Option<&'static Deed> {
    ACTIONS.iter().find_map(|actions| find_action(actions, id))
}
