//! A run waits for a person, and others may wait behind it.

use super::{Rule, Subject};
use crate::facts::{
    Evidence, Finding, Priority, Remote, Status,
    actions::{PendingDeployment, RunState},
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
    let pushed_out = subject.replaced.len();
    let priority = match (behind + pushed_out, subject.is_of_main()) {
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
        0 if pushed_out > 0 => format!("{what}, and pushed {pushed_out} later runs of it out"),
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
    evidence.extend(subject.replaced.iter().map(|(run, said)| Evidence {
        what: format!("run {} came later. {said}", run.id.0),
        source: "actions/runs".into(),
        at: run.updated_at,
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
    let own = match pending.current_user_can_approve {
        Some(true) => ", who you are one of",
        Some(false) => ", who you are none of",
        None => "",
    };
    Evidence {
        what: format!(
            "environment {}: {}{own}",
            pending.named(),
            pending.waits_for()
        ),
        source: "actions/runs/pending_deployments".into(),
        at: pending.wait_timer_started_at,
    }
}
