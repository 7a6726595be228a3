//! The permissions that a token of GitHub needs: for reading, and for each kind of write.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::chosen;
use crate::{
    ask::github::endpoint::ENDPOINTS,
    cli::{Stop, output},
    gate::writes::{Registered, WRITES},
};

/// `writes`: None for reading alone; empty for every kind of write.
pub(super) fn run(writes: Option<&[String]>) -> Result<u8, Stop> {
    let kinds = match writes {
        None => Vec::new(),
        Some(kinds) => chosen(kinds, on_github)?,
    };
    let reading: BTreeSet<&str> = ENDPOINTS.iter().map(|one| one.permission()).collect();
    let mut uses: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    uses.insert("reading", reading.iter().copied().collect());
    for kind in &kinds {
        uses.insert(kind.kind, kind.token.to_vec());
    }
    let all = uses.values().flatten().copied();
    let told = json!({
        "repository_permissions": strongest(all),
        // A classic token has no finer one for private repositories, for reading either.
        "classic_scopes": ["repo"],
        "uses": uses,
    });
    let text = serde_json::to_string_pretty(&told).map_err(std::io::Error::from)?;
    output::json(&text)?;
    output::tell(
        "a fine-grained token of a person can't be given `checks`: without it the annotations of jobs are not read, and nothing else is missing.",
    );
    if kinds.iter().any(|one| one.kind == "open-pull-request") {
        output::tell(
            "where a pull request changes a file under .github/workflows, the token needs `workflows: write` too, a classic one the scope `workflow`.",
        );
    }
    Ok(0)
}

fn on_github() -> impl Iterator<Item = &'static Registered> {
    WRITES.iter().filter(|one| !one.token.is_empty())
}

/// Each permission once, with the most that is needed of it: writing includes reading.
fn strongest<'p>(all: impl Iterator<Item = &'p str>) -> BTreeMap<&'p str, &'p str> {
    let mut most: BTreeMap<&str, &str> = BTreeMap::new();
    for (name, level) in all.filter_map(|one| one.split_once(':')) {
        let known = most.entry(name).or_insert(level);
        if level == "write" {
            *known = level;
        }
    }
    most
}
