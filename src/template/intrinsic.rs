//! The one view of an intrinsic function, however it is spelled: `!Sub x` or `{"Fn::Sub": x}`.
//!
//! Recognises; resolves nothing.

use super::{Node, Value};

/// Short forms that YAML templates may use, without `Fn::`.
const FUNCTIONS: &[&str] = &[
    "And",
    "Base64",
    "Cidr",
    "Contains",
    "EachMemberEquals",
    "EachMemberIn",
    "Equals",
    "FindInMap",
    "GetAZs",
    "GetAtt",
    "GetStackOutput",
    "If",
    "ImportValue",
    "Join",
    "Length",
    "Not",
    "Or",
    "RefAll",
    "Select",
    "Split",
    "Sub",
    "ToJsonString",
    "Transform",
    "ValueOf",
    "ValueOfAll",
];

pub(super) struct Call<'a> {
    /// `Ref`, `Condition`, or the function without `Fn::`.
    pub(super) name: &'a str,
    pub(super) of: &'a Node,
}

/// The call a node is, if it is one. `Condition` in long form is only one where a
/// condition is expected: a policy statement has a key of that name.
pub(super) fn call(node: &Node) -> Option<Call<'_>> {
    match &node.value {
        Value::Tagged(name, of) => Some(Call {
            name: name.strip_prefix("Fn::").unwrap_or(name),
            of,
        }),
        Value::Map(entries) => {
            let [entry] = entries.as_slice() else {
                return None;
            };
            let key = entry.key.text.as_str();
            let name = match key.strip_prefix("Fn::") {
                Some(name) => name,
                None if key == "Ref" => key,
                None => return None,
            };
            Some(Call {
                name,
                of: &entry.value,
            })
        }
        _ => None,
    }
}

/// A condition's name, by `!Condition x` or `{"Condition": "x"}`.
pub(super) fn condition(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Tagged(name, of) if name == "Condition" => of.text(),
        Value::Map(entries) => match entries.as_slice() {
            [entry] if entry.key.text == "Condition" => entry.value.text(),
            _ => None,
        },
        _ => None,
    }
}

/// A macro or an include may change whatever is beside it: its key among others.
pub(super) const TRANSFORM: &str = "Fn::Transform";

/// Whether a macro or an include stands anywhere in it: what comes of that is not seen.
pub(super) fn is_transformed(node: &Node) -> bool {
    if let Value::Tagged(name, of) = &node.value {
        return matches!(name.as_str(), "Transform" | TRANSFORM) || is_transformed(of);
    }
    let mut entries = node.entries().iter();
    entries.any(|entry| entry.key.text == TRANSFORM || is_transformed(&entry.value))
        || node.items().iter().any(is_transformed)
}

pub(super) fn is_known(name: &str) -> bool {
    matches!(name, "Ref" | "Condition") || FUNCTIONS.contains(&name)
}
