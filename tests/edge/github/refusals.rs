//! What is never sent, and what is never believed.

use std::sync::Arc;

use serde_json::json;
use watchkeeper::{
    ask::{Question, github::actions},
    edge::github::{GitHub, Surroundings, lock},
    facts::{
        FaultKind, Repository,
        actions::{JobId, RunFilter, RunId},
    },
};

use super::{TOKEN, around, ask, github};
use crate::support::github::{Fake, Reply};

fn runs() -> actions::Runs {
    actions::Runs {
        filter: RunFilter::default(),
        page: 1,
    }
}

#[test]
fn the_lock_passes_what_is_listed_and_nothing_else() {
    let own = "/repos/o/r";
    for path in [
        "/actions/runs",
        "/actions/runs/7",
        "/actions/jobs/7/logs",
        "/environments",
    ] {
        let path = format!("{own}{path}");
        assert!(lock::check("GET", &path).is_ok(), "{path}");
        for method in [
            "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "get", "",
        ] {
            assert!(lock::check(method, &path).is_err(), "{method} {path}");
        }
    }
    for path in [
        "",
        "/",
        "/users/o",
        "/user/repos",
        "/repos/o",
        "/repos/o/r/",
        "/repos/o/r/actions/secrets",
        "/repos/o/r/actions/runs/",
        "/repos/o/r/actions/runs/7/logs",
        "/repos/o/r/actions/runs/7/rerun",
        "/repos/o//actions/runs",
        "/repos/o/../actions/runs",
        "/repos/o/%2e%2e/actions/runs",
        "/repos/o/%252e/actions/runs",
        "/repos/o/r%2Fx%5Cy/actions/runs",
        "//repos/o/r/actions/runs",
        "/api/v3/repos/o/r/actions/runs",
    ] {
        assert!(lock::check("GET", path).is_err(), "{path}");
    }
}

#[test]
fn the_list_holds_nothing_but_reads() {
    for operation in lock::allowed() {
        // Whose token it is, who has the repository, and what is known against an action
        // are asked of no repository.
        let of_none = ["GET /user", "GET /orgs/{org}", "GET /advisories"];
        let of_repository = operation.starts_with("GET /repos/{owner}/{repo}");
        assert!(of_repository || of_none.contains(&operation), "{operation}");
    }
}

#[tokio::test]
async fn a_token_does_not_follow_a_redirect() {
    let store = Arc::new(Fake::elsewhere(|_| Reply::odd(200, "a line\n")));
    let place = format!("{}/log?signature=1", store.url);
    let fake = Fake::start(move |_| Reply::redirect(&place));
    let log = ask(&github(&fake), actions::JobLog(JobId(7)))
        .await
        .unwrap();
    assert_eq!(log.text.raw(), "a line\n");
    assert_eq!(
        fake.seen()[0].header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
    let seen = store.seen();
    assert_eq!(seen.len(), 1);
    for name in ["authorization", "cookie"] {
        assert_eq!(seen[0].header(name), None);
    }
    assert!(!format!("{seen:?}").contains(TOKEN));
}

#[tokio::test]
async fn a_redirect_to_another_machine_without_encryption_is_not_followed() {
    for place in [
        "http://logs.example/x",
        "file:///etc/passwd",
        "ftp://logs.example/x",
        "//logs.example/x",
        "/repos/o/r/actions/secrets",
        "https://user@/x",
        "",
    ] {
        let fake = Fake::start(move |_| Reply::redirect(place));
        let fault = ask(&github(&fake), actions::JobLog(JobId(7)))
            .await
            .unwrap_err();
        assert!(
            matches!(fault.kind, FaultKind::ReadOnly | FaultKind::Malformed),
            "{place}: {fault:?}"
        );
        assert_eq!(fake.seen().len(), 1, "{place}");
    }
}

#[tokio::test]
async fn a_redirect_back_to_github_is_held_against_the_list_too() {
    let fake = Fake::start(|request| match request.path.ends_with("/logs") {
        true => {
            let host = request.header("host").unwrap();
            Reply::redirect(&format!("http://{host}/repos/o/r/actions/secrets"))
        }
        false => Reply::odd(200, "secrets"),
    });
    let fault = ask(&github(&fake), actions::JobLog(JobId(7)))
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::ReadOnly);
    assert_eq!(fake.seen().len(), 1);
}

