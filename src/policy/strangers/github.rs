//! GitHub's tokens: whose repository a subject speaks of, as GitHub writes it.
//!
//! Two forms are in use: `repo:OWNER/NAME:...`, and since July 2026 also
//! `repo:OWNER@ID/NAME@ID:...`. A repository's owner may also put other claims
//! into the subject, so a subject that names no repository is anybody's.

use super::{
    claim::{Claim, EXACT, Who},
    signs::{Letter, Sign, is_chosen, lead, plain, split, text},
};

pub(super) const HOST: &str = "token.actions.githubusercontent.com";

/// What the claim says of whoever asks.
pub(super) fn claim(name: &str) -> Claim {
    match name {
        "sub" => Claim::Who(&SUBJECT),
        "repository" | "job_workflow_ref" | "workflow_ref" => Claim::Who(&PATH),
        "repository_owner"
        | "repository_id"
        | "repository_owner_id"
        | "enterprise"
        | "enterprise_id" => Claim::Who(&EXACT),
        "aud" => Claim::Always,
        // Who started the run proves nothing: anybody can start one in a stranger's
        // repository, by an issue, say.
        _ => Claim::Free,
    }
}

/// Every token of GitHub has it.
static SUBJECT: Who = Who {
    own: &[
        "repo:stranger/any:ref:refs/heads/main",
        "repo:stranger@123456/any@456789:ref:refs/heads/main",
        "repo:stranger/any:environment:production",
        "repo:stranger/any:pull_request",
    ],
    fillers: &[
        "-stranger/any:ref:refs/heads/main",
        "stranger/any:ref:refs/heads/main",
        "stranger/any",
        "ref:refs/heads/main",
        "stranger",
        "any:ref:refs/heads/main",
        "repo:stranger/any:ref:refs/heads/main",
        "-stranger/any",
        "repo:stranger/any",
        "stranger@123456/any@456789",
        "-stranger",
        "repo:stranger-",
        "repo:stranger",
        "123456",
        "456789:ref:refs/heads/main",
        "stranger@123456",
        "",
    ],
    few: &[
        "stranger",
        "123456",
        "any",
        "ref:refs/heads/main",
        "stranger/any",
        "",
    ],
    strange: is_foreign_subject,
    names: |signs| names_a_repository(signs),
    may_lack: false,
};

/// `OWNER/NAME`, and what may follow. AWS need not pass it on.
static PATH: Who = Who {
    own: &[
        "stranger/any",
        "stranger/any/.github/workflows/any.yml@refs/heads/main",
    ],
    fillers: &[
        "stranger/any",
        "stranger",
        "-stranger/any",
        "any",
        "-stranger",
        "stranger/any/.github/workflows/any.yml@refs/heads/main",
        "refs/heads/main",
        "",
    ],
    few: &["stranger", "any", "refs/heads/main", ""],
    strange: |letters| {
        let (owner, name) = split(letters, '/');
        is_chosen(owner) && is_name(owner) && name.is_some_and(|name| !name.is_empty())
    },
    names: |signs| lead(signs).0.find('/').is_some_and(|at| at > 0),
    may_lack: true,
};

/// Claims that an owner can put into the subject, and that tell nobody apart.
const LOOSE: &[&str] = &[
    "actor",
    "actor_id",
    "aud",
    "base_ref",
    "check_run_id",
    "environment",
    "environment_node_id",
    "event_name",
    "head_ref",
    "job_workflow_sha",
    "ref",
    "ref_protected",
    "ref_type",
    "repository_visibility",
    "run_attempt",
    "run_id",
    "run_number",
    "runner_environment",
    "sha",
    "workflow",
    "workflow_sha",
];

/// Those that say whose it is: with what their value ends where it names an owner.
const TELLING: &[(&str, Option<char>)] = &[
    ("job_workflow_ref", Some('/')),
    ("workflow_ref", Some('/')),
    ("repository", Some('/')),
    ("repo", Some('/')),
    ("repository_owner", None),
    ("repository_id", None),
    ("repository_owner_id", None),
    ("enterprise", None),
    ("enterprise_id", None),
];

