//! The working tree: codified policies, uses of a request, last commits.
