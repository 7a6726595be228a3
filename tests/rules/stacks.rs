//! The checks of stacks: every failed state is a finding, and what failed first is its evidence.

use watchkeeper::{
    facts::{Priority, Stack, StackName, StackStatus},
    rules::stacks::{Ended, FailureSummary, Subject, judge},
};

fn stack(status: &str, drift: &str) -> Stack {
    serde_json::from_value(serde_json::json!({
        "id": "arn:aws:cloudformation:eu-west-1:1:stack/app/a", "name": "app",
        "status": status, "drift": drift, "updated": "2026-05-18T13:42:31Z",
    }))
    .unwrap()
}

fn told() -> FailureSummary {
    FailureSummary {
        root: "Cron".into(),
        status: "CREATE_FAILED".into(),
        reason: Some("AccessDenied".into()),
        at: "2026-05-18T13:42:28Z".parse().unwrap(),
        denied: None,
        refused: Some("deploy may not call events:DescribeRule".into()),
        cause: Some("stack roles is stale".into()),
    }
}

#[test]
fn every_failed_state_is_a_finding_and_no_other_is() {
    for status in StackStatus::KNOWN {
        let stack = stack(status.raw(), "NOT_CHECKED");
        let found = judge(&Subject::of(&stack));
        let failed = status.raw().contains("ROLLBACK") || status.raw().ends_with("_FAILED");
        assert_eq!(!found.is_empty(), failed, "{}", status.raw());
        assert!(found.iter().all(|one| !one.remedy.is_empty()));
    }
}

#[test]
fn a_stack_that_nothing_but_a_person_can_move_comes_first() {
    let priority = |status: &str| {
        let stack = stack(status, "NOT_CHECKED");
        judge(&Subject::of(&stack))[0].priority
    };
    assert_eq!(priority("UPDATE_ROLLBACK_FAILED"), Priority::P0);
    assert_eq!(priority("ROLLBACK_COMPLETE"), Priority::P0);
    assert_eq!(priority("UPDATE_ROLLBACK_COMPLETE"), Priority::P1);
    assert_eq!(priority("UPDATE_ROLLBACK_IN_PROGRESS"), Priority::P1);
}

#[test]
fn the_first_failure_is_the_evidence_and_its_cause_the_remedy() {
    let (stack, told) = (stack("UPDATE_ROLLBACK_COMPLETE", "NOT_CHECKED"), told());
    let found = judge(&Subject {
        forward: Some(&told),
        ..Subject::of(&stack)
    });
    let [finding] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!(finding.id, "stacks/app/failed");
    assert!(
        finding.title.contains("Cron CREATE_FAILED first"),
        "{}",
        finding.title
    );
    let said: Vec<&str> = finding
        .evidence
        .iter()
        .map(|one| one.what.as_str())
        .collect();
    assert!(
        said.contains(&"Cron CREATE_FAILED: AccessDenied"),
        "{said:?}"
    );
    assert!(
        said.contains(&"deploy may not call events:DescribeRule"),
        "{said:?}"
    );
    assert_eq!(
        finding.remedy,
        "deploy may not call events:DescribeRule: stack roles is stale."
    );
}

#[test]
fn what_stopped_the_way_back_is_named_beside_what_failed_first() {
    let (stack, told) = (stack("UPDATE_ROLLBACK_FAILED", "NOT_CHECKED"), told());
    let back = FailureSummary {
        root: "Table".into(),
        status: "UPDATE_FAILED".into(),
        reason: Some("Cannot do two index changes at once".into()),
        denied: None,
        refused: None,
        cause: None,
        ..told
    };
    let subject = Subject {
        forward: Some(&told),
        back: Some(&back),
        ..Subject::of(&stack)
    };
    let finding = &judge(&subject)[0];
    for said in ["Cron CREATE_FAILED first", "stopped at Table UPDATE_FAILED"] {
        assert!(finding.title.contains(said), "{}", finding.title);
    }
    for said in [
        "stopped at Table: Cannot do two index changes at once.",
        "stack roles is stale.",
        "ContinueUpdateRollback",
    ] {
        assert!(finding.remedy.contains(said), "{}", finding.remedy);
    }
    let evidence = finding.evidence.iter().map(|one| one.what.as_str());
    assert!(
        evidence
            .clone()
            .any(|said| said.starts_with("Table UPDATE_FAILED"))
    );
    // What failed first was not read.
    let again = judge(&Subject {
        forward: None,
        ..subject
    });
    assert!(
        again[0].remedy.contains("stopped at Table"),
        "{}",
        again[0].remedy
    );
}

#[test]
fn a_deletion_that_failed_is_ordered_again_and_nothing_is_deployed() {
    let (stack, told) = (stack("DELETE_FAILED", "NOT_CHECKED"), told());
    let cause = None;
    let forward = FailureSummary { cause, ..told };
    let finding = &judge(&Subject {
        forward: Some(&forward),
        ..Subject::of(&stack)
    })[0];
    assert!(
        finding.remedy.contains("delete it again"),
        "{}",
        finding.remedy
    );
}

#[test]
fn a_person_who_cancelled_is_no_first_failure_and_a_refused_deletion_is_a_finding() {
    let ended = |turned_down: bool, what: &str| Ended {
        turned_down,
        what: what.into(),
        at: told().at,
    };
    let rolled_back = stack("UPDATE_ROLLBACK_COMPLETE", "NOT_CHECKED");
    let cancelled = ended(false, "somebody cancelled it");
    let found = judge(&Subject {
        ended: Some(&cancelled),
        ..Subject::of(&rolled_back)
    });
    assert!(
        found[0].title.contains("somebody cancelled it"),
        "{}",
        found[0].title
    );
    assert!(
        found[0].remedy.contains("cancelled it"),
        "{}",
        found[0].remedy
    );
    assert!(
        !found[0].remedy.contains("first failure"),
        "{}",
        found[0].remedy
    );
    let well = stack("UPDATE_COMPLETE", "NOT_CHECKED");
    let refused = ended(true, "turned down: Export x is in use");
    let found = judge(&Subject {
        ended: Some(&refused),
        ..Subject::of(&well)
    });
    let [finding] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!(finding.rule, "stack-deletion-turned-down");
    assert!(finding.evidence[1].what.contains("Export x"));
}

#[test]
fn drift_that_was_detected_is_a_finding_and_not_having_looked_is_none() {
    for (drift, findings) in [
        ("DRIFTED", 1),
        ("IN_SYNC", 0),
        ("NOT_CHECKED", 0),
        ("UNKNOWN", 0),
    ] {
        let stack = stack("UPDATE_COMPLETE", drift);
        let found = judge(&Subject::of(&stack));
        assert_eq!(found.len(), findings, "{drift}");
    }
}

#[test]
fn a_watched_stack_that_is_not_there_is_a_finding() {
    let name = StackName::from("app");
    let finding = &judge(&Subject::missing(&name))[0];
    assert!(
        finding.title.contains("app is watched"),
        "{}",
        finding.title
    );
    assert_eq!(finding.priority, Priority::P1);
}
