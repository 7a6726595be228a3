//! Credentials that expire and are renewed while the program runs. Against our
//! own server: moto's keys never expire.

use std::sync::atomic::{AtomicUsize, Ordering};

use watchkeeper::facts::FaultKind;

use super::{
    fake::{Fake, error, identity, page},
    fixture::{Fixture, authorization, caller, lines},
};

#[tokio::test]
async fn work_resumes_in_place_once_the_credentials_are_renewed() {
    let fake = Fake::start_bare(|request| {
        if request.authorization.contains("AKIAOLD") {
            return error(
                403,
                "ExpiredToken",
                "The security token included in the request is expired",
            );
        }
        match request.operation.as_str() {
            "GetCallerIdentity" => identity("123456789012"),
            _ => page(&["alpha".into()], None),
        }
    });
    let fixture = Fixture::with_profile(&lines("AKIAOLD", "s", "t", &fake.url));
    let aws = fixture.aws();
    let fault = authorization(&aws).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Expired);
    assert!(fault.hint.contains("--profile dev"), "{}", fault.hint);

    let renewed = lines("AKIANEW", "s", "t", &fake.url);
    fixture.write_config(&format!("[profile dev]\n{renewed}"));
    assert_eq!(authorization(&aws).await.unwrap().roles.len(), 1);
}

#[tokio::test]
async fn credentials_that_expire_between_two_calls_are_asked_for_again() {
    let lists = AtomicUsize::new(0);
    let fake = Fake::start(move |_| match lists.fetch_add(1, Ordering::SeqCst) {
        1 => error(403, "ExpiredToken", "expired"),
        _ => page(&["alpha".into()], None),
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    authorization(&aws).await.unwrap();
    let fault = authorization(&aws).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Expired);
    authorization(&aws).await.unwrap();
    // The new session confirmed its own identity, the old one's did not count.
    assert_eq!(fake.count("GetCallerIdentity"), 2);
}

#[tokio::test]
async fn another_account_under_the_same_name_is_refused_after_a_renewal() {
    let fake = Fake::start_bare(|request| {
        let account = if request.authorization.contains("AKIAOTHER") {
            "999999999999"
        } else {
            "123456789012"
        };
        match request.operation.as_str() {
            "GetCallerIdentity" => identity(account),
            _ => error(403, "ExpiredToken", "expired"),
        }
    });
    let fixture = Fixture::with_profile(&lines("AKIAFIRST", "s", "t", &fake.url));
    let aws = fixture.aws();
    caller(&aws).await.unwrap();
    authorization(&aws).await.unwrap_err();
    let other = lines("AKIAOTHER", "s", "t", &fake.url);
    fixture.write_config(&format!("[profile dev]\n{other}"));
    let fault = caller(&aws).await.unwrap_err();
    assert!(
        matches!(&fault.kind, FaultKind::WrongAccount { found, .. } if found == "999999999999"),
        "{fault:?}"
    );
}

#[tokio::test]
async fn the_hint_names_the_command_that_fits_the_profile() {
    for (profile, command) in [
        (
            "sso_session = corp\nsso_account_id = 123456789012\nsso_role_name = oncall\n[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\nsso_registration_scopes = sso:account:access",
            "`aws sso login --profile dev`",
        ),
        (
            "login_session = arn:aws:iam::123456789012:user/anna",
            "`aws login --profile dev`",
        ),
        (
            "role_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\n[profile base]\nlogin_session = arn:aws:iam::123456789012:user/anna",
            "`aws login --profile base`",
        ),
        (
            "credential_process = false",
            "credential_process of profile dev",
        ),
    ] {
        let fault = caller(&Fixture::with_profile(profile).aws())
            .await
            .unwrap_err();
        assert_eq!(fault.kind, FaultKind::Expired, "{fault:?}");
        assert!(fault.hint.contains(command), "{command}: {fault:?}");
    }
}
