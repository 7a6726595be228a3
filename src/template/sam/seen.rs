//! What SAM's transform knows of a value, which is less than CloudFormation will know.
//!
//! It runs before the stack is made: it reads what is written and the parameters, and
//! takes every other intrinsic function for something that is there.

use crate::template::{Node, Resolver, Value, intrinsic::call};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    Text(String),
    /// An intrinsic function that the transform leaves for CloudFormation, a list or a mapping.
    Left,
    /// A parameter whose value is not known here, and was known to the transform.
    Unknown,
}

pub(super) fn seen(resolver: &Resolver<'_>, node: &Node) -> Seen {
    if let Some(call) = call(node) {
        return match (call.name, call.of.text()) {
            ("Ref", Some(target)) => parameter(resolver, target, call.of),
            _ => Seen::Left,
        };
    }
    node.text()
        .map_or(Seen::Left, |text| Seen::Text(text.to_owned()))
}

fn parameter(resolver: &Resolver<'_>, target: &str, at: &Node) -> Seen {
    let known = || {
        let text = resolver.reference(target, at).text();
        let known = text.and_then(|text| text.known().map(str::to_owned));
        known.map_or(Seen::Unknown, Seen::Text)
    };
    if matches!(target, "AWS::Region" | "AWS::Partition") {
        return known();
    }
    let Some(declared) = resolver.template().section("Parameters", target) else {
        return Seen::Left;
    };
    let kind = declared.get("Type").and_then(Node::text).unwrap_or("");
    // Whether the transform gets the value or its name in SSM is not documented.
    let is_hidden = kind.starts_with("AWS::SSM::Parameter::Value");
    if is_hidden { Seen::Unknown } else { known() }
}

/// As SAM asks whether a property is given: null, an empty text, list or mapping, and
/// `false` are not; an intrinsic function is, whatever it comes to.
pub(super) fn is_given(node: &Node) -> bool {
    match &node.value {
        Value::Scalar(scalar) => {
            !scalar.is_null() && !scalar.text.is_empty() && scalar.boolean() != Some(false)
        }
        Value::Seq(_) | Value::Map(_) => node.each_member().next().is_some(),
        Value::Tagged(..) => true,
    }
}

/// What a mapping has under a key, where it is given.
pub(super) fn given<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    node.get(key).filter(|it| is_given(it))
}

/// A reference to `AWS::NoValue`.
pub(super) fn is_no_value(node: &Node) -> bool {
    call(node).is_some_and(|call| call.name == "Ref" && call.of.text() == Some("AWS::NoValue"))
}

/// The arguments of `Fn::If`: condition, yes and no.
pub(super) fn choice(node: &Node) -> Option<(&Node, &Node, &Node)> {
    let call = call(node).filter(|call| call.name == "If")?;
    match call.of.items() {
        [condition, yes, no] => Some((condition, yes, no)),
        _ => None,
    }
}

/// The resource that `Ref` or `Fn::GetAtt` names.
pub(super) fn target(node: &Node) -> Option<&str> {
    let call = call(node)?;
    match (call.name, &call.of.value) {
        ("Ref", Value::Scalar(scalar)) => Some(&scalar.text),
        ("GetAtt", Value::Scalar(scalar)) => match scalar.text.split_once('.') {
            Some((resource, attribute)) if !attribute.contains('.') => Some(resource),
            _ => None,
        },
        ("GetAtt", Value::Seq(items)) => match items.as_slice() {
            [resource, _] => resource.text(),
            _ => None,
        },
        _ => None,
    }
}

/// The same text for the same content, however it is written and in whatever order.
pub(super) fn canonical(node: &Node) -> String {
    if let Some(call) = call(node) {
        let of = match (call.name, call.of.text()) {
            ("GetAtt", Some(text)) => {
                let (resource, attribute) = text.split_once('.').unwrap_or((text, ""));
                format!("[{resource:?},{attribute:?}]")
            }
            _ => canonical(call.of),
        };
        return format!("{}({of})", call.name);
    }
    match &node.value {
        Value::Scalar(scalar) => format!("{:?}", scalar.text),
        Value::Seq(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Map(entries) => {
            let entries = entries.iter();
            let mut entries: Vec<String> = entries
                .map(|entry| format!("{:?}:{}", entry.key.text, canonical(&entry.value)))
                .collect();
            entries.sort();
            format!("{{{}}}", entries.join(","))
        }
        Value::Tagged(name, of) => format!("{name}({})", canonical(of)),
    }
}
