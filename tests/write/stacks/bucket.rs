//! A template that is too large to be sent as text: refused without a bucket, put into the
//! person's own one first, and what comes of it where that does not go well.

use serde_json::json;
use watchkeeper::gate::{Fingerprint, Outcome, WriteReport, writes::CreateChangeSet};

use super::{
    edited::of_the_repository,
    prepare::{create, id, prepared},
    stage::{Stacks, template},
};
use crate::{support::ministack::Ministack, write::recorder::Spoil};

/// Of more than CloudFormation takes as text.
fn large(stacks: &Stacks, through: &str) -> CreateChangeSet {
    let mut large = template(&stacks.account, &["events:PutRule", "events:DescribeRule"]);
    large["Metadata"] = json!({ "Padding": "x".repeat(51_200) });
    CreateChangeSet {
        bucket: Some(through.into()),
        ..create("watchkeeper-1", &large)
    }
}

/// The account's own bucket, and it is named.
async fn with_bucket() -> (Stacks, String) {
    let mut stacks = Stacks::new().await;
    let bucket = format!("templates-{}", stacks.account);
    Ministack::start().bucket(&stacks.account, &bucket);
    stacks.settings.environments[0].template_bucket = Some(bucket.as_str().into());
    (stacks, bucket)
}

fn operations(stacks: &Stacks) -> Vec<String> {
    stacks
        .writes()
        .into_iter()
        .map(|seen| seen.operation)
        .collect()
}

#[tokio::test]
async fn a_bucket_that_the_person_s_file_does_not_name_gets_nothing() {
    let (mut stacks, bucket) = with_bucket().await;
    stacks.settings.environments[0].template_bucket = Some("another".into());
    let create = large(&stacks, &bucket);
    stacks.repository("deploy.json", create.template.raw());
    let draft = of_the_repository(create);
    let plan = stacks.plan(stacks.writer().assess(draft).await.unwrap());
    assert!(plan.stops().any(|given| given.id == "bucket"));
    assert!(plan.agree(jiff::Timestamp::now()).is_err());
    assert!(stacks.writes().is_empty());
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_said_and_no_change_set_is_asked_for() {
    let (mut stacks, _) = with_bucket().await;
    stacks.settings.environments[0].template_bucket = Some("nowhere-at-all".into());
    let report = prepared(&stacks, large(&stacks, "nowhere-at-all")).await;
    let WriteReport::Done {
        outcome: Outcome::NotApplied(fault),
        ..
    } = &report
    else {
        panic!("{report:?}");
    };
    assert!(
        fault
            .what
            .contains("There is no nowhere-at-all (s3:PutObject)"),
        "{fault:?}"
    );
    assert_eq!(operations(&stacks), ["PutObject"]);
}

#[tokio::test]
async fn the_template_is_put_first_and_the_change_set_is_made_of_it() {
    let (stacks, bucket) = with_bucket().await;
    let create = large(&stacks, &bucket);
    let text = create.template.raw().to_owned();
    let report = prepared(&stacks, create).await;
    let WriteReport::Done {
        outcome: Outcome::Applied,
        verified,
        ..
    } = &report
    else {
        panic!("{report:?}");
    };
    assert!(verified.failed.is_empty(), "{verified:?}");
    let held = verified.held.join(" ");
    assert!(
        held.contains("has the template that was put into"),
        "{verified:?}"
    );
    let writes = stacks.writes();
    let [put, create] = &writes[..] else {
        panic!("{writes:?}");
    };
    let hash = Fingerprint::of(text.as_bytes()).hex();
    let path = format!("/{bucket}/watchkeeper/{hash}.template");
    assert_eq!(put.parameter("Path"), Some(path.as_str()));
    assert_eq!(put.parameter("Body"), Some(text.as_str()));
    assert_eq!(put.parameter("x-amz-content-sha256"), Some(hash.as_str()));
    let owner = put.parameter("x-amz-expected-bucket-owner");
    assert_eq!(owner, Some(stacks.account.as_str()));
    let url = format!("https://s3.eu-west-1.amazonaws.com{path}");
    assert_eq!(create.parameter("TemplateURL"), Some(url.as_str()));
    assert_eq!(create.parameter("TemplateBody"), None);
    assert!(id(&stacks, "watchkeeper-1").await.is_some());
}

#[tokio::test]
async fn a_change_set_that_is_refused_after_the_template_was_put_is_half_done_and_says_so() {
    let (stacks, bucket) = with_bucket().await;
    stacks.recorder.spoil(|seen| {
        let is_it = seen.operation == "CreateChangeSet";
        is_it.then_some(Spoil::Deny)
    });
    let report = prepared(&stacks, large(&stacks, &bucket)).await;
    let WriteReport::Done {
        outcome: Outcome::HalfDone { done, not_done, .. },
        ..
    } = &report
    else {
        panic!("{report:?}");
    };
    assert!(done[0].starts_with(&format!(
        "the template was put at s3://{bucket}/watchkeeper/"
    )));
    assert_eq!(*not_done, ["no change set was made of it"]);
}

#[tokio::test]
async fn a_put_that_a_page_answers_is_not_taken_for_done() {
    for spoil in [Spoil::SignIn, Spoil::Garbage, Spoil::NoContent, Spoil::Drop] {
        let (stacks, bucket) = with_bucket().await;
        stacks.recorder.spoil(move |seen| {
            let is_it = seen.operation == "PutObject";
            is_it.then_some(spoil)
        });
        let report = prepared(&stacks, large(&stacks, &bucket)).await;
        let WriteReport::Done {
            outcome: Outcome::NotApplied(_),
            ..
        } = &report
        else {
            panic!("{spoil:?}: {report:?}");
        };
        assert_eq!(operations(&stacks), ["PutObject"], "{spoil:?}");
    }
}

#[tokio::test]
async fn a_change_set_whose_answer_is_lost_is_followed_to_its_end() {
    let (stacks, bucket) = with_bucket().await;
    stacks.recorder.spoil(|seen| {
        let is_it = seen.operation == "CreateChangeSet";
        is_it.then_some(Spoil::Drop)
    });
    let report = prepared(&stacks, large(&stacks, &bucket)).await;
    let WriteReport::Done {
        outcome: Outcome::Applied,
        ..
    } = &report
    else {
        panic!("{report:?}");
    };
}

#[tokio::test]
async fn an_object_that_somebody_exchanged_before_it_was_read_is_found_out() {
    let (stacks, bucket) = with_bucket().await;
    let create = large(&stacks, &bucket);
    let hash = Fingerprint::of(create.template.raw().as_bytes()).hex();
    let path = format!("/{bucket}/watchkeeper/{hash}.template");
    let theirs = template(&stacks.account, &["events:PutRule", "iam:PassRole"]).to_string();
    let account = stacks.account.clone();
    stacks.recorder.spoil(move |seen| {
        if seen.operation == "CreateChangeSet" {
            Ministack::start().put(&account, &path, &theirs);
        }
        None
    });
    let WriteReport::Done { verified, .. } = prepared(&stacks, create).await else {
        panic!("it was not sent");
    };
    let failed = verified.failed.join(" ");
    assert!(
        failed.contains("The change set has another template than the one that was put"),
        "{verified:?}"
    );
}
