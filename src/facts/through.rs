//! What a request passes on its way, or is believed by, that is not AWS's: a
//! proxy, and certificates in place of the system's. Either could read or forge
//! what is asked and answered.

use serde::{Deserialize, Serialize};

use super::Server;

/// As `[gate] through` names it, and as every frame and preview shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Through {
    /// Without the user and password that its address may carry.
    Proxy(Server),
    /// A proxy whose address may mean more than one machine. No configuration names it.
    Ambiguous(String),
    /// A file of certificates, or a folder of such files.
    Trust {
        /// Absolute.
        path: String,
        /// Of the file's bytes; of a folder, over the lines that `sha256sum` prints.
        sha256: String,
    },
}

const DIGEST: &str = "#sha256=";
const PROXY_SCHEMES: &[&str] = &["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

impl Through {
    /// `scheme://host:port`, or `/path#sha256=...`.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.starts_with('/') {
            let (scheme, _) = text.split_once("://")?;
            let known = PROXY_SCHEMES.contains(&scheme.to_ascii_lowercase().as_str());
            return Server::alone(text).filter(|_| known).map(Self::Proxy);
        }
        let (path, sha256) = text.rsplit_once(DIGEST)?;
        let is_hex = |c: char| c.is_ascii_hexdigit();
        (sha256.len() == 64 && sha256.chars().all(is_hex)).then(|| Self::Trust {
            path: path.to_owned(),
            sha256: sha256.to_ascii_lowercase(),
        })
    }

    /// The text that [`Through::parse`] reads: what `[gate] through` would name it by.
    pub fn entry(&self) -> String {
        match self {
            Self::Proxy(server) => server.to_string(),
            Self::Ambiguous(address) => address.clone(),
            Self::Trust { path, sha256 } => format!("{path}{DIGEST}{sha256}"),
        }
    }

    /// `proxy`, `trust store`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Proxy(_) | Self::Ambiguous(_) => "proxy",
            Self::Trust { .. } => "trust store",
        }
    }

    /// Which one it is, raw: the address, or the path.
    pub fn name(&self) -> String {
        match self {
            Self::Proxy(server) => server.to_string(),
            Self::Ambiguous(address) => address.clone(),
            Self::Trust { path, .. } => path.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Through;

    #[test]
    fn what_is_named_is_read_back_to_the_letter() {
        let digest = "0123456789abcdef".repeat(4);
        for text in [
            "http://proxy.example:3128".to_owned(),
            "https://10.0.0.1:8443".to_owned(),
            "socks5h://localhost:1080".to_owned(),
            format!("/etc/ssl/ours.pem#sha256={digest}"),
            format!("/odd#sha256=name.pem#sha256={digest}"),
        ] {
            let read = Through::parse(&text);
            assert_eq!(read.map(|one| one.entry()), Some(text));
        }
        let upper = format!("/x#sha256={}", digest.to_ascii_uppercase());
        let lower = format!("/x#sha256={digest}");
        assert_eq!(Through::parse(&upper), Through::parse(&lower));
    }

    #[test]
    fn what_names_no_one_thing_is_refused() {
        for text in [
            "",
            "proxy.example:3128",
            "http://anna:secret@proxy.example:3128",
            "http://proxy.example:3128/path",
            "ftp://proxy.example:21",
            "socks5://proxy.example",
            "http://*:3128",
            "/etc/ssl/ours.pem",
            "/etc/ssl/ours.pem#sha256=abc",
            "ours.pem#sha256=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ] {
            assert_eq!(Through::parse(text), None, "{text}");
        }
    }
}
