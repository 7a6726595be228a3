//! The words that are typed: exactly these, or nothing happens.

use proptest::prelude::*;
use watchkeeper::{
    facts::{Remote, RoleName},
    gate::{Origin, Refusal, Typed, writes::PutRolePolicy},
};

use super::fixture::{ACCOUNT, World};
use crate::support::drafts::change;

/// Of 44 characters.
const LONG: &str = "data-platform-nightly-report-executor-role-a";

fn named(name: &str) -> World {
    let mut world = World::narrowing();
    change(
        &mut world.draft.write,
        "put-role-policy",
        |put: &mut PutRolePolicy| {
            put.role = RoleName::new(name);
        },
    );
    // No file of the repository is asked to be this role's.
    world.draft.origin = Origin::Undo {
        change: "0190".to_owned(),
    };
    world
}

fn phrase(world: &World) -> String {
    world.plan().phrase().text().to_owned()
}

fn refused(world: &World, typed: &str) -> bool {
    let refusal = world.plan().confirm(typed, world.now);
    refusal.is_err_and(|refused| refused.1 == Refusal::WrongPhrase)
}

#[test]
fn nothing_like_it_is_taken_for_it() {
    let world = World::narrowing();
    for typed in [
        "",
        "y",
        "yes",
        "Executor",
        "EXECUTOR",
        "executor ",
        " executor",
        "executor\n",
        "executo",
        "executorr",
        "exekutor",
        "ex ecutor",
        "executor executor",
        "metrics",
    ] {
        assert!(refused(&world, typed), "{typed:?}");
    }
    assert!(!refused(&world, "executor"));
}

#[test]
fn a_name_of_32_characters_is_typed_whole() {
    let name = "a-role-with-just-thirty-two-char";
    assert_eq!(name.chars().count(), 32);
    let mut world = named(name);
    world.draft.peers = Some(Vec::new());
    assert_eq!(phrase(&world), name);
}

#[test]
fn a_longer_one_is_typed_by_its_end_and_the_code_of_this_preview() {
    let mut world = named(LONG);
    world.draft.peers = Some(vec![Remote::new(LONG), Remote::new("other")]);
    let code = world.plan().fingerprint().code();
    assert_eq!(code.chars().count(), 4);
    assert_eq!(phrase(&world), format!("executor-role-a {code}"));
    assert!(refused(&world, LONG));
    assert!(refused(&world, "executor-role-a"));
    // Another preview has another code.
    world.observed.partition = "aws-cn".to_owned();
    assert_ne!(world.plan().fingerprint().code(), code);
}

#[test]
fn the_end_is_one_that_no_other_name_has() {
    let mut world = named(LONG);
    world.draft.peers = Some(vec![Remote::new("weekly-Report-Executor-Role-A")]);
    let code = world.plan().fingerprint().code();
    assert_eq!(
        phrase(&world),
        format!("nightly-report-executor-role-a {code}")
    );
}

#[test]
fn without_the_other_names_or_a_place_to_cut_it_is_typed_whole() {
    assert_eq!(phrase(&named(LONG)), LONG);
    let mut world = named(&"x".repeat(40));
    world.draft.peers = Some(Vec::new());
    assert_eq!(phrase(&world), "x".repeat(40));
    let mut world = named(LONG);
    world.draft.peers = Some(vec![Remote::new(format!("other-{LONG}"))]);
    assert_eq!(phrase(&world), LONG, "every end of it is the other's too");
}

#[test]
fn production_asks_for_the_alias_and_for_the_account_where_there_is_none() {
    let mut world = World::narrowing();
    world.environment().production = true;
    assert_eq!(phrase(&world), "executor data-dev");
    assert!(refused(&world, "executor"));
    for none in [None, Some(String::new()), Some(" ".to_owned())] {
        world.environment().alias = none;
        assert_eq!(phrase(&world), format!("executor {ACCOUNT}"));
    }
}

#[test]
fn characters_outside_ascii_are_typed_as_escapes() {
    assert_eq!(phrase(&named("pr\u{fc}fer")), "pr\\u{fc}fer");
    assert_eq!(phrase(&named("a\\u{fc}")), "a\\\\u{fc}");
    assert_eq!(phrase(&named("ends ")), "ends\\u{20}");
    assert_eq!(phrase(&named("two  blanks")), "two\\u{20}\\u{20}blanks");
    assert_eq!(phrase(&named("one blank")), "one blank");
}

#[test]
fn the_first_wrong_character_is_told() {
    let plan = World::narrowing().plan();
    assert_eq!(plan.phrase().compare(""), Typed::Begun);
    assert_eq!(plan.phrase().compare("exec"), Typed::Begun);
    assert_eq!(plan.phrase().compare("exeX"), Typed::WrongAt(3));
    assert_eq!(plan.phrase().compare("executor "), Typed::WrongAt(8));
    assert_eq!(plan.phrase().compare("executor"), Typed::Exact);
}

/// One slip of the hand: a character wrong, missing, twice, of the other case,
/// or a blank somewhere.
fn slipped(text: &str, at: usize, kind: u8, c: char) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = at % chars.len();
    match kind % 6 {
        0 => chars[at] = c,
        1 => drop(chars.remove(at)),
        2 => chars.insert(at, c),
        3 => {
            chars[at] = match chars[at] {
                c if c.is_ascii_lowercase() => c.to_ascii_uppercase(),
                c => c.to_ascii_lowercase(),
            };
        }
        4 => chars.insert(at, ' '),
        _ => chars.push(c),
    }
    chars.into_iter().collect()
}

/// A million slips, all from one seed: the same each time.
#[test]
fn a_million_slips_never_confirm() {
    let mut world = World::narrowing();
    world.environment().production = true;
    let plan = world.plan();
    let text = plan.phrase().text().to_owned();
    let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let (mut tried, mut exact) = (0, 0);
    while tried < 1_000_000 {
        let bits = next();
        let c = char::from(b' ' + u8::try_from((bits >> 32) % 95).unwrap());
        let at = usize::try_from(bits % 64).unwrap();
        let typed = slipped(&text, at, u8::try_from((bits >> 48) % 6).unwrap(), c);
        if typed == text {
            // The slip put the right character back.
            exact += 1;
            assert_eq!(plan.phrase().compare(&typed), Typed::Exact);
            continue;
        }
        tried += 1;
        assert_ne!(plan.phrase().compare(&typed), Typed::Exact, "{typed:?}");
    }
    assert!(
        exact > 0,
        "the slips never came near enough to be taken for it"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// The door itself, and not only the comparison, with any name at all.
    #[test]
    fn no_slip_opens_the_door(name in "[ -~]{1,40}", at in 0usize..64, kind in 0u8..6, c in "[ -~]") {
        let world = named(&name);
        let text = phrase(&world);
        let typed = slipped(&text, at, kind, c.chars().next().unwrap());
        let confirmed = world.plan().confirm(&typed, world.now).is_ok();
        prop_assert_eq!(confirmed, typed == text);
    }
}
