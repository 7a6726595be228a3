//! What a record says of a write, taken from what was weighed and planned.

use super::{Tree, What, is_redacted};
use crate::{
    facts::Reason,
    gate::{Assessment, Draft, Origin, Plan, Step},
};

impl What {
    /// Of a draft that was weighed: it has no fingerprint, and nothing to undo.
    pub fn proposed(assessment: &Assessment, world: &str) -> Self {
        let (draft, observed) = (&assessment.draft, &assessment.observed);
        let change = draft.write.change();
        let target = change.target();
        let after = change.after(observed).ok();
        let steps = change.steps(observed).unwrap_or_default();
        let caller = observed.caller.as_ref();
        Self {
            world: world.to_owned(),
            environment: draft.environment.clone(),
            account: observed.account().cloned(),
            caller: caller.map(|caller| caller.arn.clone()),
            region: caller.map(|caller| caller.region.raw().to_owned()),
            title: change.title().to_owned(),
            target: target.name,
            part: target.part.map(|(_, name)| name),
            before: change.part(&observed.target),
            after: after.and_then(|after| change.part(&after)),
            steps: steps.iter().map(Step::in_short).collect(),
            fingerprint: String::new(),
            expected: Vec::new(),
            thaw: None,
            undo: None,
            no_undo: None,
            draft: draft.clone(),
            tree: None,
        }
    }

    /// Of a plan: with its fingerprint, and with the draft that would undo it
    /// under this number.
    pub fn planned(plan: &Plan, change: &str) -> Self {
        let assessment = plan.assessment();
        let undo = plan.undo().ok().map(|write| Draft {
            environment: assessment.draft.environment.clone(),
            write: write.clone(),
            origin: Origin::Undo {
                change: change.to_owned(),
            },
            uses: Vec::new(),
            peers: assessment.draft.peers.clone(),
        });
        Self {
            steps: plan.steps().iter().map(Step::in_short).collect(),
            fingerprint: plan.fingerprint().hex(),
            expected: plan.allowances().to_vec(),
            thaw: plan.thaw().cloned(),
            undo,
            no_undo: plan.undo().err().map(str::to_owned),
            ..Self::proposed(assessment, &plan.session_id().world)
        }
    }

    /// The same in this working tree, where it is about a file at all.
    #[must_use]
    pub fn within(self, tree: Option<&Tree>) -> Self {
        let of_file = self.draft.write.file().is_some();
        Self {
            tree: tree.filter(|_| of_file).cloned(),
            ..self
        }
    }

    /// Whether what stands in this working tree can tell of it. What a journal of
    /// before has of a file says not where it was, so nothing can.
    pub fn is_told_by(&self, tree: Option<&Tree>) -> bool {
        self.draft.write.file().is_none() || (self.tree.is_some() && self.tree.as_ref() == tree)
    }

    /// The draft that puts back what was there, or why the journal cannot offer one.
    pub fn undo(&self) -> Result<&Draft, Reason> {
        let Some(draft) = &self.undo else {
            return Err(match &self.no_undo {
                Some(why) => format!("To undo it: {why}.").into(),
                None => "The journal has nothing that would undo it.".into(),
            });
        };
        let text = serde_json::to_string(draft).map_err(|_| "Its undo cannot be read.")?;
        if is_redacted(&text) {
            return Err(
                "It can't be undone from the journal: a secret in what was there was redacted."
                    .into(),
            );
        }
        Ok(draft)
    }
}
