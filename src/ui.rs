//! Theme roles and plain widgets.
//!
//! The only room that turns text into cells: what the world said is sanitised
//! here, in `paint`, and nowhere else on its way to the screen.

mod cursor;
mod destination;
mod filter;
pub mod frame;
pub mod glyph;
mod json;
mod lines;
mod look;
mod movement;
pub mod paint;
mod picker;
mod reading;
mod rows;
mod split;
pub mod statements;
mod table;
mod tabs;
pub mod text_diff;
pub mod theme;
mod when;

pub use cursor::{Cursor, Focus, SIDE_BY_SIDE};
pub use destination::Destination;
pub use filter::Filter;
pub use glyph::{Glyphs, Mark};
pub use json::lay_out as lay_out_json;
pub use lines::{Line, draw_lines, fold_all, wrap_all};
pub use look::Look;
pub use movement::Movement;
pub use paint::{
    clear, paint, paint_right, paint_roles, paint_runs, restyle, shorten_distinct, shorten_end,
    shorten_middle, underline, width, wrap,
};
pub use picker::{Choice, Picker};
pub use reading::{Page, Reading};
pub use rows::{Listing, Row, Rows, named};
pub use split::{Areas, Split, inner};
pub use table::{Column, Order, Table, measure, rows_in, unbounded};
pub use tabs::draw_tabs;
pub use theme::{ColorDepth, Role, Theme};
pub use when::{Times, age};
