//! The lock on the wire: a writing client passes the requests of one approved
//! plan, in their order, each once, and nothing else.
//!
//! What is compared is the request that is about to leave: its operation, its
//! address, the key that signed it, and every parameter of its body, read back
//! from the bytes. A retry finds its request already spent.

mod json;
mod put;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, Metadata};
use aws_smithy_types::config_bag::ConfigBag;
use parking_lot::Mutex;
use percent_encoding::percent_decode;

use crate::{edge::aws::intercept, gate::AwsCall};

/// What the writing client of one plan may send.
#[derive(Debug)]
pub struct Permit {
    access_key: String,
    /// Each with the address that it goes to.
    calls: Mutex<VecDeque<(String, AwsCall)>>,
}

/// The request did not leave, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotPermitted(pub String);

impl std::fmt::Display for NotPermitted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not permitted: {}", self.0)
    }
}

impl std::error::Error for NotPermitted {}

impl Permit {
    /// For these calls, signed with this key; each at the very address where the target was
    /// read, or which is shown for it.
    pub fn new(access_key: &str, calls: impl IntoIterator<Item = (String, AwsCall)>) -> Self {
        Self {
            access_key: access_key.to_owned(),
            calls: Mutex::new(calls.into_iter().collect()),
        }
    }

    /// Calls that were not sent.
    pub fn left(&self) -> usize {
        self.calls.lock().len()
    }

    /// Whether the operation is the next one; asked before it is even serialised.
    pub fn admits(&self, service: &str, operation: &str) -> Result<(), NotPermitted> {
        let calls = self.calls.lock();
        let Some((_, next)) = calls.front() else {
            return Err(refused("every request of the plan was sent"));
        };
        if next.service != service || next.operation != operation {
            return Err(refused(format!(
                "{service}.{operation} is not the next request of the plan"
            )));
        }
        Ok(())
    }

    /// Takes the next call away if this request is it, to the byte.
    pub fn spend(
        &self,
        service: &str,
        operation: &str,
        request: &HttpRequest,
    ) -> Result<(), NotPermitted> {
        self.admits(service, operation)?;
        let mut calls = self.calls.lock();
        let Some((address, call)) = calls.front() else {
            return Err(refused("every request of the plan was sent"));
        };
        self.judge(address, call, request)?;
        calls.pop_front();
        Ok(())
    }

    fn judge(
        &self,
        address: &str,
        call: &AwsCall,
        request: &HttpRequest,
    ) -> Result<(), NotPermitted> {
        if request.uri() != address {
            return Err(refused(format!(
                "it would go to {}, and the plan has {address}",
                request.uri()
            )));
        }
        if signed_with(request) != Some(self.access_key.as_str()) {
            return Err(refused(
                "it is not signed with the credentials that STS was asked about",
            ));
        }
        match call.service.as_str() {
            "S3" => put::judge(call, request),
            "ServiceDiscovery" => json::judge(call, request),
            _ => of_query(call, request),
        }
    }
}

/// Of the Query protocol.
fn of_query(call: &AwsCall, request: &HttpRequest) -> Result<(), NotPermitted> {
    if request.method() != "POST" {
        return Err(refused("it is no POST"));
    }
    let mut sent = parameters(body(request)?)?;
    let operation = sent.remove("Action");
    if operation.as_deref() != Some(call.operation.as_str()) {
        return Err(refused("its body names another operation"));
    }
    if sent.remove("Version").as_deref() != version(&call.service) {
        return Err(refused("its body is of another version of the service"));
    }
    let same = sent.len() == call.parameters.len()
        && sent.iter().all(|(name, value)| {
            call.parameters
                .get(name)
                .is_some_and(|planned| planned.raw() == value)
        });
    match same {
        true => Ok(()),
        false => Err(refused("its parameters are not those of the preview")),
    }
}

fn body(request: &HttpRequest) -> Result<&[u8], NotPermitted> {
    let body = request.body().bytes();
    body.ok_or_else(|| refused("its body cannot be read"))
}

/// The versions of the services' Query protocols, from their API references.
fn version(service: &str) -> Option<&'static str> {
    match service {
        "IAM" => Some("2010-05-08"),
        "CloudFormation" => Some("2010-05-15"),
        _ => None,
    }
}

fn refused(why: impl Into<String>) -> NotPermitted {
    NotPermitted(why.into())
}

/// `AWS4-HMAC-SHA256 Credential=KEY/20261122/us-east-1/iam/aws4_request, ...`
fn signed_with(request: &HttpRequest) -> Option<&str> {
    let header = request.headers().get("authorization")?;
    let (_, rest) = header.split_once("Credential=")?;
    rest.split('/').next()
}

/// The parameters of the Query protocol, as the service will read them.
fn parameters(body: &[u8]) -> Result<BTreeMap<String, String>, NotPermitted> {
    let mut found = BTreeMap::new();
    for pair in body
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
    {
        let at = pair.iter().position(|byte| *byte == b'=');
        let (name, value) = pair.split_at(at.unwrap_or(pair.len()));
        let value = value.strip_prefix(b"=").unwrap_or(value);
        if found.insert(decoded(name)?, decoded(value)?).is_some() {
            return Err(refused("it names a parameter twice"));
        }
    }
    Ok(found)
}

fn decoded(bytes: &[u8]) -> Result<String, NotPermitted> {
    let spaced: Vec<u8> = bytes
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    percent_decode(&spaced)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| refused("its body is no UTF-8"))
}

/// The permit as an interceptor of the one client that owns it.
#[derive(Clone, Debug)]
pub(super) struct Lock(pub(super) Arc<Permit>);

intercept! { Lock as "Permit" {
    read_before_serialization(self, _: BeforeSerializationInterceptorContextRef, config) {
        let (service, operation) = named(config)?;
        Ok(self.0.admits(service, operation)?)
    }

    read_before_transmit(self, context: BeforeTransmitInterceptorContextRef, config) {
        let (service, operation) = named(config)?;
        self.0
            .spend(service, operation, context.request())
            .map_err(|refused| {
                tracing::error!(%refused, service, operation, "refused");
                refused.into()
            })
    }
}}

/// A request that does not say what it is is refused.
fn named(config: &ConfigBag) -> Result<(&str, &str), NotPermitted> {
    let metadata = config.load::<Metadata>();
    let metadata = metadata.ok_or_else(|| refused("it does not say what it is"))?;
    Ok((metadata.service(), metadata.name()))
}
