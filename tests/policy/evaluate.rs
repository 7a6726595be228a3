//! Rules of evaluation that the vectors leave out, and the words for a denial.

use watchkeeper::policy::{
    Compiled, Context, Decision, Kind, Named, Policies, Request, Values, parse,
};

use super::{identity, of_statements};

fn request(action: &str, resource: &str, context: &[(&str, &str)]) -> Request {
    let mut known = Context::default();
    for (key, value) in context {
        known.set(key, Values::One((*value).into()));
    }
    Request {
        principal: Some("arn:aws:sts::123456789012:assumed-role/deploy/s1".into()),
        action: action.into(),
        resource: resource.into(),
        context: known,
    }
}

fn named(name: &str, text: &str) -> Named {
    Named {
        name: name.into(),
        policy: Compiled::new(&of_statements(text)),
    }
}

const RULE: &str = "arn:aws:events:eu-west-1:817685572750:rule/dataops-v1-daily";

#[test]
fn a_denial_names_the_statement_that_allows_something_else_there() {
    let policies = Policies {
        identity: vec![named(
            "deploy",
            r#"{"Sid":"EventBridgeDataOpsRules","Effect":"Allow","Action":["events:PutRule","s3:GetObject"],
                "Resource":"arn:aws:events:eu-west-1:817685572750:rule/dataops-v1-*"}"#,
        )],
        ..Policies::default()
    };
    let answer = policies.answer(&request("events:DescribeRule", RULE, &[]));
    assert_eq!(answer.decision, Decision::ImplicitlyDenied);
    assert_eq!(
        answer.missing.unwrap(),
        format!(
            "no statement allows events:DescribeRule on {RULE}; EventBridgeDataOpsRules allows \
             PutRule there, but not this action"
        )
    );
    let allowed = policies.answer(&request("events:putrule", RULE, &[]));
    assert_eq!(allowed.decision, Decision::Allowed);
    assert_eq!(allowed.deciding[0].statement, 1);
    assert_eq!(allowed.missing, None);
}

#[test]
fn a_denial_names_the_condition_and_what_the_request_has() {
    let policies = Policies {
        identity: vec![named(
            "metrics",
            r#"{"Effect":"Allow","Action":"cloudwatch:PutMetricData","Resource":"*",
                "Condition":{"StringLike":{"cloudwatch:namespace":"AlphaEngine/*"}}}"#,
        )],
        ..Policies::default()
    };
    let asked = request(
        "cloudwatch:PutMetricData",
        "*",
        &[("cloudwatch:Namespace", "AlphaEngine")],
    );
    let words = policies.answer(&asked).missing.unwrap();
    assert!(
        words.ends_with(
            "asks something else of cloudwatch:namespace: the request has \"AlphaEngine\""
        ),
        "{words}"
    );
}

#[test]
fn a_denial_names_the_resources_allowed_instead_and_every_silent_limit() {
    let policies = Policies {
        identity: vec![named(
            "deploy",
            r#"{"Sid":"Artifacts","Effect":"Allow","Action":"s3:PutObject",
                "Resource":["arn:aws:s3:::artifacts/*","arn:aws:s3:::code/*"]}"#,
        )],
        boundary: Some(named(
            "limit",
            r#"{"Effect":"Allow","Action":"sqs:*","Resource":"*"}"#,
        )),
        ..Policies::default()
    };
    let asked = request("s3:PutObject", "arn:aws:s3:::logs/x", &[]);
    assert_eq!(
        policies.answer(&asked).missing.unwrap(),
        "no statement allows s3:PutObject on arn:aws:s3:::logs/x; Artifacts allows the action on \
         arn:aws:s3:::artifacts/* and 1 more only; the boundary limit does not allow it either"
    );
}

