//! An answer arrives: stale tickets are dropped, another account forgets the old one.

use std::sync::Arc;

use jiff::Timestamp;

use super::{State, wants::SETTLED};
use crate::{
    ask::{Answer, Ask, JournalAsk, Question, Ticket, journal, sts},
    checks::{Conclusion, Topic},
    facts::{EnvironmentName, Fault, FaultKind, numbered},
    flow::Effect,
};

impl State {
    pub(super) fn answered(
        &mut self,
        ticket: Ticket,
        ask: &Ask,
        result: Result<Arc<Answer>, Fault>,
        at: Timestamp,
    ) {
        let moved = ask
            .environment()
            .filter(|environment| self.names_another_account(environment, &result))
            .cloned();
        if !self.store.answered(ticket, ask, result, at) {
            return;
        }
        let dropped = moved.map_or_else(Vec::new, |environment| {
            self.void = self.generation;
            self.store.forget(&environment, ask)
        });
        if *ask == SETTLED {
            self.doubt_was_looked_at();
        }
        self.settle();
        self.cancel(dropped);
    }

    /// What is still in doubt is said at once: its target can't be written until it is not.
    fn doubt_was_looked_at(&mut self) {
        let Some(view) = self.store.get(&journal::Settled.here()) else {
            return;
        };
        let (open, left) = (view.in_doubt(), self.left_by_others(view));
        let there = self.keymap.key_in_words("pane.journal");
        if let Some(stop) = self.journal_stop() {
            let what = stop.in_words();
            self.said = Some(format!(
                "The {what}: nothing is written. Look there ({there})."
            ));
        } else if open > 0 {
            self.said = Some(format!(
                "IN DOUBT: {open} of the journal's writes. Look there ({there})."
            ));
        } else if left > 0 && self.session_id.is_some() {
            let key = self.key_for(&["global"], "app.left-over");
            let left = numbered(left, "change set");
            self.said = Some(format!(
                "{left} made here, still there. {key} proposes to delete."
            ));
        }
        self.refresh.push(Ask::Journal(JournalAsk::Entries));
    }

    /// A conclusion arrives; what it found in sync is kept for a later check to tell.
    pub(super) fn judged(&mut self, generation: u64, topic: Topic, conclusion: Conclusion) {
        let environment = topic.environment().clone();
        let seen = topic.in_sync(&conclusion, self.now);
        if generation <= self.void || !self.store.judged(generation, topic, conclusion) {
            return;
        }
        self.settle();
        let caller = self.store.caller(&environment);
        let Some(account) = caller.map(|caller| caller.account.clone()) else {
            return;
        };
        if !seen.is_empty() {
            self.emit(Effect::Remember {
                environment,
                account,
                seen,
            });
        }
    }

    /// Facts of one account must never stand under another's name: when STS names
    /// another account than before, or the wrong one, all that was known is dropped.
    fn names_another_account(
        &self,
        environment: &EnvironmentName,
        result: &Result<Arc<Answer>, Fault>,
    ) -> bool {
        match result {
            Ok(answer) => {
                let now = sts::CallerIdentity::typed(answer);
                let before = self.store.caller(environment);
                now.zip(before)
                    .is_some_and(|(now, before)| now.account != before.account)
            }
            Err(fault) => matches!(fault.kind, FaultKind::WrongAccount { .. }),
        }
    }
}
