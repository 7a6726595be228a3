//! What is read of an account, against moto's server.

use watchkeeper::{
    ask::{AwsAsk, Question, iam},
    facts::{Arn, FaultKind, PolicyName, Reading, Role, RoleName},
};

use super::fixture::{Fixture, authorization, caller, environment, roles};
use crate::support::moto::{Keys, Moto};

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
/// With what percent-encoding could spoil: plus, percent, slash, a line break, an umlaut.
const INLINE: &str = "{\"Version\":\"2012-10-17\",\n  \"Statement\":[{\"Sid\":\"A1\",\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/a+b%2Fc/größe*\"}]}";
const MANAGED: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:PutLogEvents","Resource":"*"}]}"#;

/// A role with an inline policy, an attached one, a boundary; gives the managed policy's ARN.
async fn seed(keys: &Keys, name: &str) -> String {
    let iam = Moto::start().iam(keys).await;
    let policy = iam
        .create_policy()
        .policy_name(format!("{name}-logs"))
        .path("/team/")
        .policy_document(MANAGED)
        .send()
        .await
        .unwrap();
    let arn = policy.policy.unwrap().arn.unwrap();
    iam.create_role()
        .role_name(name)
        .path("/service/")
        .assume_role_policy_document(TRUST)
        .permissions_boundary(&arn)
        .send()
        .await
        .unwrap();
    iam.put_role_policy()
        .role_name(name)
        .policy_name("objects")
        .policy_document(INLINE)
        .send()
        .await
        .unwrap();
    iam.attach_role_policy()
        .role_name(name)
        .policy_arn(&arn)
        .send()
        .await
        .unwrap();
    arn
}

fn assert_seeded(role: &Role, keys: &Keys, managed: &str) {
    let expected = format!("arn:aws:iam::{}:role/service/alpha", keys.account);
    assert_eq!(role.arn.raw(), expected);
    assert_eq!(role.path, "/service/");
    assert_eq!(role.trust.known().unwrap().raw(), TRUST);
    let inline = role.inline.known().unwrap();
    assert_eq!(inline.len(), 1);
    assert_eq!(inline[0].name, PolicyName::from("objects"));
    assert_eq!(inline[0].document.known().unwrap().raw(), INLINE);
    assert_eq!(role.attached.known().unwrap(), &[Arn::from(managed)]);
    assert_eq!(role.boundary, Reading::Known(Some(Arn::from(managed))));
}

#[tokio::test]
async fn the_account_is_read_with_every_part_of_its_roles_in_one_call() {
    let keys = Moto::start().keys().await;
    let managed = seed(&keys, "alpha").await;
    let fixture = Fixture::on_moto(&keys);
    let aws = fixture.aws();
    assert_eq!(aws.calls(), 0);
    let read = authorization(&aws).await.unwrap();
    assert_eq!(aws.calls(), 2, "one for the identity, one for the page");
    assert!(read.complete);
    assert_eq!(read.roles.len(), 1);
    assert_eq!(read.roles[0].name, RoleName::from("alpha"));
    assert_seeded(read.roles[0].role.known().unwrap(), &keys, &managed);
    assert_eq!(read.managed.len(), 1);
    let policy = &read.managed[0];
    // moto leaves the name out: it comes from the ARN.
    assert_eq!(policy.name, PolicyName::from("alpha-logs"));
    assert_eq!(policy.default_version, "v1");
    assert_eq!(policy.document.known().unwrap().raw(), MANAGED);
}

#[tokio::test]
async fn the_same_role_read_by_name_says_the_same() {
    let keys = Moto::start().keys().await;
    let managed = seed(&keys, "alpha").await;
    let fixture = Fixture::on_moto(&keys);
    let aws = fixture.aws();
    let read = roles(&aws, &["alpha", "gone"]).await.unwrap();
    assert!(!read.complete);
    assert_seeded(read.roles[0].role.known().unwrap(), &keys, &managed);
    assert_eq!(read.roles[1].name, RoleName::from("gone"));
    let Reading::Unknown(fault) = &read.roles[1].role else {
        panic!("a role that is not there cannot be known")
    };
    assert_eq!(fault.kind, FaultKind::Missing);
    assert_eq!(read.managed.len(), 1);
    assert_eq!(read.managed[0].document.known().unwrap().raw(), MANAGED);
    let whole = authorization(&aws).await.unwrap();
    assert_eq!(whole.roles[0], read.roles[0]);
    assert_eq!(whole.managed, read.managed);
}

