//! `--format pretty`: each finding with the lines it speaks of, from as many files as it takes.
//!
//! Findings are handed to miette as diagnostics; the picture is drawn by a handler of our own, because miette's draws
//! one file, prints control characters as they are, and rescans a file for every finding.

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use miette::{Diagnostic, LabeledSpan, ReportHandler, Severity, SourceCode, SourceSpan};
use unicode_width::UnicodeWidthStr;

use super::sanitize::sanitize;
use super::view::{LineView, Window, position};
use super::{Report, Style, is_shown};
use crate::finding::{Finding, Label, Level};
use crate::source::{Place, Sources, TextRange};

pub(super) fn render(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let drawing = Drawing::new(style);
    for finding in report.findings.iter().filter(|finding| is_shown(finding, style)) {
        let shown = Shown::new(finding, report.sources);
        writeln!(out, "{}", Drawn { shown: &shown, drawing: &drawing })?;
    }
    if style.quiet { Ok(()) } else { writeln!(out, "{}", report.summary.line(style)) }
}

/// A finding as a diagnostic; each of its places is a related one.
struct Shown<'a> {
    finding: &'a Finding,
    excerpts: Vec<Excerpt<'a>>,
}

/// One place of a finding with its file.
struct Excerpt<'a> {
    label: &'a Label,
    source: Option<(Window<'a>, SourceSpan)>,
    /// What must not be shown of the file.
    secrets: &'a [TextRange],
    /// Where it is, for a file whose text is not shown.
    place: Option<String>,
}

impl<'a> Shown<'a> {
    fn new(finding: &'a Finding, sources: &'a Sources) -> Self {
        let excerpt = |label: &'a Label| Excerpt {
            label,
            place: position(label, sources).filter(|at| !at.file.may_be_shown).map(|at| {
                let attribute = label.attribute.iter().filter(|_| label.address.is_some());
                let subject: String = label.address.iter().chain(attribute).map(|part| format!(" {part}")).collect();
                format!("{}:{}:{}{subject}", at.file.path, at.start.line, at.start.column)
            }),
            source: position(label, sources).filter(|at| at.file.may_be_shown).map(|at| {
                let range = at.span.range;
                (Window { file: at.file }, span_of(range))
            }),
            secrets: label.place.span().map_or(&[], |span| sources.secrets(span.file)),
        };
        Self { finding, excerpts: finding.labels.iter().map(excerpt).collect() }
    }
}

fn span_of(range: TextRange) -> SourceSpan {
    SourceSpan::new((range.start as usize).into(), range.len() as usize)
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding.rule)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.finding.rule))
    }

    fn severity(&self) -> Option<Severity> {
        Some(match self.finding.level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Note => Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.finding.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(self.excerpts.iter().map(|excerpt| excerpt as &dyn Diagnostic)))
    }
}

impl fmt::Debug for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label.text)
    }
}

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            return write!(f, "[{place}] {}", self.label.text);
        }
        match &self.label.place {
            Place::Attribute(path) => write!(f, "{path}: {}", self.label.text),
            _ => f.write_str(&self.label.text),
        }
    }
}

impl std::error::Error for Excerpt<'_> {}

impl Diagnostic for Excerpt<'_> {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|(window, _)| window as &dyn SourceCode)
    }

    /// The place, then without a text what must not be shown.
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (_, span) = self.source.as_ref()?;
        let place = LabeledSpan::new_with_span(Some(self.label.text.clone()), *span);
        let secrets = self.secrets.iter().map(|range| LabeledSpan::new_with_span(None, span_of(*range)));
        Some(Box::new(std::iter::once(place).chain(secrets)))
    }
}

struct Drawn<'a> {
    shown: &'a Shown<'a>,
    drawing: &'a Drawing,
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.drawing.debug(self.shown, f)?;
        self.drawing.footer(self.shown.finding, f)
    }
}

/// Characters and colours.
struct Drawing {
    color: bool,
    corner: &'static str,
    bar: char,
    dot: char,
    end: &'static str,
    line: char,
    tee: char,
    arrow: &'static str,
    unicode: bool,
}

impl Drawing {
    fn new(style: &Style) -> Self {
        if style.unicode {
            Self {
                color: style.color,
                corner: "╭─",
                bar: '│',
                dot: '·',
                end: "╰─",
                line: '─',
                tee: '┬',
                arrow: "╰── ",
                unicode: true,
            }
        } else {
            Self {
                color: style.color,
                corner: ",-",
                bar: '|',
                dot: ':',
                end: "'-",
                line: '-',
                tee: '+',
                arrow: "`-- ",
                unicode: false,
            }
        }
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn level_color(severity: Option<Severity>) -> &'static str {
        match severity {
            Some(Severity::Error) | None => "1;31",
            Some(Severity::Warning) => "1;33",
            Some(Severity::Advice) => "1;36",
        }
    }

    fn header(&self, diagnostic: &dyn Diagnostic, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match diagnostic.severity() {
            Some(Severity::Error) | None => "error",
            Some(Severity::Warning) => "warning",
            Some(Severity::Advice) => "note",
        };
        let message = diagnostic.to_string();
        let message = sanitize(&message);
        let rule = diagnostic.code().map(|code| code.to_string()).unwrap_or_default();
        let used = word.len() + 2 + UnicodeWidthStr::width(&*message);
        let gap = " ".repeat(80_usize.saturating_sub(used + rule.len()).max(3));
        let color = Self::level_color(diagnostic.severity());
        let line = format!(
            "{}{} {}{gap}{}",
            self.paint(color, word),
            self.paint("1", ":"),
            self.paint("1", &message),
            self.paint("2", &rule)
        );
        writeln!(f, "{line}")
    }

