//! A write from its approval to the report on it, with the journal on both sides of
//! the call.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    CallOutcome, Executor, Heard, Journal, SimulationPhase, Writer, Written, follow, hanging,
    read_only, verify,
};
use crate::{
    edge::{blocking::blocking, journal_file::uptime},
    facts::{Fault, FaultKind, Remote, Settings},
    gate::{
        Assessment, Confirmed, Draft, Origin, Outcome, Plan, SessionId, Step, Undoes, Verified,
        WriteProgress, WriteReport,
        record::{self, Entry, Stage, What},
    },
};

impl<E: Executor, J: Journal> Writer<E, J> {
    /// What a draft rests on, read afresh, weighed and simulated. Writes nothing.
    /// A read-only console may look at it too; a guard then stops the plan.
    pub async fn assess(&self, draft: Draft) -> Result<Assessment, Fault> {
        self.journal.chain()?.takes_writes()?;
        self.not_in_doubt(&draft)?;
        verify::made_here(&self.journal, &draft)?;
        hanging::cancel_hangs(&self.journal, &draft)?;
        let (assessment, signing) = self.observed(draft).await?;
        self.not_gone(&assessment)?;
        let assessment = self.renewed(assessment).await?;
        Ok(self.simulated(assessment, &signing).await)
    }

    /// Notes what was proposed, or refused before it began. What a read-only console
    /// looks at is no proposal.
    pub fn note(&self, assessment: &Assessment, stage: Stage) -> Result<(), Fault> {
        if self.permitted().is_err() {
            return Ok(());
        }
        let what = What::proposed(assessment, &self.session_id.world).within(self.tree().as_ref());
        let entry = self.entry(&what, &change_id(assessment, &self.session_id), stage);
        self.journal.open()?.append(entry).map(drop)
    }

    /// Writes what was approved. Every way out of here is in the journal, or
    /// nothing was written because the journal could not be.
    pub async fn write(&self, confirmed: impl Into<Confirmed>) -> WriteReport {
        self.write_heard(confirmed.into(), Arc::new(drop)).await
    }

    /// `heard` is told what goes on meanwhile.
    pub(super) async fn write_heard(&self, confirmed: Confirmed, heard: Heard) -> WriteReport {
        if let Err(fault) = self.permitted() {
            return WriteReport::Refused(fault);
        }
        if confirmed.plan().session_id() != &self.session_id {
            return WriteReport::Refused(Fault::new(
                FaultKind::Bug,
                "The approval belongs to another run or another world.",
                "Propose the change again.",
            ));
        }
        // Held until the end: no other console writes in between.
        let mut journal = match self.journal.open() {
            Ok(journal) => journal,
            Err(fault) => return WriteReport::Refused(fault),
        };
        // Another console may have left the target in doubt since the preview.
        let draft = &confirmed.plan().assessment().draft;
        let chain = self.journal.chain().and_then(|chain| chain.takes_writes());
        let still = chain.and_then(|()| self.not_in_doubt(draft));
        let still = still.and_then(|()| verify::made_here(&self.journal, draft));
        if let Err(fault) = still.and_then(|()| hanging::cancel_hangs(&self.journal, draft)) {
            return WriteReport::Refused(fault);
        }
        self.apply(confirmed, &mut *journal, &heard)
            .await
            .unwrap_or_else(WriteReport::Refused)
    }

    fn not_in_doubt(&self, draft: &Draft) -> Result<(), Fault> {
        let environment = self.settings.environment(&draft.environment);
        let account = environment.and_then(|known| known.account.as_ref());
        verify::not_in_doubt(&self.journal, draft, account, self.tree().as_ref())
    }

    /// Before anything else, whatever the plan says of itself.
    fn permitted(&self) -> Result<(), Fault> {
        match self.settings.gate.allow_writes {
            true => Ok(()),
            false => Err(read_only()),
        }
    }

