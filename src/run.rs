//! The loop: messages in, effects out, frames drawn.
