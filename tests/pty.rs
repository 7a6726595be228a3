//! Programs in a pseudo-terminal: what a person's terminal sees, byte by byte.

mod console;
mod editor;
mod ending;
mod gate;
mod job;
mod screen;
pub(crate) mod session;
mod signals;
mod stand_in;
