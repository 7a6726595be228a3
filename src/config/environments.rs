//! The environments of your two files, your own laid over the system's.
//!
//! An own environment that has the name or the account of one of the system's only
//! tightens it, with what the system's leaves out meant as its default says. What
//! your own file wanted beyond that becomes a note, and never counts.

use toml::Spanned;

use super::{
    Problem,
    document::{Document, EnvironmentSays},
    stacks::{own_expected, plain},
};
use crate::facts::{Environment, EnvironmentName, SystemKeeps, shown};

pub(super) struct Both<'a> {
    pub own: Option<&'a Document>,
    pub system: Option<&'a Document>,
    pub own_may_loosen: bool,
}

impl<'a> Both<'a> {
    /// Your own first, then those of the system that you have none of that name for.
    pub(super) fn laid(
        &self,
        problems: &mut Vec<Problem>,
        notes: &mut Vec<String>,
    ) -> Vec<Environment> {
        let system: Vec<Environment> = named(self.system, problems)
            .into_iter()
            .map(|(name, says)| of_system(name, says))
            .collect();
        let mut all = Vec::new();
        for (name, says) in named(self.own, problems) {
            let below = system.iter().find(|below| below.name == *name);
            let wanted = laid_over(name, says, below);
            if let Some(problem) = self.other_account(&wanted, says, below) {
                problems.push(problem);
            }
            all.push(self.tightened(wanted, says, &system, notes));
        }
        let names: Vec<EnvironmentName> = all.iter().map(|own| own.name.clone()).collect();
        all.extend(system.into_iter().filter(|e| !names.contains(&e.name)));
        all
    }

    /// The system says which account a name is; another one needs another name.
    fn other_account(
        &self,
        wanted: &Environment,
        says: &EnvironmentSays,
        below: Option<&Environment>,
    ) -> Option<Problem> {
        let account = below?.account.as_ref()?;
        if wanted.account.as_ref() == Some(account) {
            return None;
        }
        let what = format!(
            "the system's file says that environment `{}` is account {}: give another account another name",
            wanted.name.raw(),
            account.raw()
        );
        let span = says.account.as_ref().map_or(0..0, Spanned::span);
        Some(self.own?.problem(&span, what))
    }

    fn tightened(
        &self,
        mut wanted: Environment,
        says: &EnvironmentSays,
        system: &[Environment],
        notes: &mut Vec<String>,
    ) -> Environment {
        let mut bounds: Vec<&Environment> = system
            .iter()
            .filter(|below| {
                let same = below.account.is_some() && below.account == wanted.account;
                below.name == wanted.name || same
            })
            .collect();
        // The one of that name has the last word, where several have an alias.
        bounds.sort_by_key(|below| below.name == wanted.name);
        let mut kept = Vec::new();
        for bound in &bounds {
            kept.extend(tighten(&mut wanted, bound));
        }
        if wanted.write_owned && bounds.is_empty() && !self.own_may_loosen {
            wanted.write_owned = false;
            kept.push(SystemKeeps::WriteOwned);
        }
        kept.sort_unstable();
        kept.dedup();
        for key in &kept {
            if says.has(*key) {
                notes.push(format!(
                    "`{}` of your environment `{}` does not count beyond what the system's file has: yours can only tighten it.",
                    key.key(),
                    shown(wanted.name.raw())
                ));
            }
        }
        let inherited = bounds.iter().flat_map(|bound| &bound.system_keeps);
        kept.extend(inherited.copied());
        kept.sort_unstable();
        kept.dedup();
        wanted.system_keeps = kept;
        wanted
    }
}

