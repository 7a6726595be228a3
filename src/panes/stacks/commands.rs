//! What the pane's commands do.

use super::{Focus, Open, Stacks, detail, detection, known, memo, propose, view::View};
use crate::{
    ask::{Question, cloudformation},
    facts::{ChangeSetId, Clip, Remote},
    flow::Effect,
    gate::writes::Write,
    panes::{Cx, cursor::Listed},
    ui::Line,
};

impl Stacks {
    pub(super) fn run(&mut self, id: &str, cx: &Cx<'_>) -> Vec<Effect> {
        if let Some(view) = View::of(id) {
            return self.show(view, cx);
        }
        match id {
            "stacks.next" => return self.next_failure(true, cx),
            "stacks.previous" => return self.next_failure(false, cx),
            "list.open" => self.enter(cx),
            "list.other-side" if self.open.is_some() => self.turn(true, cx),
            "list.other-side" if self.cursor.focus() == Focus::Detail => self.back(cx),
            "stack.next-view" => self.turn(true, cx),
            "stack.previous-view" => self.turn(false, cx),
            "app.back" => self.back(cx),
            "app.filter" if self.open.is_none() => self.back(cx),
            "stacks.hide-healthy" => {
                self.hide_healthy = !self.hide_healthy;
                self.keep_selection(cx);
            }
            "stacks.detect-drift" => detection::offer(self, cx),
            "stacks.yes" => detection::begin(self, cx),
            "stacks.no" => self.question = None,
            "stacks.skip" => propose::skip(self, cx),
            "app.copy" => return self.copy_name(cx),
            "stacks.copy-text" => return self.copy_text(cx),
            _ if self.open.is_some() => self.move_in_view(id, cx),
            _ => return self.moved(id, cx),
        }
        Vec::new()
    }

    /// Brings up a view of the opened stack, or of the selected one.
    fn show(&mut self, view: View, cx: &Cx<'_>) -> Vec<Effect> {
        let stack = match (&self.open, self.cursor.selected()) {
            (Some(open), _) => open.stack.clone(),
            (None, Some(selected)) => selected.clone(),
            (None, None) => return Vec::new(),
        };
        let name = match (&self.open, known::stack(&stack, cx)) {
            (_, Some(known)) => known.name.clone(),
            (Some(open), None) => open.name.clone(),
            (None, None) => return Vec::new(),
        };
        self.cursor.choose();
        let filter = match &self.open {
            Some(open) => open.filter.clone(),
            None => cx.filter.text.clone(),
        };
        self.open = Some(Open {
            stack,
            name: name.clone(),
            view,
            at: 0,
            top: 0,
            change_set: None,
            filter,
        });
        if view == View::Drift {
            // A detection may have ended since: what was read then says nothing of it.
            let drifts = cloudformation::ResourceDrifts(name);
            self.again.push(drifts.of(cx.environment).into());
        }
        memo::refresh(self, cx);
        self.at_root(cx);
        Vec::new()
    }

    /// A change set is seen among the change sets, everything else in the events.
    pub(super) fn show_where_written(&mut self, write: &Write, made: Option<&Remote>, cx: &Cx<'_>) {
        let view = match write {
            Write::CreateChangeSet(_) | Write::DeleteChangeSet(_) => View::ChangeSets,
            _ => View::Events,
        };
        let written = write.change().stack();
        let mut known = known::known_stacks(cx.environment, cx.store).into_iter();
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
            memo::refresh(self, cx);
        }
    }

    /// Opens the selected stack, or what is selected in its view.
    fn enter(&mut self, cx: &Cx<'_>) {
        let Some(open) = &self.open else {
            self.show(View::Story, cx);
            return;
        };
        match (open.view, memo::selected(self, cx)) {
            (View::ChangeSets, Some(memo::Chosen::ChangeSet(id))) if open.change_set.is_none() => {
                if let Some(open) = &mut self.open {
                    open.change_set = Some(id);
                    open.top = 0;
                }
            }
            (View::Resources | View::Events, Some(memo::Chosen::Stack(id)))
                if known::stack(&id, cx).is_some() =>
            {
                self.open = None;
                self.cursor.point_at(id);
                self.show(View::Story, cx);
            }
            _ => {}
        }
    }

    fn turn(&mut self, forward: bool, cx: &Cx<'_>) {
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
                open.top = 0;
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

    fn copy_name(&self, cx: &Cx<'_>) -> Vec<Effect> {
        let name = self
            .open
            .as_ref()
            .and_then(|open| memo::name(self, open, cx));
        let opened = self.open.as_ref().map(|open| open.name.raw().to_owned());
        let of_list = || {
            Some(
                known::stack(self.cursor.selected()?, cx)?
                    .name
                    .raw()
                    .to_owned(),
            )
        };
        let text = name.or(opened).or_else(of_list);
        let clip = text.as_deref().map(Clip::name);
        clip.map_or_else(Vec::new, |clip| vec![Effect::Copy { clip }])
    }

    fn copy_text(&self, cx: &Cx<'_>) -> Vec<Effect> {
        let lines = match &self.open {
            Some(open) if open.view.has_rows() && open.change_set.is_none() => {
                memo::about(self, cx)
            }
            Some(_) => self.memo.lines.clone(),
            None => detail::lines(self, cx),
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
                cursor: self.cursor.anew(),
                ..Self::default()
            };
        }
        self.keep(cx);
    }
}
