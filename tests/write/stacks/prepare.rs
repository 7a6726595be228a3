//! Change sets that are made here, deleted here, and executed like any other.

use serde_json::json;
use watchkeeper::{
    facts::{ChangeSetId, Remote, stack::DeploymentMode},
    gate::{
        Origin, Outcome, WriteReport,
        record::{Stage, left_over},
        writes::{CreateChangeSet, DeleteChangeSet, Write},
    },
};

use super::stage::{STACK, Stacks, draft, execute, template};
use crate::write::recorder::Spoil;

pub(super) fn create(name: &str, template: &serde_json::Value) -> CreateChangeSet {
    CreateChangeSet {
        stack: STACK.into(),
        change_set: name.into(),
        template: Remote::new(template.to_string()),
        parameters: Vec::new(),
        mode: None,
        bucket: None,
    }
}

pub(super) fn delete(id: &ChangeSetId) -> Write {
    Write::from(DeleteChangeSet {
        stack: STACK.into(),
        change_set: id.clone(),
    })
}

pub(super) async fn prepared(stacks: &Stacks, create: CreateChangeSet) -> WriteReport {
    stacks.repository("deploy.json", create.template.raw());
    let mut draft = draft(Write::from(create));
    draft.origin = Origin::Repository {
        path: "deploy.json".to_owned(),
    };
    let writer = stacks.writer();
    let plan = stacks.plan(writer.assess(draft).await.unwrap());
    let acknowledged = plan
        .agree(jiff::Timestamp::now())
        .unwrap_or_else(|refused| panic!("{:?}", refused.0.verdicts()));
    writer.write(acknowledged).await
}

/// The change set of this name, asked from outside the program.
pub(super) async fn id(stacks: &Stacks, name: &str) -> Option<ChangeSetId> {
    let listed = stacks
        .client
        .list_change_sets()
        .stack_name(STACK)
        .send()
        .await
        .unwrap();
    let found = listed
        .summaries()
        .iter()
        .find(|one| one.change_set_name() == Some(name));
    found
        .and_then(|one| one.change_set_id())
        .map(ChangeSetId::from)
}

#[tokio::test]
async fn a_read_only_console_prepares_nothing() {
    let mut stacks = Stacks::new().await;
    stacks.settings.gate.allow_writes = false;
    let write = Write::from(create("watchkeeper-1", &template(&stacks.account, &[])));
    let looked_at = stacks.writer().assess(draft(write)).await.unwrap();
    let now = jiff::Timestamp::now();
    let refused = stacks.plan(looked_at).agree(now).unwrap_err();
    assert_eq!(refused.1, watchkeeper::gate::Refusal::Stopped);
    assert!(stacks.writes().is_empty());
}

#[tokio::test]
async fn somebody_else_s_change_set_is_not_deleted_whatever_its_name() {
    let stacks = Stacks::new().await;
    let more = template(&stacks.account, &["events:PutRule", "events:DescribeRule"]);
    let made = stacks
        .client
        .create_change_set()
        .stack_name(STACK)
        .change_set_name("watchkeeper-not-ours")
        .template_body(more.to_string())
        .capabilities(aws_sdk_cloudformation::types::Capability::CapabilityNamedIam)
        .send()
        .await
        .unwrap();
    let write = delete(&made.id().unwrap().into());
    let fault = stacks.writer().assess(draft(write)).await.unwrap_err();
    assert!(fault.what.contains("not in the journal"), "{fault:?}");
    assert!(stacks.writes().is_empty());
}

#[tokio::test]
async fn another_change_set_of_the_name_that_was_made_here_is_not_deleted() {
    let stacks = Stacks::new().await;
    let both = ["events:PutRule", "events:DescribeRule"];
    let more = template(&stacks.account, &both);
    prepared(&stacks, create("watchkeeper-1", &more)).await;
    let made = id(&stacks, "watchkeeper-1").await.unwrap();
    // Somebody made room, and put another one in its place.
    let delete_it = stacks.client.delete_change_set();
    delete_it.change_set_name(made.raw()).send().await.unwrap();
    let other = stacks.client.create_change_set();
    let other = other.stack_name(STACK).change_set_name("watchkeeper-1");
    let other = other.template_body(more.to_string());
    let other = other
        .capabilities(aws_sdk_cloudformation::types::Capability::CapabilityNamedIam)
        .send()
        .await
        .unwrap();
    let other = ChangeSetId::from(other.id().unwrap());
    assert_ne!(made, other);
    let fault = stacks
        .writer()
        .assess(draft(delete(&other)))
        .await
        .unwrap_err();
    assert!(fault.what.contains("not in the journal"), "{fault:?}");
    assert_eq!(stacks.writes().len(), 1, "only what was made here");
}

