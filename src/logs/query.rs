//! What somebody types to filter a log: words, each of them one filter.
//!
//! `timed out` keeps lines with that text, `timed out | denied` those with one of the two,
//! `!health` hides such lines, `/time.*out/` is a regular expression, `status>=500` compares a field of JSON lines,
//! `level:error,warn`, `stream:4f1c`, `from:14:02` and `to:14:10` say what they are of.
//! Between quotes everything is text.

use jiff::{Timestamp, civil::Time, tz::TimeZone};

use super::{Condition, Keep, Level, Levels, Millis, Wanted, Wish};
use crate::facts::Reason;

/// The filters of a typed line, and what is wrong with the first word that is none.
/// `near`: the day that a time without one is of.
pub fn wishes(typed: &str, near: Millis) -> (Vec<Wish>, Option<Reason>) {
    let (mut found, mut wrong) = (Vec::new(), None);
    let (mut from, mut to) = (None, None);
    for word in phrases(words(typed)) {
        let time = |rest: &str| moment(rest, near);
        match (word.strip("from:"), word.strip("to:")) {
            (Some(rest), _) if time(rest).is_some() => from = time(rest),
            (_, Some(rest)) if time(rest).is_some() => to = time(rest),
            (Some(_), _) | (_, Some(_)) => {
                let said = "Write a time as 14:02, 14:02:11 or 2026-11-21T14:02:11Z.";
                wrong.get_or_insert_with(|| said.into());
            }
            _ => match wish(&word).and_then(|wish| wish.wanted.test().map(|_| wish)) {
                Ok(wish) => found.push(wish),
                Err(why) => {
                    wrong.get_or_insert(why);
                }
            },
        }
    }
    if from.is_some() || to.is_some() {
        let time = Wanted::Time(from.unwrap_or(Millis::MIN), to.unwrap_or(Millis::MAX));
        found.push(Wish::of(Keep::In, time));
    }
    (found, wrong)
}

struct Word {
    text: String,
    /// It was between quotes: no sign in it means anything.
    quoted: bool,
    out: bool,
}

impl Word {
    /// It is text and no sign in it means anything.
    fn is_plain(&self) -> bool {
        let special = [
            "level:", "level=", "level>=", "stream:", "from:", "to:", "/",
        ];
        !self.quoted
            && !special.iter().any(|prefix| self.text.starts_with(prefix))
            && !is_condition(&self.text)
    }

    fn strip(&self, prefix: &str) -> Option<&str> {
        let plain = !self.quoted && !self.out;
        self.text.strip_prefix(prefix).filter(|_| plain)
    }
}

/// Words that stand side by side are one text; a `|` stands between two.
fn phrases(words: Vec<Word>) -> Vec<Word> {
    let mut phrases: Vec<Word> = Vec::new();
    let mut joins = false;
    for word in words {
        if !word.quoted && word.text == "|" {
            joins = false;
            continue;
        }
        let is_plain = word.is_plain();
        match phrases.last_mut() {
            Some(before) if joins && is_plain && !word.out => {
                before.text.push(' ');
                before.text.push_str(&word.text);
            }
            _ => phrases.push(word),
        }
        joins = is_plain;
    }
    phrases
}

/// Words end at blanks, except between quotes and slashes; what is not closed yet goes to
/// the end of the line.
fn words(typed: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let after = rest.strip_prefix('!').filter(|after| !after.is_empty());
        let (out, body) = (after.is_some(), after.unwrap_or(rest));
        let (text, quoted, left) = match body.chars().next() {
            Some('"') => {
                let (text, left) = body[1..].split_once('"').unwrap_or((&body[1..], ""));
                (text.to_owned(), true, left)
            }
            Some('/') if body.len() > 1 => {
                let end = body[1..].find("/ ").map_or(body.len(), |at| at + 2);
                (body[..end].to_owned(), false, &body[end..])
            }
            _ => {
                let end = body.find(char::is_whitespace).unwrap_or(body.len());
                (body[..end].to_owned(), false, &body[end..])
            }
        };
        if !text.is_empty() {
            words.push(Word { text, quoted, out });
        }
        rest = left.trim_start();
    }
    words
}

fn wish(word: &Word) -> Result<Wish, Reason> {
    let keep = if word.out { Keep::Out } else { Keep::In };
    let text = word.text.as_str();
    let wanted = if word.quoted || text.starts_with('/') {
        Wanted::Text(text.to_owned())
    } else if let Some(names) = text
        .strip_prefix("level:")
        .or_else(|| text.strip_prefix("level="))
    {
        Wanted::Levels(levels(names)?)
    } else if let Some(name) = text.strip_prefix("level>=") {
        Wanted::Levels(Levels::from(level(name)?))
    } else if let Some(name) = text.strip_prefix("stream:") {
        Wanted::Stream(name.to_owned())
    } else if is_condition(text) {
        Wanted::Field(text.to_owned())
    } else {
        Wanted::Text(text.to_owned())
    };
    Ok(Wish::of(keep, wanted))
}

fn levels(names: &str) -> Result<Levels, Reason> {
    let levels: Result<Vec<Level>, Reason> = names
        .split(',')
        .filter(|name| !name.is_empty())
        .map(level)
        .collect();
    let levels = levels?;
    match levels.is_empty() {
        true => Err("Write a level: level:error,warn.".into()),
        false => Ok(Levels::of(levels)),
    }
}

fn level(name: &str) -> Result<Level, Reason> {
    Level::named(name.as_bytes()).ok_or_else(|| {
        "The levels are trace, debug, info, warn, error and fatal."
            .to_owned()
            .into()
    })
}

/// A field's name, a sign and something behind it.
fn is_condition(text: &str) -> bool {
    let name = text
        .find(['!', '>', '<', '=', '~'])
        .map_or("", |at| &text[..at]);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '@' | '-');
    !name.is_empty()
        && name.chars().all(plain)
        && Condition::parse(text).is_ok()
        && !text.ends_with(['=', '>', '<', '~', '!'])
}

/// `14:02`, `14:02:11`, or a whole moment; a time alone is of the day of `near`, in UTC.
pub fn moment(typed: &str, near: Millis) -> Option<Millis> {
    if let Ok(at) = typed.parse::<Timestamp>() {
        return Some(at.as_millisecond());
    }
    let time: Time = typed.parse().ok()?;
    let near = Timestamp::from_millisecond(near).ok()?;
    let day = near.to_zoned(TimeZone::UTC).date();
    let at = day.to_datetime(time).to_zoned(TimeZone::UTC).ok()?;
    Some(at.timestamp().as_millisecond())
}
