//! The budget: an endless log takes no more than it may, and says what was dropped.

use watchkeeper::logs::{Keep, Log, Matcher, NewEvent, Origin, Store, Test};

use super::shown;

const BUDGET: usize = 4 << 20;

#[test]
fn an_endless_pipe_stays_within_its_budget_and_counts_what_it_dropped() {
    let mut log = Log::new(Store::piped(), BUDGET);
    log.filter(Keep::In, Test::Text(Matcher::new("odd").unwrap()));
    let mut fed = 0_u64;
    for round in 0..40_000_u64 {
        let word = if round % 2 == 1 { "odd" } else { "even" };
        log.feed(format!("{round} {word} {}\n", "x".repeat(400)).as_bytes());
        fed += 1;
    }
    let totals = log.store().totals();
    assert_eq!(totals.dropped + totals.lines as u64, fed);
    assert!(totals.dropped > 0);
    assert!(totals.memory < 2 * BUDGET, "{totals:?}");
    let page = log.page(0, 3, 20);
    let first = String::from_utf8(page.rows[0].text.clone()).unwrap();
    let number: u64 = first.split(' ').next().unwrap().parse().unwrap();
    assert!(
        number >= totals.dropped && number <= totals.dropped + 1,
        "{first}: the oldest went, the next is shown"
    );
    assert!(shown(&log).iter().all(|line| line.contains("odd")));
    assert!(shown(&log).last().unwrap().starts_with("39999 odd"));
}

#[test]
fn of_events_the_oldest_go_even_if_they_came_last() {
    let from = Origin {
        group: "g".to_owned(),
        stream: "s".to_owned(),
    };
    let mut log = Log::new(Store::events(), BUDGET);
    let text = "y".repeat(1000);
    // Newest first, as the last lines of a group are read.
    for time in (0..8_000_i64).rev() {
        let id = time.to_string();
        let event = NewEvent {
            time,
            ingested: time,
            origin: &from,
            id: Some(&id),
            text: text.as_bytes(),
        };
        log.add(&[event]);
    }
    let totals = log.store().totals();
    assert_eq!(totals.dropped + totals.lines as u64, 8_000);
    assert!(totals.memory < 2 * BUDGET, "{totals:?}");
    assert_eq!(
        log.store().time(totals.lines - 1),
        Some(7_999),
        "the newest is here"
    );
}

#[test]
fn bookmarks_and_hits_stay_on_their_lines_when_older_ones_go() {
    let mut log = Log::new(Store::piped(), BUDGET);
    let line = |number: u32| format!("{number} {}\n", "z".repeat(1000));
    for number in 0..3_000 {
        log.feed(line(number).as_bytes());
    }
    log.bookmark(2_990);
    log.look_for(Some(Matcher::new("2995 ").unwrap()));
    for number in 3_000..5_500 {
        log.feed(line(number).as_bytes());
    }
    assert!(log.store().totals().dropped > 0);
    let marked = log.bookmarks().lines()[0];
    assert!(log.row(marked, 10).text.starts_with(b"2990 "));
    let hit = log.next_hit(0, watchkeeper::logs::Direction::Down).unwrap();
    assert!(log.row(hit, 10).text.starts_with(b"2995 "));
}