#[tokio::test]
async fn what_others_deleted_is_noted_and_not_offered_again() {
    let stacks = Stacks::new().await;
    let both = ["events:PutRule", "events:DescribeRule"];
    let more = template(&stacks.account, &both);
    prepared(&stacks, create("watchkeeper-1", &more)).await;
    assert_eq!(left_over(&stacks.memory.records.lock().unwrap()).len(), 1);
    let made = id(&stacks, "watchkeeper-1").await.unwrap();
    let delete_it = stacks.client.delete_change_set();
    delete_it.change_set_name(made.raw()).send().await.unwrap();
    let fault = stacks
        .writer()
        .assess(draft(delete(&made)))
        .await
        .unwrap_err();
    assert!(fault.what.contains("is gone already"), "{fault:?}");
    assert!(left_over(&stacks.memory.records.lock().unwrap()).is_empty());
    assert_eq!(stacks.writes().len(), 1, "only what made it");
}

#[tokio::test]
async fn the_name_of_one_that_never_came_to_be_gives_no_right_to_delete_another() {
    let stacks = Stacks::new().await;
    stacks
        .recorder
        .spoil(|seen| (seen.operation == "CreateChangeSet").then_some(Spoil::Lose));
    let both = ["events:PutRule", "events:DescribeRule"];
    let more = template(&stacks.account, &both);
    let report = prepared(&stacks, create("watchkeeper-1", &more)).await;
    assert!(
        matches!(
            report,
            WriteReport::Done {
                outcome: Outcome::NotApplied(_),
                made: None,
                ..
            }
        ),
        "{report:?}"
    );
    // The journal has the name; whoever took it since has it by right.
    let theirs = stacks.client.create_change_set();
    let theirs = theirs.stack_name(STACK).change_set_name("watchkeeper-1");
    let theirs = theirs
        .template_body(more.to_string())
        .capabilities(aws_sdk_cloudformation::types::Capability::CapabilityNamedIam)
        .send()
        .await
        .unwrap();
    let write = delete(&theirs.id().unwrap().into());
    let fault = stacks.writer().assess(draft(write)).await.unwrap_err();
    assert!(fault.what.contains("not in the journal"), "{fault:?}");
}

#[tokio::test]
async fn whether_it_was_made_here_is_asked_again_just_before_it_is_deleted() {
    let mut stacks = Stacks::new().await;
    let more = template(&stacks.account, &["events:PutRule", "events:DescribeRule"]);
    prepared(&stacks, create("watchkeeper-1", &more)).await;
    let made = id(&stacks, "watchkeeper-1").await.unwrap();
    let assessment = stacks.writer().assess(draft(delete(&made))).await.unwrap();
    let acknowledged = stacks
        .plan(assessment)
        .agree(jiff::Timestamp::now())
        .unwrap();
    stacks.memory = crate::write::stage::Memory::default();
    let report = stacks.writer().write(acknowledged).await;
    let WriteReport::Refused(fault) = &report else {
        panic!("{report:?}");
    };
    assert!(fault.what.contains("not in the journal"), "{fault:?}");
    assert_eq!(stacks.writes().len(), 1, "only what was made here");
}

#[tokio::test]
async fn what_was_made_is_found_by_its_name_where_the_answer_was_lost() {
    let stacks = Stacks::new().await;
    stacks
        .recorder
        .spoil(|seen| (seen.operation == "CreateChangeSet").then_some(Spoil::Drop));
    let both = ["events:PutRule", "events:DescribeRule"];
    let more = template(&stacks.account, &both);
    let report = prepared(&stacks, create("watchkeeper-1", &more)).await;
    let live = id(&stacks, "watchkeeper-1").await.unwrap();
    let WriteReport::Done { outcome, made, .. } = &report else {
        panic!("{report:?}");
    };
    assert_eq!(*outcome, Outcome::Applied);
    assert_eq!(*made, Some(Remote::new(live.raw())));
}

