//! The steps of a plan, sent in order, each once; and what is known of them all
//! when the last answer came, or did not.

use super::{
    client::Client,
    cloudformation,
    executor::CallOutcome,
    iam,
    permit::Permit,
    wire::{End, Sent, bug, unknown},
};
use crate::{edge::aws::Signing, gate::AwsCall};

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
    let client = Client::open(signing, permit);
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
    match client.permit.left() {
        0 => CallOutcome::Done { request_ids, made },
        left => CallOutcome::Unknown(bug(&format!("{left} requests of the plan were not sent"))),
    }
}

async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    match call.service.as_str() {
        "IAM" => iam::send(client, call).await,
        "CloudFormation" => cloudformation::send(client, call).await,
        _ => Err(unknown(call)),
    }
}
