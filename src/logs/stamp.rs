//! When a line was written, by the time it begins with or names under a JSON key.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use memchr::memmem;

/// Milliseconds since 1970 in UTC, as CloudWatch counts.
pub type Millis = i64;

/// A line without a time of its own and nothing before it to take one from.
pub(super) const NONE: Millis = i64::MIN;

/// Reads times one line after another: most lines of a busy log fall in the second of
/// the line before, so the calendar is asked once a second, not once a line.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    minute: [u8; 17],
    known: Option<Millis>,
}

impl Stamps {
    /// The time that the beginning of a line names.
    pub(super) fn of(&mut self, head: &[u8]) -> Option<Millis> {
        match head.first()? {
            b'{' => self.of_json(head),
            b'0'..=b'9' => self.of_text(head).or_else(|| epoch(head)),
            // `[INFO]\t2026-...`, `[2026-...`, `INFO 2026-...`
            _ => {
                let near = &head[..head.len().min(48)];
                let at = near.iter().position(u8::is_ascii_digit)?;
                let starts = at == 0 || !near[at - 1].is_ascii_alphanumeric();
                if starts {
                    self.of_text(&head[at..])
                } else {
                    None
                }
            }
        }
    }

    fn of_json(&mut self, head: &[u8]) -> Option<Millis> {
        const KEYS: [&[u8]; 5] = [
            b"\"timestamp\"",
            b"\"time\"",
            b"\"@timestamp\"",
            b"\"ts\"",
            b"\"date\"",
        ];
        KEYS.iter().find_map(|key| {
            let after = &head[memmem::find(head, key)? + key.len()..];
            let value = after
                .trim_ascii_start()
                .strip_prefix(b":")?
                .trim_ascii_start();
            match value.strip_prefix(b"\"") {
                Some(text) => self.of_text(text),
                None => epoch(value),
            }
        })
    }

    /// `2026-11-21T14:03:27.123Z`, with a blank for the `T`, a comma for the point,
    /// any or no offset. Without one it is taken as UTC.
    fn of_text(&mut self, text: &[u8]) -> Option<Millis> {
        let whole: &[u8; 19] = text.first_chunk()?;
        if whole[4] != b'-'
            || whole[7] != b'-'
            || !matches!(whole[10], b'T' | b' ')
            || whole[13] != b':'
            || whole[16] != b':'
        {
            return None;
        }
        let minute: &[u8; 17] = whole.first_chunk()?;
        let start = match self.known {
            Some(known) if self.minute == *minute => known,
            _ => {
                let known = minute_of(minute)?;
                self.minute = *minute;
                self.known = Some(known);
                known
            }
        };
        let second = number(&whole[17..])?;
        if second > 60 {
            return None;
        }
        let mut rest = &text[19..];
        let mut millis = 0;
        if let [b'.' | b',', fraction @ ..] = rest {
            let digits = fraction
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            for at in 0..3 {
                millis = millis * 10
                    + fraction
                        .get(at)
                        .filter(|_| at < digits)
                        .map_or(0, |byte| i64::from(byte - b'0'));
            }
            rest = &fraction[digits..];
        }
        Some(start + second * 1000 + millis - offset(rest))
    }
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0_i64, |sum, byte| {
        byte.is_ascii_digit()
            .then(|| sum * 10 + i64::from(byte - b'0'))
    })
}

fn minute_of(text: &[u8; 17]) -> Option<Millis> {
    let part = |from: usize, to: usize| number(&text[from..to]);
    let small = |from: usize| part(from, from + 2).and_then(|n| i8::try_from(n).ok());
    let year = i16::try_from(part(0, 4)?).ok()?;
    let civil = DateTime::new(year, small(5)?, small(8)?, small(11)?, small(14)?, 0, 0).ok()?;
    Some(
        civil
            .to_zoned(TimeZone::UTC)
            .ok()?
            .timestamp()
            .as_millisecond(),
    )
}

/// `Z`, `+02:00`, `-0530` in milliseconds; anything else is none.
fn offset(rest: &[u8]) -> Millis {
    let (sign, digits) = match rest {
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return 0,
    };
    let (hours, minutes) = match digits {
        [h1, h2, b':', m1, m2, ..] | [h1, h2, m1, m2, ..] => {
            (number(&[*h1, *h2]), number(&[*m1, *m2]))
        }
        _ => return 0,
    };
    match (hours, minutes) {
        (Some(hours @ 0..24), Some(minutes @ 0..60)) => sign * (hours * 60 + minutes) * 60_000,
        _ => 0,
    }
}

/// A number of seconds, milliseconds, microseconds or nanoseconds since 1970, told by how many digits it has.
fn epoch(text: &[u8]) -> Option<Millis> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let value = number(text.get(..digits).filter(|_| digits <= 19)?)?;
    let millis = match digits {
        10 => value * 1000,
        13 => value,
        16 => value / 1000,
        19 => value / 1_000_000,
        _ => return None,
    };
    Timestamp::from_millisecond(millis).ok().map(|_| millis)
}
