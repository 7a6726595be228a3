//! Whether a template's text can be sent as it is, and which capabilities it asks for.
//!
//! Refuses what would need files from here, and macros that are not AWS's own:
//! what they make of the template nobody has seen.

use crate::facts::Reason;
use crate::template::{self, Node, Template, Value};

/// AWS's own transforms, which expand and run nobody else's code.
const TRANSFORMS: &[&str] = &[
    "AWS::Serverless-2016-10-31",
    "AWS::LanguageExtensions",
    "AWS::Include",
];

/// Properties that name something in a bucket, or a file that `package` uploads.
const ARTEFACTS: &[(&str, &str)] = &[
    ("AWS::ApiGateway::RestApi", "BodyS3Location"),
    ("AWS::AppSync::GraphQLSchema", "DefinitionS3Location"),
    ("AWS::AppSync::Resolver", "RequestMappingTemplateS3Location"),
    (
        "AWS::AppSync::Resolver",
        "ResponseMappingTemplateS3Location",
    ),
    ("AWS::CloudFormation::ModuleVersion", "ModulePackage"),
    (
        "AWS::CloudFormation::ResourceVersion",
        "SchemaHandlerPackage",
    ),
    ("AWS::CloudFormation::Stack", "TemplateURL"),
    ("AWS::CloudFormation::StackSet", "TemplateURL"),
    ("AWS::ElasticBeanstalk::ApplicationVersion", "SourceBundle"),
    ("AWS::Glue::Job", "Command"),
    ("AWS::Lambda::Function", "Code"),
    ("AWS::Lambda::LayerVersion", "Content"),
    ("AWS::Serverless::Api", "DefinitionUri"),
    ("AWS::Serverless::Application", "Location"),
    ("AWS::Serverless::Function", "CodeUri"),
    ("AWS::Serverless::Function", "ImageUri"),
    ("AWS::Serverless::GraphQLApi", "SchemaUri"),
    ("AWS::Serverless::HttpApi", "DefinitionUri"),
    ("AWS::Serverless::LayerVersion", "ContentUri"),
    ("AWS::Serverless::StateMachine", "DefinitionUri"),
    ("AWS::StepFunctions::StateMachine", "DefinitionS3Location"),
];

/// Properties by which an IAM resource gets a name of its own.
const NAMES: &[&str] = &[
    "GroupName",
    "InstanceProfileName",
    "ManagedPolicyName",
    "PolicyName",
    "RoleName",
    "UserName",
];

#[derive(Debug)]
pub(super) struct Fit {
    pub(super) capabilities: Vec<&'static str>,
}

pub(super) fn fit(text: &str) -> Result<Fit, Reason> {
    let template =
        template::parse(text).map_err(|malformed| malformed.fault("the template").what)?;
    for (id, node, kind) in template.resources() {
        if let Some(path) = local(node, kind) {
            return Err(format!(
                "{id} names the local file {path}, which has to be built and uploaded first (`sam deploy` or `aws cloudformation package`)."
            ).into());
        }
    }
    let transforms = transforms(&template);
    let mut all = transforms.iter();
    let foreign = all.find(|name| !TRANSFORMS.contains(&name.as_str()));
    if let Some(name) = foreign.cloned().or_else(|| foreign_within(&template.root)) {
        return Err(format!(
            "The template uses the macro {name}, whose code decides what is deployed: this is not offered here. Make the change set by hand and review it."
        ).into());
    }
    Ok(Fit {
        capabilities: capabilities(&template, !transforms.is_empty()),
    })
}

/// A text where CloudFormation wants a bucket: a path on somebody's disk.
fn local<'t>(node: &'t Node, kind: &str) -> Option<&'t str> {
    let properties = node.get("Properties")?;
    let names = ARTEFACTS.iter().filter(|(of, _)| *of == kind);
    names.into_iter().find_map(|(_, name)| {
        let value = properties.get(name)?.text()?;
        let remote = ["s3://", "https://", "http://"];
        let is_image = *name == "ImageUri" && is_in_ecr(value);
        (!is_image && !remote.iter().any(|begins| value.starts_with(begins))).then_some(value)
    })
}

/// `111122223333.dkr.ecr.eu-west-1.amazonaws.com/name:tag`
fn is_in_ecr(image: &str) -> bool {
    let host = image.split('/').next().unwrap_or_default();
    let mut labels = host.split('.').skip(1);
    labels.next() == Some("dkr") && labels.next() == Some("ecr")
}

fn transforms(template: &Template) -> Vec<String> {
    let Some(node) = template.root.get("Transform") else {
        return Vec::new();
    };
    let listed = match node.items() {
        [] => std::slice::from_ref(node),
        items => items,
    };
    let name = |node: &Node| {
        let name = node.text().or_else(|| node.get("Name")?.text());
        name.unwrap_or("without a name").to_owned()
    };
    listed.iter().map(name).collect()
}

/// A macro somewhere inside: `Fn::Transform`.
fn foreign_within(node: &Node) -> Option<String> {
    if let Value::Tagged(tag, inner) = &node.value {
        return match tag.as_str() {
            "Transform" | "Fn::Transform" => Some("of a short-form !Transform".to_owned()),
            _ => foreign_within(inner),
        };
    }
    for entry in node.entries() {
        if entry.key.text == "Fn::Transform" {
            let name = entry.value.get("Name").and_then(Node::text);
            if !name.is_some_and(|name| TRANSFORMS.contains(&name)) {
                return Some(name.unwrap_or("without a name").to_owned());
            }
        }
        if let Some(found) = foreign_within(&entry.value) {
            return Some(found);
        }
    }
    node.items().iter().find_map(foreign_within)
}

fn capabilities(template: &Template, expands: bool) -> Vec<&'static str> {
    let mut iam = false;
    let mut named = false;
    for (_, node, kind) in template.resources() {
        let makes = kind.starts_with("AWS::IAM::");
        iam |= makes || kind.starts_with("AWS::Serverless::");
        let properties = node.get("Properties");
        let has = |name: &&str| properties.is_some_and(|p| p.get(name).is_some());
        named |= makes && NAMES.iter().any(has);
    }
    let iam = match (named, iam) {
        (true, _) => Some("CAPABILITY_NAMED_IAM"),
        (false, true) => Some("CAPABILITY_IAM"),
        (false, false) => None,
    };
    iam.into_iter()
        .chain(expands.then_some("CAPABILITY_AUTO_EXPAND"))
        .collect()
}
