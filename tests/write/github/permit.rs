//! The lock on the wire passes what a plan says: by method, path and body, each once.

use watchkeeper::{edge::github::permit::GitHubPermit, gate::GitHubCall};

use super::scene::repository;

fn call() -> GitHubCall {
    let path = ["actions", "runs", "7", "pending_deployments"];
    let call = GitHubCall::post(&repository(), &path, "deployments:write");
    call.with(&serde_json::json!({"state": "approved"}))
}

const PATH: &str = "/repos/DataTalksClub/dataops/actions/runs/7/pending_deployments";
const BODY: &[u8] = br#"{"state":"approved"}"#;

#[test]
fn another_method_path_query_or_body_does_not_leave() {
    let call = call();
    for (method, path, body) in [
        ("PUT", PATH, BODY),
        ("DELETE", PATH, BODY),
        (
            "POST",
            "/repos/DataTalksClub/dataops/actions/runs/8/pending_deployments",
            BODY,
        ),
        (
            "POST",
            "/repos/DataTalksClub/other/actions/runs/7/pending_deployments",
            BODY,
        ),
        ("POST", &format!("{PATH}?x=1"), BODY),
        ("POST", PATH, br#"{"state":"rejected"}"#.as_slice()),
        ("POST", PATH, b"".as_slice()),
    ] {
        let permit = GitHubPermit::new([&call]);
        assert!(permit.spend(method, path, body).is_err(), "{method} {path}");
        assert_eq!(permit.left(), 1, "what is refused spends nothing");
    }
}

#[test]
fn what_was_sent_once_does_not_leave_again() {
    let call = call();
    let permit = GitHubPermit::new([&call]);
    assert!(permit.spend("POST", PATH, BODY).is_ok());
    let again = permit.spend("POST", PATH, BODY).unwrap_err();
    assert!(
        again.0.contains("every request of the plan was sent"),
        "{again}"
    );
}

#[test]
fn the_order_is_the_plan_s() {
    let first = GitHubCall::post(&repository(), &["git", "refs"], "contents:write");
    let second = call();
    let permit = GitHubPermit::new([&first, &second]);
    assert!(permit.spend("POST", PATH, BODY).is_err());
}
