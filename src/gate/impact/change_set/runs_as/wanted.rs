//! What has to be read before it can be said as whom things run: live roles and
//! instance profiles that a change set names. Reads nothing itself.

use super::{
    super::templates::Templates,
    Side, is_of_own, last, made_here,
    side::Source,
    sites::{self, Names},
    through,
};
use crate::{
    facts::{Remote, RoleName, stack::ChangeAction},
    gate::{ProfileState, StackState},
};

/// So many roles and so many profiles of one change set are read; one that is not
/// read stops.
const MOST: usize = 32;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub roles: Vec<RoleName>,
    pub profiles: Vec<Remote>,
}

impl Wanted {
    /// Whoever runs with a profile is one of its roles.
    pub fn with_roles_of(&mut self, profiles: &[ProfileState]) {
        let known = profiles.iter().filter_map(|profile| profile.roles.known());
        for role in known.flatten() {
            put(&mut self.roles, role.clone());
        }
    }
}

impl StackState {
    /// The roles and profiles that things are to run as by its own change set: what
    /// has to be read to say what they give.
    pub fn run_as(&self) -> Wanted {
        let mut wanted = Wanted::default();
        let state = &Templates::of(self);
        let changes = self.own_changes().iter().filter(|change| {
            !matches!(
                change.action,
                ChangeAction::Remove | ChangeAction::SyncWithActual
            )
        });
        for change in changes {
            let side = Side::after(state, change);
            let found = side
                .properties()
                .and_then(|properties| sites::all(&side, &properties));
            let found = found.unwrap_or_default();
            let leading = found.iter().filter(|site| site.names == Names::Through);
            let led_to = leading.flat_map(|site| through::sites_behind(&side, site));
            let led_to: Vec<_> = led_to.collect();
            for site in found.into_iter().chain(led_to) {
                let Source::Named(name) = &site.source else {
                    continue;
                };
                if !is_of_own(state, name) || made_here(state, name).is_some() {
                    continue;
                }
                let short = last(name);
                match site.names {
                    Names::Role => put(&mut wanted.roles, RoleName::new(short)),
                    Names::Profile => put(&mut wanted.profiles, Remote::new(short)),
                    Names::Through => {}
                }
            }
        }
        wanted
    }
}

fn put<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if all.len() < MOST && !all.contains(&one) {
        all.push(one);
    }
}
