//! What the pane's commands do to what is opened and selected.

use super::{
    Open, Stacks,
    view::{Opens, View},
};
use crate::{
    ask::{Question, cloudformation},
    facts::{ChangeSetId, Clip, Remote},
    flow::Effect,
    gate::writes::{Subject, Write},
    panes::{Cx, ListAct, list_detail::ListDetail, view::Views},
    ui::{Focus, Line},
};

impl Stacks {
    /// What all lists have: an opened stack has the place of the list and its detail.
    pub(super) fn run_list(&mut self, act: ListAct, cx: &Cx<'_>) -> Vec<Effect> {
        let opened = self.open.is_some();
        match act {
            ListAct::Open => self.enter(cx),
            ListAct::Back => self.back(cx),
            ListAct::OtherSide if opened => self.turn(true, cx),
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
    pub(super) fn next_failure(&mut self, forward: bool, cx: &Cx<'_>) -> Vec<Effect> {
        if self.open.is_none() {
            return self.jump(forward, cx);
        }
        self.next_failure_in_view(forward, cx);
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
            Subject::NewChangeSet(_)
            | Subject::ChangeSet {
                executes: false, ..
            } => View::ChangeSets,
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

    /// Opens the selected stack, or what is selected in its view.
    fn enter(&mut self, cx: &Cx<'_>) {
        if self.open.is_none() {
            self.show(View::Story, cx);
            return;
        }
        let opens = self.of_selected(cx, |rows, at| rows.opens(at)).flatten();
        match opens {
            Some(Opens::ChangeSet(id)) => {
                if let Some(open) = &mut self.open {
                    open.change_set = Some(id);
                    self.view.text_from_top();
                }
            }
            Some(Opens::Stack(id)) if cx.store.stack(cx.environment, &id).is_some() => {
                self.open = None;
                self.cursor.point_at(id);
                self.show(View::Story, cx);
            }
            _ => {}
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
            if open.change_set.take().is_some() {
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

    pub(super) fn copy_text(&self, cx: &Cx<'_>) -> Vec<Effect> {
        let lines = match &self.open {
            Some(_) => self.view_lines(cx),
            None => self.detail(cx),
        };
        let text: Vec<String> = lines.iter().map(Line::text).collect();
        vec![Effect::Copy {
            clip: Clip::whole(text.join("\n")),
        }]
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
