//! What the audit asks of GitHub and of the account, and what came of it. Asks nothing where
//! the repository is not known, and of no account before STS said which one it is.

use std::collections::{BTreeMap, BTreeSet};

use super::{Pipeline, PipelineReport};
use crate::{
    ask::{
        Ask, AskOf, Question,
        github::{actions, contents, deployments, protection, source},
        iam, sts,
    },
    checks::{
        Store,
        known_runs::{asks_repository, repository},
    },
    facts::{
        Arn, Authorization, Fault, FaultKind, Reading, Remote, Repository, Role, RoleName,
        Settings,
        actions::{RunFilter, RunState},
    },
    rules::pipeline::{Online, Used},
};

/// Each costs up to three requests.
const MOST_ACTIONS: usize = 60;
/// Each costs several.
const MOST_ROLES: usize = 20;

impl Pipeline {
    pub(super) fn asks_online(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks: Vec<Ask> = asks_repository(settings).into_iter().collect();
        let (pinned, assumed) = self.named(store);
        if let Some(here) = repository(settings, store) {
            asks.extend(of_repository(&here, store));
        }
        for action in pinned.iter().take(MOST_ACTIONS) {
            if let Some(of) = Repository::parse(action) {
                asks.push(protection::Tags.in_repository(&of).into());
                asks.push(protection::Advisories.in_repository(&of).into());
            }
        }
        if !assumed.is_empty() {
            asks.push(sts::CallerIdentity.of(&self.environment).into());
            let roles = self.roles(&assumed, store);
            asks.extend(roles.map(|roles| Ask::from(roles.of(&self.environment))));
        }
        asks
    }

    /// As the files were judged last, with or without what others say.
    fn named(&self, store: &Store) -> (Vec<String>, Vec<Arn>) {
        let alone = Self::of(&self.environment);
        let known = store.conclusion(self).or_else(|| store.conclusion(&alone));
        known.map_or_else(
            Default::default,
            |report: &std::sync::Arc<PipelineReport>| {
                (report.pinned.clone(), report.assumed.clone())
            },
        )
    }

    /// Whether nothing is open that an answer may still change.
    pub(super) fn is_settled(
        &self,
        settings: &Settings,
        store: &Store,
        pinned: &[String],
        assumed: &[Arn],
    ) -> bool {
        let (asked, roles) = self.named(store);
        let is_over = |ask: &Ask| store.load(ask).is_some_and(|load| load.asking.is_none());
        asked == pinned && roles == assumed && self.asks_online(settings, store).iter().all(is_over)
    }

    /// The roles of this account: another one's are not asked of it.
    fn roles(&self, assumed: &[Arn], store: &Store) -> Option<iam::Roles> {
        let caller = store.caller(&self.environment)?;
        let here = assumed
            .iter()
            .filter(|arn| arn.account().as_ref() == Some(&caller.account));
        let names: BTreeSet<RoleName> = here
            .map(|arn| RoleName::from(arn.last_segment()))
            .take(MOST_ROLES)
            .collect();
        (!names.is_empty()).then(|| iam::Roles(names.into_iter().collect()))
    }

    pub(super) fn read_online(
        &self,
        settings: &Settings,
        store: &Store,
        pinned: &[String],
        assumed: &[Arn],
    ) -> Online {
        let mut online = Online {
            actions: pinned
                .iter()
                .filter_map(|action| used(action, store))
                .collect(),
            roles: self.read_roles(assumed, store),
            ..Online::default()
        };
        let Some(here) = repository(settings, store) else {
            return online;
        };
        online.facts = store.reading(&contents::Repository.in_repository(&here));
        online.subject = store.reading(&actions::OidcSubject.in_repository(&here));
        online.permissions = store.reading(&actions::Permissions.in_repository(&here));
        online.token = store.reading(&protection::WorkflowToken.in_repository(&here));
        online.environments = store.reading(&deployments::Environments.in_repository(&here));
        online.organisation = store.reading(&protection::Organisation.in_repository(&here));
        online.succeeded = store.reading(&ended(&here, RunState::Success));
        online.failed = store.reading(&ended(&here, RunState::Failure));
        if let Some(branch) = default_branch(&here, store) {
            online.branch = store.reading(&source::Branch(branch.clone()).in_repository(&here));
            let rules = protection::BranchRules(branch).in_repository(&here);
            online.rules = store.reading(&rules);
        }
        online.repository = Some(here.to_string());
        online
    }

    fn read_roles(&self, assumed: &[Arn], store: &Store) -> BTreeMap<Arn, Reading<Role>> {
        let asked = self.roles(assumed, store);
        let asked = asked.map(|asked| asked.of(&self.environment));
        let caller = store.caller(&self.environment);
        let read = asked.and_then(|asked| store.reading(&asked));
        let of = |arn: &Arn| {
            if arn.account() != caller.map(|caller| caller.account.clone()) {
                return None;
            }
            Some((arn.clone(), role(arn, read.as_ref()?)))
        };
        assumed.iter().filter_map(of).collect()
    }
}

fn role(arn: &Arn, read: &Reading<Authorization>) -> Reading<Role> {
    let all = match read {
        Reading::Known(all) => all,
        Reading::Unknown(fault) => return Reading::Unknown(fault.clone()),
    };
    let name = arn.last_segment();
    let found = all.roles.iter().find(|one| one.name.raw() == name);
    found.map_or_else(
        || {
            Reading::Unknown(Fault::new(
                FaultKind::Missing,
                format!("Role {name} is not among those that were read."),
                "Refresh to read it again.",
            ))
        },
        |one| one.role.clone(),
    )
}

fn used(action: &str, store: &Store) -> Option<(String, Used)> {
    let of = Repository::parse(action)?;
    let used = Used {
        tags: store.reading(&protection::Tags.in_repository(&of)),
        advisories: store.reading(&protection::Advisories.in_repository(&of)),
    };
    Some((action.to_owned(), used))
}

fn of_repository(here: &Repository, store: &Store) -> Vec<Ask> {
    let mut asks: Vec<Ask> = vec![
        contents::Repository.in_repository(here).into(),
        actions::OidcSubject.in_repository(here).into(),
        actions::Permissions.in_repository(here).into(),
        protection::WorkflowToken.in_repository(here).into(),
        deployments::Environments.in_repository(here).into(),
        protection::Organisation.in_repository(here).into(),
        ended(here, RunState::Success).into(),
        ended(here, RunState::Failure).into(),
    ];
    if let Some(branch) = default_branch(here, store) {
        asks.push(source::Branch(branch.clone()).in_repository(here).into());
        asks.push(protection::BranchRules(branch).in_repository(here).into());
    }
    asks
}

fn default_branch(here: &Repository, store: &Store) -> Option<Remote> {
    let facts = store.get(&contents::Repository.in_repository(here))?;
    facts.default_branch.clone()
}

fn ended(here: &Repository, state: RunState) -> AskOf<actions::Runs> {
    let filter = RunFilter {
        status: Some(state),
        ..RunFilter::default()
    };
    actions::Runs { filter, page: 1 }.in_repository(here)
}
