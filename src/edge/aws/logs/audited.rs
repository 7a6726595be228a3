//! What the health audit reads of CloudWatch Logs: what containers wrote lately, and the
//! deliveries of a source.

use jiff::{SignedDuration, Timestamp};

use super::super::{clients, reader::Reader};
use crate::{
    ask::{
        Reads,
        logs::{Containers, DeliverySource},
    },
    facts::{ContainerLogs, DeliverySourceState, Fault, Remote},
};
use aws_sdk_cloudwatchlogs::types::{LogStream, OrderBy};

const LATELY: SignedDuration = SignedDuration::from_hours(1);
/// More deliveries than an account may have.
const MOST: usize = 5000;

impl Reads<Containers> for Reader<'_> {
    async fn read(&self, Containers(group): &Containers) -> Result<ContainerLogs, Fault> {
        let of = format!("log group {}", group.raw());
        let client = clients::logs(&self.session.config, &self.session.asked);
        let call = self.session.call("logs:DescribeLogStreams", &of);
        self.budgets.logs.streams.turn(&self.place()).await;
        let request = client.describe_log_streams().log_group_name(group.raw());
        let request = request.order_by(OrderBy::LastEventTime).descending(true);
        let page = call.answer(request.limit(50).send()).await?;
        let now = Timestamp::now();
        let newest = page.log_streams().iter();
        let newest = newest.filter_map(LogStream::last_event_timestamp).max();
        let newest = newest.and_then(|at| Timestamp::from_millisecond(at).ok());
        let call = self.session.call("logs:FilterLogEvents", &of);
        self.budgets.logs.events.turn(&self.place()).await;
        let from = now.checked_sub(LATELY).unwrap_or(now).as_millisecond();
        let request = client.filter_log_events().log_group_name(group.raw());
        let request = request.start_time(from).filter_pattern("ERROR").limit(100);
        let errors = call.answer(request.send()).await?;
        let ago = |at: Timestamp| u64::try_from(now.duration_since(at).as_mins()).unwrap_or(0);
        Ok(ContainerLogs {
            streams: page.log_streams().len(),
            minutes_ago: newest.map(ago),
            errors: errors.events().len(),
            more: errors.next_token().is_some_and(|token| !token.is_empty()),
        })
    }
}

impl Reads<DeliverySource> for Reader<'_> {
    async fn read(
        &self,
        DeliverySource(name): &DeliverySource,
    ) -> Result<DeliverySourceState, Fault> {
        let of = format!("delivery source {}", name.raw());
        let client = clients::logs(&self.session.config, &self.session.asked);
        let call = self.session.call("logs:GetDeliverySource", &of);
        self.budgets.logs.groups.turn(&self.place()).await;
        let found = client.get_delivery_source().name(name.raw());
        let found = call.answer(found.send()).await?;
        let source = found.delivery_source();
        let source = source.ok_or_else(|| call.malformed("it has no source"))?;
        let call = self.session.call("logs:DescribeDeliveries", &of);
        let (mut deliveries, mut seen, mut token) = (0, 0, None);
        loop {
            self.budgets.logs.groups.turn(&self.place()).await;
            let request = client.describe_deliveries().limit(50);
            let page = call.answer(request.set_next_token(token).send()).await?;
            let of_it = |one: &&aws_sdk_cloudwatchlogs::types::Delivery| {
                one.delivery_source_name() == Some(name.raw())
            };
            deliveries += page.deliveries().iter().filter(of_it).count();
            seen += page.deliveries().len().max(1);
            call.at_most(MOST, seen, "deliveries")?;
            token = page.next_token.filter(|token| !token.is_empty());
            if token.is_none() {
                break;
            }
        }
        Ok(DeliverySourceState {
            service: source.service().map(Remote::new),
            log_type: source.log_type().map(Remote::new),
            deliveries,
        })
    }
}
