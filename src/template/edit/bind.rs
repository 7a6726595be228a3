//! What the open pieces of a template would have to be, for it to come to what is live.
//!
//! An open piece is taken for one value everywhere, or not at all; and never for a
//! value that no name or ARN has: live may have been widened by hand.

use std::collections::BTreeMap;

use super::compare::canon;
use crate::template::{Part, Resolved, Symbol, Text, document::quoted};

#[derive(Clone, Debug, Default)]
pub(super) struct Bindings {
    values: BTreeMap<Symbol, String>,
}

impl Bindings {
    /// Whether the template's value comes to the live one, given what is bound. Binds
    /// what it needs for that, and nothing where they differ.
    pub(super) fn same(&mut self, old: &Resolved, live: &Resolved) -> bool {
        if canon(old) == canon(live) {
            return true;
        }
        let mut tried = self.clone();
        let same = tried.values_same(old, live);
        if same {
            *self = tried;
        }
        same
    }

    fn values_same(&mut self, old: &Resolved, live: &Resolved) -> bool {
        match (old, live) {
            (Resolved::Text(text), Resolved::Text(live)) => match live.known() {
                Some(live) => self.text_same(text, live),
                None => text == live,
            },
            (Resolved::Map(one), Resolved::Map(other)) => {
                one.len() == other.len()
                    && one.iter().all(|(key, value)| {
                        live.get(key).is_some_and(|other| self.same(value, other))
                    })
            }
            (Resolved::List(_), _) | (_, Resolved::List(_)) => {
                let (old, live) = (old.clone().listed(), live.clone().listed());
                self.lists_same(&old, &live)
            }
            _ => canon(old) == canon(live),
        }
    }

    /// Each item has its own on the other side; those that are surely equal first.
    fn lists_same(&mut self, old: &[Resolved], live: &[Resolved]) -> bool {
        if old.len() != live.len() {
            return false;
        }
        let mut taken = vec![false; live.len()];
        let mut open = Vec::new();
        for item in old {
            let canonical = canon(item);
            let found = live.iter().zip(&taken);
            let found = found
                .enumerate()
                .find(|(_, (other, taken))| !**taken && canon(other) == canonical)
                .map(|(at, _)| at);
            match found.and_then(|at| taken.get_mut(at)) {
                Some(taken) => *taken = true,
                None => open.push(item),
            }
        }
        open.sort_by_key(|item| !live.iter().any(|other| named(item, other)));
        open.into_iter().all(|item| {
            let mut candidates: Vec<usize> = (0..live.len())
                .filter(|at| taken.get(*at) == Some(&false))
                .collect();
            candidates.sort_by_key(|at| live.get(*at).is_none_or(|other| !named(item, other)));
            let found = candidates
                .into_iter()
                .find(|at| live.get(*at).is_some_and(|other| self.same(item, other)));
            match found.and_then(|at| taken.get_mut(at)) {
                Some(taken) => {
                    *taken = true;
                    true
                }
                None => false,
            }
        })
    }

    fn text_same(&mut self, text: &Text, live: &str) -> bool {
        let mut rest = live;
        let mut parts = text.parts().iter().peekable();
        while let Some(part) = parts.next() {
            let symbol = match part {
                Part::Literal(literal) => match rest.strip_prefix(literal.as_str()) {
                    Some(after) => {
                        rest = after;
                        continue;
                    }
                    None => return false,
                },
                Part::Symbol(symbol) => symbol,
            };
            if let Some(bound) = self.values.get(symbol) {
                match rest.strip_prefix(bound.as_str()) {
                    Some(after) => rest = after,
                    None => return false,
                }
                continue;
            }
            let end = match parts.peek() {
                None => Some(rest.len()),
                Some(Part::Literal(next)) => {
                    let tail = text.parts().last() == Some(&Part::Literal(next.clone()));
                    if tail {
                        rest.rfind(next.as_str())
                    } else {
                        rest.find(next.as_str())
                    }
                }
                // Where one ends and the next begins cannot be told.
                Some(Part::Symbol(next)) => {
                    let next = self.values.get(next);
                    next.and_then(|next| rest.find(next.as_str()))
                }
            };
            let Some(value) = end.and_then(|end| rest.get(..end)) else {
                return false;
            };
            if !is_likely(symbol, value) {
                return false;
            }
            self.values.insert(symbol.clone(), value.to_owned());
            rest = rest.get(value.len()..).unwrap_or("");
        }
        rest.is_empty()
    }

    /// The document's text with a value for every token that has one.
    pub(super) fn filled(&self, document: &str) -> String {
        let mut text = document.to_owned();
        for (symbol, value) in &self.values {
            let json = quoted(value);
            let value = json.trim_matches('"');
            let token = symbol.token();
            // An action that is open as a whole was given its colon.
            text = text.replace(&format!("\"open:{token}\""), &json);
            text = text.replace(&token, value);
        }
        text
    }

    /// Token and value of all that the document's text rests on.
    pub(super) fn of(&self, document: &str) -> Vec<(String, String)> {
        let values = self.values.iter();
        let values = values.map(|(symbol, value)| (symbol.token(), value.clone()));
        values
            .filter(|(token, _)| document.contains(token.as_str()))
            .collect()
    }
}

/// Names, ids and ARNs have no wildcards and no blanks; an ARN begins as one.
fn is_likely(symbol: &Symbol, value: &str) -> bool {
    let is_arn = value.starts_with("arn:") && value.split(':').count() >= 6;
    let fits = match symbol {
        Symbol::Attribute { attribute, .. } if attribute.ends_with("Arn") => is_arn,
        Symbol::Pseudo(_) => !value.contains(['/', ':']),
        _ => is_arn || !value.contains(':'),
    };
    let strange = |c: char| c.is_whitespace() || c.is_control() || "*?${}<>\"\\".contains(c);
    fits && !value.is_empty() && !value.contains(strange)
}

/// A name that CloudFormation made up has the logical id in it.
pub(super) fn named(open: &Resolved, live: &Resolved) -> bool {
    let said = canon(live);
    open.symbols().iter().any(|symbol| match symbol {
        Symbol::Resource(id) | Symbol::Attribute { resource: id, .. } => said.contains(id.as_str()),
        _ => false,
    })
}
