//! Where in wrapped lines something stands, and where what is searched for stands:
//! whole words of a person, found over the end of a line as well.

use ratatui::layout::Rect;

use crate::ui::{
    Line,
    paint::{cells, visible},
};

/// Columns of a screen line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) from: usize,
    pub(super) columns: usize,
}

impl Place {
    /// Its cells, where the text is drawn from line `top` on.
    pub(super) fn on_screen(&self, area: Rect, top: usize) -> Option<Rect> {
        let y = u16::try_from(self.line.checked_sub(top)?).ok()?;
        let x = u16::try_from(self.from).ok()?;
        let columns = u16::try_from(self.columns).unwrap_or(u16::MAX);
        let room = area.width.checked_sub(x).filter(|_| y < area.height)?;
        Some(Rect::new(area.x + x, area.y + y, columns.min(room), 1))
    }
}

/// A character of a line as it is shown, and the place that it has.
struct Letter {
    letter: String,
    line: usize,
    from: usize,
    columns: usize,
}

/// The hits in one line of the text, which was wrapped into these; so many are above.
pub(super) fn find(wrapped: &[Line], above: usize, search: &str) -> Vec<Vec<Place>> {
    if search.is_empty() {
        return Vec::new();
    }
    // As a filter does it: an upper-case letter is meant as it is.
    let exact = search.chars().any(char::is_uppercase);
    let folded = |letter: &str| match exact {
        true => letter.to_owned(),
        false => letter.to_lowercase(),
    };
    let search = visible(search);
    let needle: Vec<String> = cells(&search).map(|(letter, _)| folded(letter)).collect();
    let letters = letters(wrapped, above, folded);
    let mut hits = Vec::new();
    let mut at = 0;
    while let Some(here) = letters.get(at..at + needle.len()) {
        let is_hit = here.iter().map(|one| &one.letter).eq(&needle);
        if is_hit {
            hits.push(places(here));
        }
        at += if is_hit { needle.len() } else { 1 };
    }
    hits
}

fn letters(wrapped: &[Line], above: usize, folded: impl Fn(&str) -> String) -> Vec<Letter> {
    let mut letters = Vec::new();
    for (at, line) in wrapped.iter().enumerate() {
        let mut from = 0;
        for (nth, (_, text)) in line.runs.iter().enumerate() {
            for (letter, columns) in cells(&visible(text)) {
                // The blanks that a wrapped line is indented by are nobody's text.
                if at == 0 || nth > 0 {
                    letters.push(Letter {
                        letter: folded(letter),
                        line: above + at,
                        from,
                        columns,
                    });
                }
                from += columns;
            }
        }
    }
    letters
}

/// One place for each screen line that these are on.
fn places(letters: &[Letter]) -> Vec<Place> {
    let place = |letters: &[Letter]| {
        let first = letters.first()?;
        Some(Place {
            line: first.line,
            from: first.from,
            columns: letters.iter().map(|letter| letter.columns).sum(),
        })
    };
    let lines = letters.chunk_by(|a, b| a.line == b.line);
    lines.filter_map(place).collect()
}
