//! The requests of a plan to GitHub, in order, each once; and what is known of them when
//! the last answer came, or did not.

use std::{sync::Arc, time::Duration};

use http::HeaderMap;
use serde_json::Value;

use crate::{
    edge::{
        github::{Answered, GitHubSigning, NoAnswer, permit::GitHubPermit},
        write::{
            CallOutcome,
            wire::{End, bug},
        },
    },
    facts::{Fault, FaultKind, Remote},
    gate::GitHubCall,
};

/// What GitHub numbers each of its answers with.
const REQUEST_ID: &str = "x-github-request-id";

/// GitHub asks for a second at least between requests that change something.
const BETWEEN: Duration = Duration::from_secs(1);

/// Opens the permit and sends the requests. What is left of it is never sent.
pub(in crate::edge::write) async fn send_all(
    signing: &GitHubSigning,
    calls: &[GitHubCall],
) -> CallOutcome {
    if calls.is_empty() {
        return CallOutcome::Not(bug("the plan has no request to GitHub, or others besides"));
    }
    let permit = Arc::new(GitHubPermit::new(calls));
    let client = signing.writing(&permit);
    let (mut request_ids, mut made) = (Vec::new(), None);
    for (done, call) in calls.iter().enumerate() {
        if done > 0 {
            tokio::time::sleep(BETWEEN).await;
        }
        let ended = match client.send(call).await {
            Ok(answered) => judged(call, signing.host(), &answered),
            Err(NoAnswer::NotSent(why)) => Err(End::Not(not_sent(call, &why))),
            Err(NoAnswer::Lost(why)) => Err(End::Unknown(lost(call, &why))),
        };
        match ended {
            Ok((request_id, named)) => {
                request_ids.push(request_id);
                made = named.or(made);
            }
            Err(end) => return end.outcome(done, request_ids),
        }
    }
    match permit.left() {
        0 => CallOutcome::Done { request_ids, made },
        left => CallOutcome::Unknown(bug(&format!("{left} requests of the plan were not sent"))),
    }
}

/// Done, with the number of the answer and what was made; refused; or not known.
fn judged(
    call: &GitHubCall,
    host: &str,
    answered: &Answered,
) -> Result<(String, Option<Remote>), End> {
    let status = answered.status;
    let id = answered
        .headers
        .get(REQUEST_ID)
        .and_then(|id| id.to_str().ok());
    let Some(id) = id else {
        // Whoever answered, it was not GitHub: a proxy's page says nothing of the request.
        let why = format!(
            "HTTP {} came without GitHub's number of the request",
            status.as_u16()
        );
        return Err(End::Unknown(lost(call, &why)));
    };
    if status.is_success() {
        return Ok((id.to_owned(), made(&answered.body)));
    }
    let said: Value = serde_json::from_slice(&answered.body).unwrap_or_default();
    let message = said["message"].as_str();
    match message.filter(|_| (300..500).contains(&status.as_u16())) {
        Some(message) => Err(End::Not(refused(call, host, answered, message))),
        None => {
            let why = format!("it was answered with HTTP {}", status.as_u16());
            Err(End::Unknown(lost(call, &why)))
        }
    }
}

/// The run that was started, or the pull request that was made.
fn made(body: &[u8]) -> Option<Remote> {
    let said: Value = serde_json::from_slice(body).ok()?;
    let run = said["workflow_run_id"].as_u64().map(|id| id.to_string());
    let pull_request = || {
        let url = said["html_url"].as_str()?;
        said["number"].as_u64().map(|_| url.to_owned())
    };
    run.or_else(pull_request).map(Remote::new)
}

fn refused(call: &GitHubCall, host: &str, answered: &Answered, message: &str) -> Fault {
    let status = answered.status.as_u16();
    let what = call.in_short();
    let fault = match status {
        401 => Fault::new(
            FaultKind::Expired,
            format!("{host} does not accept the token any more: nothing was changed."),
            "Sign in again, and propose the change anew.",
        ),
        403 => Fault::new(
            FaultKind::Denied {
                action: accepted(&answered.headers).unwrap_or_else(|| call.needs.clone()),
                resource: None,
            },
            format!("{host} refuses {what}: {message}"),
            format!(
                "Give the token {}, or use another. Nothing was changed.",
                call.needs
            ),
        ),
        404 => Fault::new(
            FaultKind::Missing,
            format!(
                "{host} refuses {what}: it is not there, or the token has no {}.",
                call.needs
            ),
            format!(
                "Give the token {}, or use another. Nothing was changed.",
                call.needs
            ),
        ),
        _ => Fault::new(
            FaultKind::Moved,
            format!("{host} refuses {what}: {message}"),
            "Nothing was changed by it. Refresh, and look at the target again.",
        ),
    };
    fault.caused_by(format!("HTTP {status}: {message}"))
}

fn accepted(headers: &HeaderMap) -> Option<String> {
    let named = headers
        .get("x-accepted-github-permissions")?
        .to_str()
        .ok()?;
    (!named.is_empty()).then(|| named.replace('=', ":"))
}

fn not_sent(call: &GitHubCall, why: &str) -> Fault {
    Fault::new(
        FaultKind::ReadOnly,
        format!("{} was not sent: {why}.", call.in_short()),
        "Nothing was changed by it. Propose the change anew.",
    )
}

fn lost(call: &GitHubCall, why: &str) -> Fault {
    Fault::new(
        FaultKind::Offline,
        format!("What became of {} is not known: {why}.", call.in_short()),
        "It is read back now; look at it in a browser where that can't tell.",
    )
}
