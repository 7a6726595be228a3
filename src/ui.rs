//! Theme roles and plain widgets.
//!
//! The only room that turns text into cells: what the world said is sanitised
//! here, in `paint`, and nowhere else on its way to the screen.

pub mod glyph;
mod look;
pub mod paint;
pub mod theme;

pub use glyph::{Glyphs, Mark};
pub use look::Look;
pub use paint::{paint, paint_runs, shorten_distinct, shorten_middle, wrap};
pub use theme::{ColorDepth, Role, Theme, ThemeError};
