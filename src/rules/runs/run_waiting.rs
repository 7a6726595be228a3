//! A run waits for a person, and others may wait behind it.

use super::{Rule, Subject};
use crate::facts::{
    Evidence, Finding, Priority, Remote, Status,
    actions::{PendingDeployment, Reviewer, RunState},
};

pub(super) const RULE: Rule = Rule {
    id: "run-waiting",
    title: "A run waits for a person",
    why: "It holds its concurrency group for up to 30 days: later runs wait behind it, and are replaced.",
    fix: "Approve or reject it, or cancel it if a newer run shall go first.",
    check,
};

fn check(subject: &Subject<'_>) -> Option<Vec<Finding>> {
    subject.run.waits_for_somebody().then_some(())?;
    let behind = subject.behind.len();
    let priority = match (behind, subject.is_of_main()) {
        (0, _) => Priority::P2,
        (_, true) => Priority::P0,
        (_, false) => Priority::P1,
    };
    let mut evidence = vec![subject.said()];
    evidence.extend(subject.pending.iter().map(told));
    let names: Vec<&str> = subject.pending.iter().filter_map(environment).collect();
    let what = match (subject.run.state(), names.as_slice()) {
        (Some(RunState::ActionRequired), _) => "waits to be allowed to run at all".to_owned(),
        (_, []) => "waits for an approval or a timer".to_owned(),
        (_, names) => format!("waits for {}", names.join(", ")),
    };
    let title = match behind {
        0 => what,
        1 => format!("{what}, and a later run of it is not over"),
        behind => format!("{what}, and {behind} later runs of it are not over"),
    };
    evidence.extend(subject.behind.iter().map(|run| Evidence {
        what: format!(
            "run {} came later and is {}",
            run.id.0,
            run.state().map_or("unknown", RunState::word)
        ),
        source: "actions/runs".into(),
        at: run.created_at,
    }));
    Some(vec![subject.finding(
        &RULE,
        "waiting",
        (priority, Status::Amber),
        &title,
        evidence,
    )])
}

fn environment(pending: &PendingDeployment) -> Option<&str> {
    pending.environment.name.as_ref().map(Remote::raw)
}

fn told(pending: &PendingDeployment) -> Evidence {
    let name = environment(pending).unwrap_or("an environment without a name");
    let reviewers: Vec<&str> = pending
        .reviewers
        .iter()
        .filter_map(Reviewer::name)
        .collect();
    let by = match (reviewers.as_slice(), pending.wait_timer) {
        ([], Some(minutes)) if minutes > 0 => format!("a timer of {minutes} minutes"),
        ([], _) => "nobody is named: a rule of an app, or the server does not say".to_owned(),
        (names, _) => format!("approval by {}", names.join(" or ")),
    };
    let own = match pending.current_user_can_approve {
        Some(true) => ", who you are one of",
        Some(false) => ", who you are none of",
        None => "",
    };
    Evidence {
        what: format!("environment {name}: {by}{own}"),
        source: "actions/runs/pending_deployments".into(),
        at: pending.wait_timer_started_at,
    }
}
