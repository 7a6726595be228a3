//! The alarms of a template: what each watches, from when on, and whom it tells.

use super::{
    functions::{Function, is_call},
    repository::Repository,
    source::Source,
};
use crate::{policy::Place, template::Node};

const KINDS: &[&str] = &["AWS::CloudWatch::Alarm"];

#[derive(Clone, Copy, Debug)]
pub(super) struct Alarm<'a> {
    pub(super) source: &'a Source,
    pub(super) id: &'a str,
    node: &'a Node,
}

pub(super) fn alarms(repository: &Repository) -> Vec<Alarm<'_>> {
    let all = repository.resources(KINDS);
    all.map(|(source, id, node)| Alarm { source, id, node })
        .collect()
}

impl<'a> Alarm<'a> {
    pub(super) fn get(&self, property: &str) -> Option<&'a Node> {
        self.node.property(property)
    }

    pub(super) fn text(&self, property: &str) -> Option<&'a str> {
        self.get(property)?.text()
    }

    pub(super) fn place(&self) -> Place {
        self.node.span.place
    }

    /// It watches this metric, alone or in an expression.
    pub(super) fn watches(&self, namespace: &str, metric: &str) -> bool {
        let own =
            self.text("Namespace") == Some(namespace) && self.text("MetricName") == Some(metric);
        own || self.stats().any(|it| {
            let text = |key: &str| it.get(key).and_then(Node::text);
            text("Namespace") == Some(namespace) && text("MetricName") == Some(metric)
        })
    }

    /// It computes something of several metrics: a rate.
    pub(super) fn is_computed(&self) -> bool {
        let metrics = self.get("Metrics").map_or(&[][..], Node::items);
        metrics.iter().any(|it| it.get("Expression").is_some())
    }

    fn stats(&self) -> impl Iterator<Item = &'a Node> {
        let metrics = self.get("Metrics").map_or(&[][..], Node::items);
        metrics
            .iter()
            .filter_map(|it| it.get("MetricStat")?.get("Metric"))
    }

    /// Its dimensions by name.
    pub(super) fn dimensions(&self) -> Vec<(&'a str, &'a Node)> {
        let own = self.get("Dimensions").into_iter();
        let all = own.chain(self.stats().filter_map(|it| it.get("Dimensions")));
        let each = all.flat_map(|it| it.items().iter());
        each.filter_map(|it| Some((it.get("Name")?.text()?, it.get("Value")?)))
            .collect()
    }

    pub(super) fn is_of(&self, function: &Function<'_>) -> bool {
        let here = self.source.path == function.template.path;
        let mut dimensions = self.dimensions().into_iter();
        here && dimensions
            .any(|(name, value)| name == "FunctionName" && function.is_meant_by(value))
    }

    pub(super) fn actions(&self) -> &'a [Node] {
        self.get("AlarmActions").map_or(&[], Node::items)
    }

    /// Nobody is told, or it was switched off.
    pub(super) fn tells_nobody(&self) -> bool {
        let off = self.text("ActionsEnabled") == Some("false");
        let given = self.get("AlarmActions");
        // A choice of lists is a list all the same.
        off || given.is_none_or(|it| it.items().is_empty() && !is_call(it))
    }
}
