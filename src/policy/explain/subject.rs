//! Who may assume a role, and what GitHub's subject claims stand for.

use crate::policy::{
    Condition, Document, Effect, Family, PrincipalType, Statement, StringTest, canonical::fold_key,
    unique_id,
};

const GITHUB: &str = "token.actions.githubusercontent.com";

/// Claims beside the subject that say whose the repository is.
const BINDING: &[&str] = &[
    "repository",
    "repository_id",
    "repository_owner",
    "repository_owner_id",
    "job_workflow_ref",
];

/// `repo:acme/app:ref:refs/heads/main` in words; None for what is no such claim.
pub fn subject(claim: &str) -> Option<String> {
    if !claim.is_empty() && claim.bytes().all(|byte| byte == b'*') {
        return Some("any workflow of any repository on GitHub".into());
    }
    let rest = claim.strip_prefix("repo:")?;
    let (repository, what) = match rest.split_once(':') {
        Some((repository, what)) => (repository, what),
        // A star without a colon reaches over the repository's name.
        None => (rest, "*"),
    };
    let of = match repository.split_once('/') {
        Some((owner, "*")) => format!("any repository of {owner}"),
        None if repository.contains('*') => format!("repositories beginning {repository}"),
        _ => repository.to_owned(),
    };
    Some(match what.split_once(':') {
        _ if what == "*" => {
            format!("any workflow of {of}: every branch, tag, environment and pull request")
        }
        _ if what == "pull_request" => format!("workflows of {of} on pull requests"),
        Some(("environment", name)) => format!("workflows of {of} in environment {name}"),
        Some(("ref", reference)) => match reference.strip_prefix("refs/heads/") {
            Some("*") => format!("workflows of {of} on any branch"),
            Some(branch) => format!("workflows of {of} on branch {branch}"),
            None => match reference.strip_prefix("refs/tags/") {
                Some("*") => format!("workflows of {of} on any tag"),
                Some(tag) => format!("workflows of {of} on tag {tag}"),
                None => format!("workflows of {of} on {reference}"),
            },
        },
        _ => format!("workflows of {of} with subject {what}"),
    })
}

/// One sentence for each kind of principal that a trust policy lets in.
pub fn who(document: &Document) -> Vec<String> {
    let allowing = document.statements.iter();
    allowing
        .filter(|statement| statement.effect == Effect::Allow)
        .flat_map(of_statement)
        .collect()
}

fn of_statement(statement: &Statement) -> Vec<String> {
    let Some(principals) = &statement.principals else {
        return Vec::new();
    };
    if principals.negated {
        return vec!["everyone but the principals listed".into()];
    }
    let mut found = Vec::new();
    for principal in &principals.listed {
        let name = &principal.name.value;
        match principal.kind {
            PrincipalType::Anyone => found.push("anyone".into()),
            PrincipalType::Aws if name == "*" => found.push("anyone".into()),
            PrincipalType::Aws => found.push(match unique_id(name) {
                Some(what) if principal.deleted => {
                    format!("nobody by {name}: the {what} with this id was deleted")
                }
                _ => name.clone(),
            }),
            PrincipalType::Service => found.push(format!("the service {name}")),
            PrincipalType::CanonicalUser => found.push(format!("the canonical user {name}")),
            PrincipalType::Federated if name.ends_with(GITHUB) => {
                found.extend(workflows(statement));
            }
            PrincipalType::Federated => found.push(format!("the identity provider {name}")),
        }
    }
    found
}

fn workflows(statement: &Statement) -> Vec<String> {
    let key = |name: &str| format!("{GITHUB}:{name}");
    let tests = |condition: &&Condition, name: &str| {
        let texts = matches!(condition.operator.family, Family::String(_));
        texts && !condition.operator.negated && fold_key(&condition.key.value) == key(name)
    };
    let mut found = Vec::new();
    for condition in statement.conditions.iter().filter(|one| tests(one, "sub")) {
        let like = condition.operator.family == Family::String(StringTest::Like);
        for value in &condition.values {
            // Without StringLike a star is only a star, which no subject has.
            let never = !like && value.value.contains(['*', '?']);
            found.push(match subject(&value.value) {
                _ if never => format!("nobody: {} has a star that is no wildcard", value.value),
                Some(words) => words,
                None => format!("workflows with the subject {}", value.value),
            });
        }
    }
    for name in BINDING.iter().filter(|_| found.is_empty()) {
        let conditions = statement.conditions.iter().filter(|one| tests(one, name));
        let values: Vec<&str> = conditions
            .flat_map(|one| one.values.iter().map(|value| value.value.as_str()))
            .collect();
        if !values.is_empty() {
            found.push(format!("workflows with {name} {}", values.join(" or ")));
            break;
        }
    }
    if found.is_empty() {
        found.push("any workflow of any repository on GitHub, for want of a sub condition".into());
    }
    if !statement.conditions.iter().any(|one| tests(&one, "aud")) {
        found.push("for any audience, for want of an aud condition".into());
    }
    found
}
