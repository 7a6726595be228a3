//! The pane's commands: what they are called, and what they do.

use super::{Focus, Open, Stacks, detail, detection, known, memo, propose, view::View};
use crate::{
    ask::CfnAsk,
    facts::{ChangeSetId, Remote},
    flow::Effect,
    gate::writes::Write,
    keys::{Command, Scope},
    panes::{Cx, cursor::Listed},
    ui::Line,
};

const COMMANDS: &[Command] = &[
    Command::new("stacks.events", "events", "Show the stack's events").in_footer(),
    Command::new(
        "stacks.change-sets",
        "change sets",
        "Show the stack's change sets",
    )
    .in_footer(),
    Command::new(
        "stacks.next",
        "next failure",
        "Go to the next stack or event that failed",
    ),
    Command::new(
        "stacks.previous",
        "previous failure",
        "Go to the previous stack or event that failed",
    ),
    Command::new("stacks.story", "story", "Show what failed first, and why"),
    Command::new(
        "stacks.timeline",
        "timeline",
        "Show how long each resource was worked on",
    ),
    Command::new(
        "stacks.resources",
        "resources",
        "Show the stack's resources",
    ),
    Command::new(
        "stacks.values",
        "values",
        "Show outputs, parameters and tags",
    ),
    Command::new("stacks.template", "template", "Show the deployed template"),
    Command::new(
        "stacks.drift",
        "drift",
        "Show what CloudFormation's last drift detection found",
    ),
    Command::new(
        "stacks.detect-drift",
        "detect drift",
        "Let CloudFormation look for drift, which takes minutes",
    ),
    Command::new(
        "stacks.hide-healthy",
        "healthy",
        "Show or hide stacks that are well",
    ),
    Command::new(
        "stacks.copy-text",
        "copy text",
        "Copy everything that the story or the view says",
    ),
    Command::new(
        "stacks.skip",
        "skip",
        "Leave a resource out when the roll back is continued, or no longer",
    ),
    Command::new(
        "stacks.create-change-set",
        "change set",
        "Make a change set from the repository's template",
    )
    .proposing_write(),
    Command::new(
        "stacks.revert-drift",
        "revert drift",
        "Make a change set that puts back what was changed by hand",
    )
    .proposing_write(),
    Command::new(
        "stacks.execute-change-set",
        "execute",
        "Execute the change set",
    )
    .proposing_write(),
    Command::new(
        "stacks.delete-change-set",
        "delete",
        "Delete a change set that was made here",
    )
    .proposing_write(),
    Command::new(
        "stacks.roll-back",
        "roll back",
        "Roll back what failed, or continue a roll back that stuck",
    )
    .proposing_write(),
    Command::new(
        "stacks.cancel-update",
        "cancel update",
        "Cancel the update that is under way",
    )
    .proposing_write(),
    Command::new(
        "stacks.protect",
        "protection",
        "Enable or disable termination protection",
    )
    .proposing_write(),
    Command::new(
        "stacks.delete",
        "delete stack",
        "Delete a stack whose creation failed",
    )
    .proposing_write(),
];

pub const SCOPE: Scope = Scope {
    name: "stacks",
    title: "Stacks",
    over: &["list", "global"],
    typing: false,
    commands: COMMANDS,
};

/// The same keys while the detail has the focus: movement then scrolls it.
pub const DETAIL_SCOPE: Scope = Scope {
    name: "stacks-detail",
    title: "Stacks, detail",
    over: &["stacks", "list", "global"],
    typing: false,
    commands: &[],
};

/// One stack that has the whole pane.
pub const STACK_SCOPE: Scope = Scope {
    name: "stack",
    title: "A stack",
    over: &["stacks", "list", "global"],
    typing: false,
    commands: &[
        Command::new(
            "stack.next-view",
            "next view",
            "Show the next view of the stack",
        )
        .in_footer(),
        Command::new(
            "stack.previous-view",
            "previous view",
            "Show the previous view of the stack",
        ),
    ],
};

/// Yes or no to something that costs time and calls, and changes nothing.
pub const QUESTION_SCOPE: Scope = Scope {
    name: "stacks-question",
    title: "Stacks, yes or no",
    over: &["global"],
    typing: false,
    commands: &[
        Command::new("stacks.yes", "yes", "Let CloudFormation look for drift").in_footer(),
        Command::new("stacks.no", "no", "Leave it").in_footer(),
    ],
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
            let drifts = CfnAsk::ResourceDrifts(name);
            self.again.push(known::ask(cx.environment, drifts));
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
        text.map_or_else(Vec::new, |text| vec![Effect::Copy { text }])
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
            text: text.join("\n"),
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
