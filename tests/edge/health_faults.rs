//! Every row of the health audit with each of its calls refused or answered by something that is
//! not AWS, over the wire: it is never well, and it says which call it was. Throttling and
//! timeouts are judged row by row in `rules/health`, for the SDK waits seconds before it gives up.

use watchkeeper::{
    ask::{Answer, Ask, AwsAsk},
    facts::{Details, Expected, Fault},
    rules::health::{HealthStatus, Judged, Looked, RULES, Rule, Seen},
};

use super::{
    fake::{Fake, Reply, Request, denied, json_error},
    fixture::{Fixture, environment},
};

fn expected(rule: &Rule) -> Expected {
    let part = Some("thing".into());
    Expected {
        kind: rule.kind,
        name: "thing".into(),
        cluster: Some("c".into()),
        by_design: None,
        dead_letters: rule.id == "dead-letters",
        details: Details {
            attribute: Some("seen".to_owned()),
            domain: Some("d".to_owned()),
            queue: part.clone(),
            lambda: part.clone(),
            state_machine: part,
            ..Details::default()
        },
    }
}

/// What the row comes to in a world where one call is answered so.
async fn judged(rule: &Rule, action: &'static str, bad: fn(&Request) -> Reply) -> Judged {
    let fake = Fake::start(move |request| match request.action() == action {
        true => bad(request),
        false => super::needs::world(request),
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let expected = expected(rule);
    let mut told: Vec<(AwsAsk, Result<Answer, Fault>)> = Vec::new();
    for ask in (rule.asks)(&expected) {
        let answer = aws.answer(&environment("dev").name, &ask).await;
        told.push((ask, answer));
    }
    let look = |ask: &AwsAsk| {
        let found = told.iter().find(|(known, _)| known == ask);
        match found.map(|(_, answer)| answer) {
            Some(Ok(answer)) => Looked::Known(answer),
            Some(Err(fault)) => Looked::Failed(fault),
            None => Looked::NotYet,
        }
    };
    rule.judge(&expected, &Seen { look: &look })
}

/// Each call that a row rests on. Of a role only GetRole says whether it is there, and the
/// hooks of a group are the registry's matter.
fn calls(rule: &Rule) -> Vec<&'static str> {
    let dev = environment("dev").name;
    let asks = (rule.asks)(&expected(rule));
    let asks = asks.into_iter().map(|ask| Ask::Aws(dev.clone(), ask));
    let mut calls: Vec<&str> = asks
        .flat_map(|ask| ask.calls().iter().map(|call| call.action))
        .collect();
    calls.sort_unstable();
    calls.dedup();
    calls.retain(|call| match rule.id {
        "role" => *call == "iam:GetRole",
        "auto-scaling-group" => *call != "autoscaling:DescribeLifecycleHooks",
        _ => true,
    });
    calls
}

#[tokio::test]
async fn a_row_whose_call_is_denied_is_unknown_and_names_the_call() {
    for rule in RULES {
        let calls = calls(rule);
        assert!(!calls.is_empty(), "{}", rule.id);
        for action in calls {
            let judged = judged(rule, action, |request| match request.service.as_str() {
                "s3" => Reply::Head(403, "x", "y"),
                "autoscaling"
                | "ec2"
                | "elasticloadbalancing"
                | "iam"
                | "monitoring"
                | "rds"
                | "sns" => denied(request, "thing"),
                _ => json_error("AccessDeniedException", "no"),
            })
            .await;
            assert_eq!(
                judged.status,
                HealthStatus::Unknown,
                "{} {action}: {judged:?}",
                rule.id
            );
            assert!(
                judged.value.contains(action),
                "{} {action}: {judged:?}",
                rule.id
            );
        }
    }
}

#[tokio::test]
async fn a_row_whose_call_is_answered_by_a_sign_in_page_is_never_well() {
    let page = |request: &Request| match request.service.as_str() {
        "s3" => Reply::Head(200, "x", "y"),
        _ => Reply::Body(200, "text/html", "<html>Sign in</html>".to_owned()),
    };
    for rule in RULES {
        for action in calls(rule) {
            let judged = judged(rule, action, page).await;
            assert_eq!(
                judged.status,
                HealthStatus::Unknown,
                "{} {action}: {judged:?}",
                rule.id
            );
        }
    }
}
