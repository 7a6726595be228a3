//! What was read of the things that entries point at, or why not all of it was.

use crate::{
    ask::{AskOf, Question, ec2, ecs},
    checks::Store,
    facts::{AccountId, Ec2Instance, EcsTasks, EnvironmentName, Fault, NetworkInterface},
    registry::{Joined, Sought},
};

pub(super) struct Read<'a> {
    instances: Result<&'a [Ec2Instance], &'a Fault>,
    interfaces: Result<&'a [NetworkInterface], &'a Fault>,
    tasks: Vec<(&'a str, &'a EcsTasks)>,
}

impl<'a> Read<'a> {
    /// None: some of it is still on its way.
    pub(super) fn of(
        environment: &EnvironmentName,
        store: &'a Store,
        sought: &'a Sought,
    ) -> Option<Self> {
        let instances = ec2::Instances(sought.instances.clone()).of(environment);
        let ips = sought.ips.clone();
        let interfaces = ec2::Interfaces { ips }.of(environment);
        let tasks = sought.tasks.iter().filter_map(|(cluster, tasks)| {
            let (of, tasks) = (cluster.clone(), tasks.clone());
            let asked = ecs::Tasks { cluster: of, tasks }.of(environment);
            let found = store.get(&asked);
            // What failed since is old, and says nothing of now.
            let found = found.filter(|_| store.fault(&asked).is_none())?;
            Some((cluster.as_str(), found))
        });
        Some(Self {
            instances: read(store, &instances, sought.instances.is_empty())?,
            interfaces: read(store, &interfaces, sought.ips.is_empty())?,
            tasks: tasks.collect(),
        })
    }

    pub(super) fn joined(&self, account: &'a AccountId) -> Joined<'a> {
        let tasks = self.tasks.iter().copied();
        Joined::new(account, self.instances, self.interfaces, tasks)
    }
}

/// A failed refresh leaves what was known, which says nothing of now.
fn read<'a, Q, T: 'a>(
    store: &'a Store,
    asked: &AskOf<Q>,
    none: bool,
) -> Option<Result<&'a [T], &'a Fault>>
where
    Q: Question<Answer = Vec<T>>,
{
    if none {
        return Some(Ok(&[]));
    }
    match store.fault(asked) {
        Some(fault) => Some(Err(fault)),
        None => store.get(asked).map(|all| Ok(all.as_slice())),
    }
}
