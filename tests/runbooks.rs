//! Runbooks as data: those that come with the program, what a team's file is refused for, and
//! how far an execution has come.

mod document;
mod progress;
