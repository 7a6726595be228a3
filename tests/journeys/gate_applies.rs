//! Stories 000 and 004 to their ends, in the demo's world: proposed, read, typed,
//! applied, verified, in sync; and undone.

use watchkeeper::{
    facts::{Fault, FaultKind},
    flow::Msg,
    gate::{Outcome, Verified, WriteProgress, WriteReport},
};

use crate::support::harness::Harness;

const SIZE: (u16, u16) = (80, 24);

fn confirm(console: &mut Harness) {
    console.read_all();
    let phrase = console.phrase();
    console.type_text(&phrase);
    console.shows("enter applies it.");
    console.press("enter");
}

#[test]
fn the_live_policy_is_codified_and_the_pane_shows_it_in_sync() {
    let mut console = Harness::writing("alpha-prod", SIZE);
    assert!(
        console
            .selected()
            .contains("alpha-engine-cloudwatch-metrics")
    );
    console.press("a c");
    console.shows("CODIFY LIVE POLICY");
    console.shows("infrastructure/iam/alpha-engine-executor-role/");
    console.hides("emit-heartbeat.sh");
    console.gated();
    console.shows("undo `git checkout -- infrastructure/iam/alpha-engine-executor-role/");
    console.read_all();
    console.shows("enter does it. Git has what the file says now.");
    console.press("enter");
    assert_eq!(console.gated(), ["apply"]);
    console.shows("Applied. ");
    console.shows(" confirmed");
    console.shows("The journal has it as change");
    console.shows("was read again and is as planned");
    console.press("esc");
    let screen = console.screen();
    let row = screen
        .lines()
        .find(|line| line.contains("alpha-engine-cloudwatch-metrics"))
        .unwrap();
    assert!(row.contains("in sync"), "{screen}");
    console.press("a u");
    console.shows("git checkout");
}

#[test]
fn the_repository_s_policy_is_put_live_with_a_warning_and_undone() {
    let mut console = Harness::writing("alpha-prod", SIZE);
    console.press("a r");
    console.shows("PUT ROLE POLICY");
    console.shows("used by infrastructure/emit-heartbeat.sh:22");
    confirm(&mut console);
    console.shows("Applied.");
    console.shows("was read again and is as planned");
    console.shows("a u undoes it, through this same gate");
    console.press("esc");
    let state = |console: &Harness| {
        let screen = console.screen();
        let mut lines = screen.lines();
        let row = lines.find(|line| line.contains("alpha-engine-cloudwatch-metrics"));
        row.unwrap_or_default().to_owned()
    };
    assert!(state(&console).contains("in sync"), "{}", console.screen());
    console.press("a u");
    console.shows("PUT ROLE POLICY");
    confirm(&mut console);
    console.shows("Applied.");
    console.press("esc");
    assert!(
        state(&console).contains("live BROADER"),
        "{}",
        console.screen()
    );
}

#[test]
fn development_gets_the_policy_that_production_has() {
    let mut console = Harness::writing("insight-dev", SIZE);
    assert!(console.selected().contains("ObservabilityAccess"));
    console.press("a p");
    console.shows("PUT ROLE POLICY");
    console.wait(600);
    let mut seen = String::new();
    for _ in 0..30 {
        seen.push_str(&console.words());
        console.press("down");
    }
    for action in [
        "bedrock:AllowVendedLogDeliveryForResource",
        "logs:CreateDelivery",
        "logs:PutDeliverySource",
        "logs:PutDeliveryDestination",
        "logs:GetDelivery",
        "logs:DescribeDeliveries",
        "logs:DeleteDelivery",
        "logs:UpdateDeliveryConfiguration",
    ] {
        assert!(seen.contains(action), "{action} in {seen}");
    }
    assert!(seen.contains("deep-insight-task-execution-role-dev"));
    assert!(seen.contains("057716757052"));
    let header = console.screen().lines().next().unwrap().to_owned();
    assert!(
        header.contains("057716757052") && header.contains("insight-dev"),
        "{header}"
    );
    confirm(&mut console);
    console.shows("Applied.");
    console.shows("was read again and is as planned");
    console.press("esc");
    console.hides("missing in insight-dev");
}

#[test]
fn while_it_is_written_esc_says_that_it_goes_on_and_quitting_takes_two() {
    let mut console = Harness::writing("alpha-prod", SIZE);
    console.press("a r");
    console.hold_gate();
    confirm(&mut console);
    console.shows("> Reading it again, to compare it with the preview.");
    console.shows("Next: the journal has the intent, and the request goes out once.");
    console.gated();
    console.press("esc");
    console.shows("It goes on and can't be called back");
    console.effects();
    console.press("ctrl-c");
    console.shows("ctrl-c once more ends the console all the same");
    assert!(!console.effects().contains(&watchkeeper::flow::Effect::Quit));
    console.spin();
    assert!(console.screen().contains('⠙'), "{}", console.screen());
    console.heard(WriteProgress::Sending);
    console.shows("= It is still as the preview showed, and the journal has the intent.");
    console.shows("> Sending the request.");
    console.heard(WriteProgress::ReadingBack);
    console.shows("No answer came. Reading what became of it; it is not sent again.");
    console.heard(WriteProgress::Verifying);
    console.shows("It was applied. Checking what it did.");
    console.answer_gate();
    console.shows("Applied.");
}

