//! A template that nobody named: what a search came to, and the lines that name it in
//! the project's file. They are shown and copied; a person writes them.

use super::{Stacks, asks, words};
use crate::{
    cause::stack_story::{Culprit, TemplateSearch, naming},
    facts::{Clip, StackName},
    panes::Cx,
    rules::stacks::StaleStack,
    ui::{Line, Role},
};

const COPY: &str = "stacks.copy-naming";
const CHANGE_SET: &str = "stacks.create-change-set";

/// Of a refusal: what was looked for, and what is left to do.
pub(super) fn of_culprit(culprit: &Culprit, cx: &Cx<'_>) -> Vec<Line> {
    let Some(search) = culprit.to_be_named() else {
        return Vec::new();
    };
    let mut lines = vec![words::label("Template").then(Role::Text, search.said())];
    lines.extend(next(culprit.stale.as_ref(), &search.lines(), cx));
    lines
}

/// Of a stale stack whose template a search found.
pub(super) fn of_stale(stale: &StaleStack, cx: &Cx<'_>) -> Vec<Line> {
    match stale.is_found {
        true => next(Some(&stale.stack), &lines_of(stale), cx),
        false => Vec::new(),
    }
}

fn lines_of(stale: &StaleStack) -> Vec<String> {
    naming(stale.stack.raw(), &stale.file).to_vec()
}

fn next(stale: Option<&StackName>, to_write: &[String], cx: &Cx<'_>) -> Vec<Line> {
    let then = match stale {
        Some(stack) => format!(
            "then {} on {} makes a change set",
            cx.key(CHANGE_SET),
            stack.raw()
        ),
        None => "then the story says what the repository grants".to_owned(),
    };
    let said = format!(
        "{} copies the lines for watchkeeper.toml; start again, {then}:",
        cx.key(COPY)
    );
    let mut lines = vec![Line::of(Role::Info, format!("{:<10}", "NEXT")).behind(Role::Text, said)];
    let written = to_write.iter();
    lines.extend(written.map(|line| words::label("").then(Role::Strong, line.as_str())));
    lines
}

impl Stacks {
    /// The lines that the story of the stack that is looked at shows.
    pub(super) fn naming(&self, cx: &Cx<'_>) -> Option<Clip> {
        let stack = asks::stack_looked_at(self, cx);
        let lines = stack.and_then(|stack| {
            let stale = cx.store.stale_stack(cx.environment, &stack.name);
            let of_stale = stale.filter(|stale| stale.is_found);
            let story = cx.store.story(cx.environment, &stack.name);
            let mut searches = story.into_iter().flat_map(|story| story.to_be_named());
            let of_story = searches.next().map(TemplateSearch::lines);
            of_story.or(of_stale.as_ref().map(lines_of))
        });
        lines.map(|lines| Clip::whole(lines.join("\n") + "\n"))
    }
}
