//! Edits that no commit has.

use watchkeeper::gate::GitState;

use super::Fixture;
use crate::gate::fixture::{World, narrow, wide};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "edited",
    objects,
    passes,
};

fn objects() -> World {
    let mut world = passes();
    world.file().git = GitState::Edited;
    world
}

fn passes() -> World {
    World::codifying_inline(&narrow(), Some(&wide()))
}

#[test]
fn edits_are_in_the_preview_and_stay() {
    assert!(objects().warnings("edited")[0].contains("stay"));
}

#[test]
fn a_file_that_git_cannot_bring_back_is_said() {
    for git in [GitState::Untracked, GitState::NoRepository] {
        let mut world = passes();
        world.file().git = git;
        assert_eq!(world.warnings("edited").len(), 1, "{git:?}");
    }
    let mut fresh = World::codifying_inline(&narrow(), None);
    fresh.file().git = GitState::Untracked;
    assert!(fresh.passes("edited"));
}
