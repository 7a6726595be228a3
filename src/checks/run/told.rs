//! A run's story as a chain: from the run to its jobs, their steps, what these say, the
//! stack, what was refused there, and the cause. And what is not known of it.

use super::{Deploy, JobFailure, RunStory};
use crate::{
    cause::{
        chain::{Confidence, Link, LinkKind, refused, who},
        job_groups::groups,
        no_jobs::{Looked, NoJobs},
        token_subject::is_refused_token,
    },
    checks::stack::OperationReport,
    facts::{
        Arn, Remote, Unknown,
        actions::{Job, Run, RunState},
        numbered,
    },
};

fn link(kind: LinkKind, subject: impl Into<String>, what: impl Into<String>, source: &str) -> Link {
    Link {
        confidence: Confidence::Certain,
        kind,
        subject: subject.into(),
        at: None,
        what: what.into(),
        evidence: source.to_owned(),
    }
}

impl RunStory {
    pub fn unknown(&self) -> Vec<Unknown> {
        let run = self.run.as_ref().map_or(0, |run| run.id.0);
        let mut unknown = self.unread.clone();
        if let Some(no_jobs) = self.no_jobs.as_ref().filter(|it| it.cause().is_none()) {
            unknown.push(Unknown {
                what: format!("why run {run} has no jobs"),
                why: no_jobs.counted(),
                hint: "Look at the run's page: GitHub says it there, and only there.".into(),
            });
        }
        unknown.extend(self.failures.iter().filter_map(|failure| {
            Some(Unknown {
                what: format!("why job {} failed", failure.name()),
                why: failure.open()?,
                hint: "Look at the run's page.".into(),
            })
        }));
        if let Some(why) = self.queue.unread.as_ref().filter(|_| !self.queue.known) {
            unknown.push(Unknown {
                what: format!("what run {run} waits behind"),
                why: why.clone(),
                hint: "An older server does not know concurrency groups.".into(),
            });
        }
        if let Some(why) = self.deploy.as_ref().and_then(|deploy| deploy.open.clone()) {
            unknown.push(Unknown {
                what: "the stack that it deploys".into(),
                why,
                hint: "Choose the environment of that account with -e.".into(),
            });
        }
        unknown
    }

    /// From the run to the cause. What was found on the way is told where it belongs.
    pub fn chain(&self) -> Vec<Link> {
        let Some(run) = &self.run else {
            return Vec::new();
        };
        let mut links = vec![of_run(run)];
        if let Some(streak) = &self.streak {
            links.push(link(
                LinkKind::Streak,
                run.workflow().unwrap_or("a workflow"),
                streak.said(),
                "actions/runs",
            ));
            let between = self.between.iter().filter_map(|file| streak.of_file(file));
            links.extend(between.map(|said| link(LinkKind::Streak, "compare", said, "compare")));
        }
        let earlier = self.earlier.iter().map(|one| Link {
            at: one.run.updated_at,
            ..link(
                LinkKind::Streak,
                format!("attempt {}", one.attempt),
                one.said(),
                "actions/runs",
            )
        });
        links.extend(earlier);
        links.extend(self.of_queue());
        links.extend(self.no_jobs.iter().flat_map(of_no_jobs));
        for failure in &self.failures {
            links.extend(of_failure(failure));
            if let Some(deploy) = self.deploy_of(failure) {
                links.extend(of_deploy(deploy));
            }
            if failure.denied.iter().any(is_refused_token) {
                links.extend(self.of_token());
            }
        }
        links.extend(self.of_other_jobs());
        links
    }

    /// Jobs that failed beside those that are told of, and of how many of a matrix.
    fn of_other_jobs(&self) -> Vec<Link> {
        let jobs = self.jobs.as_deref().unwrap_or_default();
        let told = |job: &&&Job| self.failures.iter().any(|failure| failure.job.id == job.id);
        let groups = groups(jobs).into_iter().filter(|group| group.failed() > 0);
        let groups = groups
            .filter(|group| group.jobs.len() > 1 || group.jobs.iter().filter(told).count() == 0);
        groups
            .map(|group| {
                let jobs = numbered(group.jobs.len(), "job");
                let what = format!("{} of {jobs} failed", group.failed());
                link(LinkKind::Job, group.stem, what, "actions/jobs")
            })
            .collect()
    }

    fn deploy_of(&self, failure: &JobFailure) -> Option<&Deploy> {
        let deploy = self.deploy.as_ref()?;
        (deploy.job == failure.name()).then_some(deploy)
    }

    fn of_queue(&self) -> Vec<Link> {
        let source = "actions/runs/pending_deployments";
        let waits = self.pending.iter().map(|pending| {
            let what = format!("waits for {}", pending.waits_for());
            link(LinkKind::Cause, pending.named(), what, source)
        });
        let behind = self.queue.behind.iter().map(|ahead| Link {
            at: ahead.since,
            ..link(
                LinkKind::Queue,
                format!("run {}", ahead.run.0),
                ahead.said(),
                "actions/concurrency_groups",
            )
        });
        let replaced = self.replaced.iter().map(|replaced| {
            let by = replaced
                .by
                .map_or("a later run".to_owned(), |by| format!("run {}", by.0));
            link(LinkKind::Queue, by, replaced.said(), "actions/runs")
        });
        let pushed = self.pushed_out.iter().map(|(run, replaced)| {
            let what = format!("run {} came after it. {}", run.0, replaced.said());
            link(
                LinkKind::Queue,
                format!("run {}", run.0),
                what,
                "actions/runs",
            )
        });
        waits.chain(behind).chain(replaced).chain(pushed).collect()
    }

