//! How this terminal is drawn on: a theme at its depth, and its shapes.
//!
//! Chosen once at the start from settings and the environment, which the caller
//! reads; nothing here asks the terminal anything.

use super::{ColorDepth, Glyphs, Theme};

#[derive(Clone, Debug)]
pub struct Look {
    pub theme: Theme,
    pub glyphs: &'static Glyphs,
}

impl Look {
    pub fn new(theme: &Theme, depth: ColorDepth, glyphs: &'static Glyphs) -> Self {
        Self {
            theme: theme.at(depth),
            glyphs,
        }
    }
}
