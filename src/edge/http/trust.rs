//! The certificates that servers are believed by: the system's, or those that a
//! variable or the profile names in their place.
//!
//! Read here, once, and handed on as they were read: what was hashed is what is
//! believed. A trust store that was named and cannot be read is a fault, because
//! falling back to another would trust what nobody asked for.

use std::path::{Path, PathBuf};

use base64::{Engine, prelude::BASE64_STANDARD};
use rustix::fs::{Mode, OFlags};
use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use sha2::{Digest, Sha256};

use crate::{
    edge::repo::read_regular,
    facts::{Fault, FaultKind, Through},
};

/// A bundle of all public roots has 200 to 300 kB.
const MAX_FILE: u64 = 8 << 20;
/// A system's folder has some hundreds.
const MAX_FILES: usize = 4096;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::edge) struct Trust {
    /// Empty: the system's.
    pub stores: Vec<Through>,
    /// In PEM; None: the system's.
    pub certificates: Option<Vec<u8>>,
}

/// Who names a trust store in place of the system's.
#[derive(Clone, Debug, Default)]
pub(in crate::edge) struct Stores {
    /// It counts alone.
    pub bundle: Option<Bundle>,
    /// `SSL_CERT_FILE`, also where it is empty: the TLS library reads it all the same.
    pub cert_file: Option<PathBuf>,
    /// The folders of `SSL_CERT_DIR`.
    pub cert_dirs: Vec<PathBuf>,
}

#[derive(Clone, Debug)]
pub(in crate::edge) struct Bundle {
    /// What names it, as a fault says it.
    pub by: &'static str,
    pub path: PathBuf,
}

impl Stores {
    /// What the two SSL variables say; they count together.
    pub(in crate::edge) fn from_environment() -> Self {
        let dirs = std::env::var_os("SSL_CERT_DIR").unwrap_or_default();
        let dirs = std::env::split_paths(&dirs).filter(|dir| !dir.as_os_str().is_empty());
        Self {
            bundle: None,
            cert_file: std::env::var_os("SSL_CERT_FILE").map(PathBuf::from),
            cert_dirs: dirs.collect(),
        }
    }
}

pub(in crate::edge) fn read(named: &Stores) -> Result<Trust, Fault> {
    if let Some(Bundle { by, path }) = &named.bundle {
        let mut found = Found::new(true);
        let trust = found.file(path).and_then(|store| found.trust(vec![store]));
        return trust.map_err(|why| unusable(by, path, why));
    }
    let (mut found, mut stores) = (Found::new(false), Vec::new());
    let file = named.cert_file.iter().map(|path| ("SSL_CERT_FILE", path));
    let dirs = named.cert_dirs.iter().map(|path| ("SSL_CERT_DIR", path));
    let mut last = None;
    for (by, path) in file.chain(dirs) {
        let store = match by {
            "SSL_CERT_FILE" => found.file(path),
            _ => found.folder(path),
        };
        stores.push(store.map_err(|why| unusable(by, path, why))?);
        last = Some((by, path));
    }
    match last {
        None => Ok(Trust::default()),
        Some((by, path)) => found.trust(stores).map_err(|why| unusable(by, path, why)),
    }
}

fn unusable(by: &str, path: &Path, why: String) -> Fault {
    let path = path.display();
    Fault::new(
        FaultKind::Malformed,
        format!("{by} names {path}, which cannot be used as a trust store."),
        format!("Correct {by} to what is readable and holds PEM certificates, or unset it."),
    )
    .caused_by(why)
}

/// Certificates as they are gathered.
struct Found {
    roots: RootCertStore,
    pem: Vec<u8>,
    /// A certificate that is of no use is a mistake; else it is left out, as the
    /// TLS library does with what the SSL variables name.
    strict: bool,
}

impl Found {
    fn new(strict: bool) -> Self {
        Self {
            roots: RootCertStore::empty(),
            pem: Vec::new(),
            strict,
        }
    }

    fn trust(self, stores: Vec<Through>) -> Result<Trust, String> {
        if self.roots.is_empty() {
            return Err("it holds no certificate".into());
        }
        Ok(Trust {
            stores,
            certificates: Some(self.pem),
        })
    }

    fn file(&mut self, path: &Path) -> Result<Through, String> {
        let bytes = contents(path)?;
        self.add(&bytes)?;
        store(path, Sha256::digest(&bytes).as_slice())
    }

    /// Every file of the folder, links followed, none in folders below.
    fn folder(&mut self, path: &Path) -> Result<Through, String> {
        let mut files: Vec<PathBuf> = Vec::new();
        for entry in std::fs::read_dir(path).map_err(|error| error.to_string())? {
            let file = entry.map_err(|error| error.to_string())?.path();
            // A link that leads nowhere names no certificate.
            if std::fs::metadata(&file).is_ok_and(|found| found.is_file()) {
                files.push(file);
            }
            if files.len() > MAX_FILES {
                return Err(format!("it has more than {MAX_FILES} files"));
            }
        }
        files.sort();
        let mut lines = Sha256::new();
        for file in files {
            let bytes = contents(&file)?;
            self.add(&bytes)?;
            let name = file.file_name().unwrap_or_default();
            lines.update(hex(Sha256::digest(&bytes).as_slice()));
            lines.update("  ");
            lines.update(name.as_encoded_bytes());
            lines.update("\n");
        }
        store(path, lines.finalize().as_slice())
    }

    /// The connector panics on certificates that it cannot parse: they are tried here.
    fn add(&mut self, pem: &[u8]) -> Result<(), String> {
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let added = certificate
                .map_err(|error| error.to_string())
                .and_then(|certificate| {
                    let root = self.roots.add(certificate.clone());
                    root.map_err(|error| error.to_string())?;
                    Ok(certificate)
                });
            match added {
                Ok(certificate) => self.keep(&certificate),
                Err(why) if self.strict => return Err(why),
                Err(why) => tracing::warn!(why, "a certificate is left out"),
            }
        }
        Ok(())
    }

    fn keep(&mut self, certificate: &CertificateDer<'_>) {
        let text = BASE64_STANDARD.encode(certificate);
        self.pem.extend(b"-----BEGIN CERTIFICATE-----\n");
        for line in text.as_bytes().chunks(64) {
            self.pem.extend(line);
            self.pem.push(b'\n');
        }
        self.pem.extend(b"-----END CERTIFICATE-----\n");
    }
}

fn contents(path: &Path) -> Result<Vec<u8>, String> {
    // Whatever it turns out to be, opening it must not wait.
    let how = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = rustix::fs::open(path, how, Mode::empty()).map_err(|error| error.to_string())?;
    read_regular(file, MAX_FILE).map_err(|refusal| format!("it {}", refusal.why()))
}

fn store(path: &Path, digest: &[u8]) -> Result<Through, String> {
    let path = std::path::absolute(path).map_err(|error| error.to_string())?;
    Ok(Through::Trust {
        path: path.to_string_lossy().into_owned(),
        sha256: hex(digest),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
