//! `--format checkstyle`: the XML of Checkstyle, which many servers and editors read.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::Report;
use super::names::RootNames;
use super::sanitize::sanitize;
use super::short::headline;
use super::view::position;
use crate::finding::{Finding, Level};
use crate::source::LineColumn;

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let names = RootNames::new(report.findings);
    let mut files: BTreeMap<String, Vec<(LineColumn, &Finding)>> = BTreeMap::new();
    for finding in report.findings {
        let at = finding.primary().and_then(|label| position(label, report.sources));
        // What has no place is shown at the start of the tree.
        let path = at.as_ref().map_or_else(|| ".".to_owned(), |at| sanitize(&at.file.path).into_owned());
        let at = at.map_or(LineColumn { line: 1, column: 1 }, |at| at.start);
        files.entry(path).or_default().push((at, finding));
    }
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.create_element("checkstyle").with_attribute(("version", "4.3")).write_inner_content(|writer| {
        for (path, findings) in &files {
            let file = writer.create_element("file").with_attribute(("name", &**path));
            file.write_inner_content(|writer| {
                findings.iter().try_for_each(|(at, finding)| error(writer, *at, finding, &names))
            })?;
        }
        Ok(())
    })?;
    out.write_all(&writer.into_inner())?;
    writeln!(out)
}

fn error(writer: &mut Writer<Vec<u8>>, at: LineColumn, finding: &Finding, names: &RootNames) -> io::Result<()> {
    let severity = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "info",
    };
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
    let message = format!("{}{help}", headline(finding, names));
    writer
        .create_element("error")
        .with_attributes([
            ("line", &*at.line.to_string()),
            ("column", &*at.column.to_string()),
            ("severity", severity),
            ("message", &*sanitize(&message)),
            ("source", &*format!("msk-lint.{}", finding.rule)),
        ])
        .write_empty()
        .map(drop)
}
