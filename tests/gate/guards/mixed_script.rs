//! Names that deceive.

use watchkeeper::{facts::PolicyName, gate::writes::PutRolePolicy};

use super::Fixture;
use crate::gate::fixture::World;
use crate::support::drafts::change;

pub(super) const FIXTURE: Fixture = Fixture {
    id: "mixed_script",
    objects,
    passes,
};

fn objects() -> World {
    named("ex\u{435}cutor")
}

fn passes() -> World {
    World::narrowing()
}

fn named(name: &str) -> World {
    let mut world = World::narrowing();
    change(
        &mut world.draft.write,
        "put-role-policy",
        |put: &mut PutRolePolicy| {
            put.policy = PolicyName::new(name);
        },
    );
    world
}

#[test]
fn letters_of_two_scripts_stop_and_are_shown_escaped() {
    assert!(objects().stop("mixed_script").contains("ex\\u{435}cutor"));
    for name in ["a\u{3b1}", "\u{3b1}\u{430}", "a\u{5d0}", "\u{6a9}\u{baf}"] {
        assert!(!named(name).stop("mixed_script").is_empty(), "{name:?}");
    }
}

#[test]
fn characters_that_hide_or_turn_the_text_around_stop() {
    for name in [
        "a\u{202e}b",
        "a\u{200b}b",
        "a\u{7}b",
        "a\nb",
        "a\u{a0}b",
        "a\u{feff}",
    ] {
        assert!(!named(name).stop("mixed_script").is_empty(), "{name:?}");
    }
}

#[test]
fn one_script_is_shown_escaped_and_left_to_the_person() {
    for name in [
        "pr\u{fc}fung-1",
        "\u{43f}\u{440}\u{43e}\u{434}",
        "\u{691c}\u{67fb}\u{3057}",
    ] {
        let warnings = named(name).warnings("mixed_script");
        assert!(warnings[0].contains("\\u{"), "{warnings:?}");
    }
}
