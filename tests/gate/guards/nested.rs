//! Nothing is hidden by lying one stack deeper: what a guard says of a change it
//! says of the same change in a nested stack, and a nested change set that is not
//! the one which is executed stops.

use watchkeeper::{
    facts::{
        ChangeSet, Reading, ResourceChange, StackStatus,
        stack::{ChangeAction, ChangeSetStatus, ExecutionStatus, PropertyValue, Replacement},
    },
    gate::guards::{GUARDS, Ruling},
};

use crate::gate::fixture::{
    World,
    nested::{CHILD, child_id, child_set_id, grandchild, grandchild_change},
    remote,
    stack::{
        DEPLOY, ID, STACK, change, context, granted, properties, role_change, rules, text, trusted,
    },
    trust, unread,
};

fn giving(actions: &[&str], resource: &str) -> World {
    let before = granted(&["events:PutRule"], &rules());
    let after = granted(actions, resource);
    World::executing_change(role_change(&before, &after), &before)
}

fn with(kind: &str, spoil: fn(&mut ResourceChange)) -> World {
    let mut world = World::executing();
    let mut other = change("Other", kind, "Name");
    spoil(&mut other);
    world.set().changes.push(other);
    world
}

/// Worlds of one stack that a guard stops: guard by guard.
fn stopped() -> Vec<(&'static str, World)> {
    let mut protected = World::executing();
    protected.settings.gate.protect = vec!["*actions-deploy".to_owned()];
    let mut own = World::executing();
    own.observed.caller.as_mut().unwrap().arn =
        format!("arn:aws:sts::111122223333:assumed-role/{DEPLOY}/anna")
            .as_str()
            .into();
    let mut trusting = World::executing();
    let change = &mut trusting.set().changes[0];
    change.details[0].name = text("AssumeRolePolicyDocument");
    let wide = trust(&["arn:aws:iam::111122223333:role/other"]);
    change.after = context(&properties(&granted(&[], &rules()), &wide));
    if let Reading::Known(role) = &mut trusting.stack_state().roles[0].role {
        role.trust = Reading::Known(remote(&trusted()));
    }
    let mut unjudged = World::executing();
    unjudged.set().changes[0].after = None;
    let mut beyond = giving(&["events:PutRule", "s3:GetObject"], &rules());
    beyond.expecting_gains(&[("events:*", &rules())]);
    let mut cut = World::executing();
    cut.set().changes[0].after = Some(PropertyValue {
        text: "[{".into(),
        truncated: true,
    });
    vec![
        ("protected", protected),
        ("protected", own),
        (
            "replacement",
            with("AWS::DynamoDB::Table", |change| {
                change.replacement = Some(Replacement::Yes);
            }),
        ),
        (
            "replacement",
            with("AWS::RDS::DBInstance", |change| {
                change.action = ChangeAction::Remove;
            }),
        ),
        (
            "change_set_state",
            with("AWS::SNS::Topic", |change| {
                change.action = ChangeAction::of("Teleport");
            }),
        ),
        (
            "change_set_state",
            with("AWS::SNS::Topic", |change| {
                change.action = ChangeAction::Dynamic;
            }),
        ),
        ("change_set_state", cut),
        ("expected_only", with("AWS::SNS::Topic", |_| ())),
        ("expected_gains", beyond),
        ("broadening", unjudged),
        ("trust_widened", trusting),
        ("service_wide", giving(&["events:PutRule", "s3:*"], "*")),
        (
            "privilege",
            giving(&["events:PutRule", "iam:PassRole"], "*"),
        ),
        (
            "wildcard_account",
            giving(&["sqs:SendMessage"], "arn:aws:sqs:eu-west-1:*:jobs"),
        ),
    ]
}

#[test]
fn what_stops_in_a_stack_stops_in_a_nested_one_and_names_it() {
    for (guard, world) in stopped() {
        assert!(!world.stop(guard).is_empty(), "{guard}: not even flat");
        assert!(!world.nest().stop(guard).is_empty(), "{guard}");
    }
    let why = with("AWS::DynamoDB::Table", |change| {
        change.replacement = Some(Replacement::Yes);
    });
    assert!(why.nest().stop("replacement").contains("Child/Other"));
}

