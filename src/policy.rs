//! The IAM policy language: parse, canonical form, compare, explain.
//!
//! Rank 1: names only `facts`. Pure: text in, data out; no I/O, no clock, no
//! network. Nothing here asks AWS anything, so every judgement can be repeated
//! from the two documents alone. Comparison may answer that it does not know;
//! it must never call two documents equal that decide one request differently.

pub mod canonical;
pub mod cases;
pub mod catalogue;
pub mod compare;
mod compiled;
mod condition;
pub mod diff;
mod document;
pub mod evaluate;
pub mod explain;
mod glob;
pub(crate) mod json;
pub mod open;
mod operator;
pub(crate) mod pairs;
mod parse;
mod pattern;
pub(crate) mod places;
mod principal;
mod request;
mod scalar;
pub mod strangers;

pub use canonical::{Canonical, equivalent};
pub use compare::{Access, Comparison, Witness, compare, effective};
pub use document::{
    Action, Condition, Document, Effect, Kind, Place, Principal, PrincipalType, Principals,
    Resource, Statement, Text, Version, unique_id,
};
pub use evaluate::{Answer, Compiled, Deciding, Decision, Named, Policies, needs_no_permission};
pub use explain::{Change, Judgement, judge, judge_effective};
pub use glob::like;
pub use operator::{Family, Operator, Quantifier, Relation, StringTest};
pub use parse::{MAX_BYTES, Malformed, parse};
pub use request::{Context, Request, Values};
