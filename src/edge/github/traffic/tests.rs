//! How long nothing is asked after which answer.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use jiff::Timestamp;

use super::Traffic;

const NOW: i64 = 1_790_000_000;

fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

/// Seconds of pause after an answer with these headers.
fn pause(traffic: &Traffic, status: u16, secondary: bool, given: &[(&str, String)]) -> Option<i64> {
    let mut headers = HeaderMap::new();
    for (name, value) in given {
        let name: HeaderName = name.parse().unwrap();
        headers.insert(name, HeaderValue::from_str(value).unwrap());
    }
    let status = StatusCode::from_u16(status).unwrap();
    let paused = traffic.note(status, &headers, secondary, now());
    paused.map(|paused| paused.until.as_second() - NOW)
}

#[test]
fn a_primary_limit_lasts_until_the_hour_is_over() {
    let reset = ("x-ratelimit-reset", (NOW + 1800).to_string());
    let none_left = ("x-ratelimit-remaining", "0".to_owned());
    let given = [reset, none_left, ("x-ratelimit-limit", "5000".to_owned())];
    let traffic = Traffic::default();
    assert_eq!(pause(&traffic, 200, false, &given), None);
    assert_eq!(pause(&traffic, 403, false, &given), Some(1800));
    assert_eq!(traffic.budget().remaining, Some(0));
}

#[test]
fn a_reset_that_makes_no_sense_is_not_waited_for() {
    for reset in ["0", "99999999999999", "soon", "-1"] {
        let given = [
            ("x-ratelimit-reset", reset.to_owned()),
            ("x-ratelimit-remaining", "0".to_owned()),
        ];
        assert_eq!(
            pause(&Traffic::default(), 403, false, &given),
            Some(60),
            "{reset}"
        );
    }
}

#[test]
fn a_secondary_limit_lasts_as_long_as_is_said_or_longer_each_time() {
    let said = [("retry-after", "17".to_owned())];
    assert_eq!(pause(&Traffic::default(), 403, true, &said), Some(17));
    let traffic = Traffic::default();
    let waits: Vec<_> = (0..6).map(|_| pause(&traffic, 429, false, &[])).collect();
    let expected = [60, 120, 240, 480, 960, 960].map(Some);
    assert_eq!(waits, expected);
    assert_eq!(pause(&traffic, 200, false, &[]), None);
}

#[test]
fn a_refusal_for_lack_of_permission_is_no_limit() {
    assert_eq!(pause(&Traffic::default(), 403, false, &[]), None);
    assert_eq!(pause(&Traffic::default(), 404, false, &[]), None);
}
