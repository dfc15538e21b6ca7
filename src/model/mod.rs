//! What the files mean in MSK's terms.

pub mod availability;
mod placement;
pub mod share;
