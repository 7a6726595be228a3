//! The exact comparison: known pairs, and generated ones against brute force.

mod effective;
mod generated;
mod principals;

use watchkeeper::{
    facts::Verdict,
    policy::{Comparison, Decision, Document, Kind, compare, parse},
};

use super::{identity, of_statements};

fn allow(action: &str, resource: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect":"Allow","Action":{action},"Resource":{resource},"Condition":{{{condition}}}}}"#
    )
}

fn judged(codified: &str, live: &str) -> Comparison {
    compare(&of_statements(codified), &of_statements(live))
}

/// Both directions at once, since each says something about the other.
fn verdict(codified: &str, live: &str) -> Verdict {
    let there = judged(codified, live).verdict;
    let back = judged(live, codified).verdict;
    let mirrored = match there {
        Verdict::Broader => Verdict::Narrower,
        Verdict::Narrower => Verdict::Broader,
        other => other,
    };
    assert_eq!(back, mirrored, "{codified} {live}");
    there
}

fn metrics(values: &str) -> String {
    allow(
        r#""cloudwatch:PutMetricData""#,
        r#""*""#,
        &format!(r#""StringLike":{{"cloudwatch:namespace":{values}}}"#),
    )
}

#[test]
fn the_widened_namespace_is_broader_by_just_that_namespace() {
    let found = judged(
        &metrics(r#""AlphaEngine/*""#),
        &metrics(r#"["AlphaEngine","AlphaEngine/*"]"#),
    );
    assert_eq!(found.verdict, Verdict::Broader);
    assert_eq!(found.lost, None);
    let witness = found.gained.unwrap();
    assert!(witness.plausible);
    assert_eq!(witness.request.action, "cloudwatch:PutMetricData");
    assert_eq!(witness.codified, Decision::ImplicitlyDenied);
    assert_eq!(witness.live, Decision::Allowed);
    let context: Vec<_> = witness.request.context.iter().collect();
    assert_eq!(context.len(), 1);
    assert_eq!(context[0].1.all(), ["AlphaEngine"]);
}

#[test]
fn what_a_wider_pattern_makes_redundant_is_no_difference() {
    assert_eq!(
        verdict(&metrics(r#""A*""#), &metrics(r#"["A*","A/b","AB?"]"#)),
        Verdict::Equal
    );
    let both = r#"["s3:GetObject","s3:PutObject"]"#;
    let apart = [r#""s3:GetObject""#, r#""s3:PutObject""#].map(|one| allow(one, r#""*""#, ""));
    assert_eq!(
        verdict(&allow(both, r#""*""#, ""), &apart.join(",")),
        Verdict::Equal
    );
    let exact = allow(r#""s3:*""#, r#""*""#, "");
    let covered = format!(
        "{exact},{}",
        allow(r#""s3:Get*""#, r#""arn:aws:s3:::b/*""#, "")
    );
    assert_eq!(verdict(&exact, &covered), Verdict::Equal);
}

#[test]
fn a_cross_product_is_more_than_its_pairs() {
    let pairs = [
        allow(r#""s3:GetObject""#, r#""arn:aws:s3:::a/*""#, ""),
        allow(r#""s3:PutObject""#, r#""arn:aws:s3:::b/*""#, ""),
    ];
    let product = allow(
        r#"["s3:GetObject","s3:PutObject"]"#,
        r#"["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]"#,
        "",
    );
    assert_eq!(verdict(&pairs.join(","), &product), Verdict::Broader);
}

#[test]
fn numbers_dates_and_addresses_are_intervals() {
    let on = |condition: &str| allow(r#""s3:*""#, r#""*""#, condition);
    let less =
        |operator: &str, limit: &str| on(&format!(r#""{operator}":{{"s3:max-keys":"{limit}"}}"#));
    assert_eq!(
        verdict(
            &less("NumericLessThan", "10"),
            &less("NumericLessThan", "10.0")
        ),
        Verdict::Equal
    );
    assert_eq!(
        verdict(
            &less("NumericLessThan", "10"),
            &less("NumericLessThanEquals", "10")
        ),
        Verdict::Broader
    );
    assert_eq!(
        verdict(
            &less("NumericLessThan", "1"),
            &less("NumericLessThan", "1.001")
        ),
        Verdict::Broader
    );
    let from = |range: &str| on(&format!(r#""IpAddress":{{"aws:SourceIp":{range}}}"#));
    assert_eq!(
        verdict(
            &from(r#""10.0.0.0/8""#),
            &from(r#"["10.0.0.0/9","10.128.0.0/9"]"#)
        ),
        Verdict::Equal
    );
    assert_eq!(
        verdict(
            &from(r#""10.0.0.0/8""#),
            &from(r#"["10.0.0.0/9","10.128.0.0/10"]"#)
        ),
        Verdict::Narrower
    );
    let before = |date: &str| on(&format!(r#""DateLessThan":{{"aws:CurrentTime":"{date}"}}"#));
    assert_eq!(
        verdict(&before("2025-11-01"), &before("2025-11-01T02:00:00+02:00")),
        Verdict::Equal
    );
}

#[test]
fn an_absent_key_an_empty_set_and_a_value_are_three_things() {
    let on = |condition: &str| allow(r#""s3:*""#, r#""*""#, condition);
    let equals = on(r#""StringEquals":{"aws:username":"a"}"#);
    let if_exists = on(r#""StringEqualsIfExists":{"aws:username":"a"}"#);
    assert_eq!(verdict(&equals, &if_exists), Verdict::Broader);
    let with_null =
        on(r#""StringEqualsIfExists":{"aws:username":"a"},"Null":{"aws:username":"false"}"#);
    assert_eq!(verdict(&equals, &with_null), Verdict::Equal);
    let all = on(r#""ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]}"#);
    let any = on(r#""ForAnyValue:StringEquals":{"aws:TagKeys":["a","b"]}"#);
    assert_eq!(verdict(&all, &any), Verdict::Different);
}

#[test]
fn a_denial_of_another_kind_is_a_difference() {
    let get = allow(r#""s3:GetObject""#, r#""*""#, "");
    let deny = r#"{"Effect":"Deny","Action":"iam:*","Resource":"*"}"#;
    let found = judged(&get, &format!("{get},{deny}"));
    assert_eq!(found.verdict, Verdict::Narrower);
    let witness = found.lost.unwrap();
    assert_eq!(
        (witness.codified, witness.live),
        (Decision::ImplicitlyDenied, Decision::ExplicitlyDenied)
    );
}

#[test]
fn the_version_matters_exactly_where_a_variable_is() {
    let of = |version: &str, resource: &str| {
        identity(&format!(
            r#"{{"Version":"{version}","Statement":{{"Effect":"Allow","Action":"s3:GetObject","Resource":"{resource}"}}}}"#
        ))
    };
    let plain = "arn:aws:s3:::home/*";
    let found = compare(&of("2008-10-17", plain), &of("2012-10-17", plain));
    assert_eq!(found.verdict, Verdict::Equal);
    let variable = "arn:aws:s3:::home/${aws:username}/*";
    let found = compare(&of("2008-10-17", variable), &of("2012-10-17", variable));
    assert_eq!(found.equivalent, Some(false));
    let gained = found.gained.unwrap();
    assert_eq!(gained.live, Decision::Allowed);
    assert_eq!(
        compare(&of("2012-10-17", variable), &of("2012-10-17", plain)).verdict,
        Verdict::Broader
    );
}

#[test]
fn what_aws_does_not_document_is_never_the_whole_of_a_difference() {
    let on = |condition: &str| allow(r#""s3:*""#, r#""*""#, condition);
    let found = judged(
        &on(r#""StringLike":{"aws:username":"a*"}"#),
        &on(r#""stringlike":{"aws:username":"a*"}"#),
    );
    assert_eq!(found.verdict, Verdict::Undecided);
    assert_eq!(found.equivalent, None);
    assert!(found.why.is_some());
    let reachable = [
        allow(r#""sqs:*""#, r#""arn:aws:sqs:e*t:1:q""#, ""),
        allow(
            r#""sqs:*""#,
            r#"["arn:aws:sqs:e*t:1:q","arn:aws:sqs:e*:x*t:1:q"]"#,
            "",
        ),
    ];
    let found = judged(&reachable[0], &reachable[1]);
    assert_ne!(found.verdict, Verdict::Equal);
}

#[test]
fn an_empty_value_is_a_value() {
    let list = |prefixes: &str| {
        let condition = format!(r#""StringEquals":{{"s3:prefix":{prefixes}}}"#);
        allow(r#""s3:ListBucket""#, r#""arn:aws:s3:::b""#, &condition)
    };
    let found = judged(&list(r#""home/""#), &list(r#"["","home/"]"#));
    assert_eq!(found.verdict, Verdict::Broader);
    let context = found.gained.unwrap().request.context;
    let values: Vec<_> = context
        .iter()
        .flat_map(|(_, values)| values.all())
        .collect();
    assert_eq!(values, [""]);
}

#[test]
fn a_key_with_several_values_is_a_set_under_plain_operators_too() {
    let on = |condition: &str| allow(r#""s3:*""#, r#""*""#, condition);
    let one = on(r#""StringEquals":{"aws:TagKeys":"a"}"#);
    let implied = on(r#""StringEquals":{"aws:TagKeys":"a"},"StringNotEquals":{"aws:TagKeys":"b"}"#);
    assert_eq!(verdict(&one, &implied), Verdict::Undecided);
    let on_single = |text: &str| text.replace("aws:TagKeys", "aws:username");
    assert_eq!(
        verdict(&on_single(&one), &on_single(&implied)),
        Verdict::Equal
    );
}

#[test]
fn a_wildcard_in_the_service_is_read_both_ways() {
    let on = |resource: &str| allow(r#""s3:*""#, resource, "");
    let wild = on(r#""arn:aws:s*:::b""#);
    let both = on(r#"["arn:aws:s*:::b","arn:aws:s3:::b"]"#);
    assert_eq!(verdict(&wild, &both), Verdict::Undecided);
    assert_eq!(verdict(&both, &both), Verdict::Equal);
}

#[test]
fn the_same_account_number_in_another_partition_is_another_account() {
    let trust = |partition: &str| {
        let text = format!(
            r#"{{"Statement":{{"Effect":"Allow","Action":"sts:AssumeRole",
                "Principal":{{"AWS":"arn:{partition}:iam::123456789012:root"}}}}}}"#
        );
        parse(&text, Kind::Trust).unwrap()
    };
    assert_eq!(
        compare(&trust("aws"), &trust("aws-cn")).verdict,
        Verdict::Different
    );
    assert_eq!(
        compare(&trust("aws"), &trust("aws")).verdict,
        Verdict::Equal
    );
}

#[test]
fn one_pattern_with_a_variable_can_include_another() {
    let on = |resources: &str| allow(r#""s3:GetObject""#, resources, "");
    let wide = on(r#""arn:aws:s3:::b/${aws:username}/*""#);
    let narrow = on(r#""arn:aws:s3:::b/${aws:username}/a*""#);
    assert_eq!(verdict(&narrow, &wide), Verdict::Broader);
    let other = on(r#""arn:aws:s3:::b/${aws:userid}/*""#);
    assert_eq!(verdict(&other, &wide), Verdict::Different);
}

#[test]
fn trust_in_an_account_is_more_than_trust_in_its_role() {
    let trust = |principal: &str| {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{principal}}}}}"#
        );
        parse(&text, Kind::Trust).unwrap()
    };
    let role = trust(r#"{"AWS":"arn:aws:iam::123456789012:role/deploy"}"#);
    let account = trust(r#"{"AWS":"123456789012"}"#);
    let both = trust(r#"{"AWS":["123456789012","arn:aws:iam::123456789012:role/deploy"]}"#);
    let here = |document: &Document| document.clone().within(Some("aws"));
    assert_eq!(compare(&role, &here(&account)).verdict, Verdict::Broader);
    assert_eq!(
        compare(&here(&account), &here(&both)).verdict,
        Verdict::Equal
    );
    let service = trust(r#"{"Service":"ec2.amazonaws.com"}"#);
    assert_eq!(compare(&role, &service).verdict, Verdict::Different);
}

#[test]
fn intricate_documents_end_within_their_caps() {
    let stars: Vec<String> = (0..300)
        .map(|n| format!(r#""s3:*{}*{}*{}*""#, n % 7, n % 11, n % 13))
        .collect();
    let a = allow(&format!("[{}]", stars.join(",")), r#""*""#, "");
    let b = allow(&format!("[{}]", stars[1..].join(",")), r#""*""#, "");
    let found = judged(&a, &b);
    assert_ne!(found.verdict, Verdict::Broader);
    assert_eq!(judged(&a, &a).verdict, Verdict::Equal);
    let many: Vec<String> = (0..24)
        .map(|n| {
            allow(
                r#""s3:*""#,
                r#""*""#,
                &format!(r#""StringLike":{{"k:{n}":"*{n}*"}}"#),
            )
        })
        .collect();
    let found = judged(&many.join(","), &many[1..].join(","));
    assert_ne!(found.verdict, Verdict::Equal);
    assert_ne!(found.verdict, Verdict::Broader);
}