    async fn apply(
        &self,
        confirmed: Confirmed,
        journal: &mut dyn Written,
        heard: &Heard,
    ) -> Result<WriteReport, Fault> {
        let plan = confirmed.plan();
        let draft = plan.assessment().draft.clone();
        let change = change_id(plan.assessment(), &self.session_id);
        let planned = What::planned(plan, &change).within(self.tree().as_ref());
        let (again, signing) = match self.observed(draft).await {
            Ok(seen) => seen,
            Err(fault) => {
                let why = format!("It could not be looked at again: {}", fault.what);
                journal.append(self.entry(&planned, &change, Stage::Refused { why }))?;
                return Err(fault);
            }
        };
        let now = Timestamp::now();
        if let Some(what) = moved(plan, &again, &self.settings, now) {
            let why = format!("The preview no longer holds: {}", what.join(" "));
            journal.append(self.entry(&planned, &change, Stage::Refused { why }))?;
            let again = self.renewed(again).await?;
            let assessment = Box::new(self.simulated(again, &signing).await);
            return Ok(WriteReport::Moved { what, assessment });
        }
        journal.append(self.entry(&planned, &change, Stage::Intent))?;
        heard(WriteProgress::Sending);
        let steps = confirmed.plan().steps().to_vec();
        let called = Box::pin(self.executor.perform(confirmed, &signing)).await;
        let (outcome, request_ids, made) = self.outcome(&again, &steps, called, heard).await;
        let done = Stage::Done {
            outcome: outcome.clone(),
            request_ids: request_ids.clone(),
            made: made.clone(),
        };
        // The world changed: a journal that fails now leaves the intent in doubt,
        // which the next start settles; the person is told before all else.
        let noted = journal.append(self.entry(&planned, &change, done));
        let unjournaled = noted.err().map(Box::new);
        let mut verified = Verified::default();
        if outcome == Outcome::Applied {
            heard(WriteProgress::Verifying);
            verified = verify::verified(self, &again, &signing, made.as_ref()).await;
            let stage = Stage::Verified(verified.clone());
            if unjournaled.is_none() {
                // What was verified can be looked at again; the outcome stands above it.
                let _ = journal.append(self.entry(&planned, &change, stage));
            }
        }
        Ok(WriteReport::Done {
            outcome,
            verified,
            change,
            request_ids,
            made,
            unjournaled,
        })
    }

    async fn observed(&self, draft: Draft) -> Result<(Assessment, E::Signing), Fault> {
        let (observed, signing) = Box::pin(self.executor.observe(&draft)).await?;
        let mut assessment = blocking(
            move || Assessment::weighed(draft, observed),
            "Weighing the change stopped halfway through a mistake of this program.",
            "Nothing was written. Report it with the log of the run.",
        )
        .await?;
        assessment.undoes = self.undone(&assessment)?;
        Ok((assessment, signing))
    }

    /// What of this journal it takes back.
    fn undone(&self, assessment: &Assessment) -> Result<Option<Undoes>, Fault> {
        if !matches!(assessment.draft.origin, Origin::Undo { .. }) {
            return Ok(None);
        }
        let records = self.journal.records()?;
        let (world, uptime) = (&self.session_id.world, uptime());
        let now = (Timestamp::now(), uptime.as_ref());
        Ok(record::undone(&records, assessment, world, now))
    }

    async fn simulated(&self, mut assessment: Assessment, signing: &E::Signing) -> Assessment {
        let executor = &self.executor;
        let answers = executor.simulate(&assessment, signing, SimulationPhase::Planned);
        assessment.simulated = Box::pin(answers).await;
        assessment
    }

