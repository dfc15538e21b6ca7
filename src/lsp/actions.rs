//! Code actions: the fixes of findings, allows, and everything in a file fixed at once. Edits are made when one is chosen.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use gen_lsp_types::{
    CodeAction, CodeActionKind, DocumentChange, Edit as DocumentEdit, OptionalVersionedTextDocumentIdentifier, Range,
    TextDocumentEdit, TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};
use serde_json::{Value as Json, json};
use similar::{DiffOp, TextDiff};

use super::diagnostics::diagnostic;
use super::position::Lines;
use super::view::View;
use crate::allow;
use crate::date::Date;
use crate::files::Files;
use crate::finding::{Applicability, Edit, Finding, Fix};
use crate::report::RootNames;
use crate::source::{FileId, SourceFile, Sources, Span, TextRange};

/// The kind of the action that fixes all of a file.
pub(super) const FIX_ALL: &str = "source.fixAll.mskLint";

/// What is asked: a range, and the kinds that are wanted.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) range: Range,
    pub(super) only: Option<Vec<String>>,
}

impl Request {
    /// A kind is wanted with all that lie below it.
    fn wants(&self, kind: &str) -> bool {
        let is_around = |wanted: &String| {
            kind.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.only.as_ref().is_none_or(|only| only.iter().any(|wanted| wanted.is_empty() || is_around(wanted)))
    }
}

/// The actions for the lines of a range.
pub(super) fn actions(
    view: &View<'_>,
    path: &Path,
    request: &Request,
    files: &dyn Files,
    today: Date,
) -> Option<Vec<CodeAction>> {
    let start = view.target(path, request.range.start)?;
    let end = view.target(path, request.range.end)?;
    let lines = start.file.line_index(start.offset)..=end.file.line_index(end.offset.max(start.offset));
    let here = Here { view, id: start.id, file: start.file, uri: view.uri(path) };
    let mut found = Vec::new();
    if request.wants("quickfix") {
        let names = RootNames::new(&view.looked.outcome.findings);
        let touches = |span: &Span| {
            let last = span.range.end.saturating_sub(1).max(span.range.start);
            let (first, last) = (here.file.line_index(span.range.start), here.file.line_index(last));
            first <= *lines.end() && *lines.start() <= last
        };
        for finding in here.findings().filter(|finding| here.place(finding).as_ref().is_some_and(touches)) {
            found.extend(here.fixes(finding, &names));
            found.extend(here.allow(finding, &names));
        }
    }
    // Fixing all takes a while: a client that wants the edits at once has to ask for it.
    let is_asked_for = view.client.lazy_edits || request.only.is_some();
    if is_asked_for && request.wants(FIX_ALL) && here.findings().any(|finding| finding.fixes.iter().any(is_safe)) {
        let edit = (!view.client.lazy_edits).then(|| everything(view, path, files, today)).flatten();
        let data = view.client.lazy_edits.then(|| json!({"uri": here.uri, "all": true}));
        if edit.is_some() || data.is_some() {
            found.push(CodeAction {
                title: "Fix everything in this file that msk-lint can fix safely".to_owned(),
                kind: Some(CodeActionKind::Custom(FIX_ALL.into())),
                edit,
                data,
                ..CodeAction::default()
            });
        }
    }
    Some(found)
}

fn is_safe(fix: &Fix) -> bool {
    fix.applicability == Applicability::Safe
}

/// A file that actions are asked for.
struct Here<'a, 'v> {
    view: &'v View<'a>,
    id: FileId,
    file: &'a SourceFile,
    uri: String,
}

impl<'a> Here<'a, '_> {
    /// The findings that are shown in this file.
    fn findings(&self) -> impl Iterator<Item = &'a Finding> {
        self.view.looked.outcome.findings.iter().filter(|finding| self.place(finding).is_some())
    }

    /// Where a finding is shown, if that is in this file.
    fn place(&self, finding: &Finding) -> Option<Span> {
        let shown = finding.labels.iter().find_map(|label| label.place.span());
        shown.filter(|span| span.file == self.id)
    }

    fn fixes(&self, finding: &Finding, names: &RootNames) -> Vec<CodeAction> {
        let fixes = finding.fixes.iter().filter(|fix| fix.applicability > Applicability::Display);
        let is_only = fixes.clone().count() == 1;
        let action = |fix: &Fix| {
            let edit = self.view.edit(by_file(self.view, &fix.edits))?;
            Some(self.action(fix.title.clone(), finding, names, edit, is_only && is_safe(fix)))
        };
        fixes.filter_map(action).collect()
    }

    fn allow(&self, finding: &Finding, names: &RootNames) -> Option<CodeAction> {
        let edit = self.allowing(finding)?;
        let edit = self.view.edit(by_file(self.view, &[edit]))?;
        Some(self.action(allow_title(finding), finding, names, edit, false))
    }

    /// A comment that allows a finding, where one can be.
    fn allowing(&self, finding: &Finding) -> Option<Edit> {
        let file = self.view.looked.analysis.files.iter().find(|file| file.id == self.id)?;
        allow::edit(finding, file, "reason")
    }

    /// What tells the text from others.
    fn fingerprint(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.file.bytes.hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }

    fn action(
        &self,
        title: String,
        finding: &Finding,
        names: &RootNames,
        edit: WorkspaceEdit,
        is_preferred: bool,
    ) -> CodeAction {
        let is_lazy = self.view.client.lazy_edits;
        let at = self.place(finding).map(|span| [span.range.start, span.range.end]);
        let data = json!({
            "uri": self.uri, "text": self.fingerprint(), "rule": &*finding.rule, "at": at, "title": title,
        });
        CodeAction {
            title,
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: diagnostic(finding, names, self.view).map(|(_, diagnostic)| vec![diagnostic]),
            is_preferred: is_preferred.then_some(true),
            edit: (!is_lazy).then_some(edit),
            data: is_lazy.then_some(data),
            ..CodeAction::default()
        }
    }
}

