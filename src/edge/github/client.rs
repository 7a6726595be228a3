//! Asks GitHub's API, one request at a time in the host's queue: conditional where an
//! earlier answer is kept, bounded in time and bytes, every failure as a fault.
//!
//! octocrab carries the requests. Its own models are not used: they fail on nulls that
//! the API allows, and its typed answers lose the headers that explain a refusal.

use std::sync::Arc;

use aws_smithy_runtime_api::client::http::HttpConnectorSettings;
use bytes::Bytes;
use http::{
    HeaderMap, StatusCode,
    header::{ACCEPT, ETAG, IF_NONE_MATCH},
};
use http_body_util::{BodyExt, Limited, combinators::BoxBody};
use jiff::Timestamp;
use octocrab::{AuthState, OctoBody, Octocrab, OctocrabBuilder};
use parking_lot::Mutex;
use serde::de::DeserializeOwned;

use super::{
    cache::Cache,
    fault::{self, Asked},
    host::Host,
    request::Request,
    surroundings::{Limits, Surroundings},
    token::Token,
    traffic::Traffic,
    wire::Wire,
};
use crate::{
    edge::{
        blocking::blocking,
        http::{Passed, Pools, read_trust},
    },
    facts::{Fault, Server, Through},
};

/// As octocrab gives an answer.
pub(super) type Reply = http::Response<ReplyBody>;
type ReplyBody = BoxBody<Bytes, octocrab::Error>;

#[derive(Debug)]
pub(super) struct Client {
    pub host: Arc<Host>,
    pub limits: Limits,
    pub signed: bool,
    /// What lies between here and the host.
    pub through: Vec<Through>,
    pub wire: Wire,
    octocrab: Octocrab,
    /// Of a classic token, as the last answer named them.
    scopes: Mutex<Option<String>>,
    traffic: Arc<Traffic>,
    cache: Mutex<Cache>,
}

impl Client {
    pub(super) async fn open(
        around: &Surroundings,
        pools: &Pools,
        traffic: &Arc<Traffic>,
    ) -> Result<Self, Fault> {
        let host = Arc::new(Host::of(around)?);
        let stores = around.stores();
        let trust = blocking(
            move || read_trust(&stores),
            "Reading the trust store stopped halfway through a mistake of this program.",
            "Report it with the log of the run.",
        )
        .await??;
        let token = Token::find(around, &host).await?;
        let limits = around.limits;
        let settings = HttpConnectorSettings::builder()
            .connect_timeout(limits.connect)
            .read_timeout(limits.head)
            .build();
        let http = pools.connector(&trust, &around.proxies, &Passed::default(), &settings)?;
        let signed = token.is_some();
        let wire = Wire {
            host: Arc::clone(&host),
            token,
            http,
            sent: Arc::clone(&traffic.sent),
            permit: None,
        };
        let address = host.address("/");
        let mut through = around.proxies.before_all([address.as_str()]);
        through.extend(trust.stores.iter().cloned());
        let built = OctocrabBuilder::new_empty()
            .with_service(wire.clone())
            // The wire adds the token, because it knows for whom it is.
            .with_auth(AuthState::None)
            .build();
        let Ok(octocrab) = built;
        Ok(Self {
            host,
            limits,
            signed,
            through: through.into_iter().collect(),
            wire,
            scopes: Mutex::default(),
            octocrab,
            traffic: Arc::clone(traffic),
            cache: Mutex::default(),
        })
    }

