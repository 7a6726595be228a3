//! One request, as the evaluator sees it: who, what, on what, and what is known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::canonical::fold_key;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// An ARN, `service:NAME`, `federated:PROVIDER` or `canonical:ID`; None:
    /// whoever the identity policies are attached to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// `service:Action`.
    pub action: String,
    /// One ARN, or `*` for an action without resource-level permissions.
    pub resource: String,
    #[serde(default)]
    pub context: Context,
}

/// The condition keys with a value; a key that is not here is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, Values>", into = "BTreeMap<String, Values>")]
pub struct Context {
    /// By folded key: the name as given, and its values.
    keys: BTreeMap<String, (String, Values)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Values {
    One(String),
    Many(Vec<String>),
}

impl Values {
    pub fn all(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

impl Context {
    /// A key given again, in whatever letter case, replaces the first.
    pub fn set(&mut self, key: &str, values: Values) {
        self.keys.insert(fold_key(key), (key.to_owned(), values));
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Values)> {
        let entries = self.keys.values();
        entries.map(|(name, values)| (name.as_str(), values))
    }

    /// Looks up a key that is already folded.
    pub(super) fn get(&self, folded: &str) -> Option<&Values> {
        self.keys.get(folded).map(|(_, values)| values)
    }

    /// A variable stands for a single value; a multivalued key has none.
    pub(super) fn single(&self, folded: &str) -> Option<&str> {
        match self.get(folded)? {
            Values::One(value) => Some(value),
            Values::Many(_) => None,
        }
    }
}

impl From<BTreeMap<String, Values>> for Context {
    fn from(keys: BTreeMap<String, Values>) -> Self {
        let mut context = Self::default();
        for (key, values) in keys {
            context.set(&key, values);
        }
        context
    }
}

impl From<Context> for BTreeMap<String, Values> {
    fn from(context: Context) -> Self {
        context.keys.into_values().collect()
    }
}
