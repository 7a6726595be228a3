//! Writes to GitHub through the gate, against a server that holds every request and every
//! answer against GitHub's own description: refusals first, then exactly what was
//! previewed, once.

mod applied;
mod doubt;
mod permit;
mod refusals;
mod scene;
