//! What each view of an opened stack shows: rows, or a text.

use super::{
    Stacks, asks, change_set,
    change_sets::ChangeSets,
    concern::Concern,
    detection, drift,
    events::Events,
    resources::Resources,
    story,
    timeline::Timeline,
    values,
    view::{View, unread},
    words,
};
use crate::{
    ask::cloudformation,
    facts::{ChangeSetId, StackId, StackName},
    panes::{
        Cx,
        view::{ViewCache, ViewRows, Views},
    },
    ui::{Line, Role},
};

impl Views for Stacks {
    type Of = (StackId, View, Option<ChangeSetId>);
    type Opens = ChangeSetId;

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

    fn view_rows<'a>(&'a self, cx: &Cx<'a>) -> Option<Box<dyn ViewRows<ChangeSetId> + 'a>> {
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
                let concern = Concern::of(stack, cx);
                let (letter, role) = words::of_stack(&stack.status, concern);
                let (letter_of_drift, drift, _) = words::of_drift(stack.drift.as_ref());
                let written = stack.written();
                let written =
                    written.map_or(String::new(), |at| format!("   written {}", cx.dated(at)));
                let drift = match letter_of_drift.trim() {
                    "" => String::new(),
                    _ => format!("   drift: {drift}"),
                };
                let line = line
                    .then(role, format!("{letter} "))
                    .then(Role::Strong, stack.name.raw())
                    .then(role, format!("   {}", stack.status.raw()));
                let of_open = |(stack, ..): &(StackName, _, _)| *stack == open.name;
                let line = match detection::word(self, cx).filter(of_open) {
                    Some((_, role, word)) => line.then(role, format!("   {word}")),
                    None => line,
                };
                // Half a word would be worse than none.
                match cx.area.width >= 100 {
                    true => line.then(Role::Dim, format!("{written}{drift}")),
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
