//! The read-only lock: a list of operations that may be sent, and an
//! interceptor, on every client and for good, that refuses all others before
//! they are even serialised. It must never learn an exception.

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{
            Intercept, SharedInterceptor, context::BeforeSerializationInterceptorContextRef,
        },
        orchestrator::Metadata,
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::ConfigBag;

/// Service and operation, as the SDK names them in a request's metadata. Only
/// what some ask or the preparation of a write needs: `ask::actions_needed` and
/// `gate::writes::READS` name the same ones.
pub const ALLOWED: &[(&str, &str)] = &[
    ("CloudFormation", "DescribeChangeSet"),
    ("CloudFormation", "DescribeEvents"),
    ("CloudFormation", "DescribeStackDriftDetectionStatus"),
    ("CloudFormation", "DescribeStackEvents"),
    ("CloudFormation", "DescribeStackResourceDrifts"),
    ("CloudFormation", "DescribeStackResources"),
    ("CloudFormation", "DescribeStacks"),
    // A query: compares, writes nothing, and is asked by a person only.
    ("CloudFormation", "DetectStackDrift"),
    ("CloudFormation", "GetTemplate"),
    ("CloudFormation", "ListChangeSets"),
    ("CloudFormation", "ListStackResources"),
    ("CloudTrail", "LookupEvents"),
    ("IAM", "GetAccountAuthorizationDetails"),
    ("IAM", "GetInstanceProfile"),
    ("IAM", "GetPolicy"),
    ("IAM", "GetPolicyVersion"),
    ("IAM", "GetRole"),
    ("IAM", "GetRolePolicy"),
    ("IAM", "ListAttachedRolePolicies"),
    ("IAM", "ListEntitiesForPolicy"),
    ("IAM", "ListPolicyVersions"),
    ("IAM", "ListRolePolicies"),
    ("IAM", "SimulatePrincipalPolicy"),
    ("STS", "GetCallerIdentity"),
];

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
    if ALLOWED.contains(&(metadata.service(), metadata.name())) {
        return Ok(());
    }
    Err(Refused {
        operation: Some(format!("{}.{}", metadata.service(), metadata.name())),
    })
}

#[derive(Debug)]
struct ReadOnly;

impl Intercept for ReadOnly {
    fn name(&self) -> &'static str {
        "ReadOnly"
    }

    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        check(config).map_err(|refused| {
            tracing::error!(%refused, "refused");
            refused.into()
        })
    }
}

/// Permanent: a later configuration layer cannot switch it off.
pub(super) fn lock() -> SharedInterceptor {
    SharedInterceptor::permanent(ReadOnly)
}
