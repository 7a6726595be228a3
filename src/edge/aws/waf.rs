//! What a regional web ACL protects, from WAF: load balancers and stages of REST APIs. By
//! default WAF names load balancers alone.

use serde_json::{Value, json};

use super::{
    pages::Pages,
    protocol::{Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{Reads, waf::WebAcl},
    facts::{Arn, Fault, Remote, WebAclState},
};

const WAF: Service = Service {
    name: "WAFV2",
    prefix: "wafv2",
    protocol: Protocol::Json {
        target: "AWSWAF_20190729",
        version: "1.1",
    },
};

/// The kinds that a regional one can protect, of those that an inventory has.
const KINDS: [&str; 2] = ["APPLICATION_LOAD_BALANCER", "API_GATEWAY"];

impl Reads<WebAcl> for Reader<'_> {
    async fn read(&self, WebAcl(name): &WebAcl) -> Result<WebAclState, Fault> {
        let of = format!("web ACL {}", name.raw());
        let arn = self.web_acl(name.raw(), &of).await?;
        self.belongs(Arn::new(arn.as_str()).account())?;
        let call = self.session.call("wafv2:ListResourcesForWebACL", &of);
        let mut resources = Vec::new();
        for kind in KINDS {
            let body = json!({"WebACLArn": arn, "ResourceType": kind});
            let answer = self.json(&WAF, "ListResourcesForWebACL", call, &body);
            let answer = answer.await?;
            let all = answer.get("ResourceArns").and_then(Value::as_array);
            let all = all.into_iter().flatten().filter_map(Value::as_str);
            resources.extend(all.map(Remote::new));
        }
        Ok(WebAclState { arn, resources })
    }
}

impl Reader<'_> {
    async fn web_acl(&self, name: &str, of: &str) -> Result<String, Fault> {
        let call = self.session.call("wafv2:ListWebACLs", of);
        let mut pages = Pages::default();
        loop {
            let mut body = json!({"Scope": "REGIONAL", "Limit": 100});
            if let Some(token) = pages.token() {
                body["NextMarker"] = Value::String(token);
            }
            let answer = self.json(&WAF, "ListWebACLs", call, &body).await?;
            let all = answer.get("WebACLs").and_then(Value::as_array);
            let all = all.ok_or_else(|| call.malformed("no list of web ACLs"))?;
            let is_it = |one: &&Value| one.get("Name").and_then(Value::as_str) == Some(name);
            if let Some(arn) = all
                .iter()
                .find(is_it)
                .and_then(|one| one.get("ARN")?.as_str())
            {
                return Ok(arn.to_owned());
            }
            let next = answer.get("NextMarker").and_then(Value::as_str);
            if all.is_empty() || !pages.more(next.map(str::to_owned), call)? {
                return Err(call.missing());
            }
        }
    }
}
