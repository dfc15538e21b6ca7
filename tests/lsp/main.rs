//! The language server from outside: messages of the protocol in, messages out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod actions;
mod bounds;
mod completion;
mod diagnostics;
mod editor;
mod hover;
mod navigation;
mod protocol;
mod settings;
mod soak;
