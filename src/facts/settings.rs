//! What the configuration says, after both kinds of file were read and checked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Acceptance, AccountId, BucketName, EnvironmentName, Expectation, ExpectedChange, ExpectedGain,
    Inventory, PlannedTask, Region, Repository, RoleName, Server, StackName, Through,
    WritableRepository,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// At least one; the first is the default.
    pub environments: Vec<Environment>,
    pub current: EnvironmentName,
    /// None: the project says nothing about drift, so there is nothing to compare with.
    pub drift: Option<DriftSettings>,
    #[serde(default)]
    pub stacks: StacksSettings,
    #[serde(default)]
    pub registry: RegistrySettings,
    /// Findings that the project accepts for a while.
    #[serde(default)]
    pub accepted: Vec<Acceptance>,
    /// Who does what of the audit's plan, as the project's file says.
    #[serde(default)]
    pub tasks: Vec<PlannedTask>,
    /// What the project's inventory expects; None: it names none.
    #[serde(default)]
    pub health: Option<Inventory>,
    /// The repository on GitHub that the project's file names; None: the git remote's.
    #[serde(default)]
    pub repository: Option<Repository>,
    /// Globs over the names of log groups that the project's file names: they come first.
    #[serde(default)]
    pub log_groups: Vec<String>,
    /// The repositories that the person's own file names for writing.
    #[serde(default)]
    pub github: Vec<WritableRepository>,
    pub restricted: bool,
    pub gate: GateSettings,
}

/// What your own files and the command line say about writing. The project's file has no say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateSettings {
    /// `--allow-writes` was given, and nothing made this console read-only.
    pub allow_writes: bool,
    /// `Fri 16:00..Mon 08:00 Europe/Berlin`.
    pub freeze: Vec<String>,
    /// Globs over names of roles, policies and stacks that are never written.
    pub protect: Vec<String>,
    /// The system's file has `own_may_loosen = false`: no expectation of the
    /// person's own lets a stop pass.
    #[serde(default)]
    pub own_loosens_nothing: bool,
    /// The system's file has `freeze_incident = true`: the number of an incident, typed
    /// too, passes a freeze.
    #[serde(default)]
    pub incident_passes: bool,
    /// Proxies and trust stores that writes may go through.
    #[serde(default)]
    pub through: Vec<Through>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    pub name: EnvironmentName,
    /// None: the ambient credentials.
    pub profile: Option<String>,
    pub region: Option<Region>,
    /// What STS must answer; None: whatever it answers.
    pub account: Option<AccountId>,
    pub alias: Option<String>,
    pub production: bool,
    /// Writes may be proposed here at all.
    pub allow_writes: bool,
    /// Lists of globs over caller ARNs: who writes is in each of them. No list: whoever
    /// the account lets.
    pub write_principals: Vec<Vec<String>>,
    /// Servers besides AWS's own that writes may go to.
    pub endpoints: Vec<Server>,
    /// A role that a stack or template owns may be written directly.
    pub write_owned: bool,
    /// Templates that are too large to be sent as text are put here.
    #[serde(default)]
    pub template_bucket: Option<BucketName>,
    /// What the person's own file lets pass in a stack's change set.
    #[serde(default)]
    pub expect_only: BTreeMap<StackName, Expectation<ExpectedChange>>,
    /// Grants that the person's own file lets a stack's change set add.
    #[serde(default)]
    pub expect_gains: BTreeMap<StackName, Expectation<ExpectedGain>>,
    /// What the system's file restricts here, and so nobody else can permit.
    #[serde(default)]
    pub system_keeps: Vec<SystemKeeps>,
}

/// A key of an environment that the system's file decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SystemKeeps {
    Production,
    Alias,
    AllowWrites,
    WritePrincipals,
    Endpoints,
    WriteOwned,
}

impl SystemKeeps {
    /// The key, as both files have it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Alias => "alias",
            Self::AllowWrites => "allow_writes",
            Self::WritePrincipals => "write_principals",
            Self::Endpoints => "endpoints",
            Self::WriteOwned => "write_owned",
        }
    }
}

impl Environment {
    /// One that no configuration has: it permits nothing.
    pub fn unknown(name: EnvironmentName) -> Self {
        Self {
            name,
            profile: None,
            region: None,
            account: None,
            alias: None,
            production: true,
            allow_writes: false,
            write_principals: Vec::new(),
            endpoints: Vec::new(),
            write_owned: false,
            template_bucket: None,
            expect_only: BTreeMap::new(),
            expect_gains: BTreeMap::new(),
            system_keeps: Vec::new(),
        }
    }

    /// Whether the system's file decides this key here.
    pub fn is_kept(&self, what: SystemKeeps) -> bool {
        self.system_keeps.contains(&what)
    }
}

