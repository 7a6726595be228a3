//! Which jobs deploy, and to production: known by their commands, actions and names.

use super::{
    repository::Repository,
    tools::{Ran, Tools},
    workflow::Job,
};

const TOOLS: Tools = Tools {
    commands: &[
        "sam deploy",
        "cdk deploy",
        "aws cloudformation deploy",
        "aws cloudformation create-stack",
        "aws cloudformation update-stack",
        "aws cloudformation execute-change-set",
        "aws lambda update-function-code",
        "aws ecs update-service",
        "serverless deploy",
        "sls deploy",
        "terraform apply",
        "tofu apply",
        "pulumi up",
    ],
    actions: &[
        "aws-actions/aws-cloudformation-github-deploy",
        "aws-actions/amazon-ecs-deploy-task-definition",
        "aws-actions/aws-lambda-deploy",
    ],
};

/// A job that deploys, and the step that does.
#[derive(Debug)]
pub(super) struct Deploy<'a> {
    pub(super) job: Job<'a>,
    pub(super) by: Ran<'a>,
}

/// The jobs that deploy, each once.
pub(super) fn deploys(repository: &Repository) -> Vec<Deploy<'_>> {
    let jobs = repository.jobs();
    jobs.filter_map(|job| {
        let mut steps = job.steps();
        let by = steps.find_map(|step| TOOLS.ran_in(step, false, repository))?;
        Some(Deploy { job, by })
    })
    .collect()
}

impl Deploy<'_> {
    /// It speaks of production, in its environment, its name or its arguments.
    pub(super) fn is_of_production(&self) -> bool {
        let environment = self.job.environment().map(|(name, _)| name);
        let written = self.job.source().written(self.job.node.span);
        let words = [environment.unwrap_or_default(), self.job.id, written];
        words.iter().any(|text| {
            let parts = text.split(|c: char| !c.is_ascii_alphanumeric());
            let mut parts = parts.map(str::to_ascii_lowercase);
            parts.any(|part| matches!(part.as_str(), "prod" | "production" | "prd"))
        })
    }
}
