//! Which stack a resource belongs to, by its physical id: a direct write to it
//! would make the stack's template drift.
//!
//! IAM is global and CloudFormation is not: a role may be of a stack of any region,
//! so each region is asked by itself, and what one of them could not say stays unknown.

use std::{collections::BTreeSet, sync::Arc};

use aws_config::Region as AwsRegion;

use super::Reader;
use crate::{
    ask::{Reads, cloudformation as asks},
    edge::aws::{clients, iam::side_by_side, session::Session},
    facts::{Fault, FaultKind, Reading, Region, Remote, StackId, StackName},
    gate::Owner,
};

/// Of the region that is looked at. A resource of another type may have the same name,
/// and no more than a hundred are told: the stack's own list says whether it is a role.
impl Reads<asks::OwnerOfRole> for Reader<'_> {
    async fn read(
        &self,
        asks::OwnerOfRole(role): &asks::OwnerOfRole,
    ) -> Result<Option<StackName>, Fault> {
        let of = format!("role {}", role.raw());
        let call = self
            .session
            .call("cloudformation:DescribeStackResources", &of);
        let call = call.asking_for(role.raw());
        let request = self.client().describe_stack_resources();
        let request = request.physical_resource_id(role.raw());
        let answer = match self.send(call, request.send()).await {
            Err(fault) if fault.kind == FaultKind::Missing => return Ok(None),
            answer => answer?,
        };
        let resources = answer.stack_resources();
        for id in resources.iter().filter_map(|resource| resource.stack_id()) {
            self.stack(&StackId::from(id))?;
        }
        let mut names = resources
            .iter()
            .filter_map(|resource| resource.stack_name());
        Ok(names.next().map(StackName::from))
    }
}

pub(in crate::edge::aws) async fn owner(
    session: &Arc<Session>,
    regions: &[Region],
    physical_id: &str,
) -> Result<Reading<Option<Owner>>, Fault> {
    let regions: BTreeSet<Region> = regions.iter().cloned().collect();
    let asked = physical_id.to_owned();
    let answers = side_by_side(session, regions, move |session, region| {
        let asked = asked.clone();
        async move { in_region(&session, region, &asked).await }
    })
    .await?;
    let mut unknown = None;
    for answer in answers {
        match answer {
            Reading::Known(None) => {}
            owned @ Reading::Known(Some(_)) => return Ok(owned),
            Reading::Unknown(fault) => unknown = unknown.or(Some(fault)),
        }
    }
    Ok(unknown.map_or(Reading::Known(None), Reading::Unknown))
}

async fn in_region(session: &Session, region: Region, physical_id: &str) -> Reading<Option<Owner>> {
    let of = format!("{physical_id} in {}", region.raw());
    let call = session
        .call("cloudformation:DescribeStackResources", &of)
        .asking_for(physical_id);
    let client = match region.raw() == session.region {
        true => session.cloudformation.clone(),
        false => {
            let there = AwsRegion::new(region.raw().to_owned());
            clients::cloudformation_in(&session.config, there)
        }
    };
    let request = client.describe_stack_resources();
    let request = request.physical_resource_id(physical_id);
    match call.answer(request.send()).await {
        Ok(answer) => {
            let mut names = answer.stack_resources().iter();
            let stack = names.find_map(|resource| resource.stack_name());
            Reading::Known(stack.map(|name| Owner::Stack {
                name: Remote::new(name),
                region: Some(region),
            }))
        }
        Err(fault) if fault.kind == FaultKind::Missing => Reading::Known(None),
        Err(fault) => Reading::Unknown(fault),
    }
}
