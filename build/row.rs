//! One row of a fact table as a Rust struct literal; a column that nobody reads is an error.

use std::collections::BTreeSet;
use std::fmt::Write;

use toml::{Table, Value};

/// Pairs of a word in a table and the variant it stands for.
pub type Choices = [(&'static str, &'static str)];

/// How sure a row is; a mixed value counts as its first word.
const CONFIDENCE: &Choices = &[
    ("doc", "Doc"),
    ("code", "Code"),
    ("issue", "Issue"),
    ("doc-conflict", "DocConflict"),
    ("inferred", "Inferred"),
    ("recalled", "Recalled"),
    ("unknown", "Unknown"),
];

/// A row while it is being written as a literal.
pub struct Row<'a> {
    columns: &'a Table,
    read: BTreeSet<String>,
    code: String,
    renamed: Vec<(&'static str, &'static str)>,
    fault: Option<String>,
}

impl<'a> Row<'a> {
    /// A row that becomes a literal of type `name`.
    pub fn new(name: &str, columns: &'a Table) -> Self {
        Self { columns, read: BTreeSet::new(), code: format!("{name} {{"), renamed: Vec::new(), fault: None }
    }

    /// The value of a column, marked as read.
    pub fn get(&mut self, column: &str) -> Option<&'a Value> {
        self.read.insert(column.to_owned());
        self.columns.get(column)
    }

    /// The text of a column.
    pub fn get_text(&mut self, column: &str) -> Option<&'a str> {
        self.get(column).and_then(Value::as_str)
    }

    /// Gives a column another name as a field, because its own is a keyword.
    pub fn rename(&mut self, column: &'static str, field: &'static str) -> &mut Self {
        self.renamed.push((column, field));
        self
    }

    /// A field with code made elsewhere.
    pub fn raw(&mut self, field: &str, code: impl AsRef<str>) -> &mut Self {
        let field = self.renamed.iter().find(|(column, _)| *column == field).map_or(field, |(_, field)| field);
        let _ = write!(self.code, " {field}: {},", code.as_ref());
        self
    }

    fn field(&mut self, field: &str, required: bool, literal: impl Fn(&Value) -> Option<String>) -> &mut Self {
        let code = match self.get(field).map(&literal) {
            Some(Some(code)) if required => code,
            Some(Some(code)) => format!("Some({code})"),
            Some(None) => return self.fail(format!("column {field} has a value of the wrong kind")),
            None if required => return self.fail(format!("column {field} is missing")),
            None => "None".to_owned(),
        };
        self.raw(field, code)
    }

    /// Notes what is wrong with the row.
    pub fn fail(&mut self, fault: String) -> &mut Self {
        self.fault.get_or_insert(fault);
        self
    }

    /// Required texts.
    pub fn texts(&mut self, fields: &[&str]) -> &mut Self {
        fields.iter().fold(self, |row, field| row.field(field, true, text))
    }

    /// Texts that may be absent.
    pub fn maybe_texts(&mut self, fields: &[&str]) -> &mut Self {
        fields.iter().fold(self, |row, field| row.field(field, false, text))
    }

    /// Required whole numbers.
    pub fn integers(&mut self, fields: &[&str]) -> &mut Self {
        fields.iter().fold(self, |row, field| row.field(field, true, integer))
    }

    /// Whole numbers that may be absent.
    pub fn maybe_integers(&mut self, fields: &[&str]) -> &mut Self {
        fields.iter().fold(self, |row, field| row.field(field, false, integer))
    }

    /// Numbers that may be absent.
    pub fn maybe_reals(&mut self, fields: &[&str]) -> &mut Self {
        fields.iter().fold(self, |row, field| row.field(field, false, real))
    }

    /// Required booleans.
    pub fn flags(&mut self, fields: &[&str]) -> &mut Self {
        fields.iter().fold(self, |row, field| row.field(field, true, flag))
    }

    /// Booleans; an absent one is false.
    pub fn marks(&mut self, fields: &[&str]) -> &mut Self {
        for field in fields {
            let set = self.get(field).and_then(Value::as_bool).unwrap_or(false);
            self.raw(field, set.to_string());
        }
        self
    }

    /// Dates that may be absent.
    pub fn maybe_dates(&mut self, fields: &[&str]) -> &mut Self {
        fields.iter().fold(self, |row, field| row.field(field, false, date))
    }

    /// A list of texts; an absent one is empty.
    pub fn lists(&mut self, fields: &[&str]) -> &mut Self {
        for field in fields {
            let items = self.get(field).map_or(Some(String::new()), texts);
            match items {
                Some(items) => self.raw(field, format!("&[{items}]")),
                None => self.fail(format!("column {field} is no list of texts")),
            };
        }
        self
    }

    /// A required word that stands for a variant of an enum of the name `kind`.
    pub fn choice(&mut self, field: &str, kind: &str, choices: &Choices) -> &mut Self {
        self.field(field, true, |value| variant(value.as_str()?, kind, choices))
    }

    /// A word that stands for a variant, or nothing.
    pub fn maybe_choice(&mut self, field: &str, kind: &str, choices: &Choices) -> &mut Self {
        self.field(field, false, |value| variant(value.as_str()?, kind, choices))
    }

    /// The columns every table has.
    pub fn provenance(&mut self) -> &mut Self {
        self.lists(&["source"]).field("confidence", true, |value| {
            let first = value.as_str()?.split([' ', ';']).next()?;
            variant(first, "Confidence", CONFIDENCE)
        })
    }

    /// Columns that are for readers of the table only.
    pub fn for_readers(&mut self, columns: &[&str]) -> &mut Self {
        self.read.extend(columns.iter().map(|&column| column.to_owned()));
        self
    }

    /// The literal.
    pub fn finish(&mut self) -> Result<String, String> {
        let unread: Vec<_> = self.columns.keys().filter(|column| !self.read.contains(*column)).collect();
        if let Some(fault) = self.fault.take() {
            return Err(format!("{fault} in {:?}", self.columns));
        }
        if !unread.is_empty() {
            return Err(format!("nobody reads {unread:?} in {:?}", self.columns));
        }
        Ok(format!("{} }}", self.code))
    }
}

