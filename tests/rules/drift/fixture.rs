//! How a fixture is written: roles by name, documents as JSON (or as the exact text,
//! where its spelling matters), and `{"denied": "iam:..."}` for what could not be read.

use std::{collections::BTreeMap, sync::Arc};

use serde::Deserialize;
use serde_json::Value;
use watchkeeper::{
    facts::{
        Arn, Authorization, Codified, CodifiedFile, CodifiedRole, Compare, DriftSettings, Fault,
        FaultKind, InlinePolicy, ManagedPolicy, Reading, Remote, Role, RoleReading, SiblingRef,
    },
    rules::drift::{Inputs, SiblingSide},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fixture {
    /// A sentence: what it is an example of.
    pub(super) about: String,
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(default)]
    codified: BTreeMap<String, CodifiedSide>,
    #[serde(default)]
    live: LiveSide,
    siblings: Option<Siblings>,
    /// No file speaks of this environment, only templates do.
    #[serde(default)]
    templates_alone: bool,
    #[serde(default)]
    templates: Vec<super::template::Declared>,
    /// Every item: `role inline/name state`.
    pub(super) expect: Vec<String>,
    /// What an item's sentence contains, by `role inline/name`.
    #[serde(default)]
    pub(super) says: BTreeMap<String, String>,
    /// The warnings, whole.
    #[serde(default)]
    pub(super) warns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodifiedSide {
    #[serde(default)]
    policies: BTreeMap<String, Value>,
    trust: Option<Value>,
    attachments: Option<Vec<String>>,
    boundary: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LiveSide {
    complete: bool,
    roles: BTreeMap<String, Seen<LiveRole>>,
    managed: BTreeMap<String, Seen<Value>>,
}

impl Default for LiveSide {
    fn default() -> Self {
        Self {
            complete: true,
            roles: BTreeMap::new(),
            managed: BTreeMap::new(),
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Seen<T> {
    Denied { denied: String },
    Known(T),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LiveRole {
    path: Option<String>,
    partition: Option<String>,
    inline: Option<Seen<BTreeMap<String, Seen<Value>>>>,
    trust: Option<Seen<Value>>,
    attached: Option<Seen<Vec<String>>>,
    boundary: Option<Seen<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Siblings {
    left: Sibling,
    right: Sibling,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sibling {
    environment: String,
    account: String,
    region: String,
    name: String,
    role: Option<Seen<LiveRole>>,
}

/// A string is the exact text; everything else is its JSON.
fn text(document: &Value) -> Remote {
    match document {
        Value::String(text) => Remote::new(text.clone()),
        other => Remote::new(other.to_string()),
    }
}

impl<T> Seen<T> {
    fn reading<U>(&self, known: impl FnOnce(&T) -> U) -> Reading<U> {
        match self {
            Self::Known(value) => Reading::Known(known(value)),
            Self::Denied { denied } => Reading::Unknown(Fault::new(
                FaultKind::Denied {
                    action: denied.clone(),
                    resource: None,
                },
                format!("oncall may not {denied}."),
                format!("Allow {denied}."),
            )),
        }
    }
}

impl Fixture {
    pub(super) fn inputs(&self) -> Inputs {
        let codified = Codified {
            roles: self
                .codified
                .iter()
                .map(|(name, side)| side.role(name))
                .collect(),
            broken: Vec::new(),
        };
        let live = Authorization {
            roles: self
                .live
                .roles
                .iter()
                .map(|(name, role)| reading(name, role))
                .collect(),
            managed: self.live.managed.iter().map(managed).collect(),
            complete: self.live.complete,
            source: "iam:GetAccountAuthorizationDetails".into(),
            pages: 1,
        };
        Inputs {
            settings: DriftSettings {
                policies: vec!["iam".into()],
                ignore: self.ignore.clone(),
                ..DriftSettings::default()
            },
            codified: (!self.templates_alone).then(|| Arc::new(codified)),
            templates: None,
            stacks: self.templates.iter().map(super::template::side).collect(),
            live: Some(Arc::new(live)),
            siblings: self.siblings.iter().map(Siblings::inputs).collect(),
        }
    }
}

impl CodifiedSide {
    fn role(&self, name: &str) -> CodifiedRole {
        let file = |file: &str, text: Remote| CodifiedFile {
            path: format!("iam/{name}/{file}.json"),
            text,
            commits: Vec::new(),
        };
        let policies = self.policies.iter();
        CodifiedRole {
            name: name.into(),
            dir: format!("iam/{name}"),
            policies: policies
                .map(|(policy, doc)| (policy.as_str().into(), file(policy, text(doc))))
                .collect(),
            trust: self.trust.as_ref().map(|doc| file("trust", text(doc))),
            attachments: self.attachments.as_ref().map(|arns| {
                let json = serde_json::to_string(arns).unwrap();
                let arns = arns.iter().map(|arn| Remote::new(arn.clone())).collect();
                (arns, file("attachments", Remote::new(json)))
            }),
            boundary: self.boundary.as_ref().map(|arn| {
                let json = serde_json::json!({"arn": arn}).to_string();
                (
                    Remote::new(arn.clone()),
                    file("boundary", Remote::new(json)),
                )
            }),
        }
    }
}

fn reading(name: &str, seen: &Seen<LiveRole>) -> RoleReading {
    let role = match seen {
        Seen::Denied { denied } if denied == "missing" => Reading::Unknown(Fault::new(
            FaultKind::Missing,
            format!("The account has no role {name}."),
            "Create it.",
        )),
        seen => seen.reading(|role| role.facts(name)),
    };
    RoleReading {
        name: name.into(),
        role,
    }
}

impl LiveRole {
    fn facts(&self, name: &str) -> Role {
        let inline = |policies: &BTreeMap<String, Seen<Value>>| {
            let policies = policies.iter();
            policies
                .map(|(policy, document)| InlinePolicy {
                    name: policy.as_str().into(),
                    document: document.reading(text),
                })
                .collect()
        };
        let arns = |arns: &Vec<String>| arns.iter().map(|arn| Arn::new(arn.clone())).collect();
        let path = self.path.clone().unwrap_or_else(|| "/".to_owned());
        let partition = self.partition.as_deref().unwrap_or("aws");
        Role {
            name: name.into(),
            arn: Arn::new(format!(
                "arn:{partition}:iam::817685572750:role{path}{name}"
            )),
            path,
            trust: self
                .trust
                .as_ref()
                .map_or_else(|| Reading::Known("{}".into()), |seen| seen.reading(text)),
            inline: self
                .inline
                .as_ref()
                .map_or_else(|| Reading::Known(Vec::new()), |seen| seen.reading(inline)),
            attached: self
                .attached
                .as_ref()
                .map_or_else(|| Reading::Known(Vec::new()), |seen| seen.reading(arns)),
            boundary: self.boundary.as_ref().map_or(Reading::Known(None), |seen| {
                seen.reading(|arn| Some(Arn::new(arn.clone())))
            }),
        }
    }
}

fn managed((arn, document): (&String, &Seen<Value>)) -> ManagedPolicy {
    let arn = Arn::new(arn.clone());
    ManagedPolicy {
        name: arn.last_segment().into(),
        default_version: "v1".into(),
        document: document.reading(text),
        arn,
    }
}

impl Siblings {
    fn inputs(&self) -> (Compare, SiblingSide, SiblingSide) {
        let name = |side: &Sibling| SiblingRef {
            environment: side.environment.as_str().into(),
            role: side.name.as_str().into(),
        };
        let pair = Compare {
            left: name(&self.left),
            right: name(&self.right),
        };
        (pair, self.left.side(), self.right.side())
    }
}

impl Sibling {
    fn side(&self) -> SiblingSide {
        let roles = self.role.iter().map(|role| reading(&self.name, role));
        SiblingSide {
            account: Some(self.account.as_str().into()),
            region: Some(self.region.as_str().into()),
            live: Some(Arc::new(Authorization {
                roles: roles.collect(),
                managed: Vec::new(),
                complete: false,
                source: "iam:GetRole".into(),
                pages: 1,
            })),
            fault: None,
        }
    }
}
