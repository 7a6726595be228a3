//! What is asked of S3: whether a bucket is there, and never what is in it.

use super::define::asks;
use crate::facts::{BucketState, ResourceName};

asks! {
    S3Ask => S3Answer of "S3" as "s3";

    /// The permission for this call is that of listing the bucket.
    Bucket(ResourceName) -> BucketState {
        words: "the bucket (s3:HeadBucket, allowed by s3:ListBucket)",
        calls: [HeadBucket as "s3:ListBucket"],
    }
}
