//! A tiny HTTP server that answers as AWS does on the wire, for what moto
//! cannot: pages, denials, throttling, broken answers and silence.
//!
//! Shapes: the Query protocol's XML for IAM and STS, JSON 1.1 for CloudTrail,
//! as in the services' API references.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use percent_encoding::percent_decode_str;

/// A request, as far as these tests look at it.
#[derive(Clone, Debug)]
pub struct Request {
    pub service: String,
    pub operation: String,
    pub fields: HashMap<String, String>,
    pub body: String,
    pub authorization: String,
}

impl Request {
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// `iam:GetRole`.
    pub fn action(&self) -> String {
        // Two services have actions that are called otherwise than their operations.
        match self.service.as_str() {
            "apigateway" => return "apigateway:GET".to_owned(),
            "s3" => return "s3:ListBucket".to_owned(),
            _ => {}
        }
        // CloudWatch's host, and what is signed for it, is called otherwise than its actions.
        let service = match self.service.as_str() {
            "monitoring" => "cloudwatch",
            service => service,
        };
        format!("{service}:{}", self.operation)
    }
}

#[derive(Clone)]
pub enum Reply {
    Body(u16, &'static str, String),
    /// A status with this one header, as S3 answers to HEAD.
    Head(u16, &'static str, &'static str),
    /// The connection stays open and nothing ever comes.
    Silence,
}

type Answers = dyn Fn(&Request) -> Reply + Send + Sync;

pub struct Fake {
    pub url: String,
    seen: Arc<Mutex<Vec<Request>>>,
    hung_up: Arc<AtomicUsize>,
}

impl Fake {
    /// Answers everything by the function, but for the caller's identity, which
    /// is always the fixture's account.
    pub fn start(answers: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_bare(move |request| match request.operation.as_str() {
            "GetCallerIdentity" => identity(super::fixture::ACCOUNT),
            _ => answers(request),
        })
    }

    pub fn start_bare(answers: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (answers, log): (Arc<Answers>, _) = (Arc::new(answers), Arc::clone(&seen));
        let hung_up = Arc::new(AtomicUsize::new(0));
        let left = Arc::clone(&hung_up);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answers, log) = (Arc::clone(&answers), Arc::clone(&log));
                let left = Arc::clone(&left);
                std::thread::spawn(move || serve(stream, &*answers, &log, &left));
            }
        });
        Self { url, seen, hung_up }
    }

    /// How many callers left a request that was never answered.
    pub fn hung_up(&self) -> usize {
        self.hung_up.load(Ordering::SeqCst)
    }

    pub fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    /// How often an operation was called.
    pub fn count(&self, operation: &str) -> usize {
        let seen = self.seen();
        seen.iter()
            .filter(|request| request.operation == operation)
            .count()
    }
}

fn serve(stream: TcpStream, answers: &Answers, log: &Mutex<Vec<Request>>, hung_up: &AtomicUsize) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut writer = stream;
    while let Some(request) = read(&mut reader) {
        log.lock().unwrap().push(request.clone());
        match answers(&request) {
            Reply::Body(status, kind, body) => {
                let head = format!(
                    "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
                    body.len()
                );
                if writer.write_all((head + &body).as_bytes()).is_err() {
                    return;
                }
            }
            Reply::Head(status, name, value) => {
                let head = format!("HTTP/1.1 {status} X\r\n{name}: {value}\r\n\r\n");
                if writer.write_all(head.as_bytes()).is_err() {
                    return;
                }
            }
            Reply::Silence => {
                // Until the other side hangs up.
                let _ = reader.read(&mut [0; 1]);
                hung_up.fetch_add(1, Ordering::SeqCst);
                return;
            }
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut headers = HashMap::new();
    let mut first = String::new();
    reader.read_line(&mut first).ok().filter(|&n| n > 0)?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|&n| n > 0)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").and_then(|n| n.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).unwrap();
    let authorization = headers.remove("authorization").unwrap_or_default();
    // Credential=AKID/20261121/eu-west-1/iam/aws4_request
    let service = authorization
        .split('/')
        .nth(3)
        .unwrap_or_default()
        .to_owned();
    let fields = form(&body);
    let operation = match headers.get("x-amz-target") {
        Some(target) => target.rsplit('.').next().unwrap_or_default().to_owned(),
        None => fields.get("Action").cloned().unwrap_or_default(),
    };
    let operation = of_path(&first).map_or(operation, str::to_owned);
    Some(Request {
        service,
        operation,
        fields,
        body,
        authorization,
    })
}

