//! What the pane's commands do to what is opened and selected.

use super::{Open, Stacks, view::View};
use crate::{
    ask::{Question, cloudformation},
    facts::{ChangeSetId, Reason, Remote},
    flow::Effect,
    gate::writes::{StackPart, Subject, Write},
    panes::{Cx, ListAct, address, list_detail::ListDetail, view::Views},
    ui::{Destination, Focus, Line},
};

impl Stacks {
    /// What all lists have: an opened stack has the place of the list and its detail.
    pub(super) fn run_list(&mut self, act: ListAct, cx: &Cx<'_>) -> Vec<Effect> {
        let opened = self.open.is_some();
        match act {
            ListAct::Next(forward) => return self.next_failure(forward, cx),
            ListAct::Open => self.enter(cx),
            ListAct::Back => self.back(cx),
            ListAct::OtherSide if self.view.is_row_open() => self.view.close_row(),
            ListAct::OtherSide if opened => self.view.open_row(),
            ListAct::Move(movement) if opened => self.move_in_view(movement, cx),
            ListAct::Sort if opened => self.sort_view(cx),
            ListAct::Filter if opened => {}
            ListAct::Filter => self.back(cx),
            ListAct::OtherSide if self.cursor.focus() == Focus::Detail => self.back(cx),
            ListAct::OtherSide | ListAct::Sort | ListAct::Move(_) => {
                return self.on_movement(act, cx);
            }
        }
        Vec::new()
    }

    /// The next failed stack, or the next failure among the rows of a view.
    fn next_failure(&mut self, forward: bool, cx: &Cx<'_>) -> Vec<Effect> {
        if self.open.is_none() {
            return self.on_movement(ListAct::Next(forward), cx);
        }
        self.next_in_view(forward, cx);
        Vec::new()
    }

    /// Brings up a view of the opened stack, or of the selected one.
    pub(super) fn show(&mut self, view: View, cx: &Cx<'_>) {
        let stack = match (&self.open, self.cursor.selected()) {
            (Some(open), _) => open.stack.clone(),
            (None, Some(selected)) => selected.clone(),
            (None, None) => return,
        };
        let name = match (&self.open, cx.store.stack(cx.environment, &stack)) {
            (_, Some(known)) => known.name.clone(),
            (Some(open), None) => open.name.clone(),
            (None, None) => return,
        };
        self.cursor.choose();
        self.view.turn(self.open.is_none(), cx.filter);
        self.open = Some(Open {
            stack,
            name: name.clone(),
            view,
            change_set: None,
        });
        if view == View::Drift {
            // A detection may have ended since: what was read then says nothing of it.
            let drifts = cloudformation::ResourceDrifts(name);
            self.refetch.push(drifts.of(cx.environment).into());
        }
        self.refresh_view(cx);
        self.to_root(cx);
    }

    /// A change set is seen among the change sets, everything else in the events.
    pub(super) fn show_where_written(&mut self, write: &Write, made: Option<&Remote>, cx: &Cx<'_>) {
        let view = match write.change().subject() {
            Subject::Stack(_, StackPart::NewChangeSet(_) | StackPart::DeleteChangeSet(_)) => {
                View::ChangeSets
            }
            _ => View::Events,
        };
        let written = write.change().stack();
        let mut known = cx.store.stacks(cx.environment).into_iter();
        let stack = known.find(|stack| Some(&stack.name) == written);
        if let Some(id) = stack.map(|stack| stack.id.clone()) {
            if self.open.as_ref().is_none_or(|open| open.stack != id) {
                self.open = None;
                self.cursor.point_at(id);
            }
            self.show(view, cx);
        }
        if let (Some(open), Some(made)) = (&mut self.open, made) {
            open.change_set = Some(ChangeSetId::from(made.raw()));
            self.refresh_view(cx);
        }
    }

