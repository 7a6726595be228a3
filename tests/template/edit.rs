//! Edits: refusals, then the smallest change, then what no edit may touch.

mod any;
mod codify;
mod refusals;
mod stories;

use watchkeeper::template::edit::{EditError, put_policy, put_statement};

use super::inputs;

const DEPLOY: &str = "GitHubActionsDeployRole";
const DEPLOY_POLICY: &str = "dataops-v1-deploy";
const TASK: &str = "TaskExecutionRole";

fn policy(text: &str, role: &str, name: &str, document: &str) -> Result<String, EditError> {
    put_policy(text, &inputs(&[]), role, name, document)
}

fn statement(text: &str, role: &str, name: &str, statement: &str) -> Result<String, EditError> {
    put_statement(text, &inputs(&[]), role, name, statement)
}

/// What the edit took out and what it put in, between the lines that stayed.
fn change<'a>(before: &'a str, after: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let (before, after): (Vec<_>, Vec<_>) = (
        before.split_inclusive('\n').collect(),
        after.split_inclusive('\n').collect(),
    );
    let same = |a: &[&str], b: &[&str]| a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let head = same(&before, &after);
    let reversed = |lines: &[&'a str]| lines[head..].iter().rev().copied().collect::<Vec<_>>();
    let tail = same(&reversed(&before), &reversed(&after));
    (
        before[head..before.len() - tail].to_vec(),
        after[head..after.len() - tail].to_vec(),
    )
}
