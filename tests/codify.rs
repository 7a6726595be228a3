//! Codifying on the disk: an approval, whose one file's step is performed and no other.

use std::{collections::BTreeMap, fs, path::Path};

use jiff::Timestamp;
use tempfile::TempDir;
use watchkeeper::{
    edge::write::{CallOutcome, WorkingTree},
    facts::{
        Arn, DriftSettings, Environment, EnvironmentName, FaultKind, GateSettings, InlinePolicy,
        PolicyName, Reading, Remote, Role, RoleName, Settings, TemplateSource,
    },
    gate::{
        Approved, Assessment, Draft, Observed, Origin, Plan, RoleState, SessionId, Step,
        TargetState,
        writes::{CodifyPolicy, CodifyTemplate, Item, Write},
    },
};

const POLICY: &str = "iam/web/logs.json";
const NOTHING: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;
const LIVE: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:PutLogEvents","Resource":"arn:aws:logs:eu-west-1:123456789012:log-group:web:*"}]}"#;

const TEMPLATE: &str = "app/template.yaml";
const DECLARED: &str = "\
Resources:
  # The web server's.
  Web:
    Type: AWS::IAM::Role
    Properties:
      RoleName: web
";

fn world() -> TempDir {
    let world = tempfile::tempdir().unwrap();
    for (path, text) in [(POLICY, NOTHING), (TEMPLATE, DECLARED)] {
        let path = world.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    world
}

fn settings() -> Settings {
    let name = EnvironmentName::from("prod");
    Settings {
        environments: vec![Environment::unknown(name.clone())],
        current: name,
        drift: Some(DriftSettings {
            policies: vec!["iam".to_owned()],
            template: vec![TemplateSource {
                stack: "app".into(),
                file: TEMPLATE.to_owned(),
                parameters: BTreeMap::new(),
            }],
            ..DriftSettings::default()
        }),
        gate: GateSettings {
            allow_writes: true,
            ..GateSettings::default()
        },
        ..Settings::default()
    }
}

fn tree(world: &Path) -> WorkingTree {
    WorkingTree::open(world.to_owned(), &settings()).unwrap()
}

fn text(world: &TempDir, path: &str) -> String {
    fs::read_to_string(world.path().join(path)).unwrap()
}

fn codify_policy() -> Write {
    Write::from(CodifyPolicy {
        role: RoleName::from("web"),
        item: Item::Inline(PolicyName::from("logs")),
        path: POLICY.to_owned(),
    })
}

fn codify_template() -> Write {
    Write::from(CodifyTemplate {
        role: RoleName::from("web"),
        logical_id: "Web".into(),
        policy: PolicyName::from("logs"),
        path: TEMPLATE.to_owned(),
        stack: "app".into(),
        region: "eu-west-1".into(),
        parameters: BTreeMap::new(),
        physical: BTreeMap::new(),
        document: None,
    })
}

fn role() -> RoleState {
    let name = RoleName::from("web");
    RoleState {
        name: name.clone(),
        role: Reading::Known(Role {
            arn: Arn::from("arn:aws:iam::123456789012:role/web"),
            name,
            path: "/".to_owned(),
            trust: Reading::Known(Remote::from("{}")),
            inline: Reading::Known(vec![InlinePolicy {
                name: PolicyName::from("logs"),
                document: Reading::Known(Remote::from(LIVE)),
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

/// Observed on the disk, planned and confirmed, as the console does.
fn approved(tree: &WorkingTree, write: Write) -> Approved {
    let now: Timestamp = "2026-05-18T14:02:11Z".parse().unwrap();
    let file = tree.observe(write.file().unwrap()).unwrap();
    let seen = Observed {
        caller: None,
        partition: "aws".to_owned(),
        hosts: Vec::new(),
        target: TargetState::File { file, role: role() },
        source: None,
        at: now,
    };
    let draft = Draft {
        environment: EnvironmentName::from("prod"),
        write,
        origin: Origin::Live,
        uses: Vec::new(),
        peers: None,
    };
    let session_id = SessionId {
        session: 1,
        world: "aws".to_owned(),
    };
    let plan = Plan::of(
        Assessment::weighed(draft, seen),
        &settings(),
        session_id,
        now,
    );
    let phrase = plan.phrase().text().to_owned();
    plan.confirm(&phrase, now).unwrap()
}

fn after(approved: &Approved) -> String {
    match approved.plan().steps() {
        [Step::File(file)] => file.after.raw().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_that_moved_after_the_approval_is_left_alone() {
    for (write, path) in [(codify_policy(), POLICY), (codify_template(), TEMPLATE)] {
        let world = world();
        let tree = tree(world.path());
        let approved = approved(&tree, write);
        fs::write(world.path().join(path), "theirs").unwrap();
        match tree.write(approved) {
            CallOutcome::Not(fault) => assert_eq!(fault.kind, FaultKind::Moved),
            other => panic!("{other:?}"),
        }
        assert_eq!(text(&world, path), "theirs");
    }
}

#[test]
fn a_restricted_console_s_tree_takes_no_approval_of_another() {
    let world = world();
    let approved = approved(&tree(world.path()), codify_template());
    let restricted = Settings {
        restricted: true,
        ..settings()
    };
    let tree = WorkingTree::open(world.path().to_owned(), &restricted).unwrap();
    assert!(
        matches!(tree.write(approved), CallOutcome::Not(fault) if fault.kind == FaultKind::ReadOnly)
    );
    assert_eq!(text(&world, TEMPLATE), DECLARED);
}

#[test]
fn an_approval_writes_the_one_file_that_it_shows() {
    for (write, path, other) in [
        (codify_policy(), POLICY, (TEMPLATE, DECLARED)),
        (codify_template(), TEMPLATE, (POLICY, NOTHING)),
    ] {
        let world = world();
        let tree = tree(world.path());
        let approved = approved(&tree, write);
        let after = after(&approved);
        assert!(matches!(tree.write(approved), CallOutcome::Done { .. }));
        assert_eq!(text(&world, path), after);
        assert!(after.contains("logs:PutLogEvents"), "{after}");
        assert_eq!(text(&world, other.0), other.1);
    }
}

#[test]
fn a_template_s_comments_and_other_lines_stay() {
    let world = world();
    let tree = tree(world.path());
    tree.write(approved(&tree, codify_template()));
    let now = text(&world, TEMPLATE);
    assert!(now.starts_with(DECLARED), "{now}");
}