    /// To a stack's story, to one of its change sets, or to its row.
    pub(super) fn go_to(&mut self, to: &Destination, cx: &Cx<'_>) -> Option<Result<(), Reason>> {
        let (Destination::Stack(name)
        | Destination::ChangeSet(name, _)
        | Destination::Proposal(name, _)) = to
        else {
            return None;
        };
        let Some(stack) = cx.store.stack_named(cx.environment, name) else {
            let said = format!("Stack {} is not among those that were read.", name.raw());
            return Some(Err(said.into()));
        };
        self.environment = Some(cx.environment.clone());
        (self.open, self.question) = (None, None);
        self.cursor.point_at(stack.id.clone());
        self.cursor.choose();
        match to {
            Destination::ChangeSet(_, id) => {
                self.show(View::ChangeSets, cx);
                if let Some(open) = &mut self.open {
                    open.change_set = Some(id.clone());
                }
                self.refresh_view(cx);
            }
            Destination::Proposal(..) => {
                // Its row is to be seen, whatever is hidden.
                self.hide_healthy = false;
                self.cursor.back(cx.area.width);
                self.cursor.show_detail();
                self.keep(cx);
            }
            _ => self.show(View::Story, cx),
        }
        Some(Ok(()))
    }

    /// Opens the selected stack, or what is selected in its view.
    fn enter(&mut self, cx: &Cx<'_>) {
        if self.open.is_none() {
            self.show(View::Story, cx);
            return;
        }
        let opens = self.of_selected(cx, |rows, at| rows.opens(at)).flatten();
        match (opens, &mut self.open) {
            (Some(id), Some(open)) => {
                open.change_set = Some(id);
                self.view.text_from_top();
            }
            _ => self.view.open_row(),
        }
    }

    pub(super) fn turn(&mut self, forward: bool, cx: &Cx<'_>) {
        if let Some(view) = self.open.as_ref().map(|open| open.view.next(forward)) {
            self.show(view, cx);
        }
    }

    /// The innermost thing first: the question, a change set, the stack, the detail.
    fn back(&mut self, cx: &Cx<'_>) {
        if self.question.take().is_some() {
            return;
        }
        if let Some(open) = &mut self.open {
            if self.view.is_row_open() {
                self.view.close_row();
            } else if open.change_set.take().is_some() {
                self.view.text_from_top();
            } else {
                self.cursor.point_at(open.stack.clone());
                self.open = None;
                self.cursor.show_detail();
                self.keep_selection(cx);
            }
            return;
        }
        self.cursor.back(cx.area.width);
    }

    /// Of the selected row, of what is read alone, or of the stack.
    pub(super) fn name(&self, cx: &Cx<'_>) -> Option<String> {
        let Some(open) = &self.open else {
            let stack = cx.store.stack(cx.environment, self.cursor.selected()?)?;
            return Some(stack.name.raw().to_owned());
        };
        if let Some(id) = &open.change_set {
            return Some(id.raw().to_owned());
        }
        let row = self.of_selected(cx, |rows, at| rows.copied(at));
        Some(row.unwrap_or_else(|| open.name.raw().to_owned()))
    }

    /// The page of the console that shows what this pane shows.
    pub(super) fn address_of_selected(&self, cx: &Cx<'_>) -> Result<String, Reason> {
        let Some(open) = &self.open else {
            let stack = self.cursor.selected().ok_or("No stack is selected.")?;
            return address::stack(stack, "stackinfo", cx);
        };
        if let Some(id) = &open.change_set {
            return address::change_set(&open.stack, id, cx);
        }
        let page = match open.view {
            View::Story => "stackinfo",
            View::Events | View::Timeline => "events",
            View::Resources => "resources",
            View::Values => "outputs",
            View::Template => "template",
            View::ChangeSets => "changesets",
            View::Drift => "drifts",
        };
        address::stack(&open.stack, page, cx)
    }

    pub(super) fn whole_text(&self, cx: &Cx<'_>) -> String {
        let lines = match &self.open {
            Some(_) => self.view_lines(cx),
            None => return self.detail_text(cx),
        };
        let text: Vec<String> = lines.iter().map(Line::text).collect();
        text.join("\n")
    }

    /// Keeps the cursor on its row; another environment has other rows.
    pub(super) fn keep_selection(&mut self, cx: &Cx<'_>) {
        if self.environment.as_ref() != Some(cx.environment) {
            *self = Self {
                environment: Some(cx.environment.clone()),
                hide_healthy: self.hide_healthy,
                cursor: self.cursor.for_other_rows(),
                ..Self::default()
            };
        }
        self.keep(cx);
    }
}
