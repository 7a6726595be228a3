//! The state of the chain, and under it the changes with their stages.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    Journal, detail,
    rows::{self, Row, Rows, letter},
};
use crate::{
    facts::numbered,
    panes::{Cx, list_detail::ListDetail},
    ui::{
        Column, Cursor, Line, Order, Role, SIDE_BY_SIDE, Split, age, draw_lines, named, wrap_all,
    },
};

const SHOWS: &str = "journal.show-looks";
const ALL: &str = "journal.only-applied";

impl Journal {
    /// What is hidden, and the command that shows it.
    fn hides(&self) -> (&'static str, &'static str) {
        match self.only_applied {
            true => ("other change", ALL),
            false => ("look", SHOWS),
        }
    }
}

impl ListDetail for Journal {
    type Key = rows::Key;
    type More = rows::Cells;
    const SPLIT: Split = Split {
        tenths_below: 4,
        most_below: 12,
    };
    /// Behind the name: the environment or the record's number, and the time.
    const COLUMNS: &'static [Column] = &[
        Column::name("  change").gap(2).sorts(Order::Up),
        Column::mark("where").least(8).sorts(Order::Up),
        Column::adding("as", 3),
        Column::adding("at", 1).sorts(Order::Down),
        Column::adding("age", 2).right(),
    ];

    fn cursor(&self) -> &Cursor<rows::Key> {
        &self.cursor
    }

    fn cursor_mut(&mut self) -> &mut Cursor<rows::Key> {
        &mut self.cursor
    }

    fn rows(&self, cx: &Cx<'_>) -> Rows {
        rows::rows(self.shows_looks, self.only_applied, cx)
    }

    fn detail(&self, cx: &Cx<'_>) -> Vec<Line> {
        detail::lines(self, cx)
    }

    fn cells(&self, row: &Row, selected: bool, cx: &Cx<'_>) -> Vec<Line> {
        let more = &row.more;
        let (name, words) = match (selected, more.in_doubt) {
            (_, true) => (Role::Bad, Role::Bad),
            (false, _) if more.is_look => (Role::Dim, Role::Dim),
            (true, _) => (Role::Strong, Role::Dim),
            _ => (Role::Text, Role::Dim),
        };
        vec![
            named(row.depth, letter(more.stage), &row.name, name),
            Line::of(words, more.words.as_str()),
            Line::of(Role::Dim, more.caller.as_str()),
            Line::of(Role::Dim, cx.times().minute(more.at)),
            Line::of(
                Role::Dim,
                super::read_at(cx).map_or(String::new(), |now| age(more.at, now)),
            ),
        ]
    }

    fn counts(&self, rows: &Rows, cx: &Cx<'_>) -> String {
        let changes = rows.rows.iter().filter(|row| row.depth == 0).count();
        let view = super::view(cx);
        let shown = view.map_or(0, |view| view.lines.len()) as u64;
        let all = view.map_or(0, |view| view.count - view.about_itself.min(view.count));
        let mut said = numbered(changes, "change");
        if rows.filtered > 0 {
            let hidden = numbered(rows.filtered, "row");
            said.push_str(&format!(", {hidden} hidden by the filter"));
        }
        if rows.hidden > 0 {
            let (what, shows) = self.hides();
            let hidden = numbered(rows.hidden, what);
            said.push_str(&format!(", {hidden} hidden ({} shows)", cx.key(shows)));
        }
        if shown < all {
            said.push_str(&format!(", the newest {shown} of {all} records"));
        }
        said
    }

    fn empty(&self, rows: &Rows, cx: &Cx<'_>) -> Vec<Line> {
        let load = cx.store.load(&super::ENTRIES);
        let loading = load.is_some_and(|load| load.asking.is_some());
        let say = |said: String| vec![Line::of(Role::Text, said)];
        match super::view(cx) {
            Some(_) if rows.filtered == 0 && rows.hidden > 0 && self.only_applied => say(format!(
                "Nothing was applied; {} hidden. {} shows all.",
                numbered(rows.hidden, "other change"),
                cx.key(ALL)
            )),
            Some(_) if rows.filtered == 0 && rows.hidden > 0 => say(format!(
                "Nothing was written or refused; {} looked at and left. {} shows.",
                numbered(rows.hidden, "preview"),
                cx.key(SHOWS)
            )),
            _ if rows.filtered > 0 => say(cx.no_match("change")),
            Some(_) => [
                "Nothing has been proposed or written yet.",
                "Every change shows here from its proposal on: refused, applied, verified or in doubt.",
            ]
            .map(|said| Line::of(Role::Text, said))
            .to_vec(),
            None if loading && cx.slow => say("Reading the journal of writes".to_owned()),
            None if loading => Vec::new(),
            None => say(format!(
                "The journal has not been read. {} reads it.",
                cx.key("app.refresh")
            )),
        }
    }

    /// Below the state of the chain.
    fn area(&self, cx: &Cx<'_>) -> Rect {
        let height = chain_height(cx).min(cx.area.height);
        Rect {
            y: cx.area.y + height,
            height: cx.area.height - height,
            ..cx.area
        }
    }
}

/// A chain's state never takes more than this of a small screen.
const MOST_CHAIN: usize = 4;
/// From this width on it is said when the journal was read.
const ROOMY: u16 = 72;
/// Digits of the head's hash: enough to compare by eye.
const DIGITS: usize = 12;

fn chain_height(cx: &Cx<'_>) -> u16 {
    u16::try_from(chain(cx).len()).unwrap_or(0)
}

/// Whole or broken comes first, whatever there is to read below.
fn chain(cx: &Cx<'_>) -> Vec<Line> {
    let Some(view) = super::view(cx) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    if let Some(broken) = &view.broken {
        lines.push(Line::signed(" x ", Role::Bad, format!("BROKEN  {broken}")));
    }
    let head: Option<String> = view
        .head
        .as_ref()
        .map(|head| head.chars().take(DIGITS).collect());
    let records = format!(
        "   {}",
        numbered(usize::try_from(view.count).unwrap_or(usize::MAX), "record")
    );
    let mut said = match (&head, &view.broken) {
        (None, _) => Line::of(Role::Dim, "   no records"),
        (Some(head), None) => Line::of(Role::Good, " = chain whole")
            .then(Role::Text, format!("{records}   head {head}")),
        (Some(head), Some(_)) => Line::of(Role::Dim, format!("{records}   head {head}")),
    };
    // The ages of the rows count from then.
    if let Some(at) = super::read_at(cx).filter(|_| cx.area.width >= ROOMY) {
        said = said.then(Role::Dim, format!("   read {}", cx.times().clock(at)));
    }
    let kept = view.path.as_deref().unwrap_or("kept in memory only");
    if cx.area.width >= SIDE_BY_SIDE || view.path.is_none() {
        said = said.then(Role::Dim, format!("   {kept}"));
    }
    lines.push(said.hanging(3));
    let notes = view
        .notes
        .iter()
        .map(|note| Line::signed(" ! ", Role::Warn, note.clone()));
    lines.extend(notes);
    let mut lines = wrap_all(&lines, cx.area.width);
    lines.truncate(MOST_CHAIN);
    lines
}

pub(super) fn draw_chain(buf: &mut Buffer, cx: &Cx<'_>) {
    draw_lines(cx.area, buf, &cx.look.theme, &chain(cx), 0);
}
