//! ministack's AWS server for tests: started once for each test process, gone
//! when the process ends. Each test takes an account of its own: an access key id
//! of twelve digits is one.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use super::venv;

pub struct Ministack {
    pub url: String,
    /// Its standard input stays open as long as this process lives.
    _server: Child,
}

impl Ministack {
    pub fn start() -> &'static Self {
        static MINISTACK: OnceLock<Ministack> = OnceLock::new();
        MINISTACK.get_or_init(|| {
            let root = Path::new(env!("CARGO_MANIFEST_DIR"));
            let python = venv::python("ministack", "tests/edge/requirements-ministack.txt");
            let mut server = Command::new(python)
                .arg(root.join("tests/edge/ministack_server.py"))
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("ministack's server starts");
            let mut port = String::new();
            BufReader::new(server.stdout.take().expect("a pipe"))
                .read_line(&mut port)
                .expect("ministack's server says its port");
            let port: u16 = port.trim().parse().expect("a port number");
            Self {
                url: format!("http://127.0.0.1:{port}"),
                _server: server,
            }
        })
    }

    /// An account that no other test of this process uses.
    pub fn account(&self) -> String {
        static NEXT: AtomicU64 = AtomicU64::new(300_000_000_001);
        NEXT.fetch_add(1, Ordering::Relaxed).to_string()
    }

    /// A client to seed an account with: not the program's own, so it may write.
    pub async fn cloudformation(&self, account: &str) -> aws_sdk_cloudformation::Client {
        aws_sdk_cloudformation::Client::new(&self.config(account).await)
    }

    pub async fn iam(&self, account: &str) -> aws_sdk_iam::Client {
        aws_sdk_iam::Client::new(&self.config(account).await)
    }

    /// A bucket of the account, made from outside the program.
    pub fn bucket(&self, account: &str, name: &str) {
        let place = "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
        self.put(account, &format!("/{name}"), place);
    }

    /// A bucket or an object of the account.
    pub fn put(&self, account: &str, path: &str, body: &str) {
        let address = self.url.trim_start_matches("http://");
        let mut server = TcpStream::connect(address).expect("ministack answers");
        let length = body.len();
        let request = format!(
            "PUT {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {length}\r\nconnection: close\r\nauthorization: AWS4-HMAC-SHA256 Credential={account}/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0\r\n\r\n{body}"
        );
        server.write_all(request.as_bytes()).expect("it is sent");
        let mut answer = String::new();
        server.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }

    async fn config(&self, account: &str) -> aws_config::SdkConfig {
        aws_config::from_env()
            .endpoint_url(&self.url)
            .region(aws_config::Region::from_static("eu-west-1"))
            .credentials_provider(aws_credential_types::Credentials::new(
                account, "secret", None, None, "tests",
            ))
            .load()
            .await
    }
}
