//! The handover as JSON: the next one reads what was open from it.

use serde_json::{Value, json};

use super::{Handover, needed, timeline::moments, without_secrets};
use crate::report::{journal::word, watch};

pub fn as_json(handover: &Handover<'_>) -> String {
    let value = value(handover);
    let text = serde_json::to_string_pretty(&value).unwrap_or_default();
    without_secrets(&text)
}

fn value(handover: &Handover<'_>) -> Value {
    let report = handover.report;
    let caller = handover.caller;
    let open = report.troubles.iter().map(|one| {
        let mut value = watch::of_trouble(one);
        value["title"] = json!(one.finding.title);
        value["needed"] = json!(needed(one).collect::<Vec<_>>());
        value
    });
    let closed = handover.closed.as_ref().ok().map(|all| {
        let all = all.iter();
        all.map(|one| json!({"id": one.id, "title": one.title, "at": one.at}))
            .collect::<Vec<_>>()
    });
    let accepted = report.accepted.iter();
    let accepted = accepted.map(|(found, by)| json!({"finding": found.id, "acceptance": by}));
    let changes = handover.changes().into_iter().map(|line| {
        json!({
            "at": line.at, "change": line.change, "stage": word(line.stage), "title": line.title,
            "target": line.names(), "environment": line.environment, "by": line.who,
            "hash": line.hash,
        })
    });
    let journal = handover.journal.as_ref().ok().map(|view| {
        json!({
            "head": view.head, "count": view.count, "broken": view.broken,
            "in_doubt": view.in_doubt(), "left_over": view.left_over,
        })
    });
    let moments = moments(handover).into_iter();
    let timeline = moments.map(|one| json!({"at": one.at, "what": one.what, "of": one.of}));
    json!({
        "schema": 1,
        "command": "handover",
        "generated_at": handover.at,
        "since": handover.since,
        "environment": handover.environment,
        "account": caller.map(|caller| caller.account.raw()),
        "region": caller.map(|caller| caller.region.raw()),
        "open": open.collect::<Vec<_>>(),
        "closed": closed,
        "accepted": accepted.collect::<Vec<_>>(),
        "changes": changes.collect::<Vec<_>>(),
        "journal": journal,
        "unlooked": report.unlooked,
        "unknown": report.open,
        "timeline": timeline.collect::<Vec<_>>(),
    })
}
