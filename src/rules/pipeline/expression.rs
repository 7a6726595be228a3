//! `${{ ... }}` in a text, and what in it somebody else can choose.
//!
//! An expression is found by its braces alone and never evaluated.

use super::source::Source;
use crate::{
    policy::Place,
    template::{Node, Scalar, Value},
};

/// An expression without its braces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expression<'a> {
    pub(super) text: &'a str,
    /// Of its first brace, in the file.
    byte: usize,
}

/// What anybody can choose who opens an issue, a pull request or a discussion.
/// GitHub, "Script injections": contexts that end like these.
const CHOSEN: &[&str] = &[
    "github.event.issue.title",
    "github.event.issue.body",
    "github.event.pull_request.title",
    "github.event.pull_request.body",
    "github.event.pull_request.head.ref",
    "github.event.pull_request.head.label",
    "github.event.pull_request.head.repo.default_branch",
    "github.event.comment.body",
    "github.event.review.body",
    "github.event.review_comment.body",
    "github.event.discussion.title",
    "github.event.discussion.body",
    "github.event.head_commit.message",
    "github.event.head_commit.author.email",
    "github.event.head_commit.author.name",
    "github.event.workflow_run.head_branch",
    "github.event.workflow_run.display_title",
    "github.event.workflow_run.head_commit.message",
    "github.event.workflow_run.head_commit.author.email",
    "github.event.workflow_run.head_commit.author.name",
    "github.head_ref",
];
/// The same, where a list stands in between.
const CHOSEN_IN_LISTS: &[(&str, &[&str])] = &[
    (
        "github.event.commits",
        &[".message", ".author.email", ".author.name"],
    ),
    ("github.event.pages", &[".page_name"]),
];

impl<'a> Expression<'a> {
    /// The expressions in the bytes of a node.
    pub(super) fn all(source: &'a Source, node: &Node) -> Vec<Self> {
        let written = source.written(node.span);
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = written.get(from..).and_then(|rest| rest.find("${{")) {
            let start = from + at;
            let inner = &written[start + 3..];
            let Some(end) = inner.find("}}") else { break };
            found.push(Self {
                text: inner[..end].trim(),
                byte: node.span.start + start,
            });
            from = start + 3 + end + 2;
        }
        found
    }

    /// The place of each, found together.
    pub(super) fn places(source: &Source, of: &[Self]) -> Vec<Place> {
        source.places(of.iter().map(|one| one.byte))
    }

    /// The contexts that it names: `github.event.issue.title`, in lower case, with
    /// `['x']` as `.x`.
    fn contexts(&self) -> Vec<String> {
        let mut text = self.text.to_ascii_lowercase();
        for (index, dot) in [("['", "."), ("[\"", "."), ("']", ""), ("\"]", "")] {
            text = text.replace(index, dot);
        }
        let is_part = |c: char| c.is_ascii_alphanumeric() || "._-*[]".contains(c);
        let parts = text.split(|c| !is_part(c));
        parts
            .filter(|part| part.contains('.'))
            .map(str::to_owned)
            .collect()
    }

    /// What anybody can choose.
    pub(super) fn chosen(&self) -> Option<String> {
        self.contexts().into_iter().find(|context| {
            CHOSEN.contains(&context.as_str())
                || CHOSEN_IN_LISTS.iter().any(|(list, ends)| {
                    context.starts_with(list) && ends.iter().any(|end| context.ends_with(end))
                })
        })
    }

    /// An input of whoever starts the workflow: its name.
    pub(super) fn input(&self) -> Option<String> {
        self.contexts().into_iter().find_map(|context| {
            let own = context.strip_prefix("inputs.");
            let name = own.or_else(|| context.strip_prefix("github.event.inputs."));
            name.map(str::to_owned)
        })
    }

    /// The secret that it gives out.
    pub(super) fn secret(&self) -> Option<String> {
        let named = self.contexts().into_iter();
        named
            .filter_map(|context| {
                let name = context.strip_prefix("secrets.")?;
                (name != "github_token").then(|| name.to_ascii_uppercase())
            })
            .next()
    }
}

/// Every text beneath a node with its place, in their order.
pub(super) fn texts<'n>(node: &'n Node, found: &mut Vec<(&'n Scalar, &'n Node)>) {
    match &node.value {
        Value::Scalar(scalar) => found.push((scalar, node)),
        Value::Seq(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Map(entries) => entries.iter().for_each(|entry| texts(&entry.value, found)),
        Value::Tagged(_, inner) => texts(inner, found),
    }
}
