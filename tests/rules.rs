//! The rules over fixtures, by folder.

mod drift;
mod least_privilege;
