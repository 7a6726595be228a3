//! The claims of the token that a job presents.

use serde::{Deserialize, Serialize};

use crate::{
    cause::{job_stack::CREDENTIALS, workflow::JobText},
    facts::{
        Remote, Repository,
        actions::{RepositoryFacts, Run, SubjectTemplate},
    },
};

/// What the credentials action asks a token for, where nothing else is written.
const AUDIENCE: &str = "sts.amazonaws.com";

#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    pub run: &'a Run,
    pub repository: &'a Repository,
    /// None: they could not be read.
    pub facts: Option<&'a RepositoryFacts>,
    pub template: Option<&'a SubjectTemplate>,
    /// None: the workflow's text is not known, or not which of its jobs this is.
    pub job: Option<&'a JobText>,
}

/// What is known of the token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presented {
    pub subject: Option<String>,
    /// Why the subject is not known.
    pub open: Option<String>,
    /// The other claims with a value, as STS has their keys, without the provider.
    pub claims: Vec<(String, String)>,
    /// The subject names the environment, and so no branch.
    pub has_environment: bool,
    pub of_pull_request: bool,
    /// The repository is called so now, and was asked for under another name.
    pub renamed_to: Option<String>,
}

impl Presented {
    pub fn of(inputs: &Inputs<'_>) -> Self {
        let claims = claims(inputs);
        let subject = subject(inputs, &claims);
        let of_pull_request = inputs.run.event.as_ref().map(Remote::raw) == Some("pull_request");
        let full = inputs.facts.and_then(|facts| facts.full_name.as_ref());
        let renamed = full.filter(|full| {
            let (owner, name) = full.raw().split_once('/').unwrap_or_default();
            !inputs.repository.is(owner, name)
        });
        Self {
            has_environment: value(&claims, "environment").is_some(),
            of_pull_request,
            renamed_to: renamed.map(|full| full.raw().to_owned()),
            open: subject.as_ref().err().cloned(),
            subject: subject.ok(),
            claims,
        }
    }

    /// `This job presents the subject repo:ops/tree:ref:refs/heads/main.`
    pub fn said(&self) -> String {
        match (&self.subject, &self.open) {
            (Some(subject), _) => format!("This job presents the subject {subject}."),
            (None, Some(why)) => format!("Which subject this job presents is not known: {why}."),
            (None, None) => "Which subject this job presents is not known.".to_owned(),
        }
    }

    /// `asked`: the values that the trust policy wants of the subject.
    pub(super) fn hints(&self, asked: &[String]) -> Vec<String> {
        let mut said = Vec::new();
        let subject = self.subject.as_deref().unwrap_or("");
        let (immutable, classic) = (subject.contains('@'), !asked.join("").contains('@'));
        if immutable && classic && !asked.is_empty() {
            said.push("The trust policy asks for the classic form, and this repository's tokens have the immutable one (repo:OWNER@ID/NAME@ID), which repositories have that were created or renamed since 2026-07-15 or that chose it.".to_owned());
        }
        let wants_ref = asked.iter().any(|one| one.contains(":ref:"));
        if self.has_environment && wants_ref {
            said.push(
                "The job has an environment, so its subject names that and no branch.".into(),
            );
        }
        if self.of_pull_request && wants_ref {
            said.push("A run of a pull request presents pull_request and no branch.".to_owned());
        }
        if let Some(name) = &self.renamed_to {
            said.push(format!(
                "The repository is called {name} now: git goes on working after a rename, and STS alone refuses."
            ));
        }
        said
    }
}

fn value<'a>(claims: &'a [(String, String)], key: &str) -> Option<&'a str> {
    let mut found = claims.iter().filter(|(known, _)| known == key);
    found.next().map(|(_, value)| value.as_str())
}

/// Where the run is: what the token calls `ref`.
fn reference(inputs: &Inputs<'_>) -> Option<String> {
    let run = inputs.run;
    let event = run.event.as_ref().map_or("", Remote::raw);
    match event {
        // The branch that the run shows is that of the run which started it.
        "workflow_run" | "schedule" => {
            let branch = inputs.facts?.default_branch.as_ref()?;
            Some(format!("refs/heads/{}", branch.raw()))
        }
        "release" => Some(format!("refs/tags/{}", run.branch()?)),
        "pull_request" | "pull_request_target" => None,
        _ => Some(format!("refs/heads/{}", run.branch()?)),
    }
}

fn environment<'a>(inputs: &Inputs<'a>) -> Option<&'a str> {
    let named = inputs.job?.environment.as_deref();
    named.filter(|name| !name.contains("${{"))
}

