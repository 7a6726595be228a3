//! Whose host an endpoint is. Text only: nothing is resolved or asked.

/// The domains under which AWS itself answers.
const AWS_DOMAINS: &[&str] = &[
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "api.aws",
    "api.amazonwebservices.com.cn",
];

/// `iam.amazonaws.com` of `https://iam.amazonaws.com:443/path`, without user info.
pub fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    match host.rfind(':') {
        // An IPv6 literal keeps its colons: [::1]:4566.
        Some(colon) if !host[colon..].contains(']') => &host[..colon],
        _ => host,
    }
}

/// Whether a URL or host is one of AWS's own.
pub fn is_aws_host(url: &str) -> bool {
    let host = host_of(url).trim_end_matches('.').to_ascii_lowercase();
    AWS_DOMAINS.iter().any(|domain| {
        host.strip_suffix(domain)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// Whether a URL or host is where AWS answers for one of these services. Under
/// AWS's domains customers' machines answer too: load balancers, buckets, gateways.
pub fn is_service_host(url: &str, services: &[&str]) -> bool {
    let host = host_of(url).trim_end_matches('.').to_ascii_lowercase();
    let rest = AWS_DOMAINS.iter().find_map(|domain| {
        let rest = host.strip_suffix(domain)?;
        rest.strip_suffix('.')
    });
    let Some(rest) = rest else {
        return false;
    };
    let is_one = |label: &str| {
        let name = label.strip_suffix("-fips").unwrap_or(label);
        services.contains(&name)
    };
    match rest.split('.').collect::<Vec<&str>>().as_slice() {
        [service] => is_one(service),
        [service, region] => is_one(service) && is_region(region),
        [endpoint, service, region, "vpce"] => {
            endpoint.starts_with("vpce-") && is_one(service) && is_region(region)
        }
        _ => false,
    }
}

/// `eu-west-1`, `us-gov-west-1`, and what IAM has in their place.
fn is_region(label: &str) -> bool {
    if matches!(label, "us-gov" | "global") {
        return true;
    }
    let Some((words, number)) = label.rsplit_once('-') else {
        return false;
    };
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    words.contains('-')
        && words.split('-').all(is_word)
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{is_aws_host, is_service_host};

    #[test]
    fn only_hosts_of_aws_itself_count_as_its_own() {
        assert!(is_aws_host("https://iam.amazonaws.com"));
        assert!(is_aws_host("iam.amazonaws.com"));
        assert!(is_aws_host(
            "https://vpce-1.sts.eu-west-1.vpce.amazonaws.com:443/x"
        ));
        assert!(!is_aws_host("https://amazonaws.com.evil.example"));
        assert!(!is_aws_host("https://notamazonaws.com"));
        assert!(!is_aws_host("https://iam.amazonaws.com@evil.example/"));
        assert!(!is_aws_host("http://[::1]:4566"));
    }

    #[test]
    fn a_customers_machine_under_the_domain_is_not_the_service() {
        for host in [
            "a1b2c3.execute-api.eu-west-1.amazonaws.com",
            "sts-1234.eu-west-1.elb.amazonaws.com",
            "sts.eu-west-1.elb.amazonaws.com",
            "ec2-192-0-2-1.eu-west-1.compute.amazonaws.com",
            "sts.s3.amazonaws.com",
            "sts.s3-eu-west-1.amazonaws.com",
            "sts.s3.eu-west-1.amazonaws.com",
            "vpce-1.vpce-svc-2.eu-west-1.vpce.amazonaws.com",
            "x.sts.eu-west-1.vpce.amazonaws.com",
            "sts.sts.amazonaws.com",
            "sts.eu-west-.amazonaws.com",
            ".sts.amazonaws.com",
            "amazonaws.com",
            "sts.amazonaws.com.evil.example",
            "iam.amazonaws.com",
        ] {
            assert!(!is_service_host(host, &["sts"]), "{host}");
        }
    }

    #[test]
    fn a_service_is_known_in_every_partition_and_form() {
        for host in [
            "sts.amazonaws.com",
            "STS.eu-west-1.amazonaws.com.",
            "https://sts-fips.us-gov-west-1.amazonaws.com:443/",
            "sts.cn-north-1.amazonaws.com.cn",
            "sts.eusc-de-east-1.amazonaws.eu",
            "sts.eu-west-1.api.aws",
            "vpce-0a-1b.sts.eu-west-1.vpce.amazonaws.com",
            "vpce-0a-1b-eu-west-1a.sts.eu-west-1.vpce.amazonaws.com",
        ] {
            assert!(is_service_host(host, &["sts"]), "{host}");
        }
        for host in [
            "iam.amazonaws.com",
            "iam-fips.amazonaws.com",
            "iam.us-gov.amazonaws.com",
            "iam.cn-north-1.amazonaws.com.cn",
            "iam.global.api.aws",
            "iam.global.api.amazonwebservices.com.cn",
            "cloudformation.eu-west-1.amazonaws.com",
            "cloudformation-fips.us-east-1.amazonaws.com",
        ] {
            assert!(is_service_host(host, &["iam", "cloudformation"]), "{host}");
        }
    }
}
