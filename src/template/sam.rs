//! The roles that SAM's transform makes, as the resources that CloudFormation then sees.
//!
//! Rewrites a template: each resource of SAM stays and is followed by the roles and the
//! managed policies that it becomes. What is not known here is noted, and opens the
//! roles that it may grant something to; it is never left out in silence. Nothing is
//! resolved and nothing judged.

mod build;
mod connect;
mod connectors;
mod deployment;
mod destinations;
mod events;
mod function;
mod globals;
mod grant;
mod graphql;
mod machine;
mod making;
mod operators;
mod policies;
mod policy_templates;
mod schedule;
mod seen;
mod sources;

use std::collections::{BTreeMap, HashSet};

use super::{Entry, Inputs, Node, Note, Resolver, Template, Value};
use making::{Made, Making};

pub(super) use globals::merged as with_globals;
pub use policy_templates::known as known_sam_policies;

const PREFIX: &str = "AWS::Serverless::";

/// Resources of SAM that make no role.
const WITHOUT_ROLES: &[&str] = &[
    "Api",
    "HttpApi",
    "LayerVersion",
    "SimpleTable",
    "WebSocketApi",
];

/// A template with what SAM makes of it.
#[derive(Debug)]
pub(super) struct Expanded {
    pub(super) template: Template,
    pub(super) notes: Vec<Note>,
    /// Why a role may be granted more than stands here, by its logical id.
    pub(super) open: BTreeMap<String, Vec<String>>,
    /// Why every role may.
    pub(super) open_all: Vec<String>,
}

/// None: the template has nothing of SAM's.
pub(super) fn expanded(template: &Template, inputs: &Inputs) -> Option<Expanded> {
    let is_sam = |(_, node, kind): (&str, &Node, &str)| {
        kind.starts_with(PREFIX) || node.get("Connectors").is_some()
    };
    if !template.resources().any(is_sam) {
        return None;
    }
    let resolver = Resolver::new(template, inputs);
    let mut made = Made::default();
    let mut root = template.root.clone();
    if let Value::Map(entries) = &mut root.value {
        let section = entries.iter_mut().find(|it| it.key.text == "Resources");
        if let Some(section) = section
            && let Value::Map(entries) = &mut section.value.value
        {
            *entries = resources(&resolver, &mut made);
        }
        with_conditions(entries, std::mem::take(&mut made.conditions));
    }
    Some(Expanded {
        template: template.with_root(root),
        notes: made.notes,
        open: made.open,
        open_all: made.open_all,
    })
}

/// The resources in their order, each followed by what SAM makes of it.
fn resources(resolver: &Resolver<'_>, made: &mut Made) -> Vec<Entry> {
    let template = resolver.template();
    let written = template
        .root
        .get("Resources")
        .map_or(&[][..], Node::entries);
    let ids: HashSet<&str> = written.iter().map(|it| it.key.text.as_str()).collect();
    let mut preferences = Vec::new();
    let mut out = Vec::new();
    let take = |made: &mut Made, out: &mut Vec<Entry>| {
        let new = made.resources.drain(..);
        out.extend(new.filter(|entry| !ids.contains(entry.key.text.as_str())));
    };
    let globals = template.root.get("Globals").map_or(1, Node::weight);
    for entry in written {
        out.push(entry.clone());
        let (id, node) = (entry.key.text.as_str(), &entry.value);
        let notes = made.notes.len();
        if let Some(kind) = node.get("Type").and_then(Node::text) {
            // Every resource of SAM gets a copy of the globals.
            if resolver.spend(globals) {
                preferences.extend(one(resolver, (id, node, kind), made));
            } else {
                made.note(id, node, "is not expanded: the template is too large");
            }
        }
        if !exists(resolver, node) {
            made.notes.truncate(notes);
        }
        take(made, &mut out);
    }
    let partition = resolver.reference("AWS::Partition", &template.root).text();
    let partition = partition.as_ref().and_then(super::Text::known);
    deployment::role(&preferences, made, partition);
    // SAM's role takes the place of one that the template has under its name.
    if !made.resources.is_empty() {
        out.retain(|entry| entry.key.text != deployment::ROLE);
        out.append(&mut made.resources);
    }
    for (id, node, kind) in template.resources() {
        let attached = connect::attached(id, node);
        let own = (kind == connect::KIND).then(|| connect::Connector::resource(id, node));
        for connector in attached.chain(own) {
            if exists(resolver, connector.node) {
                connect::connect(template, &connector, made);
            }
        }
    }
    take(made, &mut out);
    out
}

/// Whether a resource may be there: what is not, needs no note.
fn exists(resolver: &Resolver<'_>, node: &Node) -> bool {
    let condition = node.get("Condition").and_then(Node::text);
    condition.is_none_or(|name| resolver.condition(name) != Some(false))
}

fn one<'a>(
    resolver: &'a Resolver<'_>,
    (id, node, kind): (&'a str, &'a Node, &str),
    made: &'a mut Made,
) -> Option<deployment::Preference> {
    let name = kind.strip_prefix(PREFIX)?;
    let mut making = Making::of(resolver, (id, node, kind), made);
    match name {
        "Function" => {
            making.function();
            return making.preference();
        }
        "StateMachine" => making.machine(),
        "GraphQLApi" => making.graphql(),
        "CapacityProvider" => {
            let policy = "AWSLambdaManagedEC2ResourceOperator";
            making.operator("OperatorRole", ("OperatorRole", policy));
        }
        "NetworkConnector" => {
            let policy = "AWSLambdaNetworkConnectorOperatorPolicy";
            making.operator("OperatorRole", ("OperatorRole", policy));
        }
        "WebFunction" => {
            let policy = "service-role/AWSLambdaBasicExecutionRole";
            making.operator("ExecutionRoleArn", ("Role", policy));
        }
        "MicrovmImage" => making.image(),
        "Application" => making.note(
            node,
            "becomes a nested stack: its roles are those of a stack of its own, whose template is not read here",
        ),
        // Once all roles are made: it names those of its ends.
        "Connector" => {}
        _ if WITHOUT_ROLES.contains(&name) => {}
        _ => making.note(
            node,
            "is of a type of SAM that is not known here: it is not expanded",
        ),
    }
    None
}

fn with_conditions(sections: &mut Vec<Entry>, new: Vec<Entry>) {
    let Some(first) = new.first() else {
        return;
    };
    let at = build::At(first.key_span);
    let known = sections.iter_mut().find(|it| it.key.text == "Conditions");
    match known {
        Some(section) => {
            if let Value::Map(entries) = &mut section.value.value {
                for entry in new {
                    if !entries.iter().any(|known| known.key.text == entry.key.text) {
                        entries.push(entry);
                    }
                }
            }
        }
        None => {
            let mut section = at.map([]);
            section.value = Value::Map(new);
            sections.push(at.entry("Conditions", section));
        }
    }
}
