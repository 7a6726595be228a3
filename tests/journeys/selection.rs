//! Moving: the list follows every key, the detail once the selection rests.

use watchkeeper::flow::{Effect, Later};

use crate::support::harness::Harness;

#[test]
fn the_detail_follows_only_after_the_selection_rests() {
    let mut console = Harness::demo_in("alpha-prod", (160, 50));
    console.shows("alpha-engine-executor-role / alpha-engine-cloudwatch-metrics");
    console.effects();
    console.press("j");
    assert!(console.selected().contains("alpha-engine-ssm"));
    console.shows("alpha-engine-executor-role / alpha-engine-cloudwatch-metrics");
    let wake = |effect: &Effect| {
        matches!(
            effect,
            Effect::Wake {
                after_ms: 80,
                later: Later::Detail(_)
            }
        )
    };
    assert!(console.effects().iter().any(wake));
    console.rest();
    console.shows("alpha-engine-executor-role / alpha-engine-ssm");
}

#[test]
fn a_timer_of_an_earlier_move_changes_nothing() {
    let mut console = Harness::demo_in("alpha-prod", (160, 50));
    console.press("j");
    let now = "2026-05-18T14:03:00Z".parse().unwrap();
    let earlier = console.timers().iter().find_map(|later| match later {
        Later::Detail(at) => Some(*at),
        Later::Spinner
        | Later::Settled(_)
        | Later::Expired(_)
        | Later::Follow(_)
        | Later::Leave(_) => None,
    });
    console.press("j j");
    console.send(watchkeeper::flow::Msg::Woke {
        later: Later::Detail(earlier.unwrap()),
        now,
    });
    console.shows("alpha-engine-executor-role / alpha-engine-cloudwatch-metrics");
}

#[test]
fn passing_over_rows_asks_nothing_of_aws() {
    let mut console = Harness::demo_in("alpha-prod", (160, 50));
    console.effects();
    console.press("j j j j j j");
    let asked = console
        .effects()
        .iter()
        .any(|e| matches!(e, Effect::Ask { .. }));
    assert!(!asked, "evidence is asked for what is looked at");
    console.press("g n");
    console.rest();
}

#[test]
fn the_list_scrolls_as_far_as_needed_and_the_ends_hold() {
    let mut console = Harness::demo();
    console.press("G");
    let last = console.selected();
    console.press("j j j");
    assert_eq!(console.selected(), last);
    console.press("g");
    let first = console.selected();
    assert!(first.contains("alpha-engine-executor-role"), "{first}");
    console.press("k k");
    assert_eq!(console.selected(), first);
    for _ in 0..60 {
        console.press("down");
        console.selected();
    }
    assert_eq!(console.selected(), last);
}

#[test]
fn enter_reads_the_detail_alone_on_a_small_screen_and_esc_comes_back() {
    let mut console = Harness::demo();
    // What is opened is read with the runs, whose tab says so then.
    let rows = |console: &Harness| -> Vec<String> {
        let screen = console.screen();
        let rows = screen.lines().filter(|line| !line.starts_with(" 1 "));
        rows.map(str::to_owned).collect()
    };
    let list = rows(&console);
    console.press("enter");
    console.hides("role / policy");
    console.shows("Statement PutAlphaEngineMetrics");
    console.press("G");
    console.shows("71c02de");
    console.press("esc");
    assert_eq!(rows(&console), list);
}

#[test]
fn a_resize_keeps_the_selection_in_sight() {
    let mut console = Harness::demo_in("alpha-prod", (160, 50));
    console.press("G");
    let name = |row: &str| row.split_whitespace().nth(2).unwrap().to_owned();
    let chosen = name(&console.selected());
    console.resize(80, 24);
    assert_eq!(name(&console.selected()), chosen);
    console.resize(160, 50);
    assert_eq!(name(&console.selected()), chosen);
}
