//! What this process finds around it, read once: files, variables, limits.
//!
//! `aws-config` reads credentials, regions and endpoints by itself. Here stands
//! only what it ignores or what has to be said about them. Tests make their own
//! `Ambient`, because a process's environment cannot be changed safely.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use aws_runtime::env_config::file::EnvConfigFiles;

use crate::edge::http::{Bundle, Proxies, Stores};

/// How long each stage of a call may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub connect: Duration,
    /// One attempt, credentials included.
    pub attempt: Duration,
    /// All attempts of one call.
    pub operation: Duration,
    pub attempts: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_millis(3100),
            attempt: Duration::from_secs(10),
            operation: Duration::from_secs(30),
            attempts: 3,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Ambient {
    /// `~/.aws/config` and `~/.aws/credentials`, or where the AWS CLI's variables point.
    pub profile_files: EnvConfigFiles,
    /// `AWS_ACCESS_KEY_ID` is set: without a profile these keys come first.
    pub keys_in_environment: bool,
    /// `AWS_CA_BUNDLE`: replaces the system's trust store, and a profile's `ca_bundle`.
    pub ca_bundle: Option<PathBuf>,
    /// `SSL_CERT_FILE`, also where it is empty: the TLS library reads it all the same.
    pub cert_file: Option<PathBuf>,
    /// The folders of `SSL_CERT_DIR`.
    pub cert_dirs: Vec<PathBuf>,
    pub proxies: Proxies,
    pub limits: Limits,
}

impl Ambient {
    pub fn from_environment() -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let ssl = Stores::from_environment();
        Self {
            profile_files: EnvConfigFiles::default(),
            keys_in_environment: set("AWS_ACCESS_KEY_ID").is_some(),
            ca_bundle: set("AWS_CA_BUNDLE").map(PathBuf::from),
            cert_file: ssl.cert_file,
            cert_dirs: ssl.cert_dirs,
            proxies: Proxies::from_environment(),
            limits: Limits::default(),
        }
    }

    /// The trust store of a session. `profile_bundle`: what its profile has as `ca_bundle`.
    /// The first that is named counts, as in the AWS CLI.
    pub(in crate::edge) fn stores(&self, profile_bundle: Option<&Path>) -> Stores {
        let bundle = |by, path: &Path| Bundle {
            by,
            path: path.to_owned(),
        };
        let variable = self.ca_bundle.as_deref();
        let variable = variable.map(|path| bundle("AWS_CA_BUNDLE", path));
        let profile = || profile_bundle.map(|path| bundle("`ca_bundle` of the profile", path));
        Stores {
            bundle: variable.or_else(profile),
            cert_file: self.cert_file.clone(),
            cert_dirs: self.cert_dirs.clone(),
        }
    }
}
