//! Codifying into a template: what is refused, and that nothing else of it changes.

mod references;

use std::collections::BTreeMap;

use serde_json::Value;
use watchkeeper::{
    facts::{
        DriftSettings, EnvironmentName, PolicyName, Reading, Remote, RoleName, TemplateSource,
    },
    gate::{
        Draft, FileState, FileWrite, GitState, Origin, Owner, Step, TargetState,
        preview::Section,
        writes::{CodifyTemplate, Item, Write},
    },
};

use references::queue;

use super::fixture::{ROLE, World, allow, narrow, policy, remote, wide};

const FILE: &str = "app/template.yaml";

/// A comment, another role, and intrinsics that must stay.
const TEMPLATE: &str = r#"# Roles of the app.
Parameters:
  Name: {Type: String, Default: somebody}
Resources:
  Other:
    Type: AWS::IAM::Role
    Properties:
      RoleName: other
      Policies: []
  Executor:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Ref Name   # from the stack
      Policies:
        - PolicyName: metrics
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: !Sub arn:${AWS::Partition}:s3:::reports/*
"#;

fn write() -> CodifyTemplate {
    CodifyTemplate {
        role: RoleName::new(ROLE),
        logical_id: "Executor".into(),
        policy: PolicyName::new("metrics"),
        path: FILE.to_owned(),
        stack: "app".into(),
        region: "eu-west-1".into(),
        parameters: BTreeMap::from([("Name".to_owned(), ROLE.to_owned())]),
        physical: BTreeMap::new(),
        document: None,
    }
}

/// The live policy reads and writes; the template's reads.
fn world(change: impl FnOnce(&mut CodifyTemplate)) -> World {
    let mut world = World::codifying(Item::Inline(PolicyName::new("metrics")), None);
    let mut write = write();
    change(&mut write);
    let source = TemplateSource {
        stack: "app".into(),
        file: format!("./{FILE}"),
        parameters: BTreeMap::new(),
    };
    world.settings.drift = Some(DriftSettings {
        template: vec![source],
        ..DriftSettings::default()
    });
    *world.file() = FileState {
        path: write.path.clone(),
        text: Some(Remote::from(TEMPLATE)),
        git: GitState::Clean,
    };
    world.draft = Draft {
        write: Write::from(write),
        ..world.draft.clone()
    };
    world.inline("metrics", &wide());
    world
}

/// The template's queue has a name that only CloudFormation knows; live has one
/// statement more.
pub(super) fn leaving_open() -> World {
    let mut world = world(|_| {});
    let open = TEMPLATE.replace(
        "Resource: !Sub arn:${AWS::Partition}:s3:::reports/*",
        "Resource: !GetAtt Queue.Arn   # ours",
    );
    let open = open.replace("s3:GetObject", "sqs:SendMessage").replace(
        "Resources:\n",
        "Resources:\n  Queue: {Type: AWS::SQS::Queue}\n",
    );
    world.file().text = Some(Remote::new(open));
    let queue = "arn:aws:sqs:eu-west-1:111122223333:app-Queue-1A2B";
    let live = [
        allow("sqs:SendMessage", queue),
        allow("s3:GetObject", "arn:aws:s3:::reports/*"),
    ];
    world.inline("metrics", &policy(&Value::from(live.to_vec())));
    world
}

fn refused(world: &World, why: &str) {
    let plan = world.plan();
    let stops: Vec<String> = plan.stops().map(|given| format!("{given:?}")).collect();
    assert!(stops.iter().any(|stop| stop.contains(why)), "{stops:?}");
    let phrase = plan.phrase().text().to_owned();
    assert!(plan.confirm(&phrase, world.now).is_err());
}

fn planned(world: &World) -> FileWrite {
    match world.plan().steps() {
        [Step::File(file)] => file.clone(),
        other => panic!("{other:?} {:?}", world.plan().verdicts()),
    }
}

#[test]
fn a_file_that_the_project_does_not_name_for_the_stack_is_refused() {
    refused(
        &world(|it| it.path = "app/other.yaml".into()),
        "is not a template of stack app",
    );
    refused(
        &world(|it| it.stack = "web".into()),
        "is not a template of stack web",
    );
    refused(
        &world(|it| it.path = ".github/workflows/x.yml".into()),
        "is not a template",
    );
    let mut unnamed = world(|_| {});
    unnamed.settings.drift = None;
    refused(&unnamed, "is not a template of stack app");
}

#[test]
fn the_settings_own_parameters_cannot_be_talked_around() {
    let mut world = world(|_| {});
    if let Some(drift) = &mut world.settings.drift {
        drift.template[0].parameters = BTreeMap::from([("Name".into(), "somebody".into())]);
    }
    refused(&world, "is not a template of stack app");
}

#[test]
fn a_policy_goes_into_no_other_role() {
    refused(
        &world(|it| it.logical_id = "Other".into()),
        "is not the role",
    );
    refused(
        &world(|it| it.logical_id = "Nobody".into()),
        "declares no role",
    );
    refused(&world(|it| it.parameters.clear()), "is not the role");
}

#[test]
fn a_policy_of_its_own_goes_into_the_role_that_it_names_and_no_other() {
    let apart = |role: &str| {
        let mut world = world(|it| it.logical_id = "Metrics".into());
        let text = format!(
            "Resources:\n  Metrics:\n    Type: AWS::IAM::RolePolicy\n    Properties:\n      PolicyName: metrics\n      RoleName: {role}\n      PolicyDocument:\n        Version: 2012-10-17\n        Statement:\n          - Effect: Allow\n            Action: s3:GetObject # reads\n            Resource: arn:aws:s3:::reports/*\n"
        );
        world.file().text = Some(Remote::new(text));
        world
    };
    for other in ["other", "!Ref Missing", "!ImportValue Role"] {
        refused(&apart(other), "is not the role");
    }
    let after = planned(&apart(ROLE)).after.raw().to_owned();
    assert!(after.contains("Action: s3:GetObject # reads"), "{after}");
    assert!(after.contains("s3:PutObject"), "{after}");
}

#[test]
fn a_role_whose_name_is_made_up_is_known_by_its_stack_alone() {
    let unnamed = TEMPLATE.replace("      RoleName: !Ref Name   # from the stack\n", "");
    let mut world = world(|_| {});
    world.file().text = Some(Remote::new(unnamed));
    refused(&world, "is not the role");
    world.state().owner = Reading::Known(Some(Owner::Stack {
        name: Remote::from("web"),
        region: None,
    }));
    refused(&world, "is not the role");
    world.state().owner = Reading::Known(Some(Owner::Stack {
        name: Remote::from("app"),
        region: None,
    }));
    assert!(planned(&world).after.raw().contains("s3:PutObject"));
}

#[test]
fn more_resources_than_a_stack_can_have_are_refused() {
    let many = |many: usize| {
        world(|it| {
            let each = (0..many).map(|at| (format!("Queue{at}"), queue("q")));
            it.physical = each.collect();
        })
    };
    refused(&many(501), "no stack has more than 500");
    assert!(planned(&many(500)).after.raw().contains("s3:PutObject"));
}

#[test]
fn content_that_comes_from_elsewhere_is_refused() {
    let mut said_live = world(|it| it.document = Some(remote(&wide())));
    refused(
        &said_live,
        "comes from elsewhere".trim_start_matches("comes "),
    );
    said_live.draft.origin = Origin::Undo {
        change: "1".to_owned(),
    };
    refused(&said_live, "from elsewhere");
    let mut said_sibling = world(|_| {});
    said_sibling.draft.origin = Origin::Sibling {
        environment: EnvironmentName::new("prod"),
        role: RoleName::new("executor-prod"),
    };
    refused(&said_sibling, "from elsewhere");
}

#[test]
fn no_policy_a_whole_service_and_nothing_to_write_are_refused() {
    let mut gone = world(|it| it.policy = PolicyName::new("other"));
    refused(&gone, "has no policy other");
    gone = world(|_| {});
    gone.file().text = None;
    refused(&gone, "There is no template");
    gone.file().text = Some(Remote::from("Resources: ["));
    refused(&gone, FILE);
    let mut everything = world(|_| {});
    everything.inline("metrics", &policy(&Value::from(vec![allow("*", "*")])));
    refused(&everything, "It gains a whole service");
    let mut same = world(|_| {});
    same.inline("metrics", &narrow());
    refused(&same, "there is nothing to write");
}

#[test]
fn edits_of_ones_own_and_what_is_gained_are_said() {
    let mut world = world(|_| {});
    world.file().git = GitState::Edited;
    assert!(world.warnings("edited")[0].contains("edits that no commit has"));
    assert!(world.warnings("broadening")[0].contains("s3:PutObject"));
}

#[test]
fn the_live_policy_is_written_and_all_else_stays_to_the_byte() {
    let world = world(|_| {});
    let file = planned(&world);
    assert_eq!(file.path, FILE);
    assert_eq!(file.before.as_ref().unwrap().raw(), TEMPLATE);
    let after = file.after.raw();
    assert!(after.starts_with(TEMPLATE.trim_end()), "{after}");
    assert!(after.contains("s3:PutObject"), "{after}");
    let plan = world.plan();
    let phrase = plan.phrase().text().to_owned();
    plan.confirm(&phrase, world.now).unwrap();
}

#[test]
fn a_sibling_s_policy_is_added_with_a_warning_of_where_it_comes_from() {
    let mut world = world(|it| {
        it.policy = PolicyName::new("logs");
        it.document = Some(remote(&narrow()));
    });
    world.draft.origin = Origin::Sibling {
        environment: EnvironmentName::new("prod"),
        role: RoleName::new("executor-prod"),
    };
    let after = planned(&world).after.raw().to_owned();
    assert!(after.starts_with(TEMPLATE.trim_end()), "{after}");
    assert!(after.contains("PolicyName: logs"), "{after}");
    assert!(world.warnings("origin")[0].contains("executor-prod"));
    assert!(matches!(world.observed.target, TargetState::File { .. }));
}

#[test]
fn only_the_statement_that_live_has_alone_is_added() {
    let world = leaving_open();
    let file = planned(&world);
    let before = file.before.as_ref().unwrap().raw().trim_end();
    let added = file.after.raw().strip_prefix(before).unwrap();
    assert!(added.contains("Action: s3:GetObject"), "{added}");
    assert_eq!(added.trim_end().lines().count(), 4, "{added}");
    let gained = world.warnings("broadening").concat();
    assert!(
        gained.contains("s3:GetObject") && !gained.contains("sqs"),
        "{gained}"
    );
}

#[test]
fn the_preview_says_how_much_is_touched_and_shows_the_template_s_own_lines() {
    let sections = leaving_open().plan().sections();
    let touches = sections.iter().find_map(|section| match section {
        Section::Fact {
            label: "touches",
            value,
        } => Some(value.as_str()),
        _ => None,
    });
    assert_eq!(
        touches,
        Some("1 new of its 2 statements; 1 stays as it is written")
    );
    let text = sections.iter().find_map(|section| match section {
        Section::Text { before, after } => Some((before, after)),
        _ => None,
    });
    let (before, after) = text.unwrap();
    for text in [before, after] {
        assert!(text.contains("!GetAtt Queue.Arn   # ours"), "{text}");
    }
}

#[test]
fn a_template_is_not_written_for_what_is_protected() {
    for glob in ["app", "exec*", "metrics"] {
        let mut world = world(|_| ());
        assert!(world.passes("protected"));
        world.settings.gate.protect = vec![glob.to_owned()];
        assert!(world.stop("protected").contains(glob), "{glob}");
    }
}
