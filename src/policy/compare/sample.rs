//! Readable examples: texts that a person would expect a pattern to match.

use std::collections::BTreeSet;

use super::cell::Asking;
use crate::policy::{
    Context, Values,
    catalogue::{self, Resources},
    compiled::Rule,
    glob::{Glob, Token},
    pattern::{Pattern, Piece},
};

/// What a variable is taken to stand for.
const VALUE: &str = "example";

/// Beyond these, documents are so long that examples need not be readable.
const MOST_NAMED: usize = 400;

pub(super) fn actions(asking: &Asking<'_>) -> Vec<String> {
    let mut all = BTreeSet::new();
    let patterns = asking.iter().flat_map(|(_, rule)| &rule.action.1);
    for pattern in patterns.take(MOST_NAMED) {
        all.extend(of_action(&pattern.written));
    }
    // One that policies hardly name.
    let unnamed = ["example:DoSomething".to_owned()];
    all.into_iter().chain(unnamed).collect()
}

/// Real actions where the catalogue knows one, one of each kind of resource.
fn of_action(written: &str) -> Vec<String> {
    if !written.contains(['*', '?']) {
        return vec![written.to_owned()];
    }
    let real = catalogue::matching(written);
    let kinds = [
        Resources::Required,
        Resources::OneOf,
        Resources::Optional,
        Resources::None,
    ];
    let named: Vec<String> = kinds
        .iter()
        .filter_map(|kind| real.iter().find(|(_, entry)| entry.resources == *kind))
        .map(|(service, entry)| format!("{service}:{}", entry.name))
        .collect();
    if !named.is_empty() {
        return named;
    }
    let filled = written.replace('*', "Example").replace('?', "x");
    filled.contains(':').then_some(filled).into_iter().collect()
}

pub(super) fn resources(asking: &Asking<'_>) -> Vec<String> {
    let mut all = BTreeSet::new();
    for (_, rule) in asking {
        all.extend(of_rule(rule));
        for pattern in &rule.action.1 {
            all.extend(of_service(&pattern.written));
        }
    }
    all.into_iter().collect()
}

/// Some resource of the action's service.
pub(super) fn of_service(action: &str) -> Option<String> {
    let service = action.split_once(':')?.0.to_ascii_lowercase();
    match service.as_str() {
        "s3" => Some("arn:aws:s3:::example/example".into()),
        _ if service.contains(['*', '?']) => None,
        _ => Some(format!("arn:aws:{service}:us-east-1:123456789012:example")),
    }
}

pub(super) fn of_rule(rule: &Rule) -> Vec<String> {
    let patterns = rule.resource.iter().flat_map(|(_, patterns)| patterns);
    let filled = patterns.filter(|pattern| !pattern.is_star);
    filled
        .map(|pattern| as_arn(&of_pattern(&pattern.pattern)))
        .collect()
}

/// A text that the pattern matches, when every variable is [`VALUE`].
pub(super) fn of_pattern(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Plain(glob) => of_glob(glob),
        Pattern::Variable(pieces, _) => {
            let part = |piece: &Piece| match piece {
                Piece::Token(token) => of_token(*token),
                Piece::Variable { .. } => VALUE.to_owned(),
            };
            pieces.iter().map(part).collect()
        }
    }
}

pub(super) fn of_glob(glob: &Glob) -> String {
    glob.tokens().iter().map(|token| of_token(*token)).collect()
}

fn of_token(token: Token) -> String {
    match token {
        Token::One(c) | Token::Fold(c) => c.to_string(),
        Token::Any | Token::AnyInPart => "x".into(),
        Token::Many | Token::ManyInPart => VALUE.into(),
    }
}

/// A short pattern such as `arn:aws:sqs:*` leaves parts out: they are added.
fn as_arn(text: &str) -> String {
    let mut arn = text.to_owned();
    while arn.starts_with("arn:") && arn.matches(':').count() < 5 {
        arn.push(':');
        if arn.matches(':').count() == 5 {
            arn.push_str(VALUE);
        }
    }
    arn
}

/// The values that make the variables of a pattern what [`of_pattern`] assumes.
pub(super) fn needs(pattern: &Pattern) -> Vec<(String, String)> {
    let keys = variables(pattern).map(|key| (key.to_owned(), VALUE.to_owned()));
    keys.collect()
}

fn variables(pattern: &Pattern) -> impl Iterator<Item = &str> {
    pattern.pieces().iter().filter_map(|piece| match piece {
        Piece::Variable { key, .. } => Some(key.as_str()),
        Piece::Token(_) => None,
    })
}

/// A value for the variable with which the pattern matches this very text.
pub(super) fn solve(pattern: &Pattern, text: &str) -> Option<Vec<(String, String)>> {
    const MOST_STARTS: usize = 8;
    const LONGEST: usize = 256;
    let mut keys = variables(pattern);
    let (key, None) = (keys.next()?, keys.next()) else {
        return None;
    };
    if text.len() > LONGEST || !text.is_ascii() {
        return None;
    }
    let before: Vec<Token> = pattern
        .pieces()
        .iter()
        .map_while(|piece| match piece {
            Piece::Token(token) => Some(*token),
            Piece::Variable { .. } => None,
        })
        .collect();
    // Without a star before it, the variable begins at one place only.
    let earliest = before.iter().filter(|token| !token.is_many()).count();
    let starts = if earliest == before.len() {
        1
    } else {
        MOST_STARTS
    };
    let mut context = Context::default();
    for start in (earliest..text.len()).take(starts) {
        for end in start + 1..=text.len() {
            let value = text.get(start..end)?;
            if value.contains(['*', '?', '$', '{']) {
                break;
            }
            context.set(key, Values::One(value.to_owned()));
            if pattern.matches(text, &context) {
                return Some(vec![(key.to_owned(), value.to_owned())]);
            }
        }
    }
    None
}

/// Values for a text condition: what the pattern says, with its stars as
/// nothing, as something short and as something longer.
pub(super) fn of_value(pattern: &Pattern) -> Vec<String> {
    let filled = of_pattern(pattern);
    let Pattern::Plain(glob) = pattern else {
        return vec![filled];
    };
    let bare: String = glob
        .tokens()
        .iter()
        .filter(|token| !token.is_many())
        .map(|token| of_token(*token))
        .collect();
    vec![filled, bare]
}
