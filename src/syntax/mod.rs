//! Text to trees: HCL and its JSON form. Every input yields a tree and its errors; nothing here fails.

pub mod properties;
pub mod tree;