/// A static array of literals.
pub fn array(name: &str, kind: &str, rows: &[String]) -> String {
    format!("pub(in crate::facts) static {name}: [{kind}; {}] = [\n{},\n];\n", rows.len(), rows.join(",\n"))
}

/// The variant for a word.
pub fn variant(word: &str, kind: &str, choices: &Choices) -> Option<String> {
    choices.iter().find(|(known, _)| *known == word).map(|(_, variant)| format!("{kind}::{variant}"))
}

/// Texts, or numbers as texts, as the inside of an array literal.
pub fn texts(value: &Value) -> Option<String> {
    let item = |item: &Value| text(item).or_else(|| Some(format!("\"{}\"", item.as_integer()?)));
    let items: Option<Vec<_>> = value.as_array()?.iter().map(item).collect();
    items.map(|items| items.join(", "))
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(|text| format!("{text:?}"))
}

fn integer(value: &Value) -> Option<String> {
    value.as_integer().map(|number| number.to_string())
}

/// A number with a decimal point.
pub fn real(value: &Value) -> Option<String> {
    match value {
        Value::Integer(number) => Some(format!("{number}.0")),
        Value::Float(number) => Some(format!("{number:?}")),
        _ => None,
    }
}

fn flag(value: &Value) -> Option<String> {
    value.as_bool().map(|flag| flag.to_string())
}

/// A date.
pub fn date(value: &Value) -> Option<String> {
    let date = value.as_datetime()?.date?;
    Some(format!("Date {{ year: {}, month: {}, day: {} }}", date.year, date.month, date.day))
}
