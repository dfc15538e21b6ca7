//! `client "pattern" { cluster = "address" }`: which cluster the clients in some files talk to.

use std::path::Path;
use std::sync::Arc;

use globset::GlobMatcher;
use hcl_edit::structure::{Block, Structure};

use super::config::glob;
use super::problem::nearest;
use super::reader::Reader;
use crate::source::TextRange;

/// A `client` block: which cluster the clients in some files talk to.
#[derive(Clone, Debug)]
pub struct ClientLink {
    /// The address of the cluster.
    pub cluster: Arc<str>,
    /// Where the address stands.
    pub(super) cluster_range: TextRange,
    /// The files, as written.
    pub pattern: String,
    pub(super) range: TextRange,
    matcher: GlobMatcher,
}

impl ClientLink {
    /// Whether a file is among those of the block in a configuration that stands in `folder`.
    pub(super) fn holds_for(&self, folder: &Path, file: &Path) -> bool {
        let inside = file.strip_prefix(folder).unwrap_or(file);
        self.matcher.is_match(inside) || inside.ancestors().skip(1).any(|folder| self.matcher.is_match(folder))
    }
}

/// Reads a block.
pub(super) fn read(reader: &mut Reader, block: &Block) -> Option<ClientLink> {
    let pattern = reader.label(block)?;
    let Some(matcher) = glob(&pattern) else {
        reader.problem(&block.labels[0], &format!("{pattern} is no glob pattern"), None);
        return None;
    };
    let mut cluster = None;
    for structure in block.body.iter() {
        match structure {
            Structure::Attribute(attribute) if attribute.key.as_str() == "cluster" => {
                cluster = reader.string(attribute).map(|address| (address, reader.range(&attribute.value)));
            }
            Structure::Attribute(attribute) => {
                let help = nearest(attribute.key.as_str(), ["cluster"]);
                reader.problem(&attribute.key, &format!("{} is no setting of client", attribute.key.as_str()), help);
            }
            Structure::Block(inner) => {
                reader.problem(&inner.ident, &format!("{} is no block of client", inner.ident.as_str()), None);
            }
        }
    }
    let Some((cluster, cluster_range)) = cluster else {
        let help = "write cluster = \"aws_msk_cluster.main\"".to_owned();
        reader.problem(&block.ident, "client names no cluster", Some(help));
        return None;
    };
    let range = reader.range(&block.labels[0]);
    Some(ClientLink { cluster: cluster.into(), cluster_range, pattern, range, matcher })
}
