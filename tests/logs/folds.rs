//! Groups of a job's log fold; never one with an error in it, and never what is looked for.

use watchkeeper::logs::{Keep, Level, Levels, Log, Matcher, Store, Test};

const LOG: &str = "2026-05-18T13:40:12.1000000Z ##[group]Runner Image\n\
    2026-05-18T13:40:12.1000000Z Image: ubuntu-24.04\n\
    2026-05-18T13:40:12.1000000Z ##[endgroup]\n\
    2026-05-18T13:40:13.0000000Z between\n\
    2026-05-18T13:40:14.0000000Z ##[group]Run tests\n\
    2026-05-18T13:40:15.0000000Z ##[error]one failed\n\
    2026-05-18T13:40:15.1000000Z ##[endgroup]\n\
    2026-05-18T13:40:16.0000000Z ##[group]without an end\n\
    2026-05-18T13:40:17.0000000Z inside\n\
    2026-05-18T13:40:18.0000000Z ##[group]the next\n\
    2026-05-18T13:40:19.0000000Z last\n";

fn log(budget: usize) -> Log {
    Log::new(Store::piped(), budget).folding()
}

/// What is shown, each line without its moment, and how many lines are folded behind it.
fn shown(log: &Log) -> Vec<(String, usize)> {
    let page = log.page(0, 100, 4096);
    let text = |row: &watchkeeper::logs::Row| {
        let text = String::from_utf8_lossy(&row.text).into_owned();
        (text.split_once(' ').unwrap().1.to_owned(), row.folded)
    };
    page.rows.iter().map(text).collect()
}

fn texts(log: &Log) -> Vec<String> {
    shown(log).into_iter().map(|(text, _)| text).collect()
}

#[test]
fn groups_are_their_titles_but_for_the_one_that_has_an_error() {
    let mut log = log(1 << 20);
    log.feed(LOG.as_bytes());
    let expected = [
        ("##[group]Runner Image", 2),
        ("between", 0),
        ("##[group]Run tests", 0),
        ("##[error]one failed", 0),
        ("##[endgroup]", 0),
        ("##[group]without an end", 1),
        ("##[group]the next", 1),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(text, folded)| (text.to_owned(), folded))
        .collect();
    assert_eq!(shown(&log), expected);
}

#[test]
fn a_log_folds_the_same_however_it_comes_in() {
    let mut whole = log(1 << 20);
    whole.feed(LOG.as_bytes());
    for size in [1, 7, 64] {
        let mut log = log(1 << 20);
        for piece in LOG.as_bytes().chunks(size) {
            log.feed(piece);
        }
        assert_eq!(shown(&log), shown(&whole), "{size}");
    }
}

#[test]
fn what_is_looked_for_is_found_in_a_group_and_the_groups_fold_again_after_that() {
    let mut log = log(1 << 20);
    log.feed(LOG.as_bytes());
    let folded = shown(&log);
    log.look_for(Matcher::new("ubuntu").ok());
    assert!(texts(&log).contains(&"Image: ubuntu-24.04".to_owned()));
    log.look_for(None);
    assert_eq!(shown(&log), folded);
}

#[test]
fn a_filter_goes_over_all_lines_and_nothing_is_said_to_be_folded_then() {
    let mut log = log(1 << 20);
    log.feed(LOG.as_bytes());
    let inside = Matcher::new("inside").unwrap();
    log.set_filters(vec![(Keep::In, Test::Text(inside), true)]);
    assert_eq!(shown(&log), [("inside".to_owned(), 0)]);
    let errors = Test::Levels(Levels::from(Level::Error));
    log.set_filters(vec![(Keep::In, errors, true)]);
    assert_eq!(texts(&log), ["##[error]one failed"]);
}

#[test]
fn unfolded_every_line_is_there() {
    let mut log = log(1 << 20);
    log.feed(LOG.as_bytes());
    log.fold(false);
    assert_eq!(texts(&log).len(), LOG.lines().count());
    assert!(shown(&log).iter().all(|(_, folded)| *folded == 0));
}

#[test]
fn when_the_oldest_lines_have_to_go_the_groups_stay_where_they_are() {
    let mut log = log(4 << 20);
    for round in 0..60_000 {
        let text = format!(
            "2026-05-18T13:41:00.0000000Z ##[group]round {round}\n\
             2026-05-18T13:41:00.0000000Z inside\n\
             2026-05-18T13:41:00.0000000Z ##[endgroup]\n"
        );
        log.feed(text.as_bytes());
    }
    assert!(log.store().totals().dropped > 0);
    let visible = log.filters().visible(log.store());
    let page = log.page(visible - 50, 50, 4096);
    let text = |row: &watchkeeper::logs::Row| {
        let text = String::from_utf8_lossy(&row.text).into_owned();
        text.split_once(' ').unwrap().1.to_owned()
    };
    let texts: Vec<String> = page.rows.iter().map(text).collect();
    assert_eq!(texts.last().unwrap(), "##[group]round 59999");
    let titles = texts.iter().filter(|text| text.starts_with("##[group]"));
    assert_eq!(titles.count(), 50, "{texts:?}");
    assert!(page.rows.iter().all(|row| row.folded == 2));
}