#[test]
fn a_denial_by_several_conditions_counts_them() {
    let policies = Policies {
        identity: vec![named(
            "deploy",
            r#"{"Sid":"Tagged","Effect":"Allow","Action":"ec2:RunInstances","Resource":"*",
                "Condition":{"StringEquals":{"aws:RequestTag/team":"a","aws:RequestedRegion":"eu-west-1"}}}"#,
        )],
        ..Policies::default()
    };
    let words = policies.answer(&request("ec2:RunInstances", "*", &[]));
    let words = words.missing.unwrap();
    assert!(
        words.ends_with("the request has no such key, and another condition fails"),
        "{words}"
    );
}

#[test]
fn a_boundary_that_is_silent_and_one_that_denies_are_told_apart() {
    let all = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;
    let with = |boundary: &str| Policies {
        identity: vec![named("admin", all)],
        boundary: Some(named("limit", boundary)),
        ..Policies::default()
    };
    let asked = request("iam:CreateUser", "*", &[]);
    let silent = with(r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#).answer(&asked);
    assert_eq!(silent.decision, Decision::ImplicitlyDenied);
    assert!(
        silent
            .missing
            .unwrap()
            .starts_with("the boundary limit does not allow it")
    );
    let denies = with(r#"{"Sid":"NoIam","Effect":"Deny","Action":"iam:*","Resource":"*"}"#);
    let denied = denies.answer(&asked);
    assert_eq!(denied.decision, Decision::ExplicitlyDenied);
    assert_eq!(denied.deciding[0].policy, "limit");
    assert_eq!(denied.missing.as_deref(), Some("NoIam denies it"));
}

#[test]
fn every_level_of_the_organisation_must_allow() {
    let all = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;
    let s3 = r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#;
    let policies = Policies {
        identity: vec![named("admin", all)],
        service_control: vec![vec![named("root", all)], vec![named("unit", s3)]],
        ..Policies::default()
    };
    let get = request("s3:GetObject", "arn:aws:s3:::b/k", &[]);
    assert_eq!(policies.decide(&get), Decision::Allowed);
    let user = request("iam:CreateUser", "*", &[]);
    assert_eq!(policies.decide(&user), Decision::ImplicitlyDenied);
    assert!(policies.answer(&user).missing.unwrap().contains("level 2"));
}

fn queue_policy(principal: &str) -> Named {
    let text = format!(
        r#"{{"Statement":{{"Effect":"Allow","Principal":{principal},"Action":"sqs:*","Resource":"*"}}}}"#
    );
    Named {
        name: "queue".into(),
        policy: Compiled::new(&parse(&text, Kind::Resource).unwrap()),
    }
}

#[test]
fn a_resource_policy_grants_within_the_account_and_only_helps_across() {
    let asked = request(
        "sqs:SendMessage",
        "arn:aws:sqs:eu-west-1:123456789012:q",
        &[],
    );
    let mut policies = Policies {
        resource: Some(queue_policy(
            r#"{"AWS":"arn:aws:iam::123456789012:role/path/deploy"}"#,
        )),
        ..Policies::default()
    };
    assert_eq!(policies.decide(&asked), Decision::Allowed);
    policies.boundary = Some(named(
        "limit",
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#,
    ));
    assert_eq!(policies.decide(&asked), Decision::ImplicitlyDenied);
    policies.resource = Some(queue_policy(
        r#"{"AWS":"arn:aws:sts::123456789012:assumed-role/deploy/s1"}"#,
    ));
    assert_eq!(policies.decide(&asked), Decision::Allowed);
    policies.resource_in_other_account = true;
    assert_eq!(policies.decide(&asked), Decision::ImplicitlyDenied);
}

#[test]
fn accounts_services_and_providers_are_told_apart() {
    let decide = |principal: &str, from: &str| {
        let mut asked = request("sqs:SendMessage", "arn:aws:sqs:::q", &[]);
        asked.principal = Some(from.into());
        queue_policy(principal).policy.decide(&asked) == Decision::Allowed
    };
    let role = "arn:aws:iam::123456789012:role/deploy";
    assert!(decide(r#"{"AWS":"123456789012"}"#, role));
    assert!(!decide(r#"{"AWS":"123456789013"}"#, role));
    assert!(decide(
        r#"{"Service":"sns.amazonaws.com"}"#,
        "service:sns.amazonaws.com"
    ));
    assert!(!decide(r#"{"Service":"sns.amazonaws.com"}"#, role));
    assert!(decide(r#""*""#, "federated:accounts.google.com"));
    assert!(!decide(
        r#"{"AWS":"arn:aws:iam::123456789012:role/deplo"}"#,
        role
    ));
}

#[test]
fn variables_work_only_in_the_new_version_and_never_as_wildcards() {
    let policy = |version: &str| {
        Compiled::new(&identity(&format!(
            r#"{{"Version":"{version}","Statement":{{"Effect":"Allow","Action":"s3:GetObject",
                "Resource":"arn:aws:s3:::home/${{aws:username}}/*"}}}}"#
        )))
    };
    let of =
        |name: &str, resource: &str| request("s3:GetObject", resource, &[("aws:username", name)]);
    let new = policy("2012-10-17");
    assert_eq!(
        new.decide(&of("erin", "arn:aws:s3:::home/erin/x")),
        Decision::Allowed
    );
    assert_eq!(
        new.decide(&of("*", "arn:aws:s3:::home/erin/x")),
        Decision::ImplicitlyDenied
    );
    let old = policy("2008-10-17");
    assert_eq!(
        old.decide(&of("erin", "arn:aws:s3:::home/erin/x")),
        Decision::ImplicitlyDenied
    );
    assert_eq!(
        old.decide(&of("erin", "arn:aws:s3:::home/${aws:username}/x")),
        Decision::Allowed
    );
}

#[test]
fn numbers_dates_and_addresses_are_compared_as_what_they_are() {
    let holds = |condition: &str, key: &str, value: &str| {
        let policy = Compiled::new(&of_statements(&format!(
            r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{{condition}}}}}"#
        )));
        policy.decide(&request("s3:GetObject", "*", &[(key, value)])) == Decision::Allowed
    };
    let number = r#""NumericLessThan":{"k:n":"-9.5"}"#;
    assert!(holds(number, "k:n", "-10"));
    assert!(!holds(number, "k:n", "-9.50"));
    assert!(!holds(number, "k:n", "many"));
    let huge = r#""NumericGreaterThan":{"k:n":"99999999999999999999999999999999999999998"}"#;
    assert!(holds(
        huge,
        "k:n",
        "99999999999999999999999999999999999999999"
    ));
    let date = r#""DateLessThan":{"aws:CurrentTime":"2025-11-06"}"#;
    assert!(holds(date, "aws:CurrentTime", "2025-11-05T23:59:59.999Z"));
    assert!(!holds(date, "aws:CurrentTime", "2025-11-06T00:00:00Z"));
    let everyone = r#""IpAddress":{"aws:SourceIp":"0.0.0.0/0"}"#;
    assert!(holds(everyone, "aws:SourceIp", "203.0.113.9"));
    assert!(!holds(everyone, "aws:SourceIp", "2001:db8::1"));
    let not = r#""NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#;
    assert!(holds(not, "aws:SourceIp", "11.0.0.0"));
    assert!(!holds(not, "aws:SourceIp", "10.255.255.255"));
}

#[test]
fn who_one_is_may_be_asked_by_everybody_whatever_the_policies_say() {
    let deny = r#"{"Effect":"Deny","Action":"sts:*","Resource":"*"}"#;
    let denying = Named {
        name: "p".into(),
        policy: Compiled::new(&of_statements(deny)),
    };
    for identity in [vec![], vec![denying.clone()]] {
        let policies = Policies {
            identity,
            boundary: Some(denying.clone()),
            ..Policies::default()
        };
        for action in ["sts:GetCallerIdentity", "STS:getcalleridentity"] {
            assert_eq!(
                policies.answer(&request(action, "*", &[])).decision,
                Decision::Allowed
            );
        }
        let other = policies.decide(&request("sts:GetSessionToken", "*", &[]));
        assert_eq!(other, Decision::ExplicitlyDenied);
    }
}
