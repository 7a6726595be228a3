//! AWS, read-only: one file per service.
