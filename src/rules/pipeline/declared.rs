//! The policies that templates declare for roles, each with its document and the place
//! where it is written. What cannot be read as a policy is left to who reads roles.

use super::{
    repository::Repository,
    row::{Mark, State},
    source::Source,
};
use crate::{
    policy::{self, Document, Kind, Place},
    template::{Inputs, Node, Span, TemplatePolicy, Value, roles},
};

#[derive(Debug)]
pub(super) struct Declared<'a> {
    source: &'a Source,
    /// `role DeployRole`, `policy Logs of role Api`.
    pub(super) owner: String,
    /// As JSON, with a token for what the template leaves open.
    pub(super) text: String,
    pub(super) document: Document,
    span: Span,
}

/// Every document of one kind in every template.
pub(super) fn documents(repository: &Repository, kind: Kind) -> Vec<Declared<'_>> {
    let mut found = Vec::new();
    for source in &repository.templates {
        let declared = roles(&source.tree, &Inputs::default());
        for role in &declared.roles {
            let of = &role.logical_id;
            let mut take = |policy: &TemplatePolicy, owner: String| {
                found.extend(read(source, kind, policy, owner));
            };
            match (kind, &role.trust) {
                (Kind::Trust, Some(trust)) => take(trust, format!("role {of}")),
                (Kind::Trust, None) => {}
                _ => role.policies.iter().for_each(|policy| {
                    let name = policy.name.with_tokens();
                    take(policy, format!("policy {name} of role {of}"));
                }),
            }
        }
        if kind == Kind::Identity {
            let managed = declared.managed.iter();
            found.extend(managed.filter_map(|it| {
                let owner = format!("managed policy {}", it.logical_id);
                read(source, kind, &it.policy, owner)
            }));
        }
    }
    found
}

fn read<'a>(
    source: &'a Source,
    kind: Kind,
    policy: &TemplatePolicy,
    owner: String,
) -> Option<Declared<'a>> {
    let text = policy.document.as_ref().ok()?;
    Some(Declared {
        source,
        owner,
        document: policy::parse(text, kind).ok()?,
        text: text.clone(),
        span: policy.span,
    })
}

impl Declared<'_> {
    pub(super) fn mark(&self, state: State, place: Place, what: String) -> Mark {
        Mark::at(state, self.source, place, what)
    }

    /// Where the first element of this name is written, else the policy.
    pub(super) fn place_of(&self, element: &str) -> Place {
        self.elements(element)
            .first()
            .map_or(self.span.place, |node| node.span.place)
    }

    /// Where a statement's element is written, counted from one.
    pub(super) fn place_in(&self, statement: usize, element: &str) -> Place {
        let statements = self.elements("Statement");
        let statement = statements.first().and_then(|node| match &node.value {
            Value::Seq(items) => items.get(statement.saturating_sub(1)),
            _ => Some(*node),
        });
        let element = statement.and_then(|node| node.get(element));
        let place = element.or(statement).map(|node| node.span.place);
        place.unwrap_or(self.span.place)
    }

    fn elements(&self, name: &str) -> Vec<&Node> {
        let mut found = Vec::new();
        if let Some(node) = at(self.source.root(), self.span) {
            collect(node, name, &mut found);
        }
        found
    }
}

/// The outermost node that stands there.
fn at(node: &Node, span: Span) -> Option<&Node> {
    if node.span == span {
        return Some(node);
    }
    let within = |node: &&Node| node.span.start <= span.start && span.end <= node.span.end;
    let entries = node.entries().iter().map(|entry| &entry.value);
    let inner = match &node.value {
        Value::Tagged(_, inner) => Some(&**inner),
        _ => None,
    };
    let mut below = node.items().iter().chain(entries).chain(inner);
    below.find(within).and_then(|node| at(node, span))
}

fn collect<'n>(node: &'n Node, name: &str, found: &mut Vec<&'n Node>) {
    for entry in node.entries() {
        if entry.key.text == name {
            found.push(&entry.value);
        }
        collect(&entry.value, name, found);
    }
    node.items()
        .iter()
        .for_each(|item| collect(item, name, found));
    if let Value::Tagged(_, inner) = &node.value {
        collect(inner, name, found);
    }
}
