//! Theme roles and plain widgets.
