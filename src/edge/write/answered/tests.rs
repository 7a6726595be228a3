//! What counts as an answer of AWS's.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by panicking"
)]

use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

use super::{HttpResponse, id_of_put, is_refusal, request_id, s3_error};

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

const NO_BUCKET: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message><BucketName>mine</BucketName><RequestId>4442587FB7D0A2F9</RequestId><HostId>x</HostId></Error>";

fn put(status: u16, body: &str, headers: &[(&'static str, &'static str)]) -> Option<String> {
    let mut answer = page(status, body);
    for (name, value) in headers {
        answer.headers_mut().insert(*name, *value);
    }
    id_of_put(&answer)
}

#[test]
fn a_put_is_done_by_an_empty_answer_of_s3_s_with_a_request_id_and_nothing_else() {
    let id = ("x-amz-request-id", "4442587FB7D0A2F9");
    let tag = ("etag", "\"1b2cf535f27731c974343645a3985328\"");
    assert_eq!(put(200, "", &[id, tag]).as_deref(), Some(id.1));
    assert_eq!(put(200, "<html></html>", &[id, tag]), None);
    assert_eq!(put(204, "", &[id, tag]), None);
    assert_eq!(put(200, "", &[tag]), None);
    assert_eq!(put(200, "", &[id]), None);
    assert_eq!(put(200, "", &[("x-amz-request-id", " "), tag]), None);
}

#[test]
fn s3_refuses_in_an_envelope_of_its_own() {
    let answer = page(404, NO_BUCKET);
    assert_eq!(s3_error(&answer).code(), Some("NoSuchBucket"));
    assert!(is_refusal(&answer, "S3"));
    assert!(!is_refusal(&answer, "CloudFormation"));
    assert!(!is_refusal(&page(404, REFUSED), "S3"));
    for body in [
        "",
        "<html><Code>x</Code></html>",
        &NO_BUCKET[..NO_BUCKET.len() - 4],
    ] {
        assert_eq!(s3_error(&page(403, body)).code(), None, "{body}");
        assert!(!is_refusal(&page(403, body), "S3"), "{body}");
    }
}
