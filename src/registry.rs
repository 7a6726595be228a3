//! The service registry: what each entry of Cloud Map points at, and whether it still
//! does.
//!
//! Rank 1. Pure: an entry and what was read of EC2 and ECS come in, a verdict comes out.
//! What could not be read whole makes an entry UNJUDGED, never stale: half an answer would
//! make running instances look gone. Panes and rules show it; the gate rests on the very
//! same judgement when it looks again.

mod joined;
mod keeper;
mod registered;
mod sought;
mod verdict;

pub use joined::{Joined, Judged};
pub use keeper::keeper;
pub use registered::{Registered, Share};
pub use sought::Sought;
pub use verdict::EntryVerdict;
