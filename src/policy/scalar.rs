//! Values that are more than text: numbers, dates and address ranges.
//!
//! Reading only; what cannot be read is None, and what that means is the
//! condition's to say.

pub(super) mod date;
pub(super) mod decimal;
pub(super) mod ip;
