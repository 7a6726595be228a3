//! The `/` filter: substring by default, fuzzy on a toggle, and what it hides is counted.
//!
//! Substring ignores case unless the text has an upper-case letter; a leading `!`
//! keeps what does not match. Fuzzy is nucleo's matching.

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{CaseMatching, Normalization, Pattern},
};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub text: String,
    pub fuzzy: bool,
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() || self.text == "!"
    }

    /// Which of the texts stay, in their order.
    pub fn keep<'a>(&self, texts: impl Iterator<Item = &'a str>) -> Vec<bool> {
        if self.is_empty() {
            return texts.map(|_| true).collect();
        }
        if self.fuzzy {
            let scores = scores(&self.text, texts);
            return scores.into_iter().map(|score| score.is_some()).collect();
        }
        let (wanted, text) = match self.text.strip_prefix('!') {
            Some(text) => (false, text),
            None => (true, self.text.as_str()),
        };
        let exact = text.chars().any(char::is_uppercase);
        let needle = if exact {
            text.to_owned()
        } else {
            text.to_lowercase()
        };
        texts
            .map(|text| {
                let found = match exact {
                    true => text.contains(&needle),
                    false => text.to_lowercase().contains(&needle),
                };
                found == wanted
            })
            .collect()
    }
}

/// Fuzzy scores, higher is better; None does not match.
pub(super) fn scores<'a>(pattern: &str, texts: impl Iterator<Item = &'a str>) -> Vec<Option<u32>> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(pattern, CaseMatching::Smart, Normalization::Smart);
    let mut buffer = Vec::new();
    texts
        .map(|text| pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Filter;

    fn kept<'a>(text: &str, fuzzy: bool, rows: &[&'a str]) -> Vec<&'a str> {
        let filter = Filter {
            text: text.into(),
            fuzzy,
        };
        let keep = filter.keep(rows.iter().copied());
        rows.iter()
            .zip(keep)
            .filter(|(_, k)| *k)
            .map(|(r, _)| *r)
            .collect()
    }

    #[test]
    fn a_substring_finds_what_stands_together_and_nothing_else() {
        let rows = ["executor-role", "predictor-role", "Executor-S3"];
        assert_eq!(kept("exec", false, &rows), ["executor-role", "Executor-S3"]);
        assert_eq!(kept("Exec", false, &rows), ["Executor-S3"]);
        assert_eq!(kept("er-le", false, &rows), Vec::<&str>::new());
        assert_eq!(kept("!exec", false, &rows), ["predictor-role"]);
        assert_eq!(kept("", false, &rows), rows);
    }

    #[test]
    fn fuzzy_finds_letters_in_their_order() {
        let rows = ["executor-role", "predictor-role"];
        assert_eq!(kept("exrl", true, &rows), ["executor-role"]);
    }
}
