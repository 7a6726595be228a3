//! Condition operators taken apart: set quantifier, family, negation, IfExists.
//!
//! One description serves the canonical form, the evaluator and the comparison,
//! so that they cannot disagree about what an operator's name says.

/// `ForAllValues:StringNotLikeIfExists` in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Operator {
    pub quantifier: Quantifier,
    pub family: Family,
    /// `StringNotEquals`, `NotIpAddress` and their like.
    pub negated: bool,
    pub if_exists: bool,
    /// Not in its documented letters: AWS does not say whether that is taken.
    pub other_case: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantifier {
    Single,
    ForAllValues,
    ForAnyValue,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    String(StringTest),
    Numeric(Relation),
    Date(Relation),
    Bool,
    Binary,
    Ip,
    /// `ArnEquals` and `ArnLike`, which behave identically.
    Arn,
    Null,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StringTest {
    Equals,
    IgnoreCase,
    Like,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    Equals,
    LessThan,
    LessThanEquals,
    GreaterThan,
    GreaterThanEquals,
}

const NAMES: [(&str, Family, bool); 27] = {
    use {Family as F, Relation as C, StringTest as S};
    [
        ("StringEquals", F::String(S::Equals), false),
        ("StringNotEquals", F::String(S::Equals), true),
        ("StringEqualsIgnoreCase", F::String(S::IgnoreCase), false),
        ("StringNotEqualsIgnoreCase", F::String(S::IgnoreCase), true),
        ("StringLike", F::String(S::Like), false),
        ("StringNotLike", F::String(S::Like), true),
        ("NumericEquals", F::Numeric(C::Equals), false),
        ("NumericNotEquals", F::Numeric(C::Equals), true),
        ("NumericLessThan", F::Numeric(C::LessThan), false),
        (
            "NumericLessThanEquals",
            F::Numeric(C::LessThanEquals),
            false,
        ),
        ("NumericGreaterThan", F::Numeric(C::GreaterThan), false),
        (
            "NumericGreaterThanEquals",
            F::Numeric(C::GreaterThanEquals),
            false,
        ),
        ("DateEquals", F::Date(C::Equals), false),
        ("DateNotEquals", F::Date(C::Equals), true),
        ("DateLessThan", F::Date(C::LessThan), false),
        ("DateLessThanEquals", F::Date(C::LessThanEquals), false),
        ("DateGreaterThan", F::Date(C::GreaterThan), false),
        (
            "DateGreaterThanEquals",
            F::Date(C::GreaterThanEquals),
            false,
        ),
        ("Bool", F::Bool, false),
        ("BinaryEquals", F::Binary, false),
        ("IpAddress", F::Ip, false),
        ("NotIpAddress", F::Ip, true),
        ("ArnEquals", F::Arn, false),
        ("ArnNotEquals", F::Arn, true),
        ("ArnLike", F::Arn, false),
        ("ArnNotLike", F::Arn, true),
        ("Null", F::Null, false),
    ]
};

impl Operator {
    /// None: no such operator.
    pub(super) fn read(written: &str) -> Option<Self> {
        let (quantifier, rest, quantified_as_documented) = match written.split_once(':') {
            None => (Quantifier::Single, written, true),
            Some((name, rest)) if name.eq_ignore_ascii_case("ForAllValues") => {
                (Quantifier::ForAllValues, rest, name == "ForAllValues")
            }
            Some((name, rest)) if name.eq_ignore_ascii_case("ForAnyValue") => {
                (Quantifier::ForAnyValue, rest, name == "ForAnyValue")
            }
            Some(_) => return None,
        };
        let suffix = rest.len().checked_sub("IfExists".len());
        let parts = suffix.and_then(|at| rest.split_at_checked(at));
        let parts = parts.filter(|(_, suffix)| suffix.eq_ignore_ascii_case("IfExists"));
        let (name, suffix) = parts.unwrap_or((rest, ""));
        let if_exists = !suffix.is_empty();
        let (documented, family, negated) = *NAMES
            .iter()
            .find(|(documented, ..)| documented.eq_ignore_ascii_case(name))?;
        if family == Family::Null && if_exists {
            return None;
        }
        Some(Self {
            quantifier,
            family,
            negated,
            if_exists,
            other_case: !quantified_as_documented
                || documented != name
                || !(suffix.is_empty() || suffix == "IfExists"),
        })
    }
}

/// The documented operator name nearest to a misspelt one.
pub(super) fn nearest(written: &str) -> &'static str {
    let bare = written.rsplit(':').next().unwrap_or(written);
    NAMES
        .iter()
        .min_by_key(|(name, ..)| strsim::levenshtein(name, bare.get(..64).unwrap_or(bare)))
        .map_or("StringEquals", |(name, ..)| name)
}
