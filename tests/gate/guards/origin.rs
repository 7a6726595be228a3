//! Content that does not come from where it says.

use serde_json::json;
use watchkeeper::gate::{GitState, Origin, writes::CodifyPolicy};

use super::Fixture;
use crate::gate::fixture::{PATH, World, arn, attach, delete, detach, narrow, remote, wide};
use crate::support::drafts::change;

pub(super) const FIXTURE: Fixture = Fixture {
    id: "origin",
    objects,
    passes,
};

fn objects() -> World {
    let mut world = World::narrowing();
    world.observed.source.as_mut().unwrap().text = Some(remote(&wide()));
    world
}

fn passes() -> World {
    World::narrowing()
}

#[test]
fn a_file_that_says_something_else_stops() {
    assert!(
        objects()
            .stop("origin")
            .contains("is not what is to be written")
    );
    let mut world = World::narrowing();
    world.observed.source.as_mut().unwrap().path = "elsewhere.json".to_owned();
    assert!(world.stop("origin").contains("not read"));
    world.observed.source = None;
    assert!(world.stop("origin").contains("not read"));
}

#[test]
fn a_list_of_attachments_must_say_what_is_done() {
    let logs = arn("logs");
    let world = World::of(attach(logs.clone()));
    assert!(world.passes("origin"));
    let mut world = World::of(detach(logs.clone()));
    world.attached(&logs);
    assert!(world.passes("origin"));
    world.observed.source.as_mut().unwrap().text = Some(remote(&json!([logs.raw()])));
    assert!(!world.stop("origin").is_empty());
    let mut world = World::of(attach(logs));
    world.observed.source.as_mut().unwrap().text = Some(remote(&json!([])));
    assert!(!world.stop("origin").is_empty());
}

#[test]
fn a_policy_is_deleted_on_the_repositorys_word_only_where_it_has_none() {
    assert!(World::of(delete()).passes("origin"));
    let mut world = World::of(delete());
    world.observed.source.as_mut().unwrap().text = Some(remote(&wide()));
    assert!(!world.stop("origin").is_empty());
}

#[test]
fn only_codifying_comes_from_what_is_live() {
    let mut world = World::narrowing();
    world.draft.origin = Origin::Live;
    assert!(!world.stop("origin").is_empty());
    let mut world = World::codifying_inline(&narrow(), None);
    assert!(world.passes("origin"));
    world.draft.origin = Origin::Repository {
        path: PATH.to_owned(),
    };
    assert!(!world.stop("origin").is_empty());
}

#[test]
fn what_no_commit_has_and_what_cannot_be_checked_is_said() {
    for git in [
        GitState::Edited,
        GitState::Untracked,
        GitState::NoRepository,
    ] {
        let mut world = World::narrowing();
        world.observed.source.as_mut().unwrap().git = git;
        assert_eq!(world.warnings("origin").len(), 1, "{git:?}");
    }
    let mut world = World::narrowing();
    world.draft.origin = Origin::Undo {
        change: "0190".to_owned(),
    };
    assert!(world.warnings("origin")[0].contains("0190"));
}

fn coming_from(path: &str) -> World {
    let mut world = World::narrowing();
    world.draft.origin = Origin::Repository {
        path: path.to_owned(),
    };
    world.observed.source.as_mut().unwrap().path = path.to_owned();
    world
}

#[test]
fn the_file_of_another_role_or_part_is_no_origin() {
    for path in [
        "iam/other/metrics.json",
        "iam/executor/other.json",
        "iam/executor/trust.json",
        "iam/executor/metrics.yaml",
        "iam/executor/metrics",
        "metrics.json",
        "/iam/executor/metrics.json",
        "iam/../executor/metrics.json",
        "iam//executor/metrics.json",
        "",
    ] {
        assert!(
            coming_from(path).stop("origin").contains("not the file"),
            "{path}"
        );
    }
    assert!(coming_from("x/%65xecutor/m%65trics.json").passes("origin"));
}

#[test]
fn a_live_document_goes_into_no_other_file() {
    for path in [
        ".github/workflows/deploy.yml",
        "../elsewhere/executor/metrics.json",
        "iam/executor/trust.json",
        "iam/other/metrics.json",
    ] {
        let mut world = World::codifying_inline(&narrow(), None);
        change(
            &mut world.draft.write,
            "codify-policy",
            |codify: &mut CodifyPolicy| {
                codify.path = path.to_owned();
            },
        );
        assert!(world.stop("origin").contains("not the file"), "{path}");
    }
}

#[test]
fn nothing_is_done_to_a_stack_by_the_name_of_taking_something_back() {
    let mut world = World::executing();
    assert!(world.passes("origin"));
    world.draft.origin = Origin::Undo {
        change: "0123456789ab".to_owned(),
    };
    assert!(!world.stop("origin").is_empty());
}
