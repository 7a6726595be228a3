//! The menu of a sequence that has begun: what may follow, and of what can be
//! proposed only what the selected row can have. It proposes nothing by itself.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{State, scopes};
use crate::{
    facts::Reason,
    gate::{
        Draft,
        writes::{RolePart, Subject},
    },
    keys::{Command, LEADER, Next, find_command},
    ui::{Line, Role, clear, draw_lines, frame, paint, paint_right, shorten_end, width, wrap_all},
};

/// How a read-only console becomes one that writes.
const HOW_TO_WRITE: &str = "Start it with --allow-writes, in an environment whose \
    `allow_writes` your own config.toml sets.";

/// One line of it.
struct Entry {
    key: String,
    said: String,
    /// Why it can't be had now.
    why_not: Option<Reason>,
    recommended: bool,
}

impl State {
    /// The command that would mend what is selected, if it can be had.
    pub(super) fn recommended(&self) -> Option<&'static Command> {
        let id = self.pane().recommended(&self.cx())?;
        self.offer(id)?.ok()?;
        find_command(scopes(), id).map(|(_, command)| command)
    }

    /// The pane in front has something to propose.
    pub(super) fn can_propose(&self) -> bool {
        let scopes = scopes().iter();
        let chain = self.chain();
        let mut of_pane =
            scopes.filter(|scope| scope.name != "global" && chain.contains(&scope.name));
        of_pane.any(|scope| scope.commands.iter().any(|command| command.proposes_write))
    }

    fn entries(&self) -> Vec<Entry> {
        let recommended = self.recommended().map(|command| command.id);
        let next = self.continuations();
        let mut entries: Vec<Entry> = next
            .iter()
            .filter_map(|next| self.entry(next, recommended))
            .collect();
        entries.sort_by_key(|entry| (!entry.recommended, entry.why_not.is_some()));
        entries
    }

    /// None: what is selected never has it.
    fn entry(&self, next: &Next, recommended: Option<&str>) -> Option<Entry> {
        let key = next.chord.to_string();
        let Some((_, command)) = next.command.and_then(|id| find_command(scopes(), id)) else {
            return Some(Entry {
                key,
                said: "more keys".into(),
                why_not: None,
                recommended: false,
            });
        };
        let (said, why_not) = match self.offer(command.id) {
            Some(Err(declined)) if declined.foreign => return None,
            Some(Err(declined)) => (command.short.to_owned(), Some(declined.why)),
            Some(Ok(draft)) => (proposed(command, &draft), None),
            None => (command.doc.to_owned(), None),
        };
        Some(Entry {
            key,
            said,
            why_not,
            recommended: recommended == Some(command.id),
        })
    }
}

/// What would be done, where that is more than the command's own words say.
fn proposed(command: &Command, draft: &Draft) -> String {
    match draft.write.change().subject() {
        Subject::Role(_, RolePart::Inline { deletes: true, .. }) => {
            format!("{}: deletes it from the role", command.doc)
        }
        _ => command.doc.to_owned(),
    }
}

impl Entry {
    fn line(&self) -> Line {
        let key = format!("   {:<6}", self.key);
        match (&self.why_not, self.recommended) {
            (Some(why), _) => {
                Line::of(Role::Dim, key).behind(Role::Dim, format!("{}: {why}", self.said))
            }
            (None, true) => Line::of(Role::Key, key)
                .behind(Role::Strong, self.said.clone())
                .then(Role::Strong, " (recommended)"),
            (None, false) => Line::of(Role::Key, key).behind(Role::Text, self.said.clone()),
        }
    }
}

/// The lines of the menu in so much room, and how many entries there is none for: reasons
/// are cut before an entry is left out.
fn fitting(before: &[Line], entries: &[Entry], columns: u16, rows: usize) -> (Vec<Line>, usize) {
    let whole = entries.iter().map(Entry::line);
    let whole: Vec<Line> = before.iter().cloned().chain(whole).collect();
    let mut lines = wrap_all(&whole, columns);
    if lines.len() <= rows {
        return (lines, 0);
    }
    lines = wrap_all(before, columns);
    let cut = entries.iter().map(|entry| {
        let mut line = entry.line();
        if let [(_, key), (_, said), rest @ ..] = &mut line.runs[..] {
            let rest: usize = rest.iter().map(|(_, text)| width(text)).sum();
            let taken = width(key) + rest;
            *said = shorten_end(said, usize::from(columns).saturating_sub(taken));
        }
        line
    });
    lines.extend(cut);
    let hidden = lines.len().saturating_sub(rows);
    lines.truncate(rows);
    (lines, hidden)
}

pub(super) fn draw(state: &State, body: Rect, buf: &mut Buffer) {
    let theme = &state.look.theme;
    let (entries, proposing) = (state.entries(), state.pending.first() == Some(&LEADER));
    let mut before = Vec::new();
    if proposing && state.session_id.is_none() {
        let how = match &state.world {
            Some(_) => "Start the demo without --read-only.",
            None => HOW_TO_WRITE,
        };
        let said =
            format!("Read-only: these are previews, and nothing is changed from here. {how}");
        before.push(Line::indented(3, Role::Warn, said));
    }
    if entries.is_empty() && proposing {
        let said = "Nothing can be proposed for what is selected.";
        before.push(Line::indented(3, Role::Dim, said));
    }
    let room = usize::from(body.height.saturating_sub(1));
    let (lines, hidden) = fitting(&before, &entries, body.width.saturating_sub(1), room);
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let area = Rect::new(body.x, body.bottom() - rows - 1, body.width, rows + 1);
    clear(buf, area, theme.style(Role::Text));
    frame::rule(buf, area.x, area.y, area.width, &state.look, Role::Modal);
    let pressed = format!(" {} ", crate::keys::spell_chords(&state.pending));
    let style = theme.style(Role::Key);
    paint(buf, area.x + 2, area.y, area.width, &pressed, style);
    if hidden > 0 {
        let said = format!(" {hidden} more where the window is higher ");
        let dim = theme.style(Role::Dim);
        let room = area.width.saturating_sub(1);
        paint_right(buf, area.x, area.y, room, &said, dim);
    }
    let below = Rect {
        y: area.y + 1,
        height: rows,
        ..area
    };
    draw_lines(below, buf, theme, &lines, 0);
}
