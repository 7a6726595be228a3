//! Makes every client of every service, each with the read-only lock.
//!
//! No other file may build one: `tests/edge` looks for it.

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use aws_config::{Region, SdkConfig};
use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{
            Intercept, SharedInterceptor,
            context::{
                BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextRef,
                FinalizerInterceptorContextRef,
            },
        },
        orchestrator::Metadata,
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use parking_lot::Mutex;

/// One expression for all services: their builders share names but no trait.
/// `noting` which host answers, for frozen credentials; `in` another region than the
/// configuration's.
macro_rules! read_only_client {
    ($sdk:ident, $config:expr $(, noting $asked:expr)? $(, in $region:expr)?) => {{
        let mut builder = $sdk::config::Builder::from($config);
        builder.push_interceptor($crate::edge::aws::read_only::lock());
        builder.push_interceptor($crate::edge::aws::clients::traced());
        $(builder.push_interceptor(
            aws_smithy_runtime_api::client::interceptors::SharedInterceptor::new($asked.clone()),
        );)?
        $(builder.set_region(Some($region));)?
        $sdk::Client::from_conf(builder.build())
    }};
}
pub(super) use read_only_client;

pub(super) fn traced() -> SharedInterceptor {
    SharedInterceptor::new(Traced)
}

pub fn sts(config: &SdkConfig) -> aws_sdk_sts::Client {
    read_only_client!(aws_sdk_sts, config)
}

pub fn iam(config: &SdkConfig) -> aws_sdk_iam::Client {
    read_only_client!(aws_sdk_iam, config)
}

pub fn cloudformation(config: &SdkConfig) -> aws_sdk_cloudformation::Client {
    read_only_client!(aws_sdk_cloudformation, config)
}

/// In another region than the configuration's.
pub fn cloudformation_in(config: &SdkConfig, region: Region) -> aws_sdk_cloudformation::Client {
    read_only_client!(aws_sdk_cloudformation, config, in region)
}

/// IAM's events are written in one region of the partition, wherever we work.
pub fn cloudtrail(config: &SdkConfig, region: &'static str) -> aws_sdk_cloudtrail::Client {
    read_only_client!(aws_sdk_cloudtrail, config, in Region::from_static(region))
}

/// The addresses that requests went to, by the service's name in its metadata.
#[derive(Clone, Debug, Default)]
pub struct Asked(Arc<Mutex<BTreeMap<String, String>>>);

impl Asked {
    /// Scheme, host, port and path of the last request to the service.
    pub(in crate::edge) fn address(&self, service: &str) -> Option<String> {
        self.0.lock().get(service).cloned()
    }

    pub(in crate::edge) fn addresses(&self) -> Vec<String> {
        self.0.lock().values().cloned().collect()
    }
}

impl Intercept for Asked {
    fn name(&self) -> &'static str {
        "Asked"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(metadata) = config.load::<Metadata>() {
            let address = context.request().uri().to_owned();
            self.0.lock().insert(metadata.service().to_owned(), address);
        }
        Ok(())
    }
}

/// Names each call in the debug log: service, operation, time. Nothing that was sent or answered.
#[derive(Debug)]
struct Traced;

#[derive(Debug)]
struct Started(Instant);

impl Storable for Started {
    type Storer = StoreReplace<Self>;
}

impl Intercept for Traced {
    fn name(&self) -> &'static str {
        "Traced"
    }

    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        config
            .interceptor_state()
            .store_put(Started(Instant::now()));
        Ok(())
    }

    fn read_after_execution(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let (Some(metadata), Some(started)) =
            (config.load::<Metadata>(), config.load::<Started>())
        {
            tracing::debug!(
                service = metadata.service(),
                operation = metadata.name(),
                ok = context
                    .output_or_error()
                    .is_some_and(|result| result.is_ok()),
                ms = started.0.elapsed().as_millis() as u64,
                "call"
            );
        }
        Ok(())
    }
}
