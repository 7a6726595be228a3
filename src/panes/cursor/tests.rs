//! The cursor, driven by keys.