#[test]
fn what_is_warned_of_in_a_stack_is_warned_of_in_a_nested_one() {
    let mut unread_role = World::executing();
    unread_role.stack_state().roles[0].role = Reading::Unknown(unread("Not allowed."));
    let mut unread_template = World::executing();
    unread_template.stack_state().proposed = Some(Reading::Unknown(unread("Not allowed.")));
    let mut listed = World::executing();
    listed.settings.stacks.expect_only.clear();
    let worlds = [
        ("unreadable", unread_role),
        ("unreadable", unread_template),
        ("expected_only", listed),
        ("broadening", World::executing()),
        (
            "replacement",
            with("AWS::Lambda::Function", |change| {
                change.replacement = Some(Replacement::Yes);
            }),
        ),
        (
            "privilege",
            giving(&["iam:PassRole"], "arn:aws:iam::111122223333:role/x"),
        ),
    ];
    for (guard, world) in worlds {
        assert!(!world.warnings(guard).is_empty(), "{guard}: not even flat");
        assert!(!world.nest().warnings(guard).is_empty(), "{guard}");
    }
}

#[test]
fn no_guard_passes_in_a_nested_stack_what_it_objects_to_in_a_stack() {
    let worlds = stopped().into_iter().map(|(_, world)| world);
    for flat in worlds.chain([World::executing()]) {
        for guard in GUARDS {
            let objects = flat.verdict(guard.id) != Ruling::Pass;
            let below = flat.clone().nest().verdict(guard.id);
            assert!(
                !objects || below != Ruling::Pass,
                "{} says nothing one stack deeper",
                guard.id
            );
        }
    }
}

fn stop(spoil: impl Fn(&mut World)) -> String {
    let mut world = World::executing().nest();
    spoil(&mut world);
    world.stop("change_set_state")
}

fn spoiled(spoil: impl Fn(&mut ChangeSet)) -> String {
    stop(|world| spoil(world.child_set()))
}

#[test]
fn a_nested_change_set_must_be_the_one_that_is_executed_with_the_root_s() {
    let elsewhere = "arn:aws:cloudformation:eu-west-1:444455556666:changeSet/grant/7777";
    assert!(spoiled(|set| set.parent = None).contains("another parent"));
    assert!(spoiled(|set| set.parent = Some(elsewhere.into())).contains("another parent"));
    assert!(spoiled(|set| set.root = Some(elsewhere.into())).contains("another change set"));
    assert!(spoiled(|set| set.id = elsewhere.into()).contains("another one"));
    assert!(spoiled(|set| set.stack = "arn:aws:cloudformation:x".into()).contains("stack"));
    let why = stop(|world| {
        world.stack_state().nested[0].change_set = elsewhere.into();
        world.set().changes[0].nested = Some(elsewhere.into());
        world.child_set().id = elsewhere.into();
    });
    assert!(why.contains("another account or region"), "{why}");
    let why = stop(|world| world.set().changes[0].physical_id = Some("arn:aws:other".into()));
    assert!(why.contains("than its parent changes"), "{why}");
    let why = stop(|world| world.child_stack().parent = Some("arn:aws:other".into()));
    assert!(why.contains("another stack's child"), "{why}");
    let why = stop(|world| {
        let twice = world.set().changes[0].clone();
        world.set().changes.push(twice);
    });
    assert!(why.contains("exactly one change"), "{why}");
}

#[test]
fn a_nested_stack_without_a_change_set_that_was_read_stops() {
    let why = stop(|world| world.set().changes[0].nested = None);
    assert!(
        why.contains("nested stack Child, whose own changes"),
        "{why}"
    );
    assert!(stop(|world| world.stack_state().nested.clear()).contains("was not read"));
    let fault = || Some(Reading::Unknown(unread("It lies too deep.")));
    assert!(stop(|world| world.child().change_set = fault()).contains("too deep"));
    assert!(!stop(|world| world.child().change_set = None).is_empty());
    assert!(!stop(|world| world.child().stack = Reading::Unknown(unread("No."))).is_empty());
    let why = stop(|world| {
        world.set().changes[0].resource_type = "AWS::SNS::Topic".into();
    });
    assert!(why.contains("which is not a stack"), "{why}");
}

#[test]
fn a_nested_change_set_is_whole_and_executed_by_the_root_alone() {
    assert!(!spoiled(|set| set.status = ChangeSetStatus::CreateInProgress).is_empty());
    assert!(!spoiled(|set| set.reason = None).is_empty());
    assert!(!spoiled(|set| set.execution = ExecutionStatus::Obsolete).is_empty());
    assert!(!spoiled(|set| set.pages = 0).is_empty());
    assert!(!spoiled(|set| set.other_changes = 1).is_empty());
    let why = stop(|world| world.child_stack().status = StackStatus::UpdateRollbackFailed);
    assert!(why.contains("takes no update"), "{why}");
    assert_eq!(stop(|_| ()), "");
    assert_eq!(
        spoiled(|set| set.execution = ExecutionStatus::Available),
        ""
    );
}

