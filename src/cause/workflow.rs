//! A workflow's text: what starts it, the groups that it queues in, its jobs and steps.
//!
//! Only what is written is read. An expression (`${{ ... }}`) is kept as it is and never
//! evaluated: what it stands for the run alone knows.

mod jobs;

pub use jobs::{JobText, StepText, Uses};

use crate::template::{Malformed, Node, parse};

/// GitHub takes no longer file.
pub const MOST_BYTES: usize = 500 * 1024;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkflowText {
    /// `push`, `workflow_run`.
    pub triggers: Vec<String>,
    pub concurrency: Option<Group>,
    pub jobs: Vec<JobText>,
    /// Scopes that are asked for, of the workflow and of its jobs, each once.
    pub scopes: Vec<String>,
    /// The inputs that it declares for those who call it.
    pub inputs: Vec<String>,
}

/// A concurrency group as the text names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// With its expressions.
    pub name: String,
    /// `true`, `false` or an expression; None: it says nothing, and that is `false`.
    pub cancel_in_progress: Option<String>,
}

impl Group {
    fn of(node: &Node) -> Option<Self> {
        if let Some(name) = node.text() {
            return Some(Self {
                name: name.to_owned(),
                cancel_in_progress: None,
            });
        }
        let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
        Some(Self {
            name: text("group")?,
            cancel_in_progress: text("cancel-in-progress"),
        })
    }

    /// What is queued in it is told apart by nothing that only the run knows.
    pub fn is_spelt_out(&self) -> bool {
        !self.name.contains("${{")
    }
}

impl WorkflowText {
    pub fn read(text: &str) -> Result<Self, Malformed> {
        let root = parse(text)?.root;
        // YAML 1.1 reads `on` as true, and so do some who write files.
        let on = root.get("on").or_else(|| root.get("true"));
        let jobs = root.get("jobs").map_or(&[][..], Node::entries);
        let of = |node: &Node| scopes(node.get("permissions"));
        let mut asked = of(&root);
        asked.extend(jobs.iter().flat_map(|job| of(&job.value)));
        asked.sort();
        asked.dedup();
        Ok(Self {
            triggers: on.map(names).unwrap_or_default(),
            concurrency: root.get("concurrency").and_then(Group::of),
            jobs: jobs
                .iter()
                .map(|job| JobText::of(&job.key.text, &job.value))
                .collect(),
            scopes: asked,
            inputs: on.map(inputs).unwrap_or_default(),
        })
    }

    /// Every action and workflow that it uses.
    pub fn uses(&self) -> impl Iterator<Item = &Uses> {
        self.jobs.iter().flat_map(|job| {
            let of_steps = job.steps.iter().filter_map(|step| step.uses.as_ref());
            job.calls.iter().chain(of_steps)
        })
    }

    /// The groups of it and of its jobs.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        let of_jobs = self.jobs.iter().filter_map(|job| job.concurrency.as_ref());
        self.concurrency.iter().chain(of_jobs)
    }

    /// The job that GitHub calls by this name: by its name or its id, those of a matrix and
    /// of a called workflow by what stands before. None where more than one can be meant.
    pub fn job(&self, named: &str) -> Option<&JobText> {
        let is = |job: &&JobText, name: &str| job.called() == name || job.id == name;
        let only = |name: &str| {
            let mut found = self.jobs.iter().filter(|job| is(job, name));
            let first = found.next()?;
            found.next().is_none().then_some(first)
        };
        let called = named.split(" / ").next().unwrap_or(named);
        let stem = called.split(" (").next().unwrap_or(called);
        only(named).or_else(|| only(called)).or_else(|| only(stem))
    }
}

/// The names of a text, of a list or of a mapping.
fn names(node: &Node) -> Vec<String> {
    let one = node.text().map(str::to_owned);
    let listed = node
        .items()
        .iter()
        .filter_map(Node::text)
        .map(str::to_owned);
    let keys = node.entries().iter().map(|entry| entry.key.text.clone());
    one.into_iter().chain(listed).chain(keys).collect()
}

fn inputs(on: &Node) -> Vec<String> {
    let called = on.get("workflow_call").and_then(|call| call.get("inputs"));
    called.map(names).unwrap_or_default()
}

fn scopes(permissions: Option<&Node>) -> Vec<String> {
    let entries = permissions.map_or(&[][..], Node::entries);
    entries.iter().map(|one| one.key.text.clone()).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::WorkflowText;

    const TEXT: &str = "name: Deploy
on:
  push:
    branches: [main]
  workflow_call:
    inputs:
      stage: {type: string}
concurrency:
  group: deploy-${{ github.ref }}
  cancel-in-progress: false
permissions:
  contents: read
jobs:
  test:
    name: Run the tests
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
  deploy:
    needs: test
    environment:
      name: production
    permissions: {id-token: write, contents: read}
    concurrency: release
    steps:
      - name: Check out
        uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
        with:
          ref: ${{ github.event.workflow_run.head_sha }}
      - uses: aws-actions/configure-aws-credentials@v5
        with: {role-to-assume: 'arn:aws:iam::1:role/x', aws-region: eu-west-1}
      - run: sam deploy --stack-name dataops-v1
  later:
    uses: ./.github/workflows/later.yml
    with: {stage: dev, other: 1}
";

    #[test]
    fn what_is_written_is_read_and_expressions_stay_as_they_are() {
        let read = WorkflowText::read(TEXT).unwrap();
        assert_eq!(read.triggers, ["push", "workflow_call"]);
        assert_eq!(read.inputs, ["stage"]);
        assert_eq!(read.scopes, ["contents", "id-token"]);
        let groups: Vec<(&str, bool)> = read
            .groups()
            .map(|group| (group.name.as_str(), group.is_spelt_out()))
            .collect();
        assert_eq!(
            groups,
            [("deploy-${{ github.ref }}", false), ("release", true)]
        );
        let deploy = read.job("deploy").unwrap();
        assert_eq!(deploy.environment.as_deref(), Some("production"));
        assert_eq!(deploy.needs, ["test"]);
        assert_eq!(
            deploy.steps[0].with("ref"),
            Some("${{ github.event.workflow_run.head_sha }}")
        );
        let pinned: Vec<bool> = read.uses().map(super::Uses::is_pinned).collect();
        assert_eq!(pinned, [false, true, false, true]);
    }

    #[test]
    fn a_job_is_found_by_what_github_calls_it() {
        let read = WorkflowText::read(TEXT).unwrap();
        let id = |name: &str| read.job(name).map(|job| job.id.as_str());
        assert_eq!(id("Run the tests"), Some("test"));
        assert_eq!(id("Run the tests (linux, 3.12)"), Some("test"));
        assert_eq!(id("later / apply (eu)"), Some("later"));
        assert_eq!(id("somebody else's"), None);
    }

    #[test]
    fn what_is_no_workflow_says_where() {
        assert!(WorkflowText::read("jobs:\n  a: [\n").is_err());
        assert!(WorkflowText::read("- a list\n").is_err());
        assert_eq!(WorkflowText::read("{}").unwrap(), WorkflowText::default());
    }
}
