//! The views of an opened stack, in the order of their tabs.

use super::{
    Open, Stacks, asks, change_set, change_sets::ChangeSets, detection, drift, events::Events,
    resources::Resources, story, timeline::Timeline, values, words,
};
use crate::{
    ask::cloudformation,
    facts::{ChangeSetId, StackId},
    panes::{
        Cx,
        view::{ViewCache, ViewRows, Views},
    },
    ui::{Line, Role},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::panes) enum View {
    Story,
    Events,
    Timeline,
    Resources,
    Values,
    Template,
    ChangeSets,
    Drift,
}

impl View {
    const ALL: [Self; 8] = [
        Self::Story,
        Self::Events,
        Self::Timeline,
        Self::Resources,
        Self::Values,
        Self::Template,
        Self::ChangeSets,
        Self::Drift,
    ];

    const TITLES: [&'static str; 8] = [
        "story",
        "events",
        "timeline",
        "resources",
        "values",
        "template",
        "change sets",
        "drift",
    ];

    fn place(self) -> usize {
        Self::ALL.iter().position(|view| *view == self).unwrap_or(0)
    }

    /// It shows what the stack did, all of it.
    pub(super) fn is_of_events(self) -> bool {
        matches!(self, Self::Story | Self::Events | Self::Timeline)
    }

    pub(super) fn next(self, forward: bool) -> Self {
        let count = Self::ALL.len();
        Self::ALL[(self.place() + if forward { 1 } else { count - 1 }) % count]
    }
}

/// What Enter opens from a row.
#[derive(Debug)]
pub(in crate::panes) enum Opens {
    ChangeSet(ChangeSetId),
    Stack(StackId),
}

impl Views for Stacks {
    type Of = (StackId, View, Option<ChangeSetId>);
    type Opens = Opens;

    fn cache(&self) -> &ViewCache<Self::Of> {
        &self.view
    }

    fn cache_mut(&mut self) -> &mut ViewCache<Self::Of> {
        &mut self.view
    }

    fn opened(&self) -> Option<Self::Of> {
        let open = self.open.as_ref()?;
        Some((open.stack.clone(), open.view, open.change_set.clone()))
    }

    fn view_rows<'a>(&'a self, cx: &Cx<'a>) -> Option<Box<dyn ViewRows<Opens> + 'a>> {
        let open = self.open.as_ref()?;
        Some(match open.view {
            View::Events => Box::new(Events::of(open, cx)),
            View::Timeline => Box::new(Timeline::of(open, cx)),
            View::Resources => Box::new(Resources::of(self, open, cx)),
            View::ChangeSets if open.change_set.is_none() => Box::new(ChangeSets::of(open, cx)),
            _ => return None,
        })
    }

    fn view_text(&self, cx: &Cx<'_>) -> Vec<Line> {
        let open = self.open.as_ref();
        let stack = open.and_then(|open| cx.store.stack(cx.environment, &open.stack));
        let mut lines = detection::lines(self);
        let (Some(open), Some(stack)) = (open, stack) else {
            return lines;
        };
        let text = match open.view {
            View::Story => Some(story::lines(stack, false, true, cx)),
            View::Values => Some(values::lines(stack)),
            View::Template => {
                asks::view_answer::<cloudformation::Template>(open, cx).map(values::template)
            }
            View::ChangeSets => asks::view_answer::<cloudformation::ChangeSet>(open, cx)
                .map(|found| change_set::lines(found, cx)),
            View::Drift => asks::view_answer::<cloudformation::ResourceDrifts>(open, cx)
                .map(|drifts| drift::lines(stack, drifts, cx)),
            _ => None,
        };
        lines.extend(text.unwrap_or_default());
        lines
    }

    fn header(&self, cx: &Cx<'_>) -> (Line, &'static [&'static str], usize) {
        let Some(open) = &self.open else {
            return (Line::empty(), &View::TITLES, 0);
        };
        let line = Line::of(Role::Text, " ");
        let line = match cx.store.stack(cx.environment, &open.stack) {
            Some(stack) => {
                let (letter, role) = words::of_stack(&stack.status);
                let (_, drift, _) = words::of_drift(stack.drift.as_ref());
                let written = stack.written().map_or(String::new(), words::minute);
                let line = line
                    .then(role, format!("{letter} "))
                    .then(Role::Strong, stack.name.raw())
                    .then(role, format!("   {}", stack.status.raw()));
                // Half a word would be worse than none.
                match cx.area.width >= 100 {
                    true => line.then(Role::Dim, format!("   {written}   drift: {drift}")),
                    false => line,
                }
            }
            None => line.then(Role::Strong, open.name.raw()),
        };
        (line, &View::TITLES, open.view.place())
    }

    fn unread(&self, cx: &Cx<'_>) -> Option<Vec<Line>> {
        let open = self.open.as_ref()?;
        if asks::is_read(open, cx) {
            return None;
        }
        Some(match asks::view_fault(open, cx) {
            Some(fault) => vec![
                Line::signed("x ", Role::Bad, fault.what.clone()),
                Line::indented(2, Role::Text, fault.hint.clone()),
            ],
            None => cx.unread(&asks::wants(self, cx), &unread(cx)),
        })
    }
}

pub(super) fn unread(cx: &Cx<'_>) -> String {
    let again = cx.key("app.refresh");
    format!("This has not been read. {again} reads again.")
}

/// The rows of the story are those of the opened stack's newest operation.
pub(super) fn story_of<'a>(
    open: &Open,
    cx: &Cx<'a>,
) -> Option<&'a crate::cause::stack_story::StackStory> {
    cx.store.story(cx.environment, &open.name)
}
