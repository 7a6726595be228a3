//! Other providers than GitHub, other accounts, and policies of resources.

use serde_json::{Value, json};
use watchkeeper::policy::{
    Document, Kind, parse,
    strangers::{Stranger, passing},
};

use super::{federated, first, passes, trust};

#[test]
fn other_providers_have_to_be_asked_who_too() {
    let cluster = "oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF";
    for (host, key, narrow, wide) in [
        (
            cluster,
            "sub",
            "system:serviceaccount:jobs:app",
            "system:serviceaccount:*:*",
        ),
        (
            "gitlab.com",
            "sub",
            "project_path:acme/app:*",
            "project_path:acme*",
        ),
        (
            "gitlab.com",
            "sub",
            "project_path:acme/*",
            "project_path:*/app:*",
        ),
        (
            "app.terraform.io",
            "sub",
            "organization:acme:*",
            "organization:acme*",
        ),
        (
            "agent.buildkite.com",
            "sub",
            "organization:acme:pipeline:*",
            "organization:*",
        ),
        (
            "oidc.vercel.com",
            "sub",
            "owner:acme:project:app:*",
            "owner:*:project:app:*",
        ),
        (
            "accounts.google.com",
            "aud",
            "1234.apps.googleusercontent.com",
            "*.apps.googleusercontent.com",
        ),
        ("www.amazon.com", "app_id", "amzn1.application.1", "amzn1.*"),
        ("graph.facebook.com", "app_id", "1234", "*"),
        ("login.example.com", "sub", "anna", "*"),
    ] {
        let provider = format!("arn:aws:iam::111122223333:oidc-provider/{host}");
        let of = |value: &str| {
            federated(
                &provider,
                &json!({ "StringLike": { format!("{host}:{key}"): value } }),
            )
        };
        assert_eq!(passing(&of(narrow)), [], "{host} {narrow}");
        let document = of(wide);
        assert!(
            passes(&document).is_some(),
            "{host} {wide}: {:?}",
            passing(&document)
        );
        let words = first(&document).words();
        let lower = host.to_lowercase();
        assert!(
            words.contains(&format!(
                "Anyone to whom {lower} issues a token can become this role"
            )),
            "{words}"
        );
        assert!(
            passes(&federated(&provider, &json!({}))).is_some(),
            "{host}"
        );
    }
}

#[test]
fn a_pool_of_cognito_is_named_and_its_guests_are_strangers() {
    let pool = "eu-west-1:11111111-2222-3333-4444-555555555555";
    let of = |condition: &Value| federated("cognito-identity.amazonaws.com", condition);
    let amr = "cognito-identity.amazonaws.com:amr";
    let aud = "cognito-identity.amazonaws.com:aud";
    let signed_in = json!({
        "StringEquals": { aud: pool }, "ForAnyValue:StringLike": { amr: "authenticated" },
    });
    assert_eq!(passing(&of(&signed_in)), []);
    let any_pool = of(&json!({ "ForAnyValue:StringLike": { amr: "authenticated" } }));
    assert!(matches!(first(&any_pool).stranger, Stranger::Identity(_)));
    for guests in [
        json!({ "StringEquals": { aud: pool } }),
        json!({ "StringEquals": { aud: pool }, "ForAnyValue:StringLike": { amr: "unauthenticated" } }),
    ] {
        let words = first(&of(&guests)).words();
        assert!(words.contains("guest of an identity pool"), "{words}");
    }
}

