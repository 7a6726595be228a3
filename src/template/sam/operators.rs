//! Roles of resources that SAM runs itself: capacity providers, network connectors,
//! images of small machines, web functions.

use super::making::Making;
use crate::template::{Node, Resolver, Text, intrinsic::call};

impl Making<'_, '_> {
    /// One policy of AWS's, unless the resource names a role.
    pub(super) fn operator(&mut self, named: &str, (end, policy): (&str, &str)) {
        if self.given(named).is_some() {
            return;
        }
        let mut role = self.bare(format!("{}{end}", self.id), "lambda.amazonaws.com");
        role.attach(self.at.aws_policy(policy));
        self.role(role);
    }

    /// The role that builds an image from its archive.
    pub(super) fn image(&mut self) {
        if self.given("BuildRoleArn").is_some() {
            return;
        }
        let at = self.at;
        let mut role = self.bare(format!("{}BuildRole", self.id), "lambda.amazonaws.com");
        match self.given("CodeUri").map(|uri| self.archive(uri)) {
            Some(archive) => {
                let logs = [
                    "logs:CreateLogGroup",
                    "logs:CreateLogStream",
                    "logs:PutLogEvents",
                ];
                let statements = vec![
                    at.allow_listed(&["s3:GetObject"], archive),
                    at.allow(&logs, at.text("*")),
                ];
                role.put(at.policy("MicrovmImageBuildPolicy", at.dated(statements)));
            }
            None => {
                let node = self.node;
                self.opens(&role.logical_id, node, "has no CodeUri that is known here");
            }
        }
        self.role(role);
    }

    /// Everything in the bucket of the archive.
    fn archive(&self, uri: &Node) -> Node {
        let at = self.at;
        let known = written(self.resolver, uri);
        let bucket = known.as_deref().and_then(|uri| uri.strip_prefix("s3://"));
        if let Some(bucket) = bucket.and_then(|it| it.split('/').next()) {
            return at.sub(&format!("arn:${{AWS::Partition}}:s3:::{bucket}/*"));
        }
        let split = at.list(vec![at.text("/"), uri.clone()]);
        let split = at.map([("Fn::Split", split)]);
        let bucket = at.map([("Fn::Select", at.list(vec![at.text("2"), split]))]);
        at.sub_with(
            "arn:${AWS::Partition}:s3:::${Bucket}/*",
            [("Bucket", bucket)],
        )
    }
}

/// The text, if the transform knows it.
fn written(resolver: &Resolver<'_>, node: &Node) -> Option<String> {
    if call(node).is_some_and(|call| call.name != "Ref") {
        return None;
    }
    let text = resolver.text(node)?;
    Text::known(&text).map(str::to_owned)
}
