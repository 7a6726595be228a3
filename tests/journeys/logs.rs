//! Pane 5 on the demo: groups, lines, filters, search, views, and what leaves the program.

mod follow;
mod fuzz;
mod hand;
mod jobs;
mod lines;
mod views;

use crate::support::harness::Harness;

/// The groups of an environment.
pub(crate) fn groups(environment: &str, size: (u16, u16)) -> Harness {
    let mut console = Harness::demo_in(environment, size);
    console.press("5");
    console.rest();
    console
}

/// The log of the group whose name has this in it.
pub(crate) fn opened(environment: &str, named: &str, size: (u16, u16)) -> Harness {
    let mut console = groups(environment, size);
    console.press("/");
    console.type_text(named);
    console.press("enter enter");
    console
}
