//! A world in which a write is in order: each test spoils one thing of it.

pub mod github;
pub mod many;
pub mod nested;
pub mod registry;
pub mod stack;
mod writes;

pub use writes::{attach, delete, detach, put, set_trust, version};

use crate::support::drafts::of_kind;
use jiff::Timestamp;
use serde_json::{Value, json};
use watchkeeper::{
    facts::{
        AccountId, Arn, Caller, Environment, EnvironmentName, Fault, FaultKind, GateSettings,
        InlinePolicy, ManagedPolicy, PolicyName, Reading, Region, Remote, Role, RoleName, Server,
        Settings,
    },
    gate::{
        Assessment, Draft, FileState, GitState, Holder, HolderKind, Observed, Origin, Plan,
        RoleState, SessionId, Simulated, TargetState, Undoes,
        guards::{Case, GUARDS, Ruling},
        writes::{
            AttachRolePolicy, CodifyPolicy, CreatePolicyVersion, Item, PutRolePolicy,
            UpdateAssumeRolePolicy, Write,
        },
    },
};

pub const ACCOUNT: &str = "111122223333";
pub const ROLE: &str = "executor";
pub const PATH: &str = "infrastructure/iam/executor/metrics.json";

fn path_of(write: &Write) -> String {
    if let Some(path) = write.file() {
        return path.to_owned();
    }
    let kind = write.registered().kind;
    let part = match kind {
        "put-role-policy" | "delete-role-policy" => "metrics".to_owned(),
        "update-assume-role-policy" => "trust".to_owned(),
        "attach-role-policy" | "detach-role-policy" => "attachments".to_owned(),
        "create-policy-version" => {
            let create: CreatePolicyVersion = of_kind(write, kind);
            create.policy.last_segment().to_owned()
        }
        _ => "none".to_owned(),
    };
    format!("infrastructure/iam/executor/{part}.json")
}

/// The file of the repository that says the same.
fn text_of(write: &Write) -> Option<Remote> {
    let kind = write.registered().kind;
    match kind {
        "put-role-policy" => Some(of_kind::<PutRolePolicy>(write, kind).document),
        "update-assume-role-policy" => {
            Some(of_kind::<UpdateAssumeRolePolicy>(write, kind).document)
        }
        "create-policy-version" => Some(of_kind::<CreatePolicyVersion>(write, kind).document),
        "attach-role-policy" => {
            let attach: AttachRolePolicy = of_kind(write, kind);
            Some(remote(&json!([attach.policy.raw()])))
        }
        "detach-role-policy" => Some(remote(&json!([]))),
        _ => None,
    }
}

#[derive(Clone)]
pub struct World {
    pub draft: Draft,
    pub observed: Observed,
    pub settings: Settings,
    pub simulated: Vec<Simulated>,
    /// What the journal has of it.
    pub undoes: Option<Undoes>,
    pub now: Timestamp,
}

/// Documents as values of the right type.
pub fn remote(value: &Value) -> Remote {
    Remote::new(value.to_string())
}

pub fn policy(statements: &Value) -> Value {
    json!({ "Version": "2012-10-17", "Statement": statements })
}

pub fn allow(action: &str, resource: &str) -> Value {
    json!({ "Effect": "Allow", "Action": action, "Resource": resource })
}

pub fn deny(action: &str, resource: &str) -> Value {
    json!({ "Effect": "Deny", "Action": action, "Resource": resource })
}

/// One bucket may be read and written.
pub fn wide() -> Value {
    let bucket = "arn:aws:s3:::reports/*";
    policy(&json!([
        allow("s3:GetObject", bucket),
        allow("s3:PutObject", bucket)
    ]))
}

/// One bucket may be read.
pub fn narrow() -> Value {
    policy(&json!([allow("s3:GetObject", "arn:aws:s3:::reports/*")]))
}

pub fn trust(principals: &[&str]) -> Value {
    policy(&json!([{
        "Effect": "Allow",
        "Principal": { "AWS": principals },
        "Action": "sts:AssumeRole",
    }]))
}

pub fn deployer() -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/deployer")
}

pub fn arn(name: &str) -> Arn {
    Arn::new(format!("arn:aws:iam::{ACCOUNT}:policy/{name}"))
}

