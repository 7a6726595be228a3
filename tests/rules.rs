//! The rules over fixtures, by folder.

mod drift;
