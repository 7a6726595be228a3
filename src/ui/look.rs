//! How this terminal is drawn on: a theme at its depth, its shapes, and the zone that
//! times are told in.
//!
//! Chosen at the start from settings and the environment, which the caller reads; only
//! the theme can be changed later. Nothing here asks the terminal anything.

use super::{ColorDepth, Glyphs, Theme, Times};

#[derive(Clone, Debug)]
pub struct Look {
    pub theme: Theme,
    pub glyphs: &'static Glyphs,
    pub times: Times,
    depth: ColorDepth,
}

impl Look {
    pub fn new(theme: &Theme, depth: ColorDepth, glyphs: &'static Glyphs) -> Self {
        Self {
            theme: theme.at(depth),
            glyphs,
            times: Times::default(),
            depth,
        }
    }

    /// Times are told in this zone.
    #[must_use]
    pub fn telling(mut self, times: Times) -> Self {
        self.times = times;
        self
    }

    /// From now on in this theme, in the colours that the terminal has.
    pub fn change_theme(&mut self, theme: &Theme) {
        self.theme = theme.at(self.depth);
    }
}
