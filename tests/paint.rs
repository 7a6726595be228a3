//! Painting: nothing hostile reaches a cell, nothing lands outside its columns.

mod cells;
mod hostile;
mod names;
mod wrapping;
