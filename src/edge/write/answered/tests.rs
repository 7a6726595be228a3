//! What counts as an answer of AWS's.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by panicking"
)]

use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

use super::{HttpResponse, is_refusal, request_id};

fn page(status: u16, body: &str) -> HttpResponse {
    let status = StatusCode::try_from(status).unwrap();
    HttpResponse::new(status, SdkBody::from(body))
}

const DONE: &str = "<PutRolePolicyResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\n  <ResponseMetadata>\n    <RequestId>7a62c49f</RequestId>\n  </ResponseMetadata>\n</PutRolePolicyResponse>\n";
const REFUSED: &str = "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>m</Message></Error><RequestId>7a62c49f</RequestId></ErrorResponse>";

fn done(body: &str) -> Option<String> {
    request_id(&page(200, body), "PutRolePolicy")
}

#[test]
fn an_envelope_of_the_operation_with_a_request_id_is_an_answer() {
    assert_eq!(done(DONE).as_deref(), Some("7a62c49f"));
    let after = "<?xml version=\"1.0\"?><PutRolePolicyResponse><PutRolePolicyResult><X><RequestId>no</RequestId></X></PutRolePolicyResult><ResponseMetadata><RequestId>yes</RequestId></ResponseMetadata></PutRolePolicyResponse>";
    assert_eq!(done(after).as_deref(), Some("yes"));
}

#[test]
fn every_other_page_is_none() {
    let cut = &DONE[..DONE.len() - 4];
    let unnamed = DONE.replace("7a62c49f", " ");
    let long = DONE.replace("7a62c49f", &"7".repeat(200));
    let elsewhere = DONE.replace("ResponseMetadata", "Metadata");
    let other = DONE.replace("PutRolePolicy", "DeleteRolePolicy");
    for body in [
        "",
        "<!DOCTYPE html><html><body>Please sign in<RequestId>1</RequestId></body></html>",
        "<html><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></html>",
        "{\"RequestId\":\"1\"}",
        "\u{0}\u{1}not an answer",
        cut,
        &unnamed,
        &long,
        &elsewhere,
        &other,
        REFUSED,
    ] {
        assert_eq!(done(body), None, "{body}");
    }
    assert_eq!(request_id(&page(204, DONE), "PutRolePolicy"), None);
    assert_eq!(request_id(&page(302, DONE), "PutRolePolicy"), None);
}

#[test]
fn a_refusal_has_the_envelope_of_errors_and_a_request_id() {
    assert!(is_refusal(&page(404, REFUSED), "IAM"));
    let upper = REFUSED.replace("RequestId", "RequestID");
    assert!(is_refusal(&page(403, &upper), "IAM"));
    for body in [
        "<html><body>Forbidden</body></html>",
        "<Error><Code>AccessDenied</Code><RequestId>1</RequestId></Error>",
        "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>",
        &REFUSED.replace("7a62c49f", ""),
        &REFUSED[..REFUSED.len() - 3],
        DONE,
    ] {
        assert!(!is_refusal(&page(403, body), "IAM"), "{body}");
    }
}
