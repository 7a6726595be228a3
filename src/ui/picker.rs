//! A line of input over a list to choose from: the palette, the environments.

use std::cmp::Reverse;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{
    Look, Role,
    filter::scores,
    frame,
    paint::{paint, paint_right, paint_runs, shorten_end, width},
};

/// What a picker offers; the pickers' owner makes it, the picker only chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice<T> {
    pub pick: T,
    /// Another name that it is found by.
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
    /// Nothing typed yet, and the choice of this place selected.
    pub fn starting_at(selected: usize) -> Self {
        Self {
            selected,
            ..Self::default()
        }
    }

    /// The choices that match what was typed, the best first: those that have its words
    /// come before those that have its letters scattered over them.
    pub fn matching<'a, T>(&self, choices: &'a [Choice<T>]) -> Vec<&'a Choice<T>> {
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
            .map(|(score, choice)| ((likeness(&self.input, choice), Reverse(score)), choice))
            .collect();
        found.sort_by_key(|(place, _)| *place);
        found.into_iter().map(|(_, choice)| choice).collect()
    }

    pub fn chosen<'a, T>(&self, choices: &'a [Choice<T>]) -> Option<&'a Choice<T>> {
        self.matching(choices).get(self.selected).copied()
    }

    pub fn step<T>(&mut self, by: isize, choices: &[Choice<T>]) {
        let last = self.matching(choices).len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    pub fn edited(&mut self) {
        self.selected = 0;
    }

    pub fn draw<T>(
        &self,
        area: Rect,
        buf: &mut Buffer,
        look: &Look,
        title: &str,
        choices: &[Choice<T>],
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
        let place = (self.selected + 1).min(found.len());
        let place = format!(" {place} of {} ", found.len());
        let room = area.width.saturating_sub(2);
        paint_right(buf, area.x, area.y, room, &place, theme.style(Role::Dim));
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
            let label = shorten_end(&choice.label, usize::from(room));
            paint(buf, inner.x + 2, y, room, &label, theme.style(role));
            let said = shorten_end(&choice.note, usize::from(note));
            let x = inner.right().saturating_sub(note + 1);
            paint(buf, x, y, note, &said, theme.style(Role::Dim));
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

/// How well a choice matches, the least is the best: it begins with what was typed, all
/// typed words begin words of it, it has the text somewhere, it has the letters.
fn likeness<T>(typed: &str, choice: &Choice<T>) -> u8 {
    let typed = typed.trim().to_lowercase();
    let (id, label) = (choice.id.to_lowercase(), choice.label.to_lowercase());
    let both = format!("{label} {id}");
    let words: Vec<&str> = both.split(|c: char| !c.is_alphanumeric()).collect();
    let begins_a_word = |part: &str| words.iter().any(|word| word.starts_with(part));
    match () {
        () if label.starts_with(&typed) || id.starts_with(&typed) => 0,
        () if typed.split_whitespace().all(begins_a_word) => 1,
        () if both.contains(&typed) => 2,
        () => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, Picker};

    fn order(typed: &str, labels: &[&'static str]) -> Vec<&'static str> {
        let choice = |label: &&'static str| Choice {
            pick: *label,
            id: String::new(),
            label: (*label).to_owned(),
            note: String::new(),
        };
        let choices: Vec<_> = labels.iter().map(choice).collect();
        let picker = Picker {
            input: typed.into(),
            ..Picker::default()
        };
        let found = picker.matching(&choices);
        found.iter().map(|choice| choice.pick).collect()
    }

    #[test]
    fn what_has_the_words_comes_before_what_has_the_letters() {
        let labels = [
            "Show everything vertically except names to scan",
            "Show the stack's events",
            "Events of a stack",
            "Prevent something",
        ];
        let expected = [labels[2], labels[1], labels[3], labels[0]];
        assert_eq!(order("events", &labels)[..2], expected[..2]);
        assert_eq!(order("event", &labels)[..2], expected[..2]);
        assert_eq!(
            order("show ev", &labels)[0],
            labels[0],
            "both words begin words of it"
        );
        assert_eq!(order("zzz", &labels), Vec::<&str>::new());
    }
}
