//! Did the live roles drift from the repository? Asks, judgement and findings.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Check, Command, Only, Store};
use crate::{
    ask::{Ask, AskOf, Question, cloudformation, iam, repo, sts},
    facts::{
        DriftSettings, EnvironmentName, Fault, FaultKind, Finding, InSync, Reading, Reason,
        RoleName, Settings, SiblingRef, StackName, Unknown,
    },
    rules::drift::{self, DriftItem, DriftReport, DriftState, Inputs, SiblingSide},
};

/// Each search walks the working tree: the worst items come first.
const MOST_SEARCHES: usize = 20;

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Drift {
    environment: EnvironmentName,
    /// Only this role was asked for.
    role: Option<RoleName>,
}

impl Drift {
    pub fn of(environment: &EnvironmentName) -> Self {
        Self {
            environment: environment.clone(),
            role: None,
        }
    }
}

const COMMAND: Command = Command {
    name: "drift",
    doc: "Compare the repository's IAM policies with the live ones",
    only: Only {
        option: "role",
        value: "ROLE",
        doc: "Only this role",
    },
    topic: |environment, role| {
        let role = role.map(RoleName::from);
        super::Topic::Drift(Drift { environment, role })
    },
    rules: || vec!["iam-drift", "codified-file", "sibling-drift"],
    heading: "IAM drift",
    well: "in sync",
    found: "drifted",
};

impl Check for Drift {
    type Conclusion = DriftReport;
    const COMMAND: Option<&'static Command> = Some(&COMMAND);

    fn environment(&self) -> &EnvironmentName {
        &self.environment
    }

    /// Comparisons of siblings rest on several environments.
    fn rests_on(&self, _: &EnvironmentName) -> bool {
        true
    }

    /// Identity comes first: nothing else is asked of an account before STS said
    /// which one it is.
    fn asks(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let environment = &self.environment;
        let mut asks = vec![sts::CallerIdentity.of(environment).into()];
        if describes(settings, environment) {
            asks.push(repo::Codified.here().into());
            if store.caller(environment).is_some() {
                asks.extend(live(settings, environment, store));
            }
        }
        asks.extend(of_templates(settings, environment, store));
        asks.extend(of_siblings(settings, store));
        let mut known = HashSet::new();
        asks.retain(|ask| known.insert(ask.clone()));
        asks
    }

    fn judge(&self, settings: &Settings, store: &Store) -> DriftReport {
        drift::judge(&self.inputs(settings, store))
    }

    fn findings(&self, report: &DriftReport) -> Vec<Finding> {
        report.findings.clone()
    }

    fn unknown(&self, report: &DriftReport) -> Vec<Unknown> {
        report.unknown.clone()
    }

    fn evidence(&self, report: &DriftReport) -> Vec<Ask> {
        let items = report.items.iter().filter_map(uses);
        items.take(MOST_SEARCHES).map(Into::into).collect()
    }

    /// A role that nobody has is a slip of the pen, unless something could not be read.
    fn narrowed(&self, report: &DriftReport, whole: bool) -> Result<Option<DriftReport>, Reason> {
        let Some(role) = self.role.as_ref().map(RoleName::raw) else {
            return Ok(None);
        };
        match report.of_role(role) {
            Some(report) => Ok(Some(report)),
            None if !whole => Ok(Some(DriftReport::default())),
            None => Err(format!(
                "Neither the repository nor the account has a role {role}. Look at its spelling, and at [drift] ignore."
            )
            .into()),
        }
    }

    fn counts(&self, report: &DriftReport) -> Vec<String> {
        let count = |state| report.items.iter().filter(|it| it.state == state).count();
        vec![
            format!("{} cosmetic", count(DriftState::Cosmetic)),
            format!("{} in sync", count(DriftState::InSync)),
        ]
    }

    fn in_sync(&self, report: &DriftReport, at: Timestamp) -> Vec<InSync> {
        report.in_sync(at)
    }

    fn lacks(&self, settings: &Settings) -> &'static [&'static str] {
        let has_source = |drift: &DriftSettings| {
            !(drift.policies.is_empty() && drift.compare.is_empty() && drift.template.is_empty())
        };
        match settings.drift.as_ref().is_some_and(has_source) {
            true => &[],
            false => &[
                "There is nothing to compare the live policies with. Write watchkeeper.toml at the repository's root:",
                "",
                "[drift]",
                "policies = [\"infrastructure/iam\"]   # <dir>/<role>/<policy>.json",
                "",
                "or let `watchkeeper init` propose one.",
            ],
        }
    }
}

impl Drift {
    fn inputs(&self, settings: &Settings, store: &Store) -> Inputs {
        let drift = settings.drift.clone().unwrap_or_default();
        let codified = store
            .codified()
            .filter(|_| drift.describes(&self.environment));
        let siblings = drift.compare.iter().map(|pair| {
            let side = |side| sibling(side, settings, store);
            (pair.clone(), side(&pair.left), side(&pair.right))
        });
        Inputs {
            codified: codified.cloned().map(Arc::new),
            live: store.authorization(&self.environment, None),
            templates: store.templates().cloned().map(Arc::new),
            stacks: store.template_sides(&self.environment, settings),
            siblings: siblings.collect(),
            settings: drift,
        }
    }
}

