//! The read-only lock: which operations may be sent, and an
//! interceptor, on every client and for good, that refuses all others before
//! they are even serialised. It must never learn an exception.

use aws_smithy_runtime_api::client::{interceptors::SharedInterceptor, orchestrator::Metadata};
use aws_smithy_types::config_bag::ConfigBag;

use super::intercept;
use crate::{ask, gate::writes::READS};

/// Service and operation, as the SDK names them in a request's metadata: what the asks
/// say that they call, what is read to prepare a write, and nothing else.
pub fn allowed() -> impl Iterator<Item = (&'static str, &'static str)> {
    let calls = ask::definitions().flat_map(|ask| ask.calls);
    let asked = calls.map(|call| (call.service, call.operation));
    asked.chain(READS.iter().copied())
}

/// The operation was not sent, because this program only reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// `IAM.PutRolePolicy`; None: the request did not say what it was.
    pub operation: Option<String>,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.operation {
            Some(operation) => write!(f, "{operation} is not on the list of reads"),
            None => f.write_str("a request without a name is not on the list of reads"),
        }
    }
}

impl std::error::Error for Refused {}

/// Whether a request with this configuration may be sent.
pub fn check(config: &ConfigBag) -> Result<(), Refused> {
    let Some(metadata) = config.load::<Metadata>() else {
        return Err(Refused { operation: None });
    };
    let asked = (metadata.service(), metadata.name());
    if allowed().any(|known| known == asked) {
        return Ok(());
    }
    Err(Refused {
        operation: Some(format!("{}.{}", metadata.service(), metadata.name())),
    })
}

#[derive(Debug)]
struct ReadOnly;

intercept! { ReadOnly as "ReadOnly" {
    read_before_serialization(self, _: BeforeSerializationInterceptorContextRef, config) {
        check(config).map_err(|refused| {
            tracing::error!(%refused, "refused");
            refused.into()
        })
    }
}}

/// Permanent: a later configuration layer cannot switch it off.
pub(super) fn lock() -> SharedInterceptor {
    SharedInterceptor::permanent(ReadOnly)
}