    fn of_token(&self) -> Vec<Link> {
        let Some(token) = &self.token else {
            return Vec::new();
        };
        let role = token.trust.as_ref().map(|trust| trust.role.last_segment());
        let subject = role.unwrap_or("the token");
        let said = token.sentences();
        let sentences = said.into_iter();
        let mut links: Vec<Link> = sentences
            .map(|said| link(LinkKind::Token, subject, said, "iam:GetRole"))
            .collect();
        let cause = token.cause();
        links.extend(cause.map(|said| link(LinkKind::Cause, subject, said, "iam:GetRole")));
        links
    }
}

fn of_run(run: &Run) -> Link {
    let of = run.workflow().unwrap_or("a workflow");
    let state = run.state().map_or("unknown", RunState::word);
    let branch = run.branch().unwrap_or("?");
    let what = format!("{of} on {branch}, attempt {}: {state}", run.attempt());
    Link {
        at: run.updated_at,
        ..link(
            LinkKind::Run,
            format!("run {}", run.id.0),
            what,
            "actions/runs",
        )
    }
}

/// Each cause that was looked for; the one that alone was found last.
fn of_no_jobs(no_jobs: &NoJobs) -> Vec<Link> {
    let cause = no_jobs.cause();
    let others = no_jobs.candidates.iter().filter(|one| Some(*one) != cause);
    let mut links: Vec<Link> = others
        .map(|one| {
            let looked = match one.looked {
                Looked::Found => "found",
                Looked::NotIt => "ruled out",
                Looked::Open => "left open",
            };
            let what = format!("{looked}: {}. {}", one.cause, one.said);
            link(LinkKind::Candidate, one.cause.as_str(), what, &one.source)
        })
        .collect();
    links.extend(cause.map(|one| {
        // What its queue says stands above it already.
        let what = match no_jobs.shape.is_of_queue() {
            true => one.cause.clone(),
            false => format!("{}. {}", one.cause, one.said),
        };
        link(LinkKind::Cause, one.cause.as_str(), what, &one.source)
    }));
    links
}

fn of_failure(failure: &JobFailure) -> Vec<Link> {
    let job = &failure.job;
    let state = job.state().map_or("failed", RunState::word);
    let mut links = vec![Link {
        at: job.completed_at,
        ..link(LinkKind::Job, failure.name(), state, "actions/jobs")
    }];
    links.extend(failure.step.as_ref().map(|step| {
        let name = step.name.as_ref().map_or("a step", Remote::raw);
        let what = format!("failed as step {}", step.number);
        Link {
            at: step.completed_at,
            ..link(LinkKind::Step, name, what, "actions/jobs")
        }
    }));
    let noted = failure.noted();
    links.extend(noted.map(|said| {
        link(
            LinkKind::Log,
            "annotation",
            said.raw(),
            "check-runs/annotations",
        )
    }));
    let no_log = failure.log_state.said();
    links.extend(no_log.map(|said| link(LinkKind::Log, "log", said, "actions/jobs/logs")));
    if failure.lost.is_some() {
        let what = "its runner was lost: no step of it failed";
        links.push(link(
            LinkKind::Cause,
            failure.name(),
            what,
            "check-runs/annotations",
        ));
    }
    let said = failure.said.as_ref();
    links.extend(said.map(|said| link(LinkKind::Log, "log", said.raw(), "actions/jobs/logs")));
    let denied = failure.denied.iter();
    links.extend(denied.map(|denied| {
        link(
            LinkKind::Denied,
            who(denied),
            refused(denied),
            "actions/jobs/logs",
        )
    }));
    links
}

/// The stack that the job deploys, and its own chain.
fn of_deploy(deploy: &Deploy) -> Vec<Link> {
    let stack = deploy.named.stack.raw();
    let role = deploy.role.as_ref();
    let with = match (role, deploy.accepting.as_deref()) {
        (Some(role), _) => format!(" with role {}", role.last_segment()),
        (None, Some([])) => {
            " with a role that is a secret, and none that accepts its token".to_owned()
        }
        (None, Some(roles)) => {
            let names: Vec<&str> = roles.iter().map(Arn::last_segment).collect();
            format!(
                " with a role that is a secret: {} accept its token",
                names.join(", ")
            )
        }
        (None, None) => String::new(),
    };
    let what = format!("is what it deploys{with} (named by {})", deploy.named.by);
    let mut links = vec![link(LinkKind::Deploys, stack, what, &deploy.named.by)];
    let operation = deploy.operation.as_ref().filter(|_| deploy.open.is_none());
    links.extend(operation.map(OperationReport::chain).unwrap_or_default());
    links
}
