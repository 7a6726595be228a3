//! What may be folded in a preview, and above all what may not.

use serde_json::{Value, json};
use watchkeeper::{
    facts::{Reading, Remote, ResourceChange, stack::PropertyValue},
    gate::preview::{STANDING, Section},
};

use super::fixture::{
    World, allow,
    many::{many, tagged},
    narrow, policy, put,
    stack::{self, context, granted, rules},
    unread,
};

/// What has to be on the screen before anything is typed, as text.
fn required(world: &World) -> String {
    let sections = world.plan().preview().into_iter();
    let open = sections.filter(|section| !matches!(section, Section::Folded { .. }));
    open.map(|section| format!("{section:?}\n")).collect()
}

fn folded(world: &World) -> String {
    let sections = world.plan().preview().into_iter();
    let folded = sections.filter(|section| matches!(section, Section::Folded { .. }));
    folded.map(|section| format!("{section:?}\n")).collect()
}

/// Five of the parameters, as this makes them.
fn five(change: impl Fn(usize) -> ResourceChange) -> World {
    let mut world = many();
    world.set().changes.truncate(2);
    world.set().changes.extend((0..5).map(change));
    world
}

fn owner_is(value: &str) -> Value {
    json!({ "owner": value })
}

#[track_caller]
fn each_stands_by_itself(world: &World, why: &str) {
    let said = required(world);
    for number in 0..5 {
        let name = format!("Parameter{number:03}");
        assert!(said.contains(&name), "{why}: {name} is folded:\n{said}");
    }
    assert!(!said.contains("5 x"), "{why}: {said}");
}

#[test]
fn a_tag_that_is_removed_is_never_folded() {
    let gone = json!({});
    let world = five(|number| tagged(number, &gone));
    each_stands_by_itself(&world, "removed");
    assert!(required(&world).contains("a is REMOVED"));
}

