//! Conditions on the fields of lines that are JSON: `status>=500`, `requestId=4f1c`.
//!
//! A line is walked once, without a copy and without a tree; what is no JSON has no fields.

use std::fmt;

use memchr::memmem;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Is,
    IsNot,
    AtLeast,
    AtMost,
    Above,
    Below,
    /// The field's text has this in it.
    Has,
}

const SIGNS: [(&str, Comparison); 7] = [
    ("!=", Comparison::IsNot),
    (">=", Comparison::AtLeast),
    ("<=", Comparison::AtMost),
    ("=", Comparison::Is),
    (">", Comparison::Above),
    ("<", Comparison::Below),
    ("~", Comparison::Has),
];

/// One condition on one field, whose name may be a path with dots.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    typed: String,
    path: String,
    comparison: Comparison,
    value: String,
    number: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConditionError {
    NoComparison,
    NoField,
    NotANumber(String),
}

impl fmt::Display for ConditionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoComparison => f.write_str(
                "a condition compares a field: status>=500, requestId=4f1c, message~timeout",
            ),
            Self::NoField => f.write_str("the condition names no field before its sign"),
            Self::NotANumber(value) => write!(
                f,
                "{value} is not a number, and only numbers are more or less"
            ),
        }
    }
}

impl Condition {
    /// # Errors
    /// There is no sign, no field, or a number is missing.
    pub fn parse(typed: &str) -> Result<Self, ConditionError> {
        let at = typed
            .find(['!', '>', '<', '=', '~'])
            .ok_or(ConditionError::NoComparison)?;
        let (path, rest) = typed.split_at(at);
        let (sign, comparison) = SIGNS
            .into_iter()
            .find(|(sign, _)| rest.starts_with(sign))
            .ok_or(ConditionError::NoComparison)?;
        let (path, value) = (path.trim(), rest[sign.len()..].trim());
        if path.is_empty() {
            return Err(ConditionError::NoField);
        }
        let number = value.parse().ok();
        let ordered = !matches!(
            comparison,
            Comparison::Is | Comparison::IsNot | Comparison::Has
        );
        if ordered && number.is_none() {
            return Err(ConditionError::NotANumber(value.to_owned()));
        }
        Ok(Self {
            typed: typed.to_owned(),
            path: path.to_owned(),
            comparison,
            value: value.to_owned(),
            number,
        })
    }

    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Whether the line has the field and it is as wanted. A line without the field is
    /// not "unequal": it says nothing.
    pub(super) fn holds(&self, line: &[u8]) -> bool {
        let Some(value) = field(line, &self.path) else {
            return false;
        };
        match self.comparison {
            Comparison::Is => self.is(&value),
            Comparison::IsNot => !self.is(&value),
            Comparison::Has => memmem::find(&value.text(), self.value.as_bytes()).is_some(),
            ordered => match (value.number(), self.number) {
                (Some(left), Some(right)) => match ordered {
                    Comparison::AtLeast => left >= right,
                    Comparison::AtMost => left <= right,
                    Comparison::Above => left > right,
                    _ => left < right,
                },
                _ => false,
            },
        }
    }

    fn is(&self, value: &Value<'_>) -> bool {
        match (value, self.number) {
            (Value::Other(_), Some(number)) => value.number() == Some(number),
            _ => *value.text() == *self.value.as_bytes(),
        }
    }
}

/// A field's value as it is in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// Between its quotes, escapes as they are.
    Text(&'a [u8]),
    /// A number, `true`, `null`, an object, a list.
    Other(&'a [u8]),
}

impl<'a> Value<'a> {
    /// The text without its escapes.
    pub(super) fn text(&self) -> std::borrow::Cow<'a, [u8]> {
        match *self {
            Value::Other(raw) => raw.into(),
            Value::Text(raw) if !raw.contains(&b'\\') => raw.into(),
            Value::Text(raw) => {
                let quoted = [b"\"", raw, b"\""].concat();
                match serde_json::from_slice::<String>(&quoted) {
                    Ok(text) => text.into_bytes().into(),
                    Err(_) => raw.into(),
                }
            }
        }
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Value::Text(raw) | Value::Other(raw) => std::str::from_utf8(raw).ok()?.parse().ok(),
        }
    }
}

/// The value of a field by its path; a key may have dots of its own.
pub(super) fn field<'a>(line: &'a [u8], path: &str) -> Option<Value<'a>> {
    // Most lines have no such key at all, and that is quick to see.
    let last = path.rsplit('.').next().unwrap_or(path);
    memmem::find(line, last.as_bytes())?;
    let open = memchr::memchr(b'{', line)?;
    let mut walk = Walk {
        rest: &line[open + 1..],
    };
    walk.find(path.as_bytes())
}

struct Walk<'a> {
    rest: &'a [u8],
}

impl<'a> Walk<'a> {
    /// Goes through the members of the object that was just opened.
    fn find(&mut self, path: &[u8]) -> Option<Value<'a>> {
        let mut path = path;
        loop {
            self.blanks();
            if self.rest.first() == Some(&b',') {
                self.rest = &self.rest[1..];
                self.blanks();
            }
            let key = self.string()?;
            self.blanks();
            self.rest = self.rest.strip_prefix(b":")?;
            self.blanks();
            if key == path {
                return self.value();
            }
            let inner = path
                .strip_prefix(key)
                .and_then(|rest| rest.strip_prefix(b"."));
            match (inner, self.rest.first()) {
                (Some(inner), Some(b'{')) => {
                    self.rest = &self.rest[1..];
                    path = inner;
                }
                _ => {
                    self.value()?;
                }
            }
        }
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_ascii_start();
    }

    /// What is between the quotes that begin here.
    fn string(&mut self) -> Option<&'a [u8]> {
        let text = self.rest.strip_prefix(b"\"")?;
        let mut from = 0;
        loop {
            let at = from + memchr::memchr2(b'"', b'\\', &text[from..])?;
            if text[at] == b'"' {
                self.rest = &text[at + 1..];
                return Some(&text[..at]);
            }
            from = at + 2;
            if from > text.len() {
                return None;
            }
        }
    }

    fn value(&mut self) -> Option<Value<'a>> {
        match self.rest.first()? {
            b'"' => self.string().map(Value::Text),
            b'{' | b'[' => self.nested().map(Value::Other),
            _ => {
                let len = self
                    .rest
                    .iter()
                    .position(|byte| matches!(byte, b',' | b'}' | b']'))
                    .unwrap_or(self.rest.len());
                let raw = self.rest[..len].trim_ascii_end();
                self.rest = &self.rest[len..];
                Some(Value::Other(raw))
            }
        }
    }

    /// An object or list as a whole, however deep.
    fn nested(&mut self) -> Option<&'a [u8]> {
        let whole = self.rest;
        let mut depth = 0_usize;
        loop {
            match self.rest.first()? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.rest = &self.rest[1..];
            if depth == 0 {
                return Some(&whole[..whole.len() - self.rest.len()]);
            }
        }
    }
}
