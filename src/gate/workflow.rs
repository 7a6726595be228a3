//! What the text of a workflow says of what its jobs may do and of what starts it.
//!
//! Pure. What can't be told from the text counts as the worse: nothing is guessed.

mod inputs;

use std::sync::LazyLock;

use regex::Regex;

pub use inputs::{DeclaredInput, InputKind, declared};

use crate::{
    facts::StackName,
    template::{Node, parse},
};

/// No job of it deploys to an environment, can sign in anywhere by OIDC, or is given a
/// secret besides `GITHUB_TOKEN`.
pub fn only_checks(text: &str) -> bool {
    let Ok(workflow) = parse(text) else {
        return false;
    };
    let root = &workflow.root;
    let jobs = root.get("jobs").map_or(&[][..], Node::entries);
    let is_plain = |job: &Node| {
        // What another workflow does is not in this text.
        job.get("uses").is_none() && job.get("environment").is_none() && !signs_in(job)
    };
    !jobs.is_empty()
        && workflow.repeated.is_empty()
        && !signs_in(root)
        && jobs.iter().all(|job| is_plain(&job.value))
        && !names_secrets(text)
}

/// Its permissions let a job have a token of OIDC.
fn signs_in(of: &Node) -> bool {
    let Some(permissions) = of.get("permissions") else {
        return false;
    };
    match permissions.text() {
        Some("read-all" | "{}") => false,
        Some(_) => true,
        None => {
            let entries = permissions.entries();
            let token = entries.iter().find(|one| one.key.text == "id-token");
            token.is_some_and(|token| token.value.text() != Some("none"))
        }
    }
}

/// `secrets.X`, `secrets[...]`, `secrets: inherit`, `toJSON(secrets)`: everything but the
/// one secret that every job has.
fn names_secrets(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.match_indices("secrets").any(|(at, word)| {
        let rest = lower[at + word.len()..].trim_start();
        let own = rest.strip_prefix('.').map(str::trim_start);
        let own = own.and_then(|rest| rest.strip_prefix("github_token"));
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        !own.is_some_and(ends)
    })
}

static STACK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name = r#"["']?([A-Za-z][-A-Za-z0-9]{0,127})["']?(?:\s|$)"#;
    Regex::new(&format!(
        r"(?m)(?:--stack-name[ =]|\bstack[-_]name:\s*){name}"
    ))
    .ok()
});

/// The stacks that it names as those it deploys, each once.
pub fn stacks(text: &str) -> Vec<StackName> {
    let mut found: Vec<StackName> = Vec::new();
    let all = STACK.iter().flat_map(|regex| regex.captures_iter(text));
    for name in all.filter_map(|one| one.get(1)) {
        let name = StackName::from(name.as_str());
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}
