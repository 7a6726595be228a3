//! `s3:PutObject` over the client that all services share, without the SDK of S3: that
//! one brings streaming, checksums of five kinds and two hundred more operations, for one
//! request of which every byte is known.
//!
//! The bucket stands in the path, as CloudFormation is told it too: the host is then S3's
//! own in the region, and no name that a customer chose.

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_runtime::auth::{
    SigV4OperationSigningConfig, SigningOptions,
    sigv4::{SCHEME_ID, SigV4AuthScheme},
};
use aws_smithy_runtime::client::{identity::IdentityCache, orchestrator::operation::Operation};
use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        auth::{AuthSchemeOptionResolverParams, static_resolver::StaticAuthSchemeOptionResolver},
        interceptors::SharedInterceptor,
        orchestrator::{HttpRequest, HttpResponse, OrchestratorError},
        runtime_components::RuntimeComponentsBuilder,
        runtime_plugin::StaticRuntimePlugin,
    },
};
use aws_smithy_types::{
    body::SdkBody, config_bag::Layer, error::ErrorMetadata, timeout::TimeoutConfig,
};
use aws_types::{SigningName, region::SigningRegion};

use super::Client;
use crate::{
    edge::write::{answered, permit::Lock, wire::value},
    gate::AwsCall,
};

pub(in crate::edge::write) type PutObject = Operation<AwsCall, (), ErrorMetadata>;

impl Client<'_> {
    /// With the permit before it, like the other clients; nothing is sent twice.
    pub(in crate::edge::write) fn put_object(&self) -> PutObject {
        let config = self.signing.config();
        let mut operation = Operation::builder()
            .service_name("S3")
            .operation_name("PutObject")
            .endpoint_url(&self.signing.s3_address())
            .no_retry()
            .timeout_config(
                config
                    .timeout_config()
                    .cloned()
                    .unwrap_or_else(TimeoutConfig::disabled),
            )
            .interceptor(SharedInterceptor::permanent(Lock(self.permit.clone())))
            .interceptor(SharedInterceptor::permanent(self.answers.clone()))
            .interceptor(SharedInterceptor::permanent(self.signing.asked()))
            .runtime_plugin(signed(self.signing.region(), config.credentials_provider()));
        if let Some(client) = config.http_client() {
            operation = operation.http_client(client);
        }
        if let Some(sleep) = config.sleep_impl() {
            operation = operation.sleep_impl(sleep);
        }
        operation
            .serializer(|call: AwsCall| request(&call))
            .deserializer(answer)
            .build()
    }
}

fn signed(region: &str, credentials: Option<SharedCredentialsProvider>) -> StaticRuntimePlugin {
    let mut options = SigningOptions::default();
    // As S3 has it: the hash stands in a header, and the path is signed as it is sent.
    options.content_sha256_header = true;
    options.double_uri_encode = false;
    options.normalize_uri_path = false;
    let mut config = Layer::new("PutObject");
    config.store_put(AuthSchemeOptionResolverParams::new(()));
    config.store_put(SigV4OperationSigningConfig {
        region: Some(SigningRegion::from(aws_types::region::Region::new(
            region.to_owned(),
        ))),
        name: Some(SigningName::from_static("s3")),
        signing_options: options,
        ..SigV4OperationSigningConfig::default()
    });
    let mut components = RuntimeComponentsBuilder::new("PutObject")
        .with_auth_scheme(SigV4AuthScheme::new())
        .with_auth_scheme_option_resolver(Some(StaticAuthSchemeOptionResolver::new(vec![
            SCHEME_ID,
        ])))
        .with_identity_cache(Some(IdentityCache::no_cache()));
    if let Some(credentials) = credentials {
        components.set_identity_resolver(SCHEME_ID, credentials);
    }
    StaticRuntimePlugin::new()
        .with_config(config.freeze())
        .with_runtime_components(components)
}

/// Only the account that is written to may own the bucket: S3 refuses it otherwise.
fn request(call: &AwsCall) -> Result<HttpRequest, BoxError> {
    let body = value(call, "Body");
    let mut request = HttpRequest::new(SdkBody::from(body));
    request.set_method("PUT")?;
    request.set_uri(format!("/{}/{}", value(call, "Bucket"), value(call, "Key")))?;
    let headers = request.headers_mut();
    headers.try_insert("content-length", body.len().to_string())?;
    let owner = value(call, "ExpectedBucketOwner").to_owned();
    headers.try_insert("x-amz-expected-bucket-owner", owner)?;
    Ok(request)
}

fn answer(answer: &HttpResponse) -> Result<(), OrchestratorError<ErrorMetadata>> {
    match answer.status().is_success() {
        true => Ok(()),
        false => Err(OrchestratorError::operation(answered::s3_error(answer))),
    }
}
