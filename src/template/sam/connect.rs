//! Connectors: a managed policy for the role of one end, for each destination.
//!
//! A connector that cannot be followed opens the roles of its ends, or all of them.

use super::{
    build::At,
    grant::{End, Grant},
    making::Made,
    seen::{is_given, target},
};
use crate::template::{Node, Template, Value};

/// Types of SAM, and what they become.
const BECOMES: &[(&str, &str)] = &[
    ("AWS::Serverless::Api", "AWS::ApiGateway::RestApi"),
    ("AWS::Serverless::Function", "AWS::Lambda::Function"),
    ("AWS::Serverless::GraphQLApi", "AWS::AppSync::GraphQLApi"),
    ("AWS::Serverless::HttpApi", "AWS::ApiGatewayV2::Api"),
    ("AWS::Serverless::SimpleTable", "AWS::DynamoDB::Table"),
    (
        "AWS::Serverless::StateMachine",
        "AWS::StepFunctions::StateMachine",
    ),
];

/// Types whose `Ref` is their ARN.
const BY_REFERENCE: &[&str] = &[
    "AWS::AppSync::DataSource",
    "AWS::AppSync::GraphQLApi",
    "AWS::SNS::Topic",
    "AWS::StepFunctions::StateMachine",
];

pub(super) const KIND: &str = "AWS::Serverless::Connector";

/// A connector: a resource, or an attribute of the resource that is its source.
pub(super) struct Connector<'a> {
    pub(super) id: String,
    pub(super) node: &'a Node,
    /// The resource that it is an attribute of.
    pub(super) of: Option<&'a str>,
}

impl<'a> Connector<'a> {
    pub(super) fn resource(id: &str, node: &'a Node) -> Self {
        Self {
            id: id.to_owned(),
            node,
            of: None,
        }
    }
}

/// The connectors among a resource's attributes.
pub(super) fn attached<'a>(id: &'a str, node: &'a Node) -> impl Iterator<Item = Connector<'a>> {
    let entries = node.get("Connectors").map_or(&[][..], Node::entries);
    entries.iter().map(move |entry| Connector {
        id: format!("{id}{}", entry.key.text),
        node: &entry.value,
        of: Some(id),
    })
}

/// Adds the policies that the connector makes.
pub(super) fn connect(template: &Template, connector: &Connector<'_>, made: &mut Made) {
    let of = |name: &str| connector.node.property(name);
    let source = match connector.of {
        Some(id) => Written::Id(id),
        None => Written::of(of("Source")),
    };
    let permissions = of("Permissions").map_or(&[][..], Node::items);
    let permissions: Option<Vec<&str>> = permissions.iter().map(Node::text).collect();
    let permissions = permissions.unwrap_or_default();
    let destinations = destinations(connector, of("Destination"));
    if destinations.is_empty() {
        opens(connector, &[end(template, source, Written::Nothing)], made);
    }
    for (id, destination) in destinations {
        let destination = Written::of(Some(destination));
        let ends = [
            end(template, source, destination),
            end(template, destination, source),
        ];
        let grant = Grant {
            id: &id,
            at: At(connector.node.span),
            condition: connector.node.get("Condition").cloned(),
            permissions: permissions.clone(),
        };
        let granted = match &ends {
            [Some(source), Some(destination)] => grant.between(source, destination, made),
            _ => None,
        };
        if granted.is_none() {
            opens(connector, &ends, made);
        }
    }
}

/// The destinations, each with the logical id of its policy.
fn destinations<'n>(
    connector: &Connector<'_>,
    written: Option<&'n Node>,
) -> Vec<(String, &'n Node)> {
    let id = format!("{}Policy", connector.id);
    let Some(written) = written else {
        return Vec::new();
    };
    let Value::Seq(items) = &written.value else {
        return vec![(id, written)];
    };
    let numbered = items.iter().enumerate();
    numbered
        .map(|(number, item)| (format!("{id}Destination{number}"), item))
        .collect()
}

/// What cannot be followed may grant anything to the role of either end.
fn opens(connector: &Connector<'_>, ends: &[Option<End>], made: &mut Made) {
    let what = "what this connector grants is not expanded";
    made.note(&connector.id, connector.node, what);
    let why = format!("{}: {what}", connector.id);
    let mut known = 0;
    for end in ends.iter().flatten() {
        if let Some(role) = end.role.as_ref().and_then(target) {
            made.opens(role, &why);
            known += 1;
        }
    }
    if known == 0 {
        made.open_all.push(why);
    }
}

/// An end as the connector writes it: by its logical id, or described.
#[derive(Clone, Copy)]
enum Written<'a> {
    Id(&'a str),
    Described(&'a Node),
    Nothing,
}

impl<'a> Written<'a> {
    fn of(node: Option<&'a Node>) -> Self {
        let Some(node) = node else {
            return Self::Nothing;
        };
        let id = node.get("Id").and_then(Node::text);
        id.map_or(Self::Described(node), Self::Id)
    }
}

/// What is known of an end. A rule's role is found by the other one.
fn end(template: &Template, own: Written<'_>, other: Written<'_>) -> Option<End> {
    let id = match own {
        Written::Id(id) => id,
        Written::Nothing => return None,
        Written::Described(object) => {
            return Some(End {
                kind: becomes(object.get("Type")?.text()?).to_owned(),
                arn: object.get("Arn").cloned(),
                name: object.get("Name").cloned(),
                role: object.get("RoleName").cloned(),
            });
        }
    };
    let (node, written) = template.resource(id)?;
    let kind = becomes(written);
    let at = At(node.span);
    let is_machine = kind == "AWS::StepFunctions::StateMachine";
    Some(End {
        kind: kind.to_owned(),
        arn: Some(match BY_REFERENCE.contains(&kind) {
            true => at.reference(id),
            false => at.attribute(id, "Arn"),
        }),
        name: is_machine.then(|| at.attribute(id, "Name")),
        role: role(id, node, (written, kind), other),
    })
}

fn becomes(kind: &str) -> &str {
    let found = BECOMES.iter().find(|(sam, _)| *sam == kind);
    found.map_or(kind, |(_, becomes)| becomes)
}

/// A reference to the role of a resource, where it is one of the template's.
fn role(id: &str, node: &Node, (written, kind): (&str, &str), other: Written<'_>) -> Option<Node> {
    let at = At(node.span);
    let of = |name: &str| node.property(name);
    let is_sam = written != kind;
    let property = match kind {
        "AWS::Lambda::Function" => "Role",
        "AWS::StepFunctions::StateMachine" if is_sam => "Role",
        "AWS::StepFunctions::StateMachine" => "RoleArn",
        "AWS::AppSync::DataSource" => "ServiceRoleArn",
        "AWS::Events::Rule" => {
            let targets = of("Targets").map_or(&[][..], Node::items);
            let mut targets = targets.iter();
            let found = targets.find(|it| it.get("Arn").is_some_and(|arn| is_it(arn, other)))?;
            return Some(at.reference(target(found.get("RoleArn")?)?));
        }
        _ => return None,
    };
    match of(property).filter(|it| is_given(it)) {
        Some(role) => Some(at.reference(target(role)?)),
        None if is_sam => Some(at.reference(&format!("{id}Role"))),
        None => None,
    }
}

fn is_it(arn: &Node, other: Written<'_>) -> bool {
    match other {
        Written::Id(id) => target(arn) == Some(id),
        Written::Described(object) => object.get("Arn").is_some_and(|it| it.same_content(arn)),
        Written::Nothing => false,
    }
}
