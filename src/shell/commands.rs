//! The commands that are everywhere, those of the layers, and what each does.

use std::sync::OnceLock;

use super::{State, confirm, form::Form, layer::Layer};
use crate::{
    ask::{Ask, Question as _, memory},
    facts::StepRecord,
    flow::Effect,
    gate::Draft,
    keys::{Action, Command, Scope, actions, commands, find_action, find_command},
    panes::{Acted, Declined, LIST, LIST_ACTIONS, ListAct, PANES, Proposed},
    ui::{Movement, Picker},
};

/// What a command of the shell does.
enum Deed {
    Do(fn(&mut State)),
    /// The change that it proposes, as harmless data, or why there is none to propose.
    Propose(fn(&State) -> Proposed),
}

const fn does(command: Command, act: fn(&mut State)) -> Action<Deed> {
    Action::new(command, Deed::Do(act))
}

const fn proposes(command: Command, act: fn(&State) -> Proposed) -> Action<Deed> {
    Action::new(command.proposing_write(), Deed::Propose(act))
}

const GLOBAL_ACTIONS: &[Action<Deed>] = actions! {
    "app.filter" "find" "Filter the rows, or search in the text" (in_footer_of_row)
        does State::find;
    "app.refresh" "refresh" "Read everything here again" (in_footer)
        does State::refresh_all;
    "app.copy" "copy" "Copy the name of what is selected" (in_footer_of_row)
        does State::copy;
    "app.copy-text" "detail" "Copy everything that the detail says"
        does State::copy_text;
    "app.copy-address" "address" "Copy its URL in the AWS console or on the repository's host"
        does State::copy_address;
    "app.edit" "edit" "Open the file in your editor ($EDITOR), at its line"
        does State::edit_named;
    "app.environment" "environment" "Switch to another environment"
        does State::offer_environments;
    "app.theme" "theme" "Change the colours"
        does State::offer_themes;
    "app.palette" "commands" "Find a command by its name" (in_footer)
        does |state| state.layers.push(Layer::Palette(Picker::default()));
    "app.help" "help" "Show all keys" (in_footer)
        does State::show_help;
    "app.back" "back" "Go back, or close what is on top"
        does State::back;
    "app.leave" "back" "Go back; from the top, leave the console"
        does State::leave_or_quit;
    "app.cancel" "cancel" "Stop what is loading"
        does State::cancel_loading;
    "app.redraw" "redraw" "Draw the whole screen again"
        does |state| state.emit(Effect::Redraw);
    "app.suspend" "suspend" "Suspend the console; fg brings it back"
        does |state| state.emit(Effect::Suspend);
    "app.undo" "undo" "Propose to undo the last change that was applied"
        proposes |state| state.undo.clone().map_err(Declined::foreign);
    "app.left-over" "left over" "Propose to delete a change set that an earlier run left over"
        proposes |state| state.left_over().map_err(Declined::foreign);
    "app.quit" "quit" "Leave the console"
        does State::quit;
};

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

const TEXT_ACTIONS: &[Action<Deed>] = actions! {
    "text.erase" "erase" "Erase a character"
        does |state| state.edit(erase);
    "text.erase-word" "erase word" "Erase a word"
        does |state| state.edit(erase_word);
    "text.clear" "clear" "Erase all that was typed"
        does |state| state.edit(String::clear);
};

const TEXT: Scope = Scope {
    name: "text",
    title: "Typing",
    over: &["global"],
    typing: true,
    commands: &commands::<_, { TEXT_ACTIONS.len() }>(TEXT_ACTIONS),
};

const FILTER_ACTIONS: &[Action<Deed>] = actions! {
    "filter.keep" "keep" "Keep the filter and go on in the list" (in_footer)
        does |state| drop(state.layers.pop());
    "filter.drop" "drop" "Clear the filter" (in_footer)
        does State::drop_filter;
    "filter.fuzzy" "fuzzy" "Match fuzzily, or by substring" (in_footer)
        does State::toggle_fuzzy;
    "filter.down" "down" "Move down in the filtered list"
        does |state| state.on_list(ListAct::Move(Movement::Down));
    "filter.up" "up" "Move up in the filtered list"
        does |state| state.on_list(ListAct::Move(Movement::Up));
};

const FILTER: Scope = Scope {
    name: "filter",
    title: "Filter",
    over: &["text", "global"],
    typing: true,
    commands: &commands::<_, { FILTER_ACTIONS.len() }>(FILTER_ACTIONS),
};

const SEARCH_ACTIONS: &[Action<Deed>] = actions! {
    "search.keep" "keep" "Keep the search and go on in the text" (in_footer)
        does |state| drop(state.layers.pop());
    "search.drop" "drop" "Clear the search" (in_footer)
        does State::drop_search;
    "search.next" "next" "Go to the next hit" (in_footer)
        does |state| state.on_list(ListAct::Next(true));
    "search.previous" "previous" "Go to the hit before"
        does |state| state.on_list(ListAct::Next(false));
};

const SEARCH: Scope = Scope {
    name: "search",
    title: "Search",
    over: &["text", "global"],
    typing: true,
    commands: &commands::<_, { SEARCH_ACTIONS.len() }>(SEARCH_ACTIONS),
};

