//! Snapshots of the main views at the three sizes. `cargo insta review` shows what
//! changed; look at it as a person at three in the morning would.

use watchkeeper::{
    ask::{Question, journal::Entries},
    facts::DriftSettings,
};

use crate::{
    journal::pane::{ENTRIES, told},
    journeys::account::{
        CODIFIED, DEV, caller, codified, expired, identity, listing, live, offline, policy,
        settings,
    },
    journeys::stacks::change_set,
    support::harness::Harness,
};

const SIZES: [(u16, u16); 3] = [(80, 24), (100, 30), (160, 50)];

/// The screen after these steps, once for each size.
fn snapshot(name: &str, open: impl Fn((u16, u16)) -> Harness) {
    for (columns, rows) in SIZES {
        snapshot_at(name, (columns, rows), &open);
    }
}

fn snapshot_at(name: &str, size: (u16, u16), open: impl Fn((u16, u16)) -> Harness) {
    let screen = open(size).screen();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let name = format!("{name}_{}x{}", size.0, size.1);
    settings.bind(|| insta::assert_snapshot!(name, screen));
}

fn demo(keys: &'static str) -> impl Fn((u16, u16)) -> Harness {
    move |size| {
        let mut console = Harness::demo_in("alpha-prod", size);
        console.press(keys);
        console.rest();
        console
    }
}

/// A layer that takes text, with this text in it.
fn typed(key: &'static str, text: &'static str) -> impl Fn((u16, u16)) -> Harness {
    move |size| {
        let mut console = demo(key)(size);
        console.type_text(text);
        console
    }
}

/// Three changes, one of them in doubt.
fn journal(size: (u16, u16)) -> Harness {
    let mut console = Harness::by_hand(settings());
    console.resize(size.0, size.1);
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.press("0");
    console.answer(&ENTRIES, Ok(Entries::answered(told())));
    console
}

/// One role that differs, then these answers to a refresh.
fn known(size: (u16, u16)) -> Harness {
    let mut console = Harness::by_hand(settings());
    console.resize(size.0, size.1);
    let codified = codified(&[("alpha", "reads", &policy(&["s3:GetObject"]))]);
    console.answer(&CODIFIED, Ok(codified));
    console.answer(&identity("dev"), Ok(caller(DEV)));
    let roles = live(&[("alpha", "reads", &policy(&["s3:GetObject", "s3:PutObject"]))]);
    console.answer(&listing("dev"), Ok(roles));
    console
}

#[test]
fn the_drift_list_with_its_detail() {
    snapshot("drift", demo("esc"));
}

#[test]
fn the_list_with_everything_that_is_in_sync() {
    snapshot("drift_all", demo("H"));
}

#[test]
fn the_detail_read_alone() {
    snapshot("detail", demo("enter"));
}

#[test]
fn the_text_diff() {
    snapshot("text_diff", demo("enter t"));
}

#[test]
fn the_sibling_that_lacks_a_policy() {
    snapshot("sibling", |size| {
        let mut console = Harness::demo_in("insight-dev", size);
        console.press("enter");
        console
    });
}

#[test]
fn the_role_that_a_template_declares() {
    for size in [(80, 24), (160, 50)] {
        let open = |size| Harness::demo_in("dataops", size);
        snapshot_at("drift_template", size, open);
    }
}

#[test]
fn the_pair_of_siblings() {
    snapshot("pair", demo("g enter"));
}

/// The stacks of story 002 after these keys.
fn stacks(keys: &'static str) -> impl Fn((u16, u16)) -> Harness {
    move |size| {
        let mut console = Harness::demo_in("dataops", size);
        console.press(keys);
        console.rest();
        console
    }
}

#[test]
fn the_stacks_with_the_story_of_the_one_that_failed() {
    snapshot("stacks", stacks("3"));
}

#[test]
fn the_runs_with_the_one_that_failed() {
    snapshot("runs", stacks("4"));
    snapshot("runs_log", stacks("4 v l"));
    snapshot("runs_deployed", stacks("4 v p"));
}

/// The log of the function that checks the services, after these keys.
fn log(keys: &'static str) -> impl Fn((u16, u16)) -> Harness {
    move |size| {
        let mut console = Harness::demo_in("dataops", size);
        console.press("5 j enter");
        console.press(keys);
        console
    }
}

#[test]
fn a_log_and_its_invocations() {
    snapshot("log_groups", stacks("5"));
    snapshot("log_lines", log("L"));
    snapshot("log_invocations", log("v i"));
}

#[test]
fn the_watch_with_its_chain() {
    snapshot("watch", |size| Harness::watching("dataops", size));
    snapshot("watch_detail", |size| {
        let mut console = Harness::watching("dataops", size);
        console.press("j j j enter");
        console.rest();
        console
    });
}

#[test]
fn the_pipeline_with_its_evidence_plan_and_criteria() {
    snapshot("pipeline", demo("8 j"));
    snapshot("pipeline_rule", demo("8 j enter"));
    snapshot("pipeline_plan", demo("8 v p"));
}

#[test]
fn the_story_read_alone() {
    snapshot("stack_story", stacks("3 enter"));
}

#[test]
fn the_events_at_the_root() {
    snapshot("stack_events", stacks("3 v e"));
}

