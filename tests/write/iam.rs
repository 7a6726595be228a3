//! Every kind of write on IAM: what was previewed is sent once, and the account
//! is as planned, asked from outside.

use watchkeeper::{
    facts::Remote,
    gate::{
        Outcome, Step, WriteReport,
        record::Stage,
        writes::{
            AttachRolePolicy, CreatePolicyVersion, DeleteRolePolicy, DetachRolePolicy,
            UpdateAssumeRolePolicy, Write,
        },
    },
};

use super::stage::{CODIFIED, LIVE, POLICY, ROLE, Scene, TRUST, draft, put, revert};
use crate::support::moto::Moto;

#[track_caller]
fn applied(report: &WriteReport) {
    let WriteReport::Done {
        outcome, verified, ..
    } = report
    else {
        panic!("{report:?}");
    };
    assert_eq!(*outcome, Outcome::Applied);
    assert!(verified.failed.is_empty(), "{verified:?}");
    assert!(
        verified.held.join(" ").contains("is as planned"),
        "{verified:?}"
    );
}

#[tokio::test]
async fn a_reverted_policy_is_sent_once_exactly_as_previewed_and_undone_the_same_way() {
    let scene = Scene::new().await;
    let writer = scene.writer();
    let assessment = writer.assess(draft(revert())).await.unwrap();
    let approved = scene.approve(assessment);
    let undo = approved.plan().undo().unwrap().clone();
    let Step::Aws(call) = approved.plan().steps()[0].clone() else {
        panic!("a call of AWS");
    };
    applied(&writer.write(approved).await);
    let writes = scene.writes();
    assert_eq!(writes.len(), 1, "{writes:?}");
    assert_eq!(writes[0].operation, call.operation);
    for (name, value) in &call.parameters {
        assert_eq!(writes[0].parameter(name), Some(value.raw()));
    }
    assert_eq!(scene.live(POLICY).await.as_deref(), Some(CODIFIED));
    let stages = scene.stages();
    assert!(
        matches!(
            &stages[..],
            [
                Stage::Intent,
                Stage::Done {
                    outcome: Outcome::Applied,
                    ..
                },
                Stage::Verified(_)
            ]
        ),
        "{stages:?}"
    );
    applied(&scene.apply(undo).await);
    assert_eq!(scene.live(POLICY).await.as_deref(), Some(LIVE));
}

#[tokio::test]
async fn a_policy_that_was_missing_is_made_and_its_undo_deletes_it() {
    let scene = Scene::new().await;
    let document = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:GetDelivery","Resource":"*"}]}"#;
    let writer = scene.writer();
    let assessment = writer
        .assess(draft(put("ObservabilityAccess", document)))
        .await;
    let approved = scene.approve(assessment.unwrap());
    let undo = approved.plan().undo().unwrap().clone();
    assert_eq!(undo.registered().kind, "delete-role-policy");
    applied(&writer.write(approved).await);
    assert_eq!(
        scene.live("ObservabilityAccess").await.as_deref(),
        Some(document)
    );
    applied(&scene.apply(undo).await);
    assert_eq!(scene.live("ObservabilityAccess").await, None);
}

#[tokio::test]
async fn a_deleted_policy_is_gone_and_its_undo_puts_it_back() {
    let scene = Scene::new().await;
    let delete = Write::from(DeleteRolePolicy {
        role: ROLE.into(),
        policy: POLICY.into(),
    });
    let assessment = scene.writer().assess(draft(delete.clone())).await.unwrap();
    let undo = scene.approve(assessment).plan().undo().unwrap().clone();
    applied(&scene.apply(delete).await);
    assert_eq!(scene.live(POLICY).await, None);
    applied(&scene.apply(undo).await);
    assert_eq!(scene.live(POLICY).await.as_deref(), Some(LIVE));
}

#[tokio::test]
async fn a_managed_policy_is_attached_detached_and_given_new_versions() {
    let scene = Scene::new().await;
    let iam = Moto::start().iam(&scene.keys).await;
    let policy = iam
        .create_policy()
        .policy_name("alpha-logs")
        .policy_document(LIVE);
    let arn = policy.send().await.unwrap().policy.unwrap().arn.unwrap();
    let (role, policy) = (ROLE.into(), arn.as_str().into());
    let attach = AttachRolePolicy { role, policy };
    let detach = DetachRolePolicy {
        role: attach.role.clone(),
        policy: attach.policy.clone(),
    };
    applied(&scene.apply(Write::from(attach.clone())).await);
    let attached = iam
        .list_attached_role_policies()
        .role_name(ROLE)
        .send()
        .await
        .unwrap();
    assert_eq!(attached.attached_policies().len(), 1);
    // Five more versions: the fifth finds the policy full, and the oldest goes.
    for n in 2..=6 {
        let document = LIVE.replace("AlphaEngine/*", &format!("AlphaEngine{n}/*"));
        let create = Write::from(CreatePolicyVersion {
            role: attach.role.clone(),
            policy: attach.policy.clone(),
            document: Remote::new(document.as_str()),
        });
        let assessment = scene.writer().assess(draft(create.clone())).await.unwrap();
        let steps = scene.approve(assessment).plan().steps().to_vec();
        let finals = steps
            .iter()
            .filter(|step| matches!(step, Step::Aws(call) if call.is_final));
        assert_eq!(finals.count(), usize::from(n == 6), "{steps:?}");
        applied(&scene.apply(create).await);
    }
    let versions = iam
        .list_policy_versions()
        .policy_arn(&arn)
        .send()
        .await
        .unwrap();
    let ids: Vec<_> = versions
        .versions()
        .iter()
        .filter_map(|v| v.version_id())
        .collect();
    assert_eq!(ids.len(), 5);
    assert!(!ids.contains(&"v1") && ids.contains(&"v6"), "{ids:?}");
    applied(&scene.apply(Write::from(detach)).await);
    let attached = iam
        .list_attached_role_policies()
        .role_name(ROLE)
        .send()
        .await
        .unwrap();
    assert!(attached.attached_policies().is_empty());
}

#[tokio::test]
async fn a_trust_policy_is_replaced_whole() {
    let scene = Scene::new().await;
    let narrower = TRUST.replace(
        r#""Action":"sts:AssumeRole""#,
        r#""Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}"#,
    );
    let write = Write::from(UpdateAssumeRolePolicy {
        role: ROLE.into(),
        document: Remote::new(narrower.as_str()),
    });
    applied(&scene.apply(write).await);
    let iam = Moto::start().iam(&scene.keys).await;
    let role = iam
        .get_role()
        .role_name(ROLE)
        .send()
        .await
        .unwrap()
        .role
        .unwrap();
    let live = percent_encoding::percent_decode_str(role.assume_role_policy_document().unwrap());
    assert_eq!(live.decode_utf8().unwrap(), narrower);
}
