//! The lock on the wire, tried with requests that are not the plan's.

use std::collections::BTreeMap;

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use watchkeeper::{
    edge::write::permit::Permit,
    facts::Remote,
    gate::{AwsCall, Fingerprint},
};

const BODY: &str = "Action=DeleteRolePolicy&Version=2010-05-08&RoleName=alpha&PolicyName=a%20b%2Bc";
const ADDRESS: &str = "https://iam.amazonaws.com/";
const KEY: &str = "AKIAIOSFODNN7EXAMPLE";

fn call() -> AwsCall {
    AwsCall {
        service: "IAM".to_owned(),
        operation: "DeleteRolePolicy".to_owned(),
        parameters: BTreeMap::from([
            ("RoleName".to_owned(), Remote::new("alpha")),
            ("PolicyName".to_owned(), Remote::new("a b+c")),
        ]),
        is_final: false,
    }
}

fn permit() -> Permit {
    Permit::new(KEY, [(ADDRESS.to_owned(), call())])
}

fn request(body: &str) -> HttpRequest {
    let mut request = HttpRequest::new(SdkBody::from(body));
    request.set_method("POST").unwrap();
    request.set_uri("https://iam.amazonaws.com/").unwrap();
    signed(&mut request, KEY);
    request
}

fn signed(request: &mut HttpRequest, key: &str) {
    let header = format!(
        "AWS4-HMAC-SHA256 Credential={key}/20261122/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0"
    );
    request.headers_mut().insert("authorization", header);
}

#[track_caller]
fn refuses(request: &HttpRequest, why: &str) {
    let permit = permit();
    let refused = permit
        .spend("IAM", "DeleteRolePolicy", request)
        .unwrap_err();
    assert!(refused.0.contains(why), "{refused:?}");
    assert_eq!(permit.left(), 1, "a refused request spends nothing");
}

#[test]
fn an_operation_that_the_plan_does_not_have_next_is_refused_before_it_is_serialised() {
    for (service, operation) in [
        ("IAM", "PutRolePolicy"),
        ("IAM", "DeleteRole"),
        ("STS", "DeleteRolePolicy"),
        ("iam", "DeleteRolePolicy"),
    ] {
        assert!(
            permit().admits(service, operation).is_err(),
            "{service}.{operation}"
        );
    }
}

#[test]
fn a_request_is_spent_once() {
    let permit = permit();
    permit
        .spend("IAM", "DeleteRolePolicy", &request(BODY))
        .unwrap();
    assert_eq!(permit.left(), 0);
    assert!(
        permit
            .spend("IAM", "DeleteRolePolicy", &request(BODY))
            .is_err()
    );
    assert!(permit.admits("IAM", "DeleteRolePolicy").is_err());
}

#[test]
fn requests_leave_in_the_order_of_the_plan_only() {
    let second = AwsCall::iam(
        "DeleteRolePolicy",
        [("RoleName", "beta"), ("PolicyName", "x")],
    );
    let permit = Permit::new(KEY, [call(), second].map(|call| (ADDRESS.to_owned(), call)));
    let other = "Action=DeleteRolePolicy&Version=2010-05-08&RoleName=beta&PolicyName=x";
    assert!(
        permit
            .spend("IAM", "DeleteRolePolicy", &request(other))
            .is_err()
    );
    permit
        .spend("IAM", "DeleteRolePolicy", &request(BODY))
        .unwrap();
    permit
        .spend("IAM", "DeleteRolePolicy", &request(other))
        .unwrap();
}

#[test]
fn any_other_parameter_is_refused() {
    for body in [
        BODY.replace("alpha", "alphb"),
        BODY.replace("%2B", "+"),
        BODY.replace("&RoleName=alpha", ""),
        format!("{BODY}&PolicyArn=x"),
    ] {
        refuses(&request(&body), "parameters are not those of the preview");
    }
    refuses(
        &request(&format!("{BODY}&RoleName=beta")),
        "names a parameter twice",
    );
    let other = BODY.replace("Action=DeleteRolePolicy", "Action=PutRolePolicy");
    refuses(&request(&other), "names another operation");
    refuses(&request(""), "names another operation");
}

#[test]
fn another_host_key_or_method_is_refused() {
    let mut elsewhere = request(BODY);
    elsewhere
        .set_uri("https://iam.amazonaws.com.evil.example/")
        .unwrap();
    refuses(
        &elsewhere,
        "it would go to https://iam.amazonaws.com.evil.example/",
    );
    for address in [
        "http://iam.amazonaws.com/",
        "https://iam.amazonaws.com:8443/",
        "https://iam.amazonaws.com/?Action=x",
    ] {
        let mut elsewhere = request(BODY);
        elsewhere.set_uri(address).unwrap();
        refuses(&elsewhere, "it would go to");
    }
    let other = BODY.replace("2010-05-08", "2009-01-01");
    refuses(&request(&other), "another version of the service");
    let mut other = request(BODY);
    signed(&mut other, "AKIAOTHER");
    refuses(&other, "not signed with the credentials");
    let mut unsigned = request(BODY);
    unsigned.headers_mut().remove("authorization");
    refuses(&unsigned, "not signed with the credentials");
    let mut get = request(BODY);
    get.set_method("GET").unwrap();
    refuses(&get, "it is no POST");
}

