//! A job that failed and no step of it: was its runner lost? And where its log is, if it
//! is not here: not yet put away, expired, or never written.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::facts::{
    Fault, FaultKind, Remote,
    actions::{Annotation, Job, RunState},
    numbered,
};

/// A log is put away within this time after its job ended.
const PUTTING_AWAY_SECONDS: i64 = 600;
/// GitHub keeps logs so long where the repository does not say otherwise.
const KEPT_DAYS: u32 = 90;

/// What GitHub notes on a job whose runner went away. Its words are all that there is:
/// the API has no state for it.
const LOST: &[&str] = &[
    "lost communication",
    "shutdown signal",
    "runner has been shut down",
    "hosted runner encountered an error",
];

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogState {
    /// It was not asked for.
    #[default]
    Unasked,
    Here,
    /// It is still being put away.
    NotYet,
    /// It is kept no longer; with why that is known.
    Expired(String),
    /// The runner was lost before it could write one.
    NeverWritten,
    /// It is not there, and why is not known.
    Missing,
    /// It could not be read.
    Unread(String),
}

/// What GitHub notes of the runner, if that is why the job failed: then no step did.
pub fn lost_runner(job: &Job, step_failed: bool, noted: &[Annotation]) -> Option<Remote> {
    if step_failed || !job.state().is_some_and(RunState::is_failure) {
        return None;
    }
    let said = noted.iter().filter_map(|one| one.message.as_ref());
    let mut lost = said.filter(|said| {
        let said = said.raw().to_ascii_lowercase();
        LOST.iter().any(|words| said.contains(words))
    });
    lost.next().cloned()
}

/// `log`: whether it is here, or why it could not be read and when that was.
pub fn log_state(
    job: &Job,
    log: Option<Result<(), (&Fault, Timestamp)>>,
    lost: bool,
    kept_days: Option<u32>,
) -> LogState {
    let (fault, at) = match log {
        None => return LogState::Unasked,
        Some(Ok(())) => return LogState::Here,
        Some(Err(failed)) => failed,
    };
    match fault.kind {
        FaultKind::Gone => LogState::Expired("GitHub keeps it no longer".to_owned()),
        FaultKind::Missing => missing(job, at, lost, kept_days),
        _ => LogState::Unread(fault.what.clone()),
    }
}

fn missing(job: &Job, at: Timestamp, lost: bool, kept_days: Option<u32>) -> LogState {
    let Some(ended) = job.completed_at else {
        return LogState::NotYet;
    };
    let age = at.duration_since(ended).as_secs();
    let days = kept_days.unwrap_or(KEPT_DAYS);
    match () {
        () if age > i64::from(days) * 86_400 => {
            let kept = numbered(days as usize, "day");
            let unsaid = match kept_days {
                Some(_) => "",
                None => ", unless the repository says otherwise",
            };
            LogState::Expired(format!("logs are kept {kept}{unsaid}"))
        }
        () if lost => LogState::NeverWritten,
        () if age < PUTTING_AWAY_SECONDS => LogState::NotYet,
        () => LogState::Missing,
    }
}

impl LogState {
    /// Why nothing of it is shown; None: it is here, or nobody asked.
    pub fn said(&self) -> Option<String> {
        Some(match self {
            Self::Unasked | Self::Here => return None,
            Self::NotYet => "Its log is not there yet: it is put away after the job.".to_owned(),
            Self::Expired(why) => format!("Its log expired: {why}."),
            Self::NeverWritten => "It has no log: the runner was lost before it wrote one.".into(),
            Self::Missing => "Its log is not there. It ended long enough ago for one to be put away, and not so long that one expired: why is not known.".into(),
            Self::Unread(why) => format!("Its log could not be read: {why}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job() -> Job {
        Job {
            conclusion: Some(RunState::Failure),
            completed_at: "2026-05-18T13:00:00Z".parse().ok(),
            ..Job::default()
        }
    }

    fn noted(said: &str) -> Annotation {
        Annotation {
            message: Some(said.into()),
            ..Annotation::default()
        }
    }

    fn state(kind: FaultKind, at: &str, lost: bool) -> Option<LogState> {
        let fault = Fault::new(kind, "It is not there.", "Refresh.");
        let at = at.parse().ok()?;
        Some(log_state(&job(), Some(Err((&fault, at))), lost, None))
    }

    #[test]
    fn a_runner_is_lost_where_github_says_so_and_no_step_failed() {
        let said = noted("The hosted runner lost communication with the server.");
        assert!(lost_runner(&job(), false, std::slice::from_ref(&said)).is_some());
        assert!(lost_runner(&job(), true, &[said]).is_none());
        let other = noted("Process completed with exit code 1.");
        assert!(lost_runner(&job(), false, &[other]).is_none());
        let stopped = noted("The runner has received a shutdown signal.");
        assert!(lost_runner(&Job::default(), false, std::slice::from_ref(&stopped)).is_none());
        assert!(lost_runner(&job(), false, &[stopped]).is_some());
    }

    #[test]
    fn a_log_that_is_not_there_is_told_apart() {
        use FaultKind::{Gone, Missing, Offline};
        let soon = "2026-05-18T13:02:00Z";
        let later = "2026-05-19T13:00:00Z";
        assert_eq!(state(Missing, soon, false), Some(LogState::NotYet));
        assert_eq!(state(Missing, later, false), Some(LogState::Missing));
        assert_eq!(state(Missing, later, true), Some(LogState::NeverWritten));
        let expired = |state: Option<LogState>| matches!(state, Some(LogState::Expired(_)));
        assert!(expired(state(Gone, soon, true)));
        assert!(expired(state(Missing, "2026-11-18T13:00:00Z", false)));
        let unread = state(Offline, soon, true);
        assert!(matches!(unread, Some(LogState::Unread(_))));
    }
}