#[test]
fn what_was_not_applied_or_is_in_doubt_is_said_and_offers_no_undo() {
    let lost = || {
        Fault::new(
            FaultKind::Offline,
            "No answer came.",
            "Look at the journal.",
        )
    };
    let cases = [
        (Outcome::NotApplied(lost()), "Not applied: No answer came."),
        (Outcome::InDoubt(lost()), "IN DOUBT: No answer came."),
    ];
    for (outcome, said) in cases {
        let mut console = ended(outcome, None);
        console.shows(said);
        console.hides("undoes it");
        console.press("esc a u");
        console.shows("Nothing was applied since this console started.");
    }
}

/// The screen under an outcome like this.
fn ended(outcome: Outcome, unjournaled: Option<Fault>) -> Harness {
    let mut console = Harness::writing("alpha-prod", SIZE);
    console.press("a r");
    console.hold_gate();
    confirm(&mut console);
    console.answer_gate_with(|msg| match msg {
        Msg::Written { ticket, at, .. } => Msg::Written {
            ticket,
            at,
            report: WriteReport::Done {
                outcome,
                verified: Verified::default(),
                change: "abc".to_owned(),
                request_ids: vec!["req-1".to_owned()],
                made: None,
                unjournaled: unjournaled.map(Box::new),
            },
        },
        other => other,
    });
    console
}

#[test]
fn half_done_says_what_is_done_for_good_and_what_is_not_with_the_request_ids() {
    let fault = Fault::new(FaultKind::Expired, "The token expired.", "Sign in again.");
    let half = Outcome::HalfDone {
        done: vec!["version v1 is deleted for good".to_owned()],
        not_done: vec!["no new version was made".to_owned()],
        fault: Box::new(fault),
    };
    let mut console = ended(half, None);
    console.shows("HALF DONE: version v1 is deleted for good; no new version was made.");
    console.shows("The token expired.");
    console.shows("AWS's request ids: req-1.");
    console.hides("Applied");
    console.press("esc a u");
    console.shows("Nothing was applied since this console started.");
}

#[test]
fn an_outcome_that_is_not_in_the_journal_is_said_before_all_else() {
    let full = Fault::new(FaultKind::ReadOnly, "The disk is full.", "Make room.");
    let console = ended(Outcome::Applied, Some(full));
    let screen = console.screen();
    let at = |text: &str| {
        screen
            .find(text)
            .unwrap_or_else(|| panic!("{text}: {screen}"))
    };
    assert!(at("NOT IN THE JOURNAL: The disk is full.") < at("Applied."));
    assert!(at("request ids: req-1") < at("Applied."));
    console.hides("The journal has it");
}

#[test]
fn what_moved_meanwhile_is_a_new_preview_and_the_phrase_is_typed_again() {
    let mut console = Harness::writing("alpha-prod", SIZE);
    console.press("a r");
    console.hold_gate();
    confirm(&mut console);
    console.gated();
    console.answer_gate_with(|msg| {
        let Msg::Written { ticket, at, .. } = msg else {
            panic!("{msg:?}");
        };
        Msg::Written {
            ticket,
            at,
            report: WriteReport::Moved {
                what: vec!["The role's policy is another.".to_owned()],
                assessment: Box::new(assessment()),
            },
        }
    });
    console.shows("nothing was written. This is new.");
    console.shows("The role's policy is another.");
    assert_eq!(console.gated(), ["proposed"]);
    console.press("enter");
    assert_eq!(console.gated(), Vec::<String>::new());
    console.read_all();
    console.hides("enter applies it.");
}

/// A prospect of its own: the one that a fresh proposal would have.
fn assessment() -> watchkeeper::gate::Assessment {
    let mut console = Harness::writing("alpha-prod", SIZE);
    console.hold_gate();
    console.effects();
    console.press("a r");
    let mut found = None;
    console.answer_gate_with(|msg| {
        if let Msg::Prepared { result, .. } = &msg {
            found = result.clone().ok();
        }
        msg
    });
    *found.unwrap()
}

#[test]
fn a_change_is_undone_from_the_journal_too() {
    let mut console = Harness::writing("alpha-prod", SIZE);
    console.press("a r");
    confirm(&mut console);
    console.press("esc 0");
    console.press("a u");
    console.shows("PUT ROLE POLICY");
    console.shows("This puts back what was there before change");
    confirm(&mut console);
    console.shows("Applied.");
    console.press("esc 2 g g");
    console.shows("alpha-engine-cloudwatch-metrics live BROADER");
}

/// The break-glass policy that somebody left behind, selected.
fn left_behind() -> Harness {
    let mut console = Harness::writing("alpha-prod", SIZE);
    console.press("/");
    console.type_text("break-glass");
    console.press("enter");
    while !console.selected().contains("break-glass-20260516") {
        console.press("j");
    }
    console
}

#[test]
fn what_was_left_behind_with_a_whole_service_is_not_written_down_as_if_it_belonged() {
    let mut console = left_behind();
    console.press("a c");
    console.shows("CODIFY LIVE POLICY");
    console.shows("It gains a whole service: states:* on *.");
    console.read_all();
    console.shows("This is stopped: nothing that is typed helps.");
}

#[test]
fn what_was_left_behind_is_deleted_after_its_name_was_typed() {
    let mut console = left_behind();
    console.press("a r");
    console.shows("DELETE ROLE POLICY");
    confirm(&mut console);
    console.shows("Applied.");
    console.press("esc");
    console.hides("break-glass-20260516 not in repository");
}
