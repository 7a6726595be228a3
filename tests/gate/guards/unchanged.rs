//! Nothing to do.

use watchkeeper::{facts::Remote, gate::writes::PutRolePolicy};

use super::Fixture;
use crate::gate::fixture::{World, arn, attach, narrow, put, wide};
use crate::support::drafts::change;

pub(super) const FIXTURE: Fixture = Fixture {
    id: "unchanged",
    objects,
    passes,
};

fn objects() -> World {
    World::of(put(&wide()))
}

fn passes() -> World {
    World::narrowing()
}

#[test]
fn what_is_so_already_is_not_asked_about() {
    assert!(objects().stop("unchanged").contains("nothing to write"));
    let managed = arn("logs");
    let mut world = World::of(attach(managed.clone()));
    world.attached(&managed);
    assert!(world.stop("unchanged").contains("nothing to write"));
}

#[test]
fn another_layout_of_the_same_document_is_nothing_to_write() {
    let mut world = World::narrowing();
    world.inline("metrics", &narrow());
    change(
        &mut world.draft.write,
        "put-role-policy",
        |put: &mut PutRolePolicy| {
            put.document = Remote::new(format!("{:#}", narrow()));
        },
    );
    assert!(!world.stop("unchanged").is_empty());
}

#[test]
fn a_file_that_has_what_is_live_is_left_alone() {
    let world = World::codifying_inline(&narrow(), Some(&narrow()));
    assert!(world.stop("unchanged").contains("nothing to write"));
    assert!(World::codifying_inline(&narrow(), Some(&wide())).passes("unchanged"));
}
