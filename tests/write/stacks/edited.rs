//! A template that is edited before, and after, a change set of it is proposed.

use watchkeeper::{
    facts::stack::DeploymentMode,
    gate::{
        Origin, WriteReport,
        writes::{CreateChangeSet, Write},
    },
};

use super::{
    prepare::{create, prepared},
    stage::{Stacks, draft, template},
};

pub(super) fn of_the_repository(create: CreateChangeSet) -> watchkeeper::gate::Draft {
    let mut draft = draft(Write::from(create));
    draft.origin = Origin::Repository {
        path: "deploy.json".to_owned(),
    };
    draft
}

/// The template that the draft would send.
fn template_of(draft: &watchkeeper::gate::Draft) -> String {
    let write = serde_json::to_value(&draft.write).unwrap();
    let text = write["create-change-set"]["template"].as_str();
    text.unwrap().to_owned()
}

#[tokio::test]
async fn a_template_that_was_edited_under_its_preview_is_not_sent_and_the_new_preview_has_it() {
    let stacks = Stacks::new().await;
    let one = template(&stacks.account, &["events:PutRule", "events:DescribeRule"]);
    let other = template(&stacks.account, &["events:PutRule", "events:ListRules"]);
    stacks.repository("deploy.json", &one.to_string());
    let writer = stacks.writer();
    let draft = of_the_repository(create("watchkeeper-1", &one));
    let plan = stacks.plan(writer.assess(draft).await.unwrap());
    let agreed = plan.agree(jiff::Timestamp::now()).unwrap();
    stacks.repository("deploy.json", &other.to_string());
    let WriteReport::Moved { what, assessment } = writer.write(agreed).await else {
        panic!("it was sent");
    };
    assert!(what.iter().any(|said| said.contains("file")), "{what:?}");
    assert!(stacks.writes().is_empty());
    assert_eq!(template_of(&assessment.draft), other.to_string());
    assert_eq!(stacks.plan(*assessment).stops().count(), 0);
}

#[tokio::test]
async fn a_template_that_was_edited_since_is_proposed_as_it_is_now() {
    let stacks = Stacks::new().await;
    let one = template(&stacks.account, &["events:PutRule", "events:DescribeRule"]);
    prepared(&stacks, create("watchkeeper-1", &one)).await;
    // The pane still knows the one before.
    let other = template(&stacks.account, &["events:PutRule", "events:ListRules"]);
    stacks.repository("deploy.json", &other.to_string());
    let writer = stacks.writer();
    let draft = of_the_repository(create("watchkeeper-2", &one));
    let assessment = writer.assess(draft).await.unwrap();
    assert_eq!(template_of(&assessment.draft), other.to_string());
    let agreed = stacks.plan(assessment).agree(jiff::Timestamp::now());
    let report = writer.write(agreed.unwrap()).await;
    assert!(matches!(report, WriteReport::Done { .. }), "{report:?}");
    let sent = &stacks.writes()[1];
    assert_eq!(
        sent.parameter("TemplateBody"),
        Some(other.to_string().as_str())
    );
    assert_eq!(sent.parameter("ChangeSetName"), Some("watchkeeper-2"));
}

#[tokio::test]
async fn what_is_not_said_to_be_a_file_s_is_not_exchanged_for_one() {
    let stacks = Stacks::new().await;
    let one = template(&stacks.account, &["events:PutRule"]);
    let other = template(&stacks.account, &["events:PutRule", "events:ListRules"]);
    stacks.repository("deploy.json", &other.to_string());
    let back = CreateChangeSet {
        mode: Some(DeploymentMode::RevertDrift),
        ..create("watchkeeper-1", &one)
    };
    let assessment = stacks
        .writer()
        .assess(draft(Write::from(back.clone())))
        .await;
    assert_eq!(template_of(&assessment.unwrap().draft), one.to_string());
    let assessment = stacks
        .writer()
        .assess(of_the_repository(back))
        .await
        .unwrap();
    assert_eq!(template_of(&assessment.draft), one.to_string());
    assert!(stacks.plan(assessment).stops().count() > 0);
}
