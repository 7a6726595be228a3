//! Errors and silence as faults. Against our own server: moto neither denies in
//! IAM's words, nor breaks, nor hangs.

use std::{
    fs,
    net::TcpListener,
    time::{Duration, Instant},
};

use watchkeeper::facts::{Fault, FaultKind};

use super::{
    fake::{Fake, Reply, denied, error},
    fixture::{Fixture, authorization, caller, environment},
};

async fn fault_of(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Fault {
    let fake = Fake::start(move |_| reply());
    authorization(&Fixture::at(&fake.url).aws())
        .await
        .unwrap_err()
}

#[tokio::test]
async fn a_denial_names_the_missing_action_and_the_resource() {
    let fake = Fake::start(|request| denied(request, "*"));
    let fault = authorization(&Fixture::at(&fake.url).aws())
        .await
        .unwrap_err();
    assert_eq!(
        fault.kind,
        FaultKind::Denied {
            action: "iam:GetAccountAuthorizationDetails".into(),
            resource: Some("*".into())
        }
    );
    assert_eq!(
        fault.in_short(),
        "no access: iam:GetAccountAuthorizationDetails"
    );
    assert_eq!(fake.count("GetAccountAuthorizationDetails"), 1);
}

#[tokio::test]
async fn an_html_page_instead_of_an_answer_is_unreadable() {
    let html = || Reply::Body(500, "text/html", "<html><h1>Oops</h1></html>".into());
    assert_eq!(fault_of(html).await.kind, FaultKind::Malformed);
    let portal = || Reply::Body(200, "text/html", "<html><h1>Sign in</h1></html>".into());
    assert_eq!(fault_of(portal).await.kind, FaultKind::Malformed);
}

#[tokio::test]
async fn a_gateway_with_nobody_behind_it_is_no_answer() {
    let gateway = || Reply::Body(503, "text/html", "<html>upstream</html>".into());
    assert_eq!(fault_of(gateway).await.kind, FaultKind::Offline);
    let failing = || error(500, "ServiceFailure", "Internal error");
    assert_eq!(fault_of(failing).await.kind, FaultKind::Offline);
}

#[tokio::test]
async fn a_server_that_never_answers_is_offline_within_the_limits() {
    let fake = Fake::start_bare(|_| Reply::Silence);
    let fixture =
        Fixture::at(&fake.url).patient_for(Duration::from_millis(200), Duration::from_millis(700));
    let started = Instant::now();
    let fault = caller(&fixture.aws()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Offline);
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_offline() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let fault = caller(&Fixture::at(&url).aws()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Offline);
    assert!(fault.hint.contains("network"));
}

#[tokio::test]
async fn a_name_that_does_not_resolve_is_offline() {
    let fixture = Fixture::at("http://sts.nowhere.invalid");
    let fault = caller(&fixture.aws()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Offline);
}

#[tokio::test]
async fn a_trust_store_that_cannot_be_used_is_named() {
    let fake = Fake::start(|_| Reply::Silence);
    let mut fixture = Fixture::at(&fake.url);
    let garbage = fixture.path("garbage.pem");
    fs::write(
        &garbage,
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    )
    .unwrap();
    let empty = fixture.path("empty.pem");
    fs::write(&empty, "no certificate\n").unwrap();
    for path in [fixture.path("missing.pem"), garbage, empty] {
        fixture.ambient.ca_bundle = Some(path.clone());
        let fault = caller(&fixture.aws()).await.unwrap_err();
        assert_eq!(fault.kind, FaultKind::Malformed);
        assert!(fault.what.contains("AWS_CA_BUNDLE"), "{fault:?}");
        assert!(fault.what.contains(path.to_str().unwrap()), "{fault:?}");
    }
    assert!(fake.seen().is_empty());
}

#[tokio::test]
async fn the_account_that_is_not_expected_refuses_every_ask() {
    let fake = Fake::start(|_| panic!("nothing but the identity may be asked"));
    let fixture = Fixture::at(&fake.url).expecting("817685572750");
    let aws = fixture.aws();
    for fault in [
        authorization(&aws).await.unwrap_err(),
        caller(&aws).await.unwrap_err(),
    ] {
        assert_eq!(
            fault.kind,
            FaultKind::WrongAccount {
                expected: "817685572750".into(),
                found: "123456789012".into()
            }
        );
        assert!(fault.what.starts_with("WRONG ACCOUNT"));
    }
    assert_eq!(fake.count("GetCallerIdentity"), fake.seen().len());
}

#[tokio::test]
async fn a_profile_that_does_not_exist_is_missing_by_name() {
    let mut fixture = Fixture::at("http://127.0.0.1:1");
    fixture.settings.environments[0].profile = Some("ops dev".into());
    let fault = caller(&fixture.aws()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Missing);
    assert!(fault.what.contains("ops dev"));
    assert!(fault.hint.contains("--profile 'ops dev'"), "{}", fault.hint);
}

#[tokio::test]
async fn restricted_mode_runs_no_credential_process_even_through_a_source_profile() {
    let mut fixture = Fixture::with_profile("");
    let proof = fixture.path("ran");
    fixture.write_config(&format!(
        "[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = source\n[profile source]\ncredential_process = touch {}\n",
        proof.display()
    ));
    fixture.settings.restricted = true;
    let fault = caller(&fixture.aws()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::ReadOnly);
    assert!(fault.what.contains("credential_process"), "{fault:?}");
    assert!(!proof.exists());

    fixture.settings.restricted = false;
    let fault = caller(&fixture.aws()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Expired, "{fault:?}");
    assert!(proof.exists(), "without the restriction it is run");
}

#[tokio::test]
async fn nothing_that_a_credential_process_says_is_kept_of_a_failure() {
    let source = "[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = source\n[profile source]\n";
    let programs = [
        // On standard error, and a status that is no success.
        "sh -c 'echo hunter2 >&2; exit 3'",
        // On standard output, where credentials are expected.
        "sh -c 'echo hunter2'",
        "sh -c 'echo {\\\"Version\\\":1,\\\"AccessKeyId\\\":\\\"hunter2\\\"}'",
    ];
    for (begin, program) in ["[profile dev]\n", source]
        .into_iter()
        .flat_map(|begin| programs.map(|program| (begin, program)))
    {
        let fixture = Fixture::with_profile("");
        fixture.write_config(&format!("{begin}credential_process = {program}\n"));
        let fault = caller(&fixture.aws()).await.unwrap_err();
        assert_eq!(fault.kind, FaultKind::Expired, "{fault:?}");
        assert!(!format!("{fault:?}").contains("hunter2"), "{fault:?}");
        assert!(fault.source.contains("run it by hand"), "{fault:?}");
    }
}

#[tokio::test]
async fn a_role_that_wants_a_second_factor_says_so_and_names_the_command_that_signs_in() {
    let fake = Fake::start(|request| denied(request, "*"));
    for (more, said, command) in [
        (
            "mfa_serial = arn:aws:iam::123456789012:mfa/anna\n",
            "profile dev may not be assumed: the profile has mfa_serial",
            "`aws configure mfa-login`",
        ),
        ("", "may not be assumed.", "trust policy"),
    ] {
        let fixture = Fixture::with_profile("");
        fixture.write_config(&format!(
            "[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\nendpoint_url = {url}\n{more}[profile base]\naws_access_key_id = A\naws_secret_access_key = s\nendpoint_url = {url}\n",
            url = fake.url
        ));
        let fault = caller(&fixture.aws()).await.unwrap_err();
        assert!(fault.what.contains(said), "{fault:?}");
        assert!(fault.hint.contains(command), "{fault:?}");
    }
}

#[tokio::test]
async fn an_environment_that_nobody_configured_is_missing() {
    let mut fixture = Fixture::at("http://127.0.0.1:1");
    fixture.settings.environments = vec![environment("prod")];
    let fault = caller(&fixture.aws()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Missing);
}

#[tokio::test]
async fn every_endpoint_that_is_set_is_reported_with_the_caller() {
    let fake = Fake::start(|_| Reply::Silence);
    let fixture = Fixture::with_profile("");
    fixture.write_config(&format!(
        "[profile dev]\naws_access_key_id = A\naws_secret_access_key = s\nservices = local\n[services local]\nsts =\n  endpoint_url = {}\niam =\n  endpoint_url = https://iam.us-gov.amazonaws.com\ncloudformation =\n  endpoint_url = http://anna:secret@localhost:1/x?y\nsso =\n  endpoint_url = https://portal.example\n",
        fake.url
    ));
    let caller = caller(&fixture.aws()).await.unwrap();
    let endpoints: Vec<_> = caller
        .endpoints
        .iter()
        .map(|endpoint| (endpoint.service.as_deref(), endpoint.url.as_str()))
        .collect();
    assert_eq!(
        endpoints,
        [
            (Some("CloudFormation"), "http://localhost:1/x"),
            (Some("IAM"), "https://iam.us-gov.amazonaws.com"),
            (Some("STS"), fake.url.as_str()),
            (Some("SSO"), "https://portal.example"),
        ]
    );
    assert_eq!(caller.region.raw(), "eu-west-1");
}
