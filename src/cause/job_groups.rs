//! Jobs in groups: those of a matrix by their name's stem, those of a reusable workflow
//! by who calls it.

use crate::facts::{
    Remote,
    actions::{Job, RunState},
};

#[derive(Debug)]
pub struct Group<'a> {
    /// Raw.
    pub stem: &'a str,
    pub jobs: Vec<&'a Job>,
}

impl Group<'_> {
    pub fn failed(&self) -> usize {
        let states = self.jobs.iter().filter_map(|job| job.state());
        states.filter(|state| state.is_failure()).count()
    }

    /// All of them ended in one way.
    pub fn state(&self) -> Option<&RunState> {
        let first = self.jobs.first()?.state()?;
        let mut others = self.jobs.iter();
        others
            .all(|job| job.state() == Some(first))
            .then_some(first)
    }

    /// A matrix that was cancelled before it was known what it holds: no job of anybody's.
    pub fn is_unexpanded(&self) -> bool {
        self.stem.contains("${{")
    }
}

pub fn name(job: &Job) -> &str {
    job.name
        .as_ref()
        .map_or("a job without a name", Remote::raw)
}

/// `build (linux, 3.12)` is of `build`; `deploy / apply (eu)` of `deploy`.
fn stem(name: &str) -> &str {
    if name.contains("${{") {
        return name;
    }
    let called = name.split(" / ").next().unwrap_or(name);
    match called.split_once(" (") {
        Some((stem, rest)) if rest.ends_with(')') && !stem.is_empty() => stem,
        _ => called,
    }
}

/// In the order of their first jobs.
pub fn groups(jobs: &[Job]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for job in jobs {
        let stem = stem(name(job));
        match groups.iter_mut().find(|group| group.stem == stem) {
            Some(group) => group.jobs.push(job),
            None => groups.push(Group {
                stem,
                jobs: vec![job],
            }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::{Group, groups};
    use crate::facts::{
        Remote,
        actions::{Job, RunState},
    };

    fn job(name: &str, conclusion: RunState) -> Job {
        Job {
            name: Some(Remote::new(name)),
            conclusion: Some(conclusion),
            ..Job::default()
        }
    }

    #[test]
    fn matrix_jobs_and_called_workflows_are_one_group_each() {
        let mut jobs: Vec<Job> = (0..250)
            .map(|n| job(&format!("test (linux, {n})"), RunState::Success))
            .collect();
        jobs[7].conclusion = Some(RunState::Failure);
        jobs.push(job("deploy / plan", RunState::Success));
        jobs.push(job("deploy / apply (eu)", RunState::Success));
        jobs.push(job("lint (", RunState::Success));
        jobs.push(job("build (${{ matrix.os }})", RunState::Cancelled));
        let found = groups(&jobs);
        let said: Vec<(&str, usize, usize)> = found
            .iter()
            .map(|group| (group.stem, group.jobs.len(), group.failed()))
            .collect();
        assert_eq!(
            said,
            [
                ("test", 250, 1),
                ("deploy", 2, 0),
                ("lint (", 1, 0),
                ("build (${{ matrix.os }})", 1, 0)
            ]
        );
        let unexpanded: Vec<bool> = found.iter().map(Group::is_unexpanded).collect();
        assert_eq!(unexpanded, [false, false, false, true]);
        assert_eq!(
            (found[0].state(), found[1].state()),
            (None, Some(&RunState::Success))
        );
    }
}