/// Where the path names the operation.
fn of_path(first: &str) -> Option<&'static str> {
    let (method, path) = first.split_once(' ')?;
    let ends = |with: &str| {
        path.split('?')
            .next()
            .is_some_and(|path| path.ends_with(with))
    };
    Some(match (method, path) {
        ("HEAD", _) => "HeadBucket",
        ("GET", path) if path.starts_with("/2015-03-31/event-source-mappings") => {
            "ListEventSourceMappings"
        }
        ("GET", path) if path.starts_with("/2015-03-31/") => "GetFunctionConfiguration",
        ("GET", path) if path.starts_with("/v1/repository") => "DescribeRepository",
        ("GET", _) if ends("/v2/apis") => "GetApis",
        ("GET", _) if ends("/routes") => "GetRoutes",
        ("GET", _) if ends("/stages") => "GetStages",
        _ => return None,
    })
}

fn form(body: &str) -> HashMap<String, String> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    body.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// `<XResponse><XResult>...</XResult></XResponse>`.
pub fn result(operation: &str, inside: &str) -> Reply {
    Reply::Body(
        200,
        "text/xml",
        format!(
            "<{operation}Response xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><{operation}Result>{inside}</{operation}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></{operation}Response>"
        ),
    )
}

pub fn error(status: u16, code: &str, message: &str) -> Reply {
    Reply::Body(
        status,
        "text/xml",
        format!(
            "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>1</RequestId></ErrorResponse>"
        ),
    )
}

pub fn denied(request: &Request, resource: &str) -> Reply {
    error(
        403,
        "AccessDenied",
        &format!(
            "User: arn:aws:sts::123456789012:assumed-role/oncall/anna is not authorized to perform: {} on resource: {resource} because no identity-based policy allows the {} action",
            request.action(),
            request.action()
        ),
    )
}

pub fn identity(account: &str) -> Reply {
    result(
        "GetCallerIdentity",
        &format!(
            "<Arn>arn:aws:sts::{account}:assumed-role/oncall/anna</Arn><UserId>A:anna</UserId><Account>{account}</Account>"
        ),
    )
}

pub fn json(body: &serde_json::Value) -> Reply {
    Reply::Body(200, "application/x-amz-json-1.1", body.to_string())
}

/// An error as services of the JSON protocol answer it.
pub fn json_error(code: &str, message: &str) -> Reply {
    let body = serde_json::json!({"__type": code, "message": message});
    Reply::Body(400, "application/x-amz-json-1.1", body.to_string())
}

/// A role with one inline policy, as in GetAccountAuthorizationDetails.
pub fn role_detail(name: &str) -> String {
    format!(
        "<member><Path>/</Path><RoleName>{name}</RoleName><RoleId>AROA{name}</RoleId><Arn>arn:aws:iam::123456789012:role/{name}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22%7D</AssumeRolePolicyDocument><RolePolicyList><member><PolicyName>p</PolicyName><PolicyDocument>%7B%22Sid%22%3A%22{name}%22%7D</PolicyDocument></member></RolePolicyList><AttachedManagedPolicies/><InstanceProfileList/><Tags/></member>"
    )
}

/// One page of GetAccountAuthorizationDetails.
pub fn page(roles: &[String], next: Option<&str>) -> Reply {
    let more = match next {
        Some(marker) => format!("<IsTruncated>true</IsTruncated><Marker>{marker}</Marker>"),
        None => "<IsTruncated>false</IsTruncated>".to_owned(),
    };
    let roles: String = roles.iter().map(|name| role_detail(name)).collect();
    result(
        "GetAccountAuthorizationDetails",
        &format!("<RoleDetailList>{roles}</RoleDetailList><Policies/>{more}"),
    )
}
