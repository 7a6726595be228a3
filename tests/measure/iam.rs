//! A small IAM and STS at a chosen round trip: pages of roles and policies, counted.
//!
//! Speaks as much of HTTP and of the query protocol as one call needs.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

pub(crate) const ROLES: usize = 200;
pub(crate) const INLINE: usize = 3;
pub(crate) const MANAGED: usize = 40;
const ACCOUNT: &str = "817685572750";

/// What was asked, how often, and when the first call came and the last answer left.
#[derive(Default)]
pub(crate) struct Asked {
    pub(crate) calls: BTreeMap<String, usize>,
    pub(crate) connections: usize,
    first: Option<Instant>,
    last: Option<Instant>,
}

impl Asked {
    pub(crate) fn span(&self) -> Duration {
        match (self.first, self.last) {
            (Some(first), Some(last)) => last - first,
            _ => Duration::ZERO,
        }
    }
}

pub(crate) struct Server {
    pub(crate) at: SocketAddr,
    asked: Arc<Mutex<Asked>>,
}

impl Server {
    pub(crate) fn listen(round_trip: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let asked = Arc::<Mutex<Asked>>::default();
        let noted = Arc::clone(&asked);
        thread::spawn(move || {
            while let Ok((connection, _)) = listener.accept() {
                let noted = Arc::clone(&noted);
                thread::spawn(move || serve(&connection, round_trip, &noted));
            }
        });
        Self { at, asked }
    }

    /// What was asked since the last time.
    pub(crate) fn take(&self) -> Asked {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

pub(crate) fn role_name(role: usize) -> String {
    format!("service-{role:03}-role")
}

/// The document as codified; live ones of every twelfth role gained an action.
pub(crate) fn document(role: usize, policy: usize, is_live: bool) -> String {
    let gained = if is_live && role.is_multiple_of(12) && policy == 0 {
        r#","s3:DeleteObject""#
    } else {
        ""
    };
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Sid":"P{policy}","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"{gained}],"Resource":"arn:aws:s3:::bucket-{role}/{policy}/*"}}]}}"#
    )
}

fn serve(connection: &TcpStream, round_trip: Duration, asked: &Mutex<Asked>) {
    asked.lock().unwrap().connections += 1;
    // The handshake's round trip, which loopback does not have.
    let opened = Instant::now();
    thread::sleep(round_trip);
    let mut reader = BufReader::new(connection);
    let mut is_first = true;
    while let Some(body) = request(&mut reader) {
        let parameters = parameters(&body);
        let action = parameters.get("Action").cloned().unwrap_or_default();
        {
            let mut asked = asked.lock().unwrap();
            let came = if is_first { opened } else { Instant::now() };
            asked.first.get_or_insert(came);
            *asked.calls.entry(action.clone()).or_default() += 1;
        }
        is_first = false;
        thread::sleep(round_trip);
        let answer = answer(&action, &parameters);
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: {}\r\n\r\n",
            answer.len()
        );
        let mut connection = connection;
        if connection.write_all((head + &answer).as_bytes()).is_err() {
            return;
        }
        asked.lock().unwrap().last = Some(Instant::now());
    }
}

/// The body of the next request; None when there are no more.
fn request(reader: &mut BufReader<&TcpStream>) -> Option<String> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    String::from_utf8(body).ok()
}

fn parameters(body: &str) -> BTreeMap<String, String> {
    body.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

fn answer(action: &str, parameters: &BTreeMap<String, String>) -> String {
    let result = match action {
        "GetCallerIdentity" => format!(
            "<Arn>arn:aws:sts::{ACCOUNT}:assumed-role/oncall/anna</Arn><UserId>AROA:anna</UserId><Account>{ACCOUNT}</Account>"
        ),
        "GetAccountAuthorizationDetails" => authorization(parameters),
        "DescribeStackEvents" => crate::stacks::page(parameters.get("NextToken")),
        _ => String::new(),
    };
    format!(
        "<{action}Response><{action}Result>{result}</{action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{action}Response>"
    )
}

fn authorization(parameters: &BTreeMap<String, String>) -> String {
    let number = |name: &str| parameters.get(name).and_then(|n| n.parse::<usize>().ok());
    let from = number("Marker").unwrap_or(0);
    let until = (from + number("MaxItems").unwrap_or(100)).min(ROLES + MANAGED);
    let (mut roles, mut policies) = (String::new(), String::new());
    for item in from..until {
        if item < ROLES {
            push_role(item, &mut roles);
        } else {
            push_managed(item - ROLES, &mut policies);
        }
    }
    let is_truncated = until < ROLES + MANAGED;
    let marker = if is_truncated {
        format!("<Marker>{until}</Marker>")
    } else {
        String::new()
    };
    format!(
        "<IsTruncated>{is_truncated}</IsTruncated>{marker}<UserDetailList/><GroupDetailList/><RoleDetailList>{roles}</RoleDetailList><Policies>{policies}</Policies>"
    )
}

fn push_role(role: usize, out: &mut String) {
    let name = role_name(role);
    let trust = encoded(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#,
    );
    let _ = write!(
        out,
        "<member><Path>/</Path><RoleName>{name}</RoleName><RoleId>AROA{role:016}</RoleId><Arn>arn:aws:iam::{ACCOUNT}:role/{name}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>{trust}</AssumeRolePolicyDocument><InstanceProfileList/><RolePolicyList>"
    );
    for policy in 0..INLINE {
        let document = encoded(&document(role, policy, true));
        let _ = write!(
            out,
            "<member><PolicyName>policy-{policy}</PolicyName><PolicyDocument>{document}</PolicyDocument></member>"
        );
    }
    out.push_str("</RolePolicyList><AttachedManagedPolicies/></member>");
}

fn push_managed(policy: usize, out: &mut String) {
    let document = encoded(&document(policy, 0, false));
    let _ = write!(
        out,
        "<member><PolicyName>managed-{policy}</PolicyName><PolicyId>ANPA{policy:016}</PolicyId><Arn>arn:aws:iam::{ACCOUNT}:policy/managed-{policy}</Arn><Path>/</Path><DefaultVersionId>v1</DefaultVersionId><AttachmentCount>0</AttachmentCount><IsAttachable>true</IsAttachable><CreateDate>2026-01-01T00:00:00Z</CreateDate><UpdateDate>2026-01-01T00:00:00Z</UpdateDate><PolicyVersionList><member><Document>{document}</Document><VersionId>v1</VersionId><IsDefaultVersion>true</IsDefaultVersion><CreateDate>2026-01-01T00:00:00Z</CreateDate></member></PolicyVersionList></member>"
    );
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
