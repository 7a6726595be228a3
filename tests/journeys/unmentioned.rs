//! Roles that the repository does not mention: one row for all of them, however many
//! an account has, and each by its name where a filter asks for it.

use super::account::{CODIFIED, DEV, caller, codified, identity, listing, live, policy, settings};
use crate::support::harness::Harness;

fn open(unmentioned: &[&str]) -> Harness {
    let text = policy(&["s3:GetObject"]);
    let mut console = Harness::by_hand(settings());
    console.answer(&CODIFIED, Ok(codified(&[("ours", "p", &text)])));
    console.answer(&identity("dev"), Ok(caller(DEV)));
    let named = unmentioned.iter().map(|name| (*name, "p", text.as_str()));
    let roles: Vec<_> = [("ours", "p", text.as_str())]
        .into_iter()
        .chain(named)
        .collect();
    console.answer(&listing("dev"), Ok(live(&roles)));
    console
}

#[test]
fn roles_that_are_not_in_the_repository_share_a_row_and_its_detail_names_them() {
    let mut console = open(&["theirs-1", "theirs-2", "theirs-3"]);
    console.shows("? 3 roles not in repository");
    console.hides("? theirs-1 not in repository");
    console.press("G enter");
    for role in ["? theirs-1", "? theirs-2", "? theirs-3"] {
        console.shows(role);
    }
}

#[test]
fn a_filter_finds_one_of_them_by_its_name() {
    let mut console = open(&["theirs-1", "theirs-2", "theirs-3"]);
    console.press("/");
    console.type_text("theirs-2");
    console.shows("? theirs-2 not in repository");
    console.hides("theirs-3");
}

#[test]
fn a_single_one_keeps_its_name() {
    open(&["theirs"]).shows("? theirs not in repository");
}
