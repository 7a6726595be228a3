//! Which trust store counts, what is hashed of it, and what is refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by panicking"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{Trust, hex};
use crate::{
    edge::aws::{Ambient, Limits, Proxies},
    facts::{Fault, Through},
};

/// As an environment of AWS names it.
fn read(ambient: &Ambient, profile_bundle: Option<&Path>) -> Result<Trust, Fault> {
    super::read(&ambient.stores(profile_bundle))
}

/// Amazon Root CA 3, as rustls-native-certs documents its format by it.
const ROOT: &str = "-----BEGIN CERTIFICATE-----
MIIBtjCCAVugAwIBAgITBmyf1XSXNmY/Owua2eiedgPySjAKBggqhkjOPQQDAjA5
MQswCQYDVQQGEwJVUzEPMA0GA1UEChMGQW1hem9uMRkwFwYDVQQDExBBbWF6b24g
Um9vdCBDQSAzMB4XDTE1MDUyNjAwMDAwMFoXDTQwMDUyNjAwMDAwMFowOTELMAkG
A1UEBhMCVVMxDzANBgNVBAoTBkFtYXpvbjEZMBcGA1UEAxMQQW1hem9uIFJvb3Qg
Q0EgMzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCmXp8ZBf8ANm+gBG1bG8lKl
ui2yEujSLtf6ycXYqm0fc4E7O5hrOXwzpcVOho6AF2hiRVd9RFgdszflZwjrZt6j
QjBAMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgGGMB0GA1UdDgQWBBSr
ttvXBp43rDCGB5Fwx5zEGbF4wDAKBggqhkjOPQQDAgNJADBGAiEA4IWSoxe3jfkr
BqWTrBqYaGFy+uGh0PsceGCmQ5nFuMQCIQCcAu/xlJyzlvnrxir4tiz+OpAUFteM
YyRIHN8wfdVoOw==
-----END CERTIFICATE-----
";
const BROKEN: &str = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }
}

fn ambient() -> Ambient {
    Ambient {
        profile_files: aws_runtime::env_config::file::EnvConfigFiles::default(),
        keys_in_environment: false,
        ca_bundle: None,
        cert_file: None,
        cert_dirs: Vec::new(),
        proxies: Proxies::none(),
        limits: Limits::default(),
    }
}

fn digest(text: &str) -> String {
    hex(Sha256::digest(text).as_slice())
}

fn named(trust: &Trust) -> Vec<(&str, &str)> {
    let stores = trust.stores.iter().map(|store| match store {
        Through::Trust { path, sha256 } => (path.as_str(), sha256.as_str()),
        other => panic!("{other:?}"),
    });
    stores.collect()
}

#[test]
fn without_a_name_it_is_the_systems() {
    assert_eq!(read(&ambient(), None).unwrap(), Trust::default());
}

#[test]
fn the_variable_comes_before_the_profile_and_that_before_those_of_ssl() {
    let place = Place::new();
    let (bundle, profile) = (place.file("a.pem", ROOT), place.file("b.pem", ROOT));
    let mut ambient = ambient();
    ambient.cert_file = Some(place.file("c.pem", ROOT));
    let path = |trust: &Trust| named(trust)[0].0.to_owned();
    let trust = read(&ambient, None).unwrap();
    assert!(path(&trust).ends_with("/c.pem"));
    assert_eq!(named(&trust)[0].1, digest(ROOT));
    let trust = read(&ambient, Some(&profile)).unwrap();
    assert!(path(&trust).ends_with("/b.pem"));
    ambient.ca_bundle = Some(bundle);
    let trust = read(&ambient, Some(&profile)).unwrap();
    assert!(path(&trust).ends_with("/a.pem"));
    assert_eq!(trust.stores.len(), 1);
}

#[test]
fn a_folder_is_hashed_over_its_files_and_named_beside_the_file() {
    let place = Place::new();
    let mut ambient = ambient();
    ambient.cert_file = Some(place.file("one.pem", ROOT));
    place.file("dir/b.pem", ROOT);
    place.file("dir/a.pem", &format!("{BROKEN}{ROOT}"));
    place.file("dir/below/c.pem", "never read");
    std::os::unix::fs::symlink("nowhere", place.0.path().join("dir/dangling")).unwrap();
    ambient.cert_dirs = vec![place.0.path().join("dir")];
    let trust = read(&ambient, None).unwrap();
    let lines = format!(
        "{}  a.pem\n{}  b.pem\n",
        digest(&format!("{BROKEN}{ROOT}")),
        digest(ROOT)
    );
    let named = named(&trust);
    assert_eq!(named.len(), 2);
    assert_eq!(named[0].1, digest(ROOT));
    assert_eq!(named[1].1, digest(&lines));
    // What is believed is what could be read, thrice, and nothing that is broken.
    let pem = String::from_utf8(trust.certificates.clone().unwrap()).unwrap();
    assert_eq!(pem, ROOT.repeat(3));
    place.file("dir/b.pem", &format!("{ROOT}\n"));
    assert_ne!(read(&ambient, None).unwrap().stores, trust.stores);
}

#[test]
fn what_is_named_and_of_no_use_is_a_fault_and_never_the_systems_instead() {
    let place = Place::new();
    let good = place.file("good.pem", ROOT);
    for (bad, text) in [
        ("empty.pem", ""),
        ("broken.pem", BROKEN),
        ("text.pem", "hello"),
    ] {
        let bad = place.file(bad, text);
        for set in [
            Ambient {
                ca_bundle: Some(bad.clone()),
                cert_file: Some(good.clone()),
                ..ambient()
            },
            Ambient {
                cert_file: Some(bad.clone()),
                ..ambient()
            },
        ] {
            let fault = read(&set, None).unwrap_err();
            assert!(fault.what.contains(bad.to_str().unwrap()), "{fault:?}");
        }
        assert!(read(&ambient(), Some(&bad)).is_err());
    }
    let missing = place.0.path().join("missing");
    for set in [
        Ambient {
            ca_bundle: Some(missing.clone()),
            ..ambient()
        },
        Ambient {
            cert_file: Some(PathBuf::new()),
            ..ambient()
        },
        Ambient {
            cert_file: Some(good),
            cert_dirs: vec![missing],
            ..ambient()
        },
        Ambient {
            ca_bundle: Some(place.0.path().to_owned()),
            ..ambient()
        },
    ] {
        assert!(read(&set, None).is_err());
    }
}
