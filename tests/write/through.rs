//! What lies between here and AWS: nothing is written through what the person's
//! own file does not name, or through what is another thing than was previewed.

use std::{fs, sync::Arc};

use jiff::Timestamp;
use watchkeeper::{
    edge::aws::Proxies,
    facts::{Server, Through},
    gate::{Plan, Refusal, WriteReport, record::Stage},
};

use super::{
    recorder::Recorder,
    stage::{LIVE, POLICY, Scene, draft, revert},
};
use crate::support::moto::Moto;

async fn stopped(scene: &Scene, says: &str) {
    let assessment = scene.writer().assess(draft(revert())).await.unwrap();
    let now = Timestamp::now();
    let plan = Plan::of(assessment, &scene.settings, Scene::session_id(), now);
    let said = format!("{:?}", plan.sections());
    assert!(said.contains(says), "{says}: {said}");
    assert!(!said.contains("hunter2"), "{said}");
    let phrase = plan.phrase().text().to_owned();
    let refused = plan.confirm(&phrase, now).unwrap_err();
    assert_eq!(refused.1, Refusal::Stopped);
    unwritten(scene).await;
}

async fn unwritten(scene: &Scene) {
    assert!(scene.writes().is_empty(), "{:?}", scene.writes());
    assert_eq!(scene.live(POLICY).await.as_deref(), Some(LIVE));
    assert!(!scene.stages().contains(&Stage::Intent));
}

/// A recorder is a proxy, too: it forwards to moto whatever the request line names.
fn proxied(scene: &mut Scene, except: &str) -> Through {
    let url = scene.recorder().url.clone();
    let with_password = url.replace("http://", "http://proxyuser:hunter2@");
    scene.fixture.ambient.proxies = Proxies::one(&with_password, except).unwrap();
    Through::Proxy(Server::of(&url).unwrap())
}

