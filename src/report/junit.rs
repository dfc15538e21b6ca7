//! `--format junit`: findings as test cases, one suite for each file. Errors and warnings fail; notes pass, with their text.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::Report;
use super::names::RootNames;
use super::sanitize::sanitize;
use super::short::headline;
use super::view::position;
use crate::finding::{Finding, Level};
use crate::source::{LineColumn, Sources};

struct Case<'a> {
    finding: &'a Finding,
    at: LineColumn,
}

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let names = RootNames::new(report.findings);
    let suites = suites(report.findings, report.sources);
    let failures = report.findings.iter().filter(|finding| fails(finding)).count();
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer
        .create_element("testsuites")
        .with_attributes([
            ("name", "msk-lint"),
            ("tests", &*report.findings.len().max(1).to_string()),
            ("failures", &*failures.to_string()),
        ])
        .write_inner_content(|writer| {
            if suites.is_empty() {
                return passed(writer);
            }
            suites.iter().try_for_each(|(path, cases)| suite(writer, path, cases, &names))
        })?;
    out.write_all(&writer.into_inner())?;
    writeln!(out)
}

fn suites<'a>(findings: &'a [Finding], sources: &Sources) -> BTreeMap<String, Vec<Case<'a>>> {
    let mut suites: BTreeMap<String, Vec<Case<'a>>> = BTreeMap::new();
    for finding in findings {
        let at = finding.primary().and_then(|label| position(label, sources));
        let path = at.as_ref().map_or_else(|| ".".to_owned(), |at| sanitize(&at.file.path).into_owned());
        let at = at.map_or(LineColumn { line: 1, column: 1 }, |at| at.start);
        suites.entry(path).or_default().push(Case { finding, at });
    }
    suites
}

fn fails(finding: &Finding) -> bool {
    finding.level > Level::Note
}

/// Some readers take a report without any test for a failure.
fn passed(writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
    let suite =
        writer.create_element("testsuite").with_attributes([("name", "msk-lint"), ("tests", "1"), ("failures", "0")]);
    suite
        .write_inner_content(|writer| {
            let case = writer.create_element("testcase");
            case.with_attributes([("classname", "msk-lint"), ("name", "no findings")]).write_empty()?;
            Ok(())
        })
        .map(drop)
}

fn suite(writer: &mut Writer<Vec<u8>>, path: &str, cases: &[Case<'_>], names: &RootNames) -> io::Result<()> {
    let failures = cases.iter().filter(|case| fails(case.finding)).count();
    let suite = writer.create_element("testsuite").with_attributes([
        ("name", path),
        ("tests", &*cases.len().to_string()),
        ("failures", &*failures.to_string()),
    ]);
    suite
        .write_inner_content(|writer| cases.iter().try_for_each(|case| self::case(writer, path, case, names)))
        .map(drop)
}

fn case(writer: &mut Writer<Vec<u8>>, path: &str, case: &Case<'_>, names: &RootNames) -> io::Result<()> {
    let Case { finding, at } = case;
    let headline = headline(finding, names);
    let headline = sanitize(&headline);
    let lines = [&format!("{path}:{}:{}: {headline}", at.line, at.column)];
    let lines = lines.into_iter().chain(&finding.notes).chain(&finding.help);
    let text = lines.map(|line| sanitize(line).into_owned()).collect::<Vec<_>>().join("\n");
    let name = format!("{} {}:{}", finding.rule, at.line, at.column);
    let element = writer.create_element("testcase").with_attributes([
        ("classname", path),
        ("name", &*name),
        ("file", path),
        ("line", &*at.line.to_string()),
    ]);
    let inner = |writer: &mut Writer<Vec<u8>>| {
        let element = match fails(finding) {
            true => writer
                .create_element("failure")
                .with_attributes([("message", &*headline), ("type", finding.level.as_str())]),
            false => writer.create_element("system-out"),
        };
        element.write_text_content(BytesText::new(&text)).map(drop)
    };
    element.write_inner_content(inner).map(drop)
}