/// Everything that is known of the job and that STS tells claims by.
fn claims(inputs: &Inputs<'_>) -> Vec<(String, String)> {
    let run = inputs.run;
    let text = |text: &Option<Remote>| text.as_ref().map(|text| text.raw().to_owned());
    let facts = inputs.facts;
    let owner = facts.and_then(|facts| facts.owner.as_ref());
    let full = facts.and_then(|facts| text(&facts.full_name));
    let reference = reference(inputs);
    let workflow = full.as_ref().zip(run.file()).zip(reference.as_ref());
    let workflow = workflow.map(|((full, file), at)| format!("{full}/{file}@{at}"));
    let audience = inputs.job.and_then(|job| job.step_of(CREDENTIALS));
    let audience = audience.and_then(|step| step.with("audience"));
    let is_called = inputs.job.is_none_or(|job| job.calls.is_some());
    let number = |number: Option<u64>| number.map(|number| number.to_string());
    let all = [
        ("aud", Some(audience.unwrap_or(AUDIENCE).to_owned())),
        ("repository", full),
        ("repository_id", number(facts.and_then(|facts| facts.id))),
        (
            "repository_owner",
            owner.and_then(|owner| text(&owner.login)),
        ),
        (
            "repository_owner_id",
            number(owner.and_then(|owner| owner.id)),
        ),
        ("environment", environment(inputs).map(str::to_owned)),
        ("event_name", text(&run.event)),
        ("job_workflow_ref", workflow.clone().filter(|_| !is_called)),
        ("workflow_ref", workflow),
        ("ref", reference),
        ("sha", text(&run.head_sha)),
        ("workflow", run.workflow().map(str::to_owned)),
        (
            "actor",
            run.actor.as_ref().and_then(|actor| text(&actor.login)),
        ),
        ("run_id", Some(run.id.0.to_string())),
        ("run_number", number(run.run_number)),
        ("run_attempt", Some(run.attempt().to_string())),
    ];
    let known = all.into_iter();
    known
        .filter_map(|(key, value)| Some((key.to_owned(), value?)))
        .collect()
}

/// An error says what is missing.
fn subject(inputs: &Inputs<'_>, claims: &[(String, String)]) -> Result<String, String> {
    let template = inputs.template;
    let template =
        template.ok_or("how GitHub makes the repository's subjects could not be read")?;
    let named = template.include_claim_keys.iter().map(Remote::raw);
    let keys: Vec<&str> = match template.use_default {
        Some(false) if named.len() > 0 => named.collect(),
        _ => vec!["repo", "context"],
    };
    let parts: Result<Vec<String>, String> = keys
        .into_iter()
        .map(|key| match key {
            "repo" => prefix(inputs, template),
            "context" => context(inputs, claims),
            // Colons in a value are written as %3A: they part the claims.
            key => match value(claims, key) {
                Some(value) => Ok(format!("{key}:{}", value.replace(':', "%3A"))),
                None => Err(format!("it has the claim {key}, which is not known here")),
            },
        })
        .collect();
    Ok(parts?.join(":"))
}

/// What GitHub says decides, whatever the switch beside it says.
fn prefix(inputs: &Inputs<'_>, template: &SubjectTemplate) -> Result<String, String> {
    if let Some(prefix) = &template.sub_claim_prefix {
        return Ok(prefix.raw().trim_end_matches(':').to_owned());
    }
    let facts = inputs
        .facts
        .ok_or("the repository itself could not be read")?;
    let full = facts
        .full_name
        .as_ref()
        .ok_or("GitHub does not say what the repository is called")?;
    if template.use_immutable_subject != Some(true) {
        return Ok(format!("repo:{}", full.raw()));
    }
    let (owner, name) = full.raw().split_once('/').unwrap_or_default();
    let owner_id = facts.owner.as_ref().and_then(|owner| owner.id);
    let (owner_id, id) = owner_id
        .zip(facts.id)
        .ok_or("GitHub does not say the numbers that the immutable form has")?;
    Ok(format!("repo:{owner}@{owner_id}/{name}@{id}"))
}

fn context(inputs: &Inputs<'_>, claims: &[(String, String)]) -> Result<String, String> {
    let job = inputs
        .job
        .ok_or("the workflow's text was not read, and so not whether the job has an environment")?;
    if job.calls.is_some() {
        return Err("the job is of a called workflow, whose environment is not known".to_owned());
    }
    if let Some(name) = &job.environment {
        return match environment(inputs) {
            Some(name) => Ok(format!("environment:{}", name.replace(':', "%3A"))),
            None => Err(format!(
                "its environment is {name}, which the run alone knows"
            )),
        };
    }
    match inputs.run.event.as_ref().map(Remote::raw) {
        Some("pull_request") => Ok("pull_request".to_owned()),
        Some("pull_request_target") => {
            Err("GitHub does not say which branch a run of pull_request_target presents".to_owned())
        }
        _ => {
            let reference = value(claims, "ref").ok_or("the branch of the run is not known")?;
            Ok(format!("ref:{reference}"))
        }
    }
}