#[tokio::test]
async fn a_proxy_that_nobody_named_stops_and_its_password_is_never_shown() {
    let mut scene = Scene::new().await;
    let proxy = proxied(&mut scene, "");
    let line = format!(r#"through = ["{}"]"#, proxy.entry());
    stopped(&scene, &line.replace('"', "\\\"")).await;
    scene.settings.gate.through = vec![Through::parse("http://127.0.0.1:1").unwrap()];
    stopped(&scene, "does not name").await;
}

#[tokio::test]
async fn a_named_proxy_is_gone_through_and_said() {
    let mut scene = Scene::new().await;
    scene.settings.gate.through = vec![proxied(&mut scene, "")];
    let assessment = scene.writer().assess(draft(revert())).await.unwrap();
    let approved = scene.approve(assessment);
    let said = format!("{:?}", approved.plan().sections());
    assert!(said.contains("Requests go through the proxy"), "{said}");
    let report = scene.writer().write(approved).await;
    assert!(matches!(report, WriteReport::Done { .. }), "{report:?}");
    let journal = format!("{:?}", scene.memory.records.lock().unwrap());
    assert!(!journal.contains("hunter2"), "{journal}");
    assert!(!journal.contains("proxyuser"), "{journal}");
}

#[tokio::test]
async fn a_proxy_that_is_not_gone_through_is_none() {
    let mut scene = Scene::new().await;
    proxied(&mut scene, "127.0.0.0/8");
    let assessment = scene.writer().assess(draft(revert())).await.unwrap();
    assert!(assessment.observed.through().is_empty());
    scene.approve(assessment);
}

#[tokio::test]
async fn another_proxy_than_was_previewed_is_not_gone_through() {
    let mut scene = Scene::new().await;
    let one = proxied(&mut scene, "");
    let other = Recorder::before(&Moto::start().url);
    let two = Through::Proxy(Server::of(&other.url).unwrap());
    scene.settings.gate.through = vec![one, two.clone()];
    let assessment = scene.writer().assess(draft(revert())).await.unwrap();
    let approved = scene.approve(assessment);
    // As if the console's variables were others by now.
    scene.fixture.ambient.proxies = Proxies::one(&other.url, "").unwrap();
    let WriteReport::Moved { what, .. } = scene.writer().write(approved).await else {
        panic!("it moved");
    };
    assert!(what.join(" ").contains(&two.entry()), "{what:?}");
    unwritten(&scene).await;
}

#[tokio::test]
async fn a_trust_store_that_nobody_named_or_whose_content_changed_stops() {
    let mut scene = Scene::new().await;
    let store = scene.fixture.path("ours.pem");
    fs::write(&store, CERTIFICATE).unwrap();
    scene.fixture.ambient.ca_bundle = Some(store.clone());
    let digest = "#sha256=";
    stopped(&scene, digest).await;
    let found = seen(&scene).await;
    scene.settings.gate.through = found.clone();
    let writer = scene.writer();
    let assessment = writer.assess(draft(revert())).await.unwrap();
    let approved = scene.approve(assessment);
    // The same certificate, and one line more: another content.
    fs::write(&store, format!("{CERTIFICATE}\n# and one more\n")).unwrap();
    let WriteReport::Moved { what, assessment } = writer.write(approved).await else {
        panic!("it moved");
    };
    assert!(what.join(" ").contains("another content"), "{what:?}");
    assert_ne!(assessment.observed.through(), found);
    unwritten(&scene).await;
    stopped(&scene, "another content").await;
}

#[tokio::test]
async fn a_trust_store_that_is_gone_by_now_refuses_and_nothing_else_is_trusted() {
    let mut scene = Scene::new().await;
    let store = scene.fixture.path("ours.pem");
    fs::write(&store, CERTIFICATE).unwrap();
    scene.fixture.ambient.cert_file = Some(store.clone());
    scene.settings.gate.through = seen(&scene).await;
    let writer = scene.writer();
    let assessment = writer.assess(draft(revert())).await.unwrap();
    let approved = scene.approve(assessment);
    fs::remove_file(&store).unwrap();
    let WriteReport::Refused(fault) = writer.write(approved).await else {
        panic!("it was refused");
    };
    assert!(fault.what.contains("SSL_CERT_FILE"), "{fault:?}");
    unwritten(&scene).await;
}

#[tokio::test]
async fn two_tunnels_on_one_loopback_host_are_two_places() {
    let mut scene = Scene::new().await;
    let other = Recorder::before(&Moto::start().url);
    scene.fixture.write_config(&format!(
        "[profile dev]\naws_access_key_id = {}\naws_secret_access_key = {}\naws_session_token = {}\nservices = two\n[services two]\nsts =\n  endpoint_url = {}\niam =\n  endpoint_url = {}\n",
        scene.keys.id, scene.keys.secret, scene.keys.token, other.url, scene.recorder().url
    ));
    scene.settings.environments[0]
        .endpoints
        .push(Server::of(&other.url).unwrap());
    stopped(&scene, "who we are there is not known").await;
}

/// What a preview says is between.
async fn seen(scene: &Scene) -> Vec<Through> {
    let assessment = scene.writer().assess(draft(revert())).await.unwrap();
    assessment.observed.through().to_vec()
}

#[tokio::test]
async fn what_lies_between_is_said_with_the_caller() {
    let mut scene = Scene::new().await;
    let proxy = proxied(&mut scene, "");
    scene.fixture.write_config(&format!(
        "[profile dev]\naws_access_key_id = {}\naws_secret_access_key = {}\naws_session_token = {}\nendpoint_url = {}\nca_bundle = {}\n",
        scene.keys.id,
        scene.keys.secret,
        scene.keys.token,
        scene.recorder().url,
        scene.fixture.path("profile.pem").display()
    ));
    fs::write(scene.fixture.path("profile.pem"), CERTIFICATE).unwrap();
    let aws = Arc::new(scene.aws());
    let caller = crate::edge::fixture::caller(&aws).await.unwrap();
    let named: Vec<String> = caller.through.iter().map(Through::name).collect();
    let store = scene.fixture.path("profile.pem");
    assert_eq!(named, [proxy.name(), store.display().to_string()]);
}

/// One that can be read; nothing here speaks TLS.
pub const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----
MIIBtjCCAVugAwIBAgITBmyf1XSXNmY/Owua2eiedgPySjAKBggqhkjOPQQDAjA5
MQswCQYDVQQGEwJVUzEPMA0GA1UEChMGQW1hem9uMRkwFwYDVQQDExBBbWF6b24g
Um9vdCBDQSAzMB4XDTE1MDUyNjAwMDAwMFoXDTQwMDUyNjAwMDAwMFowOTELMAkG
A1UEBhMCVVMxDzANBgNVBAoTBkFtYXpvbjEZMBcGA1UEAxMQQW1hem9uIFJvb3Qg
Q0EgMzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCmXp8ZBf8ANm+gBG1bG8lKl
ui2yEujSLtf6ycXYqm0fc4E7O5hrOXwzpcVOho6AF2hiRVd9RFgdszflZwjrZt6j
QjBAMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgGGMB0GA1UdDgQWBBSr
ttvXBp43rDCGB5Fwx5zEGbF4wDAKBggqhkjOPQQDAgNJADBGAiEA4IWSoxe3jfkr
BqWTrBqYaGFy+uGh0PsceGCmQ5nFuMQCIQCcAu/xlJyzlvnrxir4tiz+OpAUFteM
YyRIHN8wfdVoOw==
-----END CERTIFICATE-----
";
