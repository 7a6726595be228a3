//! Policies of resources in a change set: who gets at them that could not.

use serde_json::{Value, json};
use watchkeeper::facts::{Reading, ResourceChange, stack::ChangeAction};

use super::fixture::{
    ACCOUNT, World, remote,
    stack::{STACK, change, context},
};

const OTHER: &str = "444455556666";
const BUCKET: &str = "arn:aws:s3:::reports/*";

/// Where each kind has its policy.
const KINDS: &[(&str, &str)] = &[
    ("AWS::S3::BucketPolicy", "PolicyDocument"),
    ("AWS::SQS::QueuePolicy", "PolicyDocument"),
    ("AWS::SNS::TopicPolicy", "PolicyDocument"),
    ("AWS::SecretsManager::ResourcePolicy", "ResourcePolicy"),
    ("AWS::KMS::Key", "KeyPolicy"),
    ("AWS::ECR::Repository", "RepositoryPolicyText"),
    ("AWS::OpenSearchService::Domain", "AccessPolicies"),
];

fn own(name: &str) -> Value {
    json!({ "AWS": format!("arn:aws:iam::{ACCOUNT}:role/{name}") })
}

fn of_account(account: &str) -> Value {
    json!({ "AWS": format!("arn:aws:iam::{account}:root") })
}

fn statement(principal: &Value, action: &str) -> Value {
    json!({ "Effect": "Allow", "Principal": principal, "Action": action, "Resource": BUCKET })
}

fn documents(statements: &[Value]) -> Value {
    json!({ "Version": "2012-10-17", "Statement": statements })
}

fn lasting() -> Value {
    statement(&own("reader"), "s3:GetObject")
}

/// The properties become these, one of them named as changing.
fn becoming(kind: &str, property: &str, before: &Value, after: &Value) -> World {
    let mut other = change("Other", kind, property);
    other.before = context(&json!({ "Properties": before }));
    other.after = context(&json!({ "Properties": after }));
    holding(other)
}

fn holding(change: ResourceChange) -> World {
    let mut world = World::executing();
    world.settings.stacks.expect_only.clear();
    world.set().changes.push(change);
    world
}

fn gaining(kind: &str, property: &str, more: &[Value]) -> World {
    let before = documents(&[lasting()]);
    let after = documents(&[&[lasting()], more].concat());
    becoming(
        kind,
        property,
        &json!({ property: before }),
        &json!({ property: after }),
    )
}

fn bucket(more: &[Value]) -> World {
    gaining("AWS::S3::BucketPolicy", "PolicyDocument", more)
}

fn said(world: &World) -> String {
    world.warnings("broadening").join("\n")
}

