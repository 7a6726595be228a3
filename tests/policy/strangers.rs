//! Who passes a trust policy whom it does not name: a table of documents, and what
//! holds for all of them.

mod others;

use proptest::prelude::*;
use serde_json::{Value, json};
use watchkeeper::policy::{
    Compiled, Context, Decision, Document, Kind, Request, Values, parse,
    strangers::{Passage, Proof, Stranger, opened, passing},
};

const GITHUB: &str = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const SUB: &str = "token.actions.githubusercontent.com:sub";

fn trust(statements: &Value) -> Document {
    let text = json!({ "Version": "2012-10-17", "Statement": statements });
    parse(&text.to_string(), Kind::Trust).unwrap()
}

fn federated(provider: &str, condition: &Value) -> Document {
    let action = match provider.contains(":saml-provider/") {
        true => "sts:AssumeRoleWithSAML",
        false => "sts:AssumeRoleWithWebIdentity",
    };
    trust(&json!([{
        "Effect": "Allow", "Principal": { "Federated": provider }, "Action": action,
        "Condition": condition,
    }]))
}

/// A condition on claims of GitHub, the audience beside it.
fn github(operator: &str, claim: &str, values: &Value) -> Document {
    let key = format!("token.actions.githubusercontent.com:{claim}");
    let mut condition = json!({
        "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
    });
    condition[operator][key] = values.clone();
    federated(GITHUB, &condition)
}

fn passes(document: &Document) -> Option<Request> {
    let found = passing(document).into_iter();
    let mut proofs = found.filter_map(|one| match one.proof {
        Proof::Passes(request) => Some(*request),
        Proof::Unclear => None,
    });
    proofs.next()
}

fn first(document: &Document) -> Passage {
    passing(document).into_iter().next().unwrap()
}

#[test]
fn a_subject_that_leaves_the_owner_open_lets_anybody_on_github_in() {
    for subject in [
        "*",
        "**",
        "repo:*",
        "repo:*/*:*",
        "repo:*/name:*",
        "repo:*/name:ref:refs/heads/main",
        "repo:*/name:environment:prod",
        "repo:acme*",
        "repo:acme*/app:*",
        "repo:acm?/app:*",
        "repo:?cme/app:ref:refs/heads/main",
        "repo:*acme/app:*",
        "*acme/app:*",
        "*:environment:prod",
        "*:ref:refs/heads/main",
        "repo:*@*/app@*:*",
        "repo:acme*@*/app@*:ref:refs/heads/main",
        "r*:pull_request",
        "environment:prod",
        "repository_visibility:private",
        "repository_owner:*",
        "job_workflow_ref:acme*",
        "*:*:*:*",
        "*/*/*/*",
        "repo:*e*/*p*:*",
    ] {
        let document = github("StringLike", "sub", &json!([subject]));
        let passage = first(&document);
        assert_eq!(passage.stranger, Stranger::Repository, "{subject}");
        assert!(passes(&document).is_some(), "{subject}: {passage:?}");
        let words = passage.words();
        assert!(
            words.starts_with("Any repository of anybody on GitHub can become this role")
                && words.contains(SUB),
            "{words}"
        );
    }
}

#[test]
fn a_subject_that_spells_the_owner_out_lets_no_stranger_in() {
    for subject in [
        "repo:acme/app:ref:refs/heads/main",
        "repo:acme/*",
        "repo:acme/app*",
        "repo:acme/app:*",
        "repo:acme@123/app@456:ref:refs/heads/main",
        "repo:acme@*/app@*:ref:refs/heads/main",
        "repo:acme@*/*",
        "repo:acme@1*/app@4*:*",
        "repository_owner:acme",
        "repository_owner:acme:environment:*",
        "repository_id:4711:ref:refs/heads/main",
        "repo:*:job_workflow_ref:acme/flows/.github/workflows/deploy.yml@refs/heads/main",
        "job_workflow_ref:acme/flows/*",
    ] {
        let document = github("StringLike", "sub", &json!([subject]));
        assert_eq!(passing(&document), [], "{subject}");
    }
    // Without StringLike a star is a star, and nobody has such a name.
    let exact = github(
        "StringEquals",
        "sub",
        &json!(["repo:acme*/app:pull_request"]),
    );
    assert_eq!(passes(&exact), None);
}

#[test]
fn one_wide_value_among_narrow_ones_is_enough_and_the_example_shows_it() {
    let values = json!(["repo:acme/app:*", "repo:owner*"]);
    let document = github("StringLike", "sub", &values);
    let words = first(&document).words();
    assert!(words.contains("repo:owner-stranger/"), "{words}");
}

