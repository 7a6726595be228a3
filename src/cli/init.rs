//! `init`: proposes the project's file and your environment from what is here.

use std::sync::Arc;

use super::{
    Stop, not_restricted,
    output::{report, say, tell},
};
use crate::{
    config::{
        Loaded,
        init::{Seen, Written, propose},
    },
    edge::{aws::Aws, repo::Git},
    facts::Caller,
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
    let caller = caller(loaded);
    let profile = std::env::var("AWS_PROFILE").ok();
    let git = Git::found_on(std::env::var_os("PATH").as_deref(), &root);
    let drafts = propose(&Seen {
        root: &root,
        home: loaded.home.as_deref(),
        caller: caller.as_ref(),
        profile: profile.as_deref(),
        git: &git,
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

/// Who we are, if that can be told now; the proposal works without.
fn caller(loaded: &Loaded) -> Option<Caller> {
    let aws = Aws::new(Arc::new(loaded.settings.clone()));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .ok()?;
    match runtime.block_on(aws.caller(&loaded.settings.current)) {
        Ok(caller) => Some(caller),
        Err(fault) => {
            tell(&format!(
                "The account is not known: {} {}",
                fault.what, fault.hint
            ));
            None
        }
    }
}
