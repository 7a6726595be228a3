//! The one HTTP client of this process: every service of AWS, every credential provider
//! and GitHub share its connections, its proxies and its count of requests. Only
//! another trust store has connections of its own.
//!
//! It logs the host, never headers or bodies, and takes no answer without an end.

mod proxies;
mod trust;

use std::{
    collections::{BTreeSet, HashMap},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_http_client::{
    Connector,
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
use parking_lot::Mutex;

pub use self::proxies::Proxies;
pub(in crate::edge) use self::trust::{Bundle, Stores, Trust, read as read_trust};
use crate::facts::{Fault, FaultKind, Server, Through};

/// A page of a thousand roles with the longest policies there can be has about 40 MB.
const MAX_ANSWER: usize = 64 << 20;

/// The clients by their trust store.
#[derive(Clone, Debug, Default)]
pub(in crate::edge) struct Pools {
    calls: Arc<AtomicU64>,
    pools: Arc<Mutex<HashMap<Vec<Through>, Arc<Pool>>>>,
}

impl Pools {
    /// Requests sent since the start, those of credential providers included.
    pub(in crate::edge) fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// A client whose requests note the proxies that they go through.
    pub(in crate::edge) fn client(
        &self,
        trust: &Trust,
        proxies: &Proxies,
        passed: &Passed,
    ) -> Result<SharedHttpClient, Fault> {
        let client = self.one(trust, proxies, passed)?;
        Ok(SharedHttpClient::new(client))
    }

    /// The same for one who is no SDK: requests in, answers out.
    pub(in crate::edge) fn connector(
        &self,
        trust: &Trust,
        proxies: &Proxies,
        passed: &Passed,
        settings: &HttpConnectorSettings,
    ) -> Result<SharedHttpConnector, Fault> {
        let sleep = SharedAsyncSleep::new(TokioSleep::new());
        let client = self.one(trust, proxies, passed)?;
        Ok(client.connector(settings, Some(sleep)))
    }

    fn one(&self, trust: &Trust, proxies: &Proxies, passed: &Passed) -> Result<OneClient, Fault> {
        let mut pools = self.pools.lock();
        let pool = match pools.get(&trust.stores) {
            Some(pool) => Arc::clone(pool),
            None => {
                let pool = Arc::new(Pool {
                    tls: tls(trust)?,
                    proxies: proxies.clone(),
                    calls: Arc::clone(&self.calls),
                    connectors: Mutex::default(),
                });
                pools.insert(trust.stores.clone(), Arc::clone(&pool));
                pool
            }
        };
        let passed = passed.clone();
        Ok(OneClient { pool, passed })
    }
}

fn tls(trust: &Trust) -> Result<TlsContext, Fault> {
    let mut tls = TlsContext::builder();
    if let Some(pem) = &trust.certificates {
        tls = tls.with_trust_store(TrustStore::empty().with_pem_certificate(pem.clone()));
    }
    tls.build().map_err(|error| {
        Fault::new(
            FaultKind::Bug,
            "The TLS client could not be set up.",
            "Report this with the log of the run.",
        )
        .caused_by(error.to_string())
    })
}

/// The proxies that requests went through.
#[derive(Clone, Debug, Default)]
pub(in crate::edge) struct Passed(Arc<Mutex<BTreeSet<Through>>>);

impl Passed {
    pub(in crate::edge) fn all(&self) -> BTreeSet<Through> {
        self.0.lock().clone()
    }
}

type Timeouts = (Option<Duration>, Option<Duration>);

/// One connection pool for each pair of timeouts: the services share one, the
/// metadata endpoint of EC2 is tried with a shorter one.
#[derive(Debug)]
struct Pool {
    tls: TlsContext,
    proxies: Proxies,
    calls: Arc<AtomicU64>,
    connectors: Mutex<HashMap<Timeouts, SharedHttpConnector>>,
}

/// A pool as one session uses it.
#[derive(Clone, Debug)]
struct OneClient {
    pool: Arc<Pool>,
    passed: Passed,
}

impl HttpClient for OneClient {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        self.connector(settings, components.sleep_impl())
    }
}

impl OneClient {
    fn connector(
        &self,
        settings: &HttpConnectorSettings,
        sleep: Option<SharedAsyncSleep>,
    ) -> SharedHttpConnector {
        let key = (settings.connect_timeout(), settings.read_timeout());
        let pool = &self.pool;
        let inner = pool
            .connectors
            .lock()
            .entry(key)
            .or_insert_with(|| {
                let mut builder = Connector::builder()
                    .connector_settings(settings.clone())
                    .proxy_config(pool.proxies.config.clone());
                builder.set_sleep_impl(sleep);
                SharedHttpConnector::new(
                    builder
                        .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
                        .tls_context(pool.tls.clone())
                        .build(),
                )
            })
            .clone();
        SharedHttpConnector::new(Counted {
            inner,
            client: self.clone(),
        })
    }
}

#[derive(Debug)]
struct Counted {
    inner: SharedHttpConnector,
    client: OneClient,
}

impl HttpConnector for Counted {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let OneClient { pool, passed } = &self.client;
        pool.calls.fetch_add(1, Ordering::Relaxed);
        if let Some(proxy) = pool.proxies.before(request.uri()) {
            passed.0.lock().insert(proxy);
        }
        let server = Server::of(request.uri());
        let host = server.map_or_else(String::new, |server| server.host().to_owned());
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
