//! What a change set says only when it is executed counts as a gain, or stops.

use serde_json::json;

use super::{BUCKET, becoming, said, with};
use crate::gate::fixture::{World, allow, deny, policy};

const LATER: &str = "{{changeSet:KNOWN_AFTER_APPLY}}";

#[test]
fn a_grant_on_what_is_known_only_later_is_a_gain_all_the_same() {
    use crate::gate::fixture::stack::{granted, role_change, rules};
    let before = granted(&["events:PutRule"], &rules());
    for later in [
        LATER,
        "{{changeSet:KNOWN_AFTER_APPLY}}/*",
        "<GetAtt Jobs.Arn>",
    ] {
        let after = policy(&json!([
            allow("events:PutRule", &rules()),
            allow("sqs:SendMessage", later),
        ]));
        let mut world = World::executing_change(role_change(&before, &after), &before);
        assert!(
            said(&world).contains("GAINS sqs:SendMessage on"),
            "{}",
            said(&world)
        );
        assert!(said(&world).contains(later), "{}", said(&world));
        world.expecting_gains(&[("sqs:SendMessage", "arn:aws:sqs:eu-west-1:*:*")]);
        assert!(!world.stop("expected_gains").is_empty());
        let guarded = json!({
            "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": BUCKET,
            "Condition": { "ArnLike": { "aws:SourceArn": later } },
        });
        let after = policy(&json!([allow("events:PutRule", &rules()), guarded]));
        let world = World::executing_change(role_change(&before, &after), &before);
        assert!(
            said(&world).contains("GAINS sqs:SendMessage on"),
            "{}",
            said(&world)
        );
    }
}

#[test]
fn an_action_a_number_or_a_denial_that_is_known_only_later_stops() {
    let few = with(&[allow("s3:GetObject", BUCKET)]);
    let numbered = json!({
        "Effect": "Allow", "Action": "s3:PutObject", "Resource": BUCKET,
        "Condition": { "NumericLessThan": { "s3:max-keys": LATER } },
    });
    for odd in [allow(LATER, BUCKET), numbered] {
        let world = becoming("AWS::IAM::User", "Policies", &few, &with(&[odd]));
        assert!(world.stop("broadening").contains("not known before"));
    }
    let denied = with(&[allow("s3:*", BUCKET), deny("s3:PutObject", LATER)]);
    let free = with(&[allow("s3:*", BUCKET)]);
    let world = becoming("AWS::IAM::User", "Policies", &denied, &free);
    assert!(world.stop("broadening").contains("denies something"));
}
