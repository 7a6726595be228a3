//! An object that is put into a bucket: the text of the preview to the byte, into a bucket
//! of the account that was looked at, and with nothing asked for besides.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;

use super::{NotPermitted, body, refused};
use crate::{
    edge::write::wire::value,
    gate::{AwsCall, Fingerprint},
};

/// What a plan says of the object; bucket and key are its address.
const PARTS: [&str; 4] = ["Bucket", "Key", "ExpectedBucketOwner", "Body"];

/// Whatever else S3 reads of a header changes who may read the object, or what it is.
const SIGNING: [&str; 2] = ["x-amz-date", "x-amz-security-token"];
const HASH: &str = "x-amz-content-sha256";
const OWNER: &str = "x-amz-expected-bucket-owner";

pub(super) fn judge(call: &AwsCall, request: &HttpRequest) -> Result<(), NotPermitted> {
    let is_put = call.operation == "PutObject"
        && call.parameters.len() == PARTS.len()
        && PARTS.iter().all(|part| call.parameters.contains_key(*part));
    if !is_put {
        return Err(refused("the plan has no object to put"));
    }
    if request.method() != "PUT" {
        return Err(refused("it is no PUT"));
    }
    let text = value(call, "Body").as_bytes();
    if body(request)? != text {
        return Err(refused("its text is not that of the preview"));
    }
    let hash = Fingerprint::of(text).hex();
    if header(request, HASH) != Some(hash.as_str()) {
        return Err(refused("it names another hash than that of the text"));
    }
    if header(request, OWNER) != Some(value(call, "ExpectedBucketOwner")) {
        return Err(refused(
            "it does not ask that the bucket be of the account that was looked at",
        ));
    }
    let known = |name: &str| name == HASH || name == OWNER || SIGNING.contains(&name);
    let mut names = request.headers().iter().map(|(name, _)| name);
    match names.find(|name| name.starts_with("x-amz-") && !known(name)) {
        Some(name) => Err(refused(format!("the plan has no header {name}"))),
        None => Ok(()),
    }
}

/// The one value of a header; two of a name are none.
fn header<'r>(request: &'r HttpRequest, name: &str) -> Option<&'r str> {
    let mut all = request.headers().iter().filter(|(of, _)| *of == name);
    let (_, value) = all.next()?;
    all.next().is_none().then_some(value)
}
