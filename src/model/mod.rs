//! What the files mean in MSK's terms.

pub mod availability;
