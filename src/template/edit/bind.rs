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
                Some(live) => self.fit(text, live).is_some(),
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
        let mut left: Vec<&Resolved> = live.iter().collect();
        let mut open = Vec::new();
        for item in old {
            let canonical = canon(item);
            match left.iter().position(|other| canon(other) == canonical) {
                Some(at) => {
                    left.remove(at);
                }
                None => open.push(item),
            }
        }
        open.sort_by_key(|item| !live.iter().any(|other| named(item, other)));
        open.into_iter().all(|item| {
            let mut likely_first: Vec<usize> = (0..left.len()).collect();
            likely_first.sort_by_key(|at| !named(item, left[*at]));
            let mut places = likely_first.into_iter();
            let found = places.find(|at| self.same(item, left[*at]));
            found.map(|at| left.remove(at)).is_some()
        })
    }

    /// Binds what is open in the text to what live has in its place; None: it has
    /// something else.
    fn fit(&mut self, text: &Text, live: &str) -> Option<()> {
        let mut rest = live;
        let mut parts = text.parts().iter().peekable();
        while let Some(part) = parts.next() {
            let symbol = match part {
                Part::Literal(literal) => {
                    rest = rest.strip_prefix(literal.as_str())?;
                    continue;
                }
                Part::Symbol(symbol) => symbol,
            };
            if let Some(bound) = self.values.get(symbol) {
                rest = rest.strip_prefix(bound.as_str())?;
                continue;
            }
            let end = match parts.peek() {
                None => rest.len(),
                Some(next @ Part::Literal(literal)) => match text.parts().last() == Some(*next) {
                    true => rest.rfind(literal.as_str())?,
                    false => rest.find(literal.as_str())?,
                },
                // Where one ends and the next begins cannot be told.
                Some(Part::Symbol(next)) => rest.find(self.values.get(next)?.as_str())?,
            };
            let (value, after) = rest.split_at_checked(end)?;
            if !is_likely(symbol, value) {
                return None;
            }
            self.values.insert(symbol.clone(), value.to_owned());
            rest = after;
        }
        rest.is_empty().then_some(())
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