/// `[drift]` of the project's file. Paths are relative to the repository's root.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftSettings {
    pub policies: Vec<String>,
    /// The environments that the codified policies describe; empty: every one.
    pub environments: Vec<EnvironmentName>,
    /// Globs over `role` or `role/policy`.
    pub ignore: Vec<String>,
    pub search: Vec<String>,
    pub compare: Vec<Compare>,
    /// Roles that a template declares.
    #[serde(default)]
    pub template: Vec<TemplateSource>,
}

/// `[[drift.template]]`: the file a stack is deployed from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateSource {
    pub stack: StackName,
    /// Relative to the repository's root.
    pub file: String,
    /// What stands in place of the live stack's own values.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
}

impl TemplateSource {
    /// The file's path as git spells it: `./a//b` is `a/b`.
    pub fn path(&self) -> String {
        let steps = self.file.split('/');
        let steps: Vec<&str> = steps.filter(|step| !matches!(*step, "" | ".")).collect();
        steps.join("/")
    }
}

/// `[stacks]` of the project's file. Its lists can add stops; see [`Expectation`]
/// for what can let one pass.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StacksSettings {
    /// Shown first; each must be there. Every other stack is looked at all the same.
    pub watch: Vec<WatchedStack>,
    /// Globs: others' stacks, which are counted and make no finding.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// The only changes that a change set of this stack may hold.
    pub expect_only: BTreeMap<StackName, Vec<ExpectedChange>>,
    /// The only grants that a change of this stack may add.
    pub expect_gains: BTreeMap<StackName, Vec<ExpectedGain>>,
}

/// `[registry]` of the project's file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrySettings {
    /// The namespaces of Cloud Map that are looked at; none: all.
    pub namespaces: Vec<String>,
}

/// An entry of `stacks.watch`: `dataops-v1`, or `prod:dataops-v1` of one environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchedStack {
    /// None: of any.
    pub environment: Option<EnvironmentName>,
    pub stack: StackName,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compare {
    pub left: SiblingRef,
    pub right: SiblingRef,
}

/// `prod:role-name-prod`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiblingRef {
    pub environment: EnvironmentName,
    pub role: RoleName,
}

impl DriftSettings {
    /// Whether the codified policies speak of this environment.
    pub fn describes(&self, environment: &EnvironmentName) -> bool {
        !self.policies.is_empty()
            && (self.environments.is_empty() || self.environments.contains(environment))
    }
}

impl WatchedStack {
    /// A stack's name has no colon; its ARN begins with `arn:`.
    pub fn named(text: &str) -> Self {
        let of = text.split_once(':').filter(|(before, _)| *before != "arn");
        Self {
            environment: of.map(|(environment, _)| EnvironmentName::new(environment)),
            stack: StackName::from(of.map_or(text, |(_, stack)| stack)),
        }
    }
}

impl StacksSettings {
    /// The stacks that are watched in this environment.
    pub fn watched_in<'a>(
        &'a self,
        environment: &'a EnvironmentName,
    ) -> impl Iterator<Item = &'a WatchedStack> {
        let watched = self.watch.iter();
        watched.filter(move |one| one.environment.as_ref().is_none_or(|of| of == environment))
    }

    /// The place of a stack among those that are watched; `name` may be an ARN.
    pub fn place(&self, environment: &EnvironmentName, name: &StackName) -> Option<usize> {
        let mut watched = self.watched_in(environment);
        watched.position(|one| one.stack == *name || one.stack.raw() == name.short())
    }
}

/// One environment of which nothing is said, read-only.
impl Default for Settings {
    fn default() -> Self {
        let environment = Environment::unknown("default".into());
        Self {
            current: environment.name.clone(),
            environments: vec![environment],
            drift: None,
            stacks: StacksSettings::default(),
            registry: RegistrySettings::default(),
            accepted: Vec::new(),
            tasks: Vec::new(),
            health: None,
            repository: None,
            log_groups: Vec::new(),
            github: Vec::new(),
            restricted: false,
            gate: GateSettings::default(),
        }
    }
}

impl Settings {
    pub fn environment(&self, name: &EnvironmentName) -> Option<&Environment> {
        self.environments.iter().find(|e| &e.name == name)
    }

    /// The entry of the person's own file for a repository of this name, on whatever host.
    pub fn writable(&self, repository: &Repository) -> Option<&WritableRepository> {
        self.github
            .iter()
            .find(|entry| entry.at.is_named(repository))
    }

    /// As it is configured, or else one that permits nothing.
    pub fn environment_or_unknown(&self, name: &EnvironmentName) -> Environment {
        let known = self.environment(name).cloned();
        known.unwrap_or_else(|| Environment::unknown(name.clone()))
    }
}
