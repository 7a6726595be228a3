//! What a node comes to: JSON in which texts may hold symbols.
//!
//! Keeps the spelling of numbers; decides nothing about policies.

use crate::template::{Symbol, Text};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    Null,
    /// An unquoted number or boolean, as JSON spells it.
    Typed(String),
    Text(Text),
    List(Vec<Resolved>),
    Map(Vec<(String, Resolved)>),
    /// `AWS::NoValue`: the property or item is not there.
    Absent,
}

impl Resolved {
    pub(crate) fn literal(text: &str) -> Self {
        Self::Text(Text::literal(text))
    }

    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => {
                let found = entries.iter().find(|(name, _)| name == key);
                found.map(|(_, it)| it)
            }
            _ => None,
        }
    }

    /// As text: a number or boolean counts, a list or mapping does not.
    pub fn text(self) -> Option<Text> {
        match self {
            Self::Text(text) => Some(text),
            Self::Typed(spelling) => Some(Text::literal(spelling)),
            _ => None,
        }
    }

    /// The items of a list; one value stands for a list of it, as IAM has it.
    pub fn listed(self) -> Vec<Self> {
        match self {
            Self::List(items) => items,
            Self::Absent | Self::Null => Vec::new(),
            one => vec![one],
        }
    }

    /// Every symbol in it, in order, each once.
    pub fn symbols(&self) -> Vec<Symbol> {
        let mut found = Vec::new();
        self.collect(&mut found);
        let mut seen = std::collections::HashSet::new();
        found.retain(|symbol| seen.insert(*symbol));
        found.into_iter().cloned().collect()
    }

    fn collect<'a>(&'a self, found: &mut Vec<&'a Symbol>) {
        match self {
            Self::Text(text) => found.extend(text.symbols()),
            Self::List(items) => items.iter().for_each(|item| item.collect(found)),
            Self::Map(entries) => entries.iter().for_each(|(_, item)| item.collect(found)),
            Self::Null | Self::Typed(_) | Self::Absent => {}
        }
    }
}
