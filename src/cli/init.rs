//! `init`: proposes the project's file and your environment from what is here.

mod describes;
mod templates;

use std::sync::Arc;

use super::{
    Stop, not_restricted,
    output::{report, say, tell},
};
use crate::{
    config::{
        Loaded,
        init::{Seen, Written, directories, names, propose},
    },
    edge::{
        aws::{Aws, ProfileFound, profiles},
        repo::Git,
    },
    facts::{Caller, EnvironmentName},
};

pub(super) fn run(loaded: &Loaded, write: bool) -> Result<u8, Stop> {
    not_restricted(loaded, "init")?;
    if write && loaded.read_only {
        return Err(Stop::Usage(
            "`init --write` creates files, and this is read-only by a flag or by your configuration. Without --write it prints what they would hold.".into(),
        ));
    }
    let Some(root) = loaded.repo_root.clone() else {
        return Err(Stop::Usage(
            "There is no repository here. Start `watchkeeper init` inside the one that codifies your policies.".into(),
        ));
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let account = runtime.block_on(Account::looked_at(loaded));
    let profiles = runtime.block_on(profiles());
    let profile = std::env::var("AWS_PROFILE").ok();
    let git = Git::found_on(std::env::var_os("PATH").as_deref(), &root);
    let directories = directories(&root);
    let templates = runtime.block_on(templates::proposed(&root, &account));
    let caller = account.caller.as_ref();
    let environments = environments(loaded, caller, profile.as_deref(), &profiles);
    let describes = describes::asked(&directories, environments);
    let drafts = propose(&Seen {
        root: &root,
        home: loaded.home.as_deref(),
        caller,
        profile: profile.as_deref(),
        profiles: &profiles,
        git: &git,
        directories: &directories,
        templates: &templates,
        describes: &describes,
    });
    for draft in &drafts {
        let path = draft.path.to_string_lossy();
        let note = if draft.exists {
            "  (exists: not changed)"
        } else {
            ""
        };
        say(&format!("# {path}{note}"))?;
        report(&draft.text)?;
        if write {
            match draft
                .write()
                .map_err(|fault| Stop::Fault(super::USAGE, fault))?
            {
                Written::Created => tell(&format!("created {path}")),
                Written::Kept => tell(&format!("kept {path} as it is")),
            }
        }
    }
    Ok(0)
}

/// Those that there are, else those that are proposed.
fn environments(
    loaded: &Loaded,
    caller: Option<&Caller>,
    profile: Option<&str>,
    profiles: &[ProfileFound],
) -> Vec<String> {
    let own = loaded.home.as_ref().map(|home| home.join("config.toml"));
    let is_there = own.is_some_and(|own| own.symlink_metadata().is_ok());
    match is_there {
        true => {
            let all = loaded.settings.environments.iter();
            all.map(|one| one.name.raw().to_owned()).collect()
        }
        false => names(caller, profile, profiles),
    }
}

/// The account of the current environment, if it can be told now; a proposal works without.
struct Account {
    aws: Aws,
    environment: EnvironmentName,
    caller: Option<Caller>,
}

impl Account {
    async fn looked_at(loaded: &Loaded) -> Self {
        let environment = loaded.settings.current.clone();
        let aws = Aws::new(Arc::new(loaded.settings.clone()));
        let caller = match aws.caller(&environment).await {
            Ok(caller) => Some(caller),
            Err(fault) => {
                let (what, hint) = (&fault.what, &fault.hint);
                tell(&format!("The account is not known: {what} {hint}"));
                None
            }
        };
        Self {
            aws,
            environment,
            caller,
        }
    }
}
