//! Which address follows from which variables, and whose tokens belong there.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use super::{Host, HostKind};
use crate::edge::github::Surroundings;

fn host(api: &str, named: &str) -> Option<Host> {
    let set = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let around = Surroundings {
        api_url: set(api),
        host: set(named),
        ..Surroundings::none()
    };
    Host::of(&around).ok()
}

#[test]
fn what_is_not_asked_by_https_is_refused_except_on_this_machine() {
    for (api, named) in [
        ("http://api.github.com", ""),
        ("http://ghes.example/api/v3", "ghes.example"),
        ("ftp://api.github.com", ""),
        ("https://user:secret@api.github.com", ""),
        ("https://api.github.com?x=1", ""),
        ("https://api.github.com\\@evil.example", ""),
        ("not an address", ""),
        ("", "https://github.com"),
        ("", "github.com/x"),
        ("", "user@github.com"),
    ] {
        assert_eq!(host(api, named), None, "{api} {named}");
    }
    for api in [
        "http://127.0.0.1:4567",
        "http://localhost:4567",
        "http://[::1]:4567",
    ] {
        assert!(host(api, "").is_some(), "{api}");
    }
}

/// `GITHUB_API_URL`, `GH_HOST`; the address of `/x`, the host, and what it is.
const HOSTS: &[(&str, &str, &str, &str, HostKind)] = &[
    (
        "",
        "",
        "https://api.github.com/x",
        "github.com",
        HostKind::GitHub,
    ),
    (
        "",
        "GitHub.com",
        "https://api.github.com/x",
        "github.com",
        HostKind::GitHub,
    ),
    (
        "",
        "acme.ghe.com",
        "https://api.acme.ghe.com/x",
        "acme.ghe.com",
        HostKind::GitHub,
    ),
    (
        "",
        "ghes.example",
        "https://ghes.example/api/v3/x",
        "ghes.example",
        HostKind::Enterprise,
    ),
    (
        "https://api.github.com/",
        "",
        "https://api.github.com/x",
        "github.com",
        HostKind::GitHub,
    ),
    // A contradiction: the address counts.
    (
        "https://api.github.com",
        "ghes.example",
        "https://api.github.com/x",
        "github.com",
        HostKind::GitHub,
    ),
    (
        "https://ghes.example/api/v3/",
        "",
        "https://ghes.example/api/v3/x",
        "ghes.example",
        HostKind::Unnamed,
    ),
    (
        "https://evil.example",
        "ghes.example",
        "https://evil.example/x",
        "ghes.example",
        HostKind::Unnamed,
    ),
    (
        "https://evil.example",
        "github.com",
        "https://evil.example/x",
        "github.com",
        HostKind::Unnamed,
    ),
    (
        "http://127.0.0.1:4567",
        "127.0.0.1:4567",
        "http://127.0.0.1:4567/x",
        "127.0.0.1:4567",
        HostKind::Enterprise,
    ),
    (
        "https://api.github.com.evil.example",
        "",
        "https://api.github.com.evil.example/x",
        "api.github.com.evil.example",
        HostKind::Unnamed,
    ),
    (
        "https://api.github.com:8443",
        "",
        "https://api.github.com:8443/x",
        "api.github.com:8443",
        HostKind::Unnamed,
    ),
    (
        "https://api.a.b.ghe.com",
        "",
        "https://api.a.b.ghe.com/x",
        "api.a.b.ghe.com",
        HostKind::Unnamed,
    ),
];

#[test]
fn each_host_has_its_own_api_and_its_own_kind_of_token() {
    for (api, named, address, web, kind) in HOSTS {
        let found = host(api, named).unwrap();
        assert_eq!(found.address("/x"), *address, "{api} {named}");
        assert_eq!(
            (found.web.as_str(), found.kind),
            (*web, *kind),
            "{api} {named}"
        );
    }
}