#[test]
fn the_timeline() {
    snapshot("stack_timeline", stacks("3 v t"));
}

#[test]
fn the_resources() {
    snapshot("stack_resources", stacks("3 v r"));
}

#[test]
fn the_question_before_a_drift_detection() {
    snapshot("stack_detect_drift", stacks("3 v d D"));
}

#[test]
fn a_change_set_of_a_role() {
    snapshot("change_set", |size| {
        let mut console = change_set();
        console.resize(size.0, size.1);
        console
    });
}

#[test]
fn the_help() {
    snapshot("help", demo("?"));
}

#[test]
fn the_palette() {
    snapshot("palette", typed(":", "copy"));
}

#[test]
fn the_environments() {
    snapshot("environments", demo("e"));
}

#[test]
fn the_filter_being_typed() {
    snapshot("filter", typed("/", "research"));
}

#[test]
fn the_menu_of_a_sequence() {
    snapshot("sequence", demo("c"));
}

#[test]
fn a_refresh_that_failed() {
    snapshot("stale", |size| {
        let mut console = known(size);
        console.press("R");
        console.answer(&listing("dev"), Err(offline()));
        console
    });
}

#[test]
fn credentials_that_expired_at_start() {
    snapshot("expired", |size| {
        let mut console = Harness::by_hand(settings());
        console.resize(size.0, size.1);
        console.answer(&CODIFIED, Ok(codified(&[])));
        console.answer(&identity("dev"), Err(expired()));
        console
    });
}

#[test]
fn the_first_moments() {
    snapshot("loading", |size| {
        let mut console = Harness::by_hand(settings());
        console.resize(size.0, size.1);
        console.spin();
        console
    });
}

#[test]
fn a_project_that_codifies_nothing() {
    snapshot("empty", |size| {
        let mut nothing = settings();
        nothing.drift = None::<DriftSettings>;
        let mut console = Harness::by_hand(nothing);
        console.resize(size.0, size.1);
        console.answer(&identity("dev"), Ok(caller(DEV)));
        console
    });
}

#[test]
fn everything_in_sync() {
    snapshot("in_sync", |size| {
        let mut console = Harness::by_hand(settings());
        console.resize(size.0, size.1);
        let text = policy(&["s3:GetObject"]);
        console.answer(&CODIFIED, Ok(codified(&[("alpha", "reads", &text)])));
        console.answer(&identity("dev"), Ok(caller(DEV)));
        console.answer(&listing("dev"), Ok(live(&[("alpha", "reads", &text)])));
        console
    });
}

/// A change at the gate, as far as these steps take it.
fn gate(environment: &'static str, keys: &'static str) -> impl Fn((u16, u16)) -> Harness {
    move |size| {
        let mut console = Harness::previewing(environment, size, "default");
        console.press(keys);
        console
    }
}

#[test]
fn a_preview_as_it_appears() {
    snapshot("gate", gate("alpha-prod", "a r"));
}

#[test]
fn a_preview_that_was_read_with_a_mistyped_phrase() {
    snapshot("gate_typed", |size| {
        let mut console = gate("alpha-prod", "a r")(size);
        console.read_all();
        console.type_text("alpha-engine-execx");
        console
    });
}

#[test]
fn a_preview_of_what_is_codified() {
    snapshot("gate_codify", gate("alpha-prod", "a c"));
}

#[test]
fn a_preview_of_what_a_sibling_lacks() {
    snapshot("gate_sibling", gate("insight-dev", "a p"));
}

#[test]
fn a_change_that_a_guard_stops() {
    snapshot("gate_stopped", |size| {
        let mut console = Harness::protecting("alpha-engine-executor-role", size);
        console.press("a r");
        console
    });
}

#[test]
fn a_change_that_was_applied() {
    snapshot("gate_done", |size| {
        let mut console = gate("alpha-prod", "a r")(size);
        console.read_all();
        let phrase = console.phrase();
        console.type_text(&phrase);
        console.hold_gate();
        console.press("enter");
        console.answer_gate_with(crate::support::harness::applied);
        console
    });
}

#[test]
fn a_proposal_in_a_read_only_console() {
    snapshot("gate_read_only", demo("a r"));
}

#[test]
fn the_journal_with_a_change_in_doubt() {
    snapshot("journal", journal);
}

#[test]
fn the_detail_of_a_journaled_change_read_alone() {
    snapshot("journal_detail", |size| {
        let mut console = journal(size);
        console.press("n n enter");
        console
    });
}

#[test]
fn a_terminal_that_is_too_small() {
    snapshot_at("too_small", (20, 5), demo("esc"));
}

/// The smallest screen that everything can be done on, and half of a wide one.
#[test]
fn the_main_views_where_there_is_little_room() {
    for size in [(60, 15), (79, 24), (80, 23)] {
        snapshot_at("drift", size, demo("esc"));
        snapshot_at("detail", size, demo("enter"));
        snapshot_at("stacks", size, stacks("3"));
        snapshot_at("stack_events", size, stacks("3 enter ]"));
        snapshot_at("stack_story", size, stacks("3 enter"));
        snapshot_at("journal", size, journal);
    }
}