    pub(super) fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    pub(super) fn asked<'a>(&'a self, request: &'a Request<'a>) -> Asked<'a> {
        Asked {
            request,
            host: &self.host,
            signed: self.signed,
        }
    }

    /// The answer with its type.
    pub(super) async fn read<T: DeserializeOwned>(
        &self,
        request: &Request<'_>,
    ) -> Result<T, Fault> {
        let body = self.get(request).await?;
        serde_json::from_slice(&body)
            .map_err(|error| self.asked(request).malformed(error.to_string()))
    }

    async fn get(&self, request: &Request<'_>) -> Result<Arc<[u8]>, Fault> {
        let asked = self.asked(request);
        let address = self.host.address(&request.path());
        let kept = self.cache.lock().get(&address);
        let mut headers = HeaderMap::new();
        if let Some(kept) = &kept {
            headers.insert(IF_NONE_MATCH, kept.etag.clone());
        }
        let (status, headers, body) = self.exchange(&asked, &address, headers).await?;
        match (status, kept) {
            (StatusCode::NOT_MODIFIED, Some(kept)) => Ok(kept.body),
            (status, _) if status.is_success() => {
                let body: Arc<[u8]> = body.into();
                if let Some(etag) = headers.get(ETAG) {
                    self.cache
                        .lock()
                        .keep(&address, etag.clone(), Arc::clone(&body));
                }
                Ok(body)
            }
            (status, _) => Err(self.refused(&asked, status, &headers, &body)),
        }
    }

    /// The fault that an answer is, and a pause if it asks for one.
    pub(super) fn refused(
        &self,
        asked: &Asked<'_>,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Fault {
        let secondary = fault::is_secondary(body);
        let paused = self
            .traffic
            .note(status, headers, secondary, Timestamp::now());
        asked.refused(status, headers, body, paused.as_ref())
    }

    /// One request and its whole answer, in the host's queue.
    async fn exchange(
        &self,
        asked: &Asked<'_>,
        address: &str,
        headers: HeaderMap,
    ) -> Result<(StatusCode, HeaderMap, Vec<u8>), Fault> {
        let work = async {
            let reply = self.send(asked, address, headers).await?;
            let (head, body) = reply.into_parts();
            let bytes = self.whole(asked, body).await?;
            Ok((head.status, head.headers, bytes))
        };
        let turn = self.traffic.turn().await;
        let _turn = turn.map_err(|paused| asked.paused(&paused))?;
        let limit = self.limits.answer;
        let done = tokio::time::timeout(limit, work).await;
        done.unwrap_or_else(|_| {
            let why = format!("not all of it came within {} seconds", limit.as_secs());
            Err(asked.no_answer(&self.host.server, why.clone(), Some(why)))
        })
    }

    /// The head of an answer; waits for no turn.
    pub(super) async fn send(
        &self,
        asked: &Asked<'_>,
        address: &str,
        mut headers: HeaderMap,
    ) -> Result<Reply, Fault> {
        let json = http::HeaderValue::from_static("application/vnd.github+json");
        headers.insert(ACCEPT, json);
        let server = &self.host.server;
        let request = http::Request::get(address);
        let request = self.octocrab.build_request(request, None::<&()>);
        let mut request = request.map_err(|error| asked.unsent(server, &error))?;
        request.headers_mut().extend(headers);
        let sent = self.octocrab.execute(request).await;
        let reply = sent.map_err(|error| asked.unsent(server, &error))?;
        self.note_scopes(reply.headers());
        // Refusals are noted with their words.
        if reply.status().is_success() || reply.status().is_redirection() {
            self.traffic
                .note(reply.status(), reply.headers(), false, Timestamp::now());
        }
        Ok(reply)
    }

    /// A request that is made elsewhere: to where a redirect leads.
    pub(super) async fn follow(
        &self,
        asked: &Asked<'_>,
        server: &Server,
        request: http::Request<OctoBody>,
    ) -> Result<Reply, Fault> {
        let sent = self.octocrab.execute(request).await;
        sent.map_err(|error| asked.unsent(server, &error))
    }

    /// All of a body, up to the limit.
    pub(super) async fn whole(&self, asked: &Asked<'_>, body: ReplyBody) -> Result<Vec<u8>, Fault> {
        let collected = self.collected(body).await;
        collected.map_err(|error| asked.unsent(&self.host.server, error.as_ref()))
    }

    pub(super) async fn collected(
        &self,
        body: ReplyBody,
    ) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
        let limited = Limited::new(body, self.limits.answer_bytes);
        Ok(limited.collect().await?.to_bytes().to_vec())
    }

    /// Takes note of an answer that no ask reads: of its limits, and its scopes.
    pub(super) fn note(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) {
        let secondary = fault::is_secondary(body);
        self.traffic
            .note(status, headers, secondary, Timestamp::now());
        self.note_scopes(headers);
    }

    fn note_scopes(&self, headers: &HeaderMap) {
        let named = headers
            .get("x-oauth-scopes")
            .and_then(|value| value.to_str().ok());
        if let Some(named) = named {
            *self.scopes.lock() = Some(named.to_owned());
        }
    }

    /// What a classic token may do; None: another token does not say.
    pub(super) fn scopes(&self) -> Option<Vec<String>> {
        let named = self.scopes.lock().clone()?;
        let all = named.split(',').map(|one| one.trim().to_owned());
        Some(all.filter(|one| !one.is_empty()).collect())
    }
}
