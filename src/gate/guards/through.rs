//! Nothing lies between here and AWS but what your own settings name: a proxy
//! reads what is in clear, and whoever may sign for a trust store can be AWS.

use crate::facts::Through;

use super::{Case, Guard, Ruling, guard::line_to_write};

pub(super) const GUARD: Guard = Guard::new("through", "requests go through nothing unknown", check);

fn check(case: &Case<'_>) -> Ruling {
    if case.is_of_file() {
        return Ruling::Pass;
    }
    let (named, ways) = (&case.settings.gate.through, case.seen().through());
    if let Some(odd) = ways.iter().find(|way| matches!(way, Through::Ambiguous(_))) {
        return Ruling::stop(
            format!(
                "Requests would go through the proxy {}, whose address can be read in more than one way.",
                odd.name()
            ),
            "Write its address plainly in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY (`http://host:port`), and start again.",
        );
    }
    let unnamed: Vec<&Through> = ways.iter().filter(|way| !named.contains(way)).collect();
    if unnamed.is_empty() {
        return Ruling::warn_all(ways.iter().map(passed).collect());
    }
    let whys: Vec<String> = unnamed.iter().map(|way| why(way, named)).collect();
    let wanted = named.iter().chain(unnamed);
    let wanted: Vec<String> = wanted.map(Through::entry).collect();
    Ruling::stop(
        whys.join(" "),
        format!(
            "If it is meant, write under [gate] in your own config.toml: {}",
            line_to_write("through", wanted)
        ),
    )
}

fn passed(way: &Through) -> String {
    match way {
        Through::Proxy(_) | Through::Ambiguous(_) => format!(
            "Requests go through the proxy {}, which your configuration names.",
            way.name()
        ),
        Through::Trust { path, sha256 } => format!(
            "The server is believed by the certificates in {path} (SHA-256 {sha256}), which your configuration names, and not by the system's."
        ),
    }
}

fn why(way: &Through, named: &[Through]) -> String {
    match way {
        Through::Proxy(_) | Through::Ambiguous(_) => format!(
            "Requests would go through the proxy {}, which your configuration does not name.",
            way.name()
        ),
        Through::Trust { path, sha256 } => {
            let is_it = |one: &_| matches!(one, Through::Trust { path: of, .. } if of == path);
            let known = named.iter().any(is_it);
            let but = match known {
                true => "with another content than your configuration names",
                false => "which your configuration does not name",
            };
            format!(
                "The server would be believed by the certificates in {path} (SHA-256 {sha256}), {but}, and not by the system's."
            )
        }
    }
}
