//! The images of a repository that have tags, from ECR.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    pages::Pages,
    protocol::{Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{Reads, ecr::Images},
    facts::{AccountId, Fault, ImagesState, Remote},
};

const ECR: Service = Service {
    name: "ECR",
    prefix: "ecr",
    protocol: Protocol::Json {
        target: "AmazonEC2ContainerRegistry_V20150921",
        version: "1.1",
    },
};

/// More images than a repository holds that is cleaned up now and then.
const MOST: usize = 20_000;

impl Reads<Images> for Reader<'_> {
    async fn read(&self, Images(name): &Images) -> Result<ImagesState, Fault> {
        let of = format!("ECR repository {}", name.raw());
        let call = self.session.call("ecr:DescribeImages", &of);
        let mut found = ImagesState {
            tags: Vec::new(),
            images: 0,
            pushed: None,
        };
        let mut pages = Pages::default();
        loop {
            let mut body = json!({
                "repositoryName": name.raw(),
                "filter": {"tagStatus": "TAGGED"},
                "maxResults": 1000,
            });
            if let Some(token) = pages.token() {
                body["nextToken"] = Value::String(token);
            }
            let answer = self.json(&ECR, "DescribeImages", call, &body).await?;
            let all = answer.get("imageDetails").and_then(Value::as_array);
            let all = all.ok_or_else(|| call.malformed("no list of images"))?;
            for image in all {
                let owner = image.get("registryId").and_then(Value::as_str);
                self.belongs(owner.map(AccountId::from))?;
                take(image, &mut found);
            }
            call.at_most(MOST, found.images, "images")?;
            let next = answer.get("nextToken").and_then(Value::as_str);
            if !pages.more(next.map(str::to_owned), call)? {
                return Ok(found);
            }
        }
    }
}

fn take(image: &Value, found: &mut ImagesState) {
    found.images += 1;
    let tags = image.get("imageTags").and_then(Value::as_array);
    let tags = tags.into_iter().flatten().filter_map(Value::as_str);
    found.tags.extend(tags.map(Remote::new));
    let pushed = image.get("imagePushedAt").and_then(Value::as_f64);
    let pushed = pushed.and_then(|seconds| Timestamp::from_second(seconds as i64).ok());
    found.pushed = found.pushed.max(pushed);
}
