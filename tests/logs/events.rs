//! Events, whenever they come: in the order of their times, each once.

use proptest::prelude::*;
use watchkeeper::logs::{Level, Log, NewEvent, Origin, Store};

use super::{ROOMY, shown};

fn origin(stream: &str) -> Origin {
    Origin {
        group: "/aws/lambda/ingest".to_owned(),
        stream: stream.to_owned(),
    }
}

fn event<'a>(time: i64, origin: &'a Origin, id: Option<&'a str>, text: &'a str) -> NewEvent<'a> {
    NewEvent {
        time,
        ingested: time + 40,
        origin,
        id,
        text: text.as_bytes(),
    }
}

fn empty() -> Log {
    Log::new(Store::events(), ROOMY)
}

#[test]
fn a_late_event_is_put_where_its_time_is_and_marked() {
    let (from, mut log) = (origin("a"), empty());
    log.add(&[
        event(1000, &from, Some("1"), "one"),
        event(3000, &from, Some("3"), "three"),
    ]);
    log.bookmark(1);
    let (added, moved) = log.add(&[NewEvent {
        ingested: 39_000,
        ..event(2000, &from, Some("2"), "two")
    }]);
    assert_eq!((added.lines, added.late, added.repeated), (1, 1, 0));
    assert_eq!(shown(&log), ["one", "two", "three"]);
    assert_eq!(log.row(1, 99).late, Some(37_000));
    assert_eq!(log.row(2, 99).late, None);
    assert_eq!(moved.place(1), 2, "who was on the third line still is");
    assert_eq!(log.bookmarks().lines(), [2]);
}

#[test]
fn an_event_is_known_again_by_its_id_and_without_one_by_all_else() {
    let (from, other, mut log) = (origin("a"), origin("b"), empty());
    log.add(&[
        event(1000, &from, Some("1"), "same"),
        event(1000, &from, Some("2"), "same"),
    ]);
    assert_eq!(
        shown(&log).len(),
        2,
        "two ids are two events, whatever they say"
    );
    let again = log.add(&[event(1000, &from, None, "same")]).0;
    assert_eq!(again.repeated, 1, "GetLogEvents answers no ids");
    let elsewhere = log
        .add(&[
            event(1000, &other, None, "same"),
            event(1000, &from, None, "else"),
        ])
        .0;
    assert_eq!(elsewhere.lines, 2);
}

#[test]
fn a_gap_has_its_place_and_no_filter_hides_it() {
    let (from, mut log) = (origin("a"), empty());
    log.add(&[
        event(1000, &from, Some("1"), "one"),
        event(9000, &from, Some("9"), "nine"),
    ]);
    log.gap(5000, "throttled for 4 s: events may be missing");
    log.filter(
        watchkeeper::logs::Keep::In,
        watchkeeper::logs::Test::Text(watchkeeper::logs::Matcher::new("nine").unwrap()),
    );
    assert_eq!(
        shown(&log),
        ["throttled for 4 s: events may be missing", "nine"]
    );
    assert_eq!(log.row(1, 99).level, Level::Gap);
    assert_eq!(log.row(1, 99).origin, None);
}

proptest! {
    /// Pages that overlap, in any order: the lines are those of all events sorted by time.
    #[test]
    fn whatever_comes_when_each_event_is_there_once_in_its_order(
        times in prop::collection::vec(0_i64..50, 1..60),
        pages in prop::collection::vec((0_usize..60, 0_usize..20), 1..20),
        marked in 0_usize..60,
    ) {
        let from = origin("a");
        let ids: Vec<String> = (0..times.len()).map(|at| format!("id{at}")).collect();
        let texts: Vec<String> = times.iter().enumerate().map(|(at, time)| format!("{time} {at}")).collect();
        let mut log = empty();
        let mut seen = std::collections::BTreeSet::new();
        let mut mark: Option<String> = None;
        for (start, len) in pages {
            let range = start.min(times.len())..(start + len).min(times.len());
            let page: Vec<_> = range.clone().map(|at| event(times[at], &from, Some(&ids[at]), &texts[at])).collect();
            let (added, _) = log.add(&page);
            let fresh = range.clone().filter(|at| seen.insert(*at)).count();
            prop_assert_eq!((added.lines, added.repeated), (fresh, range.len() - fresh));
            if mark.is_none() && marked < log.store().len() {
                log.bookmark(marked);
                mark = Some(shown(&log)[marked].clone());
            }
        }
        let lines = shown(&log);
        let line_times: Vec<i64> = (0..lines.len()).filter_map(|line| log.store().time(line)).collect();
        prop_assert!(line_times.is_sorted());
        let mut sorted = lines.clone();
        sorted.sort();
        let mut wanted: Vec<String> = seen.iter().map(|at| texts[*at].clone()).collect();
        wanted.sort();
        prop_assert_eq!(sorted, wanted);
        if let Some(mark) = mark {
            prop_assert_eq!(&lines[log.bookmarks().lines()[0]], &mark, "a bookmark stays on its line");
        }
    }
}
