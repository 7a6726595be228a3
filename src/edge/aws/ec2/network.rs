//! Networks and named instances from EC2: VPCs with their subnets, NAT instances with the
//! routes to them, security groups, endpoints. Everything is asked for by filter.

use super::{
    super::{protocol::Element, reader::Reader},
    Asked, DESCRIBE_INSTANCES, EC2, parameter,
};
use crate::{
    ask::{
        Reads,
        ec2::{Endpoints, Named, Nat, SecurityGroups, Vpc},
    },
    facts::{
        AccountId, Fault, InstanceChecks, NatState, ResourceName, RouteState, SubnetState, VpcState,
    },
};

const DESCRIBE_VPCS: Asked = ("DescribeVpcs", &["vpcSet"]);
const DESCRIBE_SUBNETS: Asked = ("DescribeSubnets", &["subnetSet"]);
const DESCRIBE_ROUTE_TABLES: Asked = ("DescribeRouteTables", &["routeTableSet", "routeSet"]);
const DESCRIBE_GROUPS: Asked = ("DescribeSecurityGroups", &["securityGroupInfo"]);
const DESCRIBE_ENDPOINTS: Asked = ("DescribeVpcEndpoints", &["vpcEndpointSet"]);
const DESCRIBE_STATUS: Asked = (
    "DescribeInstanceStatus",
    &["instanceStatusSet", "systemStatus", "instanceStatus"],
);

impl Reads<Vpc> for Reader<'_> {
    async fn read(&self, Vpc(name): &Vpc) -> Result<VpcState, Fault> {
        let of = format!("VPC {}", name.raw());
        let filter = by_id_or("vpc-", "vpc-id", "tag:Name", name);
        let action = "ec2:DescribeVpcs";
        let named = [name.raw()];
        let read = self.described(DESCRIBE_VPCS, (action, &of), (filter, &named));
        let found = elements(&read.await?, "vpcSet");
        let call = self.session.call(action, &of);
        let one = found.first().ok_or_else(|| call.missing())?;
        self.belongs(one.text_of("ownerId").map(AccountId::from))?;
        let says = |name: &str| one.text_of(name).map(str::to_owned);
        let (Some(id), Some(state)) = (says("vpcId"), says("state")) else {
            return Err(call.malformed("a VPC without an id or a state"));
        };
        let ids = [id.as_str()];
        let action = ("ec2:DescribeSubnets", of.as_str());
        let subnets = self.described(DESCRIBE_SUBNETS, action, ("vpc-id", &ids));
        let subnets = elements(&subnets.await?, "subnetSet");
        Ok(VpcState {
            subnets: subnets.iter().filter_map(subnet).collect(),
            cidr: says("cidrBlock").unwrap_or_default(),
            id,
            state,
        })
    }
}

impl Reads<Named> for Reader<'_> {
    async fn read(&self, Named(name): &Named) -> Result<Vec<InstanceChecks>, Fault> {
        self.named(name).await
    }
}

impl Reads<Nat> for Reader<'_> {
    async fn read(&self, Nat(name): &Nat) -> Result<NatState, Fault> {
        let instances = self.named(name).await?;
        let ids: Vec<&str> = instances.iter().map(|one| one.id.as_str()).collect();
        let of = format!("the routes to instance {}", name.raw());
        let read = self.described(
            DESCRIBE_ROUTE_TABLES,
            ("ec2:DescribeRouteTables", &of),
            ("route.instance-id", &ids),
        );
        let mut routes = Vec::new();
        for table in elements(&read.await?, "routeTableSet") {
            let to_it = table.list("routeSet").filter(|route| {
                route
                    .text_of("instanceId")
                    .is_some_and(|id| ids.contains(&id))
            });
            routes.extend(to_it.filter_map(|route| {
                Some(RouteState {
                    table: table.text_of("routeTableId")?.to_owned(),
                    destination: route.text_of("destinationCidrBlock")?.to_owned(),
                    state: route.text_of("state")?.to_owned(),
                })
            }));
        }
        Ok(NatState { instances, routes })
    }
}