#[test]
fn an_assertion_must_be_meant_for_aws() {
    let provider = "arn:aws:iam::111122223333:saml-provider/Corp";
    let bound = json!({ "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } });
    assert_eq!(passing(&federated(provider, &bound)), []);
    for open in [
        json!({}),
        json!({ "StringLike": { "SAML:aud": "*" } }),
        json!({ "StringEquals": { "SAML:iss": "https://idp.example.com" } }),
    ] {
        let words = first(&federated(provider, &open)).words();
        assert!(
            words.contains("provider Corp signs an assertion"),
            "{words}"
        );
    }
}

fn anybody(principal: &Value, condition: &Value) -> Document {
    trust(&json!([{
        "Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole",
        "Condition": condition,
    }]))
}

#[test]
fn a_star_is_judged_by_what_is_asked_beside_it() {
    for principal in [json!("*"), json!({ "AWS": "*" }), json!({ "AWS": ["*"] })] {
        for bound in [
            json!({ "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
            json!({ "StringEquals": { "aws:principalorgid": ["o-a1b2c3d4e5", "o-other"] } }),
            json!({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } }),
            json!({ "StringEquals": { "aws:PrincipalAccount": "111122223333" } }),
            json!({ "StringEquals": { "aws:PrincipalOrgID": "${aws:ResourceOrgID}" } }),
            json!({ "StringEquals": { "aws:PrincipalAccount": "${aws:ResourceAccount}" } }),
            json!({ "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } }),
        ] {
            assert_eq!(passing(&anybody(&principal, &bound)), [], "{bound}");
        }
        for open in [
            json!({}),
            json!({ "StringEquals": { "sts:ExternalId": "a" } }),
            json!({ "StringLike": { "aws:PrincipalOrgID": "o-*" } }),
            json!({ "StringLike": { "aws:PrincipalOrgID": "*" } }),
            json!({ "StringNotEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
            json!({ "StringEqualsIfExists": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
            json!({ "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
            json!({ "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } }),
            json!({ "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/deploy" } }),
            json!({ "StringEquals": { "aws:PrincipalTag/team": "data" } }),
            json!({ "IpAddress": { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } }),
            json!({ "Bool": { "aws:MultiFactorAuthPresent": "true" } }),
        ] {
            let document = anybody(&principal, &open);
            assert!(
                passes(&document).is_some(),
                "{open}: {:?}",
                passing(&document)
            );
            let words = first(&document).words();
            assert!(words.starts_with("Anybody in any AWS account can become this role"));
        }
    }
    let denied = trust(&json!([
        { "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "sts:AssumeRole" },
        {
            "Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole",
            "Condition": { "StringNotEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
        },
    ]));
    assert_eq!(passing(&denied), []);
}

#[test]
fn a_bucket_for_everybody_is_open_and_one_for_an_organisation_is_not() {
    let of = |condition: &Value| {
        let text = json!({ "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": "*", "Action": "s3:Get*",
            "Resource": "arn:aws:s3:::reports/*", "Condition": condition,
        }] });
        parse(&text.to_string(), Kind::Resource).unwrap()
    };
    let words = first(&of(&json!({}))).words();
    assert!(
        words.starts_with("Anybody in any AWS account can get at it"),
        "{words}"
    );
    assert_eq!(
        passing(&of(
            &json!({ "StringEquals": { "aws:PrincipalOrgID": "o-a" } })
        )),
        []
    );
    assert_eq!(
        passing(&of(
            &json!({ "StringEquals": { "aws:SourceVpce": "vpce-1" } })
        )),
        []
    );
    let list = json!({ "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } });
    assert!(passes(&of(&list)).is_some());
}

#[test]
fn who_is_named_is_no_stranger() {
    for principal in [
        json!({ "AWS": "arn:aws:iam::444455556666:root" }),
        json!({ "AWS": "444455556666" }),
        json!({ "AWS": "arn:aws:iam::444455556666:role/deploy" }),
        json!({ "Service": "lambda.amazonaws.com" }),
    ] {
        assert_eq!(passing(&anybody(&principal, &json!({}))), [], "{principal}");
    }
}

#[test]
fn a_host_that_only_begins_like_githubs_is_another_provider() {
    let host = "token.actions.githubusercontent.com.evil.example";
    let provider = format!("arn:aws:iam::111122223333:oidc-provider/{host}");
    let passage = first(&federated(&provider, &json!({})));
    assert_eq!(passage.stranger, Stranger::Identity(host.to_owned()));
    let enterprise = "token.actions.githubusercontent.com/octo";
    let provider = format!("arn:aws:iam::111122223333:oidc-provider/{enterprise}");
    let of = |subject: &str| {
        let key = format!("{enterprise}:sub");
        federated(&provider, &json!({ "StringLike": { key: subject } }))
    };
    assert_eq!(passing(&of("repo:acme/app:*")), []);
    assert!(first(&of("repo:*")).words().contains("issues a token"));
}
