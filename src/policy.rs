//! The IAM policy language: parse, canonical form, compare, explain.
