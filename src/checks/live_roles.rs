//! The live roles as they were read last, whichever ask brought them.

use std::sync::Arc;

use super::Store;
use crate::{
    ask::{Answer, Ask, AwsAsk},
    facts::{Authorization, EnvironmentName, RoleName},
};

impl Store {
    /// The whole account where it could be listed, else the roles read by name:
    /// with `role`, the newest answer that has it.
    pub(super) fn authorization(
        &self,
        environment: &EnvironmentName,
        role: Option<&RoleName>,
    ) -> Option<Arc<Authorization>> {
        let found = self
            .iter()
            .filter(|(ask, _)| matches!(ask, Ask::Aws(e, AwsAsk::Iam(_)) if e == environment))
            .filter_map(|(_, load)| match load.ready().map(AsRef::as_ref) {
                Some(Answer::Authorization(authorization)) => Some((load.at(), authorization)),
                _ => None,
            })
            .filter(|(_, a)| {
                role.is_none_or(|role| a.complete || a.roles.iter().any(|r| r.name == *role))
            });
        // Of one role the newest is true, be it read alone; of all the fullest.
        let found = found.max_by_key(|(at, authorization)| {
            (
                role.and(*at),
                authorization.complete,
                authorization.roles.len(),
            )
        });
        found.map(|(_, authorization)| Arc::new(authorization.clone()))
    }
}
