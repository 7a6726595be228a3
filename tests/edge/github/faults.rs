//! Every refusal says what happened, to what, and what to do next.

use std::time::Duration;

use serde_json::json;
use watchkeeper::{
    ask::github::actions,
    edge::github::{GitHub, Surroundings},
    facts::{
        Fault, FaultKind,
        actions::{JobId, RunId},
    },
};

use super::{TOKEN, around, ask, github};
use crate::support::{
    github::{Fake, Reply},
    openapi,
};

async fn fault(reply: Reply) -> Fault {
    let fake = Fake::start(move |_| reply.clone());
    ask(&github(&fake), actions::Run(RunId(7)))
        .await
        .unwrap_err()
}

#[tokio::test]
async fn a_refusal_for_single_sign_on_shows_the_link_if_it_is_githubs_own() {
    let fake = Fake::start(|request| {
        let host = request.header("host").unwrap();
        let host = host.split(':').next().unwrap();
        Reply::error(403, "Resource protected by organization SAML enforcement.").with(
            "x-github-sso",
            format!("required; url=https://{host}/orgs/acme/sso?authorization_request=A"),
        )
    });
    // The host has no port of its own where it is asked by https.
    let around = Surroundings {
        host: Some("127.0.0.1".to_owned()),
        ..around(&fake)
    };
    let fault = ask(&GitHub::new(around), actions::Run(RunId(7)))
        .await
        .unwrap_err();
    assert!(matches!(&fault.kind, FaultKind::Denied { action, .. } if action == "single sign-on"));
    assert!(
        fault
            .hint
            .contains("https://127.0.0.1/orgs/acme/sso?authorization_request=A"),
        "{fault:?}"
    );
    let evil = Reply::error(403, "Resource protected")
        .with("x-github-sso", "required; url=https://evil.example/x");
    let fault = self::fault(evil).await;
    assert!(!format!("{fault:?}").contains("evil"), "{fault:?}");
}

#[tokio::test]
async fn what_is_missing_to_a_token_is_named() {
    let reply = Reply::error(403, "Resource not accessible by personal access token");
    let fault = self::fault(reply.clone()).await;
    assert!(matches!(&fault.kind, FaultKind::Denied { action, .. } if action == "actions:read"));
    let fault = self::fault(reply.with(
        "x-accepted-github-permissions",
        "checks=read,metadata=read; actions=write",
    ))
    .await;
    assert!(
        matches!(&fault.kind, FaultKind::Denied { action, .. } if action == "checks:read and metadata:read")
    );
    assert_eq!(
        fault.source,
        "HTTP 403: Resource not accessible by personal access token"
    );
}

#[tokio::test]
async fn what_is_not_there_may_also_not_be_shown() {
    let fault = self::fault(Reply::error(404, "Not Found")).await;
    assert_eq!(fault.kind, FaultKind::Missing);
    assert!(
        fault
            .what
            .contains("Run 7 of DataTalksClub/dataops is not there, or the token may not see it"),
        "{fault:?}"
    );
}

#[tokio::test]
async fn a_token_that_is_not_accepted_is_looked_for_again() {
    let fake = Fake::start(|_| Reply::error(401, "Bad credentials"));
    let github = github(&fake);
    let fault = ask(&github, actions::Run(RunId(7))).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Expired);
    assert!(fault.hint.contains("GH_ENTERPRISE_TOKEN"), "{fault:?}");
    assert!(!format!("{fault:?}").contains(TOKEN));
}

#[tokio::test]
async fn while_github_has_us_wait_nothing_is_sent_and_the_time_is_said() {
    for reply in [
        Reply::error(429, "slow down").with("retry-after", "600"),
        Reply::error(403, "You have exceeded a secondary rate limit.").with("retry-after", "600"),
        Reply::error(403, "You have exceeded a secondary rate limit."),
        Reply::error(403, "API rate limit exceeded for user ID 1.")
            .with("x-ratelimit-remaining", "0")
            .with(
                "x-ratelimit-reset",
                (jiff::Timestamp::now().as_second() + 600).to_string(),
            ),
    ] {
        let fake = Fake::start(move |_| reply.clone());
        let github = github(&fake);
        for _ in 0..3 {
            let fault = ask(&github, actions::Run(RunId(7))).await.unwrap_err();
            assert_eq!(fault.kind, FaultKind::Throttled, "{fault:?}");
            assert!(
                fault.what.contains("paused until ") && fault.what.contains("Z, because"),
                "{fault:?}"
            );
        }
        assert_eq!(fake.seen().len(), 1);
        let budget = ask(&github, actions::BudgetLeft).await.unwrap();
        assert!(budget.paused_until.is_some());
    }
}

#[tokio::test]
async fn nobody_there_names_the_host_and_the_cause() {
    let fake = Fake::start(|_| Reply::error(404, "Not Found"));
    let around = Surroundings {
        api_url: Some("http://127.0.0.1:1".to_owned()),
        ..around(&fake)
    };
    let fault = ask(&GitHub::new(around), actions::Run(RunId(7)))
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Offline);
    assert!(
        fault.what.contains("http://127.0.0.1:1") && fault.what.contains("refused"),
        "{fault:?}"
    );
    let fault = self::fault(Reply::odd(502, "<html>Unicorn!</html>")).await;
    assert_eq!(fault.kind, FaultKind::Offline);
}

#[tokio::test]
async fn an_answer_that_ends_or_stops_halfway_is_none() {
    let run = openapi::example("/repos/{owner}/{repo}/actions/runs/{run_id}", true);
    let fault = self::fault(Reply::json(&run).ending_at(40)).await;
    assert_eq!(fault.kind, FaultKind::Offline, "{fault:?}");
    let fake = Fake::start(move |_| Reply::json(&run).stalling_at(40));
    let mut around = around(&fake);
    around.limits.answer = Duration::from_millis(300);
    let fault = ask(&GitHub::new(around), actions::Run(RunId(7)))
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Offline, "{fault:?}");
}

#[tokio::test]
async fn a_repository_that_moved_and_words_of_no_meaning_are_told_apart() {
    let fault = self::fault(
        Reply::error(301, "Moved Permanently")
            .with("location", "https://api.github.com/repositories/1"),
    )
    .await;
    assert_eq!(fault.kind, FaultKind::Moved);
    let fault = self::fault(Reply::error(422, "Validation Failed")).await;
    assert_eq!(fault.kind, FaultKind::Malformed);
    assert_eq!(fault.source, "HTTP 422: Validation Failed");
    let fault = self::fault(Reply::odd(410, json!({"message": 7}).to_string())).await;
    assert_eq!(fault.kind, FaultKind::Gone);
    let fake = Fake::start(|_| Reply::error(404, "Not Found"));
    let fault = ask(&github(&fake), actions::JobLog(JobId(7)))
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Missing);
}
