//! The Lambda functions of a template as SAM reads them, and how templates refer to
//! resources. Resolves nothing that only a deployment knows.

use super::source::Source;
use crate::{
    policy::Place,
    template::{Inputs, Node, Resolver, Value},
};

const SAM: &str = "AWS::Serverless::Function";
const KINDS: [&str; 2] = [SAM, "AWS::Lambda::Function"];

#[derive(Debug)]
pub(super) struct Function<'a> {
    pub(super) template: &'a Source,
    pub(super) id: &'a str,
    pub(super) is_sam: bool,
    node: &'a Node,
    /// With `Globals` beneath them.
    properties: Option<Node>,
}

impl<'a> Function<'a> {
    pub(super) fn is_one(kind: &str) -> bool {
        KINDS.contains(&kind)
    }

    pub(super) fn of(template: &'a Source, (id, node, kind): (&'a str, &'a Node, &str)) -> Self {
        Self {
            template,
            id,
            is_sam: kind == SAM,
            node,
            properties: template.tree.properties(kind, node),
        }
    }

    pub(super) fn get(&self, property: &str) -> Option<&Node> {
        self.properties.as_ref()?.get(property)
    }

    /// Where what it lacks would stand: its type.
    pub(super) fn place(&self) -> Place {
        let kind = self.node.get("Type").map(|it| it.span.place);
        kind.unwrap_or(self.node.span.place)
    }

    /// It is one that tries a deployment before its traffic is shifted.
    pub(super) fn is_a_hook(&self) -> bool {
        let name = self.get("FunctionName").and_then(Node::text);
        let named = name.is_some_and(|name| name.starts_with("CodeDeployHook_"));
        let resources = self.template.tree.resources();
        let mut preferences = resources
            .filter_map(|(_, node, _)| node.property("DeploymentPreference")?.get("Hooks"));
        named || preferences.any(|hooks| refers_to(hooks, self.id))
    }

    /// Schedules that start it: the expression and where it stands.
    pub(super) fn schedules(&self) -> Vec<(&str, Place)> {
        let events = self.get("Events").map_or(&[][..], Node::entries).iter();
        let own = events.filter_map(|event| {
            let kind = event.value.get("Type")?.text()?;
            let is_schedule = matches!(kind, "Schedule" | "ScheduleV2");
            let properties = event.value.get("Properties").filter(|_| is_schedule)?;
            let given = properties.get("Schedule");
            let expression = given.or_else(|| properties.get("ScheduleExpression"))?;
            Some((expression.text()?, expression.span.place))
        });
        let others = self
            .template
            .tree
            .resources()
            .filter_map(|(_, node, kind)| {
                let of = ["AWS::Scheduler::Schedule", "AWS::Events::Rule"];
                let targets = node.property("Target").or_else(|| node.property("Targets"));
                let targets = targets.filter(|it| of.contains(&kind) && refers_to(it, self.id));
                let expression = targets.and(node.property("ScheduleExpression"))?;
                Some((expression.text()?, expression.span.place))
            });
        own.chain(others).collect()
    }

    /// Something besides a person invokes it and waits for no answer.
    pub(super) fn is_invoked_unwatched(&self) -> bool {
        let events = self.get("Events").map_or(&[][..], Node::entries);
        let kinds = [
            "Schedule",
            "ScheduleV2",
            "S3",
            "SNS",
            "EventBridgeRule",
            "CloudWatchEvent",
        ];
        let mut events = events.iter();
        let own = events.any(|event| {
            let kind = event.value.get("Type").and_then(Node::text);
            kind.is_some_and(|kind| kinds.contains(&kind))
        });
        own || !self.schedules().is_empty()
    }

    /// Its name in a text of the template, as far as defaults tell it.
    pub(super) fn name(&self) -> Option<String> {
        resolved(self.template, self.get("FunctionName")?)
    }

    /// The node is this function's name, ARN or alias.
    pub(super) fn is_meant_by(&self, node: &Node) -> bool {
        let same = || Some(resolved(self.template, node)? == self.name()?);
        refers_to(node, self.id) || same() == Some(true)
    }
}

/// The text with defaults for parameters; what is open has a token.
pub(super) fn resolved(template: &Source, node: &Node) -> Option<String> {
    let inputs = Inputs::default();
    let text = Resolver::new(&template.tree, &inputs).text(node)?;
    Some(text.with_tokens())
}

/// A reference to a resource, or to something of it, anywhere beneath the node.
pub(super) fn refers_to(node: &Node, id: &str) -> bool {
    references(node).iter().any(|named| {
        let rest = named.strip_prefix(id);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// What a node refers to: `Fn`, `Fn.Arn`, and in a `Sub` each of its names.
pub(super) fn references(node: &Node) -> Vec<String> {
    let mut found = Vec::new();
    collect(node, &mut found);
    found
}

fn collect(node: &Node, found: &mut Vec<String>) {
    match &node.value {
        Value::Tagged(name, inner) => call(name, inner, found),
        Value::Map(entries) => {
            for entry in entries {
                call(&entry.key.text, &entry.value, found);
            }
        }
        Value::Seq(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Scalar(_) => {}
    }
}

fn call(name: &str, of: &Node, found: &mut Vec<String>) {
    let text = of.text();
    match name.strip_prefix("Fn::").unwrap_or(name) {
        "Ref" => found.extend(text.map(str::to_owned)),
        "GetAtt" => {
            let parts: Vec<&str> = of.items().iter().filter_map(Node::text).collect();
            found.push(text.map_or_else(|| parts.join("."), str::to_owned));
        }
        "Sub" => {
            let text = text.or_else(|| of.items().first()?.text());
            let names = text.unwrap_or_default().split("${").skip(1);
            found.extend(names.filter_map(|it| Some(it.split_once('}')?.0.to_owned())));
            of.items()
                .iter()
                .skip(1)
                .for_each(|item| collect(item, found));
        }
        _ => collect(of, found),
    }
}

/// It is whatever an intrinsic function makes of it.
pub(super) fn is_call(node: &Node) -> bool {
    let [entry] = node.entries() else {
        return matches!(node.value, Value::Tagged(..));
    };
    entry.key.text == "Ref" || entry.key.text.starts_with("Fn::")
}
