//! One ask being answered: with which session, for which caller, and within what
//! AWS allows a second. The services' own files say how each ask is read.

use std::sync::{Arc, atomic::AtomicU32};

use super::{
    CLOUDTRAIL_APART, cloudformation::Budget, logs::Budget as LogsBudget, pace::Pace,
    service_budget::ServiceBudget, session::Session, sts,
};
use crate::{
    ask::{Reads, sts::CallerIdentity},
    facts::{AccountId, Caller, Fault},
};

/// What all asks of a service share, because AWS counts by account.
#[derive(Debug)]
pub(super) struct Budgets {
    pub cloudtrail: Pace<AccountId>,
    pub cloudformation: Budget,
    pub logs: LogsBudget,
    /// Of the services that have no SDK here, and of Cloud Map.
    pub services: ServiceBudget,
}

impl Default for Budgets {
    fn default() -> Self {
        Self {
            cloudtrail: Pace::new(CLOUDTRAIL_APART),
            cloudformation: Budget::default(),
            logs: LogsBudget::default(),
            services: ServiceBudget::default(),
        }
    }
}

pub(in crate::edge) struct Reader<'a> {
    pub(super) session: &'a Arc<Session>,
    pub(super) caller: &'a Caller,
    pub(super) budgets: &'a Budgets,
    /// Requests that were sent for this ask.
    pub(super) calls: AtomicU32,
}

impl<'a> Reader<'a> {
    pub(super) fn new(session: &'a Arc<Session>, caller: &'a Caller, budgets: &'a Budgets) -> Self {
        Self {
            session,
            caller,
            budgets,
            calls: AtomicU32::new(0),
        }
    }

    /// Of a thing that its service knows by its ARN alone, in the caller's account.
    pub(super) fn arn_of(&self, service: &str, resource: &str) -> String {
        let (partition, region) = (self.caller.partition(), self.caller.region.raw());
        let account = self.caller.account.raw();
        format!("arn:{partition}:{service}:{region}:{account}:{resource}")
    }

    /// What was read must be of the account that STS named: credentials may have
    /// been replaced, between two calls, by those of another.
    pub(super) fn belongs(&self, account: Option<AccountId>) -> Result<(), Fault> {
        match account {
            Some(found) if found != self.caller.account => Err(sts::wrong_account(
                self.session,
                &self.caller.account,
                &found,
                "Nothing is shown of it. Refresh: the credentials changed while they were in use.",
            )),
            _ => Ok(()),
        }
    }
}

/// What was confirmed before anything else was read.
impl Reads<CallerIdentity> for Reader<'_> {
    async fn read(&self, _: &CallerIdentity) -> Result<Caller, Fault> {
        Ok(self.caller.clone())
    }
}
