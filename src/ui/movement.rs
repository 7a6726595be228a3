//! How far a person moves by one key, in rows or in lines.

/// How far a command goes that all lists and texts have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    Down,
    Up,
    PageDown,
    PageUp,
    Top,
    Bottom,
}

impl Movement {
    /// In rows or lines, of which so many can be seen: a page is one less than that.
    pub fn by(self, seen: usize) -> isize {
        let page = isize::try_from(seen.saturating_sub(1)).map_or(1, |page| page.max(1));
        match self {
            Self::Down => 1,
            Self::Up => -1,
            Self::PageDown => page,
            Self::PageUp => -page,
            Self::Top => isize::MIN / 2,
            Self::Bottom => isize::MAX / 2,
        }
    }
}
