//! The environments of your two files, your own laid over the system's.
//!
//! An own environment that has the name or the account of one of the system's only
//! tightens it, with what the system's leaves out meant as its default says. What
//! your own file wanted beyond that becomes a note, and never counts.

use super::{
    Problem,
    document::{Document, Table},
    stacks,
};
use crate::facts::{
    AccountId, Environment, EnvironmentName, ExpectedChange, ExpectedGain, Region, Server,
    SystemKeeps, shown,
};

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
            .map(|(name, table)| of_system(name, table))
            .collect();
        let mut all = Vec::new();
        for (name, table) in named(self.own, problems) {
            let below = system.iter().find(|below| below.name.raw() == name);
            let wanted = read(name, table, below);
            if let Some(problem) = self.other_account(&wanted, table, below) {
                problems.push(problem);
            }
            all.push(self.tightened(wanted, table, &system, notes));
        }
        let names: Vec<EnvironmentName> = all.iter().map(|own| own.name.clone()).collect();
        all.extend(system.into_iter().filter(|e| !names.contains(&e.name)));
        all
    }

    /// The system says which account a name is; another one needs another name.
    fn other_account(
        &self,
        wanted: &Environment,
        table: Table<'_>,
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
        Some(self.own?.problem(&table.span("account"), what))
    }

    fn tightened(
        &self,
        mut wanted: Environment,
        table: Table<'_>,
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
        for key in kept.iter().map(|kept| kept.key()) {
            if table.has(key) {
                notes.push(format!(
                    "`{key}` of your environment `{}` does not count beyond what the system's file has: yours can only tighten it.",
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
fn named<'a>(file: Option<&'a Document>, problems: &mut Vec<Problem>) -> Vec<(&'a str, Table<'a>)> {
    let Some(file) = file else { return Vec::new() };
    let mut all: Vec<(&str, Table<'_>)> = Vec::new();
    for table in file.root().tables("environment") {
        let Some(name) = table.text("name") else {
            continue;
        };
        if all.iter().any(|(known, _)| *known == name) {
            let what = format!("the environment `{name}` is defined twice");
            problems.push(file.problem(&table.span("name"), what));
            continue;
        }
        all.push((name, table));
    }
    all
}

/// With what its file does not permit kept from your own.
fn of_system(name: &str, table: Table<'_>) -> Environment {
    let mut read = read(name, table, None);
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
fn read(name: &str, table: Table<'_>, below: Option<&Environment>) -> Environment {
    let text = |name: &str| table.text(name).map(str::to_owned);
    let texts = |name: &str| -> Option<Vec<String>> {
        let texts = table.texts(name)?.into_iter();
        Some(texts.map(str::to_owned).collect())
    };
    let unknown = Environment::unknown(EnvironmentName::new(name));
    let below = below.unwrap_or(&unknown);
    let writers = texts("write_principals").filter(|list| !list.is_empty());
    Environment {
        name: EnvironmentName::new(name),
        profile: text("profile").or_else(|| below.profile.clone()),
        region: text("region")
            .map(Region::new)
            .or_else(|| below.region.clone()),
        account: text("account")
            .map(AccountId::new)
            .or_else(|| below.account.clone()),
        alias: text("alias").or_else(|| below.alias.clone()),
        production: table.flag("production").unwrap_or(below.production),
        allow_writes: table.flag("allow_writes").unwrap_or(below.allow_writes),
        write_principals: writers.into_iter().collect(),
        endpoints: texts("endpoints").map_or_else(
            || below.endpoints.clone(),
            |all| all.iter().filter_map(|text| Server::named(text)).collect(),
        ),
        write_owned: table.flag("write_owned").unwrap_or(below.write_owned),
        expect_only: stacks::own_expected(table, "expect_only", ExpectedChange::parse),
        expect_gains: stacks::own_expected(table, "expect_gains", ExpectedGain::parse),
        system_keeps: Vec::new(),
    }
}
