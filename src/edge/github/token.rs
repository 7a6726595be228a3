//! The token that opens GitHub: from the variables of its host, else from `gh`.
//!
//! It is never shown or logged, and it knows no host but the one it was found for.

use std::{fmt, path::Path, process::Stdio, time::Duration};

use http::HeaderValue;
use tokio::process::Command;

use super::{
    host::{Host, HostKind},
    surroundings::Surroundings,
};
use crate::facts::{Fault, FaultKind};

const PATIENCE: Duration = Duration::from_secs(5);
/// The longest that GitHub gives has some hundred characters.
const LONGEST: usize = 4096;

#[derive(Clone)]
pub(super) struct Token(HeaderValue);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

impl Token {
    /// What is sent as `Authorization`.
    pub(super) fn header(&self) -> HeaderValue {
        self.0.clone()
    }

    /// None: there is none for this host, and it is asked without.
    pub(super) async fn find(around: &Surroundings, host: &Host) -> Result<Option<Self>, Fault> {
        let (variables, text) = match host.kind {
            HostKind::GitHub => ("GH_TOKEN or GITHUB_TOKEN", around.token.clone()),
            HostKind::Enterprise => ("GH_ENTERPRISE_TOKEN", around.enterprise_token.clone()),
            HostKind::Unnamed => return Ok(None),
        };
        if let Some(text) = text {
            return Self::read(&text)
                .map(Some)
                .ok_or_else(|| unusable(variables));
        }
        match &around.gh {
            Some(gh) if host.kind == HostKind::GitHub => Ok(kept_by(gh, &host.web).await),
            _ => Ok(None),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic());
        if text.is_empty() || text.len() > LONGEST || !plain {
            return None;
        }
        let mut header = HeaderValue::from_str(&format!("Bearer {text}")).ok()?;
        header.set_sensitive(true);
        Some(Self(header))
    }
}

/// Whatever goes wrong means that `gh` keeps none: the faults of reading say what to do.
async fn kept_by(gh: &Path, host: &str) -> Option<Token> {
    let mut command = Command::new(gh);
    command
        .args(["auth", "token", "--hostname", host])
        // Nothing of a repository is looked at, nobody is asked anything.
        .current_dir("/")
        .env("GH_PROMPT_DISABLED", "1")
        .env("GH_NO_UPDATE_NOTIFIER", "1")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .kill_on_drop(true);
    let output = tokio::time::timeout(PATIENCE, command.output()).await;
    let output = output.ok()?.ok().filter(|output| output.status.success())?;
    Token::read(std::str::from_utf8(&output.stdout).ok()?)
}

fn unusable(variables: &str) -> Fault {
    Fault::new(
        FaultKind::Malformed,
        format!("{variables} holds no token: it has other characters than a token has."),
        "Set it to the token alone, or unset it.",
    )
}
