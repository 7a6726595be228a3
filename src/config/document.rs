//! One configuration file, parsed, vetted, and typed.
//!
//! The types repeat nothing of what a value must look like: the vetting says that, and
//! what it complained of is taken out before the file is read into them.

mod github;

use std::{
    collections::BTreeMap,
    ops::Range,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Deserializer, de::Error};
use toml::{Spanned, de::DeTable};

use self::github::GitHubSays;
use super::{
    problem::{Problem, position},
    schema::{Home, UNHEARD},
    vet::vet,
};
use crate::facts::{
    Acceptance, AccountId, BucketName, EnvironmentName, Expectation, ExpectedChange, ExpectedGain,
    HostedName, PlannedTask, Region, Repository, RoleName, Server, SiblingRef, StackName,
    SystemKeeps, TemplateSource, Through, WatchedStack,
};

/// More problems than this in one file say nothing new.
const PROBLEMS: usize = 50;

#[derive(Debug)]
pub(super) struct Document {
    pub path: PathBuf,
    text: String,
    pub says: Says,
    /// The keys of [`UNHEARD`] that it has, and what is not done about them.
    pub unheard: Vec<(&'static str, &'static str)>,
}

/// What a file of any kind may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Says {
    pub theme: Option<String>,
    pub keymap: Option<String>,
    pub local_times: Option<bool>,
    pub read_only: bool,
    pub restricted: bool,
    pub own_may_loosen: Option<bool>,
    pub freeze_incident: bool,
    pub environment: Vec<EnvironmentSays>,
    pub gate: GateSays,
    pub drift: Option<DriftSays>,
    pub stacks: StacksSays,
    pub github: GitHubSays,
    pub logs: LogsSays,
    pub registry: RegistrySays,
    pub health: HealthSays,
    pub accept: Vec<Acceptance>,
    pub task: Vec<PlannedTask>,
    pub env: BTreeMap<EnvironmentName, String>,
    pub table: Vec<ItemSays>,
    pub database: Vec<ItemSays>,
    pub queue: Vec<ItemSays>,
    pub topic: Vec<ItemSays>,
    pub auto_scaling_group: Vec<ItemSays>,
    pub target_group: Vec<ItemSays>,
    pub ecs_service: Vec<ItemSays>,
    pub lambda: Vec<ItemSays>,
    pub rule: Vec<ItemSays>,
    pub state_machine: Vec<ItemSays>,
    pub web_acl: Vec<ItemSays>,
    pub alarm: Vec<ItemSays>,
    pub log_group: Vec<ItemSays>,
}

