//! GitHub's refusals as faults: what happened, to what, and what to do next.
//!
//! The only place that knows the headers and words of its errors. It quotes messages,
//! never requests: a header bears the token.

use std::error::Error;

use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use url::Url;

use super::{
    host::{Host, HostKind},
    lock::Refused,
    request::Request,
    traffic::Paused,
};
use crate::facts::{Fault, FaultKind, Server};

/// A message from outside is cut here.
const MAX_SOURCE: usize = 2000;

/// One request, as its faults speak of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub request: &'a Request<'a>,
    pub host: &'a Host,
    /// Whether a token was sent along.
    pub signed: bool,
}

/// What an error of the API says.
#[derive(Debug, Default, Deserialize)]
struct Said {
    #[serde(default)]
    message: Option<String>,
}

/// Whether the words of a refusal are those of a limit that no header counts.
pub(super) fn is_secondary(body: &[u8]) -> bool {
    let message = said(body).to_ascii_lowercase();
    [
        "secondary rate limit",
        "abuse detection",
        "api rate limit exceeded",
    ]
    .iter()
    .any(|words| message.contains(words))
}

fn said(body: &[u8]) -> String {
    let said: Said = serde_json::from_slice(body).unwrap_or_default();
    said.message.unwrap_or_default()
}