    /// What became of the world, asked of the world where the answer does not say.
    async fn outcome(
        &self,
        seen: &Assessment,
        steps: &[Step],
        called: CallOutcome,
        heard: &Heard,
    ) -> End {
        if matches!(
            called,
            CallOutcome::Unknown(_) | CallOutcome::PartlyUnknown { .. }
        ) {
            heard(WriteProgress::ReadingBack);
        }
        match called {
            CallOutcome::Done { request_ids, made } if goes_on(seen) => {
                let outcome = follow::to_its_end(self, seen, None, heard).await;
                (outcome, request_ids, made)
            }
            CallOutcome::Unknown(fault) if goes_on(seen) => {
                let outcome = follow::to_its_end(self, seen, Some(fault), heard).await;
                (outcome, Vec::new(), self.found(seen).await)
            }
            CallOutcome::Done { request_ids, made } => (Outcome::Applied, request_ids, made),
            CallOutcome::Not(fault) => (Outcome::NotApplied(fault), Vec::new(), None),
            CallOutcome::Partly {
                done,
                request_ids,
                fault,
            } => (half(seen, steps, done, fault), request_ids, None),
            CallOutcome::PartlyUnknown {
                done,
                request_ids,
                fault,
            } => {
                let told = match goes_on(seen) {
                    true => follow::to_its_end(self, seen, Some(fault), heard).await,
                    false => verify::read_back(self, seen, fault).await,
                };
                let outcome = match told {
                    Outcome::NotApplied(fault) => half(seen, steps, done, fault),
                    Outcome::InDoubt(fault) => {
                        let before = in_words(seen, steps.get(..done).unwrap_or_default(), true);
                        let what = format!("Before that, {}. {}", before.join("; "), fault.what);
                        Outcome::InDoubt(Fault { what, ..fault })
                    }
                    told => told,
                };
                (outcome, request_ids, None)
            }
            CallOutcome::Unknown(fault) => {
                let outcome = verify::read_back(self, seen, fault).await;
                (outcome, Vec::new(), None)
            }
            CallOutcome::UnexpectedAnswer(fault) => (Outcome::InDoubt(fault), Vec::new(), None),
        }
    }

    /// What was made, by its name, where the answer that says it was lost.
    async fn found(&self, seen: &Assessment) -> Option<Remote> {
        let now = Box::pin(self.executor.look(&seen.draft)).await.ok()?;
        seen.draft.write.change().made(&now)
    }

    fn entry(&self, what: &What, change: &str, stage: Stage) -> Entry {
        Entry {
            change: change.to_owned(),
            who: self.who.clone(),
            what: what.clone(),
            stage,
            uptime: None,
        }
    }
}

/// What the calls came to: with the requests' ids, and the ARN of what was made.
type End = (Outcome, Vec<String>, Option<Remote>);

/// The first of the steps were done, the others not.
fn half(seen: &Assessment, steps: &[Step], done: usize, fault: Fault) -> Outcome {
    let (first, rest) = steps.split_at_checked(done).unwrap_or((steps, &[]));
    Outcome::HalfDone {
        done: in_words(seen, first, true),
        not_done: in_words(seen, rest, false),
        fault: Box::new(fault),
    }
}

fn in_words(seen: &Assessment, steps: &[Step], are_done: bool) -> Vec<String> {
    let change = seen.draft.write.change();
    let words = |step: &Step| match step {
        Step::Aws(call) => change.step_in_words(call, are_done),
        Step::File(file) => file.path.clone(),
        Step::GitHub(call) => match are_done {
            true => format!("{} was done", call.in_short()),
            false => format!("{} was not done", call.in_short()),
        },
    };
    steps.iter().map(words).collect()
}

/// The service's answer is only its beginning.
fn goes_on(seen: &Assessment) -> bool {
    let change = seen.draft.write.change();
    change.progress(&seen.observed.target).is_some()
}

/// What is not as it was confirmed; None: everything is.
fn moved(
    plan: &Plan,
    again: &Assessment,
    settings: &Settings,
    now: Timestamp,
) -> Option<Vec<String>> {
    if plan.expired(now) {
        return Some(vec!["The preview is older than five minutes.".to_owned()]);
    }
    let fresh = Plan::of(again.clone(), settings, plan.session_id().clone(), now);
    let stopped = fresh.stops().next().is_some();
    if fresh.fingerprint() == plan.fingerprint() && !stopped {
        return None;
    }
    Some(plan.moved(&fresh))
}

/// The same for every stage of one preview.
fn change_id(assessment: &Assessment, session_id: &SessionId) -> String {
    let at = assessment.observed.at;
    let bytes = format!(
        "{} {} {at} {:?}",
        session_id.session, session_id.world, assessment.draft.write
    );
    crate::gate::Fingerprint::of(bytes.as_bytes()).hex()[..12].to_owned()
}
