//! What a run waits behind, and what became of one that was pushed out of its queue.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::facts::{
    Remote,
    actions::{Annotation, PendingDeployment, Run, RunId, RunState},
    numbered,
};

/// GitHub keeps one run waiting in a group: the next one takes its place at once.
const AT_ONCE_SECONDS: i64 = 10;
/// What GitHub notes on a run that it pushed out. It decides what is said beside the
/// state, which stays `cancelled`.
const NOTED: &str = "higher priority waiting request";

/// Everything that is known of the concurrency groups of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    pub behind: Vec<Ahead>,
    /// Its groups were read.
    pub known: bool,
    /// Why they were not.
    pub unread: Option<String>,
}

/// A run that holds a group, or waits in it before another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ahead {
    pub run: RunId,
    pub group: Remote,
    pub holds: bool,
    pub state: Option<RunState>,
    pub since: Option<Timestamp>,
    /// When that was read: how long it has been is counted to there.
    pub read_at: Option<Timestamp>,
    pub pending: Vec<PendingDeployment>,
    /// No server said it: the workflow's text names the group, and the run came before.
    pub derived: bool,
}

impl Ahead {
    /// `behind run 17, which holds the group release and has waited 13 days for approval
    /// by anna`.
    pub fn said(&self) -> String {
        let group = self.group.raw();
        let place = match self.holds {
            true => "holds the group",
            false => "waits before it in the group",
        };
        let for_long = self.lasted().map(|long| format!(" {long}"));
        let for_long = for_long.unwrap_or_default();
        let does = match (self.pending.as_slice(), &self.state) {
            ([], Some(state)) if state.waits_for_somebody() => {
                format!(" and has waited{for_long}")
            }
            ([], Some(state)) => format!(" and is {}{}", state.word(), {
                match for_long.is_empty() {
                    true => String::new(),
                    false => format!(" since{for_long}"),
                }
            }),
            ([], None) => String::new(),
            (pending, _) => {
                let each: Vec<String> = pending.iter().map(waited_for).collect();
                format!(" and has waited{for_long} for {}", each.join(" and "))
            }
        };
        let derived = match self.derived {
            true => " (derived from the workflow's text)",
            false => "",
        };
        format!(
            "behind run {}, which {place} {group}{does}{derived}",
            self.run.0
        )
    }

    fn lasted(&self) -> Option<String> {
        Some(lasted(self.since?, self.read_at?))
    }
}

fn waited_for(pending: &PendingDeployment) -> String {
    format!("{} ({})", pending.waits_for(), pending.named())
}

/// How long it was from one moment to another, in one unit: `13 days`.
pub fn lasted(from: Timestamp, to: Timestamp) -> String {
    let seconds = to.duration_since(from).as_secs().max(0);
    let (count, noun) = match seconds {
        0..60 => (seconds, "second"),
        60..3_600 => (seconds / 60, "minute"),
        3_600..86_400 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    numbered(usize::try_from(count).unwrap_or(usize::MAX), noun)
}

/// A run that did not fail and that nobody cancelled: another one took its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// None: GitHub notes that it was, and not by which.
    pub by: Option<RunId>,
    /// GitHub noted it. Otherwise the times say it.
    pub noted: bool,
}

impl Replaced {
    pub fn said(&self) -> String {
        let by = match self.by {
            Some(run) => format!("run {} took its place", run.0),
            None => "a later run took its place".to_owned(),
        };
        let how = match self.noted {
            true => "GitHub noted it",
            false => "it ended when that one came",
        };
        format!("It did not fail and nobody cancelled it: {by} in the concurrency group ({how}).")
    }
}

/// Whether a cancelled run was pushed out. `began`: a job of it did; None: that was not
/// read. What had begun was pushed out only where GitHub says so.
pub fn replaced(
    run: &Run,
    noted: &[Annotation],
    began: Option<bool>,
    others: &[&Run],
) -> Option<Replaced> {
    if run.conclusion != Some(RunState::Cancelled) {
        return None;
    }
    let of_github = |one: &Annotation| {
        let said = one.message.as_ref().map_or("", Remote::raw);
        said.contains(NOTED)
    };
    let noted = noted.iter().any(of_github);
    let by = run.updated_at.and_then(|ended| {
        let came = |other: &&&Run| {
            let at = other.created_at?;
            let apart = ended.duration_since(at).as_secs().abs();
            let same = other.id != run.id
                && other.workflow_id == run.workflow_id
                && other.workflow() == run.workflow()
                && (other.created_at, other.id) > (run.created_at, run.id);
            (same && apart <= AT_ONCE_SECONDS).then_some(apart)
        };
        let near = others
            .iter()
            .filter_map(|other| Some((came(&other)?, other.id)));
        near.min().map(|(_, id)| id)
    });
    match (noted, by, began) {
        (true, by, _) => Some(Replaced { by, noted }),
        (false, Some(_), Some(false) | None) => Some(Replaced { by, noted }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(id: u64, created: &str, updated: &str) -> Run {
        Run {
            id: RunId(id),
            conclusion: Some(RunState::Cancelled),
            created_at: created.parse().ok(),
            updated_at: updated.parse().ok(),
            ..Run::default()
        }
    }

    #[test]
    fn a_run_that_ended_when_a_later_one_came_was_replaced() {
        let old = run(1, "2026-05-14T08:00:00Z", "2026-05-18T12:20:12Z");
        let new = run(2, "2026-05-18T12:20:11Z", "2026-05-18T12:20:11Z");
        let later = run(3, "2026-05-18T14:00:00Z", "2026-05-18T14:00:00Z");
        let all = [&old, &new, &later];
        let by = |began| replaced(&old, &[], began, &all).and_then(|one| one.by);
        assert_eq!(
            (by(None), by(Some(false))),
            (Some(RunId(2)), Some(RunId(2)))
        );
        // Somebody may have cancelled what was under way.
        assert_eq!(by(Some(true)), None);
        assert_eq!(replaced(&later, &[], None, &all), None);
    }

    #[test]
    fn what_github_noted_holds_whatever_had_begun() {
        let old = run(1, "2026-05-14T08:00:00Z", "2026-05-18T12:20:12Z");
        let note = Annotation {
            message: Some(
                "Canceling since a higher priority waiting request for release exists".into(),
            ),
            ..Annotation::default()
        };
        let found = replaced(&old, &[note], Some(true), &[&old]);
        assert_eq!(
            found,
            Some(Replaced {
                by: None,
                noted: true
            })
        );
        let failed = Run {
            conclusion: Some(RunState::Failure),
            ..old.clone()
        };
        assert_eq!(replaced(&failed, &[], None, &[&old]), None);
    }
}
