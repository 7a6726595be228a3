//! What is written to on GitHub: the run, who may review it, what is deployed and what
//! would come, the inputs, the comment.

use super::{Section, fact, moment};
use crate::{
    facts::{
        Reading, Remote,
        actions::{ComparedCommit, Comparison, PendingDeployment, Run, RunState, abbreviated},
        numbered,
    },
    gate::{
        DeployedCommit, GitHubState, Plan, SeenReview, SeenRun,
        writes::{GitHubPart, MOST_ATTEMPTS, ReviewedEnvironment},
    },
};

/// Commits that are told by name; the rest is counted.
const COMMITS: usize = 20;

pub(super) fn identity(plan: &Plan, state: &GitHubState, to: &mut Vec<Section>) {
    let mut of = plan.environment().name.raw().to_owned();
    if let Some(alias) = &plan.environment().alias {
        of.push_str(&format!(" \"{alias}\""));
    }
    if plan.environment().production {
        of.push_str(" PRODUCTION");
    }
    if plan.session_id().world != "aws" {
        of.push_str(&format!(", world {}", plan.session_id().world));
    }
    to.push(fact("settings of", of));
    let user = match &state.user {
        Reading::Known(user) => user.raw().to_owned(),
        Reading::Unknown(fault) => format!("unknown: {}", fault.what),
    };
    to.push(fact("token of", user));
    if state.host != "github.com" {
        to.push(Section::Way {
            label: "host",
            value: format!("{}, which is not github.com", state.host),
        });
    }
    for through in &state.through {
        to.push(Section::Way {
            label: "through",
            value: through.entry(),
        });
    }
}

pub(super) fn headline(plan: &Plan, to: &mut Vec<Section>) {
    let change = plan.write().change();
    let headline = change.headline(&plan.assessment().observed);
    to.push(Section::Headline(headline));
}

pub(super) fn state(plan: &Plan, state: &GitHubState, to: &mut Vec<Section>) {
    to.push(fact("on", format!("{}/{}", state.host, state.repository)));
    let Some((_, part)) = plan.write().change().subject().github() else {
        return;
    };
    if let Some(seen) = state.run() {
        run(seen, to);
    }
    of_part(state, part, to);
    for stack in state.stacks() {
        let status = match &stack.status {
            Reading::Known(status) => status.raw(),
            Reading::Unknown(_) => "unknown",
        };
        to.push(fact(
            "deploys",
            format!("stack {}, {status}", stack.name.short()),
        ));
    }
}

fn of_part(state: &GitHubState, part: GitHubPart<'_>, to: &mut Vec<Section>) {
    match part {
        GitHubPart::Review {
            environments,
            comment,
            ..
        } => {
            if let Some(seen) = state.review() {
                review(seen, environments, to);
            }
            to.push(fact("comment", comment));
        }
        GitHubPart::Dispatch { branch, .. } => {
            let tip = state.workflow().map(|seen| &seen.tip);
            if let Some(Reading::Known(tip)) = tip {
                let at = format!("{branch}, now at {}", abbreviated(tip.raw()));
                to.push(fact("starts on", at));
            }
        }
        GitHubPart::PullRequest {
            path, title, body, ..
        } => {
            pull_request(state, path, to);
            to.push(fact("title", title));
            let lines = body.lines().filter(|line| !line.is_empty());
            to.extend(lines.map(|line| fact("body", line)));
        }
        GitHubPart::Rerun(..) | GitHubPart::Cancel { .. } => {}
    }
}

fn run(seen: &SeenRun, to: &mut Vec<Section>) {
    let run = match &seen.run {
        Reading::Known(run) => run,
        Reading::Unknown(fault) => {
            return to.push(fact("state", format!("unknown: {}", fault.what)));
        }
    };
    let text = |text: &Option<Remote>| text.as_ref().map_or("?", Remote::raw).to_owned();
    let number = run
        .run_number
        .map_or(String::new(), |number| format!(" #{number}"));
    let workflow = run.workflow().unwrap_or("a workflow");
    to.push(fact(
        "workflow",
        format!("{workflow}{number}: {}", text(&run.display_title)),
    ));
    let sha = run
        .head_sha
        .as_ref()
        .map_or("?", |sha| abbreviated(sha.raw()));
    to.push(fact(
        "commit",
        format!("{sha} on {}", text(&run.head_branch)),
    ));
    to.push(fact("started by", started(run)));
    let state = run.state().map_or("unknown", RunState::word);
    let attempt = run.attempt();
    to.push(fact(
        "state",
        format!("{state}, attempt {attempt} of {MOST_ATTEMPTS} at most"),
    ));
}

