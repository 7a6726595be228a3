//! The steps of a plan, sent in order, each once; and what is known of them all
//! when the last answer came, or did not.

use super::{
    client::Client,
    cloudformation,
    executor::CallOutcome,
    iam,
    permit::Permit,
    s3,
    wire::{Sent, bug, unknown, value},
};
use crate::{edge::aws::Signing, gate::AwsCall};

/// Opens the permit and sends the calls. What is left of it is never sent.
pub(super) async fn send_all(signing: &Signing, calls: &[AwsCall]) -> CallOutcome {
    let mut services = calls.iter().map(|call| call.service.as_str());
    let mut of_target = services.clone().filter(|service| *service != S3);
    let service = of_target.next();
    // What is put into a bucket is put there first, for the others to read.
    if of_target.any(|one| Some(one) != service) || services.rposition(|one| one == S3) > Some(0) {
        return CallOutcome::Not(bug("the plan's requests are of several services"));
    }
    let Some(address) = service.and_then(|service| signing.address(service)) else {
        return CallOutcome::Not(bug("the target's address is not known"));
    };
    let planned = calls.iter().map(|call| {
        let at = match call.service.as_str() {
            S3 => object(&signing.s3_address(), call),
            _ => address.clone(),
        };
        (at, call.clone())
    });
    let permit = Permit::new(signing.access_key(), planned);
    let client = Client::open(signing, permit);
    let (mut request_ids, mut made) = (Vec::new(), None);
    for (done, call) in calls.iter().enumerate() {
        match send(&client, call).await {
            Ok(answered) => {
                request_ids.push(answered.request_id);
                made = answered.made.or(made);
            }
            Err(end) => return end.outcome(done, request_ids),
        }
    }
    match client.permit.left() {
        0 => CallOutcome::Done { request_ids, made },
        left => CallOutcome::Unknown(bug(&format!("{left} requests of the plan were not sent"))),
    }
}

const S3: &str = "S3";

/// The address of an object, its bucket in the path.
fn object(address: &str, call: &AwsCall) -> String {
    let (bucket, key) = (value(call, "Bucket"), value(call, "Key"));
    format!("{}/{bucket}/{key}", address.trim_end_matches('/'))
}

async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    match call.service.as_str() {
        "IAM" => iam::send(client, call).await,
        S3 => s3::send(client, call).await,
        "CloudFormation" => cloudformation::send(client, call).await,
        _ => Err(unknown(call)),
    }
}
