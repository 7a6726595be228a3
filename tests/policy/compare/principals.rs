//! Who is meant by a principal, and what everybody may do anyway.

use watchkeeper::{
    facts::Verdict,
    policy::{Kind, compare, parse},
};

#[test]
fn a_bare_account_is_compared_with_an_arn_only_where_the_partition_is_known() {
    let trust = |principals: &str| {
        let text = format!(
            r#"{{"Statement":{{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{{"AWS":{principals}}}}}}}"#
        );
        parse(&text, Kind::Trust).unwrap()
    };
    let bare = trust(r#""111122223333""#);
    for partition in ["aws", "aws-cn", "aws-us-gov"] {
        let root = trust(&format!(r#""arn:{partition}:iam::111122223333:root""#));
        let open = compare(&bare, &root);
        assert_eq!(open.verdict, Verdict::Undecided, "{partition}");
        assert_eq!((&open.gained, &open.lost), (&None, &None), "{partition}");
        assert!(open.why.unwrap().contains("account 111122223333"));
        let there = bare.clone().within(Some(partition));
        assert_eq!(compare(&there, &root).verdict, Verdict::Equal);
    }
    let cn = trust(r#""arn:aws-cn:iam::111122223333:root""#);
    let elsewhere = bare.clone().within(Some("aws"));
    assert_eq!(compare(&elsewhere, &cn).verdict, Verdict::Different);
    // What does not rest on the partition is proved without it.
    let more = trust(r#"["111122223333","arn:aws:iam::444455556666:root"]"#);
    assert_eq!(compare(&bare, &bare).verdict, Verdict::Equal);
    assert_eq!(compare(&bare, &more).verdict, Verdict::Broader);
    let nobody = parse(r#"{"Statement":[]}"#, Kind::Trust).unwrap();
    assert_eq!(compare(&bare, &nobody).verdict, Verdict::Narrower);
}

#[test]
fn everybody_is_everybody_bare_or_under_aws() {
    let policy = |effect: &str, who: &str| {
        let text = format!(
            r#"{{"Statement":{{"Effect":"{effect}","Action":"sqs:*","Resource":"*",{who}}}}}"#
        );
        parse(&text, Kind::Resource).unwrap()
    };
    for (effect, element) in [
        ("Allow", "Principal"),
        ("Deny", "Principal"),
        ("Allow", "NotPrincipal"),
    ] {
        let bare = policy(effect, &format!(r#""{element}":"*""#));
        let typed = policy(effect, &format!(r#""{element}":{{"AWS":"*"}}"#));
        assert_eq!(
            compare(&bare, &typed).verdict,
            Verdict::Equal,
            "{effect} {element}"
        );
    }
    let one = policy(
        "Allow",
        r#""Principal":{"AWS":"arn:aws:iam::111122223333:role/a"}"#,
    );
    let all = policy(
        "Allow",
        r#""Principal":{"AWS":["*","arn:aws:iam::111122223333:role/a"]}"#,
    );
    assert_eq!(compare(&one, &all).verdict, Verdict::Broader);
    assert_eq!(
        compare(&all, &policy("Allow", r#""Principal":"*""#)).verdict,
        Verdict::Equal
    );
}

#[test]
fn an_id_that_aws_shows_is_of_somebody_deleted_and_lets_nobody_in() {
    let trust = |principals: &str| {
        let text = format!(
            r#"{{"Statement":{{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{{"AWS":{principals}}}}}}}"#
        );
        parse(&text, Kind::Trust).unwrap()
    };
    let role = trust(r#""arn:aws:iam::111122223333:role/a""#);
    for id in [
        "AROAEXAMPLEEXAMPLE12",
        "AIDAEXAMPLEEXAMPLE12",
        "AROAEXAMPLEEXAMPLE12:session",
    ] {
        let live = trust(&format!(r#""{id}""#));
        let live = live.clone().knowing(&live);
        assert_eq!(compare(&role, &live).verdict, Verdict::Narrower, "{id}");
        let both = trust(&format!(r#"["arn:aws:iam::111122223333:role/a","{id}"]"#));
        let both = both.clone().knowing(&both);
        assert_eq!(compare(&role, &both).verdict, Verdict::Equal, "{id}");
        // In a file alone it may be the id of somebody who exists.
        let proposed = trust(&format!(r#""{id}""#));
        assert_ne!(compare(&role, &proposed).verdict, Verdict::Narrower, "{id}");
    }
}

/// An id that no AWS shows may be of anybody, or of nobody.
#[test]
fn whose_an_id_in_a_file_is_decides_nothing_and_what_does_not_rest_on_it_is_proved() {
    let trust = |principals: &str| {
        let text = format!(
            r#"{{"Statement":{{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{principals}}}}}"#
        );
        parse(&text, Kind::Trust).unwrap().within(Some("aws"))
    };
    let id = r#""AIDAEXAMPLEEXAMPLE12""#;
    let one = r#""arn:aws:iam::111122223333:user/a""#;
    let of = |listed: &str| trust(&format!(r#"{{"AWS":[{listed}]}}"#));
    for (a, b) in [
        (of(id), of(one)),
        (of(&format!("{id},{one}")), of(one)),
        (of(id), of(&format!("{id},{one}"))),
        (of(id), of(r#""AIDAEXAMPLEEXAMPLE34""#)),
    ] {
        for (a, b) in [(&a, &b), (&b, &a)] {
            let found = compare(a, b);
            assert_eq!(found.verdict, Verdict::Undecided);
            assert_eq!(
                (found.equivalent, found.gained, found.lost),
                (None, None, None)
            );
            assert!(found.why.unwrap().contains("is a unique id"));
        }
    }
    assert_eq!(compare(&of(id), &of(id)).verdict, Verdict::Equal);
    let service = trust(&format!(r#"{{"AWS":{id},"Service":"ec2.amazonaws.com"}}"#));
    assert_eq!(compare(&of(id), &service).verdict, Verdict::Broader);
}

#[test]
fn who_proves_a_difference_is_of_the_partition_that_the_documents_live_in() {
    let trust = |principal: &str, partition: &str| {
        let text = format!(
            r#"{{"Statement":{{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{principal}}}}}"#
        );
        parse(&text, Kind::Trust).unwrap().within(Some(partition))
    };
    for partition in ["aws", "aws-cn", "aws-us-gov"] {
        let known = trust(r#"{"Service":"ec2.amazonaws.com"}"#, partition);
        let found = compare(&known, &trust(r#""*""#, partition));
        let request = found.gained.unwrap().request;
        let begins = format!("arn:{partition}:iam::");
        assert!(
            request.principal.unwrap().starts_with(&begins),
            "{partition}"
        );
        assert!(request.resource.starts_with(&begins), "{partition}");
    }
}

#[test]
fn what_nobody_needs_a_permission_for_is_no_difference() {
    let identity = |effect: &str, action: &str| {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"s3:*","Resource":"*"}},
            {{"Effect":"{effect}","Action":{action},"Resource":"*"}}]}}"#
        );
        parse(&text, Kind::Identity).unwrap()
    };
    let free = r#""sts:GetCallerIdentity""#;
    let plain = identity("Allow", r#""s3:GetObject""#);
    assert_eq!(
        compare(&plain, &identity("Allow", free)).verdict,
        Verdict::Equal
    );
    assert_eq!(
        compare(&plain, &identity("Deny", r#""STS:getcalleridentity""#)).verdict,
        Verdict::Equal
    );
    let more = identity(
        "Allow",
        r#"["sts:GetCallerIdentity","sts:GetSessionToken"]"#,
    );
    assert_eq!(compare(&plain, &more).verdict, Verdict::Broader);
    let all = identity("Allow", r#""sts:Get*""#);
    let found = compare(&identity("Allow", free), &all);
    assert_eq!(found.verdict, Verdict::Broader);
    assert_ne!(
        found.gained.unwrap().request.action,
        "sts:GetCallerIdentity"
    );
}
