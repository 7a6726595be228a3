//! Since when a workflow is red on a branch: the last run that was well and the first one
//! after it that failed, and whether a file changed between the two.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::queue::lasted;
use crate::facts::{
    Remote,
    actions::{Comparison, Run, RunId, RunState, RunsPage},
};

/// One end of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    pub run: RunId,
    pub sha: Remote,
    pub at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Streak {
    /// `Deploy`, of the workflow's own words.
    pub workflow: String,
    pub branch: Remote,
    /// The workflow looks for drift: its name or its file says so.
    pub looks_for_drift: bool,
    /// None: no run that was well is known.
    pub green: Option<End>,
    pub red: End,
    /// Failures may lie between the two that no page had.
    pub may_be_older: bool,
    /// When it was read.
    pub read_at: Option<Timestamp>,
}

/// A file or folder that describes what is live, between the two ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Between {
    pub path: String,
    /// None: GitHub does not list all that changed.
    pub changed: Option<bool>,
}

const DRIFT: &str = "drift";

/// By its words, which decide what is said of a file and nothing else.
pub fn looks_for_drift(run: &Run) -> bool {
    let named = [run.workflow(), run.file()].into_iter().flatten();
    let mut named = named.map(str::to_ascii_lowercase);
    named.any(|name| name.contains(DRIFT))
}

impl End {
    fn of(run: &Run) -> Self {
        Self {
            run: run.id,
            sha: Remote::new(run.sha()),
            at: run.began(),
        }
    }

    /// The first letters of its SHA, as Git shows them.
    pub fn short(&self) -> &str {
        let sha = self.sha.raw();
        sha.get(..7).unwrap_or(sha)
    }
}

impl Streak {
    /// `greens` and `reds` are lists of the run's workflow and branch; `known` whatever else
    /// is known of these. None: the run did not fail, or a later one was well.
    pub fn of(
        run: &Run,
        greens: &RunsPage,
        reds: &RunsPage,
        known: &[&Run],
        read_at: Option<Timestamp>,
    ) -> Option<Self> {
        if !run.is_failure() {
            return None;
        }
        let same = |other: &&Run| {
            other.workflow_id == run.workflow_id && other.head_branch == run.head_branch
        };
        let listed = greens.workflow_runs.iter().chain(&reds.workflow_runs);
        let mut all: Vec<&Run> = listed.chain(known.iter().copied()).filter(same).collect();
        all.push(run);
        let key = |one: &&Run| (one.created_at, one.id);
        let well = |one: &&&Run| one.conclusion == Some(RunState::Success);
        let before = |one: &&&Run| key(one) < key(&run);
        let green = all
            .iter()
            .filter(well)
            .filter(before)
            .max_by_key(|one| key(one));
        let after = |one: &&&Run| green.is_none_or(|green| key(one) > key(green));
        let red = all.iter().filter(|one| one.is_failure()).filter(after);
        let red = red.min_by_key(|one| key(one))?;
        let page = &reds.workflow_runs;
        let total = reds.total_count.unwrap_or(0);
        let cut = total > page.len() as u64;
        let reaches = page
            .iter()
            .any(|one| green.is_some_and(|green| key(&one) < key(green)));
        Some(Self {
            workflow: run.workflow().unwrap_or("a workflow").to_owned(),
            branch: run.head_branch.clone()?,
            looks_for_drift: looks_for_drift(run),
            green: green.map(|green| End::of(green)),
            red: End::of(red),
            may_be_older: cut && !reaches,
            read_at,
        })
    }

