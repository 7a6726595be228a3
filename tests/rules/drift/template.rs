//! A template in a fixture: its lines, its stack, and what was last deployed.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;
use watchkeeper::{
    facts::{
        Fault, FaultKind, Reading, Remote, Stack, StackResources, StackTemplate, TemplateFile,
        TemplateSource,
    },
    rules::drift::TemplateSide,
};

const ID: &str = "arn:aws:cloudformation:eu-west-1:111122223333:stack/app/1";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Declared {
    /// The repository's file, line by line.
    file: Vec<String>,
    /// The template that the stack was deployed from, where it is known.
    deployed: Option<Vec<String>>,
    /// `here`, `missing` or `denied`.
    stack: String,
    /// The settings' own parameters, and the live stack's.
    #[serde(default)]
    own: BTreeMap<String, String>,
    #[serde(default)]
    live: BTreeMap<String, String>,
    /// Physical ids by logical ids; what is no role has its type before it and a space.
    #[serde(default)]
    resources: BTreeMap<String, String>,
}

pub(super) fn side(declared: &Declared) -> TemplateSide {
    let text = |lines: &[String]| Remote::new(lines.join("\n") + "\n");
    TemplateSide {
        source: TemplateSource {
            stack: "app".into(),
            file: "app.yaml".to_owned(),
            parameters: declared.own.clone(),
        },
        file: TemplateFile {
            stack: "app".into(),
            path: "app.yaml".to_owned(),
            text: text(&declared.file),
            commits: Vec::new(),
        },
        account: "111122223333".into(),
        region: "eu-west-1".into(),
        stack: match declared.stack.as_str() {
            "here" => Reading::Known(stack(&declared.live)),
            "missing" => fault(FaultKind::Missing),
            "denied" => fault(FaultKind::Denied {
                action: "cloudformation:DescribeStacks".to_owned(),
                resource: None,
            }),
            other => panic!("{other}"),
        },
        deployed: declared.deployed.as_ref().map(|lines| {
            Reading::Known(StackTemplate {
                stack: ID.into(),
                name: "app".into(),
                body: text(lines),
            })
        }),
        resources: Some(resources(&declared.resources)),
    }
}

fn fault<T>(kind: FaultKind) -> Reading<T> {
    Reading::Unknown(Fault::new(kind, "Stack app was not read.", "Allow it."))
}

fn stack(parameters: &BTreeMap<String, String>) -> Stack {
    let parameters = parameters.iter();
    let parameters: Vec<_> = parameters
        .map(|(key, value)| json!({"key": key, "value": value}))
        .collect();
    let stack = json!({
        "id": ID, "name": "app", "status": "UPDATE_COMPLETE", "parameters": parameters,
    });
    serde_json::from_value(stack).unwrap()
}

fn resources(names: &BTreeMap<String, String>) -> StackResources {
    let resources = names.iter().map(|(logical, physical)| {
        let typed = physical.split_once(' ');
        let (kind, physical) = typed.unwrap_or(("AWS::IAM::Role", physical));
        json!({
            "logical_id": logical, "physical_id": physical,
            "resource_type": kind, "status": "CREATE_COMPLETE",
        })
    });
    let resources: Vec<_> = resources.collect();
    serde_json::from_value(json!({"stack": ID, "resources": resources})).unwrap()
}
