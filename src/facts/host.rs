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

#[cfg(test)]
mod tests {
    use super::is_aws_host;

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
}
