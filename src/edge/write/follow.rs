//! Work that goes on after the service's answer, followed to its end: the
//! outcome is what the state of the target says, not what the answer said.
//!
//! Looks less and less often. It never sends anything.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::{Executor, Heard, Journal, Writer};
use crate::{
    facts::{Fault, FaultKind},
    gate::{Assessment, Outcome, WriteProgress, writes::Progress},
};

/// The longest that CloudFormation itself lets an operation take is a day; a
/// console stays no longer than this, and leaves the rest to the next start.
const LONGEST: Duration = Duration::from_secs(3 * 60 * 60);
/// Of `Patience::between`: the first wait, and the longest.
const FIRST: u32 = 5;
const MOST: u32 = 3;

/// `lost`: no answer came, so it may be that nothing was begun.
pub(super) async fn to_its_end<E: Executor, J: Journal>(
    writer: &Writer<E, J>,
    seen: &Assessment,
    lost: Option<Fault>,
    heard: &Heard,
) -> Outcome {
    let change = seen.draft.write.change();
    let began = Instant::now();
    let mut wait = writer.patience.between / FIRST;
    let (mut last, mut begun) = (String::new(), false);
    loop {
        match Box::pin(writer.executor.look(&seen.draft)).await {
            Ok(now) => match change.progress(&now) {
                Some(Progress::Applied) => return Outcome::Applied,
                Some(Progress::Failed(why)) => return Outcome::NotApplied(failed(why)),
                // It ran, and ended where it had begun.
                Some(Progress::Untouched) if begun => {
                    return Outcome::NotApplied(failed(
                        "It began, and ended in the state that was there before.".to_owned(),
                    ));
                }
                Some(Progress::Untouched) if began.elapsed() >= writer.patience.holds => {
                    return untouched(lost);
                }
                Some(Progress::Untouched) => "nothing has begun".clone_into(&mut last),
                Some(Progress::Running(what)) => {
                    if last != what {
                        heard(WriteProgress::Following(what.clone()));
                    }
                    (last, begun) = (what, true);
                }
                Some(Progress::Unclear(why)) if began.elapsed() >= writer.patience.holds => {
                    return Outcome::InDoubt(doubt(&why));
                }
                Some(Progress::Unclear(why)) => last = why,
                None => return Outcome::InDoubt(doubt("its course cannot be told")),
            },
            // A look that fails says nothing; the work goes on without us.
            Err(fault) => last = fault.what,
        }
        if began.elapsed() >= LONGEST {
            return Outcome::InDoubt(doubt(&format!("it is still under way: {last}")));
        }
        sleep(wait).await;
        wait = (wait * 3 / 2).min(writer.patience.between * MOST);
    }
}

fn failed(why: String) -> Fault {
    Fault::new(
        FaultKind::Missing,
        why,
        "Look at the stack's events for the first failure; what was there was put back where the state says so.",
    )
}

fn untouched(lost: Option<Fault>) -> Outcome {
    match lost {
        Some(fault) => Outcome::NotApplied(fault),
        None => Outcome::InDoubt(doubt("the service took it, and nothing has begun")),
    }
}

fn doubt(why: &str) -> Fault {
    Fault::new(
        FaultKind::Missing,
        format!("What became of it is not known: {why}."),
        "Look at the stack; the next start settles it by reading.",
    )
}
