//! Which endpoints requests go to in place of the default ones: the identity of
//! whom we talk to, so it is asked of the same configuration that the clients use.
//! Every one is said, also one under AWS's own names.

use aws_config::SdkConfig;
use aws_types::service_config::ServiceConfigKey;
use url::Url;

use crate::{ask::aws_services, facts::EndpointOverride};

/// Templates are put there, and buckets looked for.
pub(super) const S3: (&str, &str) = ("S3", "s3");

/// The services that requests go to, as the SDK spells their ids, and as their hosts are
/// called: by the prefix of their actions.
fn asked() -> Vec<(&'static str, &'static str)> {
    let mut asked = aws_services().to_vec();
    asked.sort_unstable();
    asked
}

/// Those that the credential providers ask.
const OF_CREDENTIALS: &[&str] = &["SSO", "SSO OIDC", "Signin"];

pub(super) fn overrides(config: &SdkConfig) -> Vec<EndpointOverride> {
    let everywhere = config.endpoint_url();
    let mut found: Vec<_> = everywhere
        .map(|url| EndpointOverride {
            service: None,
            url: without_secrets(url),
        })
        .into_iter()
        .collect();
    let asked = asked();
    let asked = asked.iter().map(|(service, _)| *service);
    for service in asked.chain(OF_CREDENTIALS.iter().copied()) {
        let own = of_service(config, service);
        if let Some(url) = own.filter(|url| Some(url.as_str()) != everywhere) {
            found.push(EndpointOverride {
                service: Some(service.to_owned()),
                url: without_secrets(&url),
            });
        }
    }
    found
}

/// Where each service would be asked.
pub(super) fn addresses(config: &SdkConfig, region: &str) -> Vec<String> {
    let asked = asked();
    let asked = asked.iter();
    asked.map(|one| address(config, region, *one)).collect()
}

/// Overridden, or by its name in the region.
pub(super) fn address(
    config: &SdkConfig,
    region: &str,
    (service, host): (&str, &'static str),
) -> String {
    let domain = match region.starts_with("cn-") {
        true => "amazonaws.com.cn",
        false => "amazonaws.com",
    };
    let own = of_service(config, service);
    let own = own.or_else(|| config.endpoint_url().map(str::to_owned));
    own.unwrap_or_else(|| match host {
        // One for the whole partition.
        "iam" => format!("https://iam.{domain}/"),
        "s3" if config.use_fips() == Some(true) => format!("https://s3-fips.{region}.{domain}/"),
        prefix => format!("https://{}.{region}.{domain}/", self::host(prefix)),
    })
}

/// What a service's host is called: the prefix of its actions, but for those that have another.
fn host(prefix: &'static str) -> &'static str {
    match prefix {
        "ecr" => "api.ecr",
        prefix => signed_for(prefix),
    }
}

/// What is signed for: the prefix of its actions, but for the one that has another.
pub(super) fn signed_for(prefix: &'static str) -> &'static str {
    match prefix {
        "cloudwatch" => "monitoring",
        prefix => prefix,
    }
}

fn of_service(config: &SdkConfig, service: &str) -> Option<String> {
    let key = ServiceConfigKey::builder()
        .service_id(service)
        .env("AWS_ENDPOINT_URL")
        .profile("endpoint_url")
        .build()
        .ok()?;
    config.service_config()?.load_config(key)
}

/// A URL may carry a user and a password; a screen may not.
fn without_secrets(url: &str) -> String {
    let Some(mut parsed) = Url::parse(url).ok().filter(Url::has_host) else {
        return "an address that can't be read".to_owned();
    };
    parsed.set_query(None);
    parsed.set_fragment(None);
    // Both fail only where there can be neither user nor password.
    let _ = parsed.set_username("");
    let _ = parsed.set_password(None);
    let text = parsed.to_string();
    text.strip_suffix('/').map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn an_endpoint_is_shown_without_its_password() {
        for (url, shown) in [
            (
                "http://anna:secret@localhost:4566/x?token=1",
                "http://localhost:4566/x",
            ),
            (
                "https://secret@sts.amazonaws.com#x",
                "https://sts.amazonaws.com",
            ),
            (
                "https://vpce-1.sts.eu-west-1.vpce.amazonaws.com",
                "https://vpce-1.sts.eu-west-1.vpce.amazonaws.com",
            ),
            ("anna:secret@localhost", "an address that can't be read"),
            ("secret", "an address that can't be read"),
        ] {
            assert_eq!(without_secrets(url), shown, "{url}");
        }
    }
}
