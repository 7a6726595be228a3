//! What a change set opens to the world, and whose code it runs, in words.

use serde_json::{Value, json};
use watchkeeper::facts::stack::ChangeAction;

use super::runs_as::{added, becoming, holding, said};

fn opened() -> Vec<(&'static str, Value, Value, &'static str)> {
    let rule =
        |cidr: &str| json!({ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": cidr });
    let six = json!({ "IpProtocol": "-1", "CidrIpv6": "::/0" });
    let block = |on: bool| {
        json!({ "PublicAccessBlockConfiguration": {
            "BlockPublicAcls": true, "BlockPublicPolicy": on,
            "IgnorePublicAcls": true, "RestrictPublicBuckets": true,
        }})
    };
    vec![
        (
            "AWS::Lambda::Url",
            json!({ "TargetFunctionArn": "f", "AuthType": "AWS_IAM" }),
            json!({ "TargetFunctionArn": "f", "AuthType": "NONE" }),
            "everybody on the internet an address to call function f",
        ),
        (
            "AWS::EC2::SecurityGroup",
            json!({ "SecurityGroupIngress": [rule("10.0.0.0/8")] }),
            json!({ "SecurityGroupIngress": [rule("10.0.0.0/8"), rule("0.0.0.0/0")] }),
            "the internet a way in from 0.0.0.0/0: tcp, ports 22 to 22",
        ),
        (
            "AWS::EC2::SecurityGroup",
            json!({}),
            json!({ "SecurityGroupIngress": [rule("128.0.0.0/1")] }),
            "the internet a way in from 128.0.0.0/1",
        ),
        (
            "AWS::EC2::SecurityGroupIngress",
            rule("192.168.0.0/16"),
            six,
            "the internet a way in from ::/0: every port of every protocol",
        ),
        (
            "AWS::S3::Bucket",
            json!({ "AccessControl": "Private" }),
            json!({ "AccessControl": "PublicRead" }),
            "everybody on the internet the bucket to read",
        ),
        (
            "AWS::S3::Bucket",
            block(true),
            block(false),
            "BlockPublicPolicy is off",
        ),
        (
            "AWS::Cognito::IdentityPool",
            json!({ "AllowUnauthenticatedIdentities": false }),
            json!({ "AllowUnauthenticatedIdentities": "true" }),
            "AWS credentials without signing in",
        ),
        (
            "AWS::ApiGateway::Method",
            json!({ "HttpMethod": "POST", "AuthorizationType": "AWS_IAM" }),
            json!({ "HttpMethod": "POST", "AuthorizationType": "NONE" }),
            "POST to call without signing in",
        ),
        (
            "AWS::RDS::DBInstance",
            json!({ "PubliclyAccessible": false }),
            json!({ "PubliclyAccessible": true }),
            "the internet an address to reach it at",
        ),
    ]
}

#[test]
fn what_is_opened_to_the_world_is_said_for_what_is_added_and_for_what_changes() {
    for (kind, before, after, words) in opened() {
        let first = after.as_object().unwrap().keys().next().unwrap().clone();
        for change in [added(kind, &after), becoming(kind, &first, &before, &after)] {
            let mut world = holding(change);
            let told = said(&world);
            assert!(
                told.contains("Other GIVES") && told.contains(words),
                "{kind}: {told}"
            );
            let shown = format!("{:?}", world.plan().sections());
            assert!(shown.contains(words), "{kind}: {shown}");
            world.expecting_gains(&[("events:*", "*")]);
            assert!(!world.stop("expected_gains").is_empty(), "{kind}");
        }
        for change in [added(kind, &before), becoming(kind, &first, &after, &after)] {
            assert!(!said(&holding(change)).contains("GIVES"), "{kind}");
        }
    }
}

#[test]
fn a_bucket_whose_protection_is_taken_out_of_the_template_is_said() {
    let on = json!({ "PublicAccessBlockConfiguration": {
        "BlockPublicAcls": true, "BlockPublicPolicy": true,
        "IgnorePublicAcls": true, "RestrictPublicBuckets": true,
    }});
    let change = becoming(
        "AWS::S3::Bucket",
        "PublicAccessBlockConfiguration",
        &on,
        &json!({}),
    );
    let told = said(&holding(change));
    assert!(
        told.contains("no protection against becoming public"),
        "{told}"
    );
}

#[test]
fn a_permission_for_everybody_is_said_in_words_and_stops() {
    let mut properties = json!({
        "Action": "lambda:InvokeFunctionUrl", "FunctionName": "nightly", "Principal": "*",
        "FunctionUrlAuthType": "NONE",
    });
    let world = holding(added("AWS::Lambda::Permission", &properties));
    let told = said(&world);
    assert!(
        told.contains("everybody on the internet function nightly to call"),
        "{told}"
    );
    assert!(!world.stop("strangers").is_empty());
    properties
        .as_object_mut()
        .unwrap()
        .remove("FunctionUrlAuthType");
    let told = said(&holding(added("AWS::Lambda::Permission", &properties)));
    assert!(told.contains("everybody with an AWS account"), "{told}");
}

#[test]
fn a_net_that_is_not_known_yet_may_be_the_world() {
    let later = "{{changeSet:KNOWN_AFTER_APPLY}}";
    let rule = json!({ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": later });
    let told = said(&holding(added("AWS::EC2::SecurityGroupIngress", &rule)));
    assert!(
        told.contains("known only when the change set is executed"),
        "{told}"
    );
}

#[test]
fn a_custom_resource_runs_code_whatever_is_done_with_it() {
    let token = |account: &str| json!({ "ServiceToken": format!("arn:aws:lambda:eu-west-1:{account}:function:make"), "A": 1 });
    let own = token(super::fixture::ACCOUNT);
    for kind in ["Custom::Thing", "AWS::CloudFormation::CustomResource"] {
        let mut removed = becoming(kind, "A", &own, &own);
        removed.action = ChangeAction::Remove;
        removed.after = None;
        for change in [added(kind, &own), becoming(kind, "A", &own, &own), removed] {
            let mut world = holding(change);
            let told = said(&world);
            assert!(
                told.contains("Other: runs code while the change set is executed")
                    && told.contains("function:make"),
                "{kind}: {told}"
            );
            world.expecting_gains(&[("events:*", "*")]);
            assert_eq!(world.stop("expected_gains"), "", "{kind}");
        }
        let why = holding(added(kind, &token("444455556666"))).stop("broadening");
        assert!(why.contains("444455556666"), "{kind}: {why}");
        let mut unread = added(kind, &own);
        unread.after = None;
        assert!(!holding(unread).stop("broadening").is_empty(), "{kind}");
    }
}

#[test]
fn a_net_whose_length_takes_in_the_world_is_the_world_whatever_its_address() {
    let rule = |cidr: &str| json!({ "IpProtocol": "-1", "CidrIp": cidr });
    for cidr in ["10.0.0.0/0", "10.0.0.0/1", "10.1.2.3/0", "0.0.0.0/00"] {
        let told = said(&holding(added(
            "AWS::EC2::SecurityGroupIngress",
            &rule(cidr),
        )));
        assert!(told.contains("the internet a way in"), "{cidr}: {told}");
    }
}

#[test]
fn rules_that_are_no_list_are_read_or_may_be_the_world() {
    let later = json!("{{changeSet:KNOWN_AFTER_APPLY}}");
    let one = json!({ "IpProtocol": "-1", "CidrIp": "0.0.0.0/0" });
    for rules in [later.clone(), json!([later]), one] {
        let properties = json!({ "SecurityGroupIngress": rules });
        let told = said(&holding(added("AWS::EC2::SecurityGroup", &properties)));
        assert!(told.contains("a way in"), "{rules}: {told}");
    }
}

#[test]
fn other_tags_of_a_role_are_said_since_policies_decide_by_them() {
    use watchkeeper::facts::stack::ResourceAttribute;
    let tags = |value: &str| json!({ "Tags": [{ "Key": "team", "Value": value }] });
    for kind in ["AWS::IAM::Role", "AWS::IAM::User"] {
        let mut change = becoming(kind, "Tags", &tags("data"), &tags("admins"));
        change.scope = vec![ResourceAttribute::Tags];
        change.details[0].attribute = Some(ResourceAttribute::Tags);
        change.details[0].name = None;
        let world = holding(change);
        assert_eq!(world.stop("broadening"), "", "{kind}");
        assert!(said(&world).contains("Other: other tags"), "{kind}");
    }
}
