//! Values that a change set does not know yet, and roles that it makes itself: resolved
//! by its template, or they stop.

use serde_json::{Value, json};
use watchkeeper::facts::{LogicalId, Reading, ResourceChange, stack::ChangeAction};

use super::{
    fixture::{ACCOUNT, World, allow, policy, remote, stack::context},
    runs_as::{added, administrator, holding, said},
};

const LATER: &str = "{{changeSet:KNOWN_AFTER_APPLY}}";

fn function(role: &Value) -> Value {
    json!({ "Type": "AWS::Lambda::Function", "Properties": { "Role": role } })
}

fn role(statements: &Value) -> Value {
    json!({ "Type": "AWS::IAM::Role", "Properties": {
        "AssumeRolePolicyDocument": policy(&json!([])),
        "Policies": [{ "PolicyName": "p", "PolicyDocument": policy(statements) }],
    }})
}

fn role_added(id: &str, properties: &Value) -> ResourceChange {
    let mut change = added("AWS::IAM::Role", properties);
    change.logical_id = LogicalId::from(id);
    change
}

/// `Other` is a function whose role is not known yet, and this is the template.
fn by_template(resources: &Value) -> World {
    let mut world = holding(added("AWS::Lambda::Function", &json!({ "Role": LATER })));
    let template = json!({
        "Parameters": { "GitHubBranch": { "Type": "String" }, "Given": { "Type": "String" } },
        "Resources": resources,
    });
    world.stack_state().proposed = Some(Reading::Known(remote(&template)));
    world
}

#[test]
fn a_role_of_the_same_change_set_is_judged_by_its_own_policies() {
    for reference in [
        json!({ "Fn::GetAtt": ["Job", "Arn"] }),
        json!({ "Fn::Sub": "${Job.Arn}" }),
        json!({ "Fn::Sub": format!("arn:aws:iam::{ACCOUNT}:role/${{Job}}") }),
    ] {
        let statements = json!([allow("s3:DeleteObject", "arn:aws:s3:::backups/*")]);
        let role = role(&statements);
        let mut world = by_template(&json!({ "Other": function(&reference), "Job": role }));
        world
            .set()
            .changes
            .push(role_added("Job", &role["Properties"]));
        let told = said(&world);
        let line = told.lines().find(|line| line.contains("Other GIVES"));
        let line = line.unwrap_or_else(|| panic!("{}{told}", world.stop("broadening")));
        assert!(
            line.contains("role Job of this stack") && line.contains("s3:DeleteObject"),
            "{line}"
        );
    }
}

#[test]
fn a_policy_beside_the_role_counts_and_one_that_is_not_read_stops() {
    let reference = json!({ "Fn::GetAtt": ["Job", "Arn"] });
    let made = role(&json!([]));
    let beside = json!({ "Type": "AWS::IAM::Policy", "Properties": {
        "PolicyName": "beside", "Roles": [{ "Ref": "Job" }],
        "PolicyDocument": policy(&json!([allow("iam:PassRole", "*")])),
    }});
    let resources = json!({ "Other": function(&reference), "Job": made, "Beside": beside });
    let mut world = by_template(&resources);
    world
        .set()
        .changes
        .push(role_added("Job", &made["Properties"]));
    let told = said(&world);
    assert!(told.contains("iam:PassRole on *"), "{told}");
    let mut made = role(&json!([]));
    made["Properties"]["ManagedPolicyArns"] = json!([super::fixture::arn("app").raw()]);
    let mut world = by_template(&json!({ "Other": function(&reference), "Job": made }));
    let other = added("AWS::Lambda::Function", &json!({ "Role": LATER }));
    let job = role_added("Job", &made["Properties"]);
    world.set().changes = vec![other, job];
    assert!(world.stop("broadening").contains("policy/app"));
}

