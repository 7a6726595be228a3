//! What this process finds around it for GitHub, read once: variables, trust store,
//! proxies, the `gh` program, limits. Tests make their own.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use crate::edge::{
    http::{Proxies, Stores},
    program::found_on,
};

#[derive(Clone)]
pub struct Surroundings {
    /// `GITHUB_API_URL`.
    pub api_url: Option<String>,
    /// `GH_HOST`.
    pub host: Option<String>,
    /// `GH_TOKEN`, else `GITHUB_TOKEN`: for github.com and *.ghe.com.
    pub token: Option<String>,
    /// `GH_ENTERPRISE_TOKEN`, else `GITHUB_ENTERPRISE_TOKEN`: for other hosts.
    pub enterprise_token: Option<String>,
    /// The program that may be asked for the token that it keeps; None: none is run.
    pub gh: Option<PathBuf>,
    /// `SSL_CERT_FILE`.
    pub cert_file: Option<PathBuf>,
    /// The folders of `SSL_CERT_DIR`.
    pub cert_dirs: Vec<PathBuf>,
    pub proxies: Proxies,
    pub limits: Limits,
}

/// How long each stage may take, and how much may come.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub connect: Duration,
    /// From the request to the head of its answer.
    pub head: Duration,
    /// A whole answer of the API.
    pub answer: Duration,
    /// Between two pieces of a log. A log has no limit as a whole.
    pub stall: Duration,
    /// Bytes of an answer of the API.
    pub answer_bytes: usize,
    /// Bytes that are kept of a log.
    pub log_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_millis(3100),
            head: Duration::from_secs(20),
            answer: Duration::from_secs(30),
            stall: Duration::from_secs(30),
            answer_bytes: 16 << 20,
            log_bytes: 32 << 20,
        }
    }
}

impl Surroundings {
    /// Nothing around: github.com without a token, no proxy, no program.
    pub fn none() -> Self {
        Self {
            api_url: None,
            host: None,
            token: None,
            enterprise_token: None,
            gh: None,
            cert_file: None,
            cert_dirs: Vec::new(),
            proxies: Proxies::none(),
            limits: Limits::default(),
        }
    }

    /// `root`: the repository, whose own `gh` is never run; in restricted mode no program is.
    pub fn from_environment(root: Option<&Path>, restricted: bool) -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let ssl = Stores::from_environment();
        Self {
            api_url: set("GITHUB_API_URL"),
            host: set("GH_HOST"),
            token: set("GH_TOKEN").or_else(|| set("GITHUB_TOKEN")),
            enterprise_token: set("GH_ENTERPRISE_TOKEN").or_else(|| set("GITHUB_ENTERPRISE_TOKEN")),
            gh: match restricted {
                true => None,
                false => found_on(std::env::var_os("PATH").as_deref(), "gh", root),
            },
            cert_file: ssl.cert_file,
            cert_dirs: ssl.cert_dirs,
            proxies: Proxies::from_environment(),
            limits: Limits::default(),
        }
    }

    pub(super) fn stores(&self) -> Stores {
        Stores {
            bundle: None,
            cert_file: self.cert_file.clone(),
            cert_dirs: self.cert_dirs.clone(),
        }
    }
}

/// It has tokens: they are not for the log.
impl std::fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surroundings").finish_non_exhaustive()
    }
}
