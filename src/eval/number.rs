//! Numbers as Terraform has them: binary floats of 512 bits, printed in full.

/// A number.
#[derive(Clone, Debug, PartialEq)]
pub struct Number(pub i64);