    /// `Red for 2 days: last well as run 40 (77aa01b), first failed as run 41 (4f1c2ab)`.
    pub fn said(&self) -> String {
        let long = self.red.at.zip(self.read_at);
        let long = long.map(|(from, to)| format!(" for {}", lasted(from, to)));
        let long = long.unwrap_or_default();
        let red = &self.red;
        let least = match self.may_be_older {
            true => "at least since",
            false => "first failed as",
        };
        let red = format!("{least} run {} ({})", red.run.0, red.short());
        match &self.green {
            Some(green) => format!(
                "red{long}: last well as run {} ({}), {red}",
                green.run.0,
                green.short()
            ),
            None => format!("red{long}: {red}, and no run that was well is known"),
        }
    }

    /// The same with whose it is.
    pub fn told(&self) -> String {
        format!(
            "{} on {} is {}",
            self.workflow,
            self.branch.raw(),
            self.said()
        )
    }

    /// What became of these files between its ends.
    pub fn between(&self, comparison: &Comparison, paths: &[String]) -> Vec<Between> {
        let of = |path: &String| Between {
            path: path.clone(),
            changed: comparison.changed(path),
        };
        paths.iter().map(of).collect()
    }

    /// `infrastructure/iam is unchanged between 77aa01b and 4f1c2ab: ...`.
    pub fn of_file(&self, file: &Between) -> Option<String> {
        let (green, red) = (self.green.as_ref()?.short(), self.red.short());
        let path = &file.path;
        Some(match file.changed {
            Some(true) => format!("{path} changed between {green} and {red}"),
            Some(false) if self.looks_for_drift => format!(
                "{path} is unchanged between {green} and {red}: the drift came from the live side"
            ),
            Some(false) => format!("{path} is unchanged between {green} and {red}"),
            None => format!(
                "whether {path} changed between {green} and {red} is not known: GitHub lists 300 files"
            ),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn run(id: u64, conclusion: RunState) -> Run {
        Run {
            id: RunId(id),
            head_sha: Some(Remote::new(format!("{id:040x}"))),
            head_branch: Some("main".into()),
            conclusion: Some(conclusion),
            created_at: format!("2026-05-{id:02}T04:00:00Z").parse().ok(),
            ..Run::default()
        }
    }

    fn page(runs: Vec<Run>, total: u64) -> RunsPage {
        RunsPage {
            total_count: Some(total),
            workflow_runs: runs,
        }
    }

    #[test]
    fn the_first_red_one_is_the_oldest_failure_after_the_last_green_one() {
        let greens = page(
            vec![run(16, RunState::Success), run(10, RunState::Success)],
            2,
        );
        let failed = [18, 17, 12].map(|id| run(id, RunState::Failure)).to_vec();
        let read = "2026-05-20T04:00:00Z".parse().ok();
        let found = Streak::of(&failed[0], &greens, &page(failed.clone(), 3), &[], read).unwrap();
        assert_eq!(found.green.as_ref().map(|end| end.run), Some(RunId(16)));
        assert_eq!((found.red.run, found.may_be_older), (RunId(17), false));
        assert!(
            found
                .said()
                .starts_with("red for 3 days: last well as run 16 (0000000)")
        );
    }

    #[test]
    fn a_page_that_ends_in_failures_leaves_the_first_one_open() {
        let failed = [18, 17].map(|id| run(id, RunState::Failure)).to_vec();
        let greens = page(vec![run(2, RunState::Success)], 1);
        let found = Streak::of(&failed[0], &greens, &page(failed.clone(), 60), &[], None).unwrap();
        assert!(found.may_be_older);
        assert!(found.said().contains("at least since run 17"));
    }

    #[test]
    fn what_was_well_has_none_and_other_branches_do_not_count() {
        let well = run(18, RunState::Success);
        let none = page(Vec::new(), 0);
        assert_eq!(Streak::of(&well, &none, &none, &[], None), None);
        let other = Run {
            head_branch: Some("feature".into()),
            ..run(5, RunState::Success)
        };
        let failed = run(18, RunState::Failure);
        let found = Streak::of(&failed, &none, &none, &[&other], None).unwrap();
        assert_eq!((found.green, found.red.run), (None, RunId(18)));
    }
}
