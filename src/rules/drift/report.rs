//! What the drift check concludes, as the pane, the headless check and its JSON show it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    facts::{
        Commit, EnvironmentName, Finding, InSync, LogicalId, PolicyName, Remote, RoleName,
        StackName, Unknown, Use, Verdict,
    },
    policy::{Change, Comparison, diff::StatementDiff},
    template::Malformed,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DriftKind {
    /// The role as a whole: missing, uncodified or unreadable.
    Role,
    Trust,
    Inline,
    Managed,
    Attachments,
    Boundary,
}

impl DriftKind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Trust => "trust",
            Self::Inline => "inline",
            Self::Managed => "managed",
            Self::Attachments => "attachments",
            Self::Boundary => "boundary",
        }
    }
}

/// The worst first: rows are sorted by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DriftState {
    Drifted,
    MissingLive,
    RoleMissing,
    Unknown,
    Uncodified,
    Cosmetic,
    InSync,
}

/// One part of one role, judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftItem {
    pub role: RoleName,
    /// None for everything that is not a policy with a name.
    pub policy: Option<PolicyName>,
    pub kind: DriftKind,
    pub state: DriftState,
    pub verdict: Verdict,
    /// The codified text, and its file relative to the repository's root.
    pub codified: Option<(Remote, String)>,
    pub live: Option<Remote>,
    /// One sentence on why the state is what it is.
    pub why: String,
    /// Of an unknown item, the few words a row has room for: `no access: iam:GetRole`.
    pub short: String,
    /// What only live allows, and what only the repository allows.
    pub gained: Vec<Grant>,
    pub lost: Vec<Grant>,
    /// Of a trust policy: whom the live one lets in, a sentence each.
    pub admits: Vec<String>,
    /// The statements of both sides, paired; empty where meaning does not differ.
    pub meaning: Vec<StatementDiff>,
    /// The proof of the verdict, where documents were compared and differ.
    pub comparison: Option<Comparison>,
    /// What to look for in the repository to see who relies on the difference.
    pub uses: Vec<Use>,
    /// The last commits of the codified file, newest first.
    pub commits: Vec<Commit>,
    /// The codified side is declared by a template, not by a file of its own.
    pub template: Option<FromTemplate>,
}

/// Where an item's codified side comes from, when that is a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromTemplate {
    pub stack: StackName,
    /// Relative to the repository's root.
    pub file: String,
    pub line: u32,
    pub logical_id: LogicalId,
    pub deployed: Deployed,
    /// What the template leaves open and this part rests on: `<GetAtt Queue.Arn>`.
    pub rests_on: Vec<String>,
}

/// How the deployed template stands to both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deployed {
    /// Live is what was deployed, and the repository has moved on: the stack is stale.
    AsLive,
    /// The repository has what was deployed: the live role was changed outside CloudFormation.
    AsRepository,
    Neither,
    Unknown,
}

/// A kind of request that one side allows and the other does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// `cloudwatch:PutMetricData when cloudwatch:namespace = AlphaEngine`.
    pub request: String,
    /// Why the other side does not allow it, where that is not plain to see.
    pub reason: Option<String>,
}

impl Grant {
    pub(super) fn of(changes: &[Change]) -> Vec<Self> {
        let grant = |change: &Change| Self {
            request: change.what.clone(),
            reason: change.reason.clone(),
        };
        changes.iter().map(grant).collect()
    }
}

impl DriftItem {
    /// What the part is called within its role: the policy's name, else its kind.
    pub fn part(&self) -> &str {
        self.policy
            .as_ref()
            .map_or(self.kind.word(), PolicyName::raw)
    }

    /// The item's key within its role: `inline/name`, `trust`.
    pub fn key(&self) -> String {
        match &self.policy {
            Some(policy) => format!("{}/{}", self.kind.word(), policy.raw()),
            None => self.kind.word().to_owned(),
        }
    }

    /// Live allows what the repository does not: reverting takes it away.
    pub fn reverting_denies(&self) -> bool {
        self.state == DriftState::Drifted && !self.gained.is_empty()
    }

