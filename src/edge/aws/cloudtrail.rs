//! Who wrote a role's policies last, from CloudTrail's event history, and whether a trail logs.
//!
//! Reads a few pages and no more: the history allows two requests a second for
//! a whole account, and others need it too.

use aws_sdk_cloudtrail::types::{Event, LookupAttribute, LookupAttributeKey};
use jiff::Timestamp;
use serde_json::Value;

mod session;

use super::{clients, reader::Reader};
use crate::{
    ask::{
        Reads,
        cloudtrail::{LastWrites, Trail},
    },
    facts::{AccountId, Caller, Fault, LastWrite, PolicyName, Remote, RoleName, TrailState},
};

const ACTION: &str = "cloudtrail:LookupEvents";
const MAX_PAGES: u32 = 3;
const PAGE: i32 = 50;
/// A CloudTrail event has at most 256 kB.
const MAX_EVENT: usize = 256 * 1024;

/// The events that write a role or what it may do.
const WRITES: &[&str] = &[
    "AttachRolePolicy",
    "CreateRole",
    "DeleteRole",
    "DeleteRolePermissionsBoundary",
    "DeleteRolePolicy",
    "DetachRolePolicy",
    "PutRolePermissionsBoundary",
    "PutRolePolicy",
    "UpdateAssumeRolePolicy",
    "UpdateRole",
    "UpdateRoleDescription",
];

/// Where a partition keeps IAM's events: `arn:aws-cn:...` says which it is.
fn home(caller: &Caller) -> &'static str {
    match caller.arn.raw().split(':').nth(1) {
        Some("aws-cn") => "cn-north-1",
        Some("aws-us-gov") => "us-gov-west-1",
        _ => "us-east-1",
    }
}

impl Reads<Trail> for Reader<'_> {
    async fn read(&self, Trail(name): &Trail) -> Result<TrailState, Fault> {
        let of = format!("CloudTrail trail {}", name.raw());
        let asked = clients::Asked::default();
        let call = self.session.call("cloudtrail:GetTrailStatus", &of);
        let call = call.reaching(&asked);
        let client = clients::cloudtrail(&self.session.config, &self.session.region, &asked);
        let request = client.get_trail_status().name(name.raw());
        let status = call.answer(request.send()).await?;
        let logging = status.is_logging();
        let delivered = status.latest_delivery_time();
        let delivered = delivered.and_then(|at| Timestamp::from_second(at.secs()).ok());
        let error = status
            .latest_delivery_error()
            .filter(|text| !text.is_empty());
        Ok(TrailState {
            logging: logging.ok_or_else(|| call.malformed("it says nothing of logging"))?,
            delivered,
            minutes_ago: delivered.map(minutes_since),
            error: error.map(Remote::new),
        })
    }
}

fn minutes_since(at: Timestamp) -> u64 {
    let since = Timestamp::now().duration_since(at).as_mins();
    u64::try_from(since).unwrap_or(0)
}

impl Reads<LastWrites> for Reader<'_> {
    async fn read(&self, LastWrites(role): &LastWrites) -> Result<Vec<LastWrite>, Fault> {
        let (session, caller) = (self.session, self.caller);
        let of = format!("role {}", role.raw());
        let asked = clients::Asked::default();
        let call = session.call(ACTION, &of).reaching(&asked);
        let client = clients::cloudtrail(&session.config, home(caller), &asked);
        let attribute = LookupAttribute::builder()
            .attribute_key(LookupAttributeKey::ResourceName)
            .attribute_value(role.raw())
            .build()
            .map_err(|error| call.malformed(error.to_string()))?;
        let (mut writes, mut token) = (Vec::new(), None);
        for _ in 0..MAX_PAGES {
            self.budgets.cloudtrail.turn(&caller.account).await;
            let request = client.lookup_events();
            let request = request.lookup_attributes(attribute.clone());
            let request = request.max_results(PAGE).set_next_token(token);
            let page = call.answer(request.send()).await?;
            for (event, detail) in page.events().iter().filter_map(detail) {
                // Events of another account mean that the credentials are no longer those
                // that STS knew.
                self.belongs(said(&detail, "/recipientAccountId").map(AccountId::from))?;
                writes.extend(write(event, &detail, role));
            }
            token = page.next_token.filter(|token| !token.is_empty());
            if token.is_none() {
                break;
            }
        }
        writes.sort_by_key(|write| std::cmp::Reverse(write.at));
        Ok(writes)
    }
}

/// A writing event with its record; None for other events.
fn detail(event: &Event) -> Option<(&Event, Value)> {
    let text = event.cloud_trail_event()?;
    let wanted = WRITES.contains(&event.event_name()?) && text.len() <= MAX_EVENT;
    let detail = wanted.then(|| serde_json::from_str(text).ok()).flatten()?;
    Some((event, detail))
}

/// The event as a write of this role; None for failed attempts, and for things
/// of another kind that happen to bear the role's name.
fn write(event: &Event, detail: &Value, role: &RoleName) -> Option<LastWrite> {
    let said = |path| said(detail, path);
    if said("/errorCode").is_some() || said("/requestParameters/roleName") != Some(role.raw()) {
        return None;
    }
    Some(LastWrite {
        role: role.clone(),
        policy: policy(detail),
        event: event.event_name()?.to_owned(),
        by: Remote::new(
            said("/userIdentity/arn")
                .or(said("/userIdentity/invokedBy"))
                .or(event.username())
                .unwrap_or("somebody CloudTrail does not name"),
        ),
        at: at(event)?,
    })
}

/// The policy of a role that the call names.
fn policy(detail: &Value) -> Option<PolicyName> {
    let policy = said(detail, "/requestParameters/policyName").or_else(|| {
        let arn = said(detail, "/requestParameters/policyArn")?;
        arn.rsplit('/').next()
    });
    policy.map(PolicyName::from)
}

fn at(event: &Event) -> Option<Timestamp> {
    let time = event.event_time()?;
    Timestamp::new(time.secs(), i32::try_from(time.subsec_nanos()).ok()?).ok()
}

fn said<'a>(detail: &'a Value, path: &str) -> Option<&'a str> {
    detail.pointer(path).and_then(Value::as_str)
}