#[tokio::test]
async fn the_default_version_of_a_managed_policy_counts_and_not_the_latest() {
    let keys = Moto::start().keys().await;
    let arn = seed(&keys, "alpha").await;
    let iam = Moto::start().iam(&keys).await;
    let newer = MANAGED.replace("logs:PutLogEvents", "logs:*");
    for (text, default) in [(MANAGED, true), (newer.as_str(), false)] {
        iam.create_policy_version()
            .policy_arn(&arn)
            .policy_document(text)
            .set_as_default(default)
            .send()
            .await
            .unwrap();
    }
    let fixture = Fixture::on_moto(&keys);
    let aws = fixture.aws();
    for read in [
        authorization(&aws).await.unwrap(),
        roles(&aws, &["alpha"]).await.unwrap(),
    ] {
        assert_eq!(read.managed[0].default_version, "v2");
        assert_eq!(read.managed[0].document.known().unwrap().raw(), MANAGED);
    }
}

#[tokio::test]
async fn an_account_without_roles_is_empty_and_known_to_be() {
    let keys = Moto::start().keys().await;
    let read = authorization(&Fixture::on_moto(&keys).aws()).await.unwrap();
    assert!(read.complete && read.roles.is_empty());
}

#[tokio::test]
async fn the_caller_is_who_sts_says_with_endpoint_and_region() {
    let keys = Moto::start().keys().await;
    let caller = caller(&Fixture::on_moto(&keys).aws()).await.unwrap();
    assert_eq!(caller.account.raw(), keys.account);
    assert_eq!(caller.role(), "oncall");
    assert_eq!(caller.endpoints.len(), 1);
    assert_eq!(caller.endpoints[0].service, None);
    assert_eq!(caller.endpoints[0].url, Moto::start().url);
}

#[tokio::test]
async fn a_profile_that_assumes_a_role_lands_in_the_roles_account() {
    let keys = Moto::start().keys().await;
    let fixture = Fixture::with_profile("");
    fixture.write_config(&format!(
        "[profile dev]\nrole_arn = arn:aws:iam::{}:role/oncall\nsource_profile = base\nendpoint_url = {url}\n[profile base]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n",
        keys.account,
        url = Moto::start().url,
    ));
    let aws = fixture.aws();
    assert_eq!(caller(&aws).await.unwrap().account.raw(), keys.account);
    assert_eq!(aws.calls(), 2, "the provider's own call counts too");
}

#[tokio::test]
async fn two_environments_never_mix_their_accounts() {
    let moto = Moto::start();
    let (left, right) = (moto.keys().await, moto.keys().await);
    seed(&left, "alpha").await;
    seed(&right, "beta").await;
    let mut fixture = Fixture::on_moto(&left);
    let profile =
        |keys: &Keys| super::fixture::lines(&keys.id, &keys.secret, &keys.token, &moto.url);
    fixture.write_config(&format!(
        "[profile dev]\n{}\n[profile prod]\n{}",
        profile(&left),
        profile(&right)
    ));
    fixture.settings.environments.push(environment("prod"));
    let aws = fixture.aws();
    let ask = AwsAsk::Iam(iam::Authorization.into());
    let (dev, prod) = ("dev".into(), "prod".into());
    let (dev, prod) = tokio::join!(aws.answer(&dev, &ask), aws.answer(&prod, &ask));
    for (answer, name) in [(dev, "alpha"), (prod, "beta")] {
        let answer = answer.unwrap();
        let read = iam::Authorization::typed(&answer).expect("a list of roles");
        assert_eq!(read.roles.len(), 1);
        assert_eq!(read.roles[0].name, RoleName::from(name));
    }
}
