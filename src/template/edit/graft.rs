//! What is wanted, in the template's own words wherever those come to the same.
//!
//! An edit towards a grafted document touches only what differs. Whether the whole
//! still means what was wanted is not judged here.

use super::{
    bind::{Bindings, named},
    pair::paired,
};
use crate::{
    facts::Verdict,
    policy::{self, Kind},
    template::{Entry, Node, Resolver, Value, document, intrinsic::call, made::NOWHERE},
};

pub(super) struct Graft<'a> {
    resolver: &'a Resolver<'a>,
    pub(super) bindings: Bindings,
}

impl<'a> Graft<'a> {
    pub(super) fn new(resolver: &'a Resolver<'a>) -> Self {
        Self {
            resolver,
            bindings: Bindings::default(),
        }
    }

    /// The wanted document over the written one. With `keep`, what stands beside the
    /// statements stays as it is written too.
    pub(super) fn document(&mut self, old: &Node, wanted: &Node, keep: bool) -> Node {
        let statements = |node: &Node| {
            let found = node.get("Statement").cloned();
            found.map(|found| match found.value {
                Value::Seq(_) => found,
                _ => NOWHERE.list(vec![found]),
            })
        };
        let (Some(before), Some(after)) = (statements(old), statements(wanted)) else {
            return wanted.clone();
        };
        let grafted = self.statements(&before, &after, [old, wanted]);
        let (outer, inner) = if keep { (old, wanted) } else { (wanted, old) };
        let mut entries: Vec<Entry> = Vec::new();
        for entry in outer.entries() {
            let key = entry.key.text.as_str();
            let value = match (key, inner.get(key)) {
                ("Statement", _) => grafted.clone(),
                (_, Some(_)) if keep => entry.value.clone(),
                (_, Some(own)) => self.value(own, &entry.value),
                _ => entry.value.clone(),
            };
            entries.push(Entry {
                value,
                ..entry.clone()
            });
        }
        NOWHERE.node(Value::Map(entries))
    }

    fn statements(&mut self, old: &Node, wanted: &Node, documents: [&Node; 2]) -> Node {
        self.items(old, wanted, |graft, own, wanted| {
            match graft.means_the_same(own, wanted, documents) {
                true => own.clone(),
                false => graft.value(own, wanted),
            }
        })
    }

    /// The wanted items, those that a written one becomes as `grafted` has them.
    fn items(
        &mut self,
        old: &Node,
        wanted: &Node,
        grafted: impl Fn(&mut Self, &Node, &Node) -> Node,
    ) -> Node {
        let pairs = self.pairs(old.items(), wanted.items());
        let mut items = wanted.items().to_vec();
        for (own, pair) in old.items().iter().zip(pairs) {
            if let Some(slot) = pair.and_then(|pair| items.get_mut(pair)) {
                *slot = grafted(self, own, slot);
            }
        }
        NOWHERE.list(items)
    }

    /// The wanted value, with the template's own nodes where they come to it.
    fn value(&mut self, old: &Node, wanted: &Node) -> Node {
        let (own, live) = (self.resolver.resolve(old), self.resolver.resolve(wanted));
        if self.bindings.same(&own, &live) {
            return old.clone();
        }
        if call(old).is_some() || call(wanted).is_some() {
            return wanted.clone();
        }
        match (&old.value, &wanted.value) {
            (Value::Map(_), Value::Map(entries)) => {
                let entries = entries.iter().map(|entry| {
                    let own = old.get(&entry.key.text);
                    let value = own.map(|own| self.value(own, &entry.value));
                    Entry {
                        value: value.unwrap_or_else(|| entry.value.clone()),
                        ..entry.clone()
                    }
                });
                NOWHERE.node(Value::Map(entries.collect()))
            }
            (Value::Seq(_), Value::Seq(_)) => self.items(old, wanted, Self::value),
            _ => wanted.clone(),
        }
    }

    fn pairs(&mut self, old: &[Node], wanted: &[Node]) -> Vec<Option<usize>> {
        let values = |nodes: &[Node]| -> Vec<_> {
            let nodes = nodes.iter();
            nodes.map(|node| self.resolver.resolve(node)).collect()
        };
        let (old, wanted) = (values(old), values(wanted));
        paired(&old, &wanted, named, |old, wanted| {
            self.bindings.same(old, wanted)
        })
    }

    /// Proved of each statement by itself, in the version of its own document.
    fn means_the_same(&self, own: &Node, live: &Node, documents: [&Node; 2]) -> bool {
        let alone = |statement: &Node, of: &Node| {
            let version = of.get("Version").map(|it| ("Version", it.clone()));
            let statement = Some(("Statement", NOWHERE.list(vec![statement.clone()])));
            let document = NOWHERE.map(version.into_iter().chain(statement));
            let (_, text) = document::of_node(self.resolver, &document, Kind::Identity);
            let text = self.bindings.filled(&text.ok()?);
            policy::parse(&text, Kind::Identity).ok()
        };
        let [old, wanted] = documents;
        match (alone(own, old), alone(live, wanted)) {
            (Some(own), Some(live)) => policy::compare(&own, &live).verdict == Verdict::Equal,
            _ => false,
        }
    }
}

/// Whether the written document, with what was bound for what it leaves open, means
/// what is wanted: the document's text, if it does.
pub(super) fn proved(
    resolver: &Resolver<'_>,
    written: &Node,
    wanted: &Node,
    bindings: &Bindings,
) -> Option<String> {
    let read = |node: &Node| document::of_node(resolver, node, Kind::Identity).1.ok();
    let parse = |text: &str| policy::parse(text, Kind::Identity).ok();
    let (written, wanted) = (read(written)?, read(wanted)?);
    let (own, live) = (parse(&bindings.filled(&written))?, parse(&wanted)?);
    let same = policy::compare(&own, &live).verdict == Verdict::Equal;
    same.then_some(written)
}