#[test]
fn an_empty_nested_change_set_is_said_and_nothing_else_may_be_empty() {
    let mut world = World::executing().nest();
    let set = world.child_set();
    set.changes.clear();
    set.status = ChangeSetStatus::Failed;
    set.reason = text("The submitted information didn't contain changes.");
    let said = world.warnings("change_set_state").join(" ");
    assert!(said.contains("nothing changes in nested stack"), "{said}");
    world.child_set().reason = text("Template error.");
    assert!(!world.stop("change_set_state").is_empty());
}

#[test]
fn two_stacks_down_it_is_the_same() {
    let mut world = World::executing().nest();
    world.child_set().changes.push(grandchild_change());
    assert!(world.stop("change_set_state").contains("was not read"));
    world.child().nested.push(grandchild());
    assert_eq!(world.stop("change_set_state"), "");
    let why = world.stop("expected_only");
    assert!(why.contains("Grandchild"), "{why}");
    let grandchild = &mut world.child().nested[0].state;
    let Some(Reading::Known(set)) = &mut grandchild.change_set else {
        panic!("no change set");
    };
    set.changes[0].replacement = Some(Replacement::Yes);
    let why = world.stop("replacement");
    assert!(why.contains("Child/Grandchild/Table"), "{why}");
}

#[test]
fn what_is_expected_of_the_parent_is_not_expected_of_the_nested_stack() {
    let mut world = World::executing().nest();
    assert!(world.passes("expected_only"));
    world.settings.stacks.expect_only.remove(&CHILD.into());
    let why = world.stop("expected_only");
    assert!(
        why.contains(CHILD) && why.contains("only this is expected: nothing"),
        "{why}"
    );
    // The same logical id, expected of the parent, is another resource.
    world.expecting(&[("Child", None), (ID, None)]);
    assert!(!world.stop("expected_only").is_empty());
    world.settings.stacks.expect_only.remove(&STACK.into());
    let said = world.warnings("expected_only").join("\n");
    assert!(said.contains(CHILD) && said.contains(STACK), "{said}");
}

#[test]
fn grants_expected_of_the_parent_are_not_expected_of_the_nested_stack() {
    let mut world = World::executing();
    world.expecting_gains(&[("events:*", &rules())]);
    let mut world = world.nest();
    assert!(world.passes("expected_gains"));
    world.settings.stacks.expect_gains.remove(&CHILD.into());
    world.expecting_gains(&[("events:*", &rules())]);
    assert!(world.stop("expected_gains").contains("events:DescribeRule"));
}

#[test]
fn parameters_and_tags_of_a_nested_stack_are_its_own() {
    let mut world = World::executing().nest();
    world.child_set().parameters[0].value = text("*");
    let why = world.stop("expected_only");
    assert!(
        why.contains("changes parameter GitHubBranch") && why.contains(CHILD),
        "{why}"
    );
}

#[test]
fn the_preview_has_every_nested_change_with_its_stack_and_the_hash_of_its_pages() {
    let mut world = World::executing().nest();
    let mut table = change("Table", "AWS::DynamoDB::Table", "KeySchema");
    table.replacement = Some(Replacement::Yes);
    world.child_set().changes.push(table);
    let shown = format!("{:#?}", world.plan().sections());
    let at = |words: &str| {
        shown
            .find(words)
            .unwrap_or_else(|| panic!("{words}: {shown}"))
    };
    assert!(at("REPLACED: Modify Child/Table") < at("Modify Child/GitHubActionsDeployRole"));
    assert!(
        shown.contains(&format!("of nested stack {CHILD} (Child)")),
        "{shown}"
    );
    assert!(shown.contains("Child/GitHubActionsDeployRole gains events:DescribeRule"));
    assert!(shown.contains(child_set_id().raw()) && shown.contains(&child_id()));
    assert_eq!(shown.matches("SHA-256").count(), 2, "{shown}");
}

#[test]
fn what_moves_in_a_nested_stack_moves_the_fingerprint() {
    let world = World::executing().nest();
    let was = world.plan().fingerprint();
    let moved: [fn(&mut World); 4] = [
        |world| world.child_set().changes[0].details.clear(),
        |world| world.child_stack().status = StackStatus::UpdateInProgress,
        |world| world.child().proposed = Some(Reading::Known("{}".into())),
        |world| {
            if let Reading::Known(role) = &mut world.child().roles[0].role {
                role.path = "/other/".to_owned();
            }
        },
    ];
    for spoil in moved {
        let mut other = world.clone();
        spoil(&mut other);
        assert_ne!(other.plan().fingerprint(), was);
    }
    assert_eq!(world.plan().fingerprint(), was);
}
