//! Whose servers are AWS's, and which addresses say nothing that can be relied on.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by panicking"
)]

use super::Server;

fn of(address: &str) -> Server {
    Server::of(address).unwrap_or_else(|| panic!("{address} is a server's"))
}

fn named(text: &str) -> Option<String> {
    Server::named(text).map(|server| server.to_string())
}

#[test]
fn aws_answers_by_https_at_the_port_of_https_only() {
    assert!(of("https://sts.amazonaws.com/").is_aws_for(&["sts"]));
    assert!(of("https://sts.amazonaws.com:443/").is_aws_for(&["sts"]));
    for other in [
        "http://sts.amazonaws.com/",
        "http://sts.amazonaws.com:443/",
        "https://sts.amazonaws.com:8443/",
        "https://sts.amazonaws.com:80/",
    ] {
        assert!(!of(other).is_aws_for(&["sts"]), "{other}");
        assert!(of(other).has_aws_name(), "{other}");
    }
}

#[test]
fn only_names_under_the_domains_of_aws_are_its_names() {
    for address in [
        "https://amazonaws.com.evil.example",
        "https://notamazonaws.com",
        "https://iam.amazonaws.com@evil.example/",
        "https://iam.amazonaws.com:443@evil.example/",
        "http://[::1]:4566",
    ] {
        assert!(!of(address).has_aws_name(), "{address}");
        assert!(!of(address).is_aws_for(&["iam"]), "{address}");
    }
}

#[test]
fn an_address_that_two_readers_may_read_differently_is_no_servers() {
    for address in [
        "https://iam.amazonaws.com\\@evil.example/",
        "https://evil.example\\.iam.amazonaws.com/",
        "https://iam.amazonaws.com\t/",
        "https://ia\u{ad}m.amazonaws.com/",
        "https://\u{ff49}am.amazonaws.com/",
        "https://iam%2eamazonaws.com/",
        "http://2130706433:4566/",
        "http://0x7f.1:4566/",
        "https:iam.amazonaws.com/",
        "https:///iam.amazonaws.com/",
        "https://",
        "iam.amazonaws.com",
        "",
    ] {
        assert_eq!(Server::of(address), None, "{address}");
    }
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
        "amazonaws.com",
        "sts.amazonaws.com.evil.example",
        "iam.amazonaws.com",
    ] {
        let server = of(&format!("https://{host}/"));
        assert!(!server.is_aws_for(&["sts"]), "{host}");
    }
}

#[test]
fn a_service_is_known_in_every_partition_and_form() {
    for host in [
        "sts.amazonaws.com",
        "STS.eu-west-1.amazonaws.com.",
        "sts-fips.us-gov-west-1.amazonaws.com:443",
        "sts.cn-north-1.amazonaws.com.cn",
        "sts.eusc-de-east-1.amazonaws.eu",
        "sts.eu-west-1.api.aws",
        "vpce-0a-1b.sts.eu-west-1.vpce.amazonaws.com",
        "vpce-0a-1b-eu-west-1a.sts.eu-west-1.vpce.amazonaws.com",
    ] {
        let server = of(&format!("https://{host}/"));
        assert!(server.is_aws_for(&["sts"]), "{host}");
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
        let server = of(&format!("https://{host}/"));
        assert!(server.is_aws_for(&["iam", "cloudformation"]), "{host}");
    }
}

#[test]
fn a_named_server_is_https_and_on_loopback_http() {
    for (text, is) in [
        ("proxy.example:8080", "https://proxy.example:8080"),
        ("proxy.example", "https://proxy.example"),
        ("127.0.0.1:4566", "http://127.0.0.1:4566"),
        ("LOCALHOST:4566", "http://localhost:4566"),
        ("[::1]:4566", "http://[::1]:4566"),
        ("127.9.9.9", "http://127.9.9.9"),
        ("aws.localhost:1", "http://aws.localhost:1"),
        ("https://localhost:4566", "https://localhost:4566"),
        ("http://ministack:4566/", "http://ministack:4566"),
    ] {
        assert_eq!(named(text).as_deref(), Some(is), "{text}");
    }
    for text in [
        "",
        "anna:secret@localhost:4566",
        "http://anna@localhost:4566",
        "http://@localhost",
        "localhost:4566/path",
        "localhost?x",
        "localhost#x",
        "localhost:99999",
        "ftp://localhost",
        "socks5://localhost:1080",
        "a b",
        "*",
    ] {
        assert_eq!(named(text), None, "{text}");
    }
}

#[test]
fn two_ports_of_one_host_are_two_servers() {
    assert_ne!(of("http://127.0.0.1:4566/"), of("http://127.0.0.1:4567/"));
    assert_eq!(of("http://127.0.0.1:80/x"), of("http://127.0.0.1/y"));
    assert_eq!(of("http://a:b@127.0.0.1/"), of("http://127.0.0.1/"));
}
