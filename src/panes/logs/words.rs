//! The pane's words: counts, sizes, levels, and a filter as a person typed it.

use crate::{
    logs::{Keep, Level, Levels, Millis, Wanted, Wish},
    ui::{Role, Times},
};

/// The letter of a level, which stands beside its colour.
pub(super) fn of_level(level: Level) -> (&'static str, Role) {
    match level {
        Level::Fatal => ("F", Role::Bad),
        Level::Error => ("E", Role::Bad),
        Level::Warn => ("W", Role::Warn),
        Level::Info => ("I", Role::Text),
        Level::Debug => ("D", Role::Dim),
        Level::Trace => ("T", Role::Dim),
        Level::Gap => ("~", Role::Stale),
        Level::Plain => (" ", Role::Text),
    }
}

/// `1,234,567`.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

pub(super) fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} B"),
        1_000..1_000_000 => format!("{} kB", count / 1_000),
        1_000_000..1_000_000_000 => format!("{} MB", count / 1_000_000),
        _ => format!("{}.{} GB", count / 1_000_000_000, count / 100_000_000 % 10),
    }
}

/// `850 ms`, `12.3 s`, `4 m 07 s`.
pub(super) fn took(ms: f64) -> String {
    match ms {
        ..1_000.0 => format!("{ms:.0} ms"),
        ..60_000.0 => format!("{:.1} s", ms / 1_000.0),
        _ => format!(
            "{:.0} m {:02.0} s",
            (ms / 60_000.0).floor(),
            ms / 1_000.0 % 60.0
        ),
    }
}

/// A filter in words: `level fatal, error`, `not health`.
pub(super) fn filter(wish: &Wish, times: &Times) -> String {
    let said = match &wish.wanted {
        Wanted::Text(text) | Wanted::Field(text) => text.clone(),
        Wanted::Levels(levels) => format!("level {}", Wanted::levels_in_words(*levels)),
        Wanted::Stream(name) => format!("stream {name}"),
        Wanted::Time(from, to) => range(*from, *to, times),
    };
    match wish.keep {
        Keep::In => said,
        Keep::Out => format!("not {said}"),
    }
}

fn range(from: Millis, to: Millis, times: &Times) -> String {
    let told = |time: Millis| {
        let at = jiff::Timestamp::from_millisecond(time).ok()?;
        (time != Millis::MIN && time != Millis::MAX).then(|| times.clock(at))
    };
    match (told(from), told(to)) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("to {to}"),
        (None, None) => "any time".to_owned(),
    }
}

/// The next choice of levels: all, warnings and worse, errors and worse.
pub(super) fn next_levels(now: Option<Levels>) -> Option<Levels> {
    let (warnings, errors) = (Levels::from(Level::Warn), Levels::from(Level::Error));
    match now {
        None => Some(warnings),
        Some(levels) if levels == warnings => Some(errors),
        Some(_) => None,
    }
}
