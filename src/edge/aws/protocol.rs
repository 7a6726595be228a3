//! Reads over the services' own public protocols, without an SDK for each: that of EC2
//! alone takes longer to build than all other crates together, for two calls of which
//! every field is known.
//!
//! What an SDK's client would bring is here too: the read-only lock, the session's
//! credentials, endpoints, timeouts, retries and log, and a pace for each service. An
//! answer that is not in the service's envelope is no answer.

mod answer;
mod operation;
mod xml;

use serde_json::Value;

pub(super) use self::{operation::encoded, xml::Element};
use super::{fault::Call, reader::Reader};
use crate::facts::Fault;

/// One service as its requests are made.
#[derive(Debug)]
pub(super) struct Service {
    /// As the SDK names it in a request's metadata.
    pub name: &'static str,
    /// The prefix of its IAM actions.
    pub prefix: &'static str,
    pub protocol: Protocol,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Protocol {
    /// A form with `Action` and this `Version`, answered in XML.
    Query { version: &'static str },
    /// A form of the same kind, with errors of EC2's own.
    Ec2 { version: &'static str },
    /// JSON with this before the operation in `X-Amz-Target`.
    Json {
        target: &'static str,
        /// `1.0` or `1.1`.
        version: &'static str,
    },
    /// A GET of a path, answered in JSON.
    Rest,
}

/// A parameter by its name on the wire: `Filter.1.Name`.
pub(super) type Parameter = (String, String);

impl Reader<'_> {
    /// One request whose answer is XML. With the operation, the elements of its answer
    /// that hold others.
    pub(super) async fn query(
        &self,
        service: &'static Service,
        (operation, holding): (&'static str, &'static [&'static str]),
        call: Call<'_>,
        parameters: &[Parameter],
    ) -> Result<Element, Fault> {
        let version = match service.protocol {
            Protocol::Query { version } | Protocol::Ec2 { version } => version,
            Protocol::Json { .. } | Protocol::Rest => {
                return Err(call.malformed("it answers in JSON"));
            }
        };
        let form = operation::form(operation, version, parameters);
        let made = operation::of(self.session, service, operation)
            .serializer(move |(): ()| operation::post_form(&form))
            .deserializer(move |response| answer::xml(response, operation, holding))
            .build();
        self.paced(service, call, made.invoke(())).await
    }

    /// One request in JSON, answered by an object.
    pub(super) async fn json(
        &self,
        service: &'static Service,
        operation: &'static str,
        call: Call<'_>,
        body: &Value,
    ) -> Result<Value, Fault> {
        let Protocol::Json { target, version } = service.protocol else {
            return Err(call.malformed("it answers in XML"));
        };
        let (target, body) = (format!("{target}.{operation}"), body.to_string());
        let kind = format!("application/x-amz-json-{version}");
        let made = operation::of(self.session, service, operation)
            .serializer(move |(): ()| operation::post_json(&kind, &target, &body))
            .deserializer(answer::json)
            .build();
        self.paced(service, call, made.invoke(())).await
    }

    /// One GET, answered by an object of JSON.
    pub(super) async fn get(
        &self,
        service: &'static Service,
        operation: &'static str,
        call: Call<'_>,
        path: &str,
    ) -> Result<Value, Fault> {
        let path = path.to_owned();
        let made = operation::of(self.session, service, operation)
            .serializer(move |(): ()| operation::get(&path))
            .deserializer(answer::json)
            .build();
        self.paced(service, call, made.invoke(())).await
    }

    /// Where a bucket of the caller's account is, by one HEAD.
    pub(super) async fn bucket_region(
        &self,
        service: &'static Service,
        call: Call<'_>,
        bucket: &str,
    ) -> Result<Option<String>, Fault> {
        let path = format!("/{}", encoded(bucket));
        let owner = self.caller.account.raw().to_owned();
        let made = operation::of(self.session, service, "HeadBucket")
            .serializer(move |(): ()| operation::head(&path, &owner))
            .deserializer(answer::region)
            .build();
        self.paced(service, call, made.invoke(())).await
    }

    /// Waits for this service's turn, where an SDK sends the request.
    pub(super) async fn turn(&self, service: &'static str) {
        let (account, region) = self.place();
        let place = (account, region, service);
        self.budgets.services.calls.turn(&place).await;
    }

    async fn paced<T>(
        &self,
        service: &'static Service,
        call: Call<'_>,
        sent: impl Future<Output = Result<T, answer::Failed>>,
    ) -> Result<T, Fault> {
        let (account, region) = self.place();
        let place = (account, region, service.name);
        self.budgets.services.calls.turn(&place).await;
        let answered = call.answer(Box::pin(sent)).await;
        self.budgets.services.went(&place, answered.as_ref().err());
        answered
    }
}
