//! Moments in words, all of them UTC, in one form each.

use jiff::Timestamp;

/// A whole moment: lists reach over years.
pub fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%MZ").to_string()
}

/// Within one operation the day and the second matter, not the year.
pub fn second(at: Timestamp) -> String {
    at.strftime("%m-%d %H:%M:%SZ").to_string()
}

/// Where there is little room the day is said elsewhere on the screen.
pub fn clock(at: Timestamp) -> String {
    at.strftime("%H:%M:%SZ").to_string()
}
