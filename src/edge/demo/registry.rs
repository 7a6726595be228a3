//! The demo's service registry: any choice of the instances that were recorded, and the
//! entries that approved writes left.

use super::{answers::Answers, recorded::Recorded};
use crate::{
    ask::{Answer, Ask, Question, ec2, service_discovery},
    facts::{EnvironmentName, Reading},
    gate::RegistryState,
};

/// Those of the recorded instances that are asked for: what was recorded of one choice
/// holds for every part of it.
pub(super) fn answer(answers: &Answers, ask: &Ask) -> Option<Answer> {
    let ec2::Instances(wanted) = ec2::Instances::back(ask)?;
    let environment = ask.environment();
    let found = answers.iter().find_map(|(known, answer)| {
        let ec2::Instances(ids) = ec2::Instances::back(known)?;
        let has_all = wanted.iter().all(|id| ids.contains(id));
        let all = ec2::Instances::typed(answer.as_ref().ok()?)?;
        (known.environment() == environment && has_all).then_some(all)
    })?;
    let mut found = found.clone();
    found.retain(|one| wanted.contains(&one.id));
    Some(ec2::Instances::answered(found))
}

impl Recorded {
    /// From now on the services have these entries.
    pub(super) fn put_entries(&self, environment: &EnvironmentName, state: &RegistryState) {
        for service in &state.services {
            if let Reading::Known(entries) = &service.entries {
                let asked = service_discovery::Entries(service.id.clone()).of(environment);
                self.put(&asked, Ok(entries.clone()));
            }
        }
    }
}
