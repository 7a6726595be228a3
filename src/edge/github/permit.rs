//! The lock on the wire for GitHub: what one approved plan may send besides reads, by
//! method, path and the hash of its body, in order, each once.
//!
//! It opens nothing by itself: only a client that was made for one approval has one.

use std::collections::VecDeque;

use parking_lot::Mutex;
use sha2::{Digest as _, Sha256};

use crate::gate::GitHubCall;

#[derive(Debug)]
pub struct GitHubPermit {
    calls: Mutex<VecDeque<Permitted>>,
}

#[derive(Debug)]
struct Permitted {
    method: String,
    path: String,
    body: [u8; 32],
}

/// The request did not leave, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotPermitted(pub String);

impl std::fmt::Display for NotPermitted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not permitted: {}", self.0)
    }
}

impl std::error::Error for NotPermitted {}

fn hash(body: &[u8]) -> [u8; 32] {
    Sha256::digest(body).into()
}

impl GitHubPermit {
    pub fn new<'c>(calls: impl IntoIterator<Item = &'c GitHubCall>) -> Self {
        let permitted = |call: &GitHubCall| Permitted {
            method: call.method.clone(),
            path: call.path.clone(),
            body: hash(call.body.as_ref().map_or("", |body| body.raw()).as_bytes()),
        };
        Self {
            calls: Mutex::new(calls.into_iter().map(permitted).collect()),
        }
    }

    /// Requests that were not sent.
    pub fn left(&self) -> usize {
        self.calls.lock().len()
    }

    /// Takes the next request away if this is it. `path`: with its query, if it has one.
    pub fn spend(&self, method: &str, path: &str, body: &[u8]) -> Result<(), NotPermitted> {
        let mut calls = self.calls.lock();
        let refused = |why: &str| Err(NotPermitted(format!("{method} {path}: {why}")));
        let Some(next) = calls.front() else {
            return refused("every request of the plan was sent");
        };
        if next.method != method || next.path != path {
            return refused("it is not the next request of the plan");
        }
        if next.body != hash(body) {
            return refused("its body is not that of the preview");
        }
        calls.pop_front();
        Ok(())
    }
}
