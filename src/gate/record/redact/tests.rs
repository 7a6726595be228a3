//! What is taken out of a text, and what is left in it.

use super::{is_redacted, patterns};

fn redact(text: &str) -> String {
    // Without patterns nothing is left, and every test here fails.
    patterns().map_or_else(String::new, |patterns| {
        patterns.redact(text).unwrap_or_else(|| text.to_owned())
    })
}

#[track_caller]
fn hides(text: &str, secret: &str) {
    let out = redact(text);
    assert!(!out.contains(secret), "{out}");
    assert!(is_redacted(&out), "{out}");
    assert_eq!(redact(&out), out, "a second time changes nothing");
}

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

#[test]
fn secrets_that_are_named_go() {
    for name in [
        "aws_secret_access_key = ",
        "AWS_SECRET_ACCESS_KEY=",
        "\"SecretAccessKey\": \"",
        "{\\\"aws_secret_access_key\\\":\\\"",
        "<SecretAccessKey>",
        "secret-key: ",
        "aws_session_token=",
        "\"SessionToken\" : \"",
        "X-Amz-Security-Token=",
    ] {
        hides(&format!("before {name}{SECRET} after"), SECRET);
    }
}

#[test]
fn the_partner_of_an_access_key_goes_wherever_it_stands() {
    hides(&format!("AKIAIOSFODNN7EXAMPLE,{SECRET}"), SECRET);
    hides(&format!("{SECRET} {SECRET}\nASIAIOSFODNN7EXAMPLE"), SECRET);
    let commit = "3f786850e387550fdab836ed7e6dc881de23001b";
    assert_eq!(redact(commit), commit, "a commit is not a secret");
}

#[test]
fn tokens_headers_keys_and_passwords_go() {
    hides(
        "ghp_0123456789abcdefABCDEF0123456789abcd",
        "0123456789abcdef",
    );
    hides("x=gho_0123456789abcdefABCDEF;", "0123456789abcdef");
    hides("github_pat_11ABCDEFG0123456789_abcdefgh", "abcdefgh");
    hides("Authorization: Bearer abc.def", "abc.def");
    hides("\"authorization\": \"Basic dXNlcjpw\"", "dXNlcjpw");
    hides("IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3Q", "wEaCXVz");
    hides("https://anna:hunter2@example.com/x", "hunter2");
    let key = "-----BEGIN RSA PRIVATE KEY-----\\nMIIEow\\n-----END RSA PRIVATE KEY-----";
    hides(key, "MIIEow");
    hides("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl", "b3Bl");
}

#[test]
fn values_that_are_secret_by_their_name_go() {
    for (text, secret) in [
        ("MasterUserPassword: hunter2", "hunter2"),
        ("  DbPassword: 'two words'", "two words"),
        ("{\"MasterUserPassword\":\"hunter2\"}", "hunter2"),
        ("{\\\"api_key\\\": \\\"abcdef\\\"}", "abcdef"),
        ("export DB_PASSWORD=hunter2", "hunter2"),
        ("ClientSecret = \"s3cr3t\"", "s3cr3t"),
        ("a, password=hunter2, b", "hunter2"),
    ] {
        hides(text, secret);
    }
}

#[test]
fn what_only_refers_to_a_secret_stays() {
    for text in [
        "MasterUserPassword: !Ref DbPassword",
        "MasterUserPassword: '{{resolve:secretsmanager:prod/db:SecretString:password}}'",
        "MasterUserPassword: \"${DbPassword}\"",
        "DbPassword:\n  Type: String\n  NoEcho: true",
        "Resource: arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf",
        "{\"Secret\":\"arn:aws:secretsmanager:eu-west-1:123456789012:secret:x\"}",
        "Secret: AWS::SecretsManager::Secret",
        "GenerateSecret: true",
        "{\"Action\":\"secretsmanager:GetSecretValue\"}",
    ] {
        assert_eq!(redact(text), text);
    }
}

#[test]
fn defaults_of_parameters_that_are_never_shown_go_and_the_rest_stays() {
    for (template, secret) in [
        (
            "Parameters:\n  Key:\n    Type: String\n    NoEcho: true\n    Default: abc\n  Open:\n    Type: String\n    Default: kept\n",
            "abc",
        ),
        (
            "{\"Parameters\":{\"Key\":{\"NoEcho\":\"true\",\"Default\":\"abc\"},\"Open\":{\"Default\":\"kept\"}}}",
            "abc",
        ),
    ] {
        hides(template, secret);
        let out = redact(template);
        assert!(out.contains("kept"), "{out}");
        assert!(crate::template::parse(&out).is_ok(), "{out}");
    }
}

#[test]
fn policies_and_sentences_stay_as_they_are() {
    for text in [
        r#"{"Action":["iam:PassRole","secretsmanager:GetSecretValue"],"Resource":"arn:aws:iam::123456789012:role/a"}"#,
        r#"{"StringEquals":{"aws:TokenIssueTime":"2026-05-18T14:02:11Z","sts:ExternalId":"x"}}"#,
        r#"{"Federated":"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"}"#,
        "iam:GetAccountAuthorizationDetails was denied: the session token expired",
        "https://example.com:8443/a@b",
        "the access key AKIAIOSFODNN7EXAMPLE is inactive",
    ] {
        assert_eq!(redact(text), text);
    }
}
