//! The SAM translator as an oracle: what it makes of a template is taken for the live
//! world, and the template is compared with it.
//!
//! What both agree on is in sync, what is not expanded is unknown, and anything else is
//! wrong. Then somebody adds to every role, or takes everything from it, and no role may
//! stay in sync.

use std::{collections::BTreeMap, path::Path, process::Command, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use watchkeeper::{
    facts::{
        Arn, Authorization, InlinePolicy, ManagedPolicy, Reading, Remote, Role, RoleReading, Stack,
        StackResources, TemplateFile, TemplateSource,
    },
    rules::drift::{DriftItem, DriftKind, DriftReport, DriftState, Inputs, TemplateSide, judge},
    template::{self, TemplatePolicy, TemplateRole, TemplateRoles},
};

const ACCOUNT: &str = "111122223333";
const ID: &str = "arn:aws:cloudformation:eu-west-1:111122223333:stack/app/1";
const ROGUE_ARN: &str = "arn:aws:iam::111122223333:policy/attached-by-hand";
const ROGUE: &str = "added-by-hand";

/// What the translator said of one file.
#[derive(Debug, Deserialize)]
pub(crate) struct Translated {
    pub(crate) file: String,
    #[serde(default)]
    parameters: BTreeMap<String, String>,
    template: Option<Value>,
    pub(crate) refused: Option<String>,
}

/// How many parts agree, are unknown, and are wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Count {
    pub(crate) agree: usize,
    pub(crate) unknown: usize,
    pub(crate) wrong: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Counts {
    pub(crate) files: usize,
    pub(crate) roles: usize,
    /// Roles that the translator makes and that nothing was said of.
    pub(crate) never_mentioned: usize,
    pub(crate) trust: Count,
    pub(crate) attachments: Count,
    pub(crate) inline: Count,
    pub(crate) managed: Count,
    /// Parts that somebody added or took away, and that were said to be as the template has them.
    pub(crate) false_in_sync: usize,
    pub(crate) unknowns: Vec<String>,
    pub(crate) wrongs: Vec<String>,
}

/// Translates the files, all by one process.
pub(crate) fn translate(python: &Path, files: &[String]) -> Vec<Translated> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/template/translate.py");
    let output = Command::new(python).arg(script).args(files).output();
    let output = output.expect("the translator runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let lines = String::from_utf8(output.stdout).expect("text");
    let answers = lines.lines().map(serde_json::from_str);
    answers.collect::<Result<_, _>>().expect("an answer a line")
}

impl Counts {
    /// Compares one file with what the translator made of it.
    pub(crate) fn add(&mut self, translated: &Translated) {
        let Some(template) = &translated.template else {
            return;
        };
        let text = std::fs::read_to_string(&translated.file).expect("the file");
        let world = World::of(template, &translated.parameters);
        self.files += 1;
        let side = world.side(&text, &translated.parameters);
        let report = report(&side, world.live(Somebody::DidNothing));
        let with_more = self::report(&side, world.live(Somebody::Added));
        let with_nothing = self::report(&side, world.live(Somebody::TookAll));
        for role in world.roles.roles.iter().filter(|role| can_be(role)) {
            self.role(&translated.file, &world, role, &report);
            let name = world.name(role);
            let file = &translated.file;
            let unseen = still_in_sync(&name, &with_more).into_iter();
            let unseen =
                unseen.map(|part| format!("{file} {name} {part}: what was added is not seen"));
            let missed = still_there(&name, !role.managed.is_empty(), &with_nothing).into_iter();
            let missed =
                missed.map(|part| format!("{file} {name} {part}: what was taken is not missed"));
            for wrong in unseen.chain(missed) {
                self.false_in_sync += 1;
                self.wrongs.push(wrong);
            }
        }
    }

    fn role(&mut self, file: &str, world: &World, role: &TemplateRole, report: &DriftReport) {
        self.roles += 1;
        let name = world.name(role);
        let mut items = report.items.iter().filter(|item| item.role.raw() == name);
        let is_named = |text: &str| text.split([' ', '.', ':', '(']).any(|word| word == name);
        let unknown = report.unknown.iter().any(|it| is_named(&it.why));
        if items.clone().next().is_none() {
            self.never_mentioned += usize::from(!unknown);
            if !unknown {
                let id = &role.logical_id;
                self.wrongs.push(format!("{file} {id}: never mentioned"));
            }
            return;
        }
        let wrong = items.clone().find(|item| item.kind == DriftKind::Role);
        assert!(wrong.is_none(), "{file}: {wrong:?}");
        for item in &mut items {
            let count = match item.kind {
                DriftKind::Trust => &mut self.trust,
                DriftKind::Attachments => &mut self.attachments,
                DriftKind::Inline => &mut self.inline,
                DriftKind::Managed => &mut self.managed,
                DriftKind::Role | DriftKind::Boundary => continue,
            };
            match item.state {
                DriftState::InSync | DriftState::Cosmetic => count.agree += 1,
                state => {
                    let said = format!(
                        "{file} {name} {} {}: {}",
                        item.key(),
                        state.words(),
                        item.why
                    );
                    if state == DriftState::Unknown {
                        count.unknown += 1;
                        self.unknowns.push(said);
                    } else {
                        count.wrong += 1;
                        self.wrongs.push(said);
                    }
                }
            }
        }
    }
}

/// Whether IAM takes the role: what is attached to one has an ARN. The translator passes
/// on names that it does not know.
fn can_be(role: &TemplateRole) -> bool {
    let mut known = role.managed.iter().filter_map(|text| text.known());
    known.all(|arn| arn.starts_with("arn:"))
}

/// Of what was added to the role, what was not said to be there.
fn still_in_sync(role: &str, report: &DriftReport) -> Vec<&'static str> {
    let items = || report.items.iter().filter(|item| item.role.raw() == role);
    if items().next().is_none() {
        // Nothing is said of it but that it is not compared, which is counted already.
        return Vec::new();
    }
    let is_told = |item: &DriftItem| {
        let in_sync = matches!(item.state, DriftState::InSync | DriftState::Cosmetic);
        !in_sync
    };
    let policy = items().any(|item| item.part() == ROGUE && is_told(item));
    let attached = items().any(|item| item.kind == DriftKind::Attachments && is_told(item));
    let parts = [("inline", policy), ("attachments", attached)];
    let unseen = parts.into_iter().filter(|(_, is_seen)| !is_seen);
    unseen.map(|(part, _)| part).collect()
}

