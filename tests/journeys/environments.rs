//! Switching environments never shows one account's data under another's name.

use super::account::{
    CODIFIED, DEV, OTHER, caller, codified, identity, listing, live, policy, settings,
};
use crate::support::harness::Harness;

fn switch(console: &mut Harness, to: &str) {
    console.press("e");
    console.type_text(to);
    console.press("enter");
}

#[test]
fn before_the_other_environment_answers_nothing_of_the_first_is_shown() {
    let mut console = Harness::by_hand(settings());
    console.answer(&CODIFIED, Ok(codified(&[])));
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.answer(&listing("dev"), Ok(live(&[("only-in-dev", "p", "{}")])));
    console.shows("only-in-dev");
    switch(&mut console, "prod");
    console.shows("PRODUCTION");
    console.shows("account ?");
    console.hides("only-in-dev");
    console.hides(DEV);
    console.answer(&identity("prod"), Ok(caller(OTHER)));
    console.shows(OTHER);
    console.hides("only-in-dev");
    console.answer(&listing("prod"), Ok(live(&[("only-in-prod", "p", "{}")])));
    console.shows("only-in-prod");
    switch(&mut console, "dev");
    console.shows(DEV);
    console.hides("PRODUCTION");
    console.hides("only-in-prod");
    console.shows("only-in-dev");
}

#[test]
fn an_answer_that_comes_after_the_switch_is_dropped_and_asked_again_on_return() {
    let mut console = Harness::by_hand(settings());
    console.answer(&CODIFIED, Ok(codified(&[])));
    console.answer(&identity("dev"), Ok(caller(DEV)));
    let late = console.ticket(&listing("dev"));
    switch(&mut console, "prod");
    let roles = live(&[("only-in-dev", "p", &policy(&["s3:*"]))]);
    console.answer_ticket(late, &listing("dev"), Ok(roles));
    console.hides("only-in-dev");
    switch(&mut console, "dev");
    assert!(console.open_asks().contains(&listing("dev")));
}

#[test]
fn in_the_demo_no_name_of_one_team_is_seen_at_the_others() {
    let mut console = Harness::demo_in("alpha-prod", (160, 50));
    console.press("H");
    switch(&mut console, "insight-dev");
    console.hides("alpha");
    console.hides("711398986525");
    console.press("t G g enter H n");
    console.hides("alpha");
    console.press("esc");
    switch(&mut console, "alpha-prod");
    console.hides("057716757052");
    console.shows("alpha-engine-executor-role");
}

#[test]
fn leaving_the_list_of_environments_changes_nothing() {
    let mut console = Harness::demo();
    let before = console.screen();
    console.press("e");
    console.shows("insight-prod PRODUCTION");
    console.type_text("insight");
    console.press("esc");
    assert_eq!(console.screen(), before);
}
