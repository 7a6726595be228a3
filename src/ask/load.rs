//! A fact on its way: what was known stays while newer is fetched or fails.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Answer, Question, Ticket};
use crate::facts::Fault;

/// The three things that are known of a fact, each on its own: the last good
/// value, whether a request is under way, and the last failure since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load<T> {
    pub value: Option<(Arc<T>, Timestamp)>,
    pub asking: Option<(Ticket, Timestamp)>,
    pub fault: Option<(Fault, Timestamp)>,
    /// A newer answer was on its way and nobody waited for it: whoever wants the value
    /// next has it read again.
    #[serde(default)]
    pub is_owed: bool,
}

impl<T> Default for Load<T> {
    fn default() -> Self {
        Self {
            value: None,
            asking: None,
            fault: None,
            is_owed: false,
        }
    }
}

impl Load<Answer> {
    /// The value as the answer to this question.
    pub fn of<Q: Question>(&self) -> Option<&Q::Answer> {
        Q::typed(self.ready()?)
    }
}

impl<T> Load<T> {
    pub fn ready(&self) -> Option<&Arc<T>> {
        self.value.as_ref().map(|(value, _)| value)
    }

    /// When the value was seen.
    pub fn at(&self) -> Option<Timestamp> {
        self.value.as_ref().map(|(_, at)| *at)
    }

    /// The newest attempt failed: what is shown, if anything, is old.
    pub fn is_stale(&self) -> bool {
        self.fault.is_some()
    }

    /// Nothing is known, nothing failed and nothing is under way.
    pub fn is_empty(&self) -> bool {
        self.value.is_none() && self.asking.is_none() && self.fault.is_none()
    }

    pub fn asked(&mut self, ticket: Ticket, now: Timestamp) {
        self.asking = Some((ticket, now));
    }

    /// Nobody waits any more.
    pub fn cancelled(&mut self) -> Option<Ticket> {
        let (ticket, _) = self.asking.take()?;
        self.is_owed = true;
        Some(ticket)
    }

    /// Takes the answer if it is the newest request's; says whether it was taken.
    pub fn answered(
        &mut self,
        ticket: Ticket,
        result: Result<Arc<T>, Fault>,
        at: Timestamp,
    ) -> bool {
        if self
            .asking
            .as_ref()
            .is_none_or(|(newest, _)| *newest != ticket)
        {
            return false;
        }
        self.asking = None;
        self.is_owed = false;
        match result {
            Ok(value) => {
                self.value = Some((value, at));
                self.fault = None;
            }
            Err(fault) => self.fault = Some((fault, at)),
        }
        true
    }
}
