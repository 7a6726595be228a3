//! Text as lines of styled runs: what a detail, a help page and a banner are made of.

use ratatui::{buffer::Buffer, layout::Rect};

use crate::facts::shown;

use super::{
    Destination, Role, Theme,
    paint::{paint_runs, wrap, wrap_behind},
};

/// One logical line. It wraps under its own hanging indent where it is too long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub runs: Vec<(Role, String)>,
    /// Columns that continuation lines are indented by.
    pub hang: u16,
    /// Each continuation line begins with the line's own sign, and a mark that it goes on.
    pub carries_sign: bool,
    /// The run that names something, and how to get there.
    pub leads_to: Option<Box<(usize, Destination)>>,
}

impl Line {
    pub fn empty() -> Self {
        Self::default()
    }

    pub fn of(role: Role, text: impl Into<String>) -> Self {
        Self::default().then(role, text)
    }

    /// So many blanks, and a text that stands under itself behind them.
    pub fn indented(columns: u16, role: Role, text: impl Into<String>) -> Self {
        Self::of(Role::Text, " ".repeat(usize::from(columns))).behind(role, text)
    }

    /// A sign, and in its role a text that stands under itself behind it.
    pub fn signed(sign: &str, role: Role, text: impl Into<String>) -> Self {
        Self::of(role, sign).behind(role, text)
    }

    /// A text that stands under itself, behind what is there.
    #[must_use]
    pub fn behind(mut self, role: Role, text: impl Into<String>) -> Self {
        let before = self.runs.iter().map(|(_, text)| super::paint::width(text));
        self.hang = u16::try_from(before.sum::<usize>()).unwrap_or(0);
        self.then(role, text)
    }

    #[must_use]
    pub fn then(mut self, role: Role, text: impl Into<String>) -> Self {
        self.runs.push((role, text.into()));
        self
    }

    #[must_use]
    pub fn hanging(mut self, columns: u16) -> Self {
        self.hang = columns;
        self
    }

    /// A line of a difference: where it wraps, every screen line has its sign, and a mark
    /// that tells it from a line of its own.
    #[must_use]
    pub fn carrying_sign(mut self) -> Self {
        self.carries_sign = true;
        self
    }

    /// What a continuation line begins with: one run, as wide as the line hangs.
    fn continuation(&self, hang: usize) -> Self {
        let first = self.runs.first().filter(|_| self.carries_sign);
        match (first, hang.checked_sub(CONTINUED_COLUMNS)) {
            (Some((role, sign)), Some(room)) => {
                let sign = sign.trim_end();
                Self::of(*role, format!("{sign:<room$}{CONTINUED}"))
            }
            _ => Self::of(Role::Text, " ".repeat(hang)),
        }
    }

    /// The last run names something that a person can go to.
    #[must_use]
    pub fn leading_to(mut self, to: Destination) -> Self {
        let last = self.runs.len().saturating_sub(1);
        self.leads_to = Some(Box::new((last, to)));
        self
    }

    /// What the line says, as harmless as it is on the screen: fit to be pasted.
    pub fn text(&self) -> String {
        let runs = self.runs.iter();
        runs.map(|(_, text)| shown(text)).collect()
    }

    /// The screen lines it takes. Only its last run wraps: the ones before are
    /// gutters and labels, which stay where they are.
    fn wrapped(&self, width: u16) -> Vec<Self> {
        let Some(((role, last), labels)) = self.runs.split_last() else {
            return vec![Self::empty()];
        };
        let before: usize = labels.iter().map(|(_, t)| super::paint::width(t)).sum();
        let taken = before + super::paint::width(last);
        if taken > usize::from(width) && before + MOST_NARROW > usize::from(width) {
            // Labels that leave no room wrap as well: nothing ends at the edge.
            return self.folded(width);
        }
        if taken <= usize::from(width) {
            return vec![self.clone()];
        }
        let hang = usize::from(self.hang);
        let width = usize::from(width).max(hang + 8).max(before + 8);
        let mut pieces = wrap_behind(last, before, width, hang).into_iter();
        let mut lines = vec![
            Self {
                runs: labels.to_vec(),
                ..Self::default()
            }
            .then(*role, pieces.next().unwrap_or_default()),
        ];
        lines.extend(pieces.map(|piece| self.continuation(hang).then(*role, piece)));
        lines
    }
}

impl Line {
    /// The screen lines it takes where nothing may be cut: every run wraps.
    fn folded(&self, width: u16) -> Vec<Self> {
        let width = usize::from(width).max(MOST_NARROW);
        let hang = usize::from(self.hang).min(width / 2);
        let mut lines = vec![Self::empty()];
        let mut used = 0;
        for (role, text) in &self.runs {
            if text.is_empty() {
                continue;
            }
            let fits = used + super::paint::width(text) <= width && !text.contains('\n');
            if !fits && used > hang && width - used.min(width) < MOST_NARROW {
                lines.push(self.continuation(hang));
                used = hang;
            }
            let room = (width - used.min(width)).min(width - hang).max(1);
            let pieces = if fits {
                vec![text.clone()]
            } else {
                wrap(text, room)
            };
            for (at, piece) in pieces.into_iter().enumerate() {
                if at > 0 {
                    lines.push(self.continuation(hang));
                    used = hang;
                }
                used += super::paint::width(&piece);
                if let Some(line) = lines.last_mut() {
                    line.runs.push((*role, piece));
                }
            }
        }
        lines
    }
}

/// Stands before what is no line of its own.
const CONTINUED: &str = "› ";
const CONTINUED_COLUMNS: usize = 2;

/// Fewer columns than this are not worth beginning a text in.
const MOST_NARROW: usize = 12;

/// The screen lines of all lines at this width, with nothing cut at the edge,
/// however long a label is.
pub fn fold_all(lines: &[Line], width: u16) -> Vec<Line> {
    lines.iter().flat_map(|line| line.folded(width)).collect()
}

/// The screen lines of all lines at this width.
pub fn wrap_all(lines: &[Line], width: u16) -> Vec<Line> {
    lines.iter().flat_map(|line| line.wrapped(width)).collect()
}

/// Draws already wrapped lines from the given one on, and says how many there are below.
pub fn draw_lines(
    area: Rect,
    buf: &mut Buffer,
    theme: &Theme,
    lines: &[Line],
    from: usize,
) -> usize {
    let height = usize::from(area.height);
    for (y, line) in (area.y..area.bottom()).zip(lines.iter().skip(from)) {
        let runs: Vec<_> = line
            .runs
            .iter()
            .map(|(role, text)| (text.as_str(), theme.style(*role)))
            .collect();
        paint_runs(buf, area.x, y, area.width, &runs);
    }
    lines.len().saturating_sub(from + height)
}
