//! The live roles as they were read last, whichever ask brought them.

use std::sync::Arc;

use jiff::Timestamp;

use super::Store;
use crate::{
    ask::iam,
    facts::{Authorization, EnvironmentName, RoleName},
};

impl Store {
    /// Every reading of this environment's roles, all of them or some by name, and when.
    pub fn authorizations(
        &self,
        environment: &EnvironmentName,
    ) -> impl Iterator<Item = (&Authorization, Timestamp)> {
        let all = self.each_of::<iam::Authorization>(environment);
        let by_name = self.each_of::<iam::Roles>(environment);
        let all = all.map(|(_, answer, at)| (answer, at));
        all.chain(by_name.map(|(_, answer, at)| (answer, at)))
    }

    /// The whole account where it could be listed, else the roles read by name:
    /// with `role`, the newest answer that has it.
    pub(super) fn authorization(
        &self,
        environment: &EnvironmentName,
        role: Option<&RoleName>,
    ) -> Option<Arc<Authorization>> {
        let found = self.authorizations(environment).filter(|(a, _)| {
            role.is_none_or(|role| a.complete || a.roles.iter().any(|r| r.name == *role))
        });
        // Of one role the newest is true, be it read alone; of all the fullest.
        let found = found.max_by_key(|(authorization, at)| {
            (
                role.map(|_| *at),
                authorization.complete,
                authorization.roles.len(),
            )
        });
        found.map(|(authorization, _)| Arc::new(authorization.clone()))
    }
}
