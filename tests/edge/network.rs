//! The way to AWS: a trust store of one's own, a proxy, an answer without an
//! end, and what is logged of it. Against our own servers.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};

use watchkeeper::{edge::aws::Proxies, facts::FaultKind};

use super::{
    fake::{Fake, Reply, page},
    fixture::{Fixture, authorization, caller, lines},
};
use crate::support::moto;

/// STS behind a certificate that no public authority signed.
pub(super) struct Secret {
    pub(super) url: String,
    _server: Child,
}

pub(super) fn secret(certificate: &Path) -> Secret {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/edge/tls_server.py");
    let mut server = Command::new(moto::python())
        .arg(script)
        .arg(certificate)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut port = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut port)
        .unwrap();
    Secret {
        url: format!("https://localhost:{}", port.trim()),
        _server: server,
    }
}

#[tokio::test]
async fn a_bundle_of_ones_own_is_trusted_and_without_it_nothing_is_sent() {
    let dir = tempfile::tempdir().unwrap();
    let certificate = dir.path().join("authority.pem");
    let secret = secret(&certificate);
    let mut fixture = Fixture::at(&secret.url);
    let fault = caller(&fixture.aws()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Offline);
    assert!(fault.hint.contains("AWS_CA_BUNDLE"));
    assert!(fault.source.contains("certificate"), "{}", fault.source);
    fixture.ambient.ca_bundle = Some(certificate);
    let caller = caller(&fixture.aws()).await.unwrap();
    assert_eq!(caller.account.raw(), "123456789012");
}

#[tokio::test]
async fn requests_go_through_the_proxy_that_is_configured() {
    let proxy = Fake::start(|_| page(&["alpha".into()], None));
    let mut fixture = Fixture::at("http://iam.nowhere.invalid");
    fixture.ambient.proxies = Proxies::one(&proxy.url, "").unwrap();
    assert_eq!(authorization(&fixture.aws()).await.unwrap().roles.len(), 1);
    assert_eq!(proxy.seen().len(), 2);
}

#[tokio::test]
async fn an_answer_without_an_end_is_cut_off() {
    let fake = Fake::start(|_| Reply::Body(200, "text/xml", " ".repeat(65 << 20)));
    let fault = authorization(&Fixture::at(&fake.url).aws())
        .await
        .unwrap_err();
    assert!(fault.source.contains("length limit"), "{fault:?}");
}

#[tokio::test]
async fn nothing_is_read_before_the_first_ask() {
    let fake = Fake::start(|_| Reply::Silence);
    let fixture = Fixture::at(&fake.url);
    let config = std::fs::read_to_string(fixture.path("config")).unwrap();
    fixture.write_config("[profile other]\n");
    let aws = fixture.aws();
    // Had the files been read when it was made, this would come too late.
    fixture.write_config(&config);
    caller(&aws).await.unwrap();
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_names_each_call_and_neither_secrets_nor_documents() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let fake = Fake::start(|_| page(&["alpha".into()], None));
    let profile = lines("AKIAIOSFODNN7EXAMPLE", "quite-secret", "a-token", &fake.url);
    let fixture = Fixture::with_profile(&profile);
    authorization(&fixture.aws()).await.unwrap();
    // Whether a line is heard is settled where it is met first: that may have been in
    // another test, where nobody listens. Now that all were met, it is settled again.
    tracing::callsite::rebuild_interest_cache();
    log.0.lock().unwrap().clear();
    authorization(&fixture.aws()).await.unwrap();
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains(r#"service="IAM" operation="GetAccountAuthorizationDetails" ok=true"#));
    assert!(log.contains(r#"host="127.0.0.1" status=200"#));
    for secret in ["quite-secret", "a-token", "2012-10-17", "Signature="] {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
}
