//! The way to GitHub is that of AWS: the same proxies, the same trust.

use watchkeeper::{
    ask::github::actions,
    edge::{
        aws::Proxies,
        github::{GitHub, Surroundings},
    },
    facts::{FaultKind, actions::RunFilter},
};

use super::{TOKEN, around, ask};
use crate::{
    edge::network::secret,
    support::github::{Fake, Reply},
};

fn runs() -> actions::Runs {
    actions::Runs {
        filter: RunFilter::default(),
        page: 1,
    }
}

#[tokio::test]
async fn a_certificate_of_ones_own_is_trusted_where_it_is_named_and_nowhere_else() {
    let dir = tempfile::tempdir().unwrap();
    let certificate = dir.path().join("authority.pem");
    let secret = secret(&certificate);
    let mut around = Surroundings {
        api_url: Some(secret.url.clone()),
        ..Surroundings::none()
    };
    let fault = ask(&GitHub::new(around.clone()), runs()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Offline);
    assert!(fault.hint.contains("SSL_CERT_FILE"), "{fault:?}");
    around.cert_file = Some(certificate);
    ask(&GitHub::new(around), runs()).await.unwrap();
}

#[tokio::test]
async fn requests_go_through_the_proxy_with_its_password_and_not_past_no_proxy() {
    let proxy = Fake::elsewhere(|_| Reply::odd(200, "{\"workflow_runs\": []}"));
    let fake = Fake::start(|_| Reply::odd(200, "{\"workflow_runs\": []}"));
    let address = proxy.url.replace("http://", "http://anna:quite-secret@");
    let mut around = around(&fake);
    around.proxies = Proxies::one(&address, "").unwrap();
    ask(&GitHub::new(around.clone()), runs()).await.unwrap();
    let seen = proxy.seen();
    assert_eq!((seen.len(), fake.seen().len()), (1, 0));
    assert!(
        seen[0]
            .header("proxy-authorization")
            .is_some_and(|one| one.starts_with("Basic "))
    );
    assert_eq!(
        seen[0].header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
    around.proxies = Proxies::one(&address, "127.0.0.1").unwrap();
    ask(&GitHub::new(around), runs()).await.unwrap();
    assert_eq!((proxy.seen().len(), fake.seen().len()), (1, 1));
}
