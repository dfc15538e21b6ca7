//! `rules --coverage` and `rules --facts`: what the rules rest on.

use std::io::{self, Write};
use std::process::ExitCode;

use serde_json::{Value as Json, json};

use super::args::{Output, TableFormat};
use super::{Failure, write_output};
use crate::coverage::{self, REFUSED, Row};
use crate::date::Date;
use crate::facts::{self, Table};

/// Which rule covers each statement, or why none does.
pub(super) fn coverage(outputs: &[Output<TableFormat>]) -> Result<ExitCode, Failure> {
    let rows = coverage::coverage();
    write(outputs, |out| coverage_text(&rows, out), || coverage_json(&rows))
}

/// The tables of facts with their dates and sources.
pub(super) fn tables(outputs: &[Output<TableFormat>], today: Date) -> Result<ExitCode, Failure> {
    write(outputs, |out| tables_text(today, out), || tables_json(today))
}

fn write(
    outputs: &[Output<TableFormat>],
    text: impl Fn(&mut dyn Write) -> io::Result<()>,
    json: impl Fn() -> Json,
) -> Result<ExitCode, Failure> {
    let default = [Output { format: TableFormat::Text, file: None }];
    for output in if outputs.is_empty() { &default[..] } else { outputs } {
        write_output(output.file.as_deref(), |out| match output.format {
            TableFormat::Text => text(out),
            TableFormat::Json => {
                serde_json::to_writer_pretty(&mut *out, &json())?;
                writeln!(out)
            }
        })?;
    }
    Ok(ExitCode::SUCCESS)
}

fn coverage_text(rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let width = rows.iter().map(|row| row.id.len()).max().unwrap_or(0);
    let mut section = "";
    for row in rows {
        if row.section != section {
            let separator = if section.is_empty() { "" } else { "\n" };
            writeln!(out, "{separator}{}", row.section)?;
            section = row.section;
        }
        let covered = match &row.reason {
            Some(reason) => format!("- ({reason})"),
            None => row.covered_by().iter().map(|rule| rule.name).collect::<Vec<_>>().join(", "),
        };
        writeln!(out, "{:<width$}  {}\n{:<width$}    {covered}", row.id, row.statement, "")?;
    }
    let count = |refused: bool| {
        let of_kind: Vec<&Row> = rows.iter().filter(|row| (row.section == REFUSED) == refused).collect();
        (of_kind.iter().filter(|row| row.reason.is_none()).count(), of_kind.len())
    };
    let ((practices, all_practices), (refusals, all_refusals)) = (count(false), count(true));
    writeln!(
        out,
        "\n{practices} of {all_practices} statements and {refusals} of {all_refusals} refused combinations are covered"
    )
}

fn coverage_json(rows: &[Row]) -> Json {
    let row = |row: &Row| {
        json!({
            "id": row.id,
            "section": row.section,
            "statement": row.statement,
            "rules": row.covered_by().iter().map(|rule| rule.name).collect::<Vec<_>>(),
            "reason": row.reason,
        })
    };
    json!({ "schema_version": 1, "coverage": rows.iter().map(row).collect::<Vec<_>>() })
}

fn tables_text(today: Date, out: &mut dyn Write) -> io::Result<()> {
    let width = facts::tables().iter().map(|table| table.name.len()).max().unwrap_or(0);
    writeln!(out, "{:<width$}  {:>5}  {:<10}  source", "table", "rows", "of")?;
    for table in facts::tables() {
        let Table { name, rows, compiled, source } = table;
        let old = if table.is_old(today) { "  (more than six months old)" } else { "" };
        writeln!(out, "{name:<width$}  {rows:>5}  {compiled}  {source}{old}")?;
    }
    writeln!(out, "\nHow each is checked again: policies/facts/refresh/README.md")
}

fn tables_json(today: Date) -> Json {
    let table = |table: &Table| {
        json!({
            "name": table.name,
            "rows": table.rows,
            "compiled": table.compiled.to_string(),
            "source": table.source,
            "old": table.is_old(today),
        })
    };
    json!({ "schema_version": 1, "tables": facts::tables().iter().map(table).collect::<Vec<_>>() })
}
