//! Which GitHub is asked: the address of its API, and what its host is called.
//!
//! Variables alone say so, never a repository: a clone must not choose where a token goes.

use url::Url;

use super::surroundings::Surroundings;
use crate::facts::{Fault, FaultKind, Server};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Host {
    /// `github.com`: as remotes and addresses of runs name it.
    pub web: String,
    /// Whom requests go to.
    pub server: Server,
    /// What is before every path: empty, or `/api/v3`.
    pub prefix: String,
    /// Whose tokens belong there.
    pub kind: HostKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HostKind {
    /// github.com or *.ghe.com.
    GitHub,
    /// One that `GH_HOST` names.
    Enterprise,
    /// No token is known to be its own.
    Unnamed,
}

impl Host {
    pub(super) fn of(around: &Surroundings) -> Result<Self, Fault> {
        let named = around.host.as_deref().map(plain_host).transpose()?;
        let api = match (&around.api_url, &named) {
            (Some(api), _) => api.clone(),
            (None, Some(named)) => api_of(named),
            (None, None) => api_of("github.com"),
        };
        let by = match (&around.api_url, &named) {
            (None, Some(_)) => "GH_HOST",
            _ => "GITHUB_API_URL",
        };
        let (server, prefix) = read(&api).ok_or_else(|| unusable(by, &api))?;
        let host_and_port = spelled(&server);
        let of_github = web_of(&server);
        let kind = match (&of_github, &named) {
            (Some(_), _) => HostKind::GitHub,
            (None, Some(named)) if *named == host_and_port => HostKind::Enterprise,
            _ => HostKind::Unnamed,
        };
        Ok(Self {
            web: of_github.or(named).unwrap_or(host_and_port),
            server,
            prefix,
            kind,
        })
    }

    /// The address of a path of the API.
    pub(super) fn address(&self, path: &str) -> String {
        format!("{}{}{path}", self.server, self.prefix)
    }
}

/// `GH_HOST` is a name and perhaps a port.
fn plain_host(named: &str) -> Result<String, Fault> {
    let server = Server::named(named).filter(|_| !named.contains("://"));
    let server = server.ok_or_else(|| unusable("GH_HOST", named))?;
    Ok(spelled(&server))
}

fn spelled(server: &Server) -> String {
    let text = server.to_string();
    text.split_once("://")
        .map_or(text.clone(), |(_, rest)| rest.to_owned())
}

fn api_of(web: &str) -> String {
    match web {
        "github.com" => "https://api.github.com".to_owned(),
        web if web.ends_with(".ghe.com") => format!("https://api.{web}"),
        web => {
            let server = Server::named(web);
            let server = server.map_or_else(|| format!("https://{web}"), |one| one.to_string());
            format!("{server}/api/v3")
        }
    }
}

/// The name of GitHub's own hosts, by their API; None for everybody else's.
fn web_of(server: &Server) -> Option<String> {
    let secure = *server == Server::of(&format!("https://{}", server.host()))?;
    let web = server.host().strip_prefix("api.").filter(|_| secure)?;
    let tenant = web.strip_suffix(".ghe.com");
    let own = web == "github.com" || tenant.is_some_and(|name| !name.contains('.'));
    own.then(|| web.to_owned())
}

/// https, or http on this machine; no user, no query.
fn read(api: &str) -> Option<(Server, String)> {
    let url = Url::parse(api).ok()?;
    let server = Server::of(api)?;
    let safe = server.scheme() == "https" || (server.scheme() == "http" && server.is_loopback());
    let plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    (safe && plain).then(|| (server, url.path().trim_end_matches('/').to_owned()))
}

fn unusable(by: &str, value: &str) -> Fault {
    let secret = value.contains('@');
    let value = if secret {
        "an address with a user"
    } else {
        value
    };
    Fault::new(
        FaultKind::Malformed,
        format!("{by} names {value}, where GitHub is not asked."),
        format!(
            "Set {by} to a host that is asked by https (http on this machine only), or unset it."
        ),
    )
}

#[cfg(test)]
mod tests;
