//! All facts, by ask, with their age. The Store holds facts; panes hold cursors.

use std::{collections::HashMap, sync::Arc};

use jiff::Timestamp;

use crate::{
    ask::{Answer, Ask, AwsAsk, Load, StsAsk, Ticket},
    facts::{Caller, EnvironmentName, Fault},
};

#[derive(Clone, Debug, Default)]
pub struct Store {
    loads: HashMap<Ask, Load<Answer>>,
    last_ticket: u64,
}

impl Store {
    pub fn load(&self, ask: &Ask) -> Option<&Load<Answer>> {
        self.loads.get(ask)
    }

    /// The last good answer, however old.
    pub fn answer(&self, ask: &Ask) -> Option<&Arc<Answer>> {
        self.loads.get(ask)?.ready()
    }

    /// Notes that the ask is under way, and gives its ticket and the one it replaces.
    pub fn ask(&mut self, ask: &Ask, now: Timestamp) -> (Ticket, Option<Ticket>) {
        self.last_ticket += 1;
        let ticket = Ticket(self.last_ticket);
        let load = self.loads.entry(ask.clone()).or_default();
        let replaced = load.asking.as_ref().map(|(old, _)| *old);
        load.asked(ticket, now);
        (ticket, replaced)
    }

    /// Takes an answer unless its ticket is stale; says whether it was taken.
    pub fn answered(
        &mut self,
        ticket: Ticket,
        ask: &Ask,
        result: Result<Arc<Answer>, Fault>,
        at: Timestamp,
    ) -> bool {
        self.loads
            .get_mut(ask)
            .is_some_and(|load| load.answered(ticket, result, at))
    }

    /// Forgets a request that nobody waits for; what was known stays.
    pub fn cancelled(&mut self, ask: &Ask) -> Option<Ticket> {
        let (ticket, _) = self.loads.get_mut(ask)?.asking.take()?;
        Some(ticket)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Ask, &Load<Answer>)> {
        self.loads.iter()
    }

    /// Who we are in this environment, once STS said so.
    pub fn caller(&self, environment: &EnvironmentName) -> Option<&Caller> {
        let ask = Ask::Aws(environment.clone(), AwsAsk::Sts(StsAsk::CallerIdentity));
        match &**self.answer(&ask)? {
            Answer::Caller(caller) => Some(caller),
            _ => None,
        }
    }
}