/// Of what was taken from the role, what was said to be there.
fn still_there(role: &str, had_policies: bool, report: &DriftReport) -> Vec<String> {
    let items = report.items.iter().filter(|item| {
        let in_sync = matches!(item.state, DriftState::InSync | DriftState::Cosmetic);
        item.role.raw() == role && in_sync
    });
    let was_taken = |item: &&DriftItem| match item.kind {
        DriftKind::Inline | DriftKind::Managed => true,
        DriftKind::Attachments => had_policies,
        DriftKind::Role | DriftKind::Trust | DriftKind::Boundary => false,
    };
    items.filter(was_taken).map(DriftItem::key).collect()
}

fn report(side: &TemplateSide, live: Authorization) -> DriftReport {
    judge(&Inputs {
        live: Some(Arc::new(live)),
        stacks: vec![side.clone()],
        ..Inputs::default()
    })
}

/// What somebody did by hand to every role, and to what is attached to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Somebody {
    DidNothing,
    Added,
    TookAll,
}

/// The stack as it was deployed, and the roles in it.
struct World {
    resources: Vec<Value>,
    roles: TemplateRoles,
    physical: BTreeMap<String, template::Physical>,
}

impl World {
    fn of(translated: &Value, parameters: &BTreeMap<String, String>) -> Self {
        let resources = translated["Resources"].as_object();
        let resources = resources.into_iter().flatten();
        let mut rows = Vec::new();
        let mut known = BTreeMap::new();
        for (logical, resource) in resources {
            let kind = resource["Type"].as_str().unwrap_or_default().to_owned();
            let id = physical(logical, &kind);
            rows.push(json!({
                "logical_id": logical, "physical_id": id,
                "resource_type": kind, "status": "CREATE_COMPLETE",
            }));
            known.insert(logical.clone(), template::Physical { kind, id });
        }
        let inputs = template::Inputs {
            parameters: parameters.clone(),
            surroundings: template::Surroundings {
                account: Some(ACCOUNT.to_owned()),
                region: Some("eu-west-1".to_owned()),
                stack_name: Some("app".to_owned()),
                stack_id: Some(ID.to_owned()),
                ..template::Surroundings::default()
            },
            physical: known.clone(),
        };
        let text = translated.to_string();
        let parsed = template::parse(&text).expect("the translator writes templates");
        let roles = template::roles(&parsed, &inputs);
        let exists = |row: &Value| {
            let id = row["logical_id"].as_str().unwrap_or_default();
            let is_iam = row["resource_type"].as_str().unwrap_or_default();
            !is_iam.starts_with("AWS::IAM::") || roles.makes(id)
        };
        rows.retain(exists);
        Self {
            resources: rows,
            roles,
            physical: known,
        }
    }

