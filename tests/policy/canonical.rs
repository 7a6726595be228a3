//! Edits that keep the meaning keep the form; edits that do not, do not.

use watchkeeper::policy::{Kind, equivalent, parse};

use super::{identity, of_statements};

fn same(a: &str, b: &str) -> bool {
    equivalent(&of_statements(a), &of_statements(b))
}

fn with_condition(condition: &str) -> String {
    format!(r#"{{"Effect":"Allow","Action":"s3:Get*","Resource":"*","Condition":{condition}}}"#)
}

#[test]
fn letter_case_counts_in_resources_values_and_tag_keys_only() {
    let get = |action: &str, resource: &str| {
        format!(r#"{{"Effect":"Allow","Action":"{action}","Resource":"{resource}"}}"#)
    };
    assert!(same(&get("S3:getobject", "*"), &get("s3:GetObject", "*")));
    assert!(!same(
        &get("s3:GetObject", "arn:aws:s3:::A"),
        &get("s3:GetObject", "arn:aws:s3:::a")
    ));
    let equals = |key: &str, value: &str| {
        with_condition(&format!(r#"{{"StringEquals":{{"{key}":"{value}"}}}}"#))
    };
    assert!(same(
        &equals("aws:UserName", "x"),
        &equals("AWS:username", "x")
    ));
    assert!(!same(
        &equals("aws:username", "X"),
        &equals("aws:username", "x")
    ));
    assert!(same(
        &equals("aws:RequestTag/Team", "x"),
        &equals("aws:requesttag/Team", "x")
    ));
    assert!(!same(
        &equals("aws:RequestTag/Team", "x"),
        &equals("aws:RequestTag/team", "x")
    ));
    assert!(same(
        &equals("oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub", "x"),
        &equals("oidc.eks.eu-west-1.amazonaws.com/id/abc:SUB", "x")
    ));
}

#[test]
fn operators_that_test_the_same_are_one_and_no_others() {
    let on = |operator: &str| with_condition(&format!(r#"{{"{operator}":{{"k:k":"v"}}}}"#));
    assert!(same(&on("ArnLike"), &on("ArnEquals")));
    assert!(same(
        &on("ForAllValues:ArnNotLikeIfExists"),
        &on("ForAllValues:ArnNotEqualsIfExists")
    ));
    for other in [
        "StringEquals",
        "StringNotLike",
        "StringLikeIfExists",
        "ForAnyValue:StringLike",
        "ForAllValues:StringLike",
        "stringlike",
    ] {
        assert!(!same(&on("StringLike"), &on(other)), "{other}");
    }
    assert!(same(&on("stringlike"), &on("stringlike")));
}

#[test]
fn the_version_counts_and_a_missing_one_is_the_old_one() {
    let of = |version: &str| {
        identity(&format!(
            r#"{{{version}"Statement":{{"Effect":"Allow","Action":"*","Resource":"*"}}}}"#
        ))
    };
    let old = of(r#""Version":"2008-10-17","#);
    assert!(equivalent(&old, &of("")));
    assert!(!equivalent(&old, &of(r#""Version":"2012-10-17","#)));
}

#[test]
fn an_account_number_is_its_root_in_its_partition_and_a_star_is_a_star_under_aws() {
    let trust = |principal: &str| {
        let text = format!(
            r#"{{"Statement":{{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{principal}}}}}"#
        );
        parse(&text, Kind::Trust).unwrap()
    };
    let china = |principal: &str| trust(principal).within(Some("aws-cn"));
    let number = trust(r#"{"AWS":"123456789012"}"#);
    let root = r#"{"AWS":["arn:aws:iam::123456789012:root"]}"#;
    let there = r#"{"AWS":"arn:aws-cn:iam::123456789012:root"}"#;
    assert!(equivalent(
        &number.clone().within(Some("aws")),
        &trust(root)
    ));
    assert!(equivalent(
        &number.clone().within(Some("aws-cn")),
        &china(there)
    ));
    assert!(!equivalent(
        &number.clone().within(Some("aws-cn")),
        &china(root)
    ));
    assert!(
        !equivalent(&number, &trust(root)),
        "nobody told the partition"
    );
    assert!(!equivalent(
        &number,
        &trust(r#"{"Service":"123456789012"}"#)
    ));
    assert!(equivalent(&trust(r#""*""#), &trust(r#"{"AWS":"*"}"#)));
    assert!(!equivalent(&trust(r#""*""#), &trust(r#"{"Service":"*"}"#)));
}

#[test]
fn documents_of_different_kinds_are_never_equal() {
    let text = r#"{"Statement":[]}"#;
    let trust = parse(text, Kind::Trust).unwrap();
    assert!(!equivalent(&identity(text), &trust));
}
