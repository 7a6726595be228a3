//! The views of a log besides its lines, and story 004's verdict on shared streams.

use super::{groups, opened};

const SIZE: (u16, u16) = (120, 34);

#[test]
fn invocations_have_their_ending_their_time_and_their_memory() {
    let mut console = opened("dataops", "HealthCheck", SIZE);
    console.press("v i");
    console.shows("timed out");
    console.shows("1 m 00 s");
    console.shows("82/128 MB");
    console.hides("share one log stream");
    console.press("n enter");
    console.shows("Task timed out after 60.00 seconds");
    console.shows("line 1 of 8");
    console.press("Z");
    console.shows("of 86");
}

#[test]
fn invocations_of_json_lines_are_told_by_their_ids() {
    let mut console = opened("dataops", "DocsFunction", SIZE);
    console.press("v i");
    console.shows("of 24");
    console.shows("error");
}

#[test]
fn a_runtime_whose_invocations_share_one_stream_is_named_and_a_busy_function_is_not() {
    let console = groups("insight-dev", SIZE);
    console.shows("one stream: its invocations share it");
    let mut console = opened("insight-dev", "runtime", SIZE);
    console.press("v i");
    console.shows("they all share one log stream");
    let console = groups("insight-prod", SIZE);
    console.hides("one stream: its");
    let mut console = opened("insight-prod", "runtime", SIZE);
    console.press("v i");
    console.hides("share one log stream");
    let mut console = opened("alpha-prod", "executor", SIZE);
    console.press("v i");
    console.hides("share one log stream");
}

#[test]
fn streams_come_by_their_last_event_and_open_their_own_lines() {
    let mut console = opened("dataops", "containers", SIZE);
    console.press("v s");
    console.shows("i-0d81ba92e56c19946/mlflow");
    console.press("enter");
    console.shows("18 of 18");
    console.press("esc");
    console.shows("log group");
}

#[test]
fn patterns_count_lines_that_differ_only_in_numbers() {
    let mut console = opened("dataops", "containers", SIZE);
    console.press("v p");
    console.shows("run logged experiment=* metrics=*");
    console.shows("18");
    console.press("enter");
    console.shows("72");
}

#[test]
fn the_views_go_round_by_two_keys() {
    let mut console = opened("dataops", "containers", SIZE);
    for seen in ["last event", "invocation", "pattern", "line 72 of 72"] {
        console.press("]");
        console.shows(seen);
    }
    console.press("[");
    console.shows("pattern");
}
