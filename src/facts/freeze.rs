//! A time in which nothing is written: `Fri 16:00..Mon 08:00 Europe/Berlin` each
//! week, or once `2026-12-20..2027-01-02 Europe/Berlin`, both days included.
//!
//! The times are those on the wall in the zone named. An entry that cannot be
//! read is an error, for whoever asks to refuse: it never means "not frozen".

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time, Weekday},
    tz::TimeZone,
};

use super::Reason;

#[derive(Clone, Debug)]
pub struct Freeze {
    window: Window,
    zone: TimeZone,
}

#[derive(Clone, Copy, Debug)]
enum Window {
    /// Minutes since the week's Monday 00:00; the end is outside. It may lie
    /// before the start: then the week's turn is within.
    Weekly { start: u32, end: u32 },
    /// The end is outside.
    Once { start: DateTime, end: DateTime },
}

/// What an entry looks like, for whoever wrote another thing.
pub const FREEZE_FORM: &str = "a freeze such as `Fri 16:00..Mon 08:00 Europe/Berlin` or `2026-12-20..2027-01-02 Europe/Berlin`";

const DAY: u32 = 24 * 60;

impl Freeze {
    /// An error says what is wrong with the entry.
    pub fn read(entry: &str) -> Result<Self, Reason> {
        let unlike = || format!("it is not {FREEZE_FORM}");
        let (window, zone) = entry.trim().rsplit_once(' ').ok_or_else(unlike)?;
        let (start, end) = window.trim().split_once("..").ok_or_else(unlike)?;
        let window = match (moment(start), moment(end)) {
            (Some(start), Some(end)) => Window::Weekly { start, end },
            _ => {
                let start = day_or_time(start, false).ok_or_else(unlike)?;
                let end = day_or_time(end, true).ok_or_else(unlike)?;
                Window::Once { start, end }
            }
        };
        let is_empty = match window {
            Window::Weekly { start, end } => start == end,
            Window::Once { start, end } => start >= end,
        };
        if is_empty {
            return Err("it ends where it begins, or before".into());
        }
        let zone = TimeZone::get(zone)
            .map_err(|_| format!("no time zone {zone} is known on this machine"))?;
        Ok(Self { window, zone })
    }

    pub fn holds(&self, now: Timestamp) -> bool {
        let now = now.to_zoned(self.zone.clone()).datetime();
        match self.window {
            Window::Weekly { start, end } => {
                let at = minute_of_week(now.weekday(), now.time());
                if start < end {
                    start <= at && at < end
                } else {
                    start <= at || at < end
                }
            }
            Window::Once { start, end } => start <= now && now < end,
        }
    }
}

fn minute_of_week(day: Weekday, time: Time) -> u32 {
    let days = u32::try_from(day.to_monday_zero_offset()).unwrap_or_default();
    let part = |number: i8| u32::try_from(number).unwrap_or_default();
    days * DAY + part(time.hour()) * 60 + part(time.minute())
}

/// `Fri 16:00`
fn moment(text: &str) -> Option<u32> {
    let (day, time) = text.trim().split_once(' ')?;
    let day = match day.to_ascii_lowercase().as_str() {
        "mon" | "monday" => Weekday::Monday,
        "tue" | "tuesday" => Weekday::Tuesday,
        "wed" | "wednesday" => Weekday::Wednesday,
        "thu" | "thursday" => Weekday::Thursday,
        "fri" | "friday" => Weekday::Friday,
        "sat" | "saturday" => Weekday::Saturday,
        "sun" | "sunday" => Weekday::Sunday,
        _ => return None,
    };
    Some(minute_of_week(day, clock(time)?))
}

/// `16:00`, and nothing that a reader could take for another time.
fn clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    let number = |digits: &str| {
        let plain = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse::<i8>().ok()).flatten()
    };
    Time::new(number(hour)?, number(minute)?, 0, 0).ok()
}

/// `2026-12-20`, which as an end is the whole day, or `2026-12-20T16:00`.
fn day_or_time(text: &str, is_end: bool) -> Option<DateTime> {
    let text = text.trim();
    let (day, time) = match text.split_once(['T', ' ']) {
        Some((day, time)) => (day, Some(clock(time)?)),
        None => (text, None),
    };
    if day.len() != "2026-12-20".len() {
        return None;
    }
    let day: Date = day.parse().ok()?;
    match time {
        Some(time) => Some(day.to_datetime(time)),
        None if is_end => Some(day.tomorrow().ok()?.to_datetime(Time::midnight())),
        None => Some(day.to_datetime(Time::midnight())),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::Freeze;

    fn holds(entry: &str, at: &str) -> bool {
        Freeze::read(entry).unwrap().holds(at.parse().unwrap())
    }

    #[test]
    fn what_cannot_be_read_is_an_error_and_no_open_door() {
        for entry in [
            "",
            "Fri 16:00..Mon 08:00",
            "Fri 16:00..Mon 08:00 Europe/Atlantis",
            "Fri..Mon Europe/Berlin",
            "Fri 16:00-Mon 08:00 Europe/Berlin",
            "Fri 25:00..Mon 08:00 Europe/Berlin",
            "Fri 4:00..Mon 08:00 Europe/Berlin",
            "Fri 16:00..2026-12-20 Europe/Berlin",
            "Fri 16:00..Fri 16:00 Europe/Berlin",
            "2026-12-20..2026-12-19 Europe/Berlin",
            "2026-13-20..2026-13-21 Europe/Berlin",
            "always",
        ] {
            assert!(Freeze::read(entry).is_err(), "{entry:?} was read");
        }
    }

    #[test]
    fn a_weekly_freeze_spans_the_weekend_in_its_own_zone() {
        let weekend = "Fri 16:00..Mon 08:00 Europe/Berlin";
        // Berlin is at +02:00 in July.
        assert!(!holds(weekend, "2026-07-03T13:59:59Z"));
        assert!(holds(weekend, "2026-07-03T14:00:00Z"));
        assert!(holds(weekend, "2026-07-05T12:00:00Z"));
        assert!(holds(weekend, "2026-07-06T05:59:59Z"));
        assert!(!holds(weekend, "2026-07-06T06:00:00Z"));
        // And at +01:00 in January.
        assert!(!holds(weekend, "2026-01-02T14:59:59Z"));
        assert!(holds(weekend, "2026-01-02T15:00:00Z"));
    }

    #[test]
    fn a_freeze_within_one_week_ends_in_it() {
        let lunch = "Tue 12:00..Tue 13:00 UTC";
        assert!(holds(lunch, "2026-07-07T12:30:00Z"));
        assert!(!holds(lunch, "2026-07-07T13:00:00Z"));
        assert!(!holds(lunch, "2026-07-08T12:30:00Z"));
    }

    #[test]
    fn a_freeze_of_days_holds_until_the_last_one_is_over() {
        let holidays = "2026-12-20..2027-01-02 Europe/Berlin";
        assert!(!holds(holidays, "2026-12-19T22:59:59Z"));
        assert!(holds(holidays, "2026-12-19T23:00:00Z"));
        assert!(holds(holidays, "2027-01-02T22:59:59Z"));
        assert!(!holds(holidays, "2027-01-02T23:00:00Z"));
    }
}
