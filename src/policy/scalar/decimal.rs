//! Decimal numbers of any length, compared exactly.

use std::cmp::Ordering;

/// Digits without superfluous zeros, so that equal numbers are equal values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::policy) struct Digits<S> {
    negative: bool,
    integer: S,
    fraction: S,
}

pub(in crate::policy) type Decimal = Digits<String>;

/// The same, as it stands in a text.
pub(in crate::policy) type Written<'a> = Digits<&'a str>;

/// No number of a policy is longer.
const MOST_DIGITS: usize = 64;

impl<'a> Written<'a> {
    pub(in crate::policy) fn read(text: &'a str) -> Option<Self> {
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
        let integer = integer.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        Some(Self {
            negative: negative && !(integer.is_empty() && fraction.is_empty()),
            integer,
            fraction,
        })
    }
}

impl<S: AsRef<str>> Digits<S> {
    pub(in crate::policy) fn compare<T: AsRef<str>>(&self, other: &Digits<T>) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.magnitude(other),
            (true, true) => other.magnitude(self),
        }
    }

    fn magnitude<T: AsRef<str>>(&self, other: &Digits<T>) -> Ordering {
        let (integer, others) = (self.integer.as_ref(), other.integer.as_ref());
        let by_integer = integer.len().cmp(&others.len());
        by_integer
            .then_with(|| integer.cmp(others))
            .then_with(|| self.fraction.as_ref().cmp(other.fraction.as_ref()))
    }
}

impl Decimal {
    pub(in crate::policy) fn read(text: &str) -> Option<Self> {
        let written = Written::read(text)?;
        Some(Self {
            negative: written.negative,
            integer: written.integer.to_owned(),
            fraction: written.fraction.to_owned(),
        })
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

    /// One less and one more, None where that is too long a number.
    pub(in crate::policy) fn beside(&self) -> Option<[Self; 2]> {
        let places = self.fraction.len();
        let one = power_of_ten(places)?;
        let scaled = self.scaled(places)?;
        Some([
            Self::of_scaled(scaled.checked_sub(one)?, places)?,
            Self::of_scaled(scaled.checked_add(one)?, places)?,
        ])
    }

    /// A number between this one and a greater one, a whole one if there is any.
    pub(in crate::policy) fn between(&self, greater: &Self) -> Option<Self> {
        let places = self.fraction.len().max(greater.fraction.len()) + 1;
        let (low, high) = (self.scaled(places)?, greater.scaled(places)?);
        let unit = power_of_ten(places)?;
        let whole = low.div_euclid(unit).checked_add(1)?.checked_mul(unit)?;
        let middle = low.checked_add(high.checked_sub(low)? / 2)?;
        Self::of_scaled(if whole < high { whole } else { middle }, places)
    }

    /// The number times a power of ten.
    fn scaled(&self, places: usize) -> Option<i128> {
        let zeros = "0".repeat(places.checked_sub(self.fraction.len())?);
        let digits = format!("0{}{}{zeros}", self.integer, self.fraction);
        let magnitude: i128 = digits.parse().ok()?;
        Some(if self.negative { -magnitude } else { magnitude })
    }

    fn of_scaled(scaled: i128, places: usize) -> Option<Self> {
        let sign = if scaled < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", scaled.unsigned_abs(), width = places + 1);
        let (integer, fraction) = digits.split_at(digits.len().checked_sub(places)?);
        Self::read(&if fraction.is_empty() {
            format!("{sign}{integer}")
        } else {
            format!("{sign}{integer}.{fraction}")
        })
    }
}

fn power_of_ten(places: usize) -> Option<i128> {
    10_i128.checked_pow(u32::try_from(places).ok()?)
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.compare(other)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
