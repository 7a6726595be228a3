//! GitHub is written to where the person's own file names the repository, on that host,
//! with the environment whose production and freezes apply.
//!
//! A clone says which repository it is of. It must never say where an approval goes.

use crate::facts::{Repository, SystemKeeps, WritableRepository};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new(
    "repository",
    "your own file names the repository for writing",
    check,
);

fn check(case: &Case<'_>) -> Ruling {
    let (Some((repository, _)), Some(state)) = (case.subject().github(), case.seen().github())
    else {
        return Ruling::Pass;
    };
    let Some(entry) = case.settings.writable(repository) else {
        return Ruling::stop(
            format!("Your own configuration has no entry for {repository}."),
            lines(&state.host, repository, case.environment.name.raw()),
        );
    };
    if !entry.at.is(&state.host, &state.repository) || !entry.at.is(&state.host, repository) {
        return Ruling::stop(
            format!(
                "Your [[github]] entry is for {}, and {} was asked about {}.",
                entry.at, state.host, state.repository
            ),
            format!(
                "Set GH_HOST to the host that you mean, or write `repository = \"{}/{repository}\"` in the entry.",
                state.host
            ),
        );
    }
    permitted(case, entry)
}

fn permitted(case: &Case<'_>, entry: &WritableRepository) -> Ruling {
    if !entry.allow_writes {
        return Ruling::stop(
            format!(
                "The [[github]] entry of {} does not permit writes.",
                entry.at
            ),
            "Set `allow_writes = true` in it in your own config.toml, if you may decide that.",
        );
    }
    let (wanted, given) = (entry.environment.raw(), case.environment.name.raw());
    if wanted != given {
        return Ruling::stop(
            format!(
                "{} belongs to environment {wanted}, and this was proposed for {given}.",
                entry.at
            ),
            format!("Switch to environment {wanted}, and propose it again."),
        );
    }
    if !case.environment.allow_writes && case.environment.is_kept(SystemKeeps::AllowWrites) {
        return Ruling::stop(
            format!(
                "The system's file permits no writes in environment {given}, which {} belongs to.",
                entry.at
            ),
            "Ask whoever keeps /etc/watchkeeper/config.toml.",
        );
    }
    Ruling::Pass
}

/// The entry that is missing, fit to be copied.
fn lines(host: &str, repository: &Repository, environment: &str) -> String {
    let at = match host {
        "github.com" => repository.to_string(),
        host => format!("{host}/{repository}"),
    };
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    format!(
        "If it is meant, write in your own config.toml: [[github]] repository = {}, environment = {}, allow_writes = true",
        quoted(&at),
        quoted(environment)
    )
}
