//! The terminal: events in, frames out, always restored.