#[tokio::test]
async fn a_change_set_is_made_exactly_as_previewed_and_can_be_deleted_again() {
    let stacks = Stacks::new().await;
    let more = template(&stacks.account, &["events:PutRule", "events:DescribeRule"]);
    let report = prepared(&stacks, create("watchkeeper-1", &more)).await;
    let WriteReport::Done { outcome, .. } = &report else {
        panic!("{report:?}");
    };
    assert_eq!(*outcome, Outcome::Applied);
    let writes = stacks.writes();
    assert_eq!(writes.len(), 1, "{writes:?}");
    let sent = |name: &str| writes[0].parameter(name);
    assert_eq!(writes[0].operation, "CreateChangeSet");
    assert_eq!(sent("TemplateBody"), Some(more.to_string().as_str()));
    assert_eq!(sent("Capabilities.member.1"), Some("CAPABILITY_NAMED_IAM"));
    assert_eq!(sent("Parameters.member.1.ParameterKey"), Some("Branch"));
    assert_eq!(sent("Parameters.member.1.UsePreviousValue"), Some("true"));
    assert_eq!(
        stacks.live().await["Statement"][0]["Action"],
        json!(["events:PutRule"])
    );
    assert!(matches!(stacks.stages()[0], Stage::Intent));

    let live = id(&stacks, "watchkeeper-1").await.unwrap();
    let WriteReport::Done { made, .. } = report else {
        unreachable!("looked at above")
    };
    assert_eq!(made, Some(Remote::new(live.raw())));
    let noted = matches!(&stacks.stages()[1], Stage::Done { made: Some(noted), .. } if noted.raw() == live.raw());
    assert!(noted, "{:?}", stacks.stages());
    let made = live;
    let report = stacks.apply(delete(&made)).await;
    let WriteReport::Done { outcome, .. } = &report else {
        panic!("{report:?}");
    };
    assert_eq!(*outcome, Outcome::Applied);
    assert_eq!(id(&stacks, "watchkeeper-1").await, None);
}

#[tokio::test]
async fn a_prepared_change_set_goes_on_through_the_whole_gate() {
    let stacks = Stacks::new().await;
    let both = ["events:PutRule", "events:DescribeRule"];
    let report = prepared(
        &stacks,
        create("watchkeeper-2", &template(&stacks.account, &both)),
    )
    .await;
    assert!(
        matches!(
            report,
            WriteReport::Done {
                outcome: Outcome::Applied,
                ..
            }
        ),
        "{report:?}"
    );
    let made = id(&stacks, "watchkeeper-2").await.unwrap();
    let report = stacks.apply(execute(&made)).await;
    assert!(
        matches!(
            report,
            WriteReport::Done {
                outcome: Outcome::Applied,
                ..
            }
        ),
        "{report:?}"
    );
    assert_eq!(stacks.live().await["Statement"][0]["Action"], json!(both));
}

#[tokio::test]
async fn an_empty_change_set_is_said_to_be_empty_and_may_be_deleted() {
    let stacks = Stacks::new().await;
    // Another text of the same template: the stack is already as it says.
    let mut same = template(&stacks.account, &["events:PutRule"]);
    same["Resources"]["Role"]["Properties"]["RoleName"] = json!("deploy");
    let text = format!("{same:#}\n");
    let mut empty = create("watchkeeper-3", &same);
    empty.template = Remote::new(text);
    empty.mode = Some(DeploymentMode::RevertDrift);
    let report = prepared(&stacks, empty).await;
    let WriteReport::Done {
        outcome: Outcome::NotApplied(fault),
        made: Some(noted),
        ..
    } = &report
    else {
        panic!("{report:?}");
    };
    assert!(fault.what.contains("empty and may be deleted"), "{fault:?}");
    assert_eq!(
        stacks.writes()[0].parameter("DeploymentMode"),
        Some("REVERT_DRIFT")
    );
    let made = id(&stacks, "watchkeeper-3").await.unwrap();
    assert_eq!(noted.raw(), made.raw());
    let records = stacks.memory.records.lock().unwrap().clone();
    let left = left_over(&records);
    assert_eq!(left[0].id.as_ref(), Some(&made), "{left:?}");
    let report = stacks.apply(delete(&made)).await;
    assert!(
        matches!(
            report,
            WriteReport::Done {
                outcome: Outcome::Applied,
                ..
            }
        ),
        "{report:?}"
    );
    let records = stacks.memory.records.lock().unwrap().clone();
    assert!(left_over(&records).is_empty());
}
