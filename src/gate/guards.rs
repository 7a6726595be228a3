//! What stops a change, or warns of it: one file for each guard, and the list.
//!
//! A guard is a pure function of fresh facts and settings. It runs for the
//! preview and again just before the write. What stops can't be clicked away.

mod broadening;
mod bucket;
mod caller;
mod change_set_state;
mod deletion;
mod deployed_stack;
mod edited;
mod endpoint;
mod expected_gains;
mod expected_only;
mod freeze;
mod guard;
mod left_open;
mod malformed;
mod mixed_script;
mod origin;
mod owned;
mod parameters;
mod permitted;
mod privilege;
mod protected;
mod read_only;
mod remains;
mod replacement;
mod repository;
mod reviewer;
mod rolls_back;
mod service_wide;
mod still_stale;
mod strangers;
mod through;
mod trust_widened;
mod unchanged;
mod unreadable;
mod wildcard_account;

pub(in crate::gate) use broadening::{allows, gains_and_losses};
pub(in crate::gate) use expected_only::in_short as change_in_short;
pub use freeze::{Thaw, ThawedBy};
pub use guard::{Case, Guard, GuardRuling, Ruling, judge};
use guard::{Expected, OWN, by};

/// The guard of a console that was not started to write.
pub const READ_ONLY: &str = "read_only";

/// Nothing but a list of what is gained.
pub(in crate::gate) fn only_names_gains(given: &GuardRuling) -> bool {
    given.id == broadening::GUARD.id && !given.verdict.stops()
}

/// In the order in which a person reads their words: may it be done at all, is
/// it what it says, what does it give away.
pub const GUARDS: &[&Guard] = &[
    &read_only::GUARD,
    &permitted::GUARD,
    &repository::GUARD,
    &freeze::GUARD,
    &caller::GUARD,
    &endpoint::GUARD,
    &through::GUARD,
    &protected::GUARD,
    &owned::GUARD,
    &unchanged::GUARD,
    &malformed::GUARD,
    &unreadable::GUARD,
    &origin::GUARD,
    &left_open::GUARD,
    &edited::GUARD,
    &mixed_script::GUARD,
    &change_set_state::GUARD,
    &bucket::GUARD,
    &parameters::GUARD,
    &replacement::GUARD,
    &still_stale::GUARD,
    &remains::GUARD,
    &expected_only::GUARD,
    &expected_gains::GUARD,
    &deletion::GUARD,
    &broadening::GUARD,
    &service_wide::GUARD,
    &privilege::GUARD,
    &wildcard_account::GUARD,
    &strangers::GUARD,
    &trust_widened::GUARD,
    &deployed_stack::GUARD,
    &reviewer::GUARD,
    &rolls_back::GUARD,
];
