//! A live policy that names what the stack has: in the template it stays a reference.

use watchkeeper::{
    facts::{Reading, Remote},
    gate::{
        Owner,
        writes::{CodifyTemplate, Write},
    },
    template::Physical,
};

use super::{TEMPLATE, leaving_open, planned, refused, world, write};
use crate::{
    gate::fixture::{ROLE, World, policy},
    support::drafts::change,
};

const QUEUE: &str = "arn:aws:sqs:eu-west-1:111122223333:app-Queue-1A2B";

fn physical(kind: &str, id: &str) -> Physical {
    Physical {
        kind: kind.to_owned(),
        id: id.to_owned(),
    }
}

pub(super) fn queue(name: &str) -> Physical {
    let url = format!("https://sqs.eu-west-1.amazonaws.com/111122223333/{name}");
    physical("AWS::SQS::Queue", &url)
}

/// The statement on the template's queue has an action less than live has.
fn acting_on_the_queue(physical: &[(&str, Physical)]) -> World {
    let mut world = leaving_open();
    let mut write = write();
    let each = physical.iter().cloned();
    write.physical = each.map(|(id, it)| (id.to_owned(), it)).collect();
    world.draft.write = Write::from(write);
    let live = serde_json::json!({ "Effect": "Allow", "Resource": QUEUE,
        "Action": ["sqs:SendMessage", "sqs:ReceiveMessage"] });
    world.inline("metrics", &policy(&serde_json::json!([live])));
    world
}

#[test]
fn a_reference_to_what_the_stack_has_stays_a_reference() {
    let world = acting_on_the_queue(&[("Queue", queue("app-Queue-1A2B"))]);
    let after = planned(&world).after.raw().to_owned();
    assert!(
        after.contains("Resource: !GetAtt Queue.Arn   # ours") && !after.contains(QUEUE),
        "{after}"
    );
    assert!(after.contains("sqs:ReceiveMessage"), "{after}");
    assert!(world.passes("left_open"));
    // The stack has another queue than live names: the reference would not come to it.
    let world = acting_on_the_queue(&[("Queue", queue("app-Queue-9Z"))]);
    let after = planned(&world).after.raw().to_owned();
    assert!(after.contains(QUEUE), "{after}");
    // What was there before its type changed says nothing of the queue.
    let table = physical("AWS::DynamoDB::Table", "app-Queue-1A2B");
    for unknown in [vec![], vec![("Queue", table)]] {
        let world = acting_on_the_queue(&unknown);
        assert!(!world.warnings("left_open").is_empty(), "{unknown:?}");
    }
}

/// Live has a third queue, which the template does not make.
#[test]
fn only_what_the_stack_does_not_have_is_written_out_among_references() {
    let arn = |name: &str| QUEUE.replace("app-Queue-1A2B", name);
    let (first, second, third) = (arn("app-A-1"), arn("app-B-2"), arn("theirs"));
    let mut world = acting_on_the_queue(&[("A", queue("app-A-1")), ("B", queue("app-B-2"))]);
    let text = TEMPLATE.replace(
        "Resource: !Sub arn:${AWS::Partition}:s3:::reports/*",
        "Resource: [!GetAtt B.Arn, !GetAtt A.Arn]",
    );
    let text = text.replace("s3:GetObject", "sqs:SendMessage").replace(
        "Resources:\n",
        "Resources:\n  A: {Type: AWS::SQS::Queue}\n  B: {Type: AWS::SQS::Queue}\n",
    );
    world.file().text = Some(Remote::new(text));
    let live = serde_json::json!({ "Effect": "Allow", "Action": "sqs:SendMessage",
        "Resource": [&third, &first, &second] });
    world.inline("metrics", &policy(&serde_json::json!([live])));
    let after = planned(&world).after.raw().to_owned();
    for stays in ["!GetAtt A.Arn", "!GetAtt B.Arn", third.as_str()] {
        assert!(after.contains(stays), "{stays}: {after}");
    }
    for literal in [&first, &second] {
        assert!(!after.contains(literal.as_str()), "{literal}: {after}");
    }
    assert!(world.passes("left_open"));
    // Without the ids it is a guess, which of the three is whose.
    change(
        &mut world.draft.write,
        "codify-template",
        |write: &mut CodifyTemplate| {
            write.physical.clear();
        },
    );
    assert!(!world.passes("left_open"));
}

#[test]
fn what_the_stack_is_said_to_have_makes_no_other_role_of_the_role() {
    let of_app = Reading::Known(Some(Owner::Stack {
        name: Remote::from("app"),
        region: None,
    }));
    let unnamed = TEMPLATE.replace("      RoleName: !Ref Name   # from the stack\n", "");
    let is = |id: &str| {
        let said = physical("AWS::IAM::Role", id);
        let mut world = world(|it| {
            it.physical.insert("Executor".to_owned(), said);
        });
        world.file().text = Some(Remote::new(unnamed.as_str()));
        world
    };
    refused(&is(ROLE), "is not the role");
    let mut other = is("app-Executor-2B");
    other.state().owner = of_app.clone();
    refused(&other, "is not the role");
    let mut own = is(ROLE);
    own.state().owner = of_app.clone();
    assert!(planned(&own).after.raw().contains("s3:PutObject"));
    let apart = "Transform: Ours\nResources:\n  Metrics:\n    Type: AWS::IAM::RolePolicy\n    Properties:\n      PolicyName: metrics\n      RoleName: !Ref Made\n      PolicyDocument: {Version: 2012-10-17, Statement: []}\n";
    let mut apart_world = world(|it| {
        it.logical_id = "Metrics".into();
        it.physical
            .insert("Made".to_owned(), physical("AWS::IAM::Role", ROLE));
    });
    apart_world.file().text = Some(Remote::from(apart));
    refused(&apart_world, "is not the role");
    apart_world.state().owner = of_app;
    assert!(planned(&apart_world).after.raw().contains("s3:PutObject"));
}
