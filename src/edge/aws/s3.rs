//! Whether a bucket is there, from S3, and in which region. What is in it is not read.

use super::{
    protocol::{Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{Reads, s3::Bucket},
    facts::{BucketState, Fault},
};

const S3: Service = Service {
    name: "S3",
    prefix: "s3",
    protocol: Protocol::Rest,
};

impl Reads<Bucket> for Reader<'_> {
    async fn read(&self, Bucket(name): &Bucket) -> Result<BucketState, Fault> {
        let of = format!("S3 bucket {}", name.raw());
        // IAM has no action of the operation's name.
        let call = self.session.call("s3:ListBucket", &of);
        let region = self.bucket_region(&S3, call, name.raw()).await?;
        Ok(BucketState {
            region,
            asked_in: self.session.region.clone(),
        })
    }
}
