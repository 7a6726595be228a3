//! A line of input over a list to choose from: the palette, the environments.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{
    Look, Role,
    filter::scores,
    frame,
    paint::{paint, paint_runs, width},
};

/// What a picker offers; the pickers' owner makes it, the picker only chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: String,
    pub label: String,
    /// Shown dim at the right: the keys of a command, the account of an environment.
    pub note: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picker {
    pub input: String,
    selected: usize,
}

impl Picker {
    /// The choices that match what was typed, the best first.
    pub fn matching<'a>(&self, choices: &'a [Choice]) -> Vec<&'a Choice> {
        if self.input.is_empty() {
            return choices.iter().collect();
        }
        let texts: Vec<String> = choices
            .iter()
            .map(|c| format!("{} {}", c.id, c.label))
            .collect();
        let scores = scores(&self.input, texts.iter().map(String::as_str));
        let mut found: Vec<_> = choices
            .iter()
            .zip(scores)
            .filter_map(|(choice, score)| Some((score?, choice)))
            .collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, choice)| choice).collect()
    }

    pub fn chosen<'a>(&self, choices: &'a [Choice]) -> Option<&'a Choice> {
        self.matching(choices).get(self.selected).copied()
    }

    pub fn step(&mut self, by: isize, choices: &[Choice]) {
        let last = self.matching(choices).len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    pub fn edited(&mut self) {
        self.selected = 0;
    }

    pub fn draw(
        &self,
        area: Rect,
        buf: &mut Buffer,
        look: &Look,
        title: &str,
        choices: &[Choice],
    ) -> Position {
        let theme = &look.theme;
        let inner = frame::draw(area, buf, look, title);
        let marker = theme.style(Role::Accent);
        let prompt = paint_runs(
            buf,
            inner.x,
            inner.y,
            inner.width,
            &[("> ", marker), (&self.input, theme.style(Role::Text))],
        );
        let found = self.matching(choices);
        let rows = usize::from(inner.height.saturating_sub(1));
        let from = self.selected.saturating_sub(rows.saturating_sub(1));
        let listed = found.iter().enumerate().skip(from);
        for (y, (at, choice)) in (inner.y + 1..inner.bottom()).zip(listed) {
            let chosen = at == self.selected;
            let role = if chosen { Role::Strong } else { Role::Text };
            paint(
                buf,
                inner.x,
                y,
                1,
                if chosen { look.glyphs.marker } else { " " },
                marker,
            );
            let note = u16::try_from(width(&choice.note))
                .unwrap_or(0)
                .min(inner.width / 3);
            let room = inner.width.saturating_sub(note + 4);
            paint(buf, inner.x + 2, y, room, &choice.label, theme.style(role));
            paint(
                buf,
                inner.right().saturating_sub(note + 1),
                y,
                note,
                &choice.note,
                theme.style(Role::Dim),
            );
        }
        if found.is_empty() {
            paint(
                buf,
                inner.x + 2,
                inner.y + 1,
                inner.width - 2,
                "Nothing matches.",
                theme.style(Role::Dim),
            );
        }
        Position::new(inner.x + prompt.min(inner.width.saturating_sub(1)), inner.y)
    }
}
