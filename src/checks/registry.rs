//! Which entries of Cloud Map point at what is gone? Every namespace, service and entry,
//! joined with EC2 and ECS, and the Auto Scaling groups that made what is registered.

mod read;

use serde::{Deserialize, Serialize};

use super::{Check, Command, Only, Store, Topic};
use crate::{
    ask::{Ask, Question, auto_scaling, ec2, ecs, service_discovery, sts},
    facts::{
        AutoScalingGroup, DiscoveryService, Entry, EnvironmentName, Finding, GroupName, Namespace,
        Reason, Settings, Unknown, numbered,
    },
    registry::{EntryVerdict, Registered, Share, Sought, keeper},
    rules::stale::{RULES, Subject, judge},
};

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Registry {
    environment: EnvironmentName,
    /// Only this service, by its name.
    only: Option<String>,
}

/// A service and what was read of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceReport {
    pub namespace: Namespace,
    pub service: DiscoveryService,
    /// None: they could not be read.
    pub entries: Option<Vec<Registered>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryReport {
    pub services: Vec<ServiceReport>,
    /// Of the instances that are registered.
    pub groups: Vec<AutoScalingGroup>,
    /// Named in `registry.namespaces`, and not there.
    pub missing: Vec<String>,
}

const COMMAND: Command = Command {
    name: "registry",
    doc: "Look for entries of Cloud Map whose instance is gone or has another address",
    only: Only {
        option: "service",
        value: "SERVICE",
        doc: "Only this service, by its name",
    },
    topic: |environment, only| {
        let only = only.map(str::to_owned);
        Topic::Registry(Registry { environment, only })
    },
    rules: || RULES.iter().map(|rule| rule.id).collect(),
    heading: "Cloud Map",
    well: "current",
    found: "stale",
};

impl Registry {
    pub fn of(environment: &EnvironmentName) -> Self {
        Self {
            environment: environment.clone(),
            only: None,
        }
    }

    /// The namespaces that are looked at.
    fn namespaces<'a>(&self, settings: &Settings, store: &'a Store) -> Vec<&'a Namespace> {
        let all = store.get(&service_discovery::Namespaces.of(&self.environment));
        let named = &settings.registry.namespaces;
        let is_wanted = |namespace: &&Namespace| {
            let mut names = named.iter();
            named.is_empty() || names.any(|name| name == namespace.name.raw())
        };
        all.into_iter().flatten().filter(is_wanted).collect()
    }

    fn services<'a>(
        &self,
        settings: &Settings,
        store: &'a Store,
    ) -> Vec<(&'a Namespace, &'a DiscoveryService)> {
        let namespaces = self.namespaces(settings, store).into_iter();
        let services = namespaces.flat_map(|namespace| {
            let asked = service_discovery::Services(namespace.id.clone()).of(&self.environment);
            let services = store.get(&asked).into_iter().flatten();
            services.map(move |service| (namespace, service))
        });
        let only = self.only.as_deref();
        services
            .filter(|(_, service)| only.is_none_or(|only| only == service.name.raw()))
            .collect()
    }

    fn entries<'a>(&self, store: &'a Store, service: &DiscoveryService) -> Option<&'a [Entry]> {
        let asked = service_discovery::Entries(service.id.clone()).of(&self.environment);
        store.get(&asked).map(Vec::as_slice)
    }

    /// What entries point at, once no list of entries is on its way: asked before, it
    /// would be asked again for each list that comes.
    fn sought(&self, settings: &Settings, store: &Store, listed: &[Ask]) -> Option<Sought> {
        let is_over = |ask: &Ask| store.answer(ask).is_some() || store.fault(ask).is_some();
        listed.iter().all(is_over).then_some(())?;
        let services = self.services(settings, store);
        let entries = services
            .iter()
            .filter_map(|(_, service)| self.entries(store, service));
        Some(Sought::of(entries.flatten()))
    }

    fn lists(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let environment = &self.environment;
        let mut asks: Vec<Ask> = vec![
            sts::CallerIdentity.of(environment).into(),
            service_discovery::Namespaces.of(environment).into(),
        ];
        let namespaces = self.namespaces(settings, store).into_iter();
        asks.extend(namespaces.map(|namespace| {
            let ask = service_discovery::Services(namespace.id.clone());
            ask.of(environment).into()
        }));
        let services = self.services(settings, store).into_iter();
        asks.extend(services.map(|(_, service)| {
            let ask = service_discovery::Entries(service.id.clone());
            ask.of(environment).into()
        }));
        asks
    }

    fn looked_up(&self, sought: &Sought) -> Vec<Ask> {
        let environment = &self.environment;
        let mut asks: Vec<Ask> = Vec::new();
        if !sought.instances.is_empty() {
            let ask = ec2::Instances(sought.instances.clone());
            asks.push(ask.of(environment).into());
        }
        if !sought.ips.is_empty() {
            let ips = sought.ips.clone();
            asks.push(ec2::Interfaces { ips }.of(environment).into());
        }
        asks.extend(sought.tasks.iter().map(|(cluster, tasks)| {
            let (cluster, tasks) = (cluster.clone(), tasks.clone());
            ecs::Tasks { cluster, tasks }.of(environment).into()
        }));
        asks
    }

    /// The groups of the instances that were found.
    fn groups(&self, store: &Store, sought: &Sought) -> Option<auto_scaling::Groups> {
        let asked = ec2::Instances(sought.instances.clone()).of(&self.environment);
        let found = store.get(&asked)?;
        let mut names: Vec<GroupName> = found.iter().filter_map(|one| one.group.clone()).collect();
        names.sort();
        names.dedup();
        (!names.is_empty()).then_some(auto_scaling::Groups(names))
    }
}

