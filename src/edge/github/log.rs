//! A job's log: GitHub answers with the place where it lies, which is gone to at once,
//! without the token, and no further than a few times.
//!
//! It may take as long as it takes: only silence ends it. What is longer than is kept is
//! cut off, and that is said.

use std::time::Duration;

use http::{
    StatusCode,
    header::{CONTENT_LENGTH, LOCATION},
};
use http_body_util::BodyExt;
use octocrab::OctoBody;

use super::{
    client::{Client, Reply},
    fault::Asked,
    request::Request,
    wire::Redirected,
};
use crate::{
    edge::log_desk::Piece,
    facts::{Fault, FaultKind, Remote, Server, actions::JobLog},
};

/// GitHub needs one.
const REDIRECTS: usize = 3;

impl Client {
    /// `pieces`: who takes the text as it comes; it is then not kept here.
    pub(super) async fn log(
        &self,
        request: &Request<'_>,
        pieces: Option<&Piece>,
    ) -> Result<JobLog, Fault> {
        let asked = self.asked(request);
        let address = self.host.address(&request.path());
        let reply = self.in_turn(&asked, &address).await?;
        let (server, reply) = self.followed(&asked, reply).await?;
        self.text(&asked, &server, reply, pieces).await
    }

    async fn in_turn(&self, asked: &Asked<'_>, address: &str) -> Result<Reply, Fault> {
        let turn = self.traffic().turn().await;
        let _turn = turn.map_err(|paused| asked.paused(&paused))?;
        self.send(asked, address, http::HeaderMap::new()).await
    }

    /// The reply behind the redirects, and who gave it.
    async fn followed(&self, asked: &Asked<'_>, first: Reply) -> Result<(Server, Reply), Fault> {
        let (mut server, mut reply) = (self.host.server.clone(), first);
        for _ in 0..REDIRECTS {
            if !is_redirect(reply.status()) {
                return Ok((server, reply));
            }
            let location = reply.headers().get(LOCATION);
            let location = location.and_then(|value| value.to_str().ok());
            let to = location.and_then(|to| Some((to.to_owned(), Server::of(to)?)));
            let Some((address, next)) = to else {
                return Err(asked.malformed("a redirect that leads nowhere"));
            };
            let request = http::Request::get(&address).body(OctoBody::empty());
            let mut request = request.map_err(|error| asked.malformed(error.to_string()))?;
            request.extensions_mut().insert(Redirected);
            reply = self.follow(asked, &next, request).await?;
            server = next;
        }
        match is_redirect(reply.status()) {
            true => Err(asked.malformed(format!("more than {REDIRECTS} redirects"))),
            false => Ok((server, reply)),
        }
    }

    async fn text(
        &self,
        asked: &Asked<'_>,
        server: &Server,
        reply: Reply,
        pieces: Option<&Piece>,
    ) -> Result<JobLog, Fault> {
        let (head, mut body) = reply.into_parts();
        if !head.status.is_success() {
            let words = self.whole(asked, body).await.unwrap_or_default();
            return Err(match (head.status, *server == self.host.server) {
                (_, true) => self.refused(asked, head.status, &head.headers, &words),
                (StatusCode::NOT_FOUND, false) => not_there(asked),
                (StatusCode::GONE, false) => {
                    asked.refused(head.status, &head.headers, &words, None)
                }
                (status, false) => {
                    let why = format!("HTTP {}", status.as_u16());
                    asked.no_answer(server, why.clone(), Some(why))
                }
            });
        }
        let length = head.headers.get(CONTENT_LENGTH);
        let length = length.and_then(|value| value.to_str().ok()?.parse().ok());
        let (mut bytes, mut cut) = (Vec::new(), false);
        let most = self.limits.log_bytes;
        while !cut && let Some(frame) = self.next(asked, server, body.frame()).await? {
            let Ok(piece) = frame.into_data() else {
                continue;
            };
            if let Some(pieces) = pieces {
                pieces(piece.to_vec(), length);
                continue;
            }
            let room = most - bytes.len();
            cut = piece.len() > room;
            bytes.extend_from_slice(&piece[..piece.len().min(room)]);
        }
        Ok(JobLog {
            cut_at: cut.then_some(bytes.len() as u64),
            text: Remote::new(String::from_utf8_lossy(&bytes).into_owned()),
            length,
        })
    }

    /// The next piece, unless nothing comes for too long.
    async fn next<T, E: std::error::Error + 'static>(
        &self,
        asked: &Asked<'_>,
        server: &Server,
        frame: impl Future<Output = Option<Result<T, E>>>,
    ) -> Result<Option<T>, Fault> {
        let stall: Duration = self.limits.stall;
        match tokio::time::timeout(stall, frame).await {
            Ok(None) => Ok(None),
            Ok(Some(Ok(frame))) => Ok(Some(frame)),
            Ok(Some(Err(error))) => Err(asked.unsent(server, &error)),
            Err(_) => {
                let why = format!("nothing came for {} seconds", stall.as_secs());
                Err(asked.no_answer(server, why.clone(), Some(why)))
            }
        }
    }
}

fn is_redirect(status: StatusCode) -> bool {
    status.is_redirection() && status != StatusCode::NOT_MODIFIED
}

fn not_there(asked: &Asked<'_>) -> Fault {
    let (what, of) = (&asked.request.what, asked.request.repository);
    Fault::new(
        FaultKind::Missing,
        format!("GitHub does not have {what} of {of} any more, or not yet."),
        "Right after a job ends its log is still put away: refresh in a moment.",
    )
}
