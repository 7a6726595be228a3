//! Change sets against AWS's shapes: ministack has no pages, no values, no drift,
//! and shows NoEcho parameters in clear.

use watchkeeper::{
    ask::cloudformation as cfn,
    edge::aws::Aws,
    facts::{
        ChangeSet, ChangeSetFailures, Fault, FaultKind, Remote,
        stack::{
            ChangeAction, DeploymentMode, ExecutionStatus, PolicyAction, Replacement,
            RequiresRecreation, ResourceAttribute,
        },
    },
};

use super::{
    super::{
        fake::{Fake, denied, error, result},
        fixture::Fixture,
    },
    ask,
    xml::{self, Event, anything, change_set, next},
};

async fn described(aws: &Aws) -> Result<ChangeSet, Fault> {
    ask(aws, cfn::ChangeSet(xml::CHANGE_SET.into())).await
}

/// The change set of one page.
async fn of(changes: &str, more: &str) -> Result<ChangeSet, Fault> {
    let page = change_set(changes, more);
    let fake = Fake::start(move |_| result("DescribeChangeSet", &page));
    described(&Fixture::at(&fake.url).aws()).await
}

fn change(action: &str, logical: &str, more: &str) -> String {
    format!(
        "<member><Type>Resource</Type><ResourceChange><Action>{action}</Action><LogicalResourceId>{logical}</LogicalResourceId><ResourceType>AWS::IAM::Role</ResourceType>{more}</ResourceChange></member>"
    )
}

#[tokio::test]
async fn one_that_is_gone_foreign_or_another_s_is_refused() {
    let fake = Fake::start(|_| {
        error(
            404,
            "ChangeSetNotFound",
            "ChangeSet [deploy] does not exist",
        )
    });
    let fault = described(&Fixture::at(&fake.url).aws()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Missing);
    let other = change_set("", "").replace("/2222", "/3333");
    let fake = Fake::start(move |_| result("DescribeChangeSet", &other));
    let fault = described(&Fixture::at(&fake.url).aws()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Malformed, "{fault:?}");
    let foreign = change_set("", "").replace(xml::STACK, xml::FOREIGN);
    let fake = Fake::start(move |_| result("DescribeChangeSet", &foreign));
    let fault = described(&Fixture::at(&fake.url).aws()).await.unwrap_err();
    assert!(matches!(fault.kind, FaultKind::WrongAccount { .. }));
}

#[tokio::test]
async fn every_page_is_read_with_values_asked_for_and_a_missing_page_is_no_change_set() {
    let fake = Fake::start(|request| {
        assert_eq!(request.field("IncludePropertyValues"), "true");
        let from: usize = request.field("NextToken").parse().unwrap_or(0);
        let changes: String = (from..from + 50)
            .map(|n| change("Modify", &format!("R{n}"), ""))
            .collect();
        let more = if from < 100 {
            next(&(from + 50).to_string())
        } else {
            String::new()
        };
        result("DescribeChangeSet", &change_set(&changes, &more))
    });
    let read = described(&Fixture::at(&fake.url).aws()).await.unwrap();
    assert_eq!((read.changes.len(), read.pages), (150, 3));
    let fake = Fake::start(|request| match request.field("NextToken") {
        "" => result("DescribeChangeSet", &change_set("", &next("two"))),
        _ => error(400, "ValidationError", "The token is not valid"),
    });
    let fault = described(&Fixture::at(&fake.url).aws()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Malformed);
}

