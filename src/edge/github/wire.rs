//! The last step before the network: the lock, the token for its own host, and the one
//! HTTP client of this process under octocrab.
//!
//! Whatever comes from above, nothing leaves here by a method or path that is not listed,
//! with a token for another host, or unencrypted to another machine.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
};

use aws_smithy_runtime_api::client::{
    http::{HttpConnector, SharedHttpConnector},
    orchestrator::HttpRequest,
};
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use futures_core::future::BoxFuture;
use http::{
    Method, Request, Response,
    header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, USER_AGENT},
};
use http_body_util::BodyExt;
use octocrab::OctoBody;
use tower_service::Service;

use super::{
    host::Host,
    lock::{Refused, check},
    permit::GitHubPermit,
    token::Token,
};
use crate::facts::Server;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Marks a request that follows a redirect which GitHub answered: the place of a log. It
/// may go to another host, without the token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Redirected;

#[derive(Clone, Debug)]
pub(super) struct Wire {
    pub host: Arc<Host>,
    pub token: Option<Token>,
    pub http: SharedHttpConnector,
    /// Requests to GitHub itself.
    pub sent: Arc<AtomicU64>,
    /// What an approved plan may send; None: reads alone pass.
    pub permit: Option<Arc<GitHubPermit>>,
}

impl Wire {
    /// The request as it may be sent.
    fn passed(&self, mut request: Request<Bytes>) -> Result<Request<SdkBody>, BoxError> {
        let address = request.uri().to_string();
        let refused = || Refused(format!("{} {address}", request.method()));
        let server = Server::of(&address).ok_or_else(refused)?;
        let given = [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION];
        if given
            .iter()
            .any(|name| request.headers().contains_key(name))
        {
            return Err(refused().into());
        }
        if server == self.host.server {
            self.listed(&request)?;
            if let Some(token) = &self.token {
                request.headers_mut().insert(AUTHORIZATION, token.header());
            }
            self.sent.fetch_add(1, Ordering::Relaxed);
        } else {
            let marked = request.extensions().get::<Redirected>().is_some();
            let local = self.host.server.is_loopback() && server.is_loopback();
            let read = request.method() == Method::GET;
            if !read || !marked || !(server.scheme() == "https" || local) {
                return Err(refused().into());
            }
        }
        let agent = concat!("watchkeeper/", env!("CARGO_PKG_VERSION"));
        let agent = http::HeaderValue::from_static(agent);
        request.headers_mut().insert(USER_AGENT, agent);
        Ok(request.map(|body| match body.is_empty() {
            true => SdkBody::empty(),
            false => SdkBody::from(body),
        }))
    }

    /// A read that an ask makes, or the next request of the permit.
    fn listed(&self, request: &Request<Bytes>) -> Result<(), BoxError> {
        let (method, uri) = (request.method(), request.uri());
        let refused = || Refused(format!("{method} {uri}"));
        let path = uri.path().strip_prefix(&self.host.prefix);
        let path = path.ok_or_else(refused)?;
        if *method == Method::GET {
            return Ok(check(method.as_str(), path)?);
        }
        let permit = self.permit.as_ref().ok_or_else(refused)?;
        if uri.query().is_some() {
            return Err(refused().into());
        }
        Ok(permit.spend(method.as_str(), path, request.body())?)
    }
}

impl Service<Request<OctoBody>> for Wire {
    type Response = Response<SdkBody>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<OctoBody>) -> Self::Future {
        let wire = self.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            // Whatever it has, a read is sent without a body.
            let body = match head.method {
                Method::GET => Bytes::new(),
                _ => body.collect().await?.to_bytes(),
            };
            let passed = wire.passed(Request::from_parts(head, body));
            let request = passed.inspect_err(|refused| tracing::error!(%refused, "refused"))?;
            let request = HttpRequest::try_from(request)?;
            let answer = wire.http.call(request).await?;
            Ok(answer.try_into_http1x()?)
        })
    }
}
