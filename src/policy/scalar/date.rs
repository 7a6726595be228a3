//! Dates as the language writes them: ISO 8601 or seconds since 1970.

use jiff::{Timestamp, civil, tz::TimeZone};

/// An instant in nanoseconds since 1970, UTC.
pub(in crate::policy) fn read(text: &str) -> Option<i128> {
    if text.len() > 40 || !text.is_ascii() {
        return None;
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds: i64 = text.parse().ok()?;
        return Some(Timestamp::from_second(seconds).ok()?.as_nanosecond());
    }
    let shape = text.as_bytes();
    if shape.get(4) != Some(&b'-') || shape.get(7) != Some(&b'-') {
        return None;
    }
    match shape.get(10) {
        None => {
            let date: civil::Date = text.parse().ok()?;
            let midnight = date.to_zoned(TimeZone::UTC).ok()?;
            Some(midnight.timestamp().as_nanosecond())
        }
        Some(b'T') => Some(text.parse::<Timestamp>().ok()?.as_nanosecond()),
        Some(_) => None,
    }
}

/// As ISO 8601 in UTC.
pub(in crate::policy) fn text(instant: i128) -> Option<String> {
    Some(Timestamp::from_nanosecond(instant).ok()?.to_string())
}