fn allow_title(finding: &Finding) -> String {
    format!("Allow {} here, with a reason", finding.rule)
}

/// An action with its edits, or as it came where what it was for is no longer there.
pub(super) fn resolved(view: &View<'_>, action: &Json, files: &dyn Files, today: Date) -> Json {
    let mut resolved = action.clone();
    if let Some(edit) = edit_of(view, action, files, today)
        && let (Some(action), Ok(edit)) = (resolved.as_object_mut(), serde_json::to_value(edit))
    {
        action.insert("edit".to_owned(), edit);
    }
    resolved
}

fn edit_of(view: &View<'_>, action: &Json, files: &dyn Files, today: Date) -> Option<WorkspaceEdit> {
    let data = action.get("data")?;
    let uri = data.get("uri")?.as_str()?;
    let path = view.open.iter().find(|(_, document)| &*document.uri == uri).map(|(path, _)| path.clone());
    let path = path.or_else(|| super::uri::to_path(uri))?;
    if data.get("all").is_some() {
        return everything(view, &path, files, today);
    }
    let (id, file) = view.file(&path)?;
    let here = Here { view, id, file, uri: uri.to_owned() };
    let (rule, title) = (data.get("rule")?.as_str()?, data.get("title")?.as_str()?);
    // In another text the same place may be about something else.
    if data.get("text")?.as_str()? != here.fingerprint() {
        return None;
    }
    let at = |finding: &Finding| here.place(finding).map(|span| json!([span.range.start, span.range.end]));
    let edits = here.findings().filter(|finding| finding.rule == rule && at(finding).as_ref() == data.get("at"));
    let edits = edits.filter_map(|finding| match finding.fixes.iter().find(|fix| fix.title == title) {
        Some(fix) => Some(fix.edits.clone()),
        None => (allow_title(finding) == title).then(|| here.allowing(finding)).flatten().map(|edit| vec![edit]),
    });
    view.edit(by_file(view, &edits.into_iter().next()?))
}

/// Every safe fix of a file, as far as looking again shows that nothing got worse.
fn everything(view: &View<'_>, path: &Path, files: &dyn Files, today: Date) -> Option<WorkspaceEdit> {
    let shown = crate::files::display(path, &view.project.current_folder);
    let is_here = |finding: &Finding, sources: &Sources| {
        let shown_at = finding.labels.iter().find_map(|label| label.place.span());
        shown_at.and_then(|span| sources.get(span.file)).is_some_and(|file| *file.path == *shown)
    };
    let fixed = view.project.fix(files, Applicability::Safe, &is_here, &|_| Vec::new(), today);
    let changed = fixed.changed.into_iter();
    view.edit(changed.map(|(path, change)| (path, differences(&change.before, &change.after, view))).collect())
}

/// The lines that differ, as edits.
fn differences(before: &[u8], after: &[u8], view: &View<'_>) -> Vec<TextEdit> {
    let (old, new) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let diff = TextDiff::from_lines(&*old, &*new);
    let starts = |text: &str| {
        let mut at = 0;
        let mut starts = vec![0];
        for line in text.split_inclusive('\n') {
            at += line.len();
            starts.push(at);
        }
        starts
    };
    let (old_starts, new_starts) = (starts(&old), starts(&new));
    let lines = Lines::new(before, view.client.encoding);
    let edit = |op: &DiffOp| {
        let (old_range, new_range) = (op.old_range(), op.new_range());
        let old_bytes =
            TextRange::new(*old_starts.get(old_range.start)? as u32, *old_starts.get(old_range.end)? as u32);
        let text = new.get(*new_starts.get(new_range.start)?..*new_starts.get(new_range.end)?)?;
        Some(TextEdit { range: lines.range(old_bytes), new_text: text.to_owned() })
    };
    diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. })).filter_map(edit).collect()
}

/// Edits for each file.
type Edits = BTreeMap<PathBuf, Vec<TextEdit>>;

fn by_file(view: &View<'_>, edits: &[Edit]) -> Edits {
    let mut files = Edits::new();
    for edit in edits {
        let Some(file) = view.sources().get(edit.span.file) else { continue };
        let Some(range) = view.range(edit.span) else { continue };
        files.entry(view.path(file)).or_default().push(TextEdit { range, new_text: edit.text.clone() });
    }
    files
}

impl View<'_> {
    /// Edits in the form that the client takes; nothing when there are none.
    fn edit(&self, files: Edits) -> Option<WorkspaceEdit> {
        if files.is_empty() {
            return None;
        }
        if !self.client.versioned_edits {
            let changes = files.into_iter().map(|(path, edits)| (self.uri(&path).into(), edits)).collect();
            return Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() });
        }
        let change = |(path, edits): (PathBuf, Vec<TextEdit>)| {
            DocumentChange::TextDocumentEdit(TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier {
                    version: self.open.get(&path).map(|document| document.version),
                    text_document_identifier: TextDocumentIdentifier { uri: self.uri(&path).into() },
                },
                edits: edits.into_iter().map(DocumentEdit::TextEdit).collect(),
            })
        };
        let changes = files.into_iter().map(change).collect();
        Some(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() })
    }
}
