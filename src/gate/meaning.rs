//! What a change would mean: who may do what that could not, and the other way
//! round, over all of the role's policies. Judged by the policy engine, offline.

use serde::{Deserialize, Serialize};

use super::{
    Observed, TargetState,
    writes::{Change, Write},
};
use crate::{
    facts::{Remote, Verdict},
    policy::{
        Document, Judgement, Kind,
        diff::{self, StatementDiff},
        explain, parse,
    },
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    /// The part that changes, as it is and as it would be.
    pub before: Option<Remote>,
    pub after: Option<Remote>,
    /// After against before, over all policies of the role; of a file's change,
    /// of the file alone. None: it could not be judged, and `unjudged` says why.
    pub access: Option<Judgement>,
    pub unjudged: Option<String>,
    /// The statements of both documents, paired.
    pub statements: Vec<StatementDiff>,
}

impl Meaning {
    pub fn of(write: &Write, seen: &Observed) -> Self {
        let change = write.change();
        let before = change.part(&seen.target);
        let after = change.after(seen).ok();
        let after_part = after.as_ref().and_then(|state| change.part(state));
        let mut meaning = Self {
            before: before.clone(),
            after: after_part.clone(),
            access: None,
            unjudged: None,
            statements: Vec::new(),
        };
        if let Err(why) = meaning.weigh(change, seen, after.as_ref()) {
            meaning.unjudged = Some(why);
        }
        meaning
    }

    fn weigh(
        &mut self,
        change: &dyn Change,
        _seen: &Observed,
        _after: Option<&TargetState>,
    ) -> Result<(), String> {
        let kind = change.document_kind().unwrap_or(Kind::Identity);
        let before = document(self.before.as_ref(), kind)?;
        let after = document(self.after.as_ref(), kind)?;
        self.statements = diff::statements(&before, &after);
        self.access = Some(explain::judge(&before, &after));
        Ok(())
    }

    pub fn verdict(&self) -> Verdict {
        match &self.access {
            Some(judgement) => judgement.comparison.verdict,
            None => Verdict::Undecided,
        }
    }
}

/// The document; where there is none, one that says nothing.
fn document(text: Option<&Remote>, kind: Kind) -> Result<Document, String> {
    let text = text.map_or(r#"{"Version":"2012-10-17","Statement":[]}"#, Remote::raw);
    parse(text, kind).map_err(|malformed| malformed.fault("The document").what)
}

impl Meaning {
    /// Whether a request that the preview names is to be allowed afterwards;
    /// None: it names no such request.
    pub fn expects(&self, action: &str, resource: &str) -> Option<bool> {
        let comparison = &self.access.as_ref()?.comparison;
        let is = |witness: &crate::policy::Witness| {
            witness.request.action == action && witness.request.resource == resource
        };
        if comparison.gained.as_ref().is_some_and(is) {
            return Some(true);
        }
        comparison
            .lost
            .as_ref()
            .filter(|witness| is(witness))
            .map(|_| false)
    }
}
