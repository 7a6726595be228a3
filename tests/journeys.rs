//! What a person does with the console, from keys to screens and effects.

pub(crate) mod account;
mod drift_codify;
mod environments;
mod frame;
mod gate_applies;
mod gate_pages;
mod gate_prepares;
mod gate_refuses;
mod identity;
mod layers;
mod links;
mod loading;
mod looks_well;
mod refresh;
mod runs;
mod search;
mod selection;
mod sibling;
pub(crate) mod stacks;
mod stacks_change_set;
mod stacks_follow;
mod stacks_gate;
mod stacks_propose;
mod stale;
mod standing;
mod template;
mod unmentioned;