const PALETTE_ACTIONS: &[Action<Deed>] = actions! {
    "palette.run" "choose" "Choose what is selected" (in_footer)
        does State::choose;
    "palette.down" "down" "Move down"
        does |state| state.step_picker(1);
    "palette.up" "up" "Move up"
        does |state| state.step_picker(-1);
};

const PALETTE: Scope = Scope {
    name: "palette",
    title: "Choosing from a list",
    over: &["text", "global"],
    typing: true,
    commands: &commands::<_, { PALETTE_ACTIONS.len() }>(PALETTE_ACTIONS),
};

const FORM_ACTIONS: &[Action<Deed>] = actions! {
    "form.next" "go on" "Go to the next line; from the last one, to the preview, or keep the note" (in_footer)
        does State::submit_form;
    "form.down" "down" "Move to the next line"
        does |state| state.step_form(1);
    "form.up" "up" "Move to the line before"
        does |state| state.step_form(-1);
};

const FORM: Scope = Scope {
    name: "form",
    title: "Writing what a change needs, or a note",
    over: &["text", "global"],
    typing: true,
    commands: &commands::<_, { FORM_ACTIONS.len() }>(FORM_ACTIONS),
};

/// The help is a text like any other.
const HELP: Scope = Scope {
    name: "help",
    title: "Help",
    over: &["list", "global"],
    typing: false,
    commands: &[],
};

/// What the shell's commands do, whatever scope they are of.
const ACTIONS: [&[Action<Deed>]; 6] = [
    GLOBAL_ACTIONS,
    TEXT_ACTIONS,
    FILTER_ACTIONS,
    SEARCH_ACTIONS,
    PALETTE_ACTIONS,
    FORM_ACTIONS,
];

/// The scopes of what lies over the panes.
pub const OVERLAYS: &[Scope] = &[
    GLOBAL,
    TEXT,
    FILTER,
    SEARCH,
    PALETTE,
    FORM,
    HELP,
    confirm::SCOPE,
    confirm::READING_SCOPE,
];

/// Every scope there is: what keymaps are read against.
pub fn scopes() -> &'static [Scope] {
    static ALL: OnceLock<Vec<Scope>> = OnceLock::new();
    ALL.get_or_init(|| {
        let panes = PANES.iter().flat_map(|pane| pane.scopes);
        let all = OVERLAYS.iter().chain([&LIST]).chain(panes.copied());
        all.copied().collect()
    })
}

impl State {
    /// Runs a command by its id: the layers' and the shell's, that of all lists, or the
    /// pane's own.
    pub(super) fn run(&mut self, id: &str) {
        if self.at_gate().is_some() {
            return self.confirm_command(id);
        }
        if find_command(scopes(), id).is_some_and(|(_, command)| command.proposes_write) {
            return self.propose(id);
        }
        if let Some(Deed::Do(act)) = deed(id) {
            return act(self);
        }
        if let Some(act) = find_action(LIST_ACTIONS, id) {
            return self.on_list(*act);
        }
        if let Some(pane) = PANES.iter().position(|pane| pane.command.id == id) {
            return self.bring_to_front(pane);
        }
        let acted = self.with_pane(|pane, cx| pane.act(id, cx));
        self.acted(acted);
    }

    pub(super) fn acted(&mut self, acted: Option<Acted>) {
        match acted {
            Some(Acted::Done(effects)) => self.turn.effects.extend(effects),
            Some(Acted::NothingToCopy) => self.nothing_to_copy(),
            Some(Acted::Told(said)) => self.said = Some(said.to_string()),
            Some(Acted::Filter) => self.layers.push(Layer::Filter),
            Some(Acted::Asks(asking)) => {
                let form = Form::asking(asking);
                self.layers.push(Layer::Form(Box::new(form)));
            }
            Some(Acted::Recorded(record)) => self.record(record),
            Some(Acted::Noting(noting)) => self.ask_for_note(*noting),
            Some(Acted::Proposed(_)) | None => {}
        }
    }

    /// Recorded, and read back with all that was recorded before.
    fn record(&mut self, record: Box<StepRecord>) {
        let executions: Ask = memory::Executions.here().into();
        let (ticket, replaced) = self.store.ask(&executions, self.now);
        self.cancel(replaced);
        self.emit(Effect::Record { ticket, record });
    }

    /// What a command would propose for what is selected: nothing comes of asking.
    pub(super) fn offer(&self, id: &str) -> Option<Proposed> {
        if let Some(Deed::Propose(draft)) = deed(id) {
            return Some(draft(self));
        }
        self.pane().offer(id, &self.cx())
    }

    /// The change that a command proposes: the shell's own, else the pane's.
    pub(super) fn proposed(&mut self, id: &str) -> Option<Result<Box<Draft>, Declined>> {
        if let Some(Deed::Propose(draft)) = deed(id) {
            return Some(draft(self).map(Box::new));
        }
        match self.with_pane(|pane, cx| pane.act(id, cx))? {
            Acted::Proposed(draft) => Some(draft),
            Acted::Done(_)
            | Acted::NothingToCopy
            | Acted::Told(_)
            | Acted::Filter
            | Acted::Asks(_)
            | Acted::Noting(_)
            | Acted::Recorded(_) => None,
        }
    }
}

fn deed(id: &str) -> Option<&'static Deed> {
    ACTIONS.iter().find_map(|actions| find_action(actions, id))
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
