//! Requests go to AWS itself, or to a server that your own settings name.
//!
//! Scheme and port are part of whose server it is: what is spoken in clear is
//! anybody's on the way, and two ports of one host are two servers. STS must be
//! asked at the same place as the target: an identity that another one confirmed is none.

use crate::facts::{Server, SystemKeeps};

use super::{Case, Guard, Ruling, guard::line_to_write};

pub(super) const GUARD: Guard = Guard::new("endpoint", "requests go where they should", check);

const STS: &[&str] = &["sts"];
/// The services that are written to.
const TARGETS: &[&str] = &["iam", "cloudformation", "servicediscovery"];

fn check(case: &Case<'_>) -> Ruling {
    // GitHub's host is the one that the repository's entry names.
    if case.is_of_file() || case.is_on_github() {
        return Ruling::Pass;
    }
    let [sts, target] = case.seen().hosts.as_slice() else {
        return Ruling::stop(
            "It is not known at which servers STS and the target would be asked.",
            "Check AWS_ENDPOINT_URL and `endpoint_url` of the profile for what is no plain address, then refresh.",
        );
    };
    if let Some(open) = [sts, target].into_iter().find(|server| in_clear(server)) {
        return Ruling::stop(
            format!(
                "Requests would go to {open} in clear, with the signature and the session token."
            ),
            "Set the endpoint to https, or to none (AWS_ENDPOINT_URL, `endpoint_url` of the profile).",
        );
    }
    if let Some((service, address)) = astray(case, target) {
        return Ruling::stop(
            format!(
                "{service} would be asked at {address} and the target at {target}: what is judged by the one's answers says nothing of the other."
            ),
            format!(
                "Set the same endpoint for {service}, or none (AWS_ENDPOINT_URL, `endpoint_url` of the profile)."
            ),
        );
    }
    let mut places = [(sts, STS), (target, TARGETS)].into_iter();
    let foreign = places.find(|(server, services)| !server.is_aws_for(services));
    let Some((first, _)) = foreign else {
        return Ruling::Pass;
    };
    if sts != target {
        return Ruling::stop(
            format!(
                "STS would be asked at {sts} and the target at {target}: who we are there is not known."
            ),
            "Set the same endpoint for both, or none (AWS_ENDPOINT_URL, `endpoint_url` of the profile).",
        );
    }
    let environment = case.environment;
    if !environment.endpoints.contains(first) {
        let named = environment.endpoints.iter().chain([first]);
        let named = named.map(Server::to_string).collect();
        let file = match environment.is_kept(SystemKeeps::Endpoints) {
            true => "/etc/watchkeeper/config.toml, which decides the endpoints here",
            false => "your own config.toml",
        };
        return Ruling::stop(
            format!(
                "{first} is not AWS's own server for it, and environment {} does not name it.",
                environment.name.raw()
            ),
            format!(
                "If it is meant, write in this environment's [[environment]] in {file}: {}",
                line_to_write("endpoints", named)
            ),
        );
    }
    Ruling::warn(format!(
        "Requests go to {first}, which is not AWS's own server for it."
    ))
}

/// A service that a write is judged by or goes through, at a server that is neither AWS's nor the target's.
fn astray(case: &Case<'_>, target: &Server) -> Option<(&'static str, String)> {
    let overrides = &case.seen().caller.as_ref()?.endpoints;
    // What an entry points at EC2 says.
    let of_registry = case.seen().registry().map(|_| ("EC2", "ec2"));
    let judged = [("IAM", "iam"), ("CloudFormation", "cloudformation")];
    let written = case
        .calls()
        .find(|call| call.service == "S3")
        .map(|_| ("S3", "s3"));
    judged
        .into_iter()
        .chain(written)
        .chain(of_registry)
        .find_map(|(service, host)| {
            let of = |wanted: Option<&str>| {
                let mut all = overrides.iter();
                all.find(|one| one.service.as_deref() == wanted)
            };
            let address = &of(Some(service)).or_else(|| of(None))?.url;
            let fits = Server::of(address)
                .is_some_and(|server| server == *target || server.is_aws_for(&[host]));
            (!fits).then(|| (service, address.clone()))
        })
}

/// AWS's names are spoken to by https and never otherwise, whatever a file says:
/// who answers to one in clear is whoever is on the way.
fn in_clear(server: &Server) -> bool {
    server.has_aws_name() && server.scheme() != "https"
}
