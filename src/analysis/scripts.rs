//! Scripts of a run: what their commands make, with the files that they name.

use std::path::{Path, PathBuf};

use super::Request;
use crate::client::source::Kind;
use crate::discover::Discovery;
use crate::eval::text::Text;
use crate::eval::trace::Trace;
use crate::files;
use crate::model::build::{self, RootModel};
use crate::script;
use crate::source::{Place, Span, TextRange};
use crate::threads::on_all_cores;
use crate::workspace::Workspace;

/// What the commands of scripts, Makefiles and CI steps make.
pub(super) fn read(request: &Request, workspace: &Workspace<'_>, discovery: &Discovery) -> Vec<RootModel> {
    let holds = |(_, kind): &&(PathBuf, Kind)| script::may_hold_commands(*kind);
    let scripts: Vec<&(PathBuf, Kind)> = discovery.clients.iter().filter(holds).collect();
    let read = |(path, kind): &&(PathBuf, Kind)| {
        let file = workspace.plain_file(path)?;
        let made = script::read(file.id, &file.source, *kind, &|name| beside(request, workspace, path, name));
        (!made.is_empty()).then(|| build::build_script(&file.source.path, made, workspace))
    };
    on_all_cores(&scripts, read).into_iter().flatten().collect()
}

/// A file that a script names: from its own folder, or from where the repository begins.
fn beside(request: &Request, workspace: &Workspace<'_>, script: &Path, name: &str) -> Option<Text> {
    let folders = [script.parent()?, &request.boundary];
    let paths = folders.iter().map(|folder| files::normalize(&folder.join(name)));
    let mut found = paths.filter(|path| path.starts_with(&request.boundary) && workspace.files().exists(path));
    let file = workspace.plain_file(&found.next()?)?;
    let text = std::str::from_utf8(&file.source.bytes).ok()?;
    let span = Span { file: file.id, range: TextRange::new(0, text.len() as u32) };
    Some(Text::verbatim(text, span, Trace::literal(Place::Text(span))))
}
