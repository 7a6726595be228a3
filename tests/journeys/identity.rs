//! Who we are comes before everything else, and nothing of one account ever
//! stands under another's name.

use watchkeeper::{
    ask::{Ask, Question, iam, sts},
    facts::{EndpointOverride, Server, Through},
    flow::Effect,
};

use super::account::{
    CODIFIED, DEV, OTHER, authorization, caller, codified, denied_listing, drifted, expired,
    identity, listing, live, policy, settings, who, wrong_account,
};
use crate::support::harness::Harness;

#[test]
fn no_other_question_goes_to_aws_before_sts_answered() {
    let mut console = Harness::by_hand(settings());
    let aws = |asks: Vec<Ask>| -> Vec<Ask> {
        asks.into_iter()
            .filter(|ask| matches!(ask, Ask::Aws(..)))
            .collect()
    };
    assert_eq!(aws(console.open_asks()), [identity("dev")]);
    console.answer(&CODIFIED, Ok(codified(&[])));
    console.press("R j k enter");
    assert_eq!(aws(console.open_asks()), [identity("dev")]);
    console.answer(&identity("dev"), Ok(caller(DEV)));
    assert_eq!(aws(console.open_asks()), [listing("dev")]);
}

#[test]
fn the_header_says_what_sts_said() {
    let mut console = Harness::by_hand(settings());
    console.shows("account ?");
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.shows(&format!("READ-ONLY {DEV}"));
    console.shows("assumed-role/oncall/anna");
    console.shows("checked 14:02:11Z");
}

#[test]
fn a_wrong_account_is_refused_and_nothing_is_asked_of_it() {
    let mut console = Harness::by_hand(settings());
    console.answer(&CODIFIED, Ok(codified(&[("alpha", "reads", "{}")])));
    console.answer(&identity("dev"), Err(wrong_account()));
    console.shows("x dev: dev is account 817685572750, but the credentials are of 493812065174.");
    console.shows("Use credentials of the right account");
    console.shows("account unknown");
    assert_eq!(console.open_asks(), []);
    console.hides("reads");
}

#[test]
fn an_account_that_turns_wrong_takes_its_facts_from_the_screen() {
    let mut console = drifted();
    console.rest();
    console.shows("reads");
    console.press("R");
    console.answer(&identity("dev"), Err(wrong_account()));
    console.shows("the credentials are of 493812065174");
    console.hides("reads");
    console.hides("alpha");
    console.hides("checked 14:02:11Z");
}

#[test]
fn another_account_under_the_same_environment_drops_what_was_known() {
    let mut console = drifted();
    console.rest();
    console.press("R");
    console.effects();
    console.answer(&identity("dev"), Ok(caller(OTHER)));
    console.shows(OTHER);
    console.hides(DEV);
    console.hides("reads");
    let cancelled = console
        .effects()
        .iter()
        .any(|e| matches!(e, Effect::Cancel { .. }));
    assert!(cancelled, "the listing under way was the old account's");
    assert!(
        console.open_asks().contains(&listing("dev")),
        "the new one is asked"
    );
}

#[test]
fn a_conclusion_from_before_the_account_changed_is_dropped() {
    let mut console = drifted();
    console.rest();
    console.hold_judging();
    console.press("R");
    console.answer(
        &listing("dev"),
        Ok(live(&[("alpha", "reads", &policy(&["s3:GetObject"]))])),
    );
    console.answer(&identity("dev"), Ok(caller(OTHER)));
    console.effects();
    console.judge();
    console.hides("alpha");
    let remembered = console
        .effects()
        .iter()
        .any(|e| matches!(e, Effect::Remember { .. }));
    assert!(
        !remembered,
        "the old account's agreement is not the new one's"
    );
}

#[test]
fn a_late_answer_of_the_old_account_is_not_taken() {
    let mut console = drifted();
    console.rest();
    console.press("R");
    let late = console.ticket(&listing("dev"));
    console.answer(&identity("dev"), Ok(caller(OTHER)));
    let roles = live(&[("of-the-old-account", "p", "{}")]);
    console.answer_ticket(late, &listing("dev"), Ok(roles));
    console.press("H");
    console.hides("of-the-old-account");
}

#[test]
fn what_requests_go_through_is_in_every_frame_and_shortened_to_its_kind_where_it_must_be() {
    let mut console = Harness::by_hand(settings());
    let mut who = who(DEV);
    let proxy = Server::of("http://10.0.0.1:3128").unwrap();
    who.through = vec![
        Through::Proxy(proxy),
        Through::Trust {
            path: "/etc/ssl/certs/ours.pem".to_owned(),
            sha256: "ab".repeat(32),
        },
    ];
    who.endpoints = ["CloudFormation", "IAM"]
        .map(|service| EndpointOverride {
            service: Some(service.to_owned()),
            url: "https://cloudformation.eu-west-1.api.aws".to_owned(),
        })
        .to_vec();
    console.answer(&identity("dev"), Ok(sts::CallerIdentity::answered(who)));
    console.resize(340, 30);
    console.shows("CloudFormation endpoint https://cloudformation.eu-west-1.api.aws");
    console.shows("IAM endpoint https://cloudformation.eu-west-1.api.aws");
    console.shows("proxy http://10.0.0.1:3128 trust store /etc/ssl/certs/ours.pem");
    console.resize(80, 24);
    console.shows("2 endpoints set proxy trust store");
    console.press("2");
    console.shows("2 endpoints set proxy trust store");
}

#[test]
fn expired_credentials_name_the_command_that_renews_them_and_r_resumes() {
    let mut console = Harness::by_hand(settings());
    console.answer(
        &CODIFIED,
        Ok(codified(&[("alpha", "reads", &policy(&["s3:GetObject"]))])),
    );
    console.answer(&identity("dev"), Err(expired()));
    console.shows("have expired");
    console.shows("aws sso login --profile ops-dev");
    assert_eq!(console.open_asks(), [], "it does not try again by itself");
    console.press("R");
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.hides("have expired");
    console.answer(
        &listing("dev"),
        Ok(live(&[("alpha", "reads", &policy(&["s3:*"]))])),
    );
    console.shows("! reads live BROADER");
}

#[test]
fn a_denied_listing_falls_back_to_the_repositorys_roles_by_name() {
    let mut console = Harness::by_hand(settings());
    console.answer(
        &CODIFIED,
        Ok(codified(&[("alpha", "reads", "{}"), ("beta", "p", "{}")])),
    );
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.answer(&listing("dev"), Err(denied_listing()));
    console.shows("may not list the account's roles");
    let roles = iam::Roles(vec!["alpha".into(), "beta".into()]).of(&"dev".into());
    assert!(console.open_asks().contains(&roles));
    let live = authorization(&[("alpha", "reads", &policy(&["s3:*"]))]);
    console.answer(&roles, Ok(iam::Roles::answered(live)));
    console.hides("may not list the account's roles");
}
