//! Why a value is not matched by the patterns that stand beside it.

use crate::policy::{Family, Operator, StringTest, diff::ElementName, glob::Glob};

/// How the values of an element are matched, when by pattern or exact text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Matching {
    Pattern,
    PatternIgnoringCase,
    Exact,
    Other,
}

fn matching(name: &ElementName) -> Matching {
    match name {
        ElementName::Action | ElementName::NotAction => Matching::PatternIgnoringCase,
        ElementName::Resource | ElementName::NotResource => Matching::Pattern,
        ElementName::Condition { operator, .. } => {
            match Operator::read(operator.raw()).map(|operator| operator.family) {
                Some(Family::String(StringTest::Like)) => Matching::Pattern,
                Some(Family::String(StringTest::Equals)) => Matching::Exact,
                _ => Matching::Other,
            }
        }
        _ => Matching::Other,
    }
}

/// Whether one of the others certainly matches everything that the value does.
pub(super) fn is_covered(name: &ElementName, others: &[&str], value: &str) -> bool {
    // Both wildcards and variables in the value stand for texts that the
    // pattern would have to match as well; only `*` in it certainly does.
    let plain = !value.contains(['*', '?', '$']);
    let matches = |pattern: &&str| match matching(name) {
        Matching::Pattern => plain && !pattern.contains('$') && Glob::like(pattern).matches(value),
        Matching::PatternIgnoringCase => {
            plain && Glob::like(&pattern.to_lowercase()).matches(&value.to_lowercase())
        }
        Matching::Exact | Matching::Other => false,
    };
    others.iter().any(matches)
}

/// The nearest of the others, and what keeps it from matching.
pub(super) fn reason(name: &ElementName, others: &[&str], value: &str) -> Option<String> {
    let kind = matching(name);
    if kind == Matching::Other || value.contains(['*', '?', '$']) {
        return None;
    }
    let of = |test: &dyn Fn(&str) -> Option<String>| {
        others
            .iter()
            .find_map(|other| Some(format!("\"{other}\" does not match it: {}", test(other)?)))
    };
    let missing_separator = |pattern: &str| {
        let rest = pattern.strip_prefix(value)?;
        match rest {
            "/*" | "/" => Some("the slash is missing".to_owned()),
            ":*" | ":" => Some("the colon is missing".to_owned()),
            "-*" | "-" => Some("the hyphen is missing".to_owned()),
            _ => None,
        }
    };
    let letter_case = |pattern: &str| {
        let folded = Glob::like(&pattern.to_lowercase());
        (kind != Matching::PatternIgnoringCase && folded.matches(&value.to_lowercase()))
            .then(|| "letter case differs".to_owned())
    };
    let ending = |pattern: &str| {
        let prefix = pattern.split(['*', '?']).next().unwrap_or("");
        let (wild, shared) = (prefix != pattern, value.starts_with(prefix));
        (wild && !shared && !prefix.is_empty())
            .then(|| format!("it does not begin with \"{prefix}\""))
    };
    of(&missing_separator)
        .or_else(|| of(&letter_case))
        .or_else(|| of(&ending))
}
