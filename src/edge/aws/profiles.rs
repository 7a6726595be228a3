//! The profiles of the AWS configuration files, as far as they say which account and
//! region each is of: for `init`, which proposes environments. No credentials are read
//! out of them, nothing is signed in to and no program is run.

use aws_config::profile::{self, Profile};
use aws_types::os_shim_internal::{Env, Fs};

use super::ambient::Ambient;
use crate::facts::{AccountId, Arn, Region};

/// One profile of `~/.aws/config` or `~/.aws/credentials`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileFound {
    pub name: String,
    pub region: Option<Region>,
    /// Of `sso_account_id`, else of `role_arn`.
    pub account: Option<AccountId>,
}

/// All of them, by their names; none where the files cannot be read.
pub async fn profiles() -> Vec<ProfileFound> {
    let ambient = Ambient::from_environment();
    let files = &ambient.profile_files;
    let loaded = profile::load(&Fs::real(), &Env::real(), files, None).await;
    let Ok(all) = loaded else { return Vec::new() };
    let found = all.profiles().filter_map(|name| all.get_profile(name));
    let mut found: Vec<ProfileFound> = found.map(of).collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

fn of(profile: &Profile) -> ProfileFound {
    let get = |key: &str| profile.get(key).filter(|value| !value.is_empty());
    let assumed = || Arn::new(get("role_arn")?).account();
    let account = get("sso_account_id").map(AccountId::new);
    ProfileFound {
        name: profile.name().to_owned(),
        region: get("region").map(Region::new),
        account: account.or_else(assumed),
    }
}
