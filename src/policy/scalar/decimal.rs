//! Decimal numbers of any length, compared exactly.

use std::cmp::Ordering;

/// Digits without superfluous zeros, so that equal numbers are equal values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::policy) struct Decimal {
    negative: bool,
    integer: String,
    fraction: String,
}

/// No number of a policy is longer.
const MOST_DIGITS: usize = 64;

impl Decimal {
    pub(in crate::policy) fn read(text: &str) -> Option<Self> {
        if text.len() > MOST_DIGITS {
            return None;
        }
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (integer, fraction) = match digits.split_once('.') {
            Some((integer, fraction)) if !fraction.is_empty() => (integer, fraction),
            Some(_) => return None,
            None => (digits, ""),
        };
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if integer.is_empty() || !all_digits(integer) || !all_digits(fraction) {
            return None;
        }
        let integer = integer.trim_start_matches('0').to_owned();
        let fraction = fraction.trim_end_matches('0').to_owned();
        Some(Self {
            negative: negative && !(integer.is_empty() && fraction.is_empty()),
            integer,
            fraction,
        })
    }

    fn magnitude(&self, other: &Self) -> Ordering {
        let by_integer = self.integer.len().cmp(&other.integer.len());
        by_integer
            .then_with(|| self.integer.cmp(&other.integer))
            .then_with(|| self.fraction.cmp(&other.fraction))
    }

    pub(in crate::policy) fn text(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let integer = if self.integer.is_empty() {
            "0"
        } else {
            &self.integer
        };
        if self.fraction.is_empty() {
            format!("{sign}{integer}")
        } else {
            format!("{sign}{integer}.{}", self.fraction)
        }
    }

    /// Numbers around this one, near first: a whole one, then ever finer ones.
    pub(in crate::policy) fn neighbours(&self) -> Vec<Self> {
        let whole = Self::read(&self.text()).and_then(|n| n.integer_value());
        let mut near = Vec::new();
        for step in [1_i128, -1] {
            let next = whole.and_then(|n| n.checked_add(step));
            near.extend(next.and_then(|n| Self::read(&n.to_string())));
        }
        let finer = format!("{}1", self.fraction_padded());
        near.extend(Self::read(&format!("{}.{finer}", self.signed_integer())));
        near
    }

    fn integer_value(&self) -> Option<i128> {
        if self.integer.is_empty() {
            return Some(0);
        }
        self.signed_integer().parse().ok()
    }

    fn signed_integer(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let integer = if self.integer.is_empty() {
            "0"
        } else {
            &self.integer
        };
        format!("{sign}{integer}")
    }

    fn fraction_padded(&self) -> &str {
        if self.fraction.is_empty() {
            "0"
        } else {
            &self.fraction
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.magnitude(other),
            (true, true) => other.magnitude(self),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
