//! The one HTTP client of this process: every service and every credential
//! provider shares its connections, its trust store and its count of requests.
//!
//! It logs the host, never headers or bodies, and takes no answer without an end.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use aws_smithy_http_client::{
    Connector,
    proxy::ProxyConfig,
    tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::{
    http::{
        HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
        SharedHttpConnector,
    },
    orchestrator::HttpRequest,
    runtime_components::RuntimeComponents,
};
use aws_smithy_types::body::SdkBody;
use http_body_util::Limited;
use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};

use super::ambient::Ambient;
use crate::facts::{Fault, FaultKind, host_of};

/// A page of a thousand roles with the longest policies there can be has about 40 MB.
const MAX_ANSWER: usize = 64 << 20;
/// A bundle of all public roots has 200 to 300 kB.
const MAX_BUNDLE: u64 = 8 << 20;

/// Builds the client; a trust store that was named and cannot be read is a
/// fault, because falling back to another would trust what nobody asked for.
pub(super) fn client(ambient: &Ambient, calls: Arc<AtomicU64>) -> Result<SharedHttpClient, Fault> {
    let mut tls = TlsContext::builder();
    if let Some(path) = &ambient.ca_bundle {
        let pem = bundle(path).map_err(|why| {
            Fault::new(
                FaultKind::Malformed,
                format!(
                    "AWS_CA_BUNDLE names {}, which cannot be used.",
                    path.display()
                ),
                "Correct AWS_CA_BUNDLE to a readable file of PEM certificates, or unset it.",
            )
            .caused_by(why)
        })?;
        tls = tls.with_trust_store(TrustStore::empty().with_pem_certificate(pem));
    }
    let tls = tls.build().map_err(|error| {
        Fault::new(
            FaultKind::Bug,
            "The TLS client could not be set up.",
            "Report this with the log of the run.",
        )
        .caused_by(error.to_string())
    })?;
    Ok(SharedHttpClient::new(OneClient {
        tls,
        proxy: ambient.proxy.clone(),
        calls,
        connectors: Mutex::default(),
    }))
}

/// Reads and tries the certificates: the connector panics on ones it cannot parse.
fn bundle(path: &std::path::Path) -> Result<Vec<u8>, String> {
    let size = std::fs::metadata(path)
        .map_err(|error| error.to_string())?
        .len();
    if size > MAX_BUNDLE {
        return Err(format!("it has {size} bytes, more than any bundle"));
    }
    let pem = std::fs::read(path).map_err(|error| error.to_string())?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    if roots.is_empty() {
        return Err("it holds no certificate".into());
    }
    Ok(pem)
}

type Timeouts = (Option<Duration>, Option<Duration>);

/// One connection pool for each pair of timeouts: the services share one, the
/// metadata endpoint of EC2 is tried with a shorter one.
#[derive(Debug)]
struct OneClient {
    tls: TlsContext,
    proxy: ProxyConfig,
    calls: Arc<AtomicU64>,
    connectors: Mutex<HashMap<Timeouts, SharedHttpConnector>>,
}

impl HttpClient for OneClient {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let key = (settings.connect_timeout(), settings.read_timeout());
        let mut connectors = self
            .connectors
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        connectors
            .entry(key)
            .or_insert_with(|| {
                let mut builder = Connector::builder()
                    .connector_settings(settings.clone())
                    .proxy_config(self.proxy.clone());
                builder.set_sleep_impl(components.sleep_impl());
                SharedHttpConnector::new(Counted {
                    inner: builder
                        .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
                        .tls_context(self.tls.clone())
                        .build(),
                    calls: Arc::clone(&self.calls),
                })
            })
            .clone()
    }
}

#[derive(Debug)]
struct Counted {
    inner: Connector,
    calls: Arc<AtomicU64>,
}

impl HttpConnector for Counted {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let host = host_of(request.uri()).to_owned();
        let started = Instant::now();
        let answer = self.inner.call(request);
        HttpConnectorFuture::new(async move {
            let answer = answer.await;
            let status = answer.as_ref().ok().map(|answer| answer.status().as_u16());
            tracing::debug!(
                host,
                status,
                ms = started.elapsed().as_millis() as u64,
                "http"
            );
            answer.map(|answer| {
                answer.map(|body| SdkBody::from_body_1_x(Limited::new(body, MAX_ANSWER)))
            })
        })
    }
}