/// `[[environment]]`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct EnvironmentSays {
    pub name: Option<Spanned<EnvironmentName>>,
    pub profile: Option<String>,
    pub region: Option<Region>,
    pub account: Option<Spanned<AccountId>>,
    pub alias: Option<String>,
    pub production: Option<bool>,
    pub allow_writes: Option<bool>,
    pub write_principals: Option<Vec<String>>,
    pub endpoints: Option<Vec<Text<Server>>>,
    pub write_owned: Option<bool>,
    pub template_bucket: Option<BucketName>,
    pub expect_only: BTreeMap<StackName, Expectation<Text<ExpectedChange>>>,
    pub expect_gains: BTreeMap<StackName, Expectation<Text<ExpectedGain>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct GateSays {
    pub freeze: Vec<String>,
    pub protect: Vec<String>,
    pub through: Vec<Text<Through>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DriftSays {
    pub search: Option<Vec<String>>,
    pub policies: Vec<String>,
    pub environments: Vec<EnvironmentName>,
    pub ignore: Vec<String>,
    pub template: Vec<TemplateSource>,
    pub compare: Vec<CompareSays>,
}

#[derive(Debug, Deserialize)]
pub(super) struct CompareSays {
    pub left: Text<SiblingRef>,
    pub right: Text<SiblingRef>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StacksSays {
    pub watch: Vec<Text<WatchedStack>>,
    pub ignore: Vec<String>,
    pub expect_only: BTreeMap<StackName, Vec<Text<ExpectedChange>>>,
    pub expect_gains: BTreeMap<StackName, Vec<Text<ExpectedGain>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct LogsSays {
    pub groups: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RegistrySays {
    pub namespaces: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct HealthSays {
    pub inventory: Option<String>,
}

/// One thing of an inventory.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct ItemSays {
    pub name: String,
    pub by_design: Option<String>,
    pub cluster: Option<String>,
    #[serde(default)]
    pub dead_letters: bool,
}

impl EnvironmentSays {
    pub(super) fn has(&self, key: SystemKeeps) -> bool {
        match key {
            SystemKeeps::Production => self.production.is_some(),
            SystemKeeps::Alias => self.alias.is_some(),
            SystemKeeps::AllowWrites => self.allow_writes.is_some(),
            SystemKeeps::WritePrincipals => self.write_principals.is_some(),
            SystemKeeps::Endpoints => self.endpoints.is_some(),
            SystemKeeps::WriteOwned => self.write_owned.is_some(),
        }
    }
}

/// What a person writes as one text.
#[derive(Debug)]
pub(super) struct Text<T>(pub T);

pub(super) trait Written: Sized {
    fn written(text: &str) -> Option<Self>;
}

impl<'de, T: Written> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = T::written(&text).map(Self);
        read.ok_or_else(|| D::Error::custom(format!("`{text}` has another form")))
    }
}

macro_rules! written {
    ($($name:ident: $read:path,)+) => {
        $(impl Written for $name {
            fn written(text: &str) -> Option<Self> {
                $read(text)
            }
        })+
    };
}

written! {
    Repository: Repository::parse,
    HostedName: HostedName::parse,
    Server: Server::named,
    Through: Through::parse,
    ExpectedChange: ExpectedChange::parse,
    ExpectedGain: ExpectedGain::parse,
}

impl Written for WatchedStack {
    fn written(text: &str) -> Option<Self> {
        Some(Self::named(text))
    }
}

impl Written for SiblingRef {
    fn written(text: &str) -> Option<Self> {
        let (environment, role) = text.split_once(':')?;
        Some(Self {
            environment: EnvironmentName::new(environment),
            role: RoleName::new(role),
        })
    }
}

impl Document {
    pub(super) fn parsed(path: &Path, text: &str, home: Home, problems: &mut Vec<Problem>) -> Self {
        let (mut root, errors) = DeTable::parse_recoverable(text);
        let mut complaints: Vec<(Range<usize>, String)> = errors
            .iter()
            .map(|error| (error.span().unwrap_or(0..0), error.message().to_owned()))
            .collect();
        let unheard = UNHEARD.iter().filter(|(key, _)| has(root.get_ref(), key));
        let unheard = unheard.copied().collect();
        // What could be recovered of a broken file would draw complaints that are not its own.
        if complaints.is_empty() {
            vet(root.get_mut(), "", home, &mut complaints);
        }
        let says = Says::deserialize(toml::Deserializer::from(root)).unwrap_or_else(|error| {
            if complaints.is_empty() {
                let span = error.span().unwrap_or(0..0);
                complaints.push((span, error.message().to_owned()));
            }
            Says::default()
        });
        complaints.sort_by_key(|(span, _)| span.start);
        complaints.truncate(PROBLEMS);
        let document = Self {
            path: path.to_owned(),
            text: text.to_owned(),
            says,
            unheard,
        };
        for (span, what) in complaints {
            problems.push(document.problem(&span, what));
        }
        document
    }

    /// A problem with what stands at these bytes.
    pub(super) fn problem(&self, span: &Range<usize>, what: impl Into<String>) -> Problem {
        Problem {
            at: Some(position(self.text.as_bytes(), span.start)),
            ..Problem::of_file(&self.path, what)
        }
    }
}

fn has(root: &DeTable<'_>, key: &str) -> bool {
    let (table, leaf) = key.split_once('.').unwrap_or((key, ""));
    let table = root.get(table).and_then(|table| table.get_ref().as_table());
    table.is_some_and(|table| table.contains_key(leaf))
}