const OBJECT: &str = "https://s3.eu-west-1.amazonaws.com/mine/watchkeeper/1.template";

fn put() -> AwsCall {
    AwsCall::s3(
        "PutObject",
        [
            ("Bucket", "mine"),
            ("Key", "watchkeeper/1.template"),
            ("ExpectedBucketOwner", "111122223333"),
            ("Body", "Resources: {}"),
        ],
    )
}

/// As it is sent, and with the hash of its text.
fn object(text: &str) -> HttpRequest {
    let mut request = HttpRequest::new(SdkBody::from(text));
    request.set_method("PUT").unwrap();
    request.set_uri(OBJECT).unwrap();
    signed(&mut request, KEY);
    let headers = request.headers_mut();
    let hash = Fingerprint::of(text.as_bytes()).hex();
    headers.insert("x-amz-content-sha256", hash);
    headers.insert("x-amz-expected-bucket-owner", "111122223333");
    headers.insert("x-amz-date", "20261122T140211Z");
    request
}

#[track_caller]
fn puts(request: &HttpRequest) -> Result<(), String> {
    let permit = Permit::new(KEY, [(OBJECT.to_owned(), put())]);
    let spent = permit.spend("S3", "PutObject", request);
    assert_eq!(permit.left(), usize::from(spent.is_err()));
    spent.map_err(|refused| refused.0)
}

#[track_caller]
fn refuses_object(request: &HttpRequest, why: &str) {
    let refused = puts(request).unwrap_err();
    assert!(refused.contains(why), "{refused}");
}

#[test]
fn an_object_with_another_text_or_hash_is_refused() {
    refuses_object(
        &object("Resources: {} "),
        "its text is not that of the preview",
    );
    let mut other = object("Resources: {}");
    let hash = Fingerprint::of(b"Resources: {} ").hex();
    other.headers_mut().insert("x-amz-content-sha256", hash);
    refuses_object(&other, "names another hash");
    for hash in ["UNSIGNED-PAYLOAD", ""] {
        other.headers_mut().insert("x-amz-content-sha256", hash);
        refuses_object(&other, "names another hash");
    }
    other.headers_mut().remove("x-amz-content-sha256");
    refuses_object(&other, "names another hash");
}

#[test]
fn an_object_elsewhere_or_by_another_method_or_key_is_refused() {
    for address in [
        "https://s3.eu-west-1.amazonaws.com/other/watchkeeper/1.template",
        "https://s3.eu-west-1.amazonaws.com/mine/watchkeeper/2.template",
        "https://s3.eu-west-1.amazonaws.com/mine/watchkeeper/1.template?acl",
        "https://mine.s3.eu-west-1.amazonaws.com/watchkeeper/1.template",
        "http://s3.eu-west-1.amazonaws.com/mine/watchkeeper/1.template",
    ] {
        let mut elsewhere = object("Resources: {}");
        elsewhere.set_uri(address).unwrap();
        refuses_object(&elsewhere, "it would go to");
    }
    for method in ["POST", "DELETE"] {
        let mut other = object("Resources: {}");
        other.set_method(method).unwrap();
        refuses_object(&other, "it is no PUT");
    }
    let mut other = object("Resources: {}");
    signed(&mut other, "AKIAOTHER");
    refuses_object(&other, "not signed with the credentials");
}

#[test]
fn an_object_in_anybody_s_bucket_or_for_anybody_to_read_is_refused() {
    let mut anybody_s = object("Resources: {}");
    let headers = anybody_s.headers_mut();
    headers.insert("x-amz-expected-bucket-owner", "999999999999");
    refuses_object(&anybody_s, "bucket be of the account");
    anybody_s
        .headers_mut()
        .remove("x-amz-expected-bucket-owner");
    refuses_object(&anybody_s, "bucket be of the account");
    for (name, value) in [
        ("x-amz-acl", "public-read"),
        (
            "x-amz-grant-read",
            "uri=http://acs.amazonaws.com/groups/global/AllUsers",
        ),
        ("x-amz-copy-source", "/other/key"),
        ("x-amz-website-redirect-location", "https://evil.example"),
    ] {
        let mut open = object("Resources: {}");
        open.headers_mut().insert(name, value);
        refuses_object(&open, &format!("the plan has no header {name}"));
    }
}

#[test]
fn the_object_of_the_plan_passes_once() {
    assert_eq!(puts(&object("Resources: {}")), Ok(()));
    let permit = Permit::new(KEY, [(OBJECT.to_owned(), put())]);
    let request = object("Resources: {}");
    permit.spend("S3", "PutObject", &request).unwrap();
    assert!(permit.spend("S3", "PutObject", &request).is_err());
}