/// Where the repository makes the requests that reverting the item would deny.
pub fn uses(item: &DriftItem) -> Option<AskOf<repo::Uses>> {
    let relied_on = item.reverting_denies() && !item.uses.is_empty();
    relied_on.then(|| repo::Uses(item.uses.clone()).here())
}

/// Whether the stacks of the templates are in the environment: asked again by a refresh.
pub fn template_stacks_described(
    settings: &Settings,
    environment: &EnvironmentName,
) -> impl Iterator<Item = Ask> {
    template_stacks(settings).map(|stack| cloudformation::Stack(stack).of(environment).into())
}

fn template_stacks(settings: &Settings) -> impl Iterator<Item = StackName> {
    let sources = settings.drift.iter().flat_map(|drift| &drift.template);
    sources.map(|source| source.stack.clone())
}

/// The templates, and what AWS knows of their stacks. A stack that this environment
/// lacks says nothing of it, and its template asks nothing more.
fn of_templates(settings: &Settings, environment: &EnvironmentName, store: &Store) -> Vec<Ask> {
    let mut stacks = template_stacks(settings).peekable();
    if stacks.peek().is_none() {
        return Vec::new();
    }
    let mut asks = vec![repo::Templates.here().into()];
    if store.caller(environment).is_none() {
        return asks;
    }
    for stack in stacks {
        let described = cloudformation::Stack(stack.clone()).of(environment);
        match store.reading(&described) {
            Some(Reading::Unknown(fault)) if fault.kind == FaultKind::Missing => {}
            None => asks.push(described.into()),
            Some(_) => {
                let deployed = cloudformation::Template {
                    stack: stack.clone(),
                };
                asks.push(described.into());
                asks.push(deployed.of(environment).into());
                asks.push(cloudformation::Resources(stack).of(environment).into());
                asks.extend(live(settings, environment, store));
            }
        }
    }
    asks
}

fn describes(settings: &Settings, environment: &EnvironmentName) -> bool {
    let drift = settings.drift.as_ref();
    drift.is_some_and(|drift| drift.describes(environment))
}

/// The account-wide read, and the roles by name where that is denied.
fn live(settings: &Settings, environment: &EnvironmentName, store: &Store) -> Vec<Ask> {
    let all = iam::Authorization.of(environment);
    let denied = store.is_denied(&all);
    let mut asks = vec![all.into()];
    let codified = store
        .codified()
        .filter(|_| describes(settings, environment));
    let declared = match denied {
        true => drift::declared_roles(&store.template_sides(environment, settings)),
        false => Vec::new(),
    };
    if denied && (codified.is_some() || !declared.is_empty()) {
        let codified = codified.iter().flat_map(|codified| &codified.roles);
        let names = codified.map(|role| role.name.clone()).chain(declared);
        let names = names.chain(compared_here(settings, environment));
        asks.push(roles(names).of(environment).into());
    }
    asks
}

fn compared_here<'a>(
    settings: &'a Settings,
    environment: &'a EnvironmentName,
) -> impl Iterator<Item = RoleName> + 'a {
    let pairs = settings.drift.iter().flat_map(|drift| &drift.compare);
    pairs
        .flat_map(|pair| [&pair.left, &pair.right])
        .filter(move |side| side.environment == *environment)
        .map(|side| side.role.clone())
}

/// Each once, in their order.
fn roles(names: impl Iterator<Item = RoleName>) -> iam::Roles {
    let names: BTreeSet<RoleName> = names.collect();
    iam::Roles(names.into_iter().collect())
}

/// Both sides of every `[[drift.compare]]`: only the roles it names are read.
fn of_siblings(settings: &Settings, store: &Store) -> Vec<Ask> {
    let pairs = settings.drift.iter().flat_map(|drift| &drift.compare);
    let environments: BTreeSet<&EnvironmentName> = pairs
        .flat_map(|pair| [&pair.left.environment, &pair.right.environment])
        .filter(|name| settings.environment(name).is_some())
        .collect();
    let mut asks = Vec::new();
    for environment in environments {
        asks.push(sts::CallerIdentity.of(environment).into());
        if store.caller(environment).is_some() {
            let compared = roles(compared_here(settings, environment));
            asks.push(compared.of(environment).into());
        }
    }
    asks
}

fn sibling(side: &SiblingRef, settings: &Settings, store: &Store) -> SiblingSide {
    let caller = store.caller(&side.environment);
    let asks: [Ask; 2] = [
        sts::CallerIdentity.of(&side.environment).into(),
        iam::Authorization.of(&side.environment).into(),
    ];
    let fault = asks.iter().find_map(|ask| store.fault(ask).cloned());
    let known = settings.environment(&side.environment);
    SiblingSide {
        account: caller.map(|caller| caller.account.clone()),
        region: caller.map(|caller| caller.region.clone()),
        live: store.authorization(&side.environment, Some(&side.role)),
        fault: match known {
            Some(_) => fault,
            None => Some(undefined(&side.environment)),
        },
    }
}

fn undefined(environment: &EnvironmentName) -> Fault {
    let environment = environment.raw();
    let what = format!("Your configuration defines no environment {environment}.");
    let hint = "Add an [[environment]] of that name to your config.toml.";
    Fault::new(FaultKind::Missing, what, hint)
}
