//! The text of your own file: an environment for who you are now, and one for each
//! profile of the AWS configuration. None of them may write.

use super::is_plain;
use crate::{
    edge::aws::ProfileFound,
    facts::{AccountId, Caller, Region, quoted},
};

/// More profiles are for a person to choose from.
const PROFILES: usize = 40;
/// As long as an environment's name may be.
const NAME: usize = 64;

/// One environment as it is proposed.
struct Proposed<'a> {
    name: &'a str,
    profile: Option<&'a str>,
    region: Option<&'a Region>,
    account: Option<&'a AccountId>,
    /// Who says which account it is.
    says: &'a str,
}

/// The names of the environments that are proposed, the default first.
pub fn names(
    caller: Option<&Caller>,
    profile: Option<&str>,
    profiles: &[ProfileFound],
) -> Vec<String> {
    let (all, _) = proposed(caller, profile, profiles);
    all.iter().map(|one| one.name.to_owned()).collect()
}

pub(super) fn text(
    caller: Option<&Caller>,
    profile: Option<&str>,
    profiles: &[ProfileFound],
) -> String {
    let (all, more) = proposed(caller, profile, profiles);
    let mut text =
        "# The first environment is the default; -e NAME picks another. None may write.\n"
            .to_owned();
    for (at, one) in all.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        text += &entry(one);
    }
    if more > 0 {
        text += &format!("\n# {more} more profiles are in the AWS configuration.\n");
    }
    text
}

/// And how many are left out.
fn proposed<'a>(
    caller: Option<&'a Caller>,
    profile: Option<&'a str>,
    profiles: &'a [ProfileFound],
) -> (Vec<Proposed<'a>>, usize) {
    let profile = profile.filter(|profile| is_name(profile));
    let current = profile.unwrap_or("default");
    let known = profiles.iter().find(|known| known.name == current);
    let first = Proposed {
        name: current,
        profile,
        region: match caller {
            Some(caller) => Some(&caller.region),
            None => known.and_then(|known| known.region.as_ref()),
        },
        account: match caller {
            Some(caller) => Some(&caller.account),
            None => known.and_then(|known| known.account.as_ref()),
        },
        says: match caller {
            Some(_) => "what STS must answer",
            None => "as the profile says, and what STS must answer",
        },
    };
    let others = profiles.iter();
    let others: Vec<&ProfileFound> = others
        .filter(|other| other.name != current && is_name(&other.name))
        .collect();
    let more = others.len().saturating_sub(PROFILES);
    let others = others.into_iter().take(PROFILES).map(|other| Proposed {
        name: &other.name,
        profile: Some(&other.name),
        region: other.region.as_ref(),
        account: other.account.as_ref(),
        says: "as the profile says, and what STS must answer",
    });
    (std::iter::once(first).chain(others).collect(), more)
}

/// It can be an environment's, and is what it looks like.
fn is_name(name: &str) -> bool {
    is_plain(name) && !name.contains(':') && name.len() <= NAME && !name.is_empty()
}

fn entry(one: &Proposed<'_>) -> String {
    let mut text = format!("[[environment]]\nname = {}\n", quoted(one.name));
    text += &match one.profile {
        Some(profile) => format!("profile = {}\n", quoted(profile)),
        None => "# profile = \"ops-dev\"   # else the ambient credentials\n".to_owned(),
    };
    let region = one.region.map(Region::raw).filter(|region| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        region.chars().all(plain) && region.len() <= 32
    });
    text += &match region {
        Some(region) => format!("region = {}\n", quoted(region)),
        None => "# region = \"eu-west-1\"\n".to_owned(),
    };
    let account = one
        .account
        .map(AccountId::raw)
        .filter(|account| account.len() == 12 && account.chars().all(|c| c.is_ascii_digit()));
    text += &match account {
        Some(account) => format!("account = {}   # {}\n", quoted(account), one.says),
        None => "# account = \"123456789012\"   # what STS must answer\n".to_owned(),
    };
    text += "production = true   # false only where a mistake hurts nobody\n";
    text
}