pub fn holder(kind: HolderKind, name: &str) -> Holder {
    Holder {
        kind,
        name: Remote::new(name),
    }
}

pub fn server(address: &str) -> Server {
    Server::of(address).unwrap()
}

fn environment() -> Environment {
    Environment {
        name: EnvironmentName::new("dev"),
        profile: None,
        region: Some(Region::new("eu-west-1")),
        account: Some(AccountId::new(ACCOUNT)),
        alias: Some("data-dev".to_owned()),
        production: false,
        allow_writes: true,
        ..Environment::unknown(EnvironmentName::new("dev"))
    }
}

fn role() -> RoleState {
    RoleState {
        name: RoleName::new(ROLE),
        role: Reading::Known(Role {
            name: RoleName::new(ROLE),
            arn: Arn::new(format!("arn:aws:iam::{ACCOUNT}:role/{ROLE}")),
            path: "/".to_owned(),
            trust: Reading::Known(remote(&trust(&[&deployer()]))),
            inline: Reading::Known(vec![InlinePolicy {
                name: PolicyName::new("metrics"),
                document: Reading::Known(remote(&wide())),
            }]),
            attached: Reading::Known(Vec::new()),
            boundary: Reading::Known(None),
        }),
        managed: Vec::new(),
        versions: Vec::new(),
        also_attached_to: Vec::new(),
        owner: Reading::Known(None),
        asked: Vec::new(),
    }
}

impl World {
    /// The inline policy `metrics` is brought back to what the repository has.
    pub fn of(write: Write) -> Self {
        let text = text_of(&write);
        let path = path_of(&write);
        let at: Timestamp = "2026-07-07T12:00:00Z".parse().unwrap();
        Self {
            draft: Draft {
                environment: EnvironmentName::new("dev"),
                write,
                origin: Origin::Repository { path: path.clone() },
                uses: Vec::new(),
                peers: None,
            },
            observed: Observed {
                caller: Some(Caller {
                    checked_at: at,
                    ..crate::support::caller(ACCOUNT)
                }),
                partition: "aws".to_owned(),
                hosts: vec![
                    server("https://sts.eu-west-1.amazonaws.com"),
                    server("https://iam.amazonaws.com"),
                ],
                target: TargetState::Role(role()),
                source: Some(FileState {
                    path,
                    text,
                    git: GitState::Clean,
                }),
                at,
            },
            settings: Settings {
                environments: vec![environment()],
                current: EnvironmentName::new("dev"),
                gate: GateSettings {
                    allow_writes: true,
                    ..GateSettings::default()
                },
                ..Settings::default()
            },
            simulated: Vec::new(),
            undoes: None,
            now: at,
        }
    }

    pub fn narrowing() -> Self {
        Self::of(put(&narrow()))
    }

    /// A change of the trust policy of a role that `deployer` may assume.
    pub fn trusting(document: &Value) -> Self {
        Self::of(set_trust(document))
    }

    /// `live` is written into a file that has `written`.
    pub fn codifying(item: Item, written: Option<&Value>) -> Self {
        let part = match &item {
            Item::Inline(name) | Item::Managed(name) => name.raw().to_owned(),
            Item::Trust => "trust".to_owned(),
            Item::Attachments => "attachments".to_owned(),
            Item::Boundary => "boundary".to_owned(),
        };
        let path = format!("infrastructure/iam/executor/{part}.json");
        let mut world = Self::of(Write::from(CodifyPolicy {
            role: RoleName::new(ROLE),
            item,
            path: path.clone(),
        }));
        world.draft.origin = Origin::Live;
        world.observed.caller = None;
        world.observed.hosts = Vec::new();
        world.observed.source = None;
        world.observed.target = TargetState::File {
            file: FileState {
                path,
                text: written.map(|value| Remote::new(format!("{value:#}\n"))),
                git: GitState::Clean,
            },
            role: role(),
        };
        world
    }

    pub fn codifying_inline(live: &Value, written: Option<&Value>) -> Self {
        let mut world = Self::codifying(Item::Inline(PolicyName::new("metrics")), written);
        world.inline("metrics", live);
        world
    }

