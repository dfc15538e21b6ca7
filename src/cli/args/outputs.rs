//! Which formats are written, and where each of them goes.

use std::path::PathBuf;

use clap::ArgMatches;

use super::{Global, Output, TableFormat, usage};

/// The file of a page; standard output when absent.
pub(super) fn page(global: &Global) -> Result<Option<PathBuf>, clap::Error> {
    match (&global.format[..], &global.output[..]) {
        ([], [] | [_]) => Ok(global.output.first().cloned()),
        ([], _) => Err(usage("a report goes to one --output".into())),
        _ => Err(usage("report writes HTML; other formats are those of check".into())),
    }
}

/// The formats of the commands that print tables.
pub(super) const TABLES: [&str; 2] = ["text", "json"];

/// A format of the commands that print tables; `None` for other names.
pub(super) fn table(name: &str) -> Option<TableFormat> {
    match name {
        "text" | "pretty" => Some(TableFormat::Text),
        "json" => Some(TableFormat::Json),
        _ => None,
    }
}

/// The formats, each with the file of an `--output` that comes after it and before the next.
pub(super) fn outputs<F>(
    global: &Global,
    matches: &ArgMatches,
    names: impl Iterator<Item = &'static str>,
    parse: impl Fn(&str) -> Option<F>,
) -> Result<Vec<Output<F>>, clap::Error> {
    let indices = |name: &str| matches.indices_of(name).map(Iterator::collect::<Vec<_>>).unwrap_or_default();
    let positions = indices("format");
    let names: Vec<&str> = names.collect();
    let mut outputs = Vec::new();
    for name in &global.format {
        let format = parse(name)
            .ok_or_else(|| usage(format!("{name} is no format here; the formats are {}", names.join(", "))))?;
        outputs.push(Output { format, file: None });
    }
    for (index, file) in indices("output").into_iter().zip(&global.output) {
        let Some(nearest) = positions.iter().rposition(|format| *format < index) else {
            return Err(usage("--output needs a --format before it".into()));
        };
        if outputs[nearest].file.replace(file.clone()).is_some() {
            return Err(usage(format!("--format {} has two outputs", global.format[nearest])));
        }
        if outputs.iter().filter(|output| output.file.as_ref() == Some(file)).count() > 1 {
            return Err(usage(format!("two formats are written to {}", file.display())));
        }
    }
    if outputs.iter().filter(|output| output.file.is_none()).count() > 1 {
        return Err(usage("only one format can go to standard output; add --output FILE after the others".into()));
    }
    Ok(outputs)
}
