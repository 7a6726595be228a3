//! What a difference means, in words that are true.

use watchkeeper::{
    facts::Verdict,
    policy::{
        Kind,
        explain::{subject, who},
        judge, parse,
    },
};

use super::of_statements;

fn words(codified: &str, live: &str) -> (Verdict, Vec<String>, Vec<String>) {
    let found = judge(&of_statements(codified), &of_statements(live));
    let what = |changes: Vec<watchkeeper::policy::Change>| {
        changes.into_iter().map(|change| change.what).collect()
    };
    (
        found.comparison.verdict,
        what(found.gained),
        what(found.lost),
    )
}

const PUT: &str = r#"{"Sid":"Put","Effect":"Allow","Action":["cloudwatch:PutMetricData","s3:GetObject"],
    "Resource":"*","Condition":{"StringLike":{"cloudwatch:namespace":"AlphaEngine/*"}}}"#;

#[test]
fn a_value_that_another_statement_allows_anyway_is_not_told() {
    let wide = PUT.replace(r#""AlphaEngine/*""#, r#"["AlphaEngine","AlphaEngine/*"]"#);
    let (verdict, gained, lost) = words(PUT, &wide);
    assert_eq!(verdict, Verdict::Broader);
    assert_eq!(
        gained,
        ["cloudwatch:PutMetricData, s3:GetObject on * when cloudwatch:namespace = AlphaEngine"]
    );
    assert!(lost.is_empty());
    let all = r#"{"Effect":"Allow","Action":["cloudwatch:*","s3:*"],"Resource":"*"}"#;
    let (verdict, gained, lost) = words(&format!("{PUT},{all}"), &format!("{wide},{all}"));
    assert_eq!(verdict, Verdict::Equal);
    assert!(gained.is_empty() && lost.is_empty());
}

#[test]
fn a_condition_more_and_an_action_less_are_both_lost() {
    let plain = r#"{"Sid":"S","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::b/*"}"#;
    let narrow = r#"{"Sid":"S","Effect":"Allow","Action":["s3:GetObject"],"Resource":"arn:aws:s3:::b/*",
        "Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}"#;
    let (verdict, gained, lost) = words(plain, narrow);
    assert_eq!(verdict, Verdict::Narrower);
    assert!(gained.is_empty());
    assert_eq!(
        lost,
        [
            "s3:PutObject on arn:aws:s3:::b/*",
            "s3:GetObject, s3:PutObject on arn:aws:s3:::b/* when not (aws:SourceIp in 10.0.0.0/8)",
        ]
    );
}

#[test]
fn a_new_denial_is_lost_and_a_dropped_one_gained() {
    let all = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;
    let deny = r#"{"Sid":"NoIam","Effect":"Deny","Action":"iam:*","Resource":"*"}"#;
    let both = format!("{all},{deny}");
    assert_eq!(
        words(all, &both),
        (Verdict::Narrower, vec![], vec!["iam:* on *".into()])
    );
    assert_eq!(
        words(&both, all),
        (Verdict::Broader, vec!["iam:* on *".into()], vec![])
    );
}

/// A statement without a counterpart, and what the other side allows by others.
#[test]
fn only_what_differs_is_named_however_the_statements_pair() {
    let allow = |actions: &str, resources: &str| {
        format!(r#"{{"Effect":"Allow","Action":[{actions}],"Resource":[{resources}]}}"#)
    };
    let star = r#""*""#;
    let get = r#""s3:GetObject""#;
    let four = r#""s3:GetObject","s3:PutObject","iam:PassRole","lambda:InvokeFunction""#;
    let rest = "s3:PutObject, iam:PassRole, lambda:InvokeFunction on *";
    let (one, all) = (allow(get, star), allow(four, star));
    assert_eq!(
        words(&one, &all),
        (Verdict::Broader, vec![rest.into()], vec![])
    );
    assert_eq!(
        words(&all, &one),
        (Verdict::Narrower, vec![], vec![rest.into()])
    );
    // What differs may be another action on each resource.
    let (a, b) = (r#""arn:aws:s3:::a/*""#, r#""arn:aws:s3:::b/*""#);
    let put = r#""s3:PutObject""#;
    let two = format!("{},{}", allow(get, a), allow(put, b));
    let both = allow(&format!("{get},{put}"), &format!("{a},{b}"));
    let crossed = vec![
        "s3:GetObject on arn:aws:s3:::b/*".to_owned(),
        "s3:PutObject on arn:aws:s3:::a/*".to_owned(),
    ];
    let (verdict, mut gained, lost) = words(&two, &both);
    gained.sort();
    assert_eq!((verdict, gained, lost), (Verdict::Broader, crossed, vec![]));
    // Of a pattern what both allow is left out.
    let every = allow(r#""s3:*""#, star);
    assert_eq!(
        words(&one, &every),
        (
            Verdict::Broader,
            vec!["s3:* but s3:GetObject on *".into()],
            vec![]
        )
    );
    let (verdict, gained, _) = words(&allow(get, a), &allow(get, star));
    assert_eq!(verdict, Verdict::Broader);
    assert_eq!(gained, ["s3:GetObject on * but arn:aws:s3:::a/*"]);
}

#[test]
fn what_the_other_side_allows_under_conditions_is_told_without_them() {
    let get = |actions: &str, condition: &str| {
        format!(r#"{{"Effect":"Allow","Action":[{actions}],"Resource":"*"{condition}}}"#)
    };
    let if_ = |operator: &str| {
        format!(r#","Condition":{{"{operator}":{{"aws:PrincipalTag/team":"a"}}}}"#)
    };
    let (one, three) = (
        r#""s3:GetObject""#,
        r#""s3:GetObject","s3:PutObject","s3:DeleteObject""#,
    );
    for (operator, unless) in [
        ("StringEquals", "not (aws:PrincipalTag/team = a)"),
        ("StringNotEquals", "not (aws:PrincipalTag/team is not a)"),
    ] {
        let narrow = get(one, &if_(operator));
        let told = vec![
            "s3:PutObject, s3:DeleteObject on *".to_owned(),
            format!("s3:GetObject on * when {unless}"),
        ];
        assert_eq!(
            words(&narrow, &get(three, "")),
            (Verdict::Broader, told.clone(), vec![]),
            "{operator}"
        );
        assert_eq!(
            words(&get(three, ""), &narrow),
            (Verdict::Narrower, vec![], told),
            "{operator}"
        );
    }
    // What the other side allows of other values says nothing of these.
    let of = |value: &str| {
        let condition = r#","Condition":{"StringEquals":{"aws:PrincipalTag/team":"a"}}"#;
        get(one, &condition.replace(r#""a""#, value))
    };
    let (verdict, gained, lost) = words(&of(r#""a""#), &of(r#"["a","b"]"#));
    assert_eq!(
        (verdict, gained, lost),
        (
            Verdict::Broader,
            vec!["s3:GetObject on * when aws:PrincipalTag/team = b".into()],
            vec![]
        )
    );
    // What the other side denies, it allows under no condition.
    let denied = format!(
        r#"{},{{"Effect":"Deny","Action":"s3:Get*","Resource":"*"}}"#,
        get(one, &if_("StringEquals"))
    );
    let (_, gained, _) = words(&denied, &get(three, ""));
    let first = "s3:GetObject, s3:PutObject, s3:DeleteObject on *";
    assert!(gained.contains(&first.to_owned()), "{gained:?}");
}

#[test]
fn of_all_but_some_what_both_allow_is_left_out_too() {
    let allow = |element: &str, actions: &str| {
        format!(r#"{{"Effect":"Allow","{element}":[{actions}],"Resource":"*"}}"#)
    };
    let get = allow("Action", r#""s3:GetObject""#);
    let most = allow("NotAction", r#""iam:*""#);
    let (_, gained, lost) = words(&get, &most);
    assert_eq!(gained, ["all but iam:*, s3:GetObject on *"]);
    assert_eq!(lost, [] as [&str; 0]);
    let more = allow("NotAction", r#""iam:PassRole""#);
    assert_eq!(
        words(&most, &more),
        (
            Verdict::Broader,
            vec!["iam:* but iam:PassRole on *".into()],
            vec![]
        )
    );
}

#[test]
fn a_denial_of_what_its_side_does_not_allow_is_told_as_one() {
    let get = r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}"#;
    let deny =
        |actions: &str| format!(r#"{get},{{"Effect":"Deny","Action":[{actions}],"Resource":"*"}}"#);
    let live = deny(r#""s3:GetObject","s3:PutObject""#);
    let found = judge(&of_statements(get), &of_statements(&live));
    let said: Vec<(&str, bool)> = found
        .lost
        .iter()
        .map(|one| (one.what.as_str(), one.reason.is_some()))
        .collect();
    assert_eq!(
        said,
        [("s3:GetObject on *", false), ("s3:PutObject on *", true)]
    );
    let reason = found.lost[1].reason.as_deref().unwrap();
    assert!(reason.starts_with("neither side allows it"), "{reason}");
}

#[test]
fn a_denial_is_told_but_for_what_both_deny() {
    let deny = |actions: &str| {
        format!(
            r#"{{"Effect":"Allow","Action":"*","Resource":"*"}},
            {{"Effect":"Deny","Action":[{actions}],"Resource":"*"}}"#
        )
    };
    let (put, all) = (deny(r#""s3:Put*""#), deny(r#""s3:*","ec2:*""#));
    let said = || vec!["s3:*, ec2:* but s3:Put* on *".to_owned()];
    assert_eq!(words(&put, &all), (Verdict::Narrower, vec![], said()));
    assert_eq!(words(&all, &put), (Verdict::Broader, said(), vec![]));
}

#[test]
fn of_one_s_own_denials_nothing_is_gained() {
    let live = r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"},
        {"Effect":"Deny","Action":"s3:Delete*","Resource":"*"}"#;
    let other = r#"{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}"#;
    let (_, gained, lost) = words(other, &format!("{other},{live}"));
    assert_eq!(gained, ["s3:* but s3:Delete* on *"]);
    // A denial takes away what another policy may allow.
    assert_eq!(lost, ["s3:Delete* on *"]);
}

#[test]
fn the_catalogue_knows_what_an_action_can_do_and_only_helps_to_name_it() {
    use watchkeeper::policy::catalogue::{Access, access};
    assert_eq!(
        access("iam:PutRolePolicy"),
        Some(Access::PermissionsManagement)
    );
    assert_eq!(access("S3:getobject"), Some(Access::Read));
    assert_eq!(access("sqs:*"), Some(Access::PermissionsManagement));
    assert_eq!(access("nosuch:Thing"), None);
    assert_eq!(access("*"), None);
    let s = |action: &str| {
        format!(r#"{{"Effect":"Allow","Action":"{action}","Resource":"arn:aws:s3:::b/*"}}"#)
    };
    let found = judge(
        &of_statements(&s("s3:PutObject")),
        &of_statements(&s("s3:*")),
    );
    let witness = found.comparison.gained.unwrap();
    assert!(witness.plausible, "{witness:?}");
    assert_eq!(found.gained[0].access, Some(Access::PermissionsManagement));
    let unknown = judge(
        &of_statements(&s("nosuch:A")),
        &of_statements(&s("nosuch:B")),
    );
    assert_eq!(unknown.comparison.verdict, Verdict::Different);
}

#[test]
fn github_subjects_are_told_by_what_they_let_in() {
    for (claim, words) in [
        (
            "repo:acme/app:ref:refs/heads/main",
            "workflows of acme/app on branch main",
        ),
        (
            "repo:acme/app:ref:refs/tags/*",
            "workflows of acme/app on any tag",
        ),
        (
            "repo:acme/app:environment:prod",
            "workflows of acme/app in environment prod",
        ),
        (
            "repo:acme/app:pull_request",
            "workflows of acme/app on pull requests",
        ),
        (
            "repo:acme/app:*",
            "any workflow of acme/app: every branch, tag, environment and pull request",
        ),
        (
            "repo:acme/*",
            "any workflow of any repository of acme: every branch, tag, environment and pull request",
        ),
        ("*", "any workflow of any repository on GitHub"),
    ] {
        assert_eq!(subject(claim).as_deref(), Some(words), "{claim}");
    }
    assert_eq!(subject("system:serviceaccount:a:b"), None);
}

#[test]
fn a_trust_policy_says_who_may_assume_the_role() {
    let trust = |condition: &str| {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity",
            "Principal":{{"Federated":"arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com","Service":"ec2.amazonaws.com"}},
            "Condition":{{{condition}}}}}]}}"#
        );
        who(&parse(&text, Kind::Trust).unwrap())
    };
    let owned = trust(
        r#""StringEquals":{"token.actions.githubusercontent.com:repository_owner":["acme","beta"],"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}"#,
    );
    assert_eq!(owned[0], "workflows with repository_owner acme or beta");
    let open =
        trust(r#""StringEquals":{"token.actions.githubusercontent.com:AUD":"sts.amazonaws.com"}"#);
    assert_eq!(
        open,
        [
            "any workflow of any repository on GitHub, for want of a sub condition",
            "the service ec2.amazonaws.com"
        ]
    );
    let dead = trust(r#""StringEquals":{"token.actions.githubusercontent.com:sub":"repo:a/b:*"}"#);
    assert!(dead[0].starts_with("nobody: "), "{dead:?}");
    assert_eq!(dead[1], "for any audience, for want of an aud condition");
}
