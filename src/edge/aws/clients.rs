//! Makes every client of every service, each with the read-only lock.
//!
//! No other file may build one: `tests/edge` looks for it.

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use aws_config::{Region, SdkConfig};
use aws_smithy_runtime_api::client::{interceptors::SharedInterceptor, orchestrator::Metadata};
use aws_smithy_types::config_bag::{Storable, StoreReplace};
use parking_lot::Mutex;

use super::intercept;
use crate::{ask::aws_services, facts::Server};

/// One expression for all services: their builders share names but no trait.
/// `in` another region than the configuration's.
macro_rules! read_only_client {
    ($sdk:ident, $config:expr, $asked:expr $(, in $region:expr)?) => {{
        let mut builder = $sdk::config::Builder::from($config);
        builder.push_interceptor(super::read_only::lock());
        builder.push_interceptor(SharedInterceptor::new($asked));
        $(builder.set_region(Some($region));)?
        $sdk::Client::from_conf(builder.build())
    }};
}

pub fn sts(config: &SdkConfig, asked: &Asked) -> aws_sdk_sts::Client {
    read_only_client!(aws_sdk_sts, config, asked.clone())
}

pub fn iam(config: &SdkConfig, asked: &Asked) -> aws_sdk_iam::Client {
    read_only_client!(aws_sdk_iam, config, asked.clone())
}

pub fn cloudformation(config: &SdkConfig, asked: &Asked) -> aws_sdk_cloudformation::Client {
    read_only_client!(aws_sdk_cloudformation, config, asked.clone())
}

pub fn logs(config: &SdkConfig, asked: &Asked) -> aws_sdk_cloudwatchlogs::Client {
    read_only_client!(aws_sdk_cloudwatchlogs, config, asked.clone())
}

pub fn servicediscovery(config: &SdkConfig, asked: &Asked) -> aws_sdk_servicediscovery::Client {
    read_only_client!(aws_sdk_servicediscovery, config, asked.clone())
}

/// In another region than the configuration's: `asked` is not the session's, which
/// knows one address of each service.
pub fn cloudformation_in(
    config: &SdkConfig,
    region: Region,
    asked: &Asked,
) -> aws_sdk_cloudformation::Client {
    read_only_client!(aws_sdk_cloudformation, config, asked.clone(), in region)
}

/// IAM's events are written in one region of the partition, wherever we work.
pub fn cloudtrail(config: &SdkConfig, region: &str, asked: &Asked) -> aws_sdk_cloudtrail::Client {
    read_only_client!(aws_sdk_cloudtrail, config, asked.clone(), in Region::new(region.to_owned()))
}

/// The addresses that requests went to, by the service's name in its metadata: of the
/// clients of one region. Names each call in the debug log too: service, operation,
/// time, and nothing that was sent or answered.
#[derive(Clone, Debug, Default)]
pub struct Asked(Arc<Mutex<BTreeMap<String, String>>>);

impl Asked {
    /// Scheme, host, port and path of the last request to the service.
    pub(in crate::edge) fn address(&self, service: &str) -> Option<String> {
        self.0.lock().get(service).cloned()
    }

    /// Who was asked for this action last.
    pub(super) fn server(&self, action: &str) -> Option<Server> {
        let (prefix, _) = action.split_once(':')?;
        let services = aws_services();
        let mut services = services.iter();
        let (service, _) = services.find(|(_, known)| *known == prefix)?;
        Server::of(&self.address(service)?)
    }

    pub(in crate::edge) fn addresses(&self) -> Vec<String> {
        self.0.lock().values().cloned().collect()
    }
}

#[derive(Debug)]
struct Started(Instant);

impl Storable for Started {
    type Storer = StoreReplace<Self>;
}

intercept! { Asked as "Asked" {
    read_before_serialization(self, _: BeforeSerializationInterceptorContextRef, config) {
        config
            .interceptor_state()
            .store_put(Started(Instant::now()));
        Ok(())
    }

    read_before_transmit(self, context: BeforeTransmitInterceptorContextRef, config) {
        if let Some(metadata) = config.load::<Metadata>() {
            let address = context.request().uri().to_owned();
            self.0.lock().insert(metadata.service().to_owned(), address);
        }
        Ok(())
    }

    read_after_execution(self, context: FinalizerInterceptorContextRef, config) {
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
}}
