//! What one principal wrote in some hours: of every service whose events are kept where IAM's
//! are, for other regions have histories of their own.

use aws_sdk_cloudtrail::{
    primitives::DateTime,
    types::{Event, LookupAttribute, LookupAttributeKey},
};
use serde_json::Value;

use super::{ACTION, MAX_EVENT, MAX_PAGES, PAGE, at, home, policy, said};
use crate::{
    ask::{Reads, cloudtrail::WrittenBy},
    edge::aws::{clients, reader::Reader},
    facts::{AccountId, Fault, OtherWrite, Remote, RoleName},
};

impl Reads<WrittenBy> for Reader<'_> {
    async fn read(&self, asked: &WrittenBy) -> Result<Vec<OtherWrite>, Fault> {
        let (session, caller) = (self.session, self.caller);
        let by = asked.by.raw();
        // CloudTrail knows a session by its name, which several roles may have.
        let name = by.rsplit(['/', ':']).next().unwrap_or(by);
        let of = format!("the writes of {name}");
        let reached = clients::Asked::default();
        let call = session.call(ACTION, &of).reaching(&reached);
        let client = clients::cloudtrail(&session.config, home(caller), &reached);
        let attribute = LookupAttribute::builder()
            .attribute_key(LookupAttributeKey::Username)
            .attribute_value(name)
            .build()
            .map_err(|error| call.malformed(error.to_string()))?;
        let (mut writes, mut token) = (Vec::new(), None);
        for _ in 0..MAX_PAGES {
            self.budgets.cloudtrail.turn(&caller.account).await;
            let request = client
                .lookup_events()
                .lookup_attributes(attribute.clone())
                .start_time(DateTime::from_secs(asked.from.as_second()))
                .end_time(DateTime::from_secs(asked.to.as_second()))
                .max_results(PAGE)
                .set_next_token(token);
            let page = call.answer(request.send()).await?;
            for event in page.events() {
                let Some(detail) = detail(event) else {
                    continue;
                };
                self.belongs(said(&detail, "/recipientAccountId").map(AccountId::from))?;
                writes.extend(write(event, &detail, by));
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

/// The record of an event that is no read.
fn detail(event: &Event) -> Option<Value> {
    let text = event.cloud_trail_event()?;
    let is_read = event.read_only() == Some("true");
    let fits = !is_read && text.len() <= MAX_EVENT;
    fits.then(|| serde_json::from_str(text).ok()).flatten()
}

/// None: another principal's, or one that was refused.
fn write(event: &Event, detail: &Value, by: &str) -> Option<OtherWrite> {
    let is_its = said(detail, "/userIdentity/arn") == Some(by);
    let is_done = said(detail, "/errorCode").is_none();
    (is_its && is_done).then_some(())?;
    let named = event.resources().iter().find_map(|one| one.resource_name());
    Some(OtherWrite {
        event: event.event_name()?.to_owned(),
        service: event.event_source().unwrap_or("?").to_owned(),
        role: said(detail, "/requestParameters/roleName").map(RoleName::from),
        policy: policy(detail),
        of: named.map(Remote::new),
        at: at(event)?,
    })
}
