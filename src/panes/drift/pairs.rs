//! The rows of `[[drift.compare]]`: two roles that should be alike.

use super::rows::{Key, Row, part_name, row, under_head};
use crate::{
    facts::{PolicyName, numbered},
    rules::drift::{SiblingItem, SiblingReport, SiblingState},
    ui::Mark,
};

/// The pair, and under it what is not the same; the rest on demand.
pub(super) fn rows(at: usize, pair: &SiblingReport, show_same: bool) -> Vec<Row> {
    let differing = pair.items.iter().filter(|item| is_difference(item)).count();
    let worst = pair.items.iter().map(|item| item.state).min();
    let head = row(
        Key::Pair(at),
        false,
        both_names(pair.left.1.raw(), pair.right.1.raw()),
        worst.map_or(Mark::Unknown, pair_mark),
        match (worst, differing) {
            (Some(SiblingState::Same), _) => "siblings alike".into(),
            (_, 0) => "not compared".into(),
            (_, many) => numbered(many, "difference"),
        },
    );
    let parts = pair
        .items
        .iter()
        .filter(|item| show_same || item.state != SiblingState::Same);
    let parts = parts.map(|item| {
        let key = Key::PairItem(at, pair_key(item));
        let name = part_name(item.kind, item.policy.as_ref().map(PolicyName::raw));
        let words = match item.state {
            SiblingState::OnlyLeft => format!("missing in {}", pair.right.0.raw()),
            SiblingState::OnlyRight => format!("missing in {}", pair.left.0.raw()),
            SiblingState::Differs => "differs".into(),
            SiblingState::Unknown => "not compared".into(),
            SiblingState::Same => "the same".into(),
        };
        row(key, true, name, pair_mark(item.state), words)
    });
    under_head(std::iter::once(head).chain(parts).collect())
}

/// `task-role-{prod,dev}`: what two names share is written once.
fn both_names(left: &str, right: &str) -> String {
    let start = left
        .chars()
        .zip(right.chars())
        .take_while(|(l, r)| l == r)
        .count();
    let (l, r) = (rest(left, start), rest(right, start));
    let backwards = l.chars().rev().zip(r.chars().rev());
    let end = backwards.take_while(|(l, r)| l == r).count();
    let middle = |text: &str| {
        text.chars()
            .take(text.chars().count() - end)
            .collect::<String>()
    };
    let shared: String = left.chars().take(start).collect();
    let tail = rest(l, l.chars().count() - end);
    format!("{shared}{{{},{}}}{tail}", middle(l), middle(r))
}

fn rest(text: &str, from: usize) -> &str {
    text.char_indices()
        .nth(from)
        .map_or("", |(at, _)| &text[at..])
}

fn is_difference(item: &SiblingItem) -> bool {
    matches!(
        item.state,
        SiblingState::OnlyLeft | SiblingState::OnlyRight | SiblingState::Differs
    )
}

pub(super) fn pair_key(item: &SiblingItem) -> String {
    format!(
        "{}/{}",
        item.kind.word(),
        item.policy.as_ref().map_or("", |p| p.raw())
    )
}

pub(super) fn pair_mark(state: SiblingState) -> Mark {
    match state {
        SiblingState::OnlyLeft | SiblingState::OnlyRight => Mark::Missing,
        SiblingState::Differs => Mark::Drifted,
        SiblingState::Unknown => Mark::Unknown,
        SiblingState::Same => Mark::InSync,
    }
}
