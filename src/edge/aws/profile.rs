//! Reads a profile to know four things about it: how a person renews it, whether
//! it would run a program or asks for a second factor, and whose certificates it believes. `aws-config` does the signing in.

use std::{borrow::Cow, path::PathBuf};

use aws_config::profile::{self, Profile, ProfileSet};
use aws_types::os_shim_internal::{Env, Fs};

use super::ambient::Ambient;
use crate::facts::{Fault, FaultKind};

/// How credentials are obtained, as far as a hint needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Login {
    /// A sentence: what renews the credentials.
    pub hint: String,
    /// The profile whose `credential_process` would be run.
    pub process: Option<String>,
    /// The profile that asks for a second factor.
    pub mfa: Option<String>,
    /// `ca_bundle` of the profile that would be used.
    pub ca_bundle: Option<PathBuf>,
}

/// Looks at the profile that would be used; `named` is the environment's.
pub(super) async fn login(ambient: &Ambient, named: Option<&str>) -> Result<Login, Fault> {
    let chosen = named.map(|name| Cow::Owned(name.to_owned()));
    let profiles = profile::load(&Fs::real(), &Env::real(), &ambient.profile_files, chosen)
        .await
        .map_err(|error| {
            Fault::new(
                FaultKind::Malformed,
                "The AWS configuration files cannot be read.",
                "Correct ~/.aws/config and ~/.aws/credentials, or the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name.",
            )
            .caused_by(super::fault::chain(&error))
        })?;
    if let Some(name) = named.filter(|name| profiles.get_profile(name).is_none()) {
        return Err(Fault::new(
            FaultKind::Missing,
            format!("The profile {name} is in no AWS configuration file."),
            format!(
                "Create it with `aws configure sso --profile {}`, or correct `profile` in your config.toml.",
                quoted(name)
            ),
        ));
    }
    Ok(describe(
        &profiles,
        ambient.keys_in_environment && named.is_none(),
    ))
}

fn describe(profiles: &ProfileSet, keys_in_environment: bool) -> Login {
    let ends = ends(profiles);
    let with = |key: &str| {
        let mut ends = ends.iter();
        let found = ends.find(|profile| profile.get(key).is_some());
        found.map(|profile| profile.name().to_owned())
    };
    let (process, mfa) = (with("credential_process"), with("mfa_serial"));
    let hint = if keys_in_environment {
        "Export fresh AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, and start again.".to_owned()
    } else {
        ends.iter()
            .find_map(|profile| renewal(profile))
            .unwrap_or_else(|| {
                "Sign in with `aws login`, or set a profile up with `aws configure sso`, then refresh.".to_owned()
            })
    };
    let selected = profiles.get_profile(profiles.selected_profile());
    let ca_bundle = selected.and_then(|profile| profile.get("ca_bundle"));
    let ca_bundle = ca_bundle.filter(|path| !path.is_empty());
    Login {
        hint,
        process,
        mfa,
        ca_bundle: ca_bundle.map(PathBuf::from),
    }
}

/// The selected profile and the ones it takes its credentials from, the source first.
fn ends(profiles: &ProfileSet) -> Vec<&Profile> {
    let mut chain: Vec<&Profile> = Vec::new();
    let mut next = Some(profiles.selected_profile());
    while let Some(profile) = next.and_then(|name| profiles.get_profile(name)) {
        if chain.iter().any(|seen| seen.name() == profile.name()) {
            break;
        }
        chain.push(profile);
        next = profile.get("source_profile");
    }
    chain.reverse();
    chain
}

fn renewal(profile: &Profile) -> Option<String> {
    let name = quoted(profile.name());
    let has = |key: &str| profile.get(key).is_some();
    if has("sso_session") || has("sso_start_url") {
        Some(format!(
            "Run `aws sso login --profile {name}`, then refresh."
        ))
    } else if has("login_session") {
        Some(format!("Run `aws login --profile {name}`, then refresh."))
    } else if has("credential_process") {
        Some(format!(
            "Renew what the credential_process of profile {name} relies on, then refresh."
        ))
    } else if has("web_identity_token_file") {
        Some(format!(
            "Renew the token file of profile {name}, then refresh."
        ))
    } else if has("aws_access_key_id") {
        Some(format!(
            "Write fresh keys for profile {name} (`aws configure --profile {name}`), then refresh."
        ))
    } else {
        None
    }
}

/// The name as a shell takes it: a profile may be called anything.
fn quoted(name: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-+@:/".contains(c);
    if !name.is_empty() && name.chars().all(plain) && !name.starts_with('-') {
        return Cow::Borrowed(name);
    }
    Cow::Owned(format!("'{}'", name.replace('\'', r"'\''")))
}
