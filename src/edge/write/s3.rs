//! The one call of S3: a template that is too large to be sent as text is put into the
//! person's bucket, once, as the plan has it.

use super::wire::{Client, Sent, sent, unknown};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    if call.operation != "PutObject" {
        return Err(unknown(call));
    }
    let answer = client.put_object().invoke(call.clone()).await;
    sent(client, call, answer)
}
