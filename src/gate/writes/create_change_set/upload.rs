//! A template that is too large to be sent as text goes through a bucket: the person's
//! own, named in their own file. It is put there as an object named after its hash, and
//! CloudFormation reads it from there.
//!
//! Only the account that is written to may own the bucket: S3 refuses the request
//! otherwise. The object stays, as those of `aws cloudformation deploy` do.

use super::CreateChangeSet;
use crate::{
    facts::{BucketName, Reason},
    gate::{AwsCall, Fingerprint, Observed},
};

/// CloudFormation's limit for a template that is sent as text.
const MOST_AS_TEXT: usize = 51_200;
/// And for one that it reads from a bucket.
const MOST: usize = 1_000_000;

pub(super) struct Upload {
    pub(super) put: AwsCall,
    /// Where CloudFormation is told to read it.
    pub(super) url: String,
}

/// Where the template is put, where that is needed and a bucket is named.
pub(super) fn bucket(create: &CreateChangeSet) -> Option<&BucketName> {
    let is_large = create.template.raw().len() > MOST_AS_TEXT;
    create.bucket.as_ref().filter(|_| is_large)
}

/// None: it can be sent as text.
pub(super) fn of(create: &CreateChangeSet, seen: &Observed) -> Result<Option<Upload>, Reason> {
    let text = create.template.raw();
    let bytes = text.len();
    if bytes <= MOST_AS_TEXT {
        return Ok(None);
    }
    if bytes > MOST {
        return Err(format!(
            "The template has {bytes} bytes, and CloudFormation takes {MOST} at most: split it into nested stacks."
        )
        .into());
    }
    let bucket = create.bucket.as_ref().ok_or_else(|| {
        format!(
            "The template has {bytes} bytes, and CloudFormation takes {MOST_AS_TEXT} as text; a larger one goes through a bucket of this account. Name one in this environment's [[environment]] in your own config.toml: template_bucket = \"NAME\"."
        )
    })?;
    let bucket = bucket.raw();
    if !BucketName::is_valid(bucket) {
        return Err(format!("`{bucket}` is not a name of a bucket.").into());
    }
    let caller = seen.caller.as_ref();
    let caller = caller.ok_or("Whose the bucket must be is not known.")?;
    let key = format!(
        "watchkeeper/{}.template",
        Fingerprint::of(text.as_bytes()).hex()
    );
    let domain = match seen.partition.as_str() {
        "aws-cn" => "amazonaws.com.cn",
        _ => "amazonaws.com",
    };
    let region = caller.region.raw();
    Ok(Some(Upload {
        url: format!("https://s3.{region}.{domain}/{bucket}/{key}"),
        put: AwsCall::s3(
            "PutObject",
            [
                ("Bucket", bucket),
                ("Key", &key),
                ("ExpectedBucketOwner", caller.account.raw()),
                ("Body", text),
            ],
        ),
    }))
}

pub(super) fn in_words(call: &AwsCall, is_done: bool) -> String {
    let of = |name| call.parameters.get(name).map_or("?", |value| value.raw());
    match (call.service.as_str(), is_done) {
        ("S3", true) => format!(
            "the template was put at s3://{}/{}",
            of("Bucket"),
            of("Key")
        ),
        ("S3", false) => "the template was not put into the bucket".to_owned(),
        (_, true) => "the change set was made".to_owned(),
        (_, false) => "no change set was made of it".to_owned(),
    }
}
