//! A request in JSON: its operation in a header, and every field of its body, which must
//! be those of the plan and no others.

use std::collections::BTreeMap;

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use serde_json::Value;

use super::{NotPermitted, body, refused};
use crate::gate::AwsCall;

/// What the operation is called behind, from the service's API reference.
const TARGET: &str = "Route53AutoNaming_v20170314.";

pub(super) fn judge(call: &AwsCall, request: &HttpRequest) -> Result<(), NotPermitted> {
    if request.method() != "POST" {
        return Err(refused("it is no POST"));
    }
    let target = request.headers().get("x-amz-target");
    let operation = target.and_then(|target| target.strip_prefix(TARGET));
    if operation != Some(call.operation.as_str()) {
        return Err(refused("its header names another operation"));
    }
    let sent: Value =
        serde_json::from_slice(body(request)?).map_err(|_| refused("its body is no JSON"))?;
    let fields = fields(&sent).ok_or_else(|| refused("its body is in another form"))?;
    let same = fields.len() == call.parameters.len()
        && fields.iter().all(|(name, value)| {
            let planned = call.parameters.get(name);
            planned.is_some_and(|planned| planned.raw() == *value)
        });
    match same {
        true => Ok(()),
        false => Err(refused("its parameters are not those of the preview")),
    }
}

/// Texts, and objects of texts: `Attributes.AWS_INSTANCE_IPV4`. None: it holds other things.
fn fields(body: &Value) -> Option<BTreeMap<String, &str>> {
    let mut found = BTreeMap::new();
    for (name, value) in body.as_object()? {
        match value {
            Value::String(text) => drop(found.insert(name.clone(), text.as_str())),
            Value::Object(inside) => {
                for (field, value) in inside {
                    found.insert(format!("{name}.{field}"), value.as_str()?);
                }
            }
            _ => return None,
        }
    }
    Some(found)
}
