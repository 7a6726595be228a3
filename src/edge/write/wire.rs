//! What one call of a plan is on the wire, and what its answer says: done, refused,
//! or not known. The calls themselves are in a file for each service.

use std::error::Error;

use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

pub(super) use super::client::Client;
use super::{answered, executor::CallOutcome, permit::NotPermitted};
use crate::{
    facts::{Fault, FaultKind, Remote},
    gate::AwsCall,
};

/// What the service answered; or how a call ended that was not clearly done.
pub(super) type Sent = Result<Answered, End>;

pub(super) struct Answered {
    pub request_id: String,
    /// The ARN of what the call made.
    pub made: Option<Remote>,
}

pub(super) enum End {
    Not(Fault),
    Unknown(Fault),
    UnexpectedAnswer(Fault),
}

impl End {
    /// What the calls of the plan came to, of which so many were done before this one.
    pub(super) fn outcome(self, done: usize, request_ids: Vec<String>) -> CallOutcome {
        match self {
            Self::UnexpectedAnswer(fault) => CallOutcome::UnexpectedAnswer(fault),
            Self::Unknown(fault) if done == 0 => CallOutcome::Unknown(fault),
            Self::Unknown(fault) => CallOutcome::PartlyUnknown {
                done,
                request_ids,
                fault,
            },
            Self::Not(fault) if done == 0 => CallOutcome::Not(fault),
            Self::Not(fault) => CallOutcome::Partly {
                done,
                request_ids,
                fault,
            },
        }
    }
}

/// A parameter of the plan; the permit finds out if one is missing.
pub(super) fn value<'a>(call: &'a AwsCall, name: &str) -> &'a str {
    call.parameters.get(name).map_or("", |value| value.raw())
}

/// The members of a list, in their order: `Tags.member.1`, and its value at `inside`.
pub(super) fn members<'a>(
    call: &'a AwsCall,
    list: &'a str,
    inside: &'a str,
) -> impl Iterator<Item = (String, &'a str)> {
    (1..).map_while(move |at: usize| {
        let member = format!("{list}.member.{at}");
        let value = call.parameters.get(&format!("{member}{inside}"))?;
        Some((member, value.raw()))
    })
}

/// What an answer, or its absence, says about the write.
pub(super) fn sent<O, E>(
    client: &Client<'_>,
    call: &AwsCall,
    answer: Result<O, SdkError<E, HttpResponse>>,
) -> Sent
where
    E: Error + ProvideErrorMetadata + 'static,
{
    let names = [
        "RoleName",
        "PolicyArn",
        "StackName",
        "ChangeSetName",
        "Bucket",
        "InstanceId",
    ];
    let of = names.iter().find_map(|name| call.parameters.get(*name));
    let of = of.map_or("the target", |name| name.raw());
    // Taken in any case: it must never vouch for a later answer.
    let request_id = client.answers.take();
    let error = match (answer, request_id) {
        (Ok(_), Some(request_id)) => {
            return Ok(Answered {
                request_id,
                made: None,
            });
        }
        // It says success, and is not AWS's: what became of the request is not known.
        (Ok(_), None) => return Err(End::Unknown(client.signing.not_its(&call.action(), of))),
        (Err(error), _) => error,
    };
    let fault = client.signing.fault(&call.action(), of, &error);
    if not_sent(&error) || refused(&error, &call.service) {
        Err(End::Not(fault))
    } else {
        Err(End::Unknown(fault))
    }
}

/// It ended before a byte left: it could not be built, signed, or was not permitted.
fn not_sent<E: Error + 'static>(error: &SdkError<E, HttpResponse>) -> bool {
    matches!(error, SdkError::ConstructionFailure(_)) || caused_by::<NotPermitted, E>(error)
}

/// The service said no in so many words: an error code of its own, in its envelope,
/// with a status of the caller's fault, or one that sends to another region. A 5xx, or a
/// page without a code, may hide a done write.
fn refused<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>, service: &str) -> bool {
    match error {
        SdkError::ServiceError(answer) => {
            answer.err().meta().code().is_some()
                && (300..500).contains(&answer.raw().status().as_u16())
                && answered::is_refusal(answer.raw(), service)
        }
        _ => false,
    }
}

fn caused_by<T: Error + 'static, E: Error + 'static>(error: &SdkError<E, HttpResponse>) -> bool {
    let first: &(dyn Error + 'static) = error;
    std::iter::successors(Some(first), |&error| error.source())
        .any(|error| error.downcast_ref::<T>().is_some())
}

/// No service has it that is written to from here.
pub(super) fn unknown(call: &AwsCall) -> End {
    let (service, operation) = (&call.service, &call.operation);
    End::Not(bug(&format!("nothing here sends {service}.{operation}")))
}

pub(super) fn bug(why: &str) -> Fault {
    Fault::new(
        FaultKind::Bug,
        format!("Nothing was sent: {why}."),
        "Report this with the log of the run.",
    )
}
