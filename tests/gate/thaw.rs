//! The two ways through a freeze: the number of an incident, where the system's file
//! opens that, and what takes back exactly what was applied here just before.

use jiff::SignedDuration;
use watchkeeper::{
    facts::Incident,
    gate::{
        Expected, Origin, Refusal, Typed, Undoes,
        guards::{Ruling, Thaw, ThawedBy},
        preview::Section,
        record::What,
        writes::{DeleteChangeSet, Write},
    },
};

use super::fixture::{World, put, remote, stack::STACK, stack::topic, wide};

/// In force since 11:00 UTC of the world's day; it is 12:00.
const FREEZE: &str = "Tue 13:00..Tue 15:00 Europe/Berlin";

fn frozen(mut world: World) -> World {
    world.settings.gate.freeze = vec![FREEZE.to_owned()];
    world
}

fn opened(world: World) -> World {
    let mut world = frozen(world);
    world.settings.gate.incident_passes = true;
    world
}

fn refused(world: &World, typed: &str) -> Option<Refusal> {
    let plan = world.plan();
    plan.confirm(typed, world.now)
        .err()
        .map(|refused| refused.1)
}

#[test]
fn without_the_system_s_word_no_number_leads_through() {
    let world = frozen(World::narrowing());
    let plan = world.plan();
    assert!(plan.thaw().is_none() && !plan.phrase().asks_incident());
    let typed = format!("{} INC-2291", plan.phrase().text());
    assert_eq!(refused(&world, &typed), Some(Refusal::Stopped));
}

#[test]
fn an_entry_that_cannot_be_read_stops_for_an_incident_too() {
    let mut world = opened(World::narrowing());
    world.settings.gate.freeze.push("never".to_owned());
    assert!(world.stop("freeze").contains("can't be read"));
}

#[test]
fn only_the_phrase_with_a_number_behind_it_confirms() {
    let world = opened(World::narrowing());
    let text = world.plan().phrase().text().to_owned();
    let long = format!("{text} {}", "9".repeat(41));
    for typed in [
        text.clone(),
        format!("{text} "),
        format!("{text} ab"),
        format!("{text} <number of the incident>"),
        format!("{text} INC 2291"),
        format!("{text} INC-2291 "),
        format!("{text}  INC-2291"),
        format!("{text}INC-2291"),
        "INC-2291".to_owned(),
        long,
    ] {
        assert_eq!(
            refused(&world, &typed),
            Some(Refusal::WrongPhrase),
            "{typed:?}"
        );
    }
    let approved = world.plan().confirm(&format!("{text} INC-2291"), world.now);
    let approved = approved.unwrap();
    let number = Incident::of("INC-2291");
    let thaw = Thaw {
        freeze: vec![FREEZE.to_owned()],
        by: ThawedBy::Incident(number),
    };
    assert_eq!(approved.plan().thaw(), Some(&thaw));
    let what = What::planned(approved.plan(), "0190");
    assert_eq!(what.thaw, Some(thaw), "the journal has it");
}

#[test]
fn nobody_types_a_number_where_no_freeze_is_in_force() {
    let mut world = World::narrowing();
    world.settings.gate.incident_passes = true;
    let plan = world.plan();
    assert!(plan.thaw().is_none() && !plan.phrase().asks_incident());
    let typed = format!("{} INC-2291", plan.phrase().text());
    assert_eq!(refused(&world, &typed), Some(Refusal::WrongPhrase));
    assert!(What::planned(&world.plan(), "0190").thaw.is_none());
}

#[test]
fn what_passes_is_pinned_and_what_else_stops_it_still_does() {
    let mut world = opened(World::narrowing());
    let pinned = world.plan().sections().into_iter().any(|section| {
        matches!(section, Section::Warning(what) if what.contains("FROZEN: Tue 13:00") && what.contains("incident"))
    });
    assert!(pinned);
    world.settings.gate.protect = vec!["executor".to_owned()];
    let typed = format!("{} INC-2291", world.plan().phrase().text());
    assert_eq!(refused(&world, &typed), Some(Refusal::Stopped));
}

#[test]
fn what_else_takes_a_plain_yes_is_typed_in_a_freeze_and_clearing_away_waits() {
    let world = opened(World::preparing(&topic(), &[]));
    assert!(!world.plan().takes_plain_yes());
    let refusal = world.plan().agree(world.now).unwrap_err().1;
    assert_eq!(refusal, Refusal::NoPreparation);
    let typed = format!("{} INC-2291", world.plan().phrase().text());
    assert_eq!(refused(&world, &typed), None);
    let world = opened(World::of_stack(Write::from(DeleteChangeSet {
        stack: STACK.into(),
        change_set: "arn:aws:cloudformation:eu-west-1:1:changeSet/watchkeeper-1/1".into(),
    })));
    assert!(world.stop("freeze").contains("frozen"));
}

