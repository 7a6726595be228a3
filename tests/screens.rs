//! The main views as they stand on a terminal: as text, and as pictures.

mod pictures;
mod sizes;
mod svg;
mod views;
