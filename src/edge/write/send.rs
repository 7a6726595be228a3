//! The steps of a plan, sent in order, each once; and what is known of each
//! when its answer came, or did not.

use std::error::Error;

use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::{
    answered::{self, Answers},
    attach_role_policy, cancel_update_stack, client, continue_update_rollback, create_change_set,
    create_policy_version, delete_change_set, delete_policy_version, delete_role_policy,
    delete_stack, detach_role_policy, execute_change_set,
    executor::CallOutcome,
    permit::{NotPermitted, Permit},
    put_role_policy, rollback_stack, update_assume_role_policy, update_termination_protection,
};
use crate::{
    edge::aws::Signing,
    facts::{Fault, FaultKind, Remote},
    gate::AwsCall,
};

/// The client of one plan, with the credentials that it signs with.
pub(super) struct Client<'a> {
    pub iam: aws_sdk_iam::Client,
    pub cloudformation: aws_sdk_cloudformation::Client,
    answers: Answers,
    signing: &'a Signing,
}

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

/// Opens the permit and sends the calls. What is left of it is never sent.
pub(super) async fn send_all(signing: &Signing, calls: &[AwsCall]) -> CallOutcome {
    let service = calls.first().map_or("", |call| call.service.as_str());
    if calls.iter().any(|call| call.service != service) {
        return CallOutcome::Not(bug("the plan's requests are of several services"));
    }
    let Some(address) = signing.address(service) else {
        return CallOutcome::Not(bug("the target's address is not known"));
    };
    let permit = Permit::new(&address, signing.access_key(), calls.iter().cloned());
    let opened = client::Client::open(signing, permit);
    let client = Client {
        iam: opened.iam,
        cloudformation: opened.cloudformation,
        answers: opened.answers,
        signing,
    };
    let (mut request_ids, mut made) = (Vec::new(), None);
    for (done, call) in calls.iter().enumerate() {
        match send(&client, call).await {
            Ok(answered) => {
                request_ids.push(answered.request_id);
                made = answered.made.or(made);
            }
            Err(End::UnexpectedAnswer(fault)) => return CallOutcome::UnexpectedAnswer(fault),
            Err(End::Unknown(fault)) if done == 0 => return CallOutcome::Unknown(fault),
            Err(End::Unknown(fault)) => {
                return CallOutcome::PartlyUnknown {
                    done,
                    request_ids,
                    fault,
                };
            }
            Err(End::Not(fault)) if done == 0 => return CallOutcome::Not(fault),
            Err(End::Not(fault)) => {
                return CallOutcome::Partly {
                    done,
                    request_ids,
                    fault,
                };
            }
        }
    }
    match opened.permit.left() {
        0 => CallOutcome::Done { request_ids, made },
        left => CallOutcome::Unknown(bug(&format!("{left} requests of the plan were not sent"))),
    }
}

async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    match (call.service.as_str(), call.operation.as_str()) {
        ("IAM", "AttachRolePolicy") => attach_role_policy::send(client, call).await,
        ("IAM", "CreatePolicyVersion") => create_policy_version::send(client, call).await,
        ("IAM", "DeletePolicyVersion") => delete_policy_version::send(client, call).await,
        ("IAM", "DeleteRolePolicy") => delete_role_policy::send(client, call).await,
        ("IAM", "DetachRolePolicy") => detach_role_policy::send(client, call).await,
        ("IAM", "PutRolePolicy") => put_role_policy::send(client, call).await,
        ("IAM", "UpdateAssumeRolePolicy") => update_assume_role_policy::send(client, call).await,
        ("CloudFormation", "CancelUpdateStack") => cancel_update_stack::send(client, call).await,
        ("CloudFormation", "ContinueUpdateRollback") => {
            continue_update_rollback::send(client, call).await
        }
        ("CloudFormation", "DeleteStack") => delete_stack::send(client, call).await,
        ("CloudFormation", "RollbackStack") => rollback_stack::send(client, call).await,
        ("CloudFormation", "UpdateTerminationProtection") => {
            update_termination_protection::send(client, call).await
        }
        ("CloudFormation", "CreateChangeSet") => create_change_set::send(client, call).await,
        ("CloudFormation", "DeleteChangeSet") => delete_change_set::send(client, call).await,
        ("CloudFormation", "ExecuteChangeSet") => execute_change_set::send(client, call).await,
        (service, operation) => Err(End::Not(bug(&format!(
            "nothing here sends {service}.{operation}"
        )))),
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
    let names = ["RoleName", "PolicyArn", "StackName", "ChangeSetName"];
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
    if not_sent(&error) || refused(&error) {
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
/// with a status of the caller's fault. A 5xx, or a page without a code, may hide a done write.
fn refused<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> bool {
    match error {
        SdkError::ServiceError(answer) => {
            answer.err().meta().code().is_some()
                && (400..500).contains(&answer.raw().status().as_u16())
                && answered::is_refusal(answer.raw())
        }
        _ => false,
    }
}

fn caused_by<T: Error + 'static, E: Error + 'static>(error: &SdkError<E, HttpResponse>) -> bool {
    let first: &(dyn Error + 'static) = error;
    std::iter::successors(Some(first), |&error| error.source())
        .any(|error| error.downcast_ref::<T>().is_some())
}

fn bug(why: &str) -> Fault {
    Fault::new(
        FaultKind::Bug,
        format!("Nothing was sent: {why}."),
        "Report this with the log of the run.",
    )
}
