//! What follows from one message: what to do, and at most one approval.

use super::Effect;
use crate::{ask::Ticket, gate::Confirmed};

#[derive(Debug, Default)]
pub struct Turn {
    /// To be done in this order, once the approval is on its way.
    pub effects: Vec<Effect>,
    /// What a person has just approved: to be written, and answered by `Msg::Written`.
    /// It is no effect, for it is no data: nobody can copy it, and no recording holds it.
    pub confirmed: Option<(Ticket, Confirmed)>,
}

impl From<Vec<Effect>> for Turn {
    fn from(effects: Vec<Effect>) -> Self {
        Self {
            effects,
            confirmed: None,
        }
    }
}
