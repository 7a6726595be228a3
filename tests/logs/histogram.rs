//! The histogram: every shown line that has a time is in one bucket.

use watchkeeper::logs::{Histogram, Keep, Matcher, Test};

use super::piped;

#[test]
fn each_line_is_in_the_bucket_of_its_time() {
    let mut text = String::new();
    for minute in 0..40 {
        let level = if minute % 10 == 0 { "ERROR" } else { "INFO" };
        text += &format!("2026-11-21T14:{minute:02}:30Z {level} x\n");
    }
    let mut log = piped(&text);
    let all = Histogram::of(log.store(), log.filters(), None, 20);
    assert_eq!(all.step, 120_000, "the finest step that fits");
    assert_eq!(all.buckets.len(), 20);
    assert_eq!(
        all.buckets.iter().map(|bucket| bucket.lines).sum::<usize>(),
        40
    );
    assert_eq!(
        all.buckets
            .iter()
            .map(|bucket| bucket.errors)
            .sum::<usize>(),
        4
    );
    assert_eq!(all.buckets[5].errors, 1);

    let zoomed = Histogram::of(
        log.store(),
        log.filters(),
        Some((all.from, all.from + 600_000)),
        20,
    );
    assert_eq!(zoomed.step, 30_000);
    assert_eq!(
        zoomed
            .buckets
            .iter()
            .map(|bucket| bucket.lines)
            .sum::<usize>(),
        10
    );

    log.filter(Keep::In, Test::Text(Matcher::new("ERROR").unwrap()));
    let filtered = Histogram::of(log.store(), log.filters(), None, 20);
    assert_eq!(
        filtered
            .buckets
            .iter()
            .map(|bucket| bucket.lines)
            .sum::<usize>(),
        4
    );
}

#[test]
fn without_times_there_is_no_histogram() {
    let log = piped("a\nb\n");
    assert_eq!(
        Histogram::of(log.store(), log.filters(), None, 20),
        Histogram::default()
    );
}
