//! The wire contracts of `proto/` as code. Generated and committed, so that nobody who builds needs a compiler for them; a
//! test holds that it is current.

#![allow(missing_docs, clippy::all, clippy::pedantic, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[rustfmt::skip]
#[path = "generated/grpc_health_v1.rs"]
pub mod health;

#[rustfmt::skip]
#[path = "generated/plugin.rs"]
pub mod controller;

#[rustfmt::skip]
#[path = "generated/tfplugin6.rs"]
pub mod provider;
