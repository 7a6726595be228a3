//! A small server that answers as GitHub's API does. Every request and every answer is
//! held against GitHub's own description: what is not of it fails the test, unless the
//! answer was meant to be odd.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::openapi;

/// A request, as far as these tests look at it.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    /// Without the query.
    pub path: String,
    pub query: Vec<(String, String)>,
    /// In small letters.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        found.next().map(|(_, value)| value.as_str())
    }

    pub fn asked(&self, name: &str) -> Option<&str> {
        let mut found = self.query.iter().filter(|(known, _)| known == name);
        found.next().map(|(_, value)| value.as_str())
    }

    /// The page that is asked for.
    pub fn page(&self) -> usize {
        self.asked("page")
            .and_then(|page| page.parse().ok())
            .unwrap_or(1)
    }

    /// It would change something.
    pub fn writes(&self) -> bool {
        self.method != "GET"
    }

    /// `GET /repos/{owner}/{repo}/actions/runs`, as the description has it.
    pub fn operation(&self) -> String {
        if self.writes() {
            let known = openapi::write(&self.method, &self.path);
            return known.unwrap_or("?").to_owned();
        }
        let template = openapi::template(&self.path).unwrap_or("?");
        format!("{} {template}", self.method)
    }
}

#[derive(Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// Not as GitHub answers, and meant to be so.
    odd: bool,
    /// How much of the body is sent before nothing comes any more.
    stalls_at: Option<usize>,
    /// How much of the body is sent before the connection ends.
    ends_at: Option<usize>,
}

impl Reply {
    fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
            odd: false,
            stalls_at: None,
            ends_at: None,
        }
    }

    pub fn json(body: &Value) -> Self {
        Self::new(200, body.to_string())
    }

    /// To a request that changed something: with GitHub's number of it.
    pub fn done(status: u16, body: &Value) -> Self {
        Self::new(status, body.to_string()).with("x-github-request-id", "AB12:34CD")
    }

    /// As GitHub refuses.
    pub fn error(status: u16, message: &str) -> Self {
        let body = json!({"message": message, "documentation_url": "https://docs.github.com"});
        Self::new(status, body.to_string())
    }

    pub fn redirect(to: &str) -> Self {
        Self::new(302, "").with("location", to)
    }

    /// Whatever it is: the description says nothing of it.
    pub fn odd(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            odd: true,
            ..Self::new(status, body)
        }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    #[must_use]
    pub fn stalling_at(mut self, bytes: usize) -> Self {
        self.stalls_at = Some(bytes);
        self
    }

    #[must_use]
    pub fn ending_at(mut self, bytes: usize) -> Self {
        self.ends_at = Some(bytes);
        self
    }
}

type Answers = dyn Fn(&Request) -> Reply + Send + Sync;

pub struct Fake {
    /// `http://127.0.0.1:1234`.
    pub url: String,
    seen: Arc<Mutex<Vec<Request>>>,
    faults: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    pub fn start(answers: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::of(answers, true)
    }

    /// Another server than GitHub's: where logs lie, or whoever it is.
    pub fn elsewhere(answers: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::of(answers, false)
    }

    fn of(answers: impl Fn(&Request) -> Reply + Send + Sync + 'static, held: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (seen, faults) = (Arc::default(), Arc::default());
        let fake = Self {
            url,
            seen: Arc::clone(&seen),
            faults: Arc::clone(&faults),
        };
        let answers: Arc<Answers> = Arc::new(answers);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answers, seen) = (Arc::clone(&answers), Arc::clone(&seen));
                let faults = Arc::clone(&faults);
                thread::spawn(move || serve(stream, &*answers, &seen, &faults, held));
            }
        });
        fake
    }

    pub fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    /// `127.0.0.1:1234`.
    pub fn host(&self) -> String {
        self.url.trim_start_matches("http://").to_owned()
    }
}

impl Drop for Fake {
    /// What was not as GitHub's is said where the test ends.
    fn drop(&mut self) {
        let faults = self.faults.lock().unwrap();
        if !thread::panicking() {
            assert!(
                faults.is_empty(),
                "not as GitHub has it:\n{}",
                faults.join("\n")
            );
        }
    }
}

fn serve(
    stream: TcpStream,
    answers: &Answers,
    seen: &Mutex<Vec<Request>>,
    faults: &Mutex<Vec<String>>,
    held: bool,
) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut writer = stream;
    while let Some(request) = read(&mut reader) {
        seen.lock().unwrap().push(request.clone());
        let reply = answers(&request);
        if held {
            faults.lock().unwrap().extend(wrong(&request, &reply));
        }
        let mut head = format!(
            "HTTP/1.1 {} X\r\ncontent-length: {}\r\n",
            reply.status,
            reply.body.len()
        );
        for (name, value) in &reply.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += "\r\n";
        let sent = reply
            .stalls_at
            .or(reply.ends_at)
            .unwrap_or(reply.body.len());
        let written = writer.write_all(head.as_bytes());
        if written
            .and_then(|()| writer.write_all(&reply.body[..sent]))
            .is_err()
        {
            return;
        }
        if reply.stalls_at.is_some() {
            // Until the other side hangs up.
            let _ = reader.read(&mut [0; 1]);
            return;
        }
        if reply.ends_at.is_some() {
            return;
        }
    }
}

fn wrong(request: &Request, reply: &Reply) -> Vec<String> {
    let path = &request.path;
    if request.writes() {
        let Some(operation) = openapi::write(&request.method, path) else {
            return vec![format!("GitHub has no {} {path}", request.method)];
        };
        let mut faults = openapi::body_faults(operation, &request.body);
        if (200..300).contains(&reply.status) && !reply.odd {
            let answer = openapi::write_answer_faults(operation, reply.status, &reply.body);
            faults.extend(answer);
        }
        return faults;
    }
    let Some(template) = openapi::template(path) else {
        return vec![format!("GitHub has no {path}")];
    };
    let mut faults = openapi::query_faults(template, &request.query);
    if reply.status == 200 && !reply.odd {
        match serde_json::from_slice(&reply.body) {
            Ok(body) => faults.extend(openapi::answer_faults(template, 200, &body)),
            Err(error) => faults.push(format!("{template}: {error}")),
        }
    }
    faults
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut first = String::new();
    reader.read_line(&mut first).ok().filter(|&n| n > 0)?;
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|&n| n > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.and_then(|(_, value): &(String, String)| value.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let mut first = first.split_ascii_whitespace();
    let (method, target) = (first.next()?.to_owned(), first.next()?);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let query = query.split('&').filter_map(|pair| pair.split_once('='));
    Some(Request {
        method,
        path: path.to_owned(),
        query: query
            .map(|(name, value)| (decode(name), decode(value)))
            .collect(),
        headers,
        body,
    })
}
