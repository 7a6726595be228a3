//! GitHub with the token as it is at one moment: what a write is looked at with, and the
//! one client that may send what an approved plan says.

use std::sync::Arc;

use http::{HeaderMap, StatusCode};
use octocrab::{AuthState, Octocrab, OctocrabBuilder};
use serde_json::value::RawValue;

use super::{
    GitHub,
    client::Client,
    own,
    permit::{GitHubPermit, NotPermitted},
    reader::Reader,
};
use crate::{
    ask::{Question, Reads},
    facts::{Fault, Repository, Server, Through},
    gate::GitHubCall,
};

/// A token, and the client that reads with it.
#[derive(Debug)]
pub struct GitHubSigning {
    client: Arc<Client>,
    repository: Repository,
}

/// An answer to a request that changes something.
pub(in crate::edge) struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// Why there is no answer.
pub(in crate::edge) enum NoAnswer {
    /// It did not leave.
    NotSent(String),
    /// It left, and what became of it is not known.
    Lost(String),
}

impl GitHub {
    pub(in crate::edge) async fn signing(
        &self,
        repository: &Repository,
    ) -> Result<GitHubSigning, Fault> {
        let client = self.client().await?;
        own(&client.host, repository)?;
        Ok(GitHubSigning {
            client,
            repository: repository.clone(),
        })
    }
}

impl GitHubSigning {
    pub(in crate::edge) async fn read<Q>(&self, question: &Q) -> Result<Q::Answer, Fault>
    where
        Q: Question + Sync,
        for<'a> Reader<'a>: Reads<Q>,
    {
        let reader = Reader {
            client: &self.client,
            repository: &self.repository,
        };
        Reads::read(&reader, question).await
    }

    /// As addresses name it.
    pub(in crate::edge) fn host(&self) -> &str {
        &self.client.host.web
    }

    pub(in crate::edge) fn server(&self) -> &Server {
        &self.client.host.server
    }

    pub(in crate::edge) fn through(&self) -> &[Through] {
        &self.client.through
    }

    pub(in crate::edge) fn scopes(&self) -> Option<Vec<String>> {
        self.client.scopes()
    }

    /// For one approval: it sends what the permit names, with the very token that the
    /// preview was read with.
    pub(in crate::edge) fn writing(&self, permit: &Arc<GitHubPermit>) -> WritingClient<'_> {
        let mut wire = self.client.wire.clone();
        wire.permit = Some(Arc::clone(permit));
        let built = OctocrabBuilder::new_empty()
            .with_service(wire)
            .with_auth(AuthState::None)
            .build();
        let Ok(octocrab) = built;
        WritingClient {
            octocrab,
            client: &self.client,
        }
    }
}

pub(in crate::edge) struct WritingClient<'a> {
    octocrab: Octocrab,
    client: &'a Client,
}

impl WritingClient<'_> {
    /// Once, and never again: a library that repeats a write reports what the second found.
    pub(in crate::edge) async fn send(&self, call: &GitHubCall) -> Result<Answered, NoAnswer> {
        let not_sent = |why: String| NoAnswer::NotSent(why);
        let turn = self.client.traffic().turn().await;
        let _turn = turn.map_err(|paused| {
            let until = paused.until.strftime("%H:%MZ");
            not_sent(format!(
                "GitHub has us wait until {until}, because {}",
                paused.why
            ))
        })?;
        let address = self.client.host.address(&call.path);
        let builder = http::Request::builder()
            .method(call.method.as_str())
            .uri(address)
            .header(http::header::ACCEPT, "application/vnd.github+json");
        let body = call
            .body
            .as_ref()
            .map(|body| RawValue::from_string(body.raw().to_owned()));
        let body = body
            .transpose()
            .map_err(|error| not_sent(error.to_string()))?;
        let request = self.octocrab.build_request(builder, body.as_deref());
        let request = request.map_err(|error| not_sent(error.to_string()))?;
        let limit = self.client.limits.answer;
        let answer = tokio::time::timeout(limit, self.exchange(request)).await;
        answer.unwrap_or_else(|_| {
            let seconds = limit.as_secs();
            Err(NoAnswer::Lost(format!(
                "no answer came within {seconds} seconds"
            )))
        })
    }

    async fn exchange(
        &self,
        request: http::Request<octocrab::OctoBody>,
    ) -> Result<Answered, NoAnswer> {
        let reply = self.octocrab.execute(request).await.map_err(|error| {
            let first: &(dyn std::error::Error + 'static) = &error;
            let mut chain = std::iter::successors(Some(first), |&error| error.source());
            match chain.find_map(|error| error.downcast_ref::<NotPermitted>()) {
                Some(refused) => NoAnswer::NotSent(refused.to_string()),
                None => NoAnswer::Lost(said(&error)),
            }
        })?;
        let (head, body) = reply.into_parts();
        let body = self.client.collected(body).await;
        let body = body.map_err(|error| NoAnswer::Lost(error.to_string()))?;
        self.client.note(head.status, &head.headers, &body);
        Ok(Answered {
            status: head.status,
            headers: head.headers,
            body,
        })
    }
}

/// The innermost cause says most.
fn said(error: &octocrab::Error) -> String {
    let first: &(dyn std::error::Error + 'static) = error;
    let deepest = std::iter::successors(Some(first), |&error| error.source()).last();
    deepest.map_or_else(String::new, ToString::to_string)
}