impl Check for Registry {
    type Conclusion = RegistryReport;
    const COMMAND: Option<&'static Command> = Some(&COMMAND);

    fn environment(&self) -> &EnvironmentName {
        &self.environment
    }

    fn asks(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks = self.needed(settings, store);
        let lists = self.lists(settings, store);
        if let Some(sought) = self.sought(settings, store, &lists) {
            let groups = self.groups(store, &sought);
            asks.extend(groups.map(|groups| Ask::from(groups.of(&self.environment))));
        }
        asks
    }

    /// Groups say why entries are stale, and not whether they are.
    fn needed(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks = self.lists(settings, store);
        if let Some(sought) = self.sought(settings, store, &asks) {
            asks.extend(self.looked_up(&sought));
        }
        asks
    }

    fn judge(&self, settings: &Settings, store: &Store) -> RegistryReport {
        let lists = self.lists(settings, store);
        let sought = self.sought(settings, store, &lists).unwrap_or_default();
        let account = store
            .caller(&self.environment)
            .map(|caller| &caller.account);
        let read = read::Read::of(&self.environment, store, &sought);
        let joined = account.zip(read.as_ref());
        let joined = joined.map(|(account, read)| (account, read.joined(account)));
        let services = self.services(settings, store).into_iter();
        let report = |(namespace, service): (&Namespace, &DiscoveryService)| {
            let entries = self.entries(store, service).zip(joined.as_ref());
            let entries = entries.map(|(entries, (account, joined))| {
                let registered = |entry: &Entry| Registered {
                    entry: entry.clone(),
                    judged: joined.judge(entry),
                    keeper: keeper(namespace, service, entry, account),
                    group: joined.instance(entry).and_then(|one| one.group.clone()),
                    first_seen: store.first_seen(&self.environment, &service.id, &entry.id),
                };
                entries.iter().map(registered).collect()
            });
            ServiceReport {
                namespace: namespace.clone(),
                service: service.clone(),
                entries,
            }
        };
        let groups = self.groups(store, &sought);
        let groups = groups.and_then(|groups| store.get(&groups.of(&self.environment)));
        RegistryReport {
            services: services.map(report).collect(),
            groups: groups.cloned().unwrap_or_default(),
            missing: self.missing(settings, store),
        }
    }

    /// The most urgent first, and a group once.
    fn findings(&self, report: &RegistryReport) -> Vec<Finding> {
        let mut found: Vec<Finding> = Vec::new();
        for one in &report.services {
            let subject = Subject {
                namespace: &one.namespace,
                service: &one.service,
                entries: one.entries.as_deref().unwrap_or_default(),
                groups: &report.groups,
            };
            for finding in judge(&subject) {
                if !found.iter().any(|known| known.id == finding.id) {
                    found.push(finding);
                }
            }
        }
        found.sort_by_key(|finding| finding.priority);
        found
    }

    fn unknown(&self, report: &RegistryReport) -> Vec<Unknown> {
        let missing = report.missing.iter().map(|name| Unknown {
            what: format!("namespace {name}"),
            why: "it is not there".into(),
            hint: "Look at its spelling in registry.namespaces, and at the region.".into(),
        });
        let services = report.services.iter();
        let entries = services.flat_map(|one| {
            let entries = one.entries.iter().flatten();
            let unjudged = entries.filter(|one| one.verdict() == EntryVerdict::Unjudged);
            unjudged.map(move |entry| Unknown {
                what: format!(
                    "entry {} of {}",
                    entry.entry.id.raw(),
                    one.service.name.raw()
                ),
                why: entry.judged.why.clone(),
                hint: "Nothing is said of it, and it is not offered to be deregistered.".into(),
            })
        });
        missing.chain(entries).collect()
    }

    fn narrowed(
        &self,
        report: &RegistryReport,
        whole: bool,
    ) -> Result<Option<RegistryReport>, Reason> {
        match (&self.only, report.services.is_empty() && whole) {
            (Some(only), true) => Err(format!(
                "There is no service {only} in Cloud Map in {}. Look at its spelling, and at the region.",
                self.environment.raw()
            )
            .into()),
            _ => Ok(None),
        }
    }

    fn counts(&self, report: &RegistryReport) -> Vec<String> {
        let entries = report.services.iter();
        let entries = entries.flat_map(|one| one.entries.iter().flatten());
        let share = Share::among(entries);
        vec![
            numbered(report.services.len(), "service"),
            match share.of {
                1 => "1 entry".to_owned(),
                of => format!("{of} entries"),
            },
            format!("{} current", share.current),
            format!("{} stale", share.stale),
        ]
    }
}

impl Registry {
    fn missing(&self, settings: &Settings, store: &Store) -> Vec<String> {
        let asked = service_discovery::Namespaces.of(&self.environment);
        let Some(all) = store.get(&asked) else {
            return Vec::new();
        };
        let is_there = |name: &&String| all.iter().any(|one| one.name.raw() == name.as_str());
        let named = settings.registry.namespaces.iter();
        named.filter(|name| !is_there(name)).cloned().collect()
    }
}
