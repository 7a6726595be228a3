//! What was read afresh for a plan: the caller and the target as they are now.
//!
//! Data only. `edge` fills it, twice: for the preview, and again just before the
//! write; the fingerprint is taken over all of it but the times.

pub(in crate::gate) mod github;
mod place;
mod registry;
mod remains;
mod stack;
mod stack_node;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use github::{
    DeployedCommit, DeployedStack, GitHubFound, GitHubState, PinnedFile, SeenBranch, SeenReview,
    SeenRun, SeenWorkflow,
};
pub(in crate::gate) use place::place;
pub use registry::{RegistryState, ServiceState};
pub use remains::{DeletionPolicy, ExportUse, Remaining, Remains};
pub use stack::{NestedState, ProfileState, StackState};
pub(in crate::gate) use stack::{is_iam, removes, replaces};
pub use stack_node::{Changed, StackNode};

use crate::facts::{
    AccountId, Arn, Caller, ManagedPolicy, Reading, Region, Remote, Role, RoleName, Server, Through,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// As STS answered for the very credentials that will sign; None for a
    /// change of the working tree, which nobody signs, and for one on GitHub, whose token
    /// stands with the target.
    pub caller: Option<Caller>,
    /// `aws`, `aws-cn`, `aws-us-gov`.
    pub partition: String,
    /// The servers that STS and the target would be asked at, in that order.
    pub hosts: Vec<Server>,
    pub target: TargetState,
    /// The repository's file that the new content is said to come from.
    pub source: Option<FileState>,
    pub at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetState {
    Role(RoleState),
    File {
        file: FileState,
        /// The live role whose document is written down.
        role: RoleState,
    },
    Stack(Box<StackState>),
    Registry(Box<RegistryState>),
    GitHub(Box<GitHubState>),
}

/// A role with everything that decides what it may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleState {
    pub name: RoleName,
    pub role: Reading<Role>,
    /// Every attached managed policy, AWS's own included, and the boundary's.
    pub managed: Vec<ManagedPolicy>,
    /// Of the managed policy that is to change.
    pub versions: Vec<PolicyVersion>,
    /// Who else has the managed policy that is to change, be it as a boundary.
    pub also_attached_to: Vec<Holder>,
    pub owner: Reading<Option<Owner>>,
    /// The regions whose stacks were asked who owns it.
    pub asked: Vec<Region>,
}

/// Whom a managed policy is attached to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub kind: HolderKind,
    pub name: Remote,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HolderKind {
    Role,
    User,
    Group,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyVersion {
    pub id: String,
    pub is_default: bool,
    pub created: Option<Timestamp>,
}

/// Who else believes to decide about the role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    Stack {
        name: Remote,
        /// None: of the region that is written from.
        region: Option<Region>,
    },
    Template {
        path: String,
        stack: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// Relative to the repository's root.
    pub path: String,
    /// None: there is no such file.
    pub text: Option<Remote>,
    pub git: GitState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GitState {
    /// As committed.
    Clean,
    /// It has edits that no commit has.
    Edited,
    /// Git does not know the file.
    Untracked,
    NoRepository,
}

/// What `iam:SimulatePrincipalPolicy` answered to one request of the preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Simulated {
    pub action: String,
    pub resource: Remote,
    /// `allowed`, `explicitDeny`, `implicitDeny`, as the service says it.
    pub decision: String,
    pub missing_context: Vec<Remote>,
}

impl FileState {
    /// How a person puts back what a write would replace, to the byte of the command.
    pub(in crate::gate) fn way_back(&self) -> String {
        let path = &self.path;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "._/-".contains(c);
        let quoted = match path.chars().all(is_plain) {
            true => path.clone(),
            false => format!("'{}'", path.replace('\'', "'\\''")),
        };
        match (&self.text, self.git) {
            (None, _) => format!("`rm -- {quoted}` deletes the new file"),
            (Some(_), GitState::Clean) => {
                format!("`git checkout -- {quoted}` puts the committed file back")
            }
            (Some(_), GitState::Edited | GitState::Untracked | GitState::NoRepository) => {
                "by hand: no commit has what the file says now, this preview and the journal do"
                    .to_owned()
            }
        }
    }
}

impl Observed {
    pub fn account(&self) -> Option<&AccountId> {
        self.caller.as_ref().map(|caller| &caller.account)
    }

    /// What lies between here and the servers.
    pub fn through(&self) -> &[Through] {
        match (&self.caller, self.github()) {
            (Some(caller), _) => &caller.through,
            (None, Some(github)) => &github.through,
            (None, None) => &[],
        }
    }

    pub fn github(&self) -> Option<&GitHubState> {
        self.target.github()
    }

    /// None: the target is none.
    pub fn role(&self) -> Option<&RoleState> {
        self.target.role()
    }

    pub fn stack(&self) -> Option<&StackState> {
        self.target.stack()
    }

    pub fn registry(&self) -> Option<&RegistryState> {
        self.target.registry()
    }

    pub fn file(&self) -> Option<&FileState> {
        self.target.file()
    }
}

impl TargetState {
    pub fn role(&self) -> Option<&RoleState> {
        match self {
            Self::Role(role) | Self::File { role, .. } => Some(role),
            Self::Stack(_) | Self::Registry(_) | Self::GitHub(_) => None,
        }
    }

    pub(in crate::gate) fn role_mut(&mut self) -> Option<&mut RoleState> {
        match self {
            Self::Role(role) | Self::File { role, .. } => Some(role),
            Self::Stack(_) | Self::Registry(_) | Self::GitHub(_) => None,
        }
    }

    pub fn file(&self) -> Option<&FileState> {
        match self {
            Self::File { file, .. } => Some(file),
            Self::Role(_) | Self::Stack(_) | Self::Registry(_) | Self::GitHub(_) => None,
        }
    }

    /// The same with this text in the file.
    pub(in crate::gate) fn with_text(&self, text: Remote) -> Self {
        let mut target = self.clone();
        if let Self::File { file, .. } = &mut target {
            file.text = Some(text);
        }
        target
    }

    pub fn stack(&self) -> Option<&StackState> {
        match self {
            Self::Stack(state) => Some(state),
            Self::Role(_) | Self::File { .. } | Self::Registry(_) | Self::GitHub(_) => None,
        }
    }

    pub fn registry(&self) -> Option<&RegistryState> {
        match self {
            Self::Registry(state) => Some(state),
            Self::Role(_) | Self::File { .. } | Self::Stack(_) | Self::GitHub(_) => None,
        }
    }

    pub fn github(&self) -> Option<&GitHubState> {
        match self {
            Self::GitHub(state) => Some(state),
            Self::Registry(_) => None,
            Self::Role(_) | Self::File { .. } | Self::Stack(_) => None,
        }
    }
}

impl RoleState {
    pub fn managed(&self, arn: &Arn) -> Option<&ManagedPolicy> {
        self.managed.iter().find(|policy| policy.arn == *arn)
    }
}

impl HolderKind {
    /// As an ARN has it, and a person says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::User => "user",
            Self::Group => "group",
        }
    }
}

impl Holder {
    /// `role batch`, raw.
    pub fn words(&self) -> String {
        format!("{} {}", self.kind.word(), self.name.raw())
    }
}
