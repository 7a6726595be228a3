//! Templates: read, resolved, searched for roles, edited; and attacked.

mod edit;
mod hostile;
pub(crate) mod oracle;
mod parse;
mod pyyaml;
mod resolve;
mod roles;
mod sam;

use watchkeeper::template::{Inputs, Node, Surroundings, Template, parse as read};

const DATAOPS: &str = include_str!("template/fixtures/template.github-actions-dataops.yaml");
const PHASE1: &str = include_str!("template/fixtures/phase1-infrastructure.yaml");
const FUNCTIONS: &str = include_str!("template/fixtures/functions.yaml");
const JSON: &str = include_str!("template/fixtures/deploy-role.json");
const JSON_TABS: &str = include_str!("template/fixtures/deploy-role-tabs.json");

fn template(text: &str) -> Template {
    read(text).unwrap()
}

/// These parameters, in the account and region of the stories.
fn inputs(parameters: &[(&str, &str)]) -> Inputs {
    Inputs {
        parameters: parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        surroundings: Surroundings {
            account: Some("817685572750".into()),
            region: Some("eu-west-1".into()),
            stack_name: Some("dataops-v1-github-actions".into()),
            ..Surroundings::default()
        },
        ..Inputs::default()
    }
}

fn at<'a>(template: &'a Template, path: &[&str]) -> &'a Node {
    path.iter()
        .fold(&template.root, |node, key| node.get(key).unwrap())
}
