//! Whom a request goes to, as far as its address says: scheme, host and port.
//! Text only: nothing is resolved or asked.
//!
//! The `url` crate reads the address. What it reads otherwise than it is written
//! (a backslash, a number for a name, letters that look alike) is no server's
//! here: the connector reads it too, and both must mean the same machine.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// The domains under which AWS itself answers.
const AWS_DOMAINS: &[&str] = &[
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "api.aws",
    "api.amazonwebservices.com.cn",
];

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Server {
    scheme: String,
    /// In lower case; an IPv6 address within brackets.
    host: String,
    port: u16,
}

impl Server {
    /// Of an address that a request goes to; user info, path and query don't count.
    pub fn of(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let port = url.port_or_known_default()?;
        // A name with a dot at its end is the same name.
        let host = url.host_str()?.to_ascii_lowercase();
        let host = host.strip_suffix('.').unwrap_or(&host).to_owned();
        let written = host_as_written(address)?.to_ascii_lowercase();
        let same = written.strip_suffix('.').unwrap_or(&written) == host;
        (same && !host.is_empty()).then(|| Self {
            scheme: url.scheme().to_owned(),
            host,
            port,
        })
    }

    /// As a person names one: `[scheme://]host[:port]` and nothing else. Without a
    /// scheme it is https, on loopback http.
    pub fn named(text: &str) -> Option<Self> {
        if text.contains("://") {
            return Self::alone(text).filter(|server| matches!(server.scheme(), "http" | "https"));
        }
        let secure = Self::alone(&format!("https://{text}"))?;
        match secure.is_loopback() {
            true => Self::alone(&format!("http://{text}")),
            false => Some(secure),
        }
    }

    /// An address that holds nothing but a scheme, a host and perhaps a port.
    pub(super) fn alone(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let bare = matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none()
            && !text.contains('@');
        // A star means no host, and whoever writes one believes otherwise.
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
        Self::of(text).filter(|server| bare && server.host.chars().all(plain))
    }

    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether AWS answers here for one of these services: by its name, by https,
    /// at the port of https.
    pub fn is_aws_for(&self, services: &[&str]) -> bool {
        self.scheme == "https" && self.port == 443 && is_service_host(&self.host, services)
    }

    /// The host's name is one of AWS's, whoever's machine it is and however it is spoken to.
    pub fn has_aws_name(&self) -> bool {
        AWS_DOMAINS.contains(&self.host.as_str()) || below_aws(&self.host).is_some()
    }

    /// On this machine.
    pub fn is_loopback(&self) -> bool {
        match Host::parse(&self.host) {
            Ok(Host::Ipv4(address)) => address.is_loopback(),
            Ok(Host::Ipv6(address)) => address.is_loopback(),
            Ok(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Err(_) => false,
        }
    }
}

/// `https://iam.amazonaws.com`, `http://127.0.0.1:4566`: the port where it is not the scheme's.
impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.host)?;
        match (self.scheme.as_str(), self.port) {
            ("https", 443) | ("http", 80) => Ok(()),
            (_, port) => write!(f, ":{port}"),
        }
    }
}

/// What is written between scheme (and user) and port (or path).
fn host_as_written(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let place = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    match place.rfind(':') {
        // An IPv6 address keeps its colons: [::1]:4566.
        Some(colon) if !place[colon..].contains(']') => Some(&place[..colon]),
        _ => Some(place),
    }
}

/// What is before one of AWS's domains.
fn below_aws(host: &str) -> Option<&str> {
    let mut domains = AWS_DOMAINS.iter();
    domains.find_map(|domain| host.strip_suffix(domain)?.strip_suffix('.'))
}

/// Under AWS's domains customers' machines answer too: load balancers, buckets, gateways.
fn is_service_host(host: &str, services: &[&str]) -> bool {
    let Some(rest) = below_aws(host) else {
        return false;
    };
    let is_one = |label: &str| {
        let name = label.strip_suffix("-fips").unwrap_or(label);
        services.contains(&name)
    };
    match rest.split('.').collect::<Vec<&str>>().as_slice() {
        [service] => is_one(service),
        [service, region] => is_one(service) && is_region(region),
        [endpoint, service, region, "vpce"] => {
            endpoint.starts_with("vpce-") && is_one(service) && is_region(region)
        }
        _ => false,
    }
}

/// `eu-west-1`, `us-gov-west-1`, and what IAM has in their place.
fn is_region(label: &str) -> bool {
    if matches!(label, "us-gov" | "global") {
        return true;
    }
    let Some((words, number)) = label.rsplit_once('-') else {
        return false;
    };
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    words.contains('-')
        && words.split('-').all(is_word)
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