    fn name(&self, role: &TemplateRole) -> String {
        let named = role.name.as_ref().and_then(|name| name.known());
        let made = || self.physical[&role.logical_id].id.clone();
        named.map_or_else(made, str::to_owned)
    }

    fn side(&self, text: &str, parameters: &BTreeMap<String, String>) -> TemplateSide {
        let stack = json!({
            "id": ID, "name": "app", "status": "UPDATE_COMPLETE",
            "parameters": parameters.iter().map(|(key, value)| json!({"key": key, "value": value}))
                .collect::<Vec<_>>(),
        });
        let stack: Stack = serde_json::from_value(stack).expect("a stack");
        let resources = json!({ "stack": ID, "resources": self.resources });
        let resources: StackResources = serde_json::from_value(resources).expect("resources");
        TemplateSide {
            source: TemplateSource {
                stack: "app".into(),
                file: "app.yaml".to_owned(),
                parameters: BTreeMap::new(),
            },
            file: TemplateFile {
                stack: "app".into(),
                path: "app.yaml".to_owned(),
                text: Remote::new(text),
                commits: Vec::new(),
            },
            account: ACCOUNT.into(),
            region: "eu-west-1".into(),
            stack: Reading::Known(stack),
            deployed: None,
            resources: Some(resources),
        }
    }

    /// As CloudFormation made it, and as somebody then left it.
    fn live(&self, somebody: Somebody) -> Authorization {
        let roles = self.roles.roles.iter().map(|role| {
            let name = self.name(role);
            let facts = self.facts(role, &name, somebody);
            RoleReading {
                name: name.as_str().into(),
                role: Reading::Known(facts),
            }
        });
        let managed = self.roles.managed.iter().filter_map(|policy| {
            let arn = Arn::new(policy.arn.with_tokens());
            Some(ManagedPolicy {
                name: arn.last_segment().into(),
                default_version: "v1".into(),
                document: Reading::Known(Remote::new(policy.policy.document.as_ref().ok()?)),
                arn,
            })
        });
        Authorization {
            roles: roles.collect(),
            managed: managed.collect(),
            complete: true,
            source: "iam:GetAccountAuthorizationDetails".into(),
            pages: 1,
        }
    }

    fn facts(&self, role: &TemplateRole, name: &str, somebody: Somebody) -> Role {
        let document = |policy: &TemplatePolicy| policy.document.clone().ok().map(Remote::new);
        let inline = role.policies.iter().filter_map(|policy| {
            Some(InlinePolicy {
                name: policy.name.known()?.into(),
                document: Reading::Known(document(policy)?),
            })
        });
        let mut inline: Vec<InlinePolicy> = inline.collect();
        let mut attached: Vec<Arn> = role
            .managed
            .iter()
            .map(|arn| Arn::new(arn.with_tokens()))
            .collect();
        if somebody == Somebody::TookAll {
            attached.clear();
            inline.clear();
        }
        if somebody == Somebody::Added {
            attached.push(Arn::new(ROGUE_ARN));
            inline.push(InlinePolicy {
                name: ROGUE.into(),
                document: Reading::Known(Remote::new(
                    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#,
                )),
            });
        }
        let trust = role.trust.as_ref().and_then(document);
        let boundary = role.boundary.as_ref();
        Role {
            name: name.into(),
            arn: Arn::new(format!("arn:aws:iam::{ACCOUNT}:role/{name}")),
            path: "/".to_owned(),
            trust: Reading::Known(trust.unwrap_or_else(|| Remote::new("{}"))),
            inline: Reading::Known(inline),
            attached: Reading::Known(attached),
            boundary: Reading::Known(boundary.map(|arn| Arn::new(arn.with_tokens()))),
        }
    }
}

/// A physical id of the form that the type has.
fn physical(logical: &str, kind: &str) -> String {
    let name = format!("app-{logical}-1A2B");
    let arn = |service: &str, of: &str| format!("arn:aws:{service}:eu-west-1:{ACCOUNT}:{of}{name}");
    match kind {
        "AWS::IAM::ManagedPolicy" => format!("arn:aws:iam::{ACCOUNT}:policy/{name}"),
        "AWS::SQS::Queue" => format!("https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/{name}"),
        "AWS::SNS::Topic" => arn("sns", ""),
        "AWS::StepFunctions::StateMachine" => arn("states", "stateMachine:"),
        "AWS::AppSync::GraphQLApi" => arn("appsync", "apis/"),
        "AWS::Lambda::Alias" => format!("{}:live", arn("lambda", "function:")),
        _ => name,
    }
}
