//! The lines of a group: what is shown first, moving, searching, filtering, marking.

use super::{groups, opened};

const SIZE: (u16, u16) = (100, 30);

#[test]
fn groups_are_listed_with_what_they_keep_and_the_newest_streams() {
    let console = groups("dataops", SIZE);
    console.shows("/aws/lambda/dataops-v1-WorkEngineFunction");
    console.shows("97 MB");
    console.shows("infrequent access");
    console.shows("[$LATEST]");
}

#[test]
fn a_group_opens_at_its_end_and_back_leads_to_the_list_and_its_filter() {
    let mut console = opened("dataops", "WorkEngine", SIZE);
    console.shows("REPORT RequestId");
    console.shows("line 62 of 62");
    assert!(console.selected().contains("REPORT"));
    console.press("esc");
    console.shows("log group");
    assert!(console.selected().contains("WorkEngineFunction"));
}

#[test]
fn the_first_and_the_last_line_are_a_key_away_and_every_line_between() {
    let mut console = opened("dataops", "WorkEngine", (80, 24));
    console.press("g");
    console.shows("line 1 of 62");
    assert!(console.selected().contains("INIT_START"));
    for line in 2..=62 {
        console.press("j");
        console.shows(&format!("line {line} of 62"));
    }
    for line in (1..62).rev() {
        console.press("k");
        console.shows(&format!("line {line} of 62"));
    }
    console.press("pgdn pgdn pgdn pgdn pgdn pgdn pgdn");
    console.shows("line 62 of 62");
}

#[test]
fn a_search_goes_to_the_first_hit_from_here_and_counts_them() {
    let mut console = opened("dataops", "WorkEngine", SIZE);
    console.press("g /");
    console.type_text("DescribeRule");
    console.shows("1 of 2");
    console.press("enter n");
    console.shows("2 of 2");
    assert!(console.selected().contains("Traceback"));
    console.press("esc");
    console.hides("2 of 2");
    console.shows("WorkEngineFunction");
}

#[test]
fn without_a_search_the_next_key_goes_from_error_to_error() {
    let mut console = opened("dataops", "WorkEngine", SIZE);
    console.press("g n");
    assert!(
        console.selected().starts_with("▌E"),
        "{}",
        console.selected()
    );
    let first = console.selected();
    console.press("n");
    assert_ne!(console.selected(), first);
    console.press("n");
    assert_eq!(console.selected(), first);
}

#[test]
fn a_filter_hides_what_it_does_not_keep_and_says_how_much_while_it_is_typed() {
    let mut console = opened("dataops", "HealthCheck", SIZE);
    console.press("&");
    console.type_text("healthy");
    console.shows("18 of 18");
    console.shows("healthy (hides");
    console.hides("REPORT");
    console.type_text(" !backend");
    console.shows("6 of 6");
    console.hides("backend-api");
    console.press("enter H");
    console.shows("REPORT");
    console.shows("All lines are shown");
    console.press("H");
    console.hides("REPORT");
    console.press("esc");
    console.shows("REPORT");
}

#[test]
fn fields_levels_and_times_are_words_of_a_filter() {
    let mut console = opened("dataops", "DocsFunction", SIZE);
    console.press("&");
    console.type_text("status>=500");
    console.shows("3 of 3");
    console.shows("upstream closed the connection");
    console.press("ctrl-u");
    console.type_text("level:error,warn");
    console.shows("6 of 6");
    console.press("ctrl-u");
    console.type_text("from:13:30 to:13:40");
    console.hides("13:29");
    console.hides("13:41");
    console.press("ctrl-u");
    console.type_text("level:loud");
    console.shows("The levels are trace, debug, info, warn, error and fatal.");
}

#[test]
fn the_level_key_goes_round_and_the_hidden_lines_are_counted() {
    let mut console = opened("dataops", "containers", SIZE);
    console.shows("72 of 72");
    console.press("L");
    console.shows("line 4 of 4 68 hidden");
    console.press("L");
    console.shows("line 2 of 2 70 hidden");
    console.press("L");
    console.shows("of 72");
    console.hides("hidden");
}

#[test]
fn marked_lines_are_found_again_and_are_what_is_copied() {
    let mut console = opened("dataops", "containers", SIZE);
    console.press("g m j j m G");
    console.shows("2 marked");
    console.press("M");
    console.shows("line 1 of 72");
    console.effects();
    console.press("c j");
    let copied = console.copied();
    let lines: Vec<serde_json::Value> = copied
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["group"], "/dataops/consolidated/containers");
    assert_eq!(lines[0]["stream"], "i-0d81ba92e56c19946/backend-api");
    assert!(
        lines[0]["at"]
            .as_str()
            .unwrap()
            .starts_with("2026-05-18T13:02")
    );
    console.press("c m");
    let copied = console.copied();
    assert!(
        copied.starts_with("Log group `/dataops/consolidated/containers`, stream `i-0d"),
        "{copied}"
    );
}

#[test]
fn a_line_read_alone_has_its_json_laid_out_and_its_place() {
    let mut console = opened("dataops", "DocsFunction", (80, 24));
    console.press("& ");
    console.type_text("status=500");
    console.press("enter enter");
    console.shows("Stream 2026/05/18/[$LATEST]");
    console.shows("\"status\": 500,");
    console.press("esc");
    console.shows("3 of 3");
}

#[test]
fn times_are_told_in_utc_or_from_a_line_on() {
    let mut console = opened("dataops", "containers", SIZE);
    console.shows(":02:");
    console.press("g u");
    console.shows("+ 0.000");
    console.press("u");
    console.shows("13:02:21.");
}

#[test]
fn a_time_is_gone_to_by_a_search_for_it() {
    let mut console = opened("dataops", "containers", SIZE);
    console.press("/");
    console.type_text("@13:30");
    assert!(
        console.selected().contains(" 13:30:"),
        "{}",
        console.selected()
    );
}

#[test]
fn wrapped_lines_show_all_of_a_text_and_keep_its_own_lines() {
    let mut console = opened("dataops", "WorkEngine", (80, 24));
    console.press("g n");
    assert!(console.selected().contains("+"), "{}", console.selected());
    console.press("w");
    console.shows("return self._make_api_call(operation_name, kwargs)");
}

#[test]
fn a_late_event_says_so_and_a_range_is_read_back() {
    let mut console = opened("dataops", "containers", SIZE);
    console.press("B");
    console.shows("Reading back to 2026-05-18 12:02Z.");
    console.shows("72 of 72");
}

#[test]
fn everything_fits_where_there_is_least_room() {
    let mut console = opened("dataops", "containers", (60, 15));
    console.shows("line 72 of 72");
    console.press("g w");
    console.shows("line 1 of 72");
}
