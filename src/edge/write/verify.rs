//! What became of a write, asked of the world: after an answer that came, and
//! after one that was lost.

use tokio::time::{Instant, sleep};

use super::{Executor, Journal, SimulationPhase, Writer};
use crate::{
    facts::{AccountId, Arn, Fault, FaultKind, LogicalId, Reading, Remote},
    gate::{
        Assessment, Draft, Outcome, ReadBack, Simulated, StackState, TargetState, Verified,
        record::{self, Record, Stage, Tree},
        writes::{StackPart, Subject, Write, read_back as compare},
    },
    policy,
};

/// IAM shows its own writes within seconds; looked at so often before that is doubted.
const LOOKS: u32 = 6;

/// Refuses a target whose last write is still in doubt: it would hide what happened.
pub(super) fn not_in_doubt(
    journal: &impl Journal,
    draft: &Draft,
    account: Option<&AccountId>,
    tree: Option<&Tree>,
) -> Result<(), Fault> {
    let records = journal.records()?;
    let target = draft.write.change().target();
    let of_file = draft.write.file().is_some();
    let same = |record: &&&Record| {
        let what = &record.entry.what;
        let same_place = match (what.tree.as_ref(), tree.filter(|_| of_file)) {
            // A file is one in a clone, whatever environment it is codified from.
            (Some(there), Some(here)) => there == here,
            // Two environments may be one account.
            _ => {
                (what.account.is_some() && what.account.as_ref() == account)
                    || what.environment == draft.environment
            }
        };
        same_place && what.target == target.name
    };
    match record::in_doubt(&records).iter().find(same) {
        None => Ok(()),
        Some(record) => Err(Fault::new(
            FaultKind::Moved,
            format!(
                "{} of {} is in doubt since {}: whether it was applied is not known.",
                record.entry.what.title,
                target.name.raw(),
                record.at
            ),
            format!(
                "The next start reads it again. Where that can't tell, look yourself and say so: `watchkeeper journal settle {} applied|not-applied`.",
                record.entry.change
            ),
        )),
    }
}

/// A change set is deleted only where the journal has its very ARN as one that was
/// made here. A name says nothing: whoever was first may have it.
pub(super) fn made_here(journal: &impl Journal, draft: &Draft) -> Result<(), Fault> {
    let Subject::Stack(stack, StackPart::DeleteChangeSet(change_set)) =
        draft.write.change().subject()
    else {
        return Ok(());
    };
    let is_its = |record: &Record| {
        let (Stage::Done { made, .. } | Stage::Settled { made, .. }) = &record.entry.stage else {
            return false;
        };
        let write = record.entry.what.draft.write.change();
        let of_creation = matches!(write.subject(), Subject::Stack(of, StackPart::NewChangeSet(_))
            if of.short() == stack.short());
        of_creation
            && made
                .as_ref()
                .is_some_and(|arn| arn.raw() == change_set.raw())
    };
    match journal.records()?.iter().any(is_its) {
        true => Ok(()),
        false => Err(Fault::new(
            FaultKind::ReadOnly,
            format!(
                "Change set {} is not in the journal as one that was made here.",
                change_set.raw()
            ),
            "Whoever made it deletes it.",
        )),
    }
}

/// After a lost answer: the new state means applied; the old one must hold for
/// a while before it means not applied; until then it is in doubt.
pub(super) async fn read_back<E: Executor, J: Journal>(
    writer: &Writer<E, J>,
    seen: &Assessment,
    lost: Fault,
) -> Outcome {
    let change = seen.draft.write.change();
    let until = Instant::now() + writer.patience.holds;
    let mut last = lost;
    loop {
        // What is read now is no older than this, however long the answer takes.
        let late = Instant::now() >= until;
        match Box::pin(writer.executor.look(&seen.draft)).await {
            Ok(now) => match compare(change, &seen.observed, &now) {
                ReadBack::After => return Outcome::Applied,
                ReadBack::Before if late => return Outcome::NotApplied(last),
                ReadBack::Unread(what) if late => {
                    return Outcome::InDoubt(Fault { what, ..last });
                }
                ReadBack::Before | ReadBack::Unread(_) => {}
                // Each of a batch's calls is one of its own: what is half done is known.
                ReadBack::Other(_) if !late && change.partly(&now).is_some() => {}
                ReadBack::Other(why) => {
                    if let Some([done, not_done]) = change.partly(&now) {
                        let fault = Box::new(last);
                        return Outcome::HalfDone {
                            done,
                            not_done,
                            fault,
                        };
                    }
                    let what = format!("The answer was lost, and the target is another: {why}.");
                    return Outcome::InDoubt(Fault { what, ..last });
                }
            },
            Err(fault) if late => return Outcome::InDoubt(fault),
            Err(fault) => last = fault,
        }
        sleep(writer.patience.between).await;
    }
}