    /// A difference that somebody should look at, for the exit code and the counts.
    /// A role that the repository never mentions is listed, but is no finding:
    /// accounts have many that are somebody else's.
    pub fn is_finding(&self) -> bool {
        match self.state {
            DriftState::Drifted | DriftState::MissingLive | DriftState::RoleMissing => true,
            DriftState::Uncodified => self.kind != DriftKind::Role,
            DriftState::Unknown | DriftState::Cosmetic | DriftState::InSync => false,
        }
    }
}

/// Everything the drift check concluded for one environment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftReport {
    /// Grouped by role, the role with the worst state first.
    pub items: Vec<DriftItem>,
    pub siblings: Vec<SiblingReport>,
    pub findings: Vec<Finding>,
    pub unknown: Vec<Unknown>,
    #[serde(default)]
    pub warnings: Vec<Warning>,
}

/// What a template says and its author hardly means. It changes no verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Relative to the repository's root.
    pub file: String,
    pub line: u32,
    pub column: u32,
    pub what: String,
    pub hint: String,
}

impl Warning {
    pub(super) fn of(file: &str, repeated: &Malformed) -> Self {
        Self {
            file: file.to_owned(),
            line: repeated.place.line,
            column: repeated.place.column,
            what: repeated.what.clone(),
            hint: repeated.hint.clone(),
        }
    }

    pub fn sentence(&self) -> String {
        let Self { line, column, .. } = self;
        format!(
            "{}:{line}:{column}: {}. {}.",
            self.file, self.what, self.hint
        )
    }
}

impl DriftReport {
    /// The report of one role alone; None when neither side has it.
    pub fn of_role(&self, role: &str) -> Option<Self> {
        let items = self.items.iter().filter(|item| item.role.raw() == role);
        let items: Vec<_> = items.cloned().collect();
        if items.is_empty() {
            return None;
        }
        let of = |id: &str| {
            let rest = id.strip_prefix(role);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let findings = self.findings.iter().filter(|finding| {
            finding.id.strip_prefix("drift/").is_some_and(of)
                || (finding.rule == "codified-file"
                    && finding.subject.parent.as_deref() == Some(role))
        });
        let unknown = self.unknown.iter();
        let unknown = unknown.filter(|it| it.what.split(" / ").next() == Some(role));
        let declared_in = |file: &str| {
            let mut templates = items.iter().filter_map(|item| item.template.as_ref());
            templates.any(|from| from.file == file)
        };
        let warnings = self.warnings.iter();
        let warnings = warnings.filter(|warning| declared_in(&warning.file));
        let warnings = warnings.cloned().collect();
        Some(Self {
            items,
            siblings: Vec::new(),
            findings: findings.cloned().collect(),
            unknown: unknown.cloned().collect(),
            warnings,
        })
    }

    /// What was in sync, for this machine to remember. Cosmetic counts: the meaning was.
    pub fn in_sync(&self, at: Timestamp) -> Vec<InSync> {
        let in_sync =
            |item: &&DriftItem| matches!(item.state, DriftState::InSync | DriftState::Cosmetic);
        let remembered = self.items.iter().filter(in_sync).map(|item| InSync {
            role: item.role.clone(),
            item: item.key(),
            at,
        });
        remembered.collect()
    }
}

/// Two roles in two environments that should be alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiblingReport {
    pub left: (EnvironmentName, RoleName),
    pub right: (EnvironmentName, RoleName),
    pub items: Vec<SiblingItem>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SiblingState {
    OnlyLeft,
    OnlyRight,
    Differs,
    Unknown,
    Same,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiblingItem {
    pub kind: DriftKind,
    pub policy: Option<PolicyName>,
    pub state: SiblingState,
    pub left: Option<Remote>,
    pub right: Option<Remote>,
    /// One sentence.
    pub why: String,
    /// Actions that only one side grants, and what each is for where the table knows.
    pub actions: Vec<(String, Option<String>)>,
    /// Something the facts do not settle, to be shown as a question.
    pub question: Option<String>,
}

impl SiblingItem {
    /// What the part is called within its role: the policy's name, else its kind.
    pub fn part(&self) -> &str {
        self.policy
            .as_ref()
            .map_or(self.kind.word(), PolicyName::raw)
    }
}
