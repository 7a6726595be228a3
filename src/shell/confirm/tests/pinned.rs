//! What stays in sight over a preview: whole sentences, or none of a sentence.

use proptest::prelude::*;

use super::{keys, plan};
use crate::{
    shell::confirm::lines::Page,
    ui::{Line, width},
};

/// The words of the lines, without where they are folded.
fn words(lines: &[Line]) -> String {
    let text: String = lines.iter().map(|line| line.text() + " ").collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sentence(number: usize, words: usize) -> String {
    format!("begin{number} {} end{number}", "word ".repeat(words).trim())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_sentence_is_cut_between_what_stays_in_sight_and_what_is_scrolled(
        lengths in prop::collection::vec(1..60_usize, 0..12),
        columns in 80..140_u16,
        rows in 24..60_u16,
    ) {
        let plan = plan();
        let moved: Vec<String> = lengths.iter().enumerate().map(|(at, n)| sentence(at, *n)).collect();
        let page = Page::of_plan(&plan, &moved, (columns, rows), &keys(), false);
        let (pinned, scrolled) = (words(&page.pinned), words(&page.lines));
        for sentence in &moved {
            prop_assert!(
                pinned.contains(sentence) != scrolled.contains(sentence),
                "{sentence} is in neither or both:\n{pinned}\n{scrolled}"
            );
        }
        let inner = usize::from(page.columns - 4);
        for line in page.pinned.iter().chain(&page.lines) {
            prop_assert!(width(&line.text()) <= inner, "cut at the edge: {:?}", line.text());
        }
        // The first that does not fit ends what stays: they keep their order.
        let first = moved.iter().position(|sentence| scrolled.contains(sentence));
        let later = moved.iter().skip(first.unwrap_or(moved.len()));
        for sentence in later {
            prop_assert!(scrolled.contains(sentence), "{sentence} overtook another");
        }
    }
}

#[test]
fn a_sentence_that_fits_stays_in_sight() {
    let moved = [sentence(0, 3)];
    let page = Page::of_plan(&plan(), &moved, (80, 24), &keys(), false);
    assert!(words(&page.pinned).contains(&moved[0]));
}