/// After an answer that said done: the target must show it, and the simulator say it.
pub(super) async fn verified<E: Executor, J: Journal>(
    writer: &Writer<E, J>,
    seen: &Assessment,
    signing: &E::Signing,
    made: Option<&Remote>,
) -> Verified {
    let mut verified = Verified::default();
    let change = seen.draft.write.change();
    let name = change.target().name;
    for look in 1..=LOOKS {
        match Box::pin(writer.executor.look(&seen.draft)).await {
            Ok(now)
                if compare(change, &seen.observed, &now) == ReadBack::After
                    || made.is_some_and(|made| change.shows(&now, made)) =>
            {
                verified
                    .held
                    .push(format!("{} was read again and is as planned.", name.raw()));
                verified.failed.extend(other_role(seen, &now));
                through_bucket(seen, &now, &mut verified);
                break;
            }
            Ok(now) if look == LOOKS => match compare(change, &seen.observed, &now) {
                ReadBack::Unread(why) => verified.blind.push(why),
                // GitHub takes a cancellation at once, and carries it out when the jobs let it.
                _ => match change.goes_on_after(&now) {
                    Some(why) => verified.blind.push(why),
                    None => verified.failed.push(format!(
                        "{} was read again and does not show the change yet.",
                        name.raw()
                    )),
                },
            },
            Err(fault) if look == LOOKS => verified.blind.push(fault.what),
            _ => sleep(writer.patience.between / LOOKS).await,
        }
    }
    verified.blind.extend(left_out(&seen.draft.write));
    verified.blind.extend(kept(seen));
    roles(writer, seen, signing, &mut verified).await;
    simulated(writer, seen, signing, &mut verified).await;
    verified
}

/// AWS does not say beforehand which service role a change set brings.
fn other_role(seen: &Assessment, now: &TargetState) -> Option<String> {
    let was = seen.observed.stack()?.stack.known()?;
    let is = now.stack()?.stack.known()?;
    let named = |role: &Option<Arn>| {
        let named = role.as_ref().map(Arn::raw);
        named.unwrap_or("whoever writes to it").to_owned()
    };
    (was.role != is.role).then(|| {
        format!(
            "Stack {} works as {} now; before, it worked as {}.",
            is.name.raw(),
            named(&is.role),
            named(&was.role)
        )
    })
}

/// What CloudFormation read from the bucket is what was put there.
fn through_bucket(seen: &Assessment, now: &TargetState, verified: &mut Verified) {
    let Subject::Stack(_, StackPart::NewChangeSet(new)) = seen.draft.write.change().subject()
    else {
        return;
    };
    let read = now.stack().and_then(|state| state.proposed.as_ref());
    let (Some(bucket), Some(read)) = (new.through, read) else {
        return;
    };
    let bucket = bucket.raw();
    match read {
        Reading::Known(read) if read.raw().trim_end() == new.template.raw().trim_end() => verified
            .held
            .push(format!("The change set has the template that was put into {bucket}.")),
        Reading::Known(_) => verified.failed.push(format!(
            "The change set has another template than the one that was put into {bucket}: somebody else may write there. Delete the change set, and look at the bucket."
        )),
        Reading::Unknown(fault) => verified.blind.push(format!(
            "Which template the change set has is not known: {}",
            fault.what
        )),
    }
}

