//! One request to GitHub that a plan will send: method, path and body, to the byte.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::facts::{Remote, Repository, encoded};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GitHubCall {
    /// `POST`, `PUT`.
    pub method: String,
    /// Of the API, encoded, from `/repos` on.
    pub path: String,
    /// JSON; None: nothing is sent.
    pub body: Option<Remote>,
    /// The permission that a fine-grained token needs for it: `actions:write`.
    pub needs: String,
}

impl GitHubCall {
    /// `segments` come after owner and name; each is encoded by itself.
    pub fn post(repository: &Repository, segments: &[&str], needs: &str) -> Self {
        let own = [repository.owner(), repository.name()];
        let all = own.iter().chain(segments).map(|segment| encoded(segment));
        Self {
            method: "POST".to_owned(),
            path: format!("/repos/{}", all.collect::<Vec<_>>().join("/")),
            body: None,
            needs: needs.to_owned(),
        }
    }

    #[must_use]
    pub fn putting(self) -> Self {
        Self {
            method: "PUT".to_owned(),
            ..self
        }
    }

    #[must_use]
    pub fn with(self, body: &Value) -> Self {
        Self {
            body: Some(Remote::new(body.to_string())),
            ..self
        }
    }

    /// `POST /repos/o/n/actions/runs/7/rerun`.
    pub fn in_short(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}
