//! What only a person can write, asked line by line: what a draft lacks, as a comment or the
//! inputs of a workflow; the note of an acknowledgement; what a pane wants to be told. It
//! changes nothing: a draft then goes to the gate like any other, and a note stays on this
//! machine.

mod note;
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
    panes::{Asking, Noting},
    ui::{Line, Role, clear, draw_lines, frame, paint, paint_runs, restyle, width, wrap_all},
};

/// More than GitHub takes as a comment of a review serves nobody.
const LONGEST: usize = 1_000;
/// A line for what it is, one for what is typed, and one between.
const ROWS: usize = 3;

/// What becomes of what is written.
#[derive(Debug)]
enum Purpose {
    Draft(Box<Draft>),
    Note(Box<Noting>),
    /// It goes back to the pane that asked.
    Pane(Asking),
}

#[derive(Debug)]
pub(super) struct Form {
    purpose: Purpose,
    fields: Vec<Field>,
    values: Vec<String>,
    at: usize,
    /// What of it was not taken, and why.
    wrong: Option<Misfilled>,
}

impl Form {
    fn of(purpose: Purpose, fields: Vec<Field>) -> Self {
        Self {
            purpose,
            values: fields
                .iter()
                .map(|one| one.value.raw().to_owned())
                .collect(),
            fields,
            at: 0,
            wrong: None,
        }
    }

    /// What a pane wants to be told.
    pub(super) fn asking(mut asking: Asking) -> Self {
        let fields = std::mem::take(&mut asking.fields);
        Self::of(Purpose::Pane(asking), fields)
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

    fn title(&self) -> &str {
        match &self.purpose {
            Purpose::Draft(draft) => draft.write.change().title(),
            Purpose::Note(_) => note::TITLE,
            Purpose::Pane(asking) => &asking.title,
        }
    }

    fn next(&self) -> &'static str {
        match self.purpose {
            Purpose::Draft(_) => "The preview comes next; nothing is sent yet.",
            Purpose::Note(_) => note::NEXT,
            Purpose::Pane(_) => "It is kept on this machine; nothing is sent.",
        }
    }
}

fn filled(draft: &Draft, values: &[String]) -> Result<Box<Draft>, Misfilled> {
    let write = draft.write.change().filled(values)?;
    Ok(Box::new(Draft {
        write,
        ..draft.clone()
    }))
}

/// Says where the typed text ends.
pub(super) fn draw(state: &State, form: &Form, body: Rect, buf: &mut Buffer) -> Position {
    let look = &state.look;
    restyle(buf, body, look.theme.style(Role::Backdrop));
    let rows = u16::try_from(form.fields.len() * ROWS + 3).unwrap_or(u16::MAX);
    let area = frame::centred(body, 74, rows.min(body.height));
    let inner = frame::draw(area, buf, look, form.title());
    clear(buf, inner, look.theme.style(Role::Text));
    let keys = |id: &str| state.key_for(&["form", "text", "global"], id);
    let how = format!(
        "{} goes on, {} and {} move, {} leaves. {}",
        keys("form.next"),
        keys("form.down"),
        keys("form.up"),
        keys("app.back"),
        form.next()
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