#[test]
fn a_role_that_the_change_set_names_by_a_name_it_makes_is_its_own() {
    let properties = json!({ "RoleName": "job", "Policies": [{
        "PolicyName": "p", "PolicyDocument": policy(&json!([allow("kms:Decrypt", "*")])),
    }]});
    let arn = format!("arn:aws:iam::{ACCOUNT}:role/job");
    let mut world = holding(added("AWS::Lambda::Function", &json!({ "Role": arn })));
    world.set().changes.push(role_added("Job", &properties));
    let told = said(&world);
    assert!(
        told.contains("Job of this stack") && told.contains("kms:Decrypt on *"),
        "{told}"
    );
    assert_eq!(world.stack_state().run_as().roles, []);
}

#[test]
fn a_parameter_is_resolved_and_what_nobody_knows_stops() {
    let mut world = by_template(&json!({ "Other": function(&json!({ "Ref": "Given" })) }));
    assert!(
        world
            .stop("broadening")
            .contains("known only when the change set is executed")
    );
    let given = json!({ "key": "Given", "value": administrator() });
    world
        .set()
        .parameters
        .push(serde_json::from_value(given).unwrap());
    assert!(
        said(&world).contains("* on *"),
        "{}",
        world.stop("broadening")
    );
    for open in [
        json!({ "Fn::ImportValue": "somebody" }),
        json!("{{resolve:ssm:/roles/somebody}}"),
        json!({ "Fn::GetAtt": ["Elsewhere", "Outputs.Role"] }),
        json!({ "Fn::If": ["Unknown", "a", "b"] }),
    ] {
        let world = by_template(&json!({ "Other": function(&open) }));
        let why = world.stop("broadening");
        assert!(
            why.contains("Other") && why.contains("Stop and escalate"),
            "{open}: {why}"
        );
    }
    let dynamic = json!({ "Role": "{{resolve:ssm:/roles/somebody}}" });
    assert!(
        !holding(added("AWS::Lambda::Function", &dynamic))
            .stop("broadening")
            .is_empty()
    );
    assert!(
        !holding(added("AWS::Lambda::Function", &json!({ "Role": LATER })))
            .stop("broadening")
            .is_empty()
    );
    let new = json!({ "Deep": { "WorkerRoleArn": LATER } });
    assert!(
        !holding(added("AWS::New::Thing", &new))
            .stop("broadening")
            .is_empty()
    );
    let other = json!({ "Deep": { "QueueUrl": LATER } });
    assert_eq!(
        holding(added("AWS::New::Thing", &other)).stop("broadening"),
        ""
    );
}

#[test]
fn an_unknown_property_that_refers_to_a_role_of_the_template_is_found() {
    let thing = json!({ "Type": "AWS::New::Thing", "Properties": {
        "Definition": { "Fn::Sub": "{\"who\": \"${Job.Arn}\"}" },
    }});
    let made = role(&json!([allow("kms:Decrypt", "*")]));
    let template = json!({ "Resources": { "Other": thing, "Job": made } });
    let mut world = holding(added("AWS::New::Thing", &json!({ "Definition": LATER })));
    world.stack_state().proposed = Some(Reading::Known(remote(&template)));
    world
        .set()
        .changes
        .push(role_added("Job", &made["Properties"]));
    let told = said(&world);
    assert!(
        told.contains("Other GIVES role Job") && told.contains("kms:Decrypt"),
        "{told}"
    );
}

#[test]
fn without_contexts_the_template_is_taken_and_without_either_it_stops() {
    let mut bare = added("AWS::Lambda::Function", &json!({}));
    bare.after = None;
    let mut world = holding(bare);
    assert!(!world.stop("broadening").is_empty());
    let template = json!({ "Resources": { "Other": function(&json!(administrator())) } });
    world.stack_state().proposed = Some(Reading::Known(remote(&template)));
    assert!(
        said(&world).contains("* on *"),
        "{}",
        world.stop("broadening")
    );
    let mut unknown = added("AWS::New::Thing", &json!({}));
    unknown.after = None;
    assert!(!holding(unknown).stop("broadening").is_empty());
}

