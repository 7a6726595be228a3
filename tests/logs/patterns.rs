//! Lines of one shape are counted together, and a shape knows since when it is there.

use watchkeeper::logs::{Level, patterns};

use super::piped;

#[test]
fn lines_that_differ_in_numbers_ids_and_times_are_one_shape() {
    let log = piped(
        "2026-11-21T14:00:00Z INFO served /jobs/17 in 12ms\n\
         2026-11-21T14:00:01Z INFO served /jobs/4f1c-22 in 9ms\n\
         2026-11-21T14:05:00Z ERROR no route to 10.0.0.7:443\n",
    );
    let found = patterns(log.store(), log.filters());
    let told: Vec<_> = found
        .iter()
        .map(|pattern| (pattern.shape.as_str(), pattern.count, pattern.level))
        .collect();
    assert_eq!(
        told,
        [
            ("* INFO served /jobs/* in *", 2, Level::Info),
            ("* ERROR no route to *", 1, Level::Error)
        ]
    );
    let deploy = log.store().time(1).unwrap();
    assert!(!found[0].is_new_since(deploy));
    assert!(found[1].is_new_since(deploy));
}
