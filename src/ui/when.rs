//! Moments in words: in UTC or in the zone of whoever looks, always labelled, in one
//! form each; and how long ago they were.
//!
//! It reads no clock: an age counts from a moment that stands on the screen, so that it
//! stays true without anything that ticks.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

/// The zone that times are told in.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// None: UTC.
    zone: Option<TimeZone>,
}

impl Times {
    pub fn of_zone(zone: TimeZone) -> Self {
        Self { zone: Some(zone) }
    }

    pub fn is_utc(&self) -> bool {
        self.zone.is_none()
    }

    /// A whole moment: lists reach over years.
    pub fn minute(&self, at: Timestamp) -> String {
        self.form(at, "%Y-%m-%d %H:%M")
    }

    /// Within one operation the day and the second matter, not the year.
    pub fn second(&self, at: Timestamp) -> String {
        self.form(at, "%m-%d %H:%M:%S")
    }

    /// In a list that spans days.
    pub fn dated(&self, at: Timestamp) -> String {
        self.form(at, "%m-%d %H:%M")
    }

    /// Where the day is said elsewhere on the screen, or there is but one.
    pub fn clock(&self, at: Timestamp) -> String {
        self.form(at, "%H:%M:%S")
    }

    /// Of lines that come close together.
    pub fn millis(&self, at: Timestamp) -> String {
        self.form(at, "%H:%M:%S.%3f")
    }

    /// Until when something holds, and where there is least room.
    pub fn short(&self, at: Timestamp) -> String {
        self.form(at, "%H:%M")
    }

    /// The day that it was there.
    pub fn day(&self, at: Timestamp) -> Date {
        let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
        at.to_zoned(zone).date()
    }

    fn form(&self, at: Timestamp, form: &str) -> String {
        let Some(zone) = &self.zone else {
            return format!("{}Z", at.strftime(form));
        };
        let there = at.to_zoned(zone.clone());
        format!(
            "{}{}",
            there.strftime(form),
            label(there.offset().seconds())
        )
    }
}

/// `+02`, `-03:30`: what a time is ahead of UTC.
fn label(seconds: i32) -> String {
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("{sign}{hours:02}"),
        (hours, rest) => format!("{sign}{hours:02}:{rest:02}"),
    }
}

/// How long before the other moment it was: `40 s`, `14 m`, `20 h`, `3 d`, `2 y`.
pub fn age(at: Timestamp, now: Timestamp) -> String {
    let seconds = at.duration_until(now).max(SignedDuration::ZERO).as_secs();
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match () {
        () if minutes < 1 => format!("{seconds} s"),
        () if hours < 1 => format!("{minutes} m"),
        () if hours < 48 => format!("{hours} h"),
        () if days < 730 => format!("{days} d"),
        () => format!("{} y", days / 365),
    }
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, tz};

    use super::{Times, age};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn times_are_labelled_with_their_zone() {
        let when = at("2026-05-18T13:42:28.123456789Z");
        let utc = Times::default();
        assert_eq!(utc.minute(when), "2026-05-18 13:42Z");
        assert_eq!(utc.second(when), "05-18 13:42:28Z");
        assert_eq!(utc.clock(when), "13:42:28Z");
        let east = Times::of_zone(tz::offset(2).to_time_zone());
        assert_eq!(east.minute(when), "2026-05-18 15:42+02");
        let west = tz::Offset::from_seconds(-12_600).unwrap_or(tz::Offset::UTC);
        let west = Times::of_zone(west.to_time_zone());
        assert_eq!(west.short(when), "10:12-03:30");
    }

    #[test]
    fn a_day_ends_where_its_zone_has_midnight() {
        let both = [at("2026-05-18T22:30:00Z"), at("2026-05-18T21:30:00Z")];
        let [late, early] = both.map(|at| Times::default().day(at));
        assert_eq!(late, early);
        let east = Times::of_zone(tz::offset(2).to_time_zone());
        let [late, early] = both.map(|at| east.day(at));
        assert!(late > early);
    }

    #[test]
    fn ages_have_one_unit_each_and_nothing_is_younger_than_now() {
        let now = at("2026-05-18T14:00:00Z");
        for (then, said) in [
            ("2026-05-18T14:00:09Z", "0 s"),
            ("2026-05-18T13:59:20Z", "40 s"),
            ("2026-05-18T13:46:00Z", "14 m"),
            ("2026-05-17T14:00:00Z", "24 h"),
            ("2026-05-15T13:00:00Z", "3 d"),
            ("2025-05-15T13:00:00Z", "368 d"),
            ("2024-05-15T13:00:00Z", "2 y"),
        ] {
            assert_eq!(age(at(then), now), said, "{then}");
        }
    }
}
