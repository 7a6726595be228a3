//! Two names that look alike stay two: on the screen, in the comparison, in a copy.

use crate::{
    journeys::account::{
        CODIFIED, DEV, caller, codified, identity, listing, live, policy, settings,
    },
    support::harness::Harness,
};

const PLAIN: &str = "admin";
const HIDDEN: &str = "ad\u{200b}min";

#[test]
fn roles_that_differ_in_a_hidden_character_are_two_rows_and_compare_each_for_itself() {
    let (narrow, wide) = (policy(&["s3:GetObject"]), policy(&["s3:*"]));
    let mut console = Harness::by_hand(settings());
    let both = |text: &str| codified(&[(PLAIN, "p", text), (HIDDEN, "p", text)]);
    console.answer(&CODIFIED, Ok(both(&narrow)));
    console.answer(&identity("dev"), Ok(caller(DEV)));
    let roles = live(&[(PLAIN, "p", &narrow), (HIDDEN, "p", &wide)]);
    console.answer(&listing("dev"), Ok(roles));
    console.press("H");
    console.shows("! ad<U+200B>min");
    console.shows("= admin");
    console.press("g");
    console.effects();
    console.press("y");
    let copied = console.copied();
    assert_eq!(copied, "ad<U+200B>min", "nobody pastes what nobody sees");
}

#[test]
fn a_name_that_only_looks_like_the_codified_one_is_not_it() {
    let text = policy(&["s3:GetObject"]);
    let mut console = Harness::by_hand(settings());
    console.answer(&CODIFIED, Ok(codified(&[(PLAIN, "p", &text)])));
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.answer(&listing("dev"), Ok(live(&[(HIDDEN, "p", &text)])));
    console.shows("- admin role missing");
    console.shows("? ad<U+200B>min not in repository");
}

#[test]
fn values_that_differ_in_a_hidden_character_are_drift_and_both_are_shown() {
    let mut console = Harness::by_hand(settings());
    console.answer(
        &CODIFIED,
        Ok(codified(&[(
            "alpha",
            "p",
            &policy(&["s3:Get\u{200b}Object"]),
        )])),
    );
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.answer(
        &listing("dev"),
        Ok(live(&[("alpha", "p", &policy(&["s3:GetObject"]))])),
    );
    console.shows("! p live");
    console.shows("s3:Get<U+200B>Object");
}
