//! Themes: reading them, fitting them to a terminal, and what must hold for all.

mod built_in;
mod depth;
mod files;
mod glyphs;
mod vision;
