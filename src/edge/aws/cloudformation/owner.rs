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
    edge::aws::{
        clients::{self, Asked},
        iam::side_by_side,
        session::Session,
    },
    facts::{Fault, FaultKind, Reading, Region, Remote, StackId, StackName},
    gate::Owner,
};

const ACTION: &str = "cloudformation:DescribeStackResources";

/// Of the region that is looked at. A resource of another type may have the same name,
/// and no more than a hundred are told: the stack's own list says whether it is a role.
impl Reads<asks::OwnerOfRole> for Reader<'_> {
    async fn read(
        &self,
        asks::OwnerOfRole(role): &asks::OwnerOfRole,
    ) -> Result<Option<StackName>, Fault> {
        let of = format!("role {}", role.raw());
        let call = self.session.call(ACTION, &of).asking_for(role.raw());
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
    let elsewhere = Asked::default();
    let (client, asked) = match region.raw() == session.region {
        true => (session.cloudformation.clone(), &session.asked),
        false => {
            let there = AwsRegion::new(region.raw().to_owned());
            let client = clients::cloudformation_in(&session.config, there, &elsewhere);
            (client, &elsewhere)
        }
    };
    let call = session.call(ACTION, &of);
    let call = call.asking_for(physical_id).reaching(asked);
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::{fs, time::Duration};

    use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};

    use super::{Session, in_region};
    use crate::{
        edge::aws::{Ambient, Limits, Proxies, http::Pools},
        facts::{Environment, EnvironmentName, Fault, Reading, Region},
    };

    /// AWS's own addresses, behind a proxy that is not there: nothing leaves this machine.
    #[tokio::test]
    async fn a_region_that_does_not_answer_is_named_and_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("config");
        let keys = "[default]\naws_access_key_id = AKIA\naws_secret_access_key = secret\n";
        fs::write(&config, keys).unwrap();
        let ambient = Ambient {
            profile_files: EnvConfigFiles::builder()
                .with_file(EnvConfigFileKind::Config, &config)
                .build(),
            keys_in_environment: false,
            ca_bundle: None,
            cert_file: None,
            cert_dirs: Vec::new(),
            proxies: Proxies::one("http://127.0.0.1:1", "").unwrap(),
            limits: Limits {
                connect: Duration::from_secs(2),
                attempts: 1,
                ..Limits::default()
            },
        };
        let environment = Environment {
            profile: Some("default".to_owned()),
            region: Some(Region::from("eu-west-1")),
            ..Environment::unknown(EnvironmentName::from("dev"))
        };
        let session = Session::open(&environment, &ambient, &Pools::default(), false).await;
        let session = session.unwrap();
        for region in ["eu-west-1", "us-east-1", "eu-west-1"] {
            let answer = in_region(&session, Region::from(region), "deploy").await;
            let server = format!("cloudformation.{region}.amazonaws.com");
            let named = |fault: &Fault| fault.what.contains(&server);
            let named = matches!(&answer, Reading::Unknown(fault) if named(fault));
            assert!(named, "{answer:?}");
        }
    }
}
