//! Roles that can be given to code: to pass a role, and to make or start something
//! that runs with it, is to run code as that role.
//!
//! Read off all of the role's policies together: the one right may have been there.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    facts::Remote,
    policy::{Condition, Document, Effect, Family, Statement, like},
};

/// Code can be run as this role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeAs {
    /// What `iam:PassRole` is allowed on.
    pub role: Remote,
    /// What runs the code: `lambda:CreateFunction`.
    pub by: Vec<Remote>,
}

/// What takes a role and runs code with it.
/// From the paths of pathfinding.cloud and Rhino Security Labs; each action's page in
/// the Service Authorization Reference lists `iam:PassRole` as a dependent action.
const RUNS: &[&str] = &[
    "apprunner:createservice",
    "apprunner:updateservice",
    "batch:registerjobdefinition",
    "bedrock-agentcore:createagentruntime",
    "bedrock-agentcore:createcodeinterpreter",
    "cloudformation:createchangeset",
    "cloudformation:createstack",
    "cloudformation:updatestack",
    "codebuild:createproject",
    "codebuild:startbuild",
    "codebuild:updateproject",
    "codepipeline:createpipeline",
    "codepipeline:updatepipeline",
    "datapipeline:putpipelinedefinition",
    "ec2:associateiaminstanceprofile",
    "ecs:createservice",
    "ecs:updateservice",
    "gamelift:createfleet",
    "sagemaker:createdomain",
    "ec2:replaceiaminstanceprofileassociation",
    "ec2:requestspotinstances",
    "ec2:runinstances",
    "ecs:registertaskdefinition",
    "ecs:runtask",
    "ecs:starttask",
    "eks:createpodidentityassociation",
    "elasticmapreduce:runjobflow",
    "emr-serverless:startjobrun",
    "glue:createdevendpoint",
    "glue:createjob",
    "glue:createsession",
    "glue:updatejob",
    "lambda:createfunction",
    "lambda:updatefunctionconfiguration",
    "sagemaker:createnotebookinstance",
    "sagemaker:createprocessingjob",
    "sagemaker:createtrainingjob",
    "scheduler:createschedule",
    "ssm:createactivation",
    "ssm:registertaskwithmaintenancewindow",
    "ssm:startautomationexecution",
    "states:createstatemachine",
    "states:updatestatemachine",
];

/// The service that assumes the role: as a rule the action's own.
fn assumed_by(action: &str) -> String {
    let own = action.split(':').next().unwrap_or(action);
    let service = match own {
        "apprunner" => "tasks.apprunner",
        "batch" | "ecs" => "ecs-tasks",
        "eks" => "pods.eks",
        own => own,
    };
    format!("{service}.amazonaws.com")
}

/// What can be run as whom after the change and could not before it.
pub(super) fn gained(before: &[Document], after: &[Document]) -> Vec<CodeAs> {
    let was = pairs(before);
    let mut found: Vec<CodeAs> = Vec::new();
    for (role, by) in pairs(after).difference(&was) {
        let by = Remote::new(by.as_str());
        match found.iter_mut().find(|one| one.role.raw() == role) {
            Some(one) => one.by.push(by),
            None => found.push(CodeAs {
                role: Remote::new(role.as_str()),
                by: vec![by],
            }),
        }
    }
    found
}

/// Each role that may be passed with each action that runs code with it.
fn pairs(documents: &[Document]) -> BTreeSet<(String, String)> {
    let all = || {
        let statements = documents.iter().flat_map(|one| &one.statements);
        statements.filter(|one| one.effect == Effect::Allow)
    };
    let passes: Vec<&Statement> = all().filter(|one| covers(one, "iam:passrole")).collect();
    if passes.is_empty() {
        return BTreeSet::new();
    }
    let runs = RUNS.iter();
    let runs = runs.filter(|action| all().any(|one| covers(one, action)));
    let pairs = runs.flat_map(|action| {
        let service = assumed_by(action);
        let to_it = passes.iter().filter(move |one| may_pass_to(one, &service));
        let roles = to_it.flat_map(|one| roles(one));
        roles.map(|role| (role, (*action).to_owned()))
    });
    pairs.collect()
}

fn covers(statement: &Statement, action: &str) -> bool {
    statement.action.covering()(action)
}

fn roles(statement: &Statement) -> Vec<String> {
    let Some(resource) = &statement.resource else {
        return Vec::new();
    };
    let patterns = resource.patterns.iter().map(|one| one.value.clone());
    let patterns: Vec<String> = patterns.collect();
    match resource.negated {
        true => vec![format!("all but {}", patterns.join(", "))],
        false => patterns,
    }
}

/// `iam:PassedToService` leaves the service in, or is not asked.
fn may_pass_to(statement: &Statement, service: &str) -> bool {
    let lets = |condition: &Condition| {
        let key = &condition.key.value;
        let is_it = key.eq_ignore_ascii_case("iam:PassedToService");
        let is_text = matches!(condition.operator.family, Family::String(_));
        if !is_it || !is_text || condition.operator.negated {
            return true;
        }
        let wild = condition.operator.family.has_wildcards();
        let mut values = condition.values.iter().map(|one| one.value.as_str());
        values.any(|value| match wild {
            true => like(value, service),
            false => value.eq_ignore_ascii_case(service),
        })
    };
    statement.conditions.iter().all(lets)
}

impl CodeAs {
    /// `code as ROLE: iam:PassRole on it, and lambda:CreateFunction runs the code`, raw.
    pub fn words(&self) -> String {
        let by: Vec<&str> = self.by.iter().map(Remote::raw).collect();
        format!(
            "code as {}: iam:PassRole gives the role away, and {} can run code with it",
            self.role.raw(),
            by.join(", ")
        )
    }
}