impl Asked<'_> {
    fn what(&self) -> String {
        format!("{} of {}", self.request.what, self.request.repository)
    }

    /// An answer that is no success. `paused`: it has us wait.
    pub(super) fn refused(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        paused: Option<&Paused>,
    ) -> Fault {
        if let Some(paused) = paused {
            return self.paused(paused);
        }
        let source = cut(format!("HTTP {}: {}", status.as_u16(), said(body)));
        let fault = match status {
            StatusCode::UNAUTHORIZED => self.unknown_token(),
            StatusCode::FORBIDDEN => self.denied(headers),
            StatusCode::NOT_FOUND => Fault::new(
                FaultKind::Missing,
                format!(
                    "{} is not there, or {} may not see it.",
                    upper(&self.what()),
                    self.who()
                ),
                self.access_hint(),
            ),
            StatusCode::GONE => Fault::new(
                FaultKind::Gone,
                format!("{} is kept no longer.", upper(&self.what())),
                "GitHub removes what is older than the repository keeps it.",
            ),
            status if status.is_server_error() => {
                return self.no_answer(&self.host.server, source, None);
            }
            status if status.is_redirection() => Fault::new(
                FaultKind::Moved,
                format!(
                    "{} has moved: the repository may have been renamed.",
                    upper(&self.what())
                ),
                "Write its present name into `[github] repository`, or correct the git remote.",
            ),
            _ => Fault::new(
                FaultKind::Malformed,
                format!(
                    "Reading {} was answered with HTTP {}.",
                    self.what(),
                    status.as_u16()
                ),
                "Read the message below; refresh when its cause is gone.",
            ),
        };
        fault.caused_by(source)
    }

    pub(super) fn paused(&self, paused: &Paused) -> Fault {
        let until = paused.until.strftime("%H:%MZ");
        Fault::new(
            FaultKind::Throttled,
            format!("GitHub: paused until {until}, because {}.", paused.why),
            format!(
                "Nothing is asked of {} before that. Refresh then.",
                self.host.web
            ),
        )
    }

    fn unknown_token(&self) -> Fault {
        let web = &self.host.web;
        let what = match self.signed {
            true => format!("{web} does not accept the token: it expired or was revoked."),
            false => format!("{web} shows {} to nobody without a token.", self.what()),
        };
        Fault::new(FaultKind::Expired, what, self.token_hint())
    }

    fn denied(&self, headers: &HeaderMap) -> Fault {
        let permission = self.request.endpoint.permission();
        let kind = |action: String| FaultKind::Denied {
            action,
            resource: Some(self.request.repository.to_string()),
        };
        if let Some(sso) = headers.get("x-github-sso") {
            let hint = match sso.to_str().ok().and_then(|text| self.link(text)) {
                Some(link) => format!("Open {link} and authorize the token, then refresh."),
                None => "Authorize the token for the organization in its settings, then refresh."
                    .to_owned(),
            };
            return Fault::new(
                kind("single sign-on".to_owned()),
                format!(
                    "The organization wants the token authorized by single sign-on before it shows {}.",
                    self.what()
                ),
                hint,
            );
        }
        let accepted = headers.get("x-accepted-github-permissions");
        let accepted = accepted
            .and_then(|value| value.to_str().ok())
            .and_then(permissions);
        let needed = accepted.unwrap_or_else(|| permission.to_owned());
        Fault::new(
            kind(needed.clone()),
            format!("{} may not read {}.", upper(&self.who()), self.what()),
            format!(
                "Give the token {needed}, or use another. {}",
                self.token_hint()
            ),
        )
    }

    /// The address of GitHub's own that a single sign-on goes by: no other host is shown.
    fn link(&self, header: &str) -> Option<String> {
        let (_, url) = header.split_once("url=")?;
        let url = Url::parse(url.trim()).ok()?;
        let own = url.scheme() == "https"
            && url.host_str() == Some(self.host.web.as_str())
            && url.username().is_empty();
        (own && url.as_str().len() <= 500).then(|| url.to_string())
    }

    fn who(&self) -> String {
        match self.signed {
            true => "the token".to_owned(),
            false => "somebody without a token".to_owned(),
        }
    }

    fn access_hint(&self) -> String {
        match self.signed {
            true => format!(
                "Check the name, and that the token has {} for the repository.",
                self.request.endpoint.permission()
            ),
            false => self.token_hint(),
        }
    }

    fn token_hint(&self) -> String {
        let web = &self.host.web;
        match self.host.kind {
            HostKind::GitHub => {
                format!("Sign in with `gh auth login --hostname {web}`, or set GH_TOKEN.")
            }
            HostKind::Enterprise => "Set GH_ENTERPRISE_TOKEN.".to_owned(),
            HostKind::Unnamed => format!(
                "No token goes to {}: set GH_HOST to it, and GH_ENTERPRISE_TOKEN.",
                self.host.server
            ),
        }
    }

    /// Nothing came back, or not all of it.
    pub(super) fn unsent(&self, server: &Server, error: &(dyn Error + 'static)) -> Fault {
        if let Some(refused) = find::<Refused>(error) {
            return Fault::new(
                FaultKind::ReadOnly,
                format!(
                    "{} was not read: this program only sends what it lists.",
                    upper(&self.what())
                ),
                "Report this: no ask should need it.",
            )
            .caused_by(refused.to_string());
        }
        let deepest = std::iter::successors(Some(error), |&error| error.source()).last();
        let why = deepest.map(|error| cut(error.to_string()));
        self.no_answer(server, chain(error), why)
    }

    pub(super) fn no_answer(&self, server: &Server, source: String, why: Option<String>) -> Fault {
        let why = why.map_or_else(String::new, |why| format!(": {why}"));
        Fault::new(
            FaultKind::Offline,
            format!("Reading {} got no answer from {server}{why}.", self.what()),
            "Check the network, the proxy, SSL_CERT_FILE and githubstatus.com, then refresh.",
        )
        .caused_by(cut(source))
    }

    pub(super) fn malformed(&self, source: impl Into<String>) -> Fault {
        Fault::new(
            FaultKind::Malformed,
            format!("The answer about {} cannot be read.", self.what()),
            "Check that the host is GitHub's and no sign-in page stands in between, then refresh.",
        )
        .caused_by(cut(source.into()))
    }
}

/// `actions=read; metadata=read` as permissions are named here: `actions:read`.
fn permissions(header: &str) -> Option<String> {
    let first = header.split(';').next()?;
    let each = first.split(',').filter_map(|one| {
        let (name, level) = one.trim().split_once('=')?;
        let plain = |text: &str| {
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
            !text.is_empty() && text.len() <= 60 && text.chars().all(plain)
        };
        (plain(name) && plain(level)).then(|| format!("{name}:{level}"))
    });
    let each: Vec<String> = each.take(8).collect();
    (!each.is_empty()).then(|| each.join(" and "))
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    std::iter::successors(Some(error), |&error| error.source())
        .find_map(|error| error.downcast_ref::<E>())
}

/// The error and its causes in their own words, each once.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut said: Vec<String> = Vec::new();
    for error in std::iter::successors(Some(error), |&error| error.source()) {
        let words = error.to_string();
        if !words.is_empty() && said.last() != Some(&words) {
            said.push(words);
        }
    }
    cut(said.join(": "))
}

fn cut(mut text: String) -> String {
    if text.len() > MAX_SOURCE {
        text.truncate(text.floor_char_boundary(MAX_SOURCE));
        text.push('…');
    }
    text
}
