//! moto's AWS server for tests: installed once under the target directory,
//! started once for each test process, gone when the process ends.
//!
//! Absent means failed: without Python or its packages these tests do not pass.
//! Each test takes an account of its own, made by assuming a role in it.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use super::venv;

pub struct Moto {
    pub url: String,
    /// Its standard input stays open as long as this process lives.
    _server: Child,
}

/// Keys that moto takes for those of one account.
pub struct Keys {
    pub account: String,
    pub id: String,
    pub secret: String,
    pub token: String,
}

impl Moto {
    pub fn start() -> &'static Self {
        static MOTO: OnceLock<Moto> = OnceLock::new();
        MOTO.get_or_init(|| {
            let wrapper = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/edge/moto_server.py");
            let mut server = Command::new(python())
                .arg(wrapper)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("moto's server starts");
            let mut port = String::new();
            BufReader::new(server.stdout.take().expect("a pipe"))
                .read_line(&mut port)
                .expect("moto's server says its port");
            let port: u16 = port.trim().parse().expect("a port number");
            Self {
                url: format!("http://127.0.0.1:{port}"),
                _server: server,
            }
        })
    }

    /// Keys for an account that no other test of this process uses.
    pub async fn keys(&self) -> Keys {
        static NEXT: AtomicU64 = AtomicU64::new(200_000_000_001);
        self.keys_of(&NEXT.fetch_add(1, Ordering::Relaxed).to_string())
            .await
    }

    pub async fn keys_of(&self, account: &str) -> Keys {
        let config = self.config("AKIAIOSFODNN7EXAMPLE", "secret", None).await;
        let credentials = aws_sdk_sts::Client::new(&config)
            .assume_role()
            .role_arn(format!("arn:aws:iam::{account}:role/oncall"))
            .role_session_name("anna")
            .send()
            .await
            .expect("moto lets anyone assume anything")
            .credentials
            .expect("credentials");
        Keys {
            account: account.to_owned(),
            id: credentials.access_key_id,
            secret: credentials.secret_access_key,
            token: credentials.session_token,
        }
    }

    /// A client to seed an account with: not the program's own, so it may write.
    pub async fn iam(&self, keys: &Keys) -> aws_sdk_iam::Client {
        let token = Some(keys.token.as_str());
        aws_sdk_iam::Client::new(&self.config(&keys.id, &keys.secret, token).await)
    }

    /// The same for log groups.
    pub async fn logs(&self, keys: &Keys) -> aws_sdk_cloudwatchlogs::Client {
        let token = Some(keys.token.as_str());
        aws_sdk_cloudwatchlogs::Client::new(&self.config(&keys.id, &keys.secret, token).await)
    }

    /// The same for Cloud Map.
    pub async fn service_discovery(&self, keys: &Keys) -> aws_sdk_servicediscovery::Client {
        let token = Some(keys.token.as_str());
        aws_sdk_servicediscovery::Client::new(&self.config(&keys.id, &keys.secret, token).await)
    }

    async fn config(&self, id: &str, secret: &str, token: Option<&str>) -> aws_config::SdkConfig {
        aws_config::from_env()
            .endpoint_url(&self.url)
            .region(aws_config::Region::from_static("eu-west-1"))
            .credentials_provider(aws_credential_types::Credentials::new(
                id,
                secret,
                token.map(str::to_owned),
                None,
                "tests",
            ))
            .load()
            .await
    }
}

/// The interpreter of moto's virtual environment.
pub fn python() -> PathBuf {
    venv::python("moto", "tests/edge/requirements.txt")
}