    fn excerpt(&self, excerpt: &dyn Diagnostic, digits: usize, color: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut labels = excerpt.labels().into_iter().flatten();
        let (Some(source), Some(label)) = (excerpt.source_code(), labels.next()) else {
            let text = excerpt.to_string();
            return if text.is_empty() { Ok(()) } else { writeln!(f, "   {} {}", self.end, sanitize(&text)) };
        };
        let Ok(contents) = source.read_span(label.inner(), 1, 0) else { return Ok(()) };
        if contents.data().is_empty() {
            // A file that could not be read has no line to show.
            let name = contents.name().unwrap_or_default();
            writeln!(f, "  {}[{}]", self.paint("2", self.corner), sanitize(name))?;
            return writeln!(f, "  {} {}", self.paint("2", self.end), sanitize(label.label().unwrap_or_default()));
        }
        let range_of =
            |secret: LabeledSpan| TextRange::new(secret.offset() as u32, (secret.offset() + secret.len()) as u32);
        let secrets: Vec<TextRange> = labels.map(range_of).collect();
        let last = contents.line() + contents.line_count();
        let indent = " ".repeat(digits + 1);
        let mut lines: Vec<&[u8]> = contents.data().split_inclusive(|byte| *byte == b'\n').collect();
        let Some(marked) = lines.pop() else { return Ok(()) };
        let before: usize = lines.iter().map(|line| line.len()).sum();
        let mut at = contents.span().offset();
        let start = label.offset().saturating_sub(at + before);
        let view = LineView::new(marked, start..start + label.len(), at + before, &secrets);
        let name = contents.name().unwrap_or_default().to_owned();
        let column = contents.column();
        writeln!(f, "{indent}{}[{}:{last}:{column}]", self.paint("2", self.corner), sanitize(&name))?;
        for (offset, line) in lines.iter().enumerate() {
            let view = LineView::new(line, 0..0, at, &secrets);
            at += line.len();
            if line.trim_ascii().is_empty() {
                continue;
            }
            let number = contents.line() + offset + 1;
            writeln!(
                f,
                "{} {} {}",
                self.paint("2", &format!("{number:>digits$}")),
                self.paint("2", &self.bar.to_string()),
                self.paint("2", &view.text())
            )?;
        }
        writeln!(
            f,
            "{} {} {}",
            self.paint("2", &format!("{last:>digits$}")),
            self.paint("2", &self.bar.to_string()),
            view.text()
        )?;
        self.underline(&indent, &view, label.label().unwrap_or_default(), color, f)?;
        writeln!(f, "{indent}{}", self.paint("2", self.end))
    }

    fn underline(
        &self,
        indent: &str,
        view: &LineView,
        text: &str,
        color: &str,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let width = view.width.max(1);
        let middle = if width > 2 { width / 2 } else { 0 };
        let bar: String = (0..width).map(|at| if at == middle { self.tee } else { self.line }).collect();
        let dot = self.paint("2", &self.dot.to_string());
        let pad = " ".repeat(view.offset);
        writeln!(f, "{indent}{dot} {pad}{}", self.paint(color, &bar))?;
        if text.is_empty() {
            return Ok(());
        }
        let pad = " ".repeat(view.offset + middle);
        writeln!(f, "{indent}{dot} {pad}{}{}", self.paint(color, self.arrow), sanitize(text))
    }

    fn footer(&self, finding: &Finding, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = |name: &str, text: &str| writeln!(f, "  {}: {}", self.paint("1", name), sanitize(text));
        for note in &finding.notes {
            line("note", note)?;
        }
        if let Some(help) = &finding.help {
            line("help", help)?;
        }
        if let [_, _, ..] = &finding.instances[..] {
            let mut shown = String::new();
            for instance in finding.instances.iter().take(6) {
                let files = instance.var_files.iter().map(|file| format!(", {file}")).collect::<String>();
                let _ = write!(
                    shown,
                    "{}{} ({}{files})",
                    if shown.is_empty() { "" } else { ", " },
                    instance.address,
                    instance.root
                );
            }
            let more = finding.instances.len().saturating_sub(6);
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            line("in", &format!("{shown}{rest}"))?;
        }
        if !finding.policy.name.is_empty() {
            line("policy", &policy(finding, self.unicode))?;
        }
        Ok(())
    }
}

fn policy(finding: &Finding, unicode: bool) -> String {
    let entry = &finding.policy;
    let dot = if unicode { "·" } else { "-" };
    // A project's own file is named with its line: that is where its people would change it.
    let name = if entry.name == entry.path { format!("{}:{}", entry.path, entry.line) } else { entry.name.to_string() };
    let mut text = format!("{name}, {}", entry.softened.as_deref().unwrap_or(finding.level.as_str()));
    if !entry.source.is_empty() {
        text += &format!(" {dot} {}", entry.source);
    }
    text + &format!(" {dot} msk-lint explain {}", finding.rule)
}

impl ReportHandler for Drawing {
    fn debug(&self, diagnostic: &dyn Diagnostic, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.header(diagnostic, f)?;
        let color = Self::level_color(diagnostic.severity());
        let related = || diagnostic.related().into_iter().flatten();
        let digits = related().filter_map(last_line).max().unwrap_or(0).to_string().len().max(2);
        for (index, excerpt) in related().enumerate() {
            self.excerpt(excerpt, digits, if index == 0 { color } else { "1;34" }, f)?;
        }
        Ok(())
    }
}

/// The number of the line that an excerpt marks.
fn last_line(excerpt: &dyn Diagnostic) -> Option<usize> {
    let label = excerpt.labels()?.next()?;
    let contents = excerpt.source_code()?.read_span(label.inner(), 0, 0).ok()?;
    Some(contents.line() + contents.line_count())
}
