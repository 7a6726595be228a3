//! Text in which some pieces are not known: literals and symbols.
//!
//! A symbol has one policy-safe spelling, its token. Two symbols share a token
//! only if they stand for the same thing; what a token's value is, nobody here
//! pretends to know.

use std::fmt::Write as _;

/// A value that the template alone does not give.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Symbol {
    /// `Ref` of a resource: its physical name or id.
    Resource(String),
    Attribute {
        resource: String,
        attribute: String,
    },
    /// A parameter without a value, or an SSM parameter's.
    Parameter(String),
    /// `AWS::AccountId` and its like, where the surroundings are not known.
    Pseudo(String),
    Import(String),
    /// A choice whose condition cannot be decided.
    If {
        condition: String,
        of: String,
    },
    /// A dynamic reference, `{{resolve:...}}`.
    Dynamic(String),
    /// Any other function, with its argument as compact text.
    Function {
        name: String,
        of: String,
    },
}

impl Symbol {
    /// `<GetAtt Queue.Arn>`: without `: * ? $ { }`, so a policy keeps its shape around it.
    pub fn token(&self) -> String {
        let (kind, of) = match self {
            Self::Resource(id) | Self::Parameter(id) => ("Ref", id.clone()),
            Self::Pseudo(name) => ("AWS", name.trim_start_matches("AWS::").to_owned()),
            Self::Attribute {
                resource,
                attribute,
            } => ("GetAtt", format!("{resource}.{attribute}")),
            Self::Import(name) => ("ImportValue", name.clone()),
            Self::If { condition, of } => ("If", format!("{condition} {of}")),
            Self::Dynamic(of) => ("resolve", of.clone()),
            Self::Function { name, of } => (name.as_str(), of.clone()),
        };
        format!("<{} {}>", escaped(kind), escaped(&of))
    }
}

/// Everything a policy or another token might read is percent-escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b" ._-/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Literal(String),
    Symbol(Symbol),
}

/// Literals and symbols in turn; neighbouring literals are one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text {
    parts: Vec<Part>,
}

impl Text {
    pub fn literal(text: impl Into<String>) -> Self {
        let mut out = Self::default();
        out.push_literal(&text.into());
        out
    }

    pub fn symbol(symbol: Symbol) -> Self {
        Self {
            parts: vec![Part::Symbol(symbol)],
        }
    }

    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    pub(super) fn push_literal(&mut self, text: &str) {
        match self.parts.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Literal(last)) => last.push_str(text),
            _ => self.parts.push(Part::Literal(text.to_owned())),
        }
    }

    pub(super) fn push(&mut self, other: &Self) {
        for part in &other.parts {
            match part {
                Part::Literal(text) => self.push_literal(text),
                symbol @ Part::Symbol(_) => self.parts.push(symbol.clone()),
            }
        }
    }

    /// The text, if nothing in it is open.
    pub fn known(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    pub fn symbols(&self) -> impl Iterator<Item = &Symbol> {
        self.parts.iter().filter_map(|part| match part {
            Part::Literal(_) => None,
            Part::Symbol(symbol) => Some(symbol),
        })
    }

    /// With every symbol as its token.
    pub fn with_tokens(&self) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Literal(text) => out.push_str(text),
                Part::Symbol(symbol) => out.push_str(&symbol.token()),
            }
        }
        out
    }

    /// With every symbol as `*`: what the real text looks like.
    pub fn to_pattern(&self) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Literal(text) => out.push_str(text),
                Part::Symbol(_) if out.ends_with('*') => {}
                Part::Symbol(_) => out.push('*'),
            }
        }
        out
    }

    /// Whether this may be the real text: every symbol stands for any characters.
    pub fn may_be(&self, real: &str) -> bool {
        let mut rest = real;
        let mut free = false;
        let last = self.parts.len().saturating_sub(1);
        for (at, part) in self.parts.iter().enumerate() {
            let Part::Literal(text) = part else {
                free = true;
                continue;
            };
            let found = match (free, at == last) {
                (false, _) => rest.starts_with(text.as_str()).then_some(0),
                (true, true) => rest
                    .ends_with(text.as_str())
                    .then(|| rest.len() - text.len()),
                (true, false) => rest.find(text.as_str()),
            };
            let Some(found) = found else { return false };
            rest = rest.get(found + text.len()..).unwrap_or("");
            free = false;
        }
        free || rest.is_empty()
    }
}
