//! Long values wrap under themselves, and nothing of them is lost.

use proptest::prelude::*;
use watchkeeper::ui::{paint::width, paint::wrap_hanging, wrap};

#[test]
fn a_line_ends_behind_a_blank_or_a_separator() {
    assert_eq!(wrap("may not do this", 8), ["may not ", "do this"]);
    assert_eq!(
        wrap("arn:aws:iam::711398986525:role/alpha", 16),
        ["arn:aws:iam::", "711398986525:", "role/alpha"]
    );
    assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    assert_eq!(wrap("", 4), [""]);
}

#[test]
fn continuations_hang_under_the_value() {
    assert_eq!(
        wrap_hanging("used  in one and two", 12, 6),
        ["used  in ", "      one ", "      and ", "      two"]
    );
    // No room to hang in: better unindented than one letter a line.
    assert_eq!(wrap_hanging("abcd", 3, 6), ["abc", "d"]);
}

#[test]
fn line_breaks_are_kept_and_tabs_are_blanks() {
    assert_eq!(wrap("{\r\n\t\"a\": 1\n}", 20), ["{", "  \"a\": 1", "}"]);
}

proptest! {
    #[test]
    fn joined_lines_are_the_text_again(text in "[a-z漢é :/]{0,80}", columns in 2usize..20, hang in 0usize..6) {
        let lines = wrap_hanging(&text, columns, hang);
        let hang = if hang + 1 < columns { hang } else { 0 };
        let mut joined = lines[0].clone();
        for line in &lines[1..] {
            prop_assert!(line.starts_with(&" ".repeat(hang)));
            joined.push_str(&line[hang..]);
        }
        prop_assert_eq!(&joined, &text);
        prop_assert!(lines.iter().all(|line| width(line) <= columns.max(hang + 2)));
    }
}
