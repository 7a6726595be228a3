//! One compiled condition: an operator, a key and its values, against a request.

use std::cmp::Ordering;

use super::{
    Condition, Context, Family, Operator, Quantifier, Relation, StringTest, Version,
    canonical::fold_key,
    pattern::{Matching, Pattern},
    scalar::{
        date,
        decimal::{Decimal, Written},
        ip,
    },
};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Test {
    pub(super) operator: Operator,
    /// Folded.
    pub(super) key: String,
    /// As its author wrote it.
    pub(super) key_written: String,
    pub(super) values: Vec<Matcher>,
}

/// One value of a condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Matcher {
    Text(Pattern),
    Number(Decimal),
    /// Nanoseconds since 1970.
    Date(i128),
    Ip(ip::Range),
    /// Of `Null`: whether the key has to be absent.
    Absent(bool),
    /// A number, date or range that is none: nothing matches it.
    Broken(String),
}

impl Test {
    pub(super) fn compile(condition: &Condition, version: Version) -> Self {
        let operator = condition.operator;
        let values = condition.values.iter();
        Self {
            operator,
            key: fold_key(&condition.key.value),
            key_written: condition.key.value.clone(),
            values: values
                .map(|value| Matcher::compile(&value.value, operator.family, version))
                .collect(),
        }
    }

    pub(super) fn holds(&self, context: &Context) -> bool {
        let values = context.get(&self.key);
        let operator = self.operator;
        if operator.family == Family::Null {
            let absent = values.is_none();
            return self.values.contains(&Matcher::Absent(absent));
        }
        let Some(values) = values else {
            return self.holds_when_absent();
        };
        let matched = |value: &String| self.matches(value, context);
        let values = values.all();
        match (operator.quantifier, operator.negated) {
            (Quantifier::ForAllValues, false) => values.iter().all(matched),
            (Quantifier::ForAllValues, true) => !values.iter().any(matched),
            (Quantifier::ForAnyValue, true) => !values.iter().all(matched),
            (Quantifier::ForAnyValue | Quantifier::Single, false) => values.iter().any(matched),
            (Quantifier::Single, true) => !values.iter().any(matched),
        }
    }

    pub(super) fn holds_when_absent(&self) -> bool {
        let operator = self.operator;
        operator.if_exists
            || match operator.quantifier {
                Quantifier::ForAllValues => true,
                Quantifier::ForAnyValue => false,
                Quantifier::Single => operator.negated,
            }
    }

    /// Whether one of the condition's values matches, negation aside.
    pub(super) fn matches(&self, value: &str, context: &Context) -> bool {
        // What the value says is read once, however many it is held against.
        let value = Value::read(value, self.operator.family);
        self.values
            .iter()
            .any(|wanted| wanted.matches(&value, self.operator.family, context))
    }
}

impl Matcher {
    fn compile(text: &str, family: Family, version: Version) -> Self {
        let pattern = |matching| Self::Text(Pattern::compile(text, matching, version));
        let or_broken = |matcher: Option<Self>| matcher.unwrap_or(Self::Broken(text.to_owned()));
        match family {
            Family::String(StringTest::Equals) => pattern(Matching::Exact),
            Family::String(StringTest::IgnoreCase) | Family::Bool => pattern(Matching::IgnoreCase),
            Family::String(StringTest::Like) => pattern(Matching::Like),
            Family::Arn => pattern(Matching::Arn),
            // Base64 has one spelling for each value, and takes no variables.
            Family::Binary => Self::Text(Pattern::compile(text, Matching::Exact, Version::V2008)),
            Family::Numeric(_) => or_broken(Decimal::read(text).map(Self::Number)),
            Family::Date(_) => or_broken(date::read(text).map(Self::Date)),
            Family::Ip => or_broken(ip::Range::read(text).map(Self::Ip)),
            Family::Null => or_broken(match text.to_ascii_lowercase().as_str() {
                "true" => Some(Self::Absent(true)),
                "false" => Some(Self::Absent(false)),
                _ => None,
            }),
        }
    }

    fn matches(&self, value: &Value<'_>, family: Family, context: &Context) -> bool {
        match (self, value) {
            (Self::Text(pattern), Value::Text(text)) => pattern.matches(text, context),
            (Self::Number(wanted), Value::Number(found)) => compares(family, found.compare(wanted)),
            (Self::Date(wanted), Value::Date(found)) => compares(family, found.cmp(wanted)),
            (Self::Ip(range), Value::Address(found)) => range.contains(*found),
            _ => false,
        }
    }
}

/// A value of the request, as the operator sees it.
enum Value<'a> {
    Text(&'a str),
    Number(Written<'a>),
    Date(i128),
    Address((ip::Version, u128)),
    /// Not what the operator compares: nothing matches it.
    Other,
}

impl<'a> Value<'a> {
    fn read(text: &'a str, family: Family) -> Self {
        let read = match family {
            Family::String(_) | Family::Arn | Family::Bool | Family::Binary => {
                Some(Self::Text(text))
            }
            Family::Numeric(_) => Written::read(text).map(Self::Number),
            Family::Date(_) => date::read(text).map(Self::Date),
            Family::Ip => ip::read(text).map(Self::Address),
            Family::Null => None,
        };
        read.unwrap_or(Self::Other)
    }
}

/// Whether the request's value stands to the policy's as the operator asks.
pub(super) fn compares(family: Family, found: Ordering) -> bool {
    match family {
        Family::Numeric(relation) | Family::Date(relation) => match relation {
            Relation::Equals => found.is_eq(),
            Relation::LessThan => found.is_lt(),
            Relation::LessThanEquals => found.is_le(),
            Relation::GreaterThan => found.is_gt(),
            Relation::GreaterThanEquals => found.is_ge(),
        },
        _ => false,
    }
}
