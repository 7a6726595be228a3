//! The list: state, name, verdict, and below it when the live side was read.

use super::{
    Drift, detail, pairs,
    rows::{self, Row, Rows},
};
use crate::{
    ask::{Ask, AwsAsk},
    checks::{self, Check},
    facts::numbered,
    panes::{Cx, list_detail::ListDetail},
    rules::drift::{DriftItem, DriftState},
    ui::{Column, Cursor, Line, Order, Role, Split, named},
};

/// From this width on it is said when the live side was read.
const ROOMY: u16 = 80;

/// The command that shows what is in sync.
const HIDES: &str = "drift.hide-in-sync";

impl ListDetail for Drift {
    type Key = rows::Key;
    type More = rows::Verdict;
    const SPLIT: Split = Split {
        tenths_below: 4,
        most_below: 12,
    };
    const COLUMNS: &'static [Column] = &[
        Column::name("  role / policy").gap(3).sorts(Order::Up),
        Column::mark("verdict").least(12).state().sorts(Order::Up),
    ];

    fn cursor(&self) -> &Cursor<rows::Key> {
        &self.cursor
    }

    fn cursor_mut(&mut self) -> &mut Cursor<rows::Key> {
        &mut self.cursor
    }

    fn rows(&self, cx: &Cx<'_>) -> Rows {
        listing(self.show_in_sync, cx)
    }

    fn detail(&self, cx: &Cx<'_>) -> Vec<Line> {
        detail::lines(self, cx)
    }

    fn cells(&self, row: &Row, selected: bool, _: &Cx<'_>) -> Vec<Line> {
        let text = if selected { Role::Strong } else { Role::Text };
        let (mark, words) = (row.more.mark, row.more.words.as_str());
        let letter = (mark.letter(), mark.role());
        vec![
            named(row.depth, letter, &row.name, text),
            Line::of(mark.role(), words),
        ]
    }

    fn counts(&self, rows: &Rows, cx: &Cx<'_>) -> String {
        let mut said = rows.counted("row");
        let ill = rows::ill(rows).count();
        if ill > 0 {
            said.push_str(&format!(", {ill} to look at"));
        }
        if rows.filtered > 0 {
            return said;
        }
        if rows.hidden > 0 {
            let (roles, key) = (numbered(rows.hidden, "role"), cx.key(HIDES));
            said.push_str(&format!("   {roles} in sync hidden ({key} shows)"));
        }
        if !self.seen.is_empty() && cx.area.width >= ROOMY {
            said.push_str(&format!("   live read {}", self.seen));
        }
        said
    }

    fn empty(&self, rows: &Rows, cx: &Cx<'_>) -> Vec<Line> {
        let say = |role: Role, said: &str| vec![Line::of(role, said)];
        let basis = check_asks(cx);
        let is_unread = basis.iter().any(|ask| cx.store.answer(ask).is_none());
        match rows.hidden {
            _ if rows.filtered > 0 => say(Role::Text, &cx.no_match("row")),
            1 => {
                let said = format!("1 role, in sync. {} shows it.", cx.key(HIDES));
                say(Role::Good, &said)
            }
            2.. => {
                let (roles, key) = (rows.hidden, cx.key(HIDES));
                let said = format!("{roles} roles, all in sync. {key} shows them.");
                say(Role::Good, &said)
            }
            0 if cx.settings.drift.is_none() => {
                let lines = UNCONFIGURED.iter();
                lines.map(|(role, said)| Line::of(*role, *said)).collect()
            }
            0 if is_unread => cx.unread(&basis, "The live policies have not been read."),
            0 => broken(cx).unwrap_or_else(|| match rows::report(cx) {
                Some(_) => say(
                    Role::Text,
                    "The repository has no role for this environment.",
                ),
                None => Vec::new(),
            }),
        }
    }
}

/// A role and its parts, as they stand together in the report.
fn groups(items: &[DriftItem]) -> impl Iterator<Item = &[DriftItem]> {
    items.chunk_by(|a, b| a.role == b.role)
}

/// What the report tells, the pairs of this environment first.
fn listing(show_in_sync: bool, cx: &Cx<'_>) -> Rows {
    let mut out = Rows::default();
    let Some(report) = rows::report(cx) else {
        return out;
    };
    let (ours, others): (Vec<_>, Vec<_>) = report
        .siblings
        .iter()
        .enumerate()
        .partition(|(_, pair)| [&pair.left.0, &pair.right.0].contains(&cx.environment));
    for (at, pair) in ours {
        push_filtered(&mut out, pairs::rows(at, pair, show_in_sync), cx);
    }
    // A filter may be of one of their names, which a row for all of them does not show.
    let folded = match rows::unmentioned_roles(report).count() {
        many if many > 1 && cx.filter.is_empty() => many,
        _ => 0,
    };
    for items in groups(&report.items) {
        if folded > 0 && items.iter().all(DriftItem::is_unmentioned_role) {
            continue;
        }
        if !show_in_sync && items.iter().all(|item| item.state == DriftState::InSync) {
            out.hidden += 1;
            continue;
        }
        push_filtered(&mut out, rows::role_rows(items), cx);
    }
    if folded > 0 {
        push_filtered(&mut out, vec![rows::unmentioned(folded)], cx);
    }
    for (at, pair) in others {
        push_filtered(&mut out, pairs::rows(at, pair, show_in_sync), cx);
    }
    out
}

/// A group stays whole where its head matches; else the matching parts stay under it.
fn push_filtered(out: &mut Rows, group: Vec<Row>, cx: &Cx<'_>) {
    let mut keep = Rows::matching(&group, cx.filter);
    if keep.first() == Some(&true) && !cx.filter.text.starts_with('!') {
        keep.fill(true);
    }
    out.push(group, &keep);
}

fn check_asks(cx: &Cx<'_>) -> Vec<Ask> {
    checks::drift::Drift::of(cx.environment).asks(cx.settings, cx.store)
}

/// When the live side was read: one form of time per screen.
pub(super) fn seen(cx: &Cx<'_>) -> String {
    let asks = check_asks(cx);
    let at = asks
        .iter()
        .filter(|ask| matches!(ask, Ask::Aws(_, AwsAsk::Iam(_))))
        .filter_map(|ask| cx.store.load(ask)?.at())
        .max();
    at.map(|at| cx.times().clock(at)).unwrap_or_default()
}

const UNCONFIGURED: &[(Role, &str)] = &[
    (
        Role::Text,
        "This pane compares the repository's IAM policies with the live ones.",
    ),
    (
        Role::Text,
        "This project does not say where its policies are. Write watchkeeper.toml:",
    ),
    (Role::Text, ""),
    (Role::Dim, "    [drift]"),
    (
        Role::Dim,
        "    policies = [\"infrastructure/iam\"]   # <dir>/<role>/<policy>.json",
    ),
    (Role::Text, ""),
    (Role::Text, "or let `watchkeeper init` propose one."),
];

/// Files that could not be read, where they are why there is nothing to show.
fn broken(cx: &Cx<'_>) -> Option<Vec<Line>> {
    let templates = cx.store.templates().into_iter().flat_map(|all| &all.broken);
    let codified = cx.store.codified().into_iter().flat_map(|all| &all.broken);
    let lines: Vec<Line> = templates
        .chain(codified)
        .map(|file| {
            Line::signed(
                "x ",
                Role::Bad,
                format!("{} can't be read: {}", file.path, file.why),
            )
        })
        .collect();
    (!lines.is_empty()).then_some(lines)
}