#[tokio::test]
async fn a_change_says_what_by_how_much_and_why() {
    let details = "<PhysicalResourceId>deploy</PhysicalResourceId><Replacement>Conditional</Replacement><PolicyAction>ReplaceAndRetain</PolicyAction><Scope><member>Properties</member><member>Tags</member></Scope><Details><member><Target><Attribute>Properties</Attribute><Name>Policies</Name><Path>/Properties/Policies/0</Path><RequiresRecreation>Never</RequiresRecreation><AttributeChangeType>Modify</AttributeChangeType><BeforeValue>{\"a\":1}</BeforeValue><AfterValue>{\"a\":2}</AfterValue><BeforeValueFrom>ACTUAL_STATE</BeforeValueFrom><Drift><PreviousValue>{\"a\":0}</PreviousValue><ActualValue>{\"a\":1}</ActualValue></Drift></Target><Evaluation>Dynamic</Evaluation><ChangeSource>ParameterReference</ChangeSource><CausingEntity>Actions</CausingEntity></member></Details><BeforeContext>{\"Properties\":{}}</BeforeContext>";
    let mode = "<DeploymentMode>REVERT_DRIFT</DeploymentMode><Parameters><member><ParameterKey>Token</ParameterKey><ParameterValue>****</ParameterValue></member></Parameters>";
    let read = of(&change("Modify", "Role", details), mode).await.unwrap();
    assert_eq!(read.deployment_mode, Some(DeploymentMode::RevertDrift));
    assert_eq!(read.execution, ExecutionStatus::Available);
    assert_eq!(read.parameters[0].value.as_ref().unwrap().raw(), "****");
    let role = &read.changes[0];
    assert_eq!(role.action, ChangeAction::Modify);
    assert_eq!(role.replacement, Some(Replacement::Conditional));
    assert_eq!(role.policy_action, Some(PolicyAction::ReplaceAndRetain));
    assert_eq!(
        role.scope,
        [ResourceAttribute::Properties, ResourceAttribute::Tags]
    );
    let detail = &role.details[0];
    assert_eq!(detail.name.as_ref().unwrap().raw(), "Policies");
    assert_eq!(detail.requires_recreation, Some(RequiresRecreation::Never));
    assert_eq!(detail.before.as_ref().unwrap().text.raw(), r#"{"a":1}"#);
    assert_eq!(detail.before_from, Some("ACTUAL_STATE".into()));
    assert_eq!(detail.source, Some("ParameterReference".into()));
    let drift = detail.drift.as_ref().unwrap();
    assert_eq!(drift.previous.as_ref().unwrap().text.raw(), r#"{"a":0}"#);
    assert!(!read.is_truncated() && !read.is_empty());
}

#[tokio::test]
async fn a_value_that_was_cut_anywhere_makes_it_truncated() {
    let places = [
        "<BeforeContext>{\"Properties\":{\"Poli</BeforeContext>",
        "<Details><member><Target><AfterValue>[{\"Effect\":</AfterValue></Target></member></Details>",
        "<Details><member><Target><Drift><ActualValue>{\"a\"</ActualValue></Drift></Target></member></Details>",
    ];
    for place in places {
        let read = of(&change("Modify", "Role", place), "").await.unwrap();
        assert!(read.is_truncated(), "{place}");
    }
}

#[tokio::test]
async fn all_six_actions_are_known_and_a_seventh_is_kept() {
    let words = [
        "Add",
        "Modify",
        "Remove",
        "Import",
        "Dynamic",
        "SyncWithActual",
        "Teleport",
    ];
    let changes: String = words.iter().map(|word| change(word, "R", "")).collect();
    let hook = "<member><Type>Hook</Type></member>";
    let read = of(&(changes + hook), "").await.unwrap();
    let unknown: Vec<bool> = read
        .changes
        .iter()
        .map(|change| change.action.is_unknown())
        .collect();
    assert_eq!(unknown, [false, false, false, false, false, false, true]);
    assert_eq!(read.changes[6].action.raw(), "Teleport");
    assert_eq!(read.other_changes, 1);
}

#[tokio::test]
async fn empty_is_only_what_failed_for_want_of_changes() {
    let failed = |reason: &str| {
        change_set("", &format!("<StatusReason>{reason}</StatusReason>")).replace(
            "<Status>CREATE_COMPLETE</Status>",
            "<Status>FAILED</Status>",
        )
    };
    let reasons = [
        (
            "The submitted information didn't contain changes. Submit different information to create a change set.",
            true,
        ),
        ("No updates are to be performed.", true),
        ("Transform AWS::Serverless-2016-10-31 failed", false),
    ];
    for (reason, expected) in reasons {
        let page = failed(reason);
        let fake = Fake::start(move |_| result("DescribeChangeSet", &page));
        let read = described(&Fixture::at(&fake.url).aws()).await.unwrap();
        assert_eq!(read.is_empty(), expected, "{reason}");
    }
}

async fn failures(fake: &Fake, id: &str) -> Result<ChangeSetFailures, Fault> {
    let fixture = Fixture::at(&fake.url);
    ask(&fixture.aws(), cfn::ChangeSetFailures(id.into())).await
}

/// A finding of a validation before deployment.
fn invalid(logical: &str, second: u32, path: &str, reason: &str) -> Event {
    Event::of(logical, "AWS::IAM::Role", "", second)
        .with("EventType", "VALIDATION_ERROR")
        .with("OperationType", "CREATE_CHANGESET")
        .with("ValidationName", "PROPERTY_VALIDATION")
        .with("ValidationStatus", "FAILED")
        .with("ValidationFailureMode", "FAIL")
        .with("ValidationStatusReason", reason)
        .with("ValidationPath", path)
}

#[tokio::test]
async fn failures_of_a_foreign_change_set_are_not_even_asked_for() {
    let fake = Fake::start(|request| anything(&request.operation));
    let foreign = xml::CHANGE_SET.replace("123456789012", "999999999999");
    let fault = failures(&fake, &foreign).await.unwrap_err();
    assert!(
        matches!(fault.kind, FaultKind::WrongAccount { .. }),
        "{fault:?}"
    );
    assert_eq!(fake.count("DescribeEvents"), 0);
    // Nor is an answer about a foreign stack believed.
    let of = [invalid("Role", 1, "/Resources/Role", "no").within(xml::FOREIGN)];
    let fake = Fake::start(move |_| xml::described(&of));
    let fault = failures(&fake, xml::CHANGE_SET).await.unwrap_err();
    assert!(
        matches!(fault.kind, FaultKind::WrongAccount { .. }),
        "{fault:?}"
    );
}

#[tokio::test]
async fn who_may_not_ask_what_is_wrong_is_told_so() {
    let fake = Fake::start(|request| denied(request, xml::CHANGE_SET));
    let fault = failures(&fake, xml::CHANGE_SET).await.unwrap_err();
    assert!(matches!(fault.kind, FaultKind::Denied { .. }), "{fault:?}");
}

#[tokio::test]
async fn what_is_wrong_with_a_change_set_is_told_with_its_place_in_the_template() {
    let fake = Fake::start(|_| {
        xml::described(&[
            Event::of_the_stack("UPDATE_IN_PROGRESS", 9).with("EventType", "STACK_EVENT"),
            invalid(
                "Rule",
                3,
                "/Resources/Rule/Properties/Nmae",
                "Unsupported property Nmae",
            ),
            invalid(
                "Role",
                2,
                "/Resources/Role/Properties/RoleName",
                "Resource name conflict",
            ),
        ])
    });
    let found = failures(&fake, xml::CHANGE_SET).await.unwrap();
    assert_eq!(found.change_set.raw(), xml::CHANGE_SET);
    assert!(!found.cut);
    let told: Vec<_> = found
        .events
        .iter()
        .map(|event| {
            let validation = event.validation.as_ref().unwrap();
            let raw = |text: &Option<Remote>| text.as_ref().unwrap().raw().to_owned();
            (
                event.logical_id.raw(),
                raw(&validation.path),
                raw(&validation.reason),
            )
        })
        .collect();
    let expected = |id, path: &str, reason: &str| (id, path.to_owned(), reason.to_owned());
    assert_eq!(
        told,
        [
            expected(
                "Role",
                "/Resources/Role/Properties/RoleName",
                "Resource name conflict"
            ),
            expected(
                "Rule",
                "/Resources/Rule/Properties/Nmae",
                "Unsupported property Nmae"
            ),
        ],
        "oldest first, and only what failed"
    );
    let seen = fake.seen();
    let asked = seen
        .iter()
        .find(|one| one.operation == "DescribeEvents")
        .unwrap();
    assert_eq!(asked.field("ChangeSetName"), xml::CHANGE_SET);
    assert_eq!(asked.field("Filters.FailedEvents"), "true");
}

#[tokio::test]
async fn too_many_findings_are_cut_and_it_is_said() {
    let all: Vec<Event> = (0..300)
        .map(|n| invalid(&format!("R{n}"), n, "/Resources", "no").id(&format!("e{n}")))
        .collect();
    let fake = Fake::start(move |_| xml::described(&all));
    let found = failures(&fake, xml::CHANGE_SET).await.unwrap();
    assert_eq!((found.events.len(), found.cut), (200, true));
    assert_eq!(
        found.events[0].logical_id.raw(),
        "R0",
        "what stands first stays"
    );
}
