//! Intrinsics that stay, and what they are taken for.

use super::Fixture;
use crate::gate::{
    fixture::{World, narrow, wide},
    template::leaving_open,
};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "left_open",
    objects: leaving_open,
    passes,
};

fn passes() -> World {
    World::codifying_inline(&narrow(), Some(&wide()))
}

#[test]
fn each_is_named_with_the_value_that_live_has() {
    assert_eq!(
        leaving_open().warnings("left_open"),
        [
            "The template keeps <GetAtt Queue.Arn>, which is taken to be what is live: arn:aws:sqs:eu-west-1:111122223333:app-Queue-1A2B."
        ]
    );
}
