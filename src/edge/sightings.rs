//! What this machine remembers of earlier checks.