#[test]
fn an_existing_role_that_the_change_set_changes_counts_with_all_that_it_has() {
    let arn = format!(
        "arn:aws:iam::{ACCOUNT}:role/{}",
        super::fixture::stack::DEPLOY
    );
    let world = holding(added("AWS::Lambda::Function", &json!({ "Role": arn })));
    let told = said(&world);
    let line = told
        .lines()
        .find(|line| line.contains("Other GIVES"))
        .unwrap();
    assert!(
        line.contains("events:PutRule") && line.contains("events:DescribeRule"),
        "{line}"
    );
}

#[test]
fn who_runs_through_another_resource_is_that_one_s_role_or_unknown() {
    let own = json!({ "Resources": {
        "Other": { "Type": "AWS::ECS::Service", "Properties": { "TaskDefinition": { "Ref": "Task" } } },
        "Task": { "Type": "AWS::ECS::TaskDefinition", "Properties": { "TaskRoleArn": administrator() } },
    }});
    for told in [
        LATER,
        "arn:aws:ecs:eu-west-1:111122223333:task-definition/app:7",
    ] {
        let change = added("AWS::ECS::Service", &json!({ "TaskDefinition": told }));
        let mut world = holding(change);
        let why = world.stop("broadening");
        assert!(!why.is_empty(), "{told}");
        world.stack_state().proposed = Some(Reading::Known(remote(&own)));
        assert_eq!(world.stop("broadening"), "", "{told}");
    }
    let world = holding(added(
        "AWS::AutoScaling::AutoScalingGroup",
        &json!({ "LaunchTemplate": { "LaunchTemplateId": "lt-1" } }),
    ));
    assert!(world.stop("broadening").contains("lt-1"));
}

#[test]
fn the_same_holds_in_a_nested_stack_and_for_what_is_imported() {
    let role = json!({ "Role": administrator() });
    let world = holding(added("AWS::Lambda::Function", &role)).nest();
    let told = said(&world);
    assert!(told.contains("Child/Other GIVES role"), "{told}");
    let mut imported = added("AWS::Lambda::Function", &role);
    imported.action = ChangeAction::Import;
    imported.after = context(&json!({ "Properties": role }));
    assert!(said(&holding(imported)).contains("Other GIVES role"));
}

#[test]
fn many_changes_whose_values_are_not_known_yet_are_judged_by_the_template() {
    const MANY: usize = 500;
    let id = |at: usize| format!("Other{at}");
    let reference = json!({ "Fn::GetAtt": ["Job", "Arn"] });
    let made = role(&json!([allow("s3:DeleteObject", "arn:aws:s3:::backups/*")]));
    let job = role_added("Job", &made["Properties"]);
    let mut resources = serde_json::Map::from_iter([("Job".to_owned(), made)]);
    resources.extend((0..MANY).map(|at| (id(at), function(&reference))));
    let mut world = by_template(&Value::Object(resources));
    world.set().changes = vec![job];
    for at in 0..MANY {
        let mut change = added("AWS::Lambda::Function", &json!({ "Role": LATER }));
        change.logical_id = LogicalId::from(id(at).as_str());
        world.set().changes.push(change);
    }
    let told = said(&world);
    let given = told
        .lines()
        .filter(|line| line.contains("role Job of this stack"));
    assert_eq!(given.count(), MANY);
}

#[test]
fn a_condition_on_a_value_that_nobody_is_shown_is_not_known() {
    let admin = role(&json!([allow("*", "*")]));
    let small = role(&json!([allow("s3:GetObject", "*")]));
    let either = json!({ "Fn::If": ["Wide",
        { "Fn::GetAtt": ["Wide", "Arn"] }, { "Fn::GetAtt": ["Small", "Arn"] }] });
    for declared in [
        json!({ "Type": "String", "NoEcho": true, "Default": "narrow" }),
        json!({ "Type": "String", "NoEcho": "true" }),
    ] {
        let mut world = holding(added("AWS::Lambda::Function", &json!({ "Role": LATER })));
        let template = json!({
            "Parameters": { "GitHubBranch": { "Type": "String" }, "Hidden": declared },
            "Conditions": { "Wide": { "Fn::Equals": [{ "Ref": "Hidden" }, "wide"] } },
            "Resources": { "Other": function(&either), "Wide": admin, "Small": small },
        });
        world.stack_state().proposed = Some(Reading::Known(remote(&template)));
        let given = json!({ "key": "Hidden", "value": "****" });
        let given = serde_json::from_value(given).unwrap();
        world.set().parameters.push(given);
        let why = world.stop("broadening");
        assert!(
            why.contains("known only when the change set is executed"),
            "{why}{}",
            said(&world)
        );
    }
}