/// Takes from `wanted` whatever `bound` does not permit, and says what that was.
fn tighten(wanted: &mut Environment, bound: &Environment) -> Vec<SystemKeeps> {
    let mut kept = Vec::new();
    if bound.production && !wanted.production {
        wanted.production = true;
        kept.push(SystemKeeps::Production);
    }
    if bound.alias.is_some() && wanted.alias != bound.alias {
        // It is typed to confirm: a shorter one would be a weaker word.
        wanted.alias.clone_from(&bound.alias);
        kept.push(SystemKeeps::Alias);
    }
    if wanted.allow_writes && !bound.allow_writes {
        wanted.allow_writes = false;
        kept.push(SystemKeeps::AllowWrites);
    }
    for list in &bound.write_principals {
        if !wanted.write_principals.contains(list) {
            // Who writes has to be in each list, so that one more never lets anybody in.
            wanted.write_principals.push(list.clone());
        }
    }
    let count = wanted.endpoints.len();
    wanted.endpoints.retain(|one| bound.endpoints.contains(one));
    if wanted.endpoints.len() < count {
        kept.push(SystemKeeps::Endpoints);
    }
    if wanted.write_owned && !bound.write_owned {
        wanted.write_owned = false;
        kept.push(SystemKeeps::WriteOwned);
    }
    kept
}

/// The environments of one file that have a name, each name once.
fn named<'a>(
    file: Option<&'a Document>,
    problems: &mut Vec<Problem>,
) -> Vec<(&'a EnvironmentName, &'a EnvironmentSays)> {
    let Some(file) = file else { return Vec::new() };
    let mut all: Vec<(&EnvironmentName, &EnvironmentSays)> = Vec::new();
    for says in &file.says.environment {
        let Some(name) = &says.name else { continue };
        if all.iter().any(|(known, _)| *known == name.get_ref()) {
            let what = format!(
                "the environment `{}` is defined twice",
                name.get_ref().raw()
            );
            problems.push(file.problem(&name.span(), what));
            continue;
        }
        all.push((name.get_ref(), says));
    }
    all
}

/// With what its file does not permit kept from your own.
fn of_system(name: &EnvironmentName, says: &EnvironmentSays) -> Environment {
    let mut read = laid_over(name, says, None);
    let keeps = [
        (read.production, SystemKeeps::Production),
        (read.alias.is_some(), SystemKeeps::Alias),
        (!read.allow_writes, SystemKeeps::AllowWrites),
        (
            !read.write_principals.is_empty(),
            SystemKeeps::WritePrincipals,
        ),
        (true, SystemKeeps::Endpoints),
        (!read.write_owned, SystemKeeps::WriteOwned),
    ];
    let keeps = keeps.into_iter().filter(|(keeps, _)| *keeps);
    read.system_keeps = keeps.map(|(_, what)| what).collect();
    read
}

/// What a table says, over what the system's environment of that name has.
fn laid_over(
    name: &EnvironmentName,
    says: &EnvironmentSays,
    below: Option<&Environment>,
) -> Environment {
    let unknown = Environment::unknown(name.clone());
    let below = below.unwrap_or(&unknown);
    let account = says.account.as_ref().map(Spanned::get_ref);
    let writers = says.write_principals.clone();
    Environment {
        name: name.clone(),
        profile: says.profile.clone().or_else(|| below.profile.clone()),
        region: says.region.clone().or_else(|| below.region.clone()),
        account: account.cloned().or_else(|| below.account.clone()),
        alias: says.alias.clone().or_else(|| below.alias.clone()),
        production: says.production.unwrap_or(below.production),
        allow_writes: says.allow_writes.unwrap_or(below.allow_writes),
        write_principals: writers
            .filter(|list| !list.is_empty())
            .into_iter()
            .collect(),
        endpoints: says
            .endpoints
            .as_deref()
            .map_or_else(|| below.endpoints.clone(), plain),
        write_owned: says.write_owned.unwrap_or(below.write_owned),
        template_bucket: says
            .template_bucket
            .clone()
            .or_else(|| below.template_bucket.clone()),
        expect_only: own_expected(&says.expect_only),
        expect_gains: own_expected(&says.expect_gains),
        system_keeps: Vec::new(),
    }
}
