//! Namespaces, services and entries from Cloud Map: all pages, or a fault.

use aws_sdk_servicediscovery::types::{
    FilterCondition, HealthCheckCustomConfig, InstanceSummary, NamespaceSummary, ServiceFilter,
    ServiceFilterName, ServiceSummary,
};

use super::{clients, pages::Pages, reader::Reader};
use crate::{
    ask::{
        Reads,
        service_discovery::{Entries, Namespaces, Services},
    },
    facts::{
        AccountId, DiscoveryService, Entry, EntryId, Fault, Namespace, NamespaceId,
        RegistryOperation, Remote, ServiceDns, ServiceId,
    },
};

const PAGE: i32 = 100;
/// Cloud Map's quota on entries of a service is 1,000, and can be raised.
const MOST: usize = 50_000;

impl Reads<Namespaces> for Reader<'_> {
    async fn read(&self, _: &Namespaces) -> Result<Vec<Namespace>, Fault> {
        let call = self
            .session
            .call("servicediscovery:ListNamespaces", "the account");
        let client = clients::servicediscovery(&self.session.config, &self.session.asked);
        let (mut found, mut pages) = (Vec::new(), Pages::default());
        loop {
            self.turn("ServiceDiscovery").await;
            let request = client.list_namespaces().max_results(PAGE);
            let request = request.set_next_token(pages.token());
            let page = call.answer(request.send()).await?;
            found.extend(page.namespaces().iter().filter_map(namespace));
            call.at_most(MOST, found.len(), "namespaces")?;
            if !pages.more(page.next_token, call)? {
                return Ok(found);
            }
        }
    }
}

fn namespace(summary: &NamespaceSummary) -> Option<Namespace> {
    let dns = summary
        .properties()
        .and_then(|properties| properties.dns_properties());
    let soa = dns.and_then(|dns| dns.soa());
    Some(Namespace {
        id: NamespaceId::new(summary.id()?),
        name: Remote::new(summary.name()?),
        kind: summary.r#type().map(|kind| kind.as_str().to_owned()),
        soa_ttl: soa.and_then(|soa| u64::try_from(soa.ttl()).ok()),
        owner: summary.resource_owner().map(AccountId::from),
    })
}

impl Reader<'_> {
    /// How far a registration or deregistration has come.
    pub(in crate::edge) async fn operation(&self, id: &str) -> Result<RegistryOperation, Fault> {
        let named = format!("operation {id}");
        let call = self.session.call("servicediscovery:GetOperation", &named);
        let client = clients::servicediscovery(&self.session.config, &self.session.asked);
        self.turn("ServiceDiscovery").await;
        let answer = call.answer(client.get_operation().operation_id(id).send());
        let answer = answer.await?;
        let operation = answer.operation();
        let status = operation.and_then(|operation| operation.status());
        let error = operation.and_then(|operation| operation.error_message());
        Ok(RegistryOperation {
            status: status.map(|status| status.as_str().to_owned()),
            error: error.map(Remote::new),
        })
    }
}

impl Reads<Services> for Reader<'_> {
    async fn read(&self, Services(of): &Services) -> Result<Vec<DiscoveryService>, Fault> {
        let named = format!("namespace {}", of.raw());
        let call = self.session.call("servicediscovery:ListServices", &named);
        let filter = ServiceFilter::builder()
            .name(ServiceFilterName::NamespaceId)
            .condition(FilterCondition::Eq)
            .values(of.raw())
            .build()
            .map_err(|error| call.malformed(error.to_string()))?;
        let client = clients::servicediscovery(&self.session.config, &self.session.asked);
        let (mut found, mut pages) = (Vec::new(), Pages::default());
        loop {
            self.turn("ServiceDiscovery").await;
            let request = client.list_services().filters(filter.clone());
            let request = request.max_results(PAGE).set_next_token(pages.token());
            let page = call.answer(request.send()).await?;
            found.extend(page.services().iter().filter_map(service));
            call.at_most(MOST, found.len(), "services")?;
            if !pages.more(page.next_token, call)? {
                return Ok(found);
            }
        }
    }
}

fn service(summary: &ServiceSummary) -> Option<DiscoveryService> {
    let dns = summary.dns_config().map(|dns| {
        let ttls = dns.dns_records().iter();
        let ttls = ttls.filter_map(|record| u64::try_from(record.ttl()).ok());
        ServiceDns {
            ttl: ttls.max(),
            routing: dns
                .routing_policy()
                .map(|policy| policy.as_str().to_owned()),
        }
    });
    // A service of an HTTP namespace has no record in DNS, and may still say so.
    let dns = dns.filter(|dns| dns.ttl.is_some());
    let custom = summary.health_check_custom_config();
    #[allow(
        deprecated,
        reason = "Cloud Map answers 1 where it was ever set, and it was"
    )]
    let failure_threshold = custom.and_then(HealthCheckCustomConfig::failure_threshold);
    Some(DiscoveryService {
        id: ServiceId::new(summary.id()?),
        name: Remote::new(summary.name()?),
        description: summary.description().map(Remote::new),
        dns,
        failure_threshold,
        has_health_check: summary.health_check_config().is_some(),
        created_by: summary.created_by_account().map(AccountId::from),
        owner: summary.resource_owner().map(AccountId::from),
    })
}

impl Reads<Entries> for Reader<'_> {
    async fn read(&self, Entries(of): &Entries) -> Result<Vec<Entry>, Fault> {
        let named = format!("service {}", of.raw());
        let call = self.session.call("servicediscovery:ListInstances", &named);
        let client = clients::servicediscovery(&self.session.config, &self.session.asked);
        let (mut found, mut pages) = (Vec::new(), Pages::default());
        loop {
            self.turn("ServiceDiscovery").await;
            let request = client.list_instances().service_id(of.raw());
            let request = request.max_results(PAGE).set_next_token(pages.token());
            let page = call.answer(request.send()).await?;
            found.extend(page.instances().iter().filter_map(entry));
            call.at_most(MOST, found.len(), "entries")?;
            if !pages.more(page.next_token, call)? {
                return Ok(found);
            }
        }
    }
}

fn entry(summary: &InstanceSummary) -> Option<Entry> {
    let attributes = summary.attributes().into_iter().flatten();
    Some(Entry {
        id: EntryId::new(summary.id()?),
        attributes: attributes
            .map(|(name, value)| (name.clone(), Remote::new(value.as_str())))
            .collect(),
        created_by: summary.created_by_account().map(AccountId::from),
    })
}
