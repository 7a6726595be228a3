//! Answers that are not AWS's: a sign-in page with status 200 applied nothing, and
//! a refusal by whoever stands in between says nothing about the write.

use watchkeeper::{
    facts::Remote,
    gate::{
        Outcome, WriteReport,
        writes::{
            AttachRolePolicy, CreatePolicyVersion, DeleteRolePolicy, DetachRolePolicy,
            UpdateAssumeRolePolicy, Write,
        },
    },
};

use super::{
    recorder::Spoil,
    stage::{CODIFIED, LIVE, POLICY, ROLE, Scene, TRUST, put, revert},
};
use crate::support::moto::Moto;

/// One write of every kind on IAM, each of which would change something.
async fn kinds(scene: &Scene) -> Vec<Write> {
    let iam = Moto::start().iam(&scene.keys).await;
    let mut arns = Vec::new();
    for name in ["alpha-logs", "alpha-more"] {
        let policy = iam.create_policy().policy_name(name).policy_document(LIVE);
        arns.push(policy.send().await.unwrap().policy.unwrap().arn.unwrap());
    }
    let attach = iam.attach_role_policy().role_name(ROLE);
    attach.policy_arn(&arns[0]).send().await.unwrap();
    let role = || ROLE.into();
    let narrower = TRUST.replace(
        r#""Action":"sts:AssumeRole""#,
        r#""Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}"#,
    );
    vec![
        revert(),
        put("New", CODIFIED),
        Write::from(DeleteRolePolicy {
            role: role(),
            policy: POLICY.into(),
        }),
        Write::from(UpdateAssumeRolePolicy {
            role: role(),
            document: Remote::new(narrower.as_str()),
        }),
        Write::from(DetachRolePolicy {
            role: role(),
            policy: arns[0].as_str().into(),
        }),
        Write::from(AttachRolePolicy {
            role: role(),
            policy: arns[1].as_str().into(),
        }),
        Write::from(CreatePolicyVersion {
            role: role(),
            policy: arns[0].as_str().into(),
            document: Remote::new(CODIFIED),
        }),
    ]
}

fn outcome(report: WriteReport) -> Outcome {
    match report {
        WriteReport::Done { outcome, .. } => outcome,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_sign_in_page_with_status_200_applied_nothing_whatever_was_to_be_written() {
    let scene = Scene::new().await;
    let writes = kinds(&scene).await;
    scene
        .recorder()
        .spoil(|seen| seen.writes().then_some(Spoil::Portal));
    for (sent, write) in writes.into_iter().enumerate() {
        let title = format!("{write:?}");
        let outcome = outcome(scene.apply(write).await);
        let Outcome::NotApplied(fault) = outcome else {
            panic!("{title}: {outcome:?}");
        };
        assert!(fault.hint.contains("sign-in page"), "{title}: {fault:?}");
        assert_eq!(scene.writes().len(), sent + 1, "{title}: sent once");
    }
    assert_eq!(scene.live(POLICY).await.as_deref(), Some(LIVE));
}

#[tokio::test]
async fn a_page_in_place_of_the_answer_does_not_hide_what_was_done() {
    for spoil in [Spoil::SignIn, Spoil::Forbidden, Spoil::NoContent] {
        let scene = Scene::new().await;
        scene
            .recorder()
            .spoil(move |seen| seen.writes().then_some(spoil));
        let outcome = outcome(scene.apply(revert()).await);
        assert_eq!(outcome, Outcome::Applied, "{spoil:?}");
        assert_eq!(scene.live(POLICY).await.as_deref(), Some(CODIFIED));
        assert_eq!(scene.writes().len(), 1, "{spoil:?}: sent once");
    }
}

#[tokio::test]
async fn an_answer_of_awss_own_is_believed_and_its_request_id_noted() {
    let scene = Scene::new().await;
    let WriteReport::Done {
        outcome,
        request_ids,
        ..
    } = scene.apply(revert()).await
    else {
        panic!("it was written");
    };
    assert_eq!(outcome, Outcome::Applied);
    assert_eq!(request_ids.len(), 1, "{request_ids:?}");
}
