//! Story 003's P0: which entries of Cloud Map are stale and why, deregistered through the
//! gate in the demo's world, and registered again.

use watchkeeper::{
    ask::{Question, service_discovery},
    checks::registry::Registry,
    registry::EntryVerdict,
};

use crate::support::harness::Harness;

const SIZE: (u16, u16) = (80, 24);
const ENVIRONMENT: &str = "tradai-dev";

fn opened(size: (u16, u16)) -> Harness {
    let mut console = Harness::demo_in(ENVIRONMENT, size);
    console.press("6");
    console.rest();
    console
}

#[test]
fn the_pane_counts_thirteen_entries_of_which_nine_are_stale() {
    let console = opened((100, 40));
    let check = Registry::of(&ENVIRONMENT.into());
    let report = console.state.store().conclusion(&check).unwrap();
    let counted = |name: &str| {
        let mut services = report.services.iter();
        let one = services.find(|one| one.service.name.raw() == name).unwrap();
        let entries = one.entries.as_ref().unwrap();
        let stale = entries.iter().filter(|one| one.verdict().is_stale());
        (entries.len(), stale.count())
    };
    assert_eq!(counted("backend-api"), (4, 3));
    assert_eq!(counted("data-collection"), (2, 1));
    assert_eq!(counted("strategy-service"), (3, 2));
    assert_eq!(counted("mlflow"), (4, 3));
    assert_eq!(counted("live-trading"), (0, 0));
    assert_eq!(counted("dry-run-trading"), (0, 0));
    let all = report.services.iter();
    let all = all.flat_map(|one| one.entries.iter().flatten());
    let verdicts: Vec<EntryVerdict> = all
        .map(watchkeeper::registry::Registered::verdict)
        .collect();
    let of = |verdict| verdicts.iter().filter(|one| **one == verdict).count();
    assert_eq!(verdicts.len(), 13);
    assert_eq!(of(EntryVerdict::Current), 4);
    assert_eq!(of(EntryVerdict::StaleTerminated), 6);
    assert_eq!(of(EntryVerdict::StaleGone), 3);
    console.shows("6 Registry x9");
    console.shows("3 of 4 stale");
    console.shows("1 of 2 stale");
}

#[test]
fn a_service_says_how_many_answers_are_stale_and_what_made_them_so() {
    let mut console = opened((200, 50));
    assert!(console.selected().contains("backend-api"));
    console.shows("An address that DNS answers is stale 3 of 4 times");
    console.shows("TTL 60 s, MULTIVALUE");
    console.shows("CAUSE Auto Scaling group tradai-consolidated-asg-dev has no terminating");
    console.press("j");
    console.rest();
    console.shows("x STALE-TERMINATED");
    console.press("c k");
    let copied = console.copied();
    assert!(
        copied.starts_with("aws autoscaling put-lifecycle-hook --region eu-central-1"),
        "{copied}"
    );
}

#[test]
fn current_entries_can_be_hidden() {
    let mut console = opened((100, 40));
    console.shows("i-0d81ba92e56c19946");
    console.press("H");
    console.hides("i-0d81ba92e56c19946");
    console.shows("4 current hidden (H shows)");
}

#[test]
fn a_current_entry_is_not_offered_and_the_menu_says_why() {
    let mut console = Harness::writing(ENVIRONMENT, (100, 40));
    console.press("6 /");
    console.type_text("CURRENT");
    console.press("enter");
    while !console.selected().contains("i-0d81") {
        console.press("j");
    }
    console.press("a d");
    console.shows("It is CURRENT, not stale");
    assert!(console.gated().is_empty());
}

#[test]
fn every_stale_entry_goes_in_one_batch_and_comes_back_by_its_undo() {
    let mut console = Harness::writing(ENVIRONMENT, SIZE);
    console.press("6");
    console.rest();
    console.press("a D");
    console.gated();
    console.shows("DEREGISTER INSTANCES");
    console.shows("DEREGISTERS 9 entries of 4 services of tradai-dev.local.");
    console.shows("type the namespace's name and how many they are and the code of this");
    console.read_all();
    let phrase = console.phrase();
    assert!(phrase.starts_with("tradai-dev.local 9 "), "{phrase}");
    console.type_text(&phrase);
    console.press("enter");
    assert_eq!(console.gated(), ["apply"]);
    console.shows("Applied.");
    console.press("esc");
    console.rest();
    console.shows("1 current");
    console.hides("STALE-");
    let entries = |console: &Harness, service: &str| {
        let asked = service_discovery::Entries(service.into());
        let answer = console
            .world()
            .read(&asked.of(&ENVIRONMENT.into()))
            .unwrap();
        service_discovery::Entries::typed(&answer).unwrap().len()
    };
    assert_eq!(entries(&console, "srv-2kzq4tl7bnc5w6xa"), 1);
    assert_eq!(entries(&console, "srv-5mvd3rj8fpg2h7yc"), 1);
    console.press("a u");
    console.shows("REGISTER INSTANCES");
    console.shows("REGISTERS 9 entries of 4 services");
    console.read_all();
    let phrase = console.phrase();
    console.type_text(&phrase);
    console.press("enter");
    console.shows("Applied.");
    assert_eq!(entries(&console, "srv-2kzq4tl7bnc5w6xa"), 4);
}

#[test]
fn at_60x15_the_names_and_verdicts_are_still_there() {
    let console = opened((60, 15));
    console.shows("backend-api");
    console.shows("3 of 4 stale");
}
