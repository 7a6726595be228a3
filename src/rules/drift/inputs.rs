//! What the judgement rests on, as snapshots.

use std::sync::Arc as Shared;

use super::TemplateSide;
use crate::facts::{
    AccountId, Authorization, Codified, Compare, DriftSettings, Fault, Region, Templates,
};

/// Snapshots of everything the judgement rests on.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    pub settings: DriftSettings,
    pub codified: Option<Shared<Codified>>,
    pub live: Option<Shared<Authorization>>,
    /// The template files that could not be read are in here.
    pub templates: Option<Shared<Templates>>,
    /// Each template file, with the stack that is deployed from it.
    pub stacks: Vec<TemplateSide>,
    /// Both sides of each `[[drift.compare]]`, left and right.
    pub siblings: Vec<(Compare, SiblingSide, SiblingSide)>,
}

/// What is known of one sibling's environment.
#[derive(Clone, Debug, Default)]
pub struct SiblingSide {
    pub account: Option<AccountId>,
    pub region: Option<Region>,
    pub live: Option<Shared<Authorization>>,
    pub fault: Option<Fault>,
}
