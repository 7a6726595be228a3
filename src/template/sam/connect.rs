//! Connectors: a managed policy for the role of one end, for each destination.
//!
//! A connector that cannot be followed opens the roles of its ends, or all of them.

use super::{
    build::At,
    connectors::{Profile, Side, find},
    making::{Condition, Made},
    seen::{is_given, target},
};
use crate::template::{Node, Template, Value};

/// One end, as far as a policy needs it.
#[derive(Clone, Debug, Default)]
pub(super) struct End {
    pub(super) kind: String,
    pub(super) arn: Option<Node>,
    pub(super) name: Option<Node>,
    pub(super) role: Option<Node>,
}

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
    let properties = connector.node.get("Properties");
    let of = |name: &str| properties.and_then(|it| it.get(name));
    let destinations = match of("Destination") {
        Some(node) => match &node.value {
            Value::Seq(items) => items.iter().collect(),
            _ => vec![node],
        },
        None => Vec::new(),
    };
    let is_list = of("Destination").is_some_and(|it| matches!(it.value, Value::Seq(_)));
    let source = match connector.of {
        Some(id) => (Some(id), None),
        None => {
            let source = of("Source");
            let id = source.and_then(|it| it.get("Id")).and_then(Node::text);
            (id, source)
        }
    };
    for (number, destination) in destinations.into_iter().enumerate() {
        let id = match is_list {
            true => format!("{}PolicyDestination{number}", connector.id),
            false => format!("{}Policy", connector.id),
        };
        let to = destination.get("Id").and_then(Node::text);
        let ends = (
            end(
                template,
                source,
                to.map_or(Other::Object(destination), Other::Id),
            ),
            end(
                template,
                (to, Some(destination)),
                match source {
                    (Some(id), _) => Other::Id(id),
                    (None, Some(object)) => Other::Object(object),
                    (None, None) => Other::Nothing,
                },
            ),
        );
        let permissions = of("Permissions").map_or(&[][..], Node::items);
        let permissions: Option<Vec<&str>> = permissions.iter().map(Node::text).collect();
        let at = At(connector.node.span);
        let grant = Grant {
            id: &id,
            at,
            condition: connector.node.get("Condition").cloned(),
            permissions: permissions.unwrap_or_default(),
        };
        let is_granted = match &ends {
            (Some(source), Some(destination)) => grant.between(source, destination, made),
            _ => None,
        };
        if is_granted.is_none() {
            opens(connector, [ends.0, ends.1], made);
        }
    }
}

/// What cannot be followed may grant anything to the role of either end.
fn opens(connector: &Connector<'_>, ends: [Option<End>; 2], made: &mut Made) {
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

/// The other end of a connector, by which a rule's role is found.
#[derive(Clone, Copy)]
enum Other<'a> {
    Id(&'a str),
    Object(&'a Node),
    Nothing,
}

/// The end that is named by a logical id, or described.
fn end(
    template: &Template,
    (id, object): (Option<&str>, Option<&Node>),
    other: Other<'_>,
) -> Option<End> {
    let Some(id) = id else {
        let object = object?;
        let kind = object.get("Type")?.text()?;
        return Some(End {
            kind: becomes(kind).to_owned(),
            arn: object.get("Arn").cloned(),
            name: object.get("Name").cloned(),
            role: object.get("RoleName").cloned(),
        });
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
fn role(id: &str, node: &Node, (written, kind): (&str, &str), other: Other<'_>) -> Option<Node> {
    let at = At(node.span);
    let of = |name: &str| node.get("Properties").and_then(|it| it.get(name));
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

fn is_it(arn: &Node, other: Other<'_>) -> bool {
    match other {
        Other::Id(id) => target(arn) == Some(id),
        Other::Object(object) => object.get("Arn").is_some_and(|it| it.same_content(arn)),
        Other::Nothing => false,
    }
}

/// One policy of a connector.
pub(super) struct Grant<'a> {
    pub(super) id: &'a str,
    pub(super) at: At,
    pub(super) condition: Condition,
    pub(super) permissions: Vec<&'a str>,
}

impl Grant<'_> {
    /// Makes the policy, where a role is granted something; None: what it would be is not known.
    pub(super) fn between(self, source: &End, destination: &End, made: &mut Made) -> Option<()> {
        let profile = find(&source.kind, &destination.kind)?;
        let role = match profile.side {
            Side::Source => &source.role,
            Side::Destination => &destination.role,
            Side::Neither => return Some(()),
        };
        let document = self.document(profile, source, destination)?;
        let properties = self.at.map([
            ("PolicyDocument", document),
            ("Roles", self.at.list(vec![role.clone()?])),
        ]);
        made.managed(self.at, self.id, properties, self.condition);
        Some(())
    }

    fn document(&self, profile: &Profile, source: &End, destination: &End) -> Option<Node> {
        let chosen = profile.of(&self.permissions)?;
        if chosen.is_empty() {
            return None;
        }
        let at = self.at;
        let names = [
            ("Source.Arn", &source.arn),
            ("Destination.Arn", &destination.arn),
            ("Source.Name", &source.name),
            ("Destination.Name", &destination.name),
        ];
        let filled = |form: &str| -> Option<Node> {
            let mut out = form.to_owned();
            let mut own = Vec::new();
            for (name, value) in names {
                let written = format!("%{{{name}}}");
                if !out.contains(&written) {
                    continue;
                }
                let value = value.clone()?;
                if out == written {
                    return Some(value);
                }
                // A name in `Fn::Sub` has letters and digits alone.
                let plain = name.replace('.', "");
                out = out.replace(&written, &format!("${{{plain}}}"));
                own.push((plain, value));
            }
            let own = own
                .iter()
                .map(|(name, value)| (name.as_str(), value.clone()));
            Some(at.sub_with(&out, own))
        };
        let statements: Option<Vec<Node>> = chosen
            .iter()
            .map(|statement| {
                let resources = statement.resources.iter().map(|form| filled(form));
                let resources: Option<Vec<Node>> = resources.collect();
                Some(at.allow_listed(&statement.actions, at.list(resources?)))
            })
            .collect();
        Some(at.dated(statements?))
    }
}
