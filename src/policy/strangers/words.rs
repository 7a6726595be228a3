//! A passage in plain words, with the request that proves it.

use super::{Passage, Proof, Stranger};
use crate::policy::Values;

impl Passage {
    /// A sentence, raw: who can, by what, for example.
    pub fn words(&self) -> String {
        match &self.proof {
            Proof::Passes(request) => {
                let mut words = format!("{} {}", self.stranger.words(), self.can());
                if self.asked.is_empty() {
                    words.push_str(", for no condition asks who they are");
                }
                if !self.lacking.is_empty() {
                    words.push_str(&format!(
                        "; what is asked of {} holds for a request without it",
                        self.lacking.join(" and ")
                    ));
                }
                let example = self.example(&request.context);
                if !example.is_empty() {
                    words.push_str(&format!("; for example with {example}"));
                }
                words.push('.');
                words
            }
            Proof::Unclear => format!(
                "Statement {} names nobody for certain: whether {} {} could not be determined.",
                self.statement,
                self.stranger.lower(),
                self.can()
            ),
        }
    }

    fn can(&self) -> &'static str {
        match self.is_trust {
            true => "can become this role",
            false => "can get at it",
        }
    }

    /// The keys that say who asks, with the stranger's values.
    fn example(&self, context: &crate::policy::Context) -> String {
        let known = context.iter().filter_map(|(key, values)| {
            let is_asked = self.asked.iter().any(|one| one.eq_ignore_ascii_case(key));
            match values {
                Values::One(value) if is_asked => Some(format!("{key} = {value}")),
                _ => None,
            }
        });
        known.collect::<Vec<String>>().join(" and ")
    }
}

impl Stranger {
    fn words(&self) -> String {
        match self {
            Self::Repository => "Any repository of anybody on GitHub".to_owned(),
            Self::Identity(host) => format!("Anyone to whom {host} issues a token"),
            Self::Guest => {
                "Anyone who does not sign in, as a guest of an identity pool,".to_owned()
            }
            Self::Asserted(provider) => format!(
                "Anyone for whom the identity provider {provider} signs an assertion, for whatever service,"
            ),
            Self::Anyone => "Anybody in any AWS account".to_owned(),
        }
    }

    fn lower(&self) -> String {
        let words = self.words();
        let mut letters = words.chars();
        let first = letters.next().map(|c| c.to_ascii_lowercase());
        first.into_iter().chain(letters).collect()
    }
}
