//! The list's rows, made from the report each time: a role with its parts under it.

use std::sync::Arc;

use crate::{
    checks::drift::Drift,
    facts::{PolicyName, RoleName, numbered},
    panes::{Cx, Standing},
    rules::drift::{DriftItem, DriftKind, DriftReport, DriftState},
    ui::{self, Listing, Mark, Role},
};

/// What a row stands for: stable across refreshes, so that the selection stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::panes) enum Key {
    Role(RoleName),
    /// All the roles that the repository does not mention.
    Unmentioned,
    /// A role's part, by `DriftItem::key`.
    Item(RoleName, String),
    /// A pair of siblings, by their place in the configuration.
    Pair(usize),
    PairItem(usize, String),
}

/// What a row is drawn from.
#[derive(Clone, Debug)]
pub(in crate::panes) struct Verdict {
    pub(super) mark: Mark,
    pub(super) words: String,
}

pub(super) type Row = ui::Row<Key, Verdict>;
pub(super) type Rows = Listing<Key, Verdict>;

/// The head of a group, or a part of it.
pub(super) fn row(key: Key, is_part: bool, name: String, mark: Mark, words: String) -> Row {
    Row {
        key,
        depth: u16::from(is_part),
        name,
        of_interest: is_ill(mark),
        more: Verdict { mark, words },
    }
}

/// It is not well: what differs only in how it is written is.
fn is_ill(mark: Mark) -> bool {
    !matches!(mark, Mark::InSync | Mark::Cosmetic)
}

/// A head over parts of which one is not well only sums those up: it is none of its own.
pub(super) fn under_head(mut group: Vec<Row>) -> Vec<Row> {
    if let Some((head, parts)) = group.split_first_mut() {
        head.of_interest &= !parts.iter().any(|part| part.of_interest);
    }
    group
}

/// How many rows are not well, and the letter of the worst of them.
pub(super) fn standing(rows: &Rows) -> Standing {
    let marks = || ill(rows).map(|row| row.more.mark);
    let differs = |mark: Mark| mark.role() == Role::Bad;
    match marks().min() {
        None => Standing::Well,
        Some(_) if marks().any(differs) => Standing::Wrong(Mark::Drifted, marks().count()),
        Some(mark) => Standing::Wrong(mark, marks().count()),
    }
}

pub(super) fn ill(rows: &Rows) -> impl Iterator<Item = &Row> {
    rows.rows.iter().filter(|row| row.of_interest)
}

pub(super) fn report<'a>(cx: &Cx<'a>) -> Option<&'a Arc<DriftReport>> {
    cx.store.conclusion(&Drift::of(cx.environment))
}

/// A role and its parts.
pub(super) fn role_rows(items: &[DriftItem]) -> Vec<Row> {
    let Some(worst) = items.iter().min_by_key(|item| item.state) else {
        return Vec::new();
    };
    let name = worst.role.raw().to_owned();
    let key = Key::Role(worst.role.clone());
    let head = row(key, false, name, mark(worst.state), words(worst));
    let parts = items.iter().filter(|item| item.kind != DriftKind::Role);
    let parts = parts.map(|item| {
        let key = Key::Item(item.role.clone(), item.key());
        let name = part_name(item.kind, item.policy.as_ref().map(PolicyName::raw));
        row(key, true, name, mark(item.state), words(item))
    });
    under_head(std::iter::once(head).chain(parts).collect())
}

pub(super) fn unmentioned_roles(report: &DriftReport) -> impl Iterator<Item = &DriftItem> {
    let items = report.items.iter();
    items.filter(|item| item.is_unmentioned_role())
}

/// One row for so many roles that the repository does not mention.
pub(super) fn unmentioned(roles: usize) -> Row {
    let name = numbered(roles, "role");
    let mark = mark(DriftState::Uncodified);
    let words = DriftState::Uncodified.words().to_owned();
    row(Key::Unmentioned, false, name, mark, words)
}

/// `alpha-engine-s3` for an inline policy; the kind where there is no name or it matters.
pub(super) fn part_name(kind: DriftKind, policy: Option<&str>) -> String {
    match (kind, policy) {
        (DriftKind::Inline, Some(name)) => name.to_owned(),
        (DriftKind::Managed, Some(name)) => format!("{name} (managed)"),
        (DriftKind::Attachments, Some(name)) => format!("{name} (attached)"),
        (kind, _) => kind.word().to_owned(),
    }
}

/// Unknown says what is missing: `no access: iam:GetRole`, not just that it is unknown.
fn words(item: &DriftItem) -> String {
    match item.state {
        DriftState::Unknown if !item.short.is_empty() => item.short.clone(),
        _ => item.headline().to_owned(),
    }
}

pub(super) fn mark(state: DriftState) -> Mark {
    match state {
        DriftState::Drifted => Mark::Drifted,
        DriftState::MissingLive | DriftState::RoleMissing => Mark::Missing,
        DriftState::Unknown | DriftState::Uncodified => Mark::Unknown,
        DriftState::Cosmetic => Mark::Cosmetic,
        DriftState::InSync => Mark::InSync,
    }
}
