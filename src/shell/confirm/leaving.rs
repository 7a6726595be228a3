//! What was made here and not used: offered for deletion on the way out, and at
//! the next start what an earlier run left. Through the gate like everything else.
//!
//! Leaving never waits for long: after two seconds, or at a second wish, the
//! console ends, and the next start offers it again.

use crate::{
    ask::{Question, journal},
    facts::{ChangeSetId, EnvironmentName, JournalView, Reason, Remote, StackName},
    flow::{Effect, Later},
    gate::{
        Draft, Origin, Outcome,
        writes::{DeleteChangeSet, StackPart, Subject},
    },
    shell::{State, layer::Layer},
};

/// The longest that leaving takes once a person has said yes.
const LONGEST_MS: u64 = 2_000;

impl State {
    /// What this run made, and what became of it. Returns what is best done next.
    pub(super) fn keep_account(
        &mut self,
        draft: &Draft,
        outcome: &Outcome,
        made: Option<&Remote>,
    ) -> Option<Box<Draft>> {
        let applied = *outcome == Outcome::Applied;
        let Subject::Stack(stack, part) = draft.write.change().subject() else {
            return None;
        };
        match (part, made) {
            (StackPart::NewChangeSet(_), Some(made)) => {
                let id = ChangeSetId::from(made.raw());
                let delete = deletion(&draft.environment, stack, id);
                self.made.push(delete.clone());
                // One that is empty or wrong is of no use to anybody.
                (!applied).then(|| Box::new(delete))
            }
            (StackPart::DeleteChangeSet(id), _) if applied => {
                self.made.retain(|one| !deletes(one, id));
                None
            }
            (StackPart::Execute(_) | StackPart::Delete | StackPart::FinishDeletion(_), _)
                if applied =>
            {
                // CloudFormation deletes the stack's other change sets with it.
                self.made.retain(|one| {
                    one.environment != draft.environment
                        || one.write.change().stack() != Some(stack)
                });
                None
            }
            _ => None,
        }
    }

    /// Ends the console, once nothing that was made here is left to be asked about.
    pub(super) fn leave_console(&mut self) {
        let Some(draft) = self.made.last().cloned() else {
            return self.emit(Effect::Quit);
        };
        self.leaving = true;
        self.layers.clear();
        self.prepare(Box::new(draft));
        self.wake_to_leave();
    }

    /// From the yes on, too, it takes no longer.
    pub(super) fn wake_to_leave(&mut self) {
        self.leavings += 1;
        let later = Later::Leave(self.leavings);
        let after_ms = LONGEST_MS;
        self.emit(Effect::Wake { after_ms, later });
    }

    /// It took too long, or not: only a preview waits for a person.
    pub(in crate::shell) fn left(&mut self, number: u64) {
        let waits = |layer: &Layer| matches!(layer, Layer::Confirm(confirm) if confirm.is_busy());
        if self.leaving && number == self.leavings && self.layers.last().is_some_and(waits) {
            self.emit(Effect::Quit);
        }
    }

    /// How many change sets other runs left; about this one's own it asks on the way out.
    pub(in crate::shell) fn left_by_others(&self, view: &JournalView) -> usize {
        let own = |id: &ChangeSetId| self.made.iter().any(|one| deletes(one, id));
        let left = view.left_over.iter();
        left.filter(|left| !left.id.as_ref().is_some_and(own))
            .count()
    }

    /// The deletion of the oldest change set that was left, as a draft.
    pub(in crate::shell) fn left_over(&self) -> Result<Draft, Reason> {
        let Some(view) = self.store.get(&journal::Settled.here()) else {
            return Err("What is left over is not known: the journal was not read.".into());
        };
        let mut named = view.left_over.iter().filter_map(|left| {
            // An environment that is gone, or another account now, must not hide the rest.
            let environment = self.settings.environment(&left.environment)?;
            if environment.account.is_some() && left.account != environment.account {
                return None;
            }
            let id = left.id.clone()?;
            Some(deletion(&left.environment, &left.stack, id))
        });
        named.next().ok_or_else(|| match view.left_over.is_empty() {
            true => "No change set that was made here is left over.".into(),
            false => "What is left over can't be deleted from here: it is in no environment of \
                      your settings, or its ARN is not known yet."
                .into(),
        })
    }
}

fn deletion(environment: &EnvironmentName, stack: &StackName, id: ChangeSetId) -> Draft {
    Draft {
        environment: environment.clone(),
        write: DeleteChangeSet {
            stack: stack.clone(),
            change_set: id,
        }
        .into(),
        origin: Origin::Stack,
        uses: Vec::new(),
        peers: None,
    }
}

fn deletes(draft: &Draft, id: &ChangeSetId) -> bool {
    matches!(draft.write.change().subject(),
        Subject::Stack(_, StackPart::DeleteChangeSet(set)) if set == id)
}
