//! One request of a service without an SDK: signed, locked, paced and retried as the
//! SDK's own are. The read-only lock is on it for good.

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_runtime::{
    auth::{
        SigV4OperationSigningConfig, SigningOptions,
        sigv4::{SCHEME_ID, SigV4AuthScheme},
    },
    retries::classifiers::AwsErrorCodeClassifier,
};
use aws_smithy_runtime::client::{
    identity::IdentityCache,
    orchestrator::operation::{Operation, OperationBuilder},
    retries::classifiers::{HttpStatusCodeClassifier, TransientErrorClassifier},
};
use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        auth::{AuthSchemeOptionResolverParams, static_resolver::StaticAuthSchemeOptionResolver},
        interceptors::SharedInterceptor,
        orchestrator::HttpRequest,
        runtime_components::RuntimeComponentsBuilder,
        runtime_plugin::StaticRuntimePlugin,
    },
};
use aws_smithy_types::{
    body::SdkBody, config_bag::Layer, error::ErrorMetadata, retry::RetryConfig,
    timeout::TimeoutConfig,
};
use aws_types::{SigningName, region::SigningRegion};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Parameter, Service};
use crate::edge::aws::{endpoints, read_only, session::Session};

/// What AWS leaves as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

pub(super) fn of(
    session: &Session,
    service: &Service,
    operation: &'static str,
) -> OperationBuilder<(), (), ()> {
    let config = &session.config;
    let address = endpoints::address(config, &session.region, (service.name, service.prefix));
    let retries = config.retry_config().cloned();
    let timeouts = config.timeout_config().cloned();
    let mut made = Operation::builder()
        .service_name(service.name)
        .operation_name(operation)
        .endpoint_url(&address)
        .standard_retry(&retries.unwrap_or_else(RetryConfig::standard))
        .retry_classifier(AwsErrorCodeClassifier::<ErrorMetadata>::new())
        .retry_classifier(TransientErrorClassifier::<ErrorMetadata>::new())
        .retry_classifier(HttpStatusCodeClassifier::default())
        .timeout_config(timeouts.unwrap_or_else(TimeoutConfig::disabled))
        .interceptor(read_only::lock())
        .interceptor(SharedInterceptor::new(session.asked.clone()))
        .runtime_plugin(signed(session, service));
    if let Some(client) = config.http_client() {
        made = made.http_client(client);
    }
    if let Some(sleep) = config.sleep_impl() {
        made = made.sleep_impl(sleep);
    }
    made
}

fn signed(session: &Session, service: &Service) -> StaticRuntimePlugin {
    let mut config = Layer::new("protocol");
    let mut options = SigningOptions::default();
    // S3 answers no request without the hash of its body in a header.
    options.content_sha256_header = service.prefix == endpoints::S3.1;
    config.store_put(AuthSchemeOptionResolverParams::new(()));
    config.store_put(SigV4OperationSigningConfig {
        region: Some(SigningRegion::from(aws_types::region::Region::new(
            session.region.clone(),
        ))),
        name: Some(SigningName::from_static(endpoints::signed_for(
            service.prefix,
        ))),
        signing_options: options,
        ..SigV4OperationSigningConfig::default()
    });
    let cache = session.config.identity_cache();
    let cache = cache.unwrap_or_else(|| IdentityCache::lazy().build());
    let mut components = RuntimeComponentsBuilder::new("protocol")
        .with_auth_scheme(SigV4AuthScheme::new())
        .with_auth_scheme_option_resolver(Some(StaticAuthSchemeOptionResolver::new(vec![
            SCHEME_ID,
        ])))
        .with_identity_cache(Some(cache));
    let credentials: Option<SharedCredentialsProvider> = session.config.credentials_provider();
    if let Some(credentials) = credentials {
        components.set_identity_resolver(SCHEME_ID, credentials);
    }
    StaticRuntimePlugin::new()
        .with_config(config.freeze())
        .with_runtime_components(components)
}

pub(super) fn form(operation: &str, version: &str, parameters: &[Parameter]) -> String {
    let mut form = format!("Action={operation}&Version={version}");
    for (name, value) in parameters {
        let value = encoded(value);
        form.push_str(&format!("&{name}={value}"));
    }
    form
}

pub(super) fn post_form(form: &str) -> Result<HttpRequest, BoxError> {
    post(form, "application/x-www-form-urlencoded", None)
}

pub(super) fn post_json(kind: &str, target: &str, body: &str) -> Result<HttpRequest, BoxError> {
    post(body, kind, Some(target))
}

pub(super) fn get(path: &str) -> Result<HttpRequest, BoxError> {
    let mut request = HttpRequest::new(SdkBody::empty());
    request.set_method("GET")?;
    request.set_uri(path)?;
    Ok(request)
}

/// Asks whether something is there, of this account.
pub(super) fn head(path: &str, owner: &str) -> Result<HttpRequest, BoxError> {
    let mut request = get(path)?;
    request.set_method("HEAD")?;
    let owner = owner.to_owned();
    let headers = request.headers_mut();
    headers.try_insert("x-amz-expected-bucket-owner", owner)?;
    Ok(request)
}

/// A part of a path or the value of a parameter, as AWS encodes it.
pub(in crate::edge::aws) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

fn post(body: &str, kind: &str, target: Option<&str>) -> Result<HttpRequest, BoxError> {
    let mut request = HttpRequest::new(SdkBody::from(body));
    request.set_method("POST")?;
    request.set_uri("/")?;
    let headers = request.headers_mut();
    headers.try_insert("content-type", kind.to_owned())?;
    headers.try_insert("content-length", body.len().to_string())?;
    if let Some(target) = target {
        headers.try_insert("x-amz-target", target.to_owned())?;
    }
    Ok(request)
}