impl Reads<SecurityGroups> for Reader<'_> {
    async fn read(&self, SecurityGroups(name): &SecurityGroups) -> Result<Vec<String>, Fault> {
        let of = format!("security group {}", name.raw());
        let filter = by_id_or("sg-", "group-id", "group-name", name);
        let action = ("ec2:DescribeSecurityGroups", of.as_str());
        let named = [name.raw()];
        let read = self.described(DESCRIBE_GROUPS, action, (filter, &named));
        let mut ids = Vec::new();
        for group in elements(&read.await?, "securityGroupInfo") {
            self.belongs(group.text_of("ownerId").map(AccountId::from))?;
            ids.extend(group.text_of("groupId").map(str::to_owned));
        }
        Ok(ids)
    }
}

impl Reads<Endpoints> for Reader<'_> {
    async fn read(&self, Endpoints(name): &Endpoints) -> Result<Vec<String>, Fault> {
        let of = format!("VPC endpoints for {}", name.raw());
        let filter = by_id_or("vpce-", "vpc-endpoint-id", "service-name", name);
        let action = ("ec2:DescribeVpcEndpoints", of.as_str());
        let named = [name.raw()];
        let read = self.described(DESCRIBE_ENDPOINTS, action, (filter, &named));
        let mut states = Vec::new();
        for endpoint in elements(&read.await?, "vpcEndpointSet") {
            self.belongs(endpoint.text_of("ownerId").map(AccountId::from))?;
            states.extend(endpoint.text_of("state").map(str::to_owned));
        }
        Ok(states)
    }
}

impl Reader<'_> {
    /// Those of this name that are not terminated, with their status checks.
    async fn named(&self, name: &ResourceName) -> Result<Vec<InstanceChecks>, Fault> {
        let of = format!("EC2 instance {}", name.raw());
        let filter = by_id_or("i-", "instance-id", "tag:Name", name);
        let action = "ec2:DescribeInstances";
        let named = [name.raw()];
        let read = self.described(DESCRIBE_INSTANCES, (action, &of), (filter, &named));
        let mut found = Vec::new();
        for reservation in elements(&read.await?, "reservationSet") {
            self.belongs(reservation.text_of("ownerId").map(AccountId::from))?;
            found.extend(reservation.list("instancesSet").filter_map(instance));
        }
        found.retain(|one| one.state != "terminated");
        if found.is_empty() {
            return Err(self.session.call(action, &of).missing());
        }
        let call = self.session.call("ec2:DescribeInstanceStatus", &of);
        // It has no filter by id, and answers of running ones alone.
        let ids = found.iter().enumerate();
        let ids = ids.map(|(at, one)| parameter(&format!("InstanceId.{}", at + 1), &one.id));
        let ids: Vec<_> = ids.collect();
        let page = self.query(&EC2, DESCRIBE_STATUS, call, &ids).await?;
        for status in page.list("instanceStatusSet") {
            let id = status.text_of("instanceId");
            let said = |name: &str| status.child(name)?.text_of("status").map(str::to_owned);
            for one in found.iter_mut().filter(|one| Some(one.id.as_str()) == id) {
                one.system = said("systemStatus");
                one.instance = said("instanceStatus");
            }
        }
        Ok(found)
    }
}

/// What begins like an id is one.
fn by_id_or(
    begins: &str,
    id: &'static str,
    otherwise: &'static str,
    name: &ResourceName,
) -> &'static str {
    match name.raw().starts_with(begins) {
        true => id,
        false => otherwise,
    }
}

fn elements(pages: &[Element], list: &str) -> Vec<Element> {
    let all = pages.iter().flat_map(|page| page.list(list));
    all.cloned().collect()
}

fn subnet(one: &Element) -> Option<SubnetState> {
    let free = one.number("availableIpAddressCount")?;
    Some(SubnetState {
        id: one.text_of("subnetId")?.to_owned(),
        state: one.text_of("state")?.to_owned(),
        cidr: one.text_of("cidrBlock").unwrap_or_default().to_owned(),
        free: u64::try_from(free).ok()?,
    })
}

fn instance(one: &Element) -> Option<InstanceChecks> {
    Some(InstanceChecks {
        id: one.text_of("instanceId")?.to_owned(),
        size: one.text_of("instanceType").unwrap_or("?").to_owned(),
        state: one.child("instanceState")?.text_of("name")?.to_owned(),
        checks_destination: one.text_of("sourceDestCheck") != Some("false"),
        system: None,
        instance: None,
    })
}
