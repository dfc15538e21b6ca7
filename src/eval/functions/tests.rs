//! Calls of functions, as the evaluator makes them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
