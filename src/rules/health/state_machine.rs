//! A state machine of Step Functions.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::step_functions,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "state-machine",
    title: "its newest executions succeeded",
    why: "What it is for did not come to its end.",
    fix: "Read the failed execution's history: the first state that failed, and its cause.",
    kind: ResourceKind::StateMachine,
    area: Area::Compute,
    priority: Priority::P1,
    applies: always,
    asks: |expected| vec![asked(step_functions::Executions(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let all = seen.of(step_functions::Executions(expected.name.clone()))?;
    let Some(newest) = all.first() else {
        return Ok(match &expected.by_design {
            Some(why) => Judged::by_design("no execution", why),
            None => Judged::not_tested("no execution", "It was never executed."),
        });
    };
    let done = all.iter().filter(|one| one.status == "SUCCEEDED").count();
    let began = newest.started.map_or(String::new(), |at| {
        format!(", the newest of {}", at.strftime("%Y-%m-%d"))
    });
    let value = format!("{done} of {} succeeded{began}", all.len());
    Ok(match newest.status.as_str() {
        "FAILED" | "TIMED_OUT" | "ABORTED" => {
            Judged::issue(value, format!("The newest execution is {}.", newest.status))
        }
        _ if done == all.len() => Judged::ok(value),
        "RUNNING" | "PENDING_REDRIVE" if done + 1 == all.len() => Judged::ok(value),
        _ => Judged::degraded(value, "Not all of the newest executions succeeded."),
    })
}
