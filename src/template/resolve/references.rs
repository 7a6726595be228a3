//! `Ref` and `GetAtt`: pseudo-parameters, parameters, and resources with a given name.
//!
//! A resource's physical name is known where the template gives it, or the stack does.

use super::{Resolved, Resolver};
use crate::template::{Node, Symbol, Text, Value, names};

impl Resolver<'_> {
    pub(in crate::template) fn reference(&self, target: &str, at: &Node) -> Resolved {
        if let Some(pseudo) = target.strip_prefix("AWS::") {
            return self.pseudo(pseudo, at);
        }
        if let Some(parameter) = self.template.section("Parameters", target) {
            return self.parameter(target, parameter);
        }
        if let Some(text) = names::reference(self, target) {
            return Resolved::Text(text);
        }
        if self.template.resource(target).is_none() {
            self.undeclared(target, at);
        }
        Resolved::Text(Text::symbol(Symbol::Resource(target.to_owned())))
    }

    /// Transforms make resources of their own, so only a template without one is sure.
    fn undeclared(&self, target: &str, at: &Node) {
        if self.template.root.get("Transform").is_some() {
            return;
        }
        let what = format!("there is no parameter or resource {target:?}");
        self.problem(at, what, "Declare it, or correct the name");
    }

    fn parameter(&self, name: &str, declared: &Node) -> Resolved {
        let kind = declared.get("Type").and_then(Node::text);
        let kind = kind.unwrap_or("String");
        let given = self.inputs.parameters.get(name).map(String::as_str);
        // CloudFormation shows asterisks for it: whatever it is, it is not those, and
        // need not be the default.
        let is_hidden = match given {
            Some(given) => given == HIDDEN,
            None => hides(declared),
        };
        let default = declared.get("Default").and_then(Node::text);
        // The default of these only names the value.
        let default = default.filter(|_| !kind.starts_with("AWS::SSM::"));
        let Some(value) = given.or(default).filter(|_| !is_hidden) else {
            return Resolved::Text(Text::symbol(Symbol::Parameter(name.to_owned())));
        };
        self.spend(value.len());
        if kind == "CommaDelimitedList" || kind.contains("List<") {
            let items = value.split(',').map(|item| Resolved::literal(item.trim()));
            return Resolved::List(items.collect());
        }
        Resolved::literal(value)
    }

    fn pseudo(&self, name: &str, at: &Node) -> Resolved {
        let known = &self.inputs.surroundings;
        let region = known.region.as_deref();
        let value = match name {
            "NoValue" => return Resolved::Absent,
            "AccountId" => known.account.as_deref(),
            "Region" => region,
            "StackName" => known.stack_name.as_deref(),
            "StackId" => known.stack_id.as_deref(),
            "Partition" => known.partition.as_deref().or(region.map(partition_of)),
            "URLSuffix" => known.url_suffix.as_deref().or(region.map(suffix_of)),
            "NotificationARNs" => None,
            other => {
                let what = format!("there is no pseudo-parameter AWS::{other}");
                let hint = "Correct the name: AWS::AccountId, AWS::Region ...";
                self.problem(at, what, hint);
                None
            }
        };
        match value {
            Some(value) => Resolved::literal(value),
            None => Resolved::Text(Text::symbol(Symbol::Pseudo(format!("AWS::{name}")))),
        }
    }

    pub(super) fn attribute_of(&self, of: &Node) -> Option<Resolved> {
        match &of.value {
            Value::Scalar(scalar) => {
                let (resource, attribute) = scalar.text.split_once('.')?;
                Some(self.attribute(resource, attribute, of))
            }
            Value::Seq(items) => {
                let [resource, attribute] = items.as_slice() else {
                    return None;
                };
                let attribute = self.text(attribute)?;
                Some(match attribute.known() {
                    Some(attribute) => self.attribute(&self.target(resource)?, attribute, of),
                    None => self.open("GetAtt", of),
                })
            }
            _ => None,
        }
    }

    pub(super) fn attribute(&self, resource: &str, attribute: &str, at: &Node) -> Resolved {
        if self.template.resource(resource).is_none() {
            self.undeclared(resource, at);
        }
        let unknown = || {
            Text::symbol(Symbol::Attribute {
                resource: resource.to_owned(),
                attribute: attribute.to_owned(),
            })
        };
        let known = names::attribute(self, resource, attribute);
        Resolved::Text(known.unwrap_or_else(unknown))
    }
}

/// What CloudFormation gives for a value that it shows to nobody.
const HIDDEN: &str = "****";

fn hides(declared: &Node) -> bool {
    let flag = declared.get("NoEcho").and_then(Node::text);
    flag.is_some_and(|flag| flag.eq_ignore_ascii_case("true"))
}

fn partition_of(region: &str) -> &'static str {
    match region {
        _ if region.starts_with("cn-") => "aws-cn",
        _ if region.starts_with("us-gov-") => "aws-us-gov",
        _ if region.starts_with("us-isob-") => "aws-iso-b",
        _ if region.starts_with("us-iso-") => "aws-iso",
        _ if region.starts_with("eusc-") => "aws-eusc",
        _ => "aws",
    }
}

fn suffix_of(region: &str) -> &'static str {
    match partition_of(region) {
        "aws-cn" => "amazonaws.com.cn",
        "aws-iso" => "c2s.ic.gov",
        "aws-iso-b" => "sc2s.sgov.gov",
        "aws-eusc" => "amazonaws.eu",
        _ => "amazonaws.com",
    }
}
