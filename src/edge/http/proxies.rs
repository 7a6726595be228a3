//! Which proxy a request goes through, asked of the very reader of variables that
//! the connector uses: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, each
//! also in small letters.
//!
//! A proxy's address may carry a user and a password: they leave here with the
//! connector's configuration and in no other way.

use std::{collections::BTreeSet, sync::Arc};

use aws_smithy_http_client::proxy::ProxyConfig;
use hyper_util::client::proxy::matcher::Matcher;

use crate::facts::{Server, Through};

#[derive(Clone)]
pub struct Proxies {
    pub(super) config: ProxyConfig,
    matcher: Option<Arc<Matcher>>,
}

impl Proxies {
    pub fn none() -> Self {
        Self {
            config: ProxyConfig::disabled(),
            matcher: None,
        }
    }

    /// Both readers look at the same variables, which do not change while we run.
    pub fn from_environment() -> Self {
        Self {
            config: ProxyConfig::from_env(),
            matcher: Some(Arc::new(Matcher::from_env())),
        }
    }

    /// One proxy for everything but these hosts, whatever the variables say.
    pub fn one(address: &str, except: &str) -> Option<Self> {
        let matcher = Matcher::builder().all(address).no(except).build();
        Some(Self {
            config: ProxyConfig::all(address).ok()?.no_proxy(except),
            matcher: Some(Arc::new(matcher)),
        })
    }

    /// The proxy of a request to this address.
    pub(super) fn before(&self, address: &str) -> Option<Through> {
        let address: http::Uri = address.parse().ok()?;
        let found = self.matcher.as_ref()?.intercept(&address)?;
        let proxy = found.uri();
        let scheme = proxy.scheme_str().unwrap_or("http");
        // The connector's own rule, which knows no other scheme's port.
        let port = proxy.port_u16();
        let port = port.unwrap_or(if scheme == "https" { 443 } else { 80 });
        let plain = format!("{scheme}://{}:{port}", proxy.host().unwrap_or_default());
        Some(match Server::of(&plain) {
            Some(server) => Through::Proxy(server),
            None => Through::Ambiguous(plain),
        })
    }

    /// Those of requests to these addresses.
    pub(in crate::edge) fn before_all<'a>(
        &self,
        addresses: impl IntoIterator<Item = &'a str>,
    ) -> BTreeSet<Through> {
        let addresses = addresses.into_iter();
        addresses.filter_map(|one| self.before(one)).collect()
    }
}

/// The configuration has the password: it is not for the log.
impl std::fmt::Debug for Proxies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Proxies").finish_non_exhaustive()
    }
}