#[test]
fn who_runs_through_a_resource_that_stays_as_it_is_gets_that_one_s_role() {
    let template = json!({ "Resources": {
        "Other": { "Type": "AWS::ECS::Service", "Properties": { "TaskDefinition": { "Ref": "Task" } } },
        "Task": { "Type": "AWS::ECS::TaskDefinition", "Properties": { "TaskRoleArn": administrator() } },
    }});
    for told in [
        LATER,
        "arn:aws:ecs:eu-west-1:111122223333:task-definition/app:7",
    ] {
        let change = added("AWS::ECS::Service", &json!({ "TaskDefinition": told }));
        let mut world = holding(change);
        world.stack_state().proposed = Some(Reading::Known(remote(&template)));
        let told = said(&world);
        assert!(
            told.contains("Other GIVES role") && told.contains("which may then: * on *"),
            "{told}{}",
            world.stop("broadening")
        );
        let wanted = world.stack_state().run_as();
        assert_eq!(wanted.roles, ["Administrator".into()]);
        world.stack_state().given.clear();
        assert!(world.stop("broadening").contains("Administrator"));
    }
}

#[test]
fn a_role_of_the_template_that_stays_as_it_is_is_not_judged_by_the_template_alone() {
    let small = role(&json!([allow("s3:GetObject", "*")]));
    let reference = json!({ "Fn::GetAtt": ["Job", "Arn"] });
    let mut change = added("AWS::Lambda::Function", &json!({ "Role": LATER }));
    change.after = None;
    let mut world = holding(change);
    let template = json!({ "Resources": { "Other": function(&reference), "Job": small } });
    world.stack_state().proposed = Some(Reading::Known(remote(&template)));
    // Somebody may have attached anything to it by hand.
    let why = world.stop("broadening");
    assert!(why.contains("Job"), "{why}{}", said(&world));
}

#[test]
fn what_a_macro_or_an_include_makes_of_a_resource_is_not_taken_for_nothing() {
    let include = json!({ "Name": "AWS::Include", "Parameters": { "Location": "s3://a/b" } });
    let bare = |kind: &str| {
        let mut change = added(kind, &json!({}));
        change.after = None;
        change
    };
    let small = role(&json!([]));
    for (kind, mut resource) in [
        (
            "AWS::Lambda::Function",
            json!({ "Type": "AWS::Lambda::Function", "Properties": { "Timeout": 3 } }),
        ),
        ("AWS::IAM::Role", small),
    ] {
        resource["Properties"]["Fn::Transform"] = include.clone();
        let beside = json!({ "Resources": { "Other": resource } });
        let mut resource = beside["Resources"]["Other"].clone();
        let properties = resource["Properties"].as_object_mut().unwrap();
        properties.remove("Fn::Transform");
        let around = json!({ "Resources": { "Other": resource, "Fn::Transform": include } });
        resource["Fn::Transform"] = include.clone();
        let within = json!({ "Resources": { "Other": resource } });
        for template in [beside, around, within] {
            let mut world = holding(bare(kind));
            world.stack_state().proposed = Some(Reading::Known(remote(&template)));
            let why = world.stop("broadening");
            assert!(
                why.contains("Other could not be") || why.contains("Fn::Transform"),
                "{kind} {template}: {why}{}",
                said(&world)
            );
        }
    }
}
