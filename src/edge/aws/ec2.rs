//! Instances and network interfaces from EC2, by filter: chunks of 200 values, all pages
//! of each, or a fault. Half an answer would make running instances look gone.

mod network;

use jiff::Timestamp;

use super::{
    pages::Pages,
    protocol::{Element, Parameter, Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{
        Reads,
        ec2::{Instances, Interfaces},
    },
    facts::{AccountId, Ec2Id, Ec2Instance, Fault, GroupName, NetworkInterface, Remote},
};

const EC2: Service = Service {
    name: "EC2",
    prefix: "ec2",
    protocol: Protocol::Ec2 {
        version: "2016-11-15",
    },
};

/// EC2 takes at most 200 values in a filter.
const CHUNK: usize = 200;

type Asked = (&'static str, &'static [&'static str]);

const DESCRIBE_INSTANCES: Asked = (
    "DescribeInstances",
    &[
        "reservationSet",
        "instancesSet",
        "instanceState",
        "tagSet",
        "networkInterfaceSet",
        "privateIpAddressesSet",
        "ipv6AddressesSet",
        "association",
    ],
);

const DESCRIBE_NETWORK_INTERFACES: Asked = (
    "DescribeNetworkInterfaces",
    &[
        "networkInterfaceSet",
        "privateIpAddressesSet",
        "ipv6AddressesSet",
        "attachment",
    ],
);

impl Reads<Instances> for Reader<'_> {
    async fn read(&self, Instances(ids): &Instances) -> Result<Vec<Ec2Instance>, Fault> {
        let ids: Vec<&str> = ids.iter().map(Ec2Id::raw).collect();
        let mut found = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let read = self.described(
                DESCRIBE_INSTANCES,
                ("ec2:DescribeInstances", "the instances"),
                ("instance-id", chunk),
            );
            for page in read.await? {
                for reservation in page.list("reservationSet") {
                    self.belongs(reservation.text_of("ownerId").map(AccountId::from))?;
                    found.extend(reservation.list("instancesSet").filter_map(instance));
                }
            }
        }
        Ok(found)
    }
}

impl Reads<Interfaces> for Reader<'_> {
    async fn read(&self, Interfaces { ips }: &Interfaces) -> Result<Vec<NetworkInterface>, Fault> {
        let ips: Vec<&str> = ips.iter().map(String::as_str).collect();
        let mut found = Vec::new();
        for chunk in ips.chunks(CHUNK) {
            let read = self.described(
                DESCRIBE_NETWORK_INTERFACES,
                ("ec2:DescribeNetworkInterfaces", "the network interfaces"),
                ("addresses.private-ip-address", chunk),
            );
            let pages = read.await?;
            let all = pages
                .iter()
                .flat_map(|page| page.list("networkInterfaceSet"));
            found.extend(all.filter_map(interface));
        }
        Ok(found)
    }
}

impl Reader<'_> {
    /// All pages of what one filter finds.
    async fn described(
        &self,
        asked: Asked,
        (action, of): (&str, &str),
        (filter, values): (&str, &[&str]),
    ) -> Result<Vec<Element>, Fault> {
        let call = self.session.call(action, of);
        let (mut found, mut pages) = (Vec::new(), Pages::default());
        loop {
            let mut parameters = vec![
                parameter("Filter.1.Name", filter),
                parameter("MaxResults", "1000"),
            ];
            let values = values.iter().enumerate();
            parameters.extend(
                values.map(|(at, value)| parameter(&format!("Filter.1.Value.{}", at + 1), value)),
            );
            if let Some(token) = pages.token() {
                parameters.push(parameter("NextToken", &token));
            }
            let page = self.query(&EC2, asked, call, &parameters).await?;
            let next = page.text_of("nextToken").map(str::to_owned);
            found.push(page);
            if !pages.more(next, call)? {
                return Ok(found);
            }
        }
    }
}

fn parameter(name: &str, value: &str) -> Parameter {
    (name.to_owned(), value.to_owned())
}

fn instance(one: &Element) -> Option<Ec2Instance> {
    let why = one.text_of("reason");
    Some(Ec2Instance {
        id: Ec2Id::new(one.text_of("instanceId")?),
        state: one.child("instanceState")?.text_of("name")?.to_owned(),
        ips: addresses_of(one),
        launched: one.text_of("launchTime").and_then(moment),
        why: why.map(Remote::new),
        name: one.tag("tagSet", "Name").map(Remote::new),
        group: one
            .tag("tagSet", "aws:autoscaling:groupName")
            .map(GroupName::from),
    })
}

/// Its own, and those of each interface.
fn addresses_of(one: &Element) -> Vec<String> {
    let own = ["privateIpAddress", "ipAddress", "ipv6Address"];
    let mut ips: Vec<String> = own
        .iter()
        .filter_map(|name| one.text_of(name))
        .map(str::to_owned)
        .collect();
    for interface in one.list("networkInterfaceSet") {
        ips.extend(addresses(interface));
    }
    ips.sort();
    ips.dedup();
    ips
}

fn addresses(interface: &Element) -> Vec<String> {
    let of = |list: &str, name: &'static str| {
        let all = interface.list(list).filter_map(move |one| {
            let public = one.child("association");
            let public = public.and_then(|public| public.text_of("publicIp"));
            Some(
                [one.text_of(name)?.to_owned()]
                    .into_iter()
                    .chain(public.map(str::to_owned)),
            )
        });
        all.flatten().collect::<Vec<String>>()
    };
    let mut ips = of("privateIpAddressesSet", "privateIpAddress");
    ips.extend(of("ipv6AddressesSet", "ipv6Address"));
    ips
}

fn interface(one: &Element) -> Option<NetworkInterface> {
    let attached = one.child("attachment");
    let attached = attached.and_then(|attached| attached.text_of("instanceId"));
    let mut ips = addresses(one);
    ips.extend(one.text_of("privateIpAddress").map(str::to_owned));
    ips.sort();
    ips.dedup();
    Some(NetworkInterface {
        id: one.text_of("networkInterfaceId")?.to_owned(),
        ips,
        status: one.text_of("status").unwrap_or("unknown").to_owned(),
        instance: attached.map(Ec2Id::from),
        description: one.text_of("description").map(Remote::new),
    })
}

fn moment(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}