#[test]
fn without_a_condition_that_binds_the_repository_anybody_passes() {
    for condition in [
        json!({}),
        json!({ "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }),
        json!({ "StringEquals": { "token.actions.githubusercontent.com:environment": "prod" } }),
        json!({ "StringEquals": { "token.actions.githubusercontent.com:actor": "octocat" } }),
        json!({ "StringEquals": { "token.actions.githubusercontent.com:ref": "refs/heads/main" } }),
        json!({ "StringLike": { "sts:RoleSessionName": "deploy-*" } }),
        json!({ "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }),
    ] {
        let document = federated(GITHUB, &condition);
        assert!(passes(&document).is_some(), "{condition}");
        let words = first(&document).words();
        assert!(words.contains("no condition asks who they are"), "{words}");
    }
}

#[test]
fn any_claim_that_says_whose_the_repository_is_binds_it() {
    for (claim, value, wide) in [
        ("repository", "acme/app", "acme*"),
        ("repository_owner", "acme", "acme*"),
        ("repository_id", "4711", "47*"),
        ("repository_owner_id", "4711", "?711"),
        (
            "job_workflow_ref",
            "acme/flows/.github/workflows/d.yml@refs/heads/main",
            "*/flows/*",
        ),
        ("enterprise", "octo", "octo*"),
    ] {
        let document = github("StringEquals", claim, &json!(value));
        assert_eq!(passing(&document), [], "{claim}");
        let document = github("StringLike", claim, &json!(wide));
        assert!(passes(&document).is_some(), "{claim}");
    }
}

#[test]
fn what_holds_without_the_claim_binds_only_where_every_token_has_it() {
    for operator in [
        "StringEqualsIfExists",
        "ForAllValues:StringEquals",
        "ForAllValues:StringLike",
    ] {
        // GitHub's tokens always have a subject.
        let subject = github(operator, "sub", &json!("repo:acme/app:ref:refs/heads/main"));
        assert_eq!(passing(&subject), [], "{operator}");
        let document = github(operator, "repository_owner_id", &json!("4711"));
        let words = first(&document).words();
        assert!(
            words.contains("repository_owner_id holds for a request without it"),
            "{operator}: {words}"
        );
    }
    let key = "token.actions.githubusercontent.com:repository_id";
    let document = federated(
        GITHUB,
        &json!({ "StringEqualsIfExists": { key: "4711" }, "Null": { key: "false" } }),
    );
    assert_eq!(passing(&document), []);
}

#[test]
fn what_only_excludes_some_lets_the_rest_in() {
    for operator in [
        "StringNotEquals",
        "StringNotLike",
        "ForAnyValue:StringNotLike",
    ] {
        let document = github(operator, "sub", &json!("repo:evil/*"));
        assert!(passes(&document).is_some(), "{operator}");
    }
}

#[test]
fn two_conditions_on_the_subject_hold_together() {
    let document = federated(
        GITHUB,
        &json!({
            "StringLike": { SUB: "repo:*/app:*" },
            "ForAnyValue:StringLike": { SUB: "*:environment:prod" },
        }),
    );
    let request = passes(&document).unwrap();
    let Some((_, Values::One(subject))) = request.context.iter().next() else {
        panic!("{request:?}");
    };
    assert!(subject.ends_with("/app:environment:prod"), "{subject}");
    let bound = federated(
        GITHUB,
        &json!({
            "StringLike": { SUB: "repo:*:environment:prod" },
            "StringEquals": { "token.actions.githubusercontent.com:repository_owner": "acme" },
        }),
    );
    assert_eq!(passing(&bound), []);
}

#[test]
fn a_denial_of_all_others_binds_too() {
    let allow = json!({
        "Effect": "Allow", "Principal": { "Federated": GITHUB },
        "Action": "sts:AssumeRoleWithWebIdentity",
    });
    let deny = |operator: &str, value: &str| {
        json!({
            "Effect": "Deny", "Principal": { "Federated": GITHUB }, "Action": "sts:*",
            "Condition": { operator: { SUB: value } },
        })
    };
    let bound = trust(&json!([allow, deny("StringNotLike", "repo:acme/*")]));
    assert_eq!(passing(&bound), []);
    let wide = trust(&json!([allow, deny("StringNotLike", "repo:acme*")]));
    assert!(passes(&wide).is_some());
    let listed = trust(&json!([allow, deny("StringLike", "repo:evil/*")]));
    assert!(passes(&listed).is_some());
}

#[test]
fn what_cannot_be_told_is_not_taken_for_closed() {
    for subject in [
        "repo:${aws:PrincipalTag/owner}/app:*",
        "{{changeSet:KNOWN_AFTER_APPLY}}",
    ] {
        let document = github("StringLike", "sub", &json!(subject));
        let passage = first(&document);
        assert_eq!(passage.proof, Proof::Unclear, "{subject}");
        assert!(passage.words().contains("could not be determined"));
    }
    let known = github(
        "StringLike",
        "sub",
        &json!("repo:acme/{{changeSet:KNOWN_AFTER_APPLY}}:*"),
    );
    assert_eq!(passing(&known), []);
}

#[test]
fn the_providers_name_may_be_left_open() {
    for provider in ["{{changeSet:KNOWN_AFTER_APPLY}}", "<Provider.Arn>"] {
        let open = federated(provider, &json!({ "StringLike": { SUB: "repo:acme*" } }));
        assert_eq!(first(&open).stranger, Stranger::Repository, "{provider}");
        let closed = federated(provider, &json!({ "StringLike": { SUB: "repo:acme/*" } }));
        assert_eq!(passing(&closed), [], "{provider}");
        assert!(passes(&federated(provider, &json!({}))).is_some());
    }
}

#[test]
fn a_stranger_who_passed_before_is_not_let_in_now() {
    let wide = github("StringLike", "sub", &json!("repo:acme*"));
    assert_eq!(opened(&wide, &wide), []);
    let narrow = github("StringLike", "sub", &json!("repo:acme/*"));
    assert_eq!(opened(&wide, &narrow), []);
    let wider = github("StringLike", "sub", &json!("repo:*"));
    assert_eq!(opened(&wide, &wider).len(), 1);
    assert_eq!(opened(&narrow, &wide).len(), 1);
    // Some strangers passed before, and now more of them do.
    let some = github("StringLike", "sub", &json!("repo:s*"));
    assert_eq!(opened(&some, &wider).len(), 1);
    let fewer = github("StringLike", "sub", &json!("repo:st*"));
    assert_eq!(opened(&some, &fewer), []);
}

/// Pieces of subjects that people write, and of those that go wrong.
fn subjects() -> impl Strategy<Value = String> {
    let owner = prop::sample::select(vec![
        "acme", "acme*", "*", "ac?e", "acme@*", "acme@12", "*@*",
    ]);
    let name = prop::sample::select(vec!["app", "app*", "*", "app@*", "app@34"]);
    let context = prop::sample::select(vec![
        ":*",
        ":ref:refs/heads/main",
        ":environment:*",
        ":pull_request",
        "*",
        "",
    ]);
    let free = "[a-z*?:/@]{0,12}";
    prop_oneof![
        (owner, name, context).prop_map(|(o, n, c)| format!("repo:{o}/{n}{c}")),
        free.prop_map(|text| format!("repo:{text}")),
        free,
    ]
}

/// Tokens of repositories of others, in both forms.
fn tokens() -> impl Strategy<Value = String> {
    let owner = "[a-z]{1,8}".prop_filter("not the owner", |owner| owner != "acme");
    let owner = prop_oneof![owner, "acme-[a-z]{1,4}", "[a-z]{1,3}acme"];
    let context = prop::sample::select(vec![
        "ref:refs/heads/main",
        "environment:prod",
        "pull_request",
    ]);
    (owner, "app|[a-z]{1,6}", any::<bool>(), context).prop_map(|(owner, name, ids, context)| {
        match ids {
            true => format!("repo:{owner}@77/{name}@88:{context}"),
            false => format!("repo:{owner}/{name}:{context}"),
        }
    })
}

proptest! {
    #[test]
    fn what_is_called_closed_lets_no_strangers_token_pass(subject in subjects(), token in tokens()) {
        let document = github("StringLike", "sub", &json!(subject));
        let named = subject.strip_prefix("repo:").is_none_or(|rest| !rest.starts_with("acme"));
        let mut context = Context::default();
        context.set(SUB, Values::One(token.clone()));
        context.set(
            "token.actions.githubusercontent.com:aud",
            Values::One("sts.amazonaws.com".into()),
        );
        let request = Request {
            principal: Some(format!("federated:{GITHUB}")),
            action: "sts:AssumeRoleWithWebIdentity".into(),
            resource: "*".into(),
            context,
        };
        let allowed = Compiled::new(&document).decide(&request) == Decision::Allowed;
        // A subject spelt out names its owner, be it a stranger's.
        let is_spelt_out = subject.contains(&format!(
            "repo:{}/",
            token.trim_start_matches("repo:").split(['/', '@']).next().unwrap()
        ));
        if allowed && named && !is_spelt_out {
            prop_assert!(!passing(&document).is_empty(), "{subject} lets {token} in");
        }
    }

    #[test]
    fn every_example_passes_the_document(subject in subjects(), operator in prop::sample::select(vec![
        "StringLike", "StringLikeIfExists", "StringEquals", "StringNotLike", "ForAllValues:StringLike",
    ])) {
        let document = github(operator, "sub", &json!(subject));
        for passage in passing(&document) {
            if let Proof::Passes(request) = passage.proof {
                prop_assert_eq!(Compiled::new(&document).decide(&request), Decision::Allowed);
            }
        }
    }
}