fn started(run: &Run) -> String {
    let actor = run.triggering_actor.as_ref().or(run.actor.as_ref());
    let login = actor
        .and_then(|actor| actor.login.as_ref())
        .map_or("?", Remote::raw);
    let event = run.event.as_ref().map_or("?", Remote::raw);
    match run.began() {
        Some(at) => format!("{login}, {event}, {}", moment(at)),
        None => format!("{login}, {event}"),
    }
}

/// All environments that it waits for: those that are left waiting too.
fn review(seen: &SeenReview, ours: &[ReviewedEnvironment], to: &mut Vec<Section>) {
    let pending = match &seen.pending {
        Reading::Known(pending) => pending,
        Reading::Unknown(fault) => {
            return to.push(fact("waits for", format!("unknown: {}", fault.what)));
        }
    };
    for one in pending {
        let is_ours = ours.iter().any(|of| of.id == one.environment.id);
        waiting(one, is_ours, to);
        if is_ours && let Some(deployed) = seen.deployed(one.environment.id) {
            commits(deployed, to);
        }
    }
}

fn waiting(one: &PendingDeployment, is_ours: bool, to: &mut Vec<Section>) {
    let name = one.environment.name.as_ref().map_or("?", Remote::raw);
    let stays = if is_ours { "" } else { ", and stays waiting" };
    to.push(fact("waits for", format!("environment {name}{stays}")));
    let reviewers: Vec<String> = one
        .reviewers
        .iter()
        .filter_map(|reviewer| {
            let name = reviewer.name()?;
            Some(match reviewer.is_team() {
                true => format!("team {name}"),
                false => name.to_owned(),
            })
        })
        .collect();
    if !reviewers.is_empty() {
        to.push(fact("reviewers", reviewers.join(", ")));
    }
    if let Some(minutes) = one.wait_timer.filter(|minutes| *minutes > 0) {
        let since = one
            .wait_timer_started_at
            .map_or(String::new(), |at| format!(", since {}", moment(at)));
        let line = format!(
            "{}{since}",
            numbered(usize::try_from(minutes).unwrap_or_default(), "minute")
        );
        to.push(fact("wait timer", line));
    }
}

fn commits(deployed: &DeployedCommit, to: &mut Vec<Section>) {
    match &deployed.sha {
        Reading::Known(Some(sha)) => to.push(fact("deployed now", abbreviated(sha.raw()))),
        Reading::Known(None) => to.push(fact("deployed now", "nothing yet")),
        Reading::Unknown(fault) => {
            to.push(fact("deployed now", format!("unknown: {}", fault.what)));
        }
    }
    let known = |one: &Option<Reading<Comparison>>| one.as_ref().and_then(Reading::known).cloned();
    if let Some(brings) = known(&deployed.brings) {
        to.extend(listed(&brings).into_iter().map(Section::Gain));
    }
    if let Some(takes) = known(&deployed.takes) {
        to.extend(listed(&takes).into_iter().map(Section::Loss));
    }
}

fn listed(compared: &Comparison) -> Vec<String> {
    let newest = compared.commits.iter().rev().take(COMMITS);
    let mut lines: Vec<String> = newest.map(ComparedCommit::words).collect();
    let all = compared.ahead_by.map_or(lines.len(), |all| {
        usize::try_from(all).unwrap_or(usize::MAX)
    });
    if all > lines.len() {
        lines.push(format!(
            "and {} before these",
            numbered(all - lines.len(), "commit")
        ));
    }
    lines
}

fn pull_request(state: &GitHubState, path: &str, to: &mut Vec<Section>) {
    let Some(seen) = state.branch() else { return };
    to.push(fact("file", path));
    if let (Reading::Known(base), Reading::Known(tip)) = (&seen.base, &seen.tip) {
        to.push(fact(
            "into",
            format!("{}, now at {}", base.raw(), abbreviated(tip.raw())),
        ));
    }
    if let Reading::Known(Some(file)) = &seen.file {
        to.push(fact(
            "replaces",
            format!("blob {}", abbreviated(file.sha.raw())),
        ));
    }
}