#[test]
fn a_tag_that_a_policy_s_condition_names_is_never_folded() {
    let conditions = [
        json!({ "StringEquals": { "aws:ResourceTag/owner": "a" } }),
        json!({ "StringEquals": { "AWS:RESOURCETAG/OWNER": "a" } }),
        json!({ "StringEquals": { "ssm:resourceTag/owner": "a" } }),
        json!({ "StringEquals": { "aws:PrincipalTag/owner": "a" } }),
        json!({ "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } }),
        json!({ "StringEquals": { "aws:ResourceTag/${Key}": "a" } }),
    ];
    for condition in conditions {
        let mut statement = allow("ssm:GetParameter", "*");
        statement["Condition"] = condition.clone();
        let document = policy(&json!([statement]));
        let mut world = five(|number| tagged(number, &owner_is("b")));
        world.living("reader", &document);
        each_stands_by_itself(&world, &condition.to_string());
        // So too where only a template says it.
        let mut world = five(|number| tagged(number, &owner_is("b")));
        world.stack_state().proposed = Some(Reading::Known(Remote::new(document.to_string())));
        each_stands_by_itself(&world, &condition.to_string());
        let escaped = document.to_string().replace("Tag/", "T\\u0061g/");
        let mut world = five(|number| tagged(number, &owner_is("b")));
        world.stack_state().proposed = Some(Reading::Known(Remote::new(escaped)));
        each_stands_by_itself(&world, "escaped");
    }
}

#[test]
fn where_a_policy_or_a_template_was_not_read_no_tag_is_folded() {
    let mut world = five(|number| tagged(number, &owner_is("b")));
    world.living("reader", &policy(&json!([allow("ssm:GetParameter", "*")])));
    let given = &mut world.stack_state().given;
    given.last_mut().unwrap().role = Reading::Unknown(unread("the role"));
    each_stands_by_itself(&world, "role");
    let mut world = five(|number| tagged(number, &owner_is("b")));
    world.stack_state().proposed = Some(Reading::Unknown(unread("the template")));
    each_stands_by_itself(&world, "template");
}

#[test]
fn tags_of_roles_are_never_folded() {
    let world = five(|number| {
        let mut change = tagged(number, &owner_is("b"));
        change.resource_type = "AWS::IAM::Role".into();
        change
    });
    each_stands_by_itself(&world, "roles");
}

#[test]
fn what_is_not_the_same_in_all_but_the_name_is_not_folded() {
    type Spoil = (&'static str, fn(&mut ResourceChange));
    let spoils: &[Spoil] = &[
        ("value", |change| {
            change.details[0].after = text("c");
        }),
        ("whole", |change| {
            change.after =
                context(&json!({ "Properties": { "Tags": { "owner": "b", "x": "y" } } }));
        }),
        ("type", |change| {
            change.resource_type = "AWS::SQS::Queue".into();
        }),
        ("replacement", |change| change.replacement = None),
        ("path", |change| {
            change.details[0].path = Some("/Properties/Tags/other".into());
        }),
        ("cut", |change| {
            let after = change.after.as_mut().unwrap();
            after.truncated = true;
        }),
        ("cut detail", |change| {
            change.details[0].before.as_mut().unwrap().truncated = true;
        }),
        ("untold", |change| {
            (change.before, change.after) = (None, None);
            change.details[0].before = None;
            change.details[0].after = None;
        }),
        ("recreation", |change| {
            change.details[0].requires_recreation = Some("Always".into());
        }),
        ("dynamic", |change| {
            change.details[0].evaluation = Some("Dynamic".into());
        }),
        ("action", |change| change.action = "Remove".into()),
        ("unknown", |change| change.action = "Frobnicate".into()),
        ("drift", |change| change.drift = Some("MODIFIED".into())),
    ];
    for (why, spoil) in spoils {
        let world = five(|number| {
            let mut change = tagged(number, &owner_is("b"));
            if number == 2 {
                spoil(&mut change);
            }
            change
        });
        let said = required(&world);
        assert!(
            said.contains("4 x AWS::SSM::Parameter: tag owner a -> b"),
            "{why}: {said}"
        );
        assert!(said.contains("Parameter002"), "{why}: {said}");
    }
}

fn text(value: &str) -> Option<PropertyValue> {
    Some(PropertyValue {
        text: Remote::new(value),
        truncated: false,
    })
}

#[test]
fn equal_changes_are_one_line_with_their_values_once_and_all_names_behind_a_key() {
    let world = many();
    let (said, behind) = (required(&world), folded(&world));
    assert!(
        said.contains("126 x AWS::SSM::Parameter: tag owner a -> b"),
        "{said}"
    );
    assert!(!said.contains("Parameter0"), "{said}");
    for number in 0..126 {
        assert!(behind.contains(&format!("Parameter{number:03} parameter{number:03}")));
    }
    // The guard's list of all changes is this one; what it asks for stays.
    assert!(said.contains("read every change"), "{said}");
}

#[test]
fn changed_lines_of_documents_are_all_there_and_once() {
    let mut world = many();
    let before = granted(&["events:PutRule"], &rules());
    let after = granted(&["events:PutRule", "events:DescribeRule"], &rules());
    let change = &mut world.set().changes[0];
    change.details[0].path = Some("/Properties/Policies".into());
    let policies = |document: &Value| {
        json!([{ "PolicyName": "deploy", "PolicyDocument": document }]).to_string()
    };
    change.details[0].before = text(&policies(&before));
    change.details[0].after = text(&policies(&after));
    let texts = |world: &World| {
        let sections = world.plan().preview().into_iter();
        let texts = sections.filter(|section| matches!(section, Section::Text { .. }));
        texts.count()
    };
    assert_eq!(texts(&world), 1, "the property says all of it");
    let change = &mut world.set().changes[0];
    let mut whole: Value = serde_json::from_str(change.after.as_ref().unwrap().text.raw()).unwrap();
    whole["Properties"]["MaxSessionDuration"] = json!(43_200);
    change.after = context(&whole);
    assert_eq!(texts(&world), 2, "the whole says more than the property");
    assert!(required(&world).contains("43200"));
}

#[test]
fn guards_words_and_what_could_not_be_read_are_never_folded() {
    let mut world = many();
    world.stack_state().template = Some(Reading::Unknown(unread("the template")));
    let plan = world.plan();
    let (said, words) = (required(&world), plan.verdicts());
    assert!(said.contains("could not be read"), "{said}");
    let texts = words.iter().map(|given| format!("{:?}", given.verdict));
    assert!(
        texts
            .into_iter()
            .any(|text| text.contains("could not be read"))
    );
    let mut world = World::of(put(&narrow()));
    world.simulated.clear();
    assert!(required(&world).contains("was not asked about any request"));
}

#[test]
fn the_request_hashes_and_kept_parameters_are_folded_and_what_changes_of_them_is_not() {
    let mut world = World::executing();
    let behind = folded(&world);
    for part in [
        "ExecuteChangeSet",
        "SHA-256",
        "GitHubBranch = main",
        "team = data",
        "expires",
    ] {
        assert!(behind.contains(part), "{part}: {behind}");
        assert!(!required(&world).contains(part), "{part}");
    }
    let set = world.set();
    set.parameters[0].value = Some(Remote::new("other"));
    set.tags[0].value = Remote::new("another");
    let said = required(&world);
    assert!(said.contains("GitHubBranch = other"), "{said}");
    assert!(said.contains("team = another"), "{said}");
    // Whether a hidden value changes AWS does not say.
    let hidden = Some(Remote::new("****"));
    world.set().parameters[0].value.clone_from(&hidden);
    world.live().parameters[0].value = hidden;
    assert!(required(&world).contains("GitHubBranch = ****"));
}

#[test]
fn standing_notes_are_those_of_the_help() {
    for world in [World::narrowing(), World::executing()] {
        let sections = world.plan().sections().into_iter();
        let standing = sections.filter_map(|section| match section {
            Section::Standing(note) => Some(note),
            _ => None,
        });
        let standing: Vec<&str> = standing.collect();
        assert!(!standing.is_empty());
        assert!(
            standing.iter().all(|note| STANDING.contains(note)),
            "{standing:?}"
        );
    }
}

#[test]
fn a_gain_is_said_once_and_a_change_too() {
    let world = World::executing();
    let said = required(&world);
    assert_eq!(
        said.matches("events:DescribeRule").count(),
        1 + in_texts(&world),
        "{said}"
    );
    let _ = stack::DEPLOY;
}

fn in_texts(world: &World) -> usize {
    let sections = world.plan().preview().into_iter();
    let texts = sections.filter(|section| matches!(section, Section::Text { .. }));
    texts
        .map(|text| format!("{text:?}").matches("events:DescribeRule").count())
        .sum()
}