/// What CloudFormation believes without having done it.
fn left_out(write: &Write) -> Option<String> {
    let Subject::Stack(_, StackPart::ContinueRollBack(skip)) = write.change().subject() else {
        return None;
    };
    let skipped: Vec<&str> = skip.iter().map(LogicalId::raw).collect();
    (!skipped.is_empty()).then(|| {
        format!(
            "Left out of the roll back, though CloudFormation believes it rolled back: {}. Look at what is live, and mend it.",
            skipped.join(", ")
        )
    })
}

/// What no stack has any more, and goes on existing.
fn kept(seen: &Assessment) -> Vec<String> {
    let Subject::Stack(_, StackPart::FinishDeletion(keep)) = seen.draft.write.change().subject()
    else {
        return Vec::new();
    };
    let remains = seen.observed.stack().and_then(StackState::remains);
    let kept = remains.into_iter().flat_map(|remains| remains.kept(keep));
    let kept = kept.map(|one| {
        format!(
            "Kept, and in no stack any more: {}. Nothing updates or deletes it until somebody does by hand, or imports it into a stack.",
            one.words()
        )
    });
    kept.collect()
}

/// Of a change set: the live policies of its roles say what they were to say.
async fn roles<E: Executor, J: Journal>(
    writer: &Writer<E, J>,
    seen: &Assessment,
    signing: &E::Signing,
    verified: &mut Verified,
) {
    if seen.impact.resources.is_empty() {
        return;
    }
    let roles = Box::pin(writer.executor.roles(seen, signing)).await;
    for resource in &seen.impact.resources {
        let Some(name) = &resource.role else { continue };
        let live = roles.iter().find(|state| state.name == *name);
        let Some(inline) = live
            .and_then(|state| state.role.known())
            .and_then(|role| role.inline.known())
        else {
            verified
                .blind
                .push(format!("Role {} could not be read again.", name.raw()));
            continue;
        };
        for (policy, expected) in &resource.expected {
            let live = inline.iter().find(|one| one.name.raw() == policy.raw());
            let text = live.and_then(|one| one.document.known());
            let same = text.is_some_and(|text| says_the_same(text.raw(), expected.raw()));
            let of = format!("Policy {} of role {}", policy.raw(), name.raw());
            match same {
                true => verified.held.push(format!("{of} is live as planned.")),
                false => verified
                    .failed
                    .push(format!("{of} is not live as planned.")),
            }
        }
    }
}

/// By the policy engine: services lay documents out in their own way.
fn says_the_same(live: &str, expected: &str) -> bool {
    match (
        policy::parse(live, policy::Kind::Identity),
        policy::parse(expected, policy::Kind::Identity),
    ) {
        (Ok(live), Ok(expected)) => {
            policy::compare(&expected, &live).verdict == crate::facts::Verdict::Equal
        }
        _ => false,
    }
}

/// Asks the service to decide the requests that the preview named.
async fn simulated<E: Executor, J: Journal>(
    writer: &Writer<E, J>,
    seen: &Assessment,
    signing: &E::Signing,
    verified: &mut Verified,
) {
    let executor = &writer.executor;
    let answer = executor.simulate(seen, signing, SimulationPhase::Applied);
    let answers = match Box::pin(answer).await {
        Ok(answers) => answers,
        Err(fault) => {
            verified
                .blind
                .push(format!("Not simulated: {}", fault.what));
            return;
        }
    };
    for answer in &answers {
        let expected = seen.impact.expects(&answer.action, answer.resource.raw());
        let said = in_words(answer);
        match expected {
            Some(allowed) if allowed == (answer.decision == "allowed") => verified.held.push(said),
            Some(_) if answer.missing_context.is_empty() => verified.failed.push(said),
            _ => verified.blind.push(said),
        }
    }
    if !answers.is_empty() {
        verified.blind.push(
            "The simulator does not see trust policies, service control policies or resource policies."
                .to_owned(),
        );
    }
}

fn in_words(answer: &Simulated) -> String {
    let missing: Vec<&str> = answer.missing_context.iter().map(Remote::raw).collect();
    let without = match missing.is_empty() {
        true => String::new(),
        false => format!(", without values for {}", missing.join(", ")),
    };
    format!(
        "iam:SimulatePrincipalPolicy says {} on {}: {}{without}.",
        answer.action,
        answer.resource.raw(),
        answer.decision
    )
}