#[tokio::test]
async fn redirects_come_to_an_end() {
    let store = Fake::elsewhere(|request| {
        let host = request.header("host").unwrap();
        Reply::redirect(&format!("http://{host}/again"))
    });
    let place = store.url.clone();
    let fake = Fake::start(move |_| Reply::redirect(&place));
    let fault = ask(&github(&fake), actions::JobLog(JobId(7)))
        .await
        .unwrap_err();
    assert!(fault.source.contains("redirects"), "{fault:?}");
    assert_eq!(store.seen().len(), 3);
}

#[tokio::test]
async fn a_host_that_gh_host_does_not_name_gets_no_token() {
    for named in [
        None,
        Some("github.com".to_owned()),
        Some("127.0.0.1:1".to_owned()),
    ] {
        let fake = Fake::start(|_| Reply::json(&json!({"total_count": 0, "workflow_runs": []})));
        let around = Surroundings {
            host: named,
            token: Some(TOKEN.to_owned()),
            ..around(&fake)
        };
        ask(&GitHub::new(around), runs()).await.unwrap();
        assert_eq!(fake.seen()[0].header("authorization"), None);
    }
}

#[tokio::test]
async fn what_is_not_asked_by_https_is_not_asked() {
    let around = Surroundings {
        api_url: Some("http://github.example/api/v3".to_owned()),
        host: Some("github.example".to_owned()),
        enterprise_token: Some(TOKEN.to_owned()),
        ..Surroundings::none()
    };
    let fault = ask(&GitHub::new(around), runs()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Malformed);
    assert!(fault.what.contains("GITHUB_API_URL"), "{fault:?}");
}

#[tokio::test]
async fn a_repository_of_another_host_is_refused_and_nothing_is_sent() {
    let fake = Fake::start(|_| Reply::error(404, "Not Found"));
    let elsewhere = Repository::parse("ghp.lvmhsh.example/o/r").unwrap();
    let asked: actions::Run = actions::Run(RunId(7));
    let asked: watchkeeper::ask::ActionsAsk = asked.into();
    let fault = github(&fake)
        .answer(&elsewhere, &asked.into())
        .await
        .unwrap_err();
    assert!(fault.what.contains("ghp.lvmhsh.example"), "{fault:?}");
    assert!(fault.hint.contains("GH_HOST"));
    assert!(fake.seen().is_empty());
}

#[tokio::test]
async fn a_token_that_is_none_is_refused_without_being_shown() {
    for token in ["two words", "new\nline", "\u{1b}[2J", "größe"] {
        let fake = Fake::start(|_| Reply::error(404, "Not Found"));
        let around = Surroundings {
            enterprise_token: Some(token.to_owned()),
            ..around(&fake)
        };
        let fault = ask(&GitHub::new(around), runs()).await.unwrap_err();
        assert!(fault.what.contains("GH_ENTERPRISE_TOKEN"), "{fault:?}");
        assert!(!format!("{fault:?}").contains(token));
        assert!(fake.seen().is_empty());
    }
}

#[tokio::test]
async fn a_hostile_answer_is_a_fault_and_no_more() {
    let huge = " ".repeat((16 << 20) + 1);
    let deep = "[".repeat(100_000);
    let deep_inside = format!("{{\"total_count\":1,\"workflow_runs\":{deep}");
    let html = "<html>Sign in to the guest network</html>".to_owned();
    for body in [
        huge,
        deep,
        deep_inside,
        html,
        String::new(),
        "null".to_owned(),
    ] {
        let sent = body.clone();
        let fake = Fake::start(move |_| Reply::odd(200, sent.clone()));
        let fault = ask(&github(&fake), runs()).await.unwrap_err();
        assert!(
            matches!(fault.kind, FaultKind::Malformed | FaultKind::Offline),
            "{}: {fault:?}",
            &body[..body.len().min(40)]
        );
    }
    let fake = Fake::start(|_| {
        Reply::odd(
            200,
            b"{\"workflow_runs\":[{\"id\":1,\"name\":\"\xff\"}]}".to_vec(),
        )
    });
    assert!(ask(&github(&fake), runs()).await.is_err());
}

#[test]
fn neither_the_surroundings_nor_the_client_show_the_token() {
    let fake = Fake::start(|_| Reply::error(404, "Not Found"));
    let around = around(&fake);
    assert!(!format!("{around:?}").contains(TOKEN));
    assert!(!format!("{:?}", GitHub::new(around)).contains(TOKEN));
}

/// The type of an answer is that of its ask: nothing else can be taken for it.
#[test]
fn an_answer_to_another_ask_is_none() {
    let page = actions::Runs::answered(watchkeeper::facts::actions::RunsPage::default());
    assert!(actions::Run::typed(&page).is_none());
}
