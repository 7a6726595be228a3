//! The questions that the product answers: one file each, and the list.
//!
//! Rank 3. A check says what must be known, in the order in which it becomes
//! askable, and concludes from what is known: the Store holds both. Panes, headless
//! commands and reports use the same one. Nothing here asks, draws or reads a clock.

mod acceptance;
pub mod change_set;
mod check;
pub mod deployed;
pub mod drift;
pub mod health;
mod known_entries;
mod known_runs;
mod known_stacks;
mod live_roles;
pub mod pipeline;
mod red_since;
pub mod registry;
pub mod run;
pub mod runs;
pub mod stack;
mod stack_activity;
pub mod stacks;
mod stale;
mod store;
mod template_sides;
pub mod watch;

pub use acceptance::{Weighed, weigh};
pub use check::{Check, Command, Only, Outcome, Registered, Summary};
pub use known_runs::{asks_repository, lists, repository};
pub use red_since::{RedSince, asks_red_since};
pub use store::{StackActivity, Store};

check::registry! {
    Drift(drift::Drift),
    Stacks(stacks::Stacks),
    Stack(stack::LastOperation),
    Runs(runs::Runs),
    OneRun(run::OneRun),
    Deployed(deployed::Deployed),
    Registry(registry::Registry),
    Health(health::Health),
    ChangeSet(change_set::ChangeSetReview),
    Pipeline(pipeline::Pipeline),
    Watch(watch::Watch),
}