    pub fn state(&mut self) -> &mut RoleState {
        match &mut self.observed.target {
            TargetState::Role(role) | TargetState::File { role, .. } => role,
            _ => panic!("no role"),
        }
    }

    pub fn role(&mut self) -> &mut Role {
        match &mut self.state().role {
            Reading::Known(role) => role,
            Reading::Unknown(fault) => panic!("{fault:?}"),
        }
    }

    pub fn file(&mut self) -> &mut FileState {
        match &mut self.observed.target {
            TargetState::File { file, .. } => file,
            _ => panic!("no file"),
        }
    }

    pub fn environment(&mut self) -> &mut Environment {
        &mut self.settings.environments[0]
    }

    /// The role has, or has instead, this inline policy.
    pub fn inline(&mut self, name: &str, document: &Value) -> &mut Self {
        let Reading::Known(policies) = &mut self.role().inline else {
            panic!("unread");
        };
        policies.retain(|policy| policy.name.raw() != name);
        policies.push(InlinePolicy {
            name: PolicyName::new(name),
            document: Reading::Known(remote(document)),
        });
        self
    }

    /// A managed policy was read.
    pub fn managed(&mut self, arn: &Arn, document: Reading<Remote>) -> &mut Self {
        self.state().managed.push(ManagedPolicy {
            name: PolicyName::new(arn.last_segment()),
            arn: arn.clone(),
            default_version: "v1".to_owned(),
            document,
        });
        self
    }

    pub fn attached(&mut self, arn: &Arn) -> &mut Self {
        if let Reading::Known(attached) = &mut self.role().attached {
            attached.push(arn.clone());
        }
        self
    }

    /// The attached policy `logs` that role `batch` has too is changed, from the
    /// one document to the other.
    pub fn shared(before: &Value, after: &Value) -> Self {
        let logs = arn("logs");
        let mut world = Self::of(version(logs.clone(), after));
        world.attached(&logs);
        world.managed(&logs, Reading::Known(remote(before)));
        world.state().also_attached_to = vec![holder(HolderKind::Role, "batch")];
        world
    }

    pub fn assessment(&self) -> Assessment {
        let mut assessment = Assessment::weighed(self.draft.clone(), self.observed.clone());
        assessment.simulated = Ok(self.simulated.clone());
        assessment.undoes.clone_from(&self.undoes);
        assessment
    }

    /// What one guard says.
    pub fn verdict(&self, id: &str) -> Ruling {
        let guard = GUARDS.iter().find(|guard| guard.id == id).unwrap();
        let assessment = self.assessment();
        let steps = assessment.draft.write.change().steps(&assessment.observed);
        (guard.check)(&Case {
            assessment: &assessment,
            settings: &self.settings,
            environment: &self.settings.environments[0],
            steps: steps.as_deref().map_err(watchkeeper::facts::Reason::as_str),
            now: self.now,
        })
    }

    /// Why the guard stops it; empty when it does not.
    pub fn stop(&self, id: &str) -> String {
        match self.verdict(id) {
            Ruling::Stop { why, ask } => {
                assert!(!ask.is_empty(), "{id} does not say what to do");
                why
            }
            _ => String::new(),
        }
    }

    /// Why the guard stops it, and what it says to do.
    pub fn refusal(&self, id: &str) -> (String, String) {
        match self.verdict(id) {
            Ruling::Stop { why, ask } => (why, ask),
            other => panic!("{id} does not stop it: {other:?}"),
        }
    }

    pub fn warnings(&self, id: &str) -> Vec<String> {
        match self.verdict(id) {
            Ruling::Warn { what } => what,
            _ => Vec::new(),
        }
    }

    pub fn passes(&self, id: &str) -> bool {
        self.verdict(id) == Ruling::Pass
    }

    pub fn plan(&self) -> Plan {
        let world = "aws".to_owned();
        let session_id = SessionId { session: 7, world };
        Plan::of(self.assessment(), &self.settings, session_id, self.now)
    }
}

pub fn unread(what: &str) -> Fault {
    let (action, resource) = ("iam:GetRole".to_owned(), None);
    Fault::new(
        FaultKind::Denied { action, resource },
        what,
        "Ask for iam:GetRole.",
    )
}