#[test]
fn the_first_wrong_character_is_found_in_the_number_too() {
    let world = opened(World::narrowing());
    let plan = world.plan();
    let (phrase, text) = (plan.phrase(), plan.phrase().text().to_owned());
    let length = text.chars().count();
    let compare = |rest: &str| phrase.compare(&format!("{text}{rest}"));
    assert_eq!(compare(""), Typed::Begun);
    assert_eq!(compare(" IN"), Typed::Begun);
    assert_eq!(compare("x"), Typed::WrongAt(length));
    assert_eq!(compare(" IN_"), Typed::WrongAt(length + 3));
    assert_eq!(compare(" INC-2291"), Typed::Exact);
    assert_eq!(compare(&format!(" {}", "9".repeat(40))), Typed::Exact);
    assert_eq!(
        compare(&format!(" {}", "9".repeat(41))),
        Typed::WrongAt(length + 41)
    );
    assert_eq!(phrase.expects(length), Some(Expected::Character(' ')));
    assert_eq!(phrase.expects(length + 1), Some(Expected::Incident));
}

/// Takes back what was applied so many minutes ago, and is still as that left it.
fn undoing(minutes: i64) -> World {
    let mut world = frozen(World::of(put(&wide())));
    world.draft.origin = Origin::Undo {
        change: "0190".to_owned(),
    };
    world.observed.source = None;
    let ago = SignedDuration::from_mins(minutes);
    world.undoes = Some(Undoes {
        change: "0190".to_owned(),
        applied: world.now.checked_sub(ago).unwrap(),
        left: Some(remote(&wide())),
    });
    world
}

#[test]
fn what_was_applied_before_the_freeze_began_is_taken_back_for_two_hours() {
    // It began an hour ago.
    for (minutes, passes) in [
        (30, false),
        (59, false),
        (61, true),
        (120, true),
        (121, false),
    ] {
        let plan = undoing(minutes).plan();
        let thawed = plan.thaw().map(|thaw| thaw.by.clone());
        let expected = passes.then(|| ThawedBy::Undo("0190".to_owned()));
        assert_eq!(thawed, expected, "{minutes} minutes ago");
        let stops = plan.stops().any(|given| given.id == "freeze");
        assert_eq!(stops, !passes, "{minutes} minutes ago");
        assert!(!plan.phrase().asks_incident());
    }
    let mut world = undoing(90);
    let Ruling::Warn { what } = world.verdict("freeze") else {
        panic!("{:?}", world.verdict("freeze"));
    };
    assert!(
        what[0].contains("FROZEN") && what[0].contains("change 0190"),
        "{what:?}"
    );
    assert!(
        What::planned(&world.plan(), "0191").thaw.is_some(),
        "the journal has it"
    );
    // Another freeze was in force when it was applied: somebody let it pass then.
    world
        .settings
        .gate
        .freeze
        .push("2026-07-01..2026-07-07 UTC".to_owned());
    assert!(world.stop("freeze").contains("2026-07-01"));
}

#[test]
fn what_is_not_as_it_was_left_is_not_taken_back() {
    let mut world = undoing(90);
    world.undoes.as_mut().unwrap().left = Some("{}".into());
    assert!(world.stop("freeze").contains("frozen"));
    world.undoes.as_mut().unwrap().left = None;
    assert!(world.stop("freeze").contains("frozen"));
    let mut world = undoing(90);
    world.undoes = None;
    assert!(
        world.stop("freeze").contains("frozen"),
        "the journal does not have it"
    );
}

#[test]
fn a_clock_that_was_put_forward_takes_back_nothing() {
    let mut world = undoing(90);
    world.undoes.as_mut().unwrap().applied = world.now + SignedDuration::from_mins(30);
    assert!(world.stop("freeze").contains("frozen"));
    // This machine's clock is two hours behind AWS's, which freezes go by.
    let mut world = undoing(90);
    let caller = world.observed.caller.as_mut().unwrap();
    caller.clock_ahead = Some(-7_200);
    world.settings.gate.freeze = vec!["Tue 15:00..Tue 17:00 Europe/Berlin".to_owned()];
    assert!(
        world.plan().thaw().is_some(),
        "it was applied at 12:30, the freeze began at 13:00"
    );
    world.settings.gate.freeze = vec!["Tue 14:00..Tue 17:00 Europe/Berlin".to_owned()];
    assert!(world.plan().thaw().is_none(), "it began at 12:00");
}
