//! Whether an answer to a write is AWS's own: its envelope, named after the
//! operation that was asked for, with a request id.
//!
//! The SDK takes any page with status 200 for success where an operation answers
//! nothing else, and a sign-in page is one. It must never make an answer of what
//! is none: what it does not recognise is lost, and the state is read back.

use std::sync::Arc;

use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, Metadata};
use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_xml::decode::{Document, ScopedDecoder, try_data};
use parking_lot::Mutex;

use crate::edge::aws::intercept;

/// The request id of the last answer, if it was AWS's.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers(Arc<Mutex<Option<String>>>);

impl Answers {
    /// Once: it vouches for one answer.
    pub(super) fn take(&self) -> Option<String> {
        self.0.lock().take()
    }
}

intercept! { Answers as "Answers" {
    read_before_transmit(self, _: BeforeTransmitInterceptorContextRef, _) {
        *self.0.lock() = None;
        Ok(())
    }

    read_after_deserialization(self, context: AfterDeserializationInterceptorContextRef, config) {
        let answer = context.response();
        *self.0.lock() = config.load::<Metadata>().and_then(|of| match of.service() {
            "S3" => id_of_put(answer),
            "ServiceDiscovery" => id_of_operation(answer),
            _ => request_id(answer, of.name()),
        });
        Ok(())
    }
}}

/// Of an answer to this operation that says that it was done.
fn request_id(answer: &HttpResponse, operation: &str) -> Option<String> {
    if answer.status().as_u16() != 200 {
        return None;
    }
    in_envelope(answer, &format!("{operation}Response"), |tag| {
        if !tag.start_el().matches("ResponseMetadata") {
            return None;
        }
        while let Some(mut inner) = tag.next_tag() {
            if inner.start_el().matches("RequestId") {
                return text(&mut inner);
            }
        }
        None
    })
}

/// S3 answers a put without a body: its headers say all.
fn id_of_put(answer: &HttpResponse) -> Option<String> {
    let is_empty = answer.body().bytes().is_some_and(<[u8]>::is_empty);
    let headers = answer.headers();
    let id = headers.get("x-amz-request-id")?.trim();
    let is_id = !id.is_empty() && id.len() <= MOST && headers.contains_key("etag");
    (answer.status().as_u16() == 200 && is_empty && is_id).then(|| id.to_owned())
}

/// Cloud Map answers with an operation that goes on: its id says that it began.
fn id_of_operation(answer: &HttpResponse) -> Option<String> {
    let body = json(answer).filter(|_| answer.status().as_u16() == 200)?;
    let operation = body.get("OperationId")?.as_str()?.trim();
    let id = answer.headers().get("x-amzn-requestid").map(str::trim);
    let id = id.filter(|id| !id.is_empty()).unwrap_or(operation);
    (!operation.is_empty() && id.len() <= MOST).then(|| id.to_owned())
}

fn json(answer: &HttpResponse) -> Option<serde_json::Value> {
    serde_json::from_slice(answer.body().bytes()?).ok()
}

/// Code and message of an error of S3, where it is one.
pub(super) fn s3_error(answer: &HttpResponse) -> ErrorMetadata {
    let of = |name: &str| {
        in_envelope(answer, OF_S3, |tag| {
            let is_it = tag.start_el().matches(name);
            is_it.then(|| try_data(tag).ok().map(|text| text.trim().to_owned()))?
        })
    };
    let mut error = ErrorMetadata::builder();
    if let Some(code) = of("Code") {
        error = error.code(code).message(of("Message").unwrap_or_default());
    }
    error.build()
}

/// What the root of an error of S3 is called.
const OF_S3: &str = "Error";

/// Whether the service itself refused, in the envelope that all its errors have.
pub(super) fn is_refusal(answer: &HttpResponse, service: &str) -> bool {
    if service == "ServiceDiscovery" {
        let body = json(answer);
        let kind = body.as_ref().and_then(|body| body.get("__type"));
        return kind.is_some_and(serde_json::Value::is_string);
    }
    let root = match service {
        "S3" => OF_S3,
        _ => "ErrorResponse",
    };
    let id = in_envelope(answer, root, |tag| {
        let is_id = tag.start_el().matches("RequestId") || tag.start_el().matches("RequestID");
        is_id.then(|| text(tag)).flatten()
    });
    id.is_some()
}

/// What is found in one of the elements within the root, which must have this
/// name; and the text must be XML to its end.
fn in_envelope(
    answer: &HttpResponse,
    root: &str,
    find: impl Fn(&mut ScopedDecoder<'_, '_>) -> Option<String>,
) -> Option<String> {
    let text = std::str::from_utf8(answer.body().bytes()?).ok()?;
    let mut document = Document::new(text);
    let mut found = None;
    {
        let mut envelope = document.root_element().ok()?;
        if !envelope.start_el().matches(root) {
            return None;
        }
        while let Some(mut tag) = envelope.next_tag() {
            found = found.or_else(|| find(&mut tag));
        }
    }
    // Cut short, it may have been about to say something else.
    let closed = text.trim_end().ends_with(&format!("</{root}>"));
    found.filter(|_| closed)
}

fn text(tag: &mut ScopedDecoder<'_, '_>) -> Option<String> {
    let text = try_data(tag).ok()?;
    let text = text.trim();
    (!text.is_empty() && text.len() <= MOST).then(|| text.to_owned())
}

/// A UUID has 36.
const MOST: usize = 128;

#[cfg(test)]
mod tests;
