//! A proxy before moto that writes down every request and can spoil an answer
//! after the work was done: the way a connection is lost in the field.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use percent_encoding::percent_decode_str;

/// What happens to the answer of an operation, once moto has done it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoil {
    /// The connection ends without an answer.
    Drop,
    /// HTTP 500 with a page, as a gateway in between gives it.
    Html,
    /// HTTP 200 with something that is no answer.
    Garbage,
    /// HTTP 200 with a sign-in page.
    SignIn,
    /// Likewise, and the request never reaches moto.
    Portal,
    /// HTTP 403 with an error code in an envelope that lacks the request id.
    Forbidden,
    /// HTTP 204 and nothing.
    NoContent,
    /// It never reaches moto: denied with AWS's own words.
    Deny,
    /// Likewise: the credentials expired meanwhile.
    Expire,
    /// It never reaches moto, and the connection ends.
    Lose,
}

const SIGN_IN: &str = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form action=\"/login\"></form></body></html>";

type Rule = Box<dyn Fn(&Seen) -> Option<Spoil> + Send + Sync>;

/// A request as it was on the wire.
#[derive(Clone, Debug)]
pub struct Seen {
    pub operation: String,
    pub parameters: Vec<(String, String)>,
}

impl Seen {
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub fn writes(&self) -> bool {
        let reads = [
            "Get",
            "List",
            "Simulate",
            "Describe",
            "Lookup",
            "AssumeRole",
        ];
        !reads.iter().any(|verb| self.operation.starts_with(verb))
    }
}

pub struct Recorder {
    pub url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    rule: Arc<Mutex<Rule>>,
}

impl Recorder {
    pub fn before(moto: &str) -> Self {
        let moto = moto.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let rule: Arc<Mutex<Rule>> = Arc::new(Mutex::new(Box::new(|_| None)));
        let (log, rules) = (Arc::clone(&seen), Arc::clone(&rule));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (moto, log, rules) = (moto.clone(), Arc::clone(&log), Arc::clone(&rules));
                thread::spawn(move || serve(stream, &moto, &log, &rules));
            }
        });
        Self { url, seen, rule }
    }

    /// From now on answers are spoiled as the rule says.
    pub fn spoil(&self, rule: impl Fn(&Seen) -> Option<Spoil> + Send + Sync + 'static) {
        *self.rule.lock().unwrap() = Box::new(rule);
    }

    pub fn operations(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|seen| seen.operation.clone()).collect()
    }

    /// Every request that could change something, in order.
    pub fn writes(&self) -> Vec<Seen> {
        let seen = self.seen.lock().unwrap();
        seen.iter().filter(|seen| seen.writes()).cloned().collect()
    }
}

fn serve(stream: TcpStream, moto: &str, log: &Mutex<Vec<Seen>>, rule: &Mutex<Rule>) {
    let mut client = BufReader::new(stream);
    while let Some((head, body)) = message(&mut client) {
        let seen = parse(&head, &body);
        log.lock().unwrap().push(seen.clone());
        let spoil = rule.lock().unwrap()(&seen);
        let reply = match spoil {
            Some(Spoil::Lose) => return,
            Some(Spoil::Deny) => error(
                403,
                "AccessDenied",
                "User: arn:aws:sts::1:assumed-role/oncall/anna is not authorized to perform: iam:PutRolePolicy",
            ),
            Some(Spoil::Expire) => error(
                403,
                "ExpiredToken",
                "The security token included in the request is expired",
            ),
            Some(Spoil::Portal) => page(200, SIGN_IN),
            _ => forward(moto, &head, &body),
        };
        let reply = match spoil {
            Some(Spoil::Drop) => return,
            Some(Spoil::Html) => page(500, "<html><body>Bad gateway</body></html>"),
            Some(Spoil::SignIn) => page(200, SIGN_IN),
            Some(Spoil::Forbidden) => page(
                403,
                "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>Ask your administrator.</Message></Error></ErrorResponse>",
            ),
            Some(Spoil::NoContent) => page(204, ""),
            Some(Spoil::Garbage) => page(200, "\u{0}\u{1}not an answer"),
            _ => reply,
        };
        if client.get_mut().write_all(&reply).is_err() {
            return;
        }
    }
}

/// Head and body of one HTTP message.
fn message(reader: &mut impl BufRead) -> Option<(String, Vec<u8>)> {
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let lower = line.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        let end = line == "\r\n";
        if !lower.starts_with("connection:") && !end {
            head.push_str(&line);
        }
        if end {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((head, body))
}

fn forward(moto: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let mut server = TcpStream::connect(moto).unwrap();
    let head = format!("{head}connection: close\r\n\r\n");
    server.write_all(head.as_bytes()).unwrap();
    server.write_all(body).unwrap();
    let (head, body) = message(&mut BufReader::new(server)).unwrap();
    let mut reply = format!("{head}\r\n").into_bytes();
    reply.extend(body);
    reply
}

fn parse(head: &str, body: &[u8]) -> Seen {
    let text = String::from_utf8_lossy(body);
    let decode = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
    };
    let parameters: Vec<(String, String)> = text
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect();
    if head.starts_with("PUT ") {
        return put(head, text.into_owned());
    }
    let action = parameters.iter().find(|(name, _)| name == "Action");
    // Services of the JSON protocols name it in a header instead.
    let target = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_target = name.eq_ignore_ascii_case("x-amz-target");
        is_target.then(|| value.rsplit('.').next().unwrap_or(value).trim().to_owned())
    });
    let operation = action.map(|(_, value)| value.clone()).or(target);
    Seen {
        operation: operation.unwrap_or_default(),
        parameters,
    }
}

/// An object: its address, its headers that S3 reads, and its text.
fn put(head: &str, text: String) -> Seen {
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let headers = head.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        let name = name.to_ascii_lowercase();
        name.starts_with("x-amz-")
            .then(|| (name, value.trim().to_owned()))
    });
    let parameters = [("Path".to_owned(), path), ("Body".to_owned(), text)];
    Seen {
        operation: "PutObject".to_owned(),
        parameters: parameters.into_iter().chain(headers).collect(),
    }
}

fn error(status: u16, code: &str, message: &str) -> Vec<u8> {
    let body = format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>"
    );
    format!(
        "HTTP/1.1 {status} X\r\ncontent-type: text/xml\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn page(status: u16, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status} X\r\ncontent-type: text/html\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
