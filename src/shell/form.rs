//! What only a person can write, asked line by line: what a draft lacks, as a comment or the
//! inputs of a workflow, or a note that a pane keeps. It changes nothing: a draft then goes
//! to the gate like any other, and a note goes back to its pane.

mod steps;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::State;
use crate::{
    facts::Reason,
    gate::{
        Draft,
        field::{Field, Misfilled},
    },
    panes::Asking,
    ui::{Line, Role, clear, draw_lines, frame, paint, paint_runs, restyle, width, wrap_all},
};

/// More than GitHub takes as a comment of a review serves nobody.
const LONGEST: usize = 1_000;
/// A line for what it is, one for what is typed, and one between.
const ROWS: usize = 3;

#[derive(Debug)]
enum Purpose {
    Draft(Box<Draft>),
    /// What the pane asked for, by its own name for it.
    Note(&'static str),
}

#[derive(Debug)]
pub(super) struct Form {
    purpose: Purpose,
    title: String,
    fields: Vec<Field>,
    values: Vec<String>,
    at: usize,
    /// What of it was not taken, and why.
    wrong: Option<Misfilled>,
}

impl Form {
    fn of(draft: Box<Draft>, fields: Vec<Field>) -> Self {
        let title = draft.write.change().title().to_owned();
        Self::new(Purpose::Draft(draft), title, fields)
    }

    /// What a pane wants to be told.
    pub(super) fn noting(asking: Asking) -> Self {
        let purpose = Purpose::Note(asking.id);
        Self::new(purpose, asking.title, asking.fields)
    }

    fn new(purpose: Purpose, title: String, fields: Vec<Field>) -> Self {
        Self {
            purpose,
            title,
            values: fields
                .iter()
                .map(|one| one.value.raw().to_owned())
                .collect(),
            fields,
            at: 0,
            wrong: None,
        }
    }

    /// The text that is typed into.
    pub(super) fn edit(&mut self, change: impl FnOnce(&mut String)) {
        self.wrong = None;
        if let Some(value) = self.values.get_mut(self.at) {
            change(value);
            if let Some((end, _)) = value.char_indices().nth(LONGEST) {
                value.truncate(end);
            }
        }
    }

    fn step(&mut self, by: isize) {
        let last = self.fields.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    /// What comes next, in a sentence.
    fn then(&self) -> &'static str {
        match self.purpose {
            Purpose::Draft(_) => "The preview comes next; nothing is sent yet.",
            Purpose::Note(_) => "It is kept on this machine; nothing is sent.",
        }
    }
}

/// Says where the typed text ends.
pub(super) fn draw(state: &State, form: &Form, body: Rect, buf: &mut Buffer) -> Position {
    let look = &state.look;
    restyle(buf, body, look.theme.style(Role::Backdrop));
    let rows = u16::try_from(form.fields.len() * ROWS + 3).unwrap_or(u16::MAX);
    let area = frame::centred(body, 74, rows.min(body.height));
    let inner = frame::draw(area, buf, look, &form.title);
    clear(buf, inner, look.theme.style(Role::Text));
    let keys = |id: &str| state.key_for(&["form", "text", "global"], id);
    let how = format!(
        "{} goes on, {} and {} move, {} leaves. {}",
        keys("form.next"),
        keys("form.down"),
        keys("form.up"),
        keys("app.back"),
        form.then()
    );
    let wrong = form.wrong.as_ref().map(|wrong| &wrong.why);
    let said = match wrong {
        Some(why) => Line::of(Role::Warn, Reason::as_str(why)),
        None => Line::of(Role::Dim, how),
    };
    let below = wrap_all(&[said], inner.width);
    let height = u16::try_from(below.len()).unwrap_or(1).min(inner.height);
    let at = Rect {
        y: inner.bottom() - height,
        height,
        ..inner
    };
    draw_lines(at, buf, &look.theme, &below, 0);
    let room = Rect {
        height: inner.height - height,
        ..inner
    };
    draw_fields(state, form, room, buf)
}

fn draw_fields(state: &State, form: &Form, area: Rect, buf: &mut Buffer) -> Position {
    let theme = &state.look.theme;
    let fit = (usize::from(area.height) / ROWS).max(1);
    let from = (form.at + 1).saturating_sub(fit);
    let mut cursor = Position::new(area.x, area.y);
    let all = form.fields.iter().zip(&form.values).enumerate();
    for (row, (at, (field, value))) in all.skip(from).take(fit).enumerate() {
        let y = area.y + u16::try_from(row * ROWS).unwrap_or(0);
        let here = at == form.at;
        let label = if here { Role::Strong } else { Role::Text };
        let note = format!("  {}", field.note.raw());
        let runs = [
            (field.label.raw(), theme.style(label)),
            (note.as_str(), theme.style(Role::Dim)),
        ];
        paint_runs(buf, area.x, y, area.width, &runs);
        if y + 1 >= area.bottom() {
            continue;
        }
        let marker = if here { "> " } else { "  " };
        let used = paint(buf, area.x, y + 1, 2, marker, theme.style(Role::Accent));
        let room = area.width.saturating_sub(used + 1);
        let end = tail(value, usize::from(room));
        let typed = paint(
            buf,
            area.x + used,
            y + 1,
            room,
            end,
            theme.style(Role::Text),
        );
        if here {
            cursor = Position::new(area.x + used + typed, y + 1);
        }
    }
    cursor
}

/// The end of a text that is longer than its line: there it is typed.
fn tail(text: &str, columns: usize) -> &str {
    let mut starts = text.char_indices().map(|(at, _)| at);
    let fits = starts.find(|at| width(&text[*at..]) <= columns);
    fits.map_or("", |at| &text[at..])
}
