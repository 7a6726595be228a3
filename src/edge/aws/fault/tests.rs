//! What is absent, and of which resource a denial is: by the messages of AWS.

use super::{is_absence, resource};

#[test]
fn only_the_very_name_that_was_asked_for_is_not_there() {
    let absent = |message: &str, asked: &str| is_absence("ValidationError", message, Some(asked));
    assert!(absent("Stack for deploy does not exist", "deploy"));
    assert!(absent("Stack with id app does not exist", "app"));
    let arn = "arn:aws:cloudformation:eu-west-1:1:stack/app/2b";
    assert!(absent("Stack [app] does not exist", arn));
    assert!(absent(&format!("Stack with id {arn} does not exist"), arn));
    for (message, asked) in [
        ("Stack for deploy-2 does not exist", "deploy"),
        ("Role deploy does not exist", "deploy"),
        (
            "Stack for deploy does not exist in this view, or is hidden",
            "deploy",
        ),
        ("The hook for Stack for deploy does not exist", "deploy"),
        ("Stack [other] does not exist", arn),
    ] {
        assert!(!absent(message, asked), "{message}");
    }
    assert!(!is_absence(
        "ValidationError",
        "Stack for x does not exist",
        None
    ));
    assert!(!is_absence(
        "AccessDenied",
        "Stack for x does not exist",
        Some("x")
    ));
}

#[test]
fn the_resource_of_a_denial_ends_where_the_reason_begins() {
    let said = "User: arn:aws:sts::1:assumed-role/x/y is not authorized to perform: iam:GetRole on resource: role alpha because no identity-based policy allows the iam:GetRole action";
    assert_eq!(resource(said), Some("role alpha"));
    let denied =
        "... on resource: arn:aws:iam::1:role/a with an explicit deny in a permissions boundary";
    assert_eq!(resource(denied), Some("arn:aws:iam::1:role/a"));
    assert_eq!(resource("Not authorised."), None);
}
