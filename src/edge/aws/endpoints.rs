//! Which endpoints other than AWS's own requests will go to: the identity of
//! whom we talk to, so it is asked of the same configuration that the clients use.

use aws_config::SdkConfig;
use aws_types::service_config::ServiceConfigKey;

use crate::facts::{EndpointOverride, is_aws_host};

/// The services that this program has clients for, as the SDK spells their ids.
const SERVICES: &[&str] = &["CloudTrail", "IAM", "STS"];

pub(super) fn overrides(config: &SdkConfig) -> Vec<EndpointOverride> {
    let everywhere = config.endpoint_url();
    let mut found: Vec<_> = everywhere
        .filter(|url| !is_aws_host(url))
        .map(|url| EndpointOverride {
            service: None,
            url: without_secrets(url),
        })
        .into_iter()
        .collect();
    for service in SERVICES {
        let key = ServiceConfigKey::builder()
            .service_id(service)
            .env("AWS_ENDPOINT_URL")
            .profile("endpoint_url")
            .build()
            .ok();
        let url = config
            .service_config()
            .zip(key)
            .and_then(|(settings, key)| settings.load_config(key));
        if let Some(url) = url.filter(|url| Some(url.as_str()) != everywhere && !is_aws_host(url)) {
            found.push(EndpointOverride {
                service: Some((*service).to_owned()),
                url: without_secrets(&url),
            });
        }
    }
    found
}

/// A URL may carry a user and a password; a screen may not.
fn without_secrets(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if scheme.is_empty() {
        format!("{host}{path}")
    } else {
        format!("{scheme}://{host}{path}")
    }
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn an_endpoint_is_shown_without_its_password() {
        assert_eq!(
            without_secrets("http://anna:secret@localhost:4566/x?token=1"),
            "http://localhost:4566/x"
        );
    }
}
