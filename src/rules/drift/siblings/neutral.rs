//! Makes one side's own account id, region and environment word neutral.

use crate::facts::{AccountId, Caller, Compare, Region};

use super::SiblingSide;

/// What to replace on one side, as whole words.
#[derive(Debug)]
pub(super) struct Neutral {
    words: Vec<(String, &'static str)>,
}

impl Neutral {
    pub(super) fn pair(pair: &Compare, left: &SiblingSide, right: &SiblingSide) -> (Self, Self) {
        let suffixes = differing_word(pair.left.role.raw(), pair.right.role.raw());
        let (l, r) = suffixes.map_or((None, None), |(l, r)| (Some(l), Some(r)));
        (Self::of(left, l), Self::of(right, r))
    }

    fn of(side: &SiblingSide, environment_word: Option<&str>) -> Self {
        let words = [
            (side.account.as_ref().map(AccountId::raw), "{account}"),
            (side.region.as_ref().map(Region::raw), "{region}"),
            (environment_word, "{environment}"),
        ];
        Self {
            words: words
                .into_iter()
                .filter_map(|(word, neutral)| Some((word?.to_owned(), neutral)))
                .collect(),
        }
    }

    pub(super) fn apply(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for (word, neutral) in &self.words {
            out = replace_word(&out, word, neutral);
        }
        out
    }
}

/// A text of the left side as the right side would have it: account id, region
/// and environment word are the right one's.
pub fn translated(pair: &Compare, left: &Caller, right: &Caller, text: &str) -> String {
    let (l, r) = differing_word(pair.left.role.raw(), pair.right.role.raw()).unwrap_or(("", ""));
    let words = [
        (left.account.raw(), right.account.raw()),
        (left.region.raw(), right.region.raw()),
        (l, r),
    ];
    let mut out = text.to_owned();
    for (from, to) in words {
        out = replace_word(&out, from, to);
    }
    out
}

/// The one hyphenated word in which two names differ: `prod` and `dev` of
/// `task-role-prod` and `task-role-dev`. None when they differ in more.
fn differing_word<'a>(left: &'a str, right: &'a str) -> Option<(&'a str, &'a str)> {
    let split = |name: &'a str| name.split(['-', '_', '.']).collect::<Vec<_>>();
    let (left, right) = (split(left), split(right));
    if left.len() != right.len() {
        return None;
    }
    let mut differing = left.iter().zip(&right).filter(|(l, r)| l != r);
    let (l, r) = differing.next()?;
    differing.next().is_none().then_some((*l, *r))
}

/// Replaces the word where no letter or digit stands beside it.
fn replace_word(text: &str, word: &str, with: &str) -> String {
    if word.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before: Option<char> = None;
    while let Some(at) = rest.find(word) {
        let (head, tail) = rest.split_at(at);
        let tail = &tail[word.len()..];
        let left = head.chars().next_back().or(before);
        let free = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        out.push_str(head);
        out.push_str(if free(left) && free(tail.chars().next()) {
            with
        } else {
            word
        });
        before = word.chars().next_back();
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{differing_word, replace_word};

    #[test]
    fn the_environment_is_the_one_word_that_differs() {
        assert_eq!(
            differing_word("task-role-prod", "task-role-dev"),
            Some(("prod", "dev"))
        );
        assert_eq!(
            differing_word("a-prod-role", "a-dev-role"),
            Some(("prod", "dev"))
        );
        assert_eq!(differing_word("one-prod", "two-dev"), None);
        assert_eq!(differing_word("same", "same"), None);
    }

    #[test]
    fn only_whole_words_are_replaced() {
        assert_eq!(replace_word("dev/develop-dev", "dev", "E"), "E/develop-E");
        assert_eq!(replace_word("devdev dev", "dev", "E"), "devdev E");
    }
}