#[test]
fn everybody_is_never_let_in_whatever_the_kind_and_the_spelling() {
    for (kind, property) in KINDS {
        for everybody in [json!("*"), json!({ "AWS": "*" }), json!({ "AWS": ["*"] })] {
            let world = gaining(kind, property, &[statement(&everybody, "s3:GetObject")]);
            let why = world.stop("strangers");
            assert!(
                why.contains("Other: Anybody in any AWS account can get at it"),
                "{kind}: {why}"
            );
            assert!(!world.stop("trust_widened").is_empty(), "{kind}");
        }
    }
    let mut guarded = statement(&json!("*"), "s3:GetObject");
    guarded["Condition"] = json!({ "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } });
    assert!(!bucket(&[guarded.clone()]).stop("strangers").is_empty());
    // An organisation is named: they are still not known to be of the account.
    guarded["Condition"] = json!({ "StringEquals": { "aws:PrincipalOrgID": "o-1" } });
    let world = bucket(&[guarded]);
    assert!(world.passes("strangers") && world.passes("wildcard_account"));
    assert!(!world.stop("trust_widened").is_empty());
    let but = json!({
        "Effect": "Allow", "NotPrincipal": own("reader"), "Action": "s3:*", "Resource": BUCKET,
    });
    assert!(!bucket(&[but]).stop("wildcard_account").is_empty());
}

#[test]
fn another_account_is_let_in_only_where_the_person_s_own_file_expects_the_very_property() {
    for (kind, property) in KINDS {
        for stranger in [of_account(OTHER), json!({ "AWS": OTHER })] {
            let mut world = gaining(kind, property, &[statement(&stranger, "s3:GetObject")]);
            let why = world.stop("trust_widened");
            assert!(
                why.contains("Other") && why.contains(OTHER),
                "{kind}: {why}"
            );
            world.expecting(&[("Other", Some(property))]);
            assert!(!world.stop("trust_widened").is_empty(), "{kind}");
            world.own_expecting(STACK, &["Other"], "2026-12-31");
            assert!(!world.stop("trust_widened").is_empty(), "{kind}");
            world.own_expecting(STACK, &[&format!("Other:{property}")], "2026-12-31");
            let said = world.warnings("trust_widened").join(" ");
            assert!(said.contains(OTHER), "{kind}: {said}");
        }
    }
}

#[test]
fn who_is_not_known_is_a_stranger() {
    for stranger in [
        json!({ "AWS": "{{changeSet:KNOWN_AFTER_APPLY}}" }),
        json!({ "AWS": "AROAEXAMPLEEXAMPLE" }),
        json!({ "AWS": format!("arn:aws-cn:iam::{ACCOUNT}:root") }),
        json!({ "CanonicalUser": "79a59df900b949e55d96a1e698fbaced" }),
        json!({ "Federated": "cognito-identity.amazonaws.com" }),
        json!({ "AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1" }),
    ] {
        let world = bucket(&[statement(&stranger, "s3:GetObject")]);
        assert!(!world.stop("trust_widened").is_empty(), "{stranger}");
    }
}

#[test]
fn ones_own_and_services_gain_by_name() {
    let world = bucket(&[statement(&own("writer"), "s3:PutObject")]);
    let told = said(&world);
    assert!(
        told.contains("Other GAINS s3:PutObject") && told.contains("role/writer"),
        "{told}"
    );
    assert!(told.contains("live policy was not read"), "{told}");
    assert!(world.passes("trust_widened") && world.passes("wildcard_account"));
    let shown = format!("{:?}", world.plan().sections());
    assert!(
        shown.contains("access to Other gains s3:PutObject"),
        "{shown}"
    );
    let service = json!({ "Service": "events.amazonaws.com" });
    let world = bucket(&[statement(&service, "sqs:SendMessage")]);
    assert!(
        said(&world).contains("on behalf of any account"),
        "{}",
        said(&world)
    );
    let mut guarded = statement(&service, "sqs:SendMessage");
    guarded["Condition"] = json!({ "StringEquals": { "aws:SourceAccount": ACCOUNT } });
    assert!(!said(&bucket(&[guarded])).contains("on behalf of any account"));
}

#[test]
fn what_stays_is_no_gain_and_what_goes_neither() {
    let world = bucket(&[]);
    assert!(!said(&world).contains("Other GAINS"), "{}", said(&world));
    let before = documents(&[lasting(), statement(&json!("*"), "s3:GetObject")]);
    let after = documents(&[lasting()]);
    let world = becoming(
        "AWS::S3::BucketPolicy",
        "PolicyDocument",
        &json!({ "PolicyDocument": before }),
        &json!({ "PolicyDocument": after }),
    );
    assert!(world.passes("strangers") && world.passes("trust_widened"));
}

#[test]
fn a_denial_that_goes_is_not_lost_sight_of() {
    let denial = json!({
        "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": BUCKET,
        "Condition": { "Bool": { "aws:SecureTransport": "false" } },
    });
    let with = json!({ "Topics": ["t"], "PolicyDocument": documents(&[lasting(), denial]) });
    let without = json!({ "Topics": ["t"], "PolicyDocument": documents(&[lasting()]) });
    let kind = "AWS::SNS::TopicPolicy";
    let world = becoming(kind, "PolicyDocument", &with, &without);
    assert!(world.stop("wildcard_account").contains("denied until now"));
    let mut world = becoming(kind, "PolicyDocument", &with, &without);
    let removed = world.set().changes.last_mut().unwrap();
    removed.action = ChangeAction::Remove;
    removed.after = None;
    assert!(world.stop("wildcard_account").contains("denied until now"));
}

#[test]
fn a_policy_that_comes_to_another_resource_is_new_there() {
    let policy = documents(&[statement(&of_account(OTHER), "sns:Publish")]);
    let on = |topic: &str| json!({ "Topics": [topic], "PolicyDocument": policy });
    let world = becoming("AWS::SNS::TopicPolicy", "Topics", &on("a"), &on("b"));
    assert!(world.stop("trust_widened").contains(OTHER));
}

#[test]
fn what_cannot_be_read_stops() {
    let cut = |spoil: fn(&mut ResourceChange)| {
        let mut world = bucket(&[]);
        spoil(world.set().changes.last_mut().unwrap());
        world.stop("broadening")
    };
    let why = cut(|change| change.after = None);
    assert!(
        why.contains("Other") && why.contains("Stop and escalate"),
        "{why}"
    );
    assert!(!cut(|change| change.after.as_mut().unwrap().truncated = true).is_empty());
    assert!(
        !cut(|change| change.before = None).is_empty(),
        "it may deny"
    );
    let odd = |value: Value| {
        let after = json!({ "PolicyDocument": value });
        let before = json!({ "PolicyDocument": documents(&[lasting()]) });
        becoming("AWS::S3::BucketPolicy", "PolicyDocument", &before, &after).stop("broadening")
    };
    assert!(!odd(json!("{{changeSet:KNOWN_AFTER_APPLY}}")).is_empty());
    assert!(!odd(json!({ "Statement": [{ "Effect": "Perhaps" }] })).is_empty());
    assert!(!odd(Value::Null).is_empty());
}

#[test]
fn a_key_s_default_policy_is_not_judged_and_other_properties_say_nothing() {
    let had = json!({ "KeyPolicy": documents(&[lasting()]) });
    let world = becoming("AWS::KMS::Key", "KeyPolicy", &had, &json!({}));
    assert!(world.stop("broadening").contains("another policy"));
    let world = becoming("AWS::KMS::Key", "Description", &had, &had);
    assert!(!said(&world).contains("Other"), "{}", said(&world));
    let world = becoming(
        "AWS::ECR::Repository",
        "RepositoryPolicyText",
        &json!({}),
        &json!({}),
    );
    assert!(!said(&world).contains("Other"));
}

#[test]
fn without_contexts_the_templates_are_taken_and_a_macro_s_are_not() {
    let template = |principal: &Value, transform: &[&str]| {
        json!({
            "Transform": transform,
            "Resources": {
                "Jobs": { "Type": "AWS::SQS::Queue" },
                "Other": { "Type": "AWS::SQS::QueuePolicy", "Properties": {
                    "Queues": [{ "Ref": "Jobs" }],
                    "PolicyDocument": { "Version": "2012-10-17", "Statement": [{
                        "Effect": "Allow", "Principal": principal, "Action": "sqs:SendMessage",
                        "Resource": { "Fn::GetAtt": ["Jobs", "Arn"] },
                    }]},
                }},
            },
        })
    };
    let world = |principal: Value, transform: &[&str]| {
        let mut world = holding(change("Other", "AWS::SQS::QueuePolicy", "PolicyDocument"));
        let before = template(&own("reader"), transform);
        world.stack_state().template = Some(Reading::Known(remote(&before)));
        let after = template(&principal, transform);
        world.stack_state().proposed = Some(Reading::Known(remote(&after)));
        world
    };
    let role = json!({ "AWS": { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/writer" } });
    let told = said(&world(role.clone(), &[]));
    assert!(told.contains("role/writer"), "{told}");
    assert!(
        world(of_account(OTHER), &[])
            .stop("trust_widened")
            .contains(OTHER)
    );
    let open = json!({ "AWS": { "Fn::ImportValue": "somebody" } });
    assert!(!world(open, &[]).stop("trust_widened").is_empty());
    let macros = world(role, &["Surprise"]).stop("broadening");
    assert!(macros.contains("Surprise"), "{macros}");
}

fn permission(more: &Value) -> World {
    let mut properties = json!({
        "Action": "lambda:InvokeFunction", "FunctionName": "nightly", "Principal": "events.amazonaws.com",
    });
    for (name, value) in more.as_object().unwrap() {
        properties[name] = value.clone();
    }
    added("AWS::Lambda::Permission", &properties)
}

fn added(kind: &str, properties: &Value) -> World {
    let mut other = change("Other", kind, "Principal");
    other.action = ChangeAction::Add;
    other.details.clear();
    other.after = context(&json!({ "Properties": properties }));
    holding(other)
}

#[test]
fn permissions_of_functions_layers_and_buses_are_policies_too() {
    for world in [
        permission(&json!({ "Principal": "*" })),
        added(
            "AWS::Lambda::LayerVersionPermission",
            &json!({ "Action": "lambda:GetLayerVersion", "LayerVersionArn": "a", "Principal": "*" }),
        ),
        added(
            "AWS::Events::EventBusPolicy",
            &json!({ "StatementId": "s", "Action": "events:PutEvents", "Principal": "*" }),
        ),
        added(
            "AWS::Events::EventBusPolicy",
            &json!({ "StatementId": "s", "Statement": statement(&json!("*"), "events:PutEvents") }),
        ),
    ] {
        assert!(!world.stop("strangers").is_empty());
    }
    assert!(
        permission(&json!({ "Principal": OTHER }))
            .stop("trust_widened")
            .contains(OTHER)
    );
    let told = said(&permission(&json!({})));
    assert!(told.contains("on behalf of any account"), "{told}");
    let rule = format!("arn:aws:events:eu-west-1:{ACCOUNT}:rule/nightly");
    let told = said(&permission(&json!({ "SourceArn": rule })));
    assert!(
        told.contains("lambda:InvokeFunction for events.amazonaws.com")
            && told.contains("aws:SourceArn"),
        "{told}"
    );
    assert!(!told.contains("on behalf of any account"), "{told}");
}

#[test]
fn a_permission_s_word_that_nobody_here_knows_stops() {
    for more in [
        json!({ "PrincipalGalaxy": "milky-way" }),
        json!({ "Principal": "somebody" }),
        json!({ "Principal": null }),
        json!({ "SourceArn": ["a"] }),
    ] {
        assert!(!permission(&more).stop("broadening").is_empty(), "{more}");
    }
}

#[test]
fn a_policy_in_a_kind_that_is_not_known_here_stops() {
    let policy = documents(&[statement(&own("x"), "s3:*")]);
    let world = added(
        "AWS::New::Thing",
        &json!({ "Sharing": { "Policy": policy } }),
    );
    let why = world.stop("broadening");
    assert!(
        why.contains("Sharing") && why.contains("AWS::New::Thing"),
        "{why}"
    );
    let as_text = Value::from(policy.to_string());
    let world = added("AWS::New::Thing", &json!({ "Sharing": as_text }));
    assert!(!world.stop("broadening").is_empty());
    let world = added(
        "AWS::EC2::VPCEndpoint",
        &json!({ "PolicyDocument": policy }),
    );
    assert_eq!(world.stop("broadening"), "");
}

#[test]
fn who_gets_at_a_resource_is_never_an_expected_grant_of_a_role() {
    let mut world = bucket(&[statement(&own("writer"), "s3:PutObject")]);
    world.expecting_gains(&[("*", "*")]);
    assert!(world.stop("expected_gains").contains("s3:PutObject"));
}

#[test]
fn a_permission_for_another_function_is_a_new_one() {
    let of = |name: &str| json!({ "Action": "lambda:InvokeFunction", "FunctionName": name, "Principal": OTHER });
    let world = becoming(
        "AWS::Lambda::Permission",
        "FunctionName",
        &of("a"),
        &of("b"),
    );
    assert!(world.stop("trust_widened").contains(OTHER));
}
