//! Files for functions: `file()` and its kin, through the scope.

use super::scope::Scope;

/// Gives functions the files that a scope can see.
pub struct FileFunctions<'a> {
    scope: &'a dyn Scope,
}

impl<'a> FileFunctions<'a> {
    /// Over a scope.
    pub fn new(scope: &'a dyn Scope) -> Self {
        Self { scope }
    }
}
