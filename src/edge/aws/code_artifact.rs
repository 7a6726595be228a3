//! Whether a repository of packages is there, from CodeArtifact.

use serde_json::Value;

use super::{
    protocol::{Protocol, Service, encoded},
    reader::Reader,
};
use crate::{
    ask::{Reads, code_artifact::Repository},
    facts::{Arn, Fault, PackageRepositoryState},
};

const CODE_ARTIFACT: Service = Service {
    name: "codeartifact",
    prefix: "codeartifact",
    protocol: Protocol::Rest,
};

impl Reads<Repository> for Reader<'_> {
    async fn read(&self, asked: &Repository) -> Result<PackageRepositoryState, Fault> {
        let (domain, repository) = (asked.domain.as_str(), asked.repository.raw());
        let of = format!("CodeArtifact repository {repository} of domain {domain}");
        let call = self.session.call("codeartifact:DescribeRepository", &of);
        let path = format!(
            "/v1/repository?domain={}&repository={}",
            encoded(domain),
            encoded(repository)
        );
        let answer = self.get(&CODE_ARTIFACT, "DescribeRepository", call, &path);
        let answer = answer.await?;
        let arn = answer.pointer("/repository/arn").and_then(Value::as_str);
        let arn = arn.ok_or_else(|| call.malformed("a repository without an ARN"))?;
        self.belongs(Arn::new(arn).account())?;
        let upstreams = answer.pointer("/repository/upstreams");
        Ok(PackageRepositoryState {
            arn: arn.to_owned(),
            upstreams: upstreams.and_then(Value::as_array).map_or(0, Vec::len),
        })
    }
}