/// A subject that GitHub gives to a repository whose owner nobody wrote down.
fn is_foreign_subject(letters: &[Letter]) -> bool {
    let mut rest = letters;
    loop {
        let (key, value) = split(rest, ':');
        let name = text(key);
        if name == "pull_request" && value.is_none() {
            return true;
        }
        let Some(value) = value else {
            return false;
        };
        let (value, after) = split(value, ':');
        let fits = match TELLING.iter().find(|(key, _)| *key == name) {
            Some((_, Some(end))) => {
                let (owner, name) = split(value, *end);
                let (owner, id) = split(owner, '@');
                is_chosen(owner)
                    && is_name(owner)
                    && id.is_none_or(is_id)
                    && name.is_some_and(|name| is_repository(name) && has_id(name) == id.is_some())
            }
            Some((_, None)) => is_chosen(value),
            None => LOOSE.contains(&name.as_str()) && !value.is_empty(),
        };
        match (fits, after) {
            (false, _) => return false,
            (true, None) => return true,
            (true, Some(after)) => rest = after,
        }
    }
}

fn has_id(name: &[Letter]) -> bool {
    split(name, '@').1.is_some_and(is_id)
}

fn is_id(id: &[Letter]) -> bool {
    !id.is_empty() && id.iter().all(|(c, _)| c.is_ascii_digit())
}

/// Letters, digits and single hyphens between them; a managed user has a `_` too.
fn is_name(letters: &[Letter]) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name = text(letters);
    (1..=39).contains(&name.len())
        && name.chars().all(inner)
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains("--")
}

fn is_repository(letters: &[Letter]) -> bool {
    let (name, _) = split(letters, '@');
    let (name, _) = split(name, '/');
    !name.is_empty()
        && name
            .iter()
            .all(|(c, _)| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// Whether a subject, with wildcards, is of one owner's repositories alone: the
/// owner is spelt out to its end. Ids may be open: nobody else has the name.
pub fn names_an_owner(subject: &str) -> bool {
    names_a_repository(&plain(subject, true))
}

fn names_a_repository(signs: &[Sign]) -> bool {
    let begins = lead(signs).0;
    let repository = begins.strip_prefix("repo:");
    let owner = repository.and_then(|repository| repository.find(['/', '@']));
    if owner.is_some_and(|at| at > 0) {
        return true;
    }
    // A claim of its own, somewhere: what a value holds in colons GitHub encodes.
    let begins = (0..signs.len())
        .filter(|at| *at == 0 || matches!(signs.get(*at - 1), Some(Sign::Char(':'))));
    begins.filter_map(|at| signs.get(at..)).any(is_told)
}

fn is_told(signs: &[Sign]) -> bool {
    let (text, whole) = lead(signs);
    TELLING.iter().any(|(key, end)| {
        let value = text
            .strip_prefix(key)
            .and_then(|rest| rest.strip_prefix(':'));
        value.is_some_and(|value| match (key, end) {
            // At the very beginning only: a later one is no repository of its own.
            (&"repo", _) => false,
            (_, Some(end)) => value.find(*end).is_some_and(|at| at > 0),
            (_, None) => value
                .find(':')
                .map_or(whole && !value.is_empty(), |at| at > 0),
        })
    })
}

/// Of one token: its claims speak of one repository.
pub(super) fn is_of_one(subject: Option<&str>, repository: Option<&str>) -> bool {
    let (Some(subject), Some(repository)) = (subject, repository) else {
        return true;
    };
    let Some(rest) = subject.strip_prefix("repo:") else {
        return true;
    };
    let of_subject = rest.split(':').next().unwrap_or(rest);
    let bare = |part: &str| part.split('@').next().unwrap_or(part).to_ascii_lowercase();
    let parts: Vec<String> = of_subject.split('/').map(bare).collect();
    parts.join("/") == repository.to_ascii_lowercase()
}
